//! A proposal as people and programs read it: names in place of numbers, cells in the order in which they were given.
//!
//! The browser's worker and the server's query give this same answer.

use serde::{Deserialize, Serialize};

use super::{
    Bound, Demand, Infeasible, Instance, Measures, Part, Plan, Proposal, Request, Scarce, Solver, Watch,
    pace::{Pace, Watched},
    propose::found,
    tell::told,
};
use crate::{
    problem::Problem,
    staffing::{CellKey, Sizing},
};

/// The most placements that are told one by one.
pub const MAX_PLACEMENTS: usize = 2_000;

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Answer {
    /// The best plan, and why it is the best.
    Best(Box<Told>),
    /// No plan keeps all bounds.
    Infeasible(Box<Infeasible>),
    /// The run was stopped before a plan or a contradiction was found.
    Stopped,
}

/// What became of a question that only a problem with a plan can answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome<T> {
    /// The answer.
    Found(T),
    /// No plan keeps all bounds.
    Infeasible(Box<Infeasible>),
    /// The run was stopped before there was anything to say.
    Stopped,
}

/// The best plan and all that is said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// New operators of each cell, in the order of the demand. Shape `[cpis][profiles]`.
    pub operators: Vec<u32>,
    /// People in service who move.
    pub moves: Vec<Transfer>,
    /// What the present plan comes to.
    pub present: Measures,
    /// What the proposed plan comes to.
    pub proposed: Measures,
    /// Why no plan is better.
    pub proof: Evidence,
    /// The operators in the order in which they would come one at a time; the first [`MAX_PLACEMENTS`].
    pub placements: Vec<Placed>,
    /// For each cell with operators, the best other place for one of its unit's (its own, its CPI's or its province's, as the
    /// level says). Where a budget or a limit on moves binds each is a search of its own, and one that is not proved is left out.
    pub alternatives: Vec<Alternative>,
    /// What each bound that is reached costs; where a budget or a limit on moves binds as for the alternatives.
    pub prices: Vec<Price>,
    /// What a little more of what is scarce would bring: money, people who may move. Empty where neither binds.
    pub scarce: Vec<ScarcePrice>,
    /// What was not finished when the run was stopped. Of the lists among it a part may be told; what is told holds.
    pub unfinished: Vec<Part>,
}

/// People in service who go to another CPI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// The cell that they leave.
    pub from: CellKey,
    /// The cell that they go to: the same profile.
    pub to: CellKey,
    /// How many.
    pub people: u32,
}

/// How sure the answer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Whether no plan is better: prices were found and checked, or every part of all plans was bounded.
    pub complete: bool,
    /// Whether the independent checker accepted the proof: prices, or where a budget or a limit on moves binds prices for each
    /// of `parts` parts.
    pub certified: bool,
    /// Parts that were bounded for the budget or the limit on moves; 0 where neither binds.
    pub parts: u64,
    /// How much better another plan could still be, in hours a year or operators; `None` when that has no such number: for
    /// equity see `worst_at_least`; the rules of apportionment serve claims one by one, which add up to nothing.
    pub gap: Option<f64>,
    /// For equity within a budget or a limit on moves, when the search was stopped: no plan's worst pressure is below this. The plan's own stands
    /// in its measures; where the two meet, the worst pressure is proved and only those below it are not.
    pub worst_at_least: Option<f64>,
}

/// One operator in the order of placement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    /// The cell that gets the operator.
    pub cell: CellKey,
    /// The pressure before, of the cell, CPI or province that the objective looks at; `None` is infinite.
    pub before: Option<f64>,
    /// The pressure after; `None` is infinite.
    pub after: Option<f64>,
    /// The best cell elsewhere at that moment.
    pub runner_up: Option<RunnerUp>,
}

/// Who would have been next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunnerUp {
    /// The cell.
    pub cell: CellKey,
    /// The pressure there at that moment; `None` is infinite.
    pub pressure: Option<f64>,
}

/// Operators that a cell gets more, or fewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shift {
    /// The cell.
    pub cell: CellKey,
    /// How many more.
    pub by: i64,
}

