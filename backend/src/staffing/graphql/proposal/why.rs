//! Why the operators are where they are, as partners see it: the order, the alternatives, and what the bounds cost.

use async_graphql::{Enum, SimpleObject};
use shared::{
    code::{CpiCode, ProfileCode},
    staffing::{CellKey, allocate},
};

use super::bound::PlanBound;
use crate::graphql::int;

/// A profile at a CPI, by its codes.
#[derive(SimpleObject)]
pub(crate) struct CellName {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
}

/// Operators that a cell gets more, or fewer.
#[derive(SimpleObject)]
pub(crate) struct CellShift {
    cell: CellName,
    /// How many more; below 0, how many fewer.
    by: i32,
}

/// People in service who would move more, or no longer.
#[derive(SimpleObject)]
pub(crate) struct MoveShift {
    /// The cell that they leave.
    from: CellName,
    /// The cell that they go to: the same profile.
    to: CellName,
    /// How many more; below 0, how many fewer.
    by: i32,
}

/// Where two plans part ways first, for an objective that looks at the highest level first: of `EQUITY` the pressures, of a
/// rule with divisors the claims that are left unserved, operators. Null is infinite, 0 is nothing.
#[derive(SimpleObject)]
pub(crate) struct LevelExchange {
    /// The highest level that would be no more.
    before: Option<f64>,
    /// The highest level that would come instead.
    after: Option<f64>,
}

/// One operator in the order of placement. A pressure that is null is infinite.
#[derive(SimpleObject)]
pub(crate) struct PlanPlacement {
    /// The cell that gets the operator.
    cell: CellName,
    /// The pressure before, of the cell, CPI or province that the objective looks at.
    before: Option<f64>,
    /// The pressure after.
    after: Option<f64>,
    /// The best cell elsewhere at that moment. Null when no other had room.
    runner_up: Option<CellName>,
    /// The pressure there at that moment.
    runner_up_pressure: Option<f64>,
}

/// The best plan with one operator fewer in a cell, or in its CPI or province when the objective is measured there. By cell, where a
/// budget or a limit on moves binds, with one new operator fewer, whoever moves.
#[derive(SimpleObject)]
pub(crate) struct PlanAlternative {
    /// The cell that would have one fewer.
    cell: CellName,
    /// What would change.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    shifts: Vec<CellShift>,
    /// People in service who would move more or fewer.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    moves: Vec<MoveShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is lost, hours a year or operators. Null where the objective has no such number.
    loss: Option<f64>,
    /// What is lost, where the objective has no such number.
    exchange: Option<LevelExchange>,
}

/// What a bound costs: the best plan if it were one operator wider.
#[derive(SimpleObject)]
pub(crate) struct BoundPrice {
    bound: PlanBound,
    /// What would change.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    shifts: Vec<CellShift>,
    /// People in service who would move more or fewer.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    moves: Vec<MoveShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is gained, hours a year or operators. Null where the objective has no such number.
    gain: Option<f64>,
    /// What is gained, where the objective has no such number.
    exchange: Option<LevelExchange>,
}

/// What a proposal has only so much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::Scarce")]
pub(crate) enum ScarceKind {
    /// Euro cents a year.
    Money,
    /// People in service who move.
    Moves,
}

/// What something scarce costs: the best plan with a little more of it.
#[derive(SimpleObject)]
pub(crate) struct ScarcePrice {
    /// What there would be more of.
    kind: ScarceKind,
    /// How much more: euro cents a year, as much as an operator of the dearest profile costs; or people who may move, one.
    more: f64,
    /// What would change.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    shifts: Vec<CellShift>,
    /// People in service who would move more or fewer.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    moves: Vec<MoveShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is gained, hours a year or operators. Null where the objective has no such number.
    gain: Option<f64>,
    /// What is gained, where the objective has no such number.
    exchange: Option<LevelExchange>,
}

impl ScarcePrice {
    pub(super) fn of(price: &allocate::ScarcePrice) -> Self {
        Self {
            kind: price.of.into(),
            more: price.more as f64,
            shifts: CellShift::list(&price.room.shifts),
            moves: MoveShift::list(&price.room.moves),
            worst_pressure: price.room.worst_pressure,
            gain: price.room.gain,
            exchange: price.room.exchange.map(LevelExchange::of),
        }
    }
}

impl CellName {
    pub(super) fn of_codes(cpi: &CpiCode, profile: &ProfileCode) -> Self {
        Self { cpi: cpi.to_string(), profile: profile.to_string() }
    }

    pub(super) fn of(key: &CellKey) -> Self {
        Self { cpi: key.cpi.to_string(), profile: key.profile.to_string() }
    }
}

impl CellShift {
    pub(super) fn list(shifts: &[allocate::Shift]) -> Vec<Self> {
        shifts.iter().map(|shift| Self { cell: CellName::of(&shift.cell), by: int(shift.by) }).collect()
    }
}

impl MoveShift {
    pub(super) fn list(moves: &[allocate::Reroute]) -> Vec<Self> {
        let shift =
            |of: &allocate::Reroute| Self { from: CellName::of(&of.from), to: CellName::of(&of.to), by: int(of.by) };
        moves.iter().map(shift).collect()
    }
}

impl LevelExchange {
    pub(super) fn of(exchange: allocate::Exchange) -> Self {
        Self { before: exchange.before, after: exchange.after }
    }
}

impl PlanPlacement {
    pub(super) fn of(placed: &allocate::Placed) -> Self {
        Self {
            cell: CellName::of(&placed.cell),
            before: placed.before,
            after: placed.after,
            runner_up: placed.runner_up.as_ref().map(|next| CellName::of(&next.cell)),
            runner_up_pressure: placed.runner_up.as_ref().and_then(|next| next.pressure),
        }
    }
}

impl PlanAlternative {
    pub(super) fn of(other: &allocate::Alternative) -> Self {
        Self {
            cell: CellName::of(&other.cell),
            shifts: CellShift::list(&other.shifts),
            moves: MoveShift::list(&other.moves),
            worst_pressure: other.worst_pressure,
            loss: other.loss,
            exchange: other.exchange.map(LevelExchange::of),
        }
    }
}

impl BoundPrice {
    pub(super) fn of(price: &allocate::Price) -> Self {
        Self {
            bound: PlanBound::of(&price.bound),
            shifts: CellShift::list(&price.room.shifts),
            moves: MoveShift::list(&price.room.moves),
            worst_pressure: price.room.worst_pressure,
            gain: price.room.gain,
            exchange: price.room.exchange.map(LevelExchange::of),
        }
    }
}
