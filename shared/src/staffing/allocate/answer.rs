//! A proposal as people and programs read it: names in place of numbers, cells in the order in which they were given.
//!
//! The browser's worker and the server's query give this same answer.

use serde::{Deserialize, Serialize};

use super::{
    Best, Bound, Certificate, Change, Demand, Infeasible, Instance, Measures, Move, Objective, Plan, Proof, Proposal,
    Ratio, Request, Solver, Watch, propose,
};
use crate::{problem::Problem, staffing::CellKey};

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
    /// level says). Empty where a budget binds: a flow does not see it.
    pub alternatives: Vec<Alternative>,
    /// What each bound that is reached costs. Empty where a budget binds.
    pub prices: Vec<Price>,
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
    /// Whether the independent checker accepted a certificate. `false` where a budget binds: there the bounds of the parts
    /// are the proof.
    pub certified: bool,
    /// Parts that were bounded for the budget; 0 without one that binds.
    pub parts: u64,
    /// How much better another plan could still be, in hours a year or operators; `None` when that has no such number.
    pub gap: Option<f64>,
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

/// The best plan with one operator fewer in a cell, or in its CPI or province when the objective is measured there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// The cell that is spoken of.
    pub cell: CellKey,
    /// What would change.
    pub shifts: Vec<Shift>,
    /// The worst pressure then; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// What is lost, in hours a year or operators; `None` for an objective without such a number.
    pub loss: Option<f64>,
}

/// What a bound costs: the best plan if it were one operator wider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// The bound.
    pub bound: Bound,
    /// What would change.
    pub shifts: Vec<Shift>,
    /// The worst pressure then; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// What is gained, in hours a year or operators; `None` for an objective without such a number.
    pub gain: Option<f64>,
}

impl Answer {
    /// Finds the best plan of a demand and says all there is to say of it, or why there is none.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each field that is wrong: see [`Instance::new`].
    pub fn of(demand: &Demand, request: &Request, watch: &mut Watch<'_>) -> Result<Self, Problem> {
        let instance = Instance::new(demand, request)?;
        Ok(match propose(&instance, watch) {
            Proposal::Infeasible(reason) => Self::Infeasible(reason),
            Proposal::Best(best) => Self::Best(Box::new(told(&instance, demand, &best))),
        })
    }
}

fn told(instance: &Instance, demand: &Demand, best: &Best) -> Told {
    let plan = &best.plan;
    let present = Plan { operators: instance.from_given(&demand.present), moves: Vec::new() };
    let evidence = evidence(instance, best);
    let mut solver = Solver::new(instance);
    let speaks = |change: Change| {
        let after = Measures::of(instance, &applied(plan, &change));
        let shifts = change.cells.iter().map(|&(cell, by)| Shift { cell: instance.cell_key(cell), by }).collect();
        (shifts, after.worst_pressure, change.loss.in_units(instance))
    };
    let (mut alternatives, mut prices) = (Vec::new(), Vec::new());
    if evidence.parts == 0 {
        for cell in (0..instance.len()).filter(|&cell| plan.operators[cell] > 0) {
            if let Some(change) = solver.alternative_elsewhere(cell) {
                let (shifts, worst_pressure, loss) = speaks(change);
                alternatives.push(Alternative { cell: instance.cell_key(cell), shifts, worst_pressure, loss });
            }
        }
        for price in solver.shadow_prices() {
            let (shifts, worst_pressure, loss) = speaks(price.change);
            prices.push(Price { bound: price.bound, shifts, worst_pressure, gain: loss.map(|loss| -loss) });
        }
    }
    let placements = solver.placements(plan).into_iter().take(MAX_PLACEMENTS).map(|at| Placed {
        cell: instance.cell_key(at.cell),
        before: finite(at.before),
        after: finite(at.after),
        runner_up: at
            .runner_up
            .map(|(cell, pressure)| RunnerUp { cell: instance.cell_key(cell), pressure: finite(pressure) }),
    });
    Told {
        operators: instance.as_given(&plan.operators),
        moves: plan.moves.iter().map(|moved| transfer(instance, moved)).collect(),
        present: Measures::of(instance, &present),
        proposed: Measures::of(instance, plan),
        proof: evidence,
        placements: placements.collect(),
        alternatives,
        prices,
    }
}

fn evidence(instance: &Instance, best: &Best) -> Evidence {
    match &best.proof {
        Proof::Prices(certificate) => {
            let certified = Certificate::check(certificate, instance, &best.plan).is_ok();
            let has_number = !matches!(instance.objective, Objective::Equity | Objective::Apportionment { .. });
            Evidence { complete: certified, certified, parts: 0, gap: has_number.then_some(0.0) }
        }
        Proof::Parts { parts, gap, complete } => Evidence {
            complete: *complete,
            certified: false,
            parts: *parts,
            gap: gap.as_ref().and_then(|gap| gap.in_units(instance)),
        },
    }
}

fn transfer(instance: &Instance, moved: &Move) -> Transfer {
    Transfer { from: instance.cell_key(moved.from), to: instance.cell_key(moved.to), people: moved.people }
}

fn finite(pressure: Ratio) -> Option<f64> {
    Some(pressure.value()).filter(|value| value.is_finite())
}

/// A plan after a change.
fn applied(plan: &Plan, change: &Change) -> Plan {
    let mut after = plan.clone();
    for &(cell, by) in &change.cells {
        if let Some(operators) = after.operators.get_mut(cell) {
            *operators = operators.saturating_add_signed(i32::try_from(by).unwrap_or_default());
        }
    }
    for &(from, to, by) in &change.moves {
        let by = i32::try_from(by).unwrap_or_default();
        match after.moves.iter_mut().find(|moved| (moved.from, moved.to) == (from, to)) {
            Some(moved) => moved.people = moved.people.saturating_add_signed(by),
            None => after.moves.push(Move { from, to, people: u32::try_from(by).unwrap_or_default() }),
        }
    }
    after
}
