//! Bounds as partners see them, and those that no plan can keep together.

use async_graphql::{Enum, SimpleObject};
use shared::staffing::allocate::{self, Scope};

use crate::graphql::int;

/// What a bound is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum BoundScope {
    /// All new operators.
    HeadCount,
    /// The new operators of a profile.
    Profile,
    /// The operators more in a province.
    Province,
    /// The operators more at a CPI.
    Cpi,
    /// The new operators of a cell.
    Cell,
    /// A cell that is decided.
    Lock,
}

/// Which side of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Side")]
pub(crate) enum BoundSide {
    /// The fewest.
    AtLeast,
    /// The most.
    AtMost,
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Part")]
pub(crate) enum ProposalPart {
    /// A plan that keeps all bounds but the budget.
    Plan,
    /// That no plan is better.
    Proof,
    /// The order of placement.
    Placements,
    /// The best other place for each operator.
    Alternatives,
    /// What each bound costs.
    Prices,
    /// That none of the bounds that contradict each other is superfluous.
    Reason,
    /// The cheapest way out of a contradiction.
    Repair,
    /// What one operator or some money more would bring.
    Margins,
    /// Cost against the worst-served place.
    Frontier,
    /// The best plans of the cases.
    Cases,
}

/// One side of one range.
#[derive(SimpleObject)]
pub(crate) struct PlanBound {
    scope: BoundScope,
    /// Code of the CPI, for `CPI`, `CELL` and `LOCK`.
    cpi: Option<String>,
    /// Code of the profile, for `PROFILE`, `CELL` and `LOCK`.
    profile: Option<String>,
    /// Code of the province, for `PROVINCE`.
    province: Option<String>,
    side: BoundSide,
    /// How many operators it says.
    operators: i32,
}

/// A bound moved so that a plan exists.
#[derive(SimpleObject)]
pub(crate) struct RelaxedBound {
    /// The bound as it is.
    bound: PlanBound,
    /// How many operators it would have to say.
    operators: i32,
}

/// Bounds that no plan can keep together; without any one of them there would be a plan.
#[derive(SimpleObject)]
pub(crate) struct InfeasibleBounds {
    #[graphql(complexity = "1 + 10 * child_complexity")]
    bounds: Vec<PlanBound>,
    /// Whether the budget is one of them.
    budget: bool,
    /// Whether the limit on moves of people in service is one of them.
    moves: bool,
    /// The bounds to move, by the fewest operators in all; of all ways as short, the one whose plan costs least money.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    repair: Vec<RelaxedBound>,
    /// What the new operators would have to be allowed to cost in a year, euro cents. Null unless money is short.
    repair_yearly_cost_cents: Option<f64>,
    /// How many people in service would have to be allowed to move. Null unless the limit on moves is too tight.
    repair_moves: Option<i32>,
    /// What was not finished when the time was over. With `REASON` among it some of the bounds may be superfluous, with `REPAIR`
    /// no way out is told.
    unfinished: Vec<ProposalPart>,
}

impl PlanBound {
    pub(super) fn of(bound: &allocate::Bound) -> Self {
        let (scope, province, cpi, profile) = match &bound.scope {
            Scope::HeadCount => (BoundScope::HeadCount, None, None, None),
            Scope::Profile { profile } => (BoundScope::Profile, None, None, Some(profile)),
            Scope::Province { province } => (BoundScope::Province, Some(province), None, None),
            Scope::Cpi { cpi } => (BoundScope::Cpi, None, Some(cpi), None),
            Scope::Cell { cell } => (BoundScope::Cell, None, Some(&cell.cpi), Some(&cell.profile)),
            Scope::Lock { cell } => (BoundScope::Lock, None, Some(&cell.cpi), Some(&cell.profile)),
        };
        Self {
            scope,
            cpi: cpi.map(ToString::to_string),
            profile: profile.map(ToString::to_string),
            province: province.map(ToString::to_string),
            side: bound.side.into(),
            operators: int(bound.operators.into()),
        }
    }
}

impl InfeasibleBounds {
    pub(super) fn of(reason: &allocate::Infeasible) -> Self {
        let relaxed = |relaxed: &allocate::Relaxed| RelaxedBound {
            bound: PlanBound::of(&relaxed.bound),
            operators: int(relaxed.operators.into()),
        };
        Self {
            bounds: reason.bounds.iter().map(PlanBound::of).collect(),
            budget: reason.budget,
            moves: reason.moves,
            repair: reason.repair.bounds.iter().map(relaxed).collect(),
            repair_yearly_cost_cents: reason.repair.yearly_cost_cents.map(|cents| cents as f64),
            repair_moves: reason.repair.moves.map(|people| int(people.into())),
            unfinished: reason.unfinished.iter().copied().map(ProposalPart::from).collect(),
        }
    }
}
