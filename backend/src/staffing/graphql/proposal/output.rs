//! The answer of a proposal, as partners see it.

use async_graphql::{Enum, Object, SimpleObject};
use shared::staffing::{
    CellKey,
    allocate::{self, Scope, Side, Told},
};

/// The most entries of one list of reasons.
const MOST: i32 = 2_000;

/// The answer to a request: the best plan, or why there is none.
#[derive(SimpleObject)]
pub(crate) struct Proposal {
    /// The best plan. Null when no plan keeps all bounds.
    best: Option<BestPlan>,
    /// Why no plan keeps all bounds. Null when there is a best plan.
    infeasible: Option<InfeasibleBounds>,
}

impl Proposal {
    pub(super) fn of(answer: allocate::Answer, cells: Vec<(CellKey, u32)>) -> Self {
        match answer {
            allocate::Answer::Best(told) => Self { best: Some(BestPlan { told: *told, cells }), infeasible: None },
            allocate::Answer::Infeasible(reason) => {
                Self { best: None, infeasible: Some(InfeasibleBounds::of(&reason)) }
            }
        }
    }
}

/// The best plan, and all that is said of it.
pub(crate) struct BestPlan {
    told: Told,
    /// Every cell with what the scenario places there.
    cells: Vec<(CellKey, u32)>,
}

/// The best plan, and why it is the best.
#[Object]
impl BestPlan {
    /// Every cell: what is proposed, and what the scenario places now.
    #[graphql(complexity = "1 + 200 * child_complexity")]
    async fn cells(&self) -> Vec<ProposedCell> {
        let cells = self.cells.iter().zip(&self.told.operators);
        cells
            .map(|((key, present), &operators)| ProposedCell {
                cell: CellName::of(key),
                operators: count(operators),
                present: count(*present),
            })
            .collect()
    }

    /// People in service who move.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn moves(&self) -> Vec<ProposedMove> {
        let of = |moved: &allocate::Transfer| ProposedMove {
            from: CellName::of(&moved.from),
            to: CellName::of(&moved.to),
            people: count(moved.people),
        };
        self.told.moves.iter().map(of).collect()
    }

    /// What the scenario's plan comes to.
    async fn present(&self) -> PlanMeasures {
        PlanMeasures::of(&self.told.present)
    }

    /// What the proposed plan comes to.
    async fn proposed(&self) -> PlanMeasures {
        PlanMeasures::of(&self.told.proposed)
    }

    /// Why no plan is better.
    async fn proof(&self) -> PlanProof {
        let proof = &self.told.proof;
        PlanProof {
            complete: proof.complete,
            certified: proof.certified,
            parts: i32::try_from(proof.parts).unwrap_or(i32::MAX),
            gap: proof.gap,
        }
    }

    /// The operators in the order in which they would come one at a time, each with the runner-up.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn placements(&self, #[graphql(default = 100)] first: i32) -> Vec<PlanPlacement> {
        let of = |placed: &allocate::Placed| PlanPlacement {
            cell: CellName::of(&placed.cell),
            before: placed.before,
            after: placed.after,
            runner_up: placed.runner_up.as_ref().map(|next| CellName::of(&next.cell)),
            runner_up_pressure: placed.runner_up.as_ref().and_then(|next| next.pressure),
        };
        self.told.placements.iter().take(first.clamp(0, MOST) as usize).map(of).collect()
    }

    /// For each cell with operators that may lose one, the best other place for it. Empty where a budget binds.
    #[graphql(complexity = "1 + 100 * child_complexity")]
    async fn alternatives(&self, #[graphql(default = 500)] first: i32) -> Vec<PlanAlternative> {
        let of = |other: &allocate::Alternative| PlanAlternative {
            cell: CellName::of(&other.cell),
            shifts: shifts(&other.shifts),
            worst_pressure: other.worst_pressure,
            loss: other.loss,
        };
        self.told.alternatives.iter().take(first.clamp(0, MOST) as usize).map(of).collect()
    }

    /// What each bound that is reached costs. Empty where a budget binds.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn prices(&self) -> Vec<BoundPrice> {
        let of = |price: &allocate::Price| BoundPrice {
            bound: PlanBound::of(&price.bound),
            shifts: shifts(&price.shifts),
            worst_pressure: price.worst_pressure,
            gain: price.gain,
        };
        self.told.prices.iter().map(of).collect()
    }
}

/// A profile at a CPI, by its codes.
#[derive(SimpleObject)]
pub(crate) struct CellName {
    cpi: String,
    profile: String,
}

impl CellName {
    fn of(key: &CellKey) -> Self {
        Self { cpi: key.cpi.to_string(), profile: key.profile.to_string() }
    }
}

/// What is proposed for one cell.
#[derive(SimpleObject)]
pub(crate) struct ProposedCell {
    cell: CellName,
    /// New operators that are proposed.
    operators: i32,
    /// New operators that the scenario places now.
    present: i32,
}

/// People in service who go to another CPI.
#[derive(SimpleObject)]
pub(crate) struct ProposedMove {
    from: CellName,
    to: CellName,
    people: i32,
}

