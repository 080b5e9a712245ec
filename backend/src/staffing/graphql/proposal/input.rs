//! What may be asked of a proposal.

use async_graphql::{Enum, InputObject};
use shared::staffing::allocate;

/// What makes one division of operators better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ObjectiveKind {
    /// The worst pressure as small as possible, then the second worst, and so on.
    Equity,
    /// The fewest hours of work that nobody does, each CPI's with its weight.
    LeastUnmet,
    /// The least sum of `(required - staff)² / required`.
    Proportional,
    /// Seats by a rule of apportionment.
    Apportionment,
}

/// Where an objective is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Level")]
pub(crate) enum ObjectiveLevel {
    /// Each profile at each CPI.
    Cell,
    /// Each CPI over all its profiles.
    Cpi,
    /// Each province over all its CPIs.
    Province,
}

/// A rule of apportionment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Rule")]
pub(crate) enum ApportionmentRule {
    /// Largest remainder: the whole plan nearest to the exact quotas.
    Hamilton,
    /// Divisors 1, 2, 3: kind to the large.
    DHondt,
    /// Divisors 1, 3, 5 (Webster): neutral.
    SainteLague,
    /// Divisors `√(k(k+1))`: each part gets one before any gets two.
    HuntingtonHill,
    /// Divisors 0, 1, 2: kind to the small.
    Adams,
}

/// What the seats of an apportionment follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Basis")]
pub(crate) enum ApportionmentBasis {
    /// Operators required.
    Required,
    /// Operators required and not in service.
    Missing,
}

/// What is wanted of a proposal.
#[derive(InputObject)]
pub(crate) struct ProposalObjectiveInput {
    pub(super) kind: ObjectiveKind,
    /// Where it is measured.
    #[graphql(default_with = "ObjectiveLevel::Cpi")]
    pub(super) level: ObjectiveLevel,
    /// A requirement below this, full-time equivalents, does not count as unserved by itself; at least 0 and below 1.
    #[graphql(default = 0.5)]
    pub(super) threshold: f64,
    /// The rule. It counts with `APPORTIONMENT` only.
    #[graphql(default_with = "ApportionmentRule::Hamilton")]
    pub(super) rule: ApportionmentRule,
    /// What the seats follow. It counts with `APPORTIONMENT` only.
    #[graphql(default_with = "ApportionmentBasis::Missing")]
    pub(super) basis: ApportionmentBasis,
}

/// How many operators there may be.
#[derive(InputObject)]
pub(crate) struct OperatorRangeInput {
    /// The fewest.
    #[graphql(default)]
    pub(super) at_least: i32,
    /// The most; left out, there is no limit.
    pub(super) at_most: Option<i32>,
}

/// A range of one profile, province or CPI.
#[derive(InputObject)]
pub(crate) struct NamedRangeInput {
    /// Its code.
    pub(super) of: String,
    /// The fewest.
    #[graphql(default)]
    pub(super) at_least: i32,
    /// The most; left out, there is no limit.
    pub(super) at_most: Option<i32>,
}

/// A profile at a CPI.
#[derive(InputObject)]
pub(crate) struct CellInput {
    /// Code of the CPI.
    pub(super) cpi: String,
    /// Code of the profile.
    pub(super) profile: String,
}

/// A range of one cell.
#[derive(InputObject)]
pub(crate) struct CellRangeInput {
    pub(super) of: CellInput,
    /// The fewest.
    #[graphql(default)]
    pub(super) at_least: i32,
    /// The most; left out, there is no limit.
    pub(super) at_most: Option<i32>,
}

/// A cell that is decided.
#[derive(InputObject)]
pub(crate) struct CellLockInput {
    pub(super) cell: CellInput,
    /// Its new operators.
    pub(super) operators: i32,
}

/// What an unmet hour at one CPI counts.
#[derive(InputObject)]
pub(crate) struct CpiWeightInput {
    /// Code of the CPI.
    pub(super) cpi: String,
    /// 1 unless said otherwise; at least 0 and at most 1,000; millionths count.
    pub(super) weight: f64,
}

/// Two CPIs between which people in service may move.
#[derive(InputObject)]
pub(crate) struct CpiPairInput {
    /// Code of the one CPI.
    pub(super) one: String,
    /// Code of the other CPI.
    pub(super) other: String,
}

/// Leave for people in service to move, within their profile.
#[derive(InputObject)]
pub(crate) struct TransfersInput {
    /// Between these CPIs, in both directions. Left out, as the distance too: to any CPI of their province.
    pub(super) pairs: Option<Vec<CpiPairInput>>,
    /// To any CPI that lies no farther, kilometres through the air, from 1 to 1,000, whatever its province. It stands alone: not
    /// with `pairs`.
    pub(super) within_km: Option<f64>,
    /// What one move costs: a pressure (`EQUITY`), hours a year (`LEAST_UNMET`) or operators (`PROPORTIONAL`).
    #[graphql(default)]
    pub(super) cost: f64,
    /// The most people who may move in all. Left out, there is no limit.
    pub(super) at_most: Option<i32>,
}

/// Money for the new operators.
#[derive(InputObject)]
pub(crate) struct BudgetInput {
    /// Whole euro cents.
    pub(super) cents: f64,
    /// Months that it has to last.
    pub(super) months: i32,
}

/// What a proposal must keep to. Bounds of provinces and CPIs count people who move in less those who leave.
#[derive(InputObject, Default)]
pub(crate) struct ProposalConstraintsInput {
    /// Operators to place. Left out: exactly the scenario's head-count.
    pub(super) head_count: Option<OperatorRangeInput>,
    /// New operators of a profile.
    #[graphql(default)]
    pub(super) profiles: Vec<NamedRangeInput>,
    /// Operators more in a province.
    #[graphql(default)]
    pub(super) provinces: Vec<NamedRangeInput>,
    /// Operators more at a CPI: the free desks of its building.
    #[graphql(default)]
    pub(super) cpis: Vec<NamedRangeInput>,
    /// New operators of a cell.
    #[graphql(default)]
    pub(super) cells: Vec<CellRangeInput>,
    /// Cells that are decided, beside those that are locked in the scenario. Of a cell that is both, this number stands.
    #[graphql(default)]
    pub(super) locked: Vec<CellLockInput>,
    /// Leaves the locks of the scenario out of account.
    #[graphql(default)]
    pub(super) ignore_locks: bool,
    /// Weights of unmet hours. They count with `LEAST_UNMET` only.
    #[graphql(default)]
    pub(super) weights: Vec<CpiWeightInput>,
    /// Leave for people in service to move. Left out: nobody moves.
    pub(super) transfers: Option<TransfersInput>,
    /// Money for the new operators. Left out: no limit.
    pub(super) budget: Option<BudgetInput>,
}