/// People in service who would move more, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reroute {
    /// The cell that they leave.
    pub from: CellKey,
    /// The cell that they go to: the same profile.
    pub to: CellKey,
    /// How many more.
    pub by: i64,
}

/// Where two plans part ways first, for an objective that looks at the highest level first: of equity the pressures (and what
/// moves cost), of a rule of apportionment the claims that are left unserved, in operators. `None` is infinite, 0 is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// The highest level that would be no more.
    pub before: Option<f64>,
    /// The highest level that would come instead.
    pub after: Option<f64>,
}

/// The best plan with one operator fewer in a cell, or in its CPI or province when the objective is measured there. By cell, where a
/// budget or a limit on moves binds, with one new operator fewer, whoever moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// The cell that is spoken of.
    pub cell: CellKey,
    /// What would change.
    pub shifts: Vec<Shift>,
    /// People in service who would move more or fewer.
    pub moves: Vec<Reroute>,
    /// The worst pressure then; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// What is lost, in hours a year or operators; `None` for an objective without such a number.
    pub loss: Option<f64>,
    /// What is lost, for an objective in levels.
    pub exchange: Option<Exchange>,
}

/// What a bound costs: the best plan if it were one operator wider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// The bound.
    pub bound: Bound,
    /// What the room would bring.
    pub room: Room,
}

/// What something scarce costs: the best plan with a little more of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScarcePrice {
    /// What there would be more of.
    pub of: Scarce,
    /// How much more: euro cents a year, as much as an operator of the dearest profile costs; or people who may move, one.
    pub more: u64,
    /// What it would bring.
    pub room: Room,
}

/// What the best plan would do with more room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// What would change.
    pub shifts: Vec<Shift>,
    /// People in service who would move more or fewer.
    pub moves: Vec<Reroute>,
    /// The worst pressure then; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// What is gained, in hours a year or operators; `None` for an objective without such a number.
    pub gain: Option<f64>,
    /// What is gained, for an objective in levels.
    pub exchange: Option<Exchange>,
}

impl Told {
    /// Operators of each cell under the plan, FTE, shape `[cpis][profiles]`: who is in service, the new ones, and who moves.
    /// `sizing`: what the demand was made from, in the same order.
    pub fn staff(&self, sizing: &Sizing) -> Vec<f64> {
        let mut staff: Vec<f64> =
            sizing.have().iter().zip(&self.operators).map(|(have, &new)| have + f64::from(new)).collect();
        for moved in &self.moves {
            for (key, by) in [(&moved.from, -1.0), (&moved.to, 1.0)] {
                if let Some(there) = sizing.cell(&key.cpi, &key.profile).and_then(|cell| staff.get_mut(cell)) {
                    *there += by * f64::from(moved.people);
                }
            }
        }
        staff
    }
}

impl Answer {
    /// Finds the best plan of a demand and says all there is to say of it, or why there is none.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each field that is wrong: see [`Instance::new`].
    pub fn of(demand: &Demand, request: &Request, watch: &mut Watch<'_>) -> Result<Self, Problem> {
        Self::watched(demand, request, &mut Watched::new(watch))
    }

    pub(super) fn watched<P: Pace>(demand: &Demand, request: &Request, pace: &mut P) -> Result<Self, Problem> {
        let instance = Instance::new(demand, request)?;
        let (proposal, mut solver) = found(&instance, pace);
        Ok(Self::telling(&instance, demand, proposal, solver.as_mut(), pace))
    }

    /// All there is to say of a proposal.
    pub(super) fn telling<P: Pace>(
        instance: &Instance,
        demand: &Demand,
        proposal: Proposal,
        solver: Option<&mut Solver>,
        pace: &mut P,
    ) -> Self {
        match proposal {
            Proposal::Stopped => Self::Stopped,
            Proposal::Infeasible(reason) => Self::Infeasible(reason),
            Proposal::Best(best) => {
                let operators = instance.from_given(&demand.present);
                let present = Measures::of(instance, &Plan { operators, moves: Vec::new() });
                Self::Best(Box::new(told(instance, present, &best, solver, pace)))
            }
        }
    }
}