/// What a plan comes to, whatever it was made for.
#[derive(SimpleObject)]
pub(crate) struct PlanMeasures {
    /// New operators.
    placed: i32,
    /// People in service who move.
    moved: i32,
    /// The worst pressure where the objective is measured. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// Places with work and nobody there.
    unserved: i32,
    /// Work that nobody does, hours a year, without weights.
    unmet_hours: f64,
    /// Yearly cost of the new operators, euro cents.
    yearly_cost_cents: f64,
}

impl PlanMeasures {
    fn of(of: &allocate::Measures) -> Self {
        Self {
            placed: count(of.placed),
            moved: count(of.moved),
            worst_pressure: of.worst_pressure,
            unserved: count(of.unserved),
            unmet_hours: of.unmet_hours,
            yearly_cost_cents: of.yearly_cost_cents as f64,
        }
    }
}

/// How sure the answer is.
#[derive(SimpleObject)]
pub(crate) struct PlanProof {
    /// Whether no plan is better.
    complete: bool,
    /// Whether an independent checker accepted prices that prove it.
    certified: bool,
    /// Parts of all plans that were bounded for the budget; 0 without one that binds.
    parts: i32,
    /// How much better another plan could still be, hours a year or operators. Null where the objective has no such number.
    gap: Option<f64>,
}

/// One operator in the order of placement. A pressure that is null is infinite.
#[derive(SimpleObject)]
pub(crate) struct PlanPlacement {
    cell: CellName,
    before: Option<f64>,
    after: Option<f64>,
    /// The best cell elsewhere at that moment. Null when no other had room.
    runner_up: Option<CellName>,
    runner_up_pressure: Option<f64>,
}

/// Operators that a cell gets more, or fewer.
#[derive(SimpleObject)]
pub(crate) struct CellShift {
    cell: CellName,
    by: i32,
}

/// The best plan with one operator fewer in a cell.
#[derive(SimpleObject)]
pub(crate) struct PlanAlternative {
    cell: CellName,
    shifts: Vec<CellShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is lost, hours a year or operators. Null where the objective has no such number.
    loss: Option<f64>,
}

/// What a bound costs: the best plan if it were one operator wider.
#[derive(SimpleObject)]
pub(crate) struct BoundPrice {
    bound: PlanBound,
    shifts: Vec<CellShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is gained, hours a year or operators. Null where the objective has no such number.
    gain: Option<f64>,
}

/// What a bound is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum BoundScope {
    HeadCount,
    Profile,
    Province,
    Cpi,
    Cell,
    /// A cell that is decided.
    Lock,
}

/// Which side of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum BoundSide {
    AtLeast,
    AtMost,
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
    operators: i32,
}

impl PlanBound {
    fn of(bound: &allocate::Bound) -> Self {
        let (mut cpi, mut profile, mut province) = (None, None, None);
        let mut of_cell = |cell: &CellKey| {
            (cpi, profile) = (Some(cell.cpi.to_string()), Some(cell.profile.to_string()));
        };
        let scope = match &bound.scope {
            Scope::HeadCount => BoundScope::HeadCount,
            Scope::Profile { profile: code } => {
                profile = Some(code.to_string());
                BoundScope::Profile
            }
            Scope::Province { province: code } => {
                province = Some(code.to_string());
                BoundScope::Province
            }
            Scope::Cpi { cpi: code } => {
                cpi = Some(code.to_string());
                BoundScope::Cpi
            }
            Scope::Cell { cell } => {
                of_cell(cell);
                BoundScope::Cell
            }
            Scope::Lock { cell } => {
                of_cell(cell);
                BoundScope::Lock
            }
        };
        let side = if bound.side == Side::AtLeast { BoundSide::AtLeast } else { BoundSide::AtMost };
        Self { scope, cpi, profile, province, side, operators: count(bound.operators) }
    }
}

/// A bound moved so that a plan exists.
#[derive(SimpleObject)]
pub(crate) struct RelaxedBound {
    bound: PlanBound,
    /// How many operators it would have to say.
    operators: i32,
}

/// Bounds that no plan can keep together; without any one of them there would be a plan.
#[derive(SimpleObject)]
pub(crate) struct InfeasibleBounds {
    bounds: Vec<PlanBound>,
    /// Whether the budget is one of them.
    budget: bool,
    /// The bounds to move, by the fewest operators in all.
    repair: Vec<RelaxedBound>,
    /// What the new operators would have to be allowed to cost in a year, euro cents. Null unless money is short.
    repair_yearly_cost_cents: Option<f64>,
}

impl InfeasibleBounds {
    fn of(reason: &allocate::Infeasible) -> Self {
        let relaxed = |relaxed: &allocate::Relaxed| RelaxedBound {
            bound: PlanBound::of(&relaxed.bound),
            operators: count(relaxed.operators),
        };
        Self {
            bounds: reason.bounds.iter().map(PlanBound::of).collect(),
            budget: reason.budget,
            repair: reason.repair.bounds.iter().map(relaxed).collect(),
            repair_yearly_cost_cents: reason.repair.yearly_cost_cents.map(|cents| cents as f64),
        }
    }
}

fn shifts(shifts: &[allocate::Shift]) -> Vec<CellShift> {
    let of = |shift: &allocate::Shift| CellShift {
        cell: CellName::of(&shift.cell),
        by: i32::try_from(shift.by).unwrap_or_default(),
    };
    shifts.iter().map(of).collect()
}

fn count(operators: u32) -> i32 {
    i32::try_from(operators).unwrap_or(i32::MAX)
}
