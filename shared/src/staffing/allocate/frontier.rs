//! Cost against the worst-served place: every plan for which no cheaper one keeps the worst pressure as low.

use serde::{Deserialize, Serialize};

use super::{
    Cost, Demand, Group, Infeasible, Instance, Level, Levels, Outcome, Part, Plan, Ratio, Request, Scope, Watch,
    descent::Descent,
    instance::{Place, millionths},
    measure::{self, OPERATOR},
    pace::{Pace, Watched},
    scarce::Scarce,
};
use crate::problem::{Problem, Rule, out_of};

/// The most points that are told.
pub const MAX_POINTS: usize = 4_000;
/// The greatest aim.
const MAX_AIM: f64 = 1_000.0;

/// Every cost at which the worst pressure can be lower than for less money, the cheapest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frontier {
    /// The points: the cost rises and the worst pressure falls from each to the next.
    pub points: Vec<Point>,
    /// Why there are no more.
    pub end: End,
}

/// One point: no plan costs less with a worst pressure as low, and none has a lower one for as much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// What the new operators cost in a year, euro cents.
    pub yearly_cost_cents: u64,
    /// The worst pressure; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// The first cell, CPI or province, as the level says, that stands there.
    pub worst: Scope,
    /// New operators.
    pub placed: u32,
    /// Of the plans of the point the best in the objective: new operators of each cell, in the order of the demand.
    pub operators: Vec<u32>,
}

/// Why a frontier goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum End {
    /// The worst pressure is as low as was asked for.
    Aim,
    /// The bounds let no plan go lower, whatever it costs.
    Bounds,
    /// There are more points than are told.
    Many,
    /// The run was stopped. The points that are told hold, but for the last one, which a plan of the same cost may go below.
    Stopped,
}

/// A point in exact numbers.
pub(super) struct Rung {
    pub(super) cost: u128,
    pub(super) worst: Ratio,
    unit: usize,
    pub(super) plan: Plan,
}

impl Frontier {
    /// Walks down the worst pressure until it is no more than `aim`. All bounds are kept but the budget: money is what is asked.
    /// People in service who move cost no money.
    ///
    /// Time: a few shortest paths for each operator that the last point has more than the first.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `aim`, the limit on moves (money and moves together leave the flow), or what [`Instance::new`] names.
    ///
    /// # Source
    /// The bottleneck of a flow by thresholds: D. R. Fulkerson, I. Glicksberg, O. Gross, A production-line assignment
    /// problem, RAND RM-1102, 1953; the points of a cost against a threshold are those at which the least cost jumps.
    pub fn of(demand: &Demand, request: &Request, aim: f64, watch: &mut Watch<'_>) -> Result<Outcome<Self>, Problem> {
        if let Some(rule) = out_of(aim, 0.0, MAX_AIM) {
            return Err(Problem::invalid("aim", rule));
        }
        let instance = Instance::new(demand, request)?;
        if instance.most_moves.is_some() {
            return Err(Problem::invalid("constraints.transfers.atMost", Rule::NotNow));
        }
        let mut pace = Watched::new(watch);
        pace.begin(Part::Frontier);
        let mut rungs = Vec::new();
        let end = walk(&instance, Ratio::new(u128::from(millionths(aim)), OPERATOR), &mut pace, &mut rungs);
        let end = match end {
            Ok(Some(end)) => end,
            Ok(None) => {
                let unbudgeted = Instance { purse: None, ..instance };
                return Ok(Outcome::Infeasible(Box::new(Infeasible::of(&unbudgeted, false, &mut pace))));
            }
            Err(_) if rungs.is_empty() => return Ok(Outcome::Stopped),
            Err(_) => End::Stopped,
        };
        let points = rungs.iter().map(|rung| point(&instance, rung)).collect();
        Ok(Outcome::Found(Self { points, end }))
    }
}

/// Walks down, for the objective of the instance. `None` when no plan keeps the bounds.
pub(super) fn walk<P: Pace>(
    instance: &Instance,
    aim: Ratio,
    pace: &mut P,
    rungs: &mut Vec<Rung>,
) -> Result<Option<End>, P::Stop> {
    if measure::is_in_levels(instance.objective) {
        steps::<Levels, P>(instance, aim, pace, rungs)
    } else {
        steps::<i128, P>(instance, aim, pace, rungs)
    }
}

fn steps<G: Group, P: Pace>(
    instance: &Instance,
    aim: Ratio,
    pace: &mut P,
    rungs: &mut Vec<Rung>,
) -> Result<Option<End>, P::Stop> {
    // Money comes before the objective.
    let price = Scarce::Money.price(1, Cost { objective: G::dominant(), ..Cost::default() });
    let Some(mut descent) = Descent::<G>::of(instance, price, pace)? else { return Ok(None) };
    let units = instance.units();
    let pressure = |unit: usize, count: i64| units[unit].pressure(count);
    loop {
        let Some((worst, unit)) = descent.worst(&pressure) else { return Ok(Some(End::Bounds)) };
        let plan = Plan::of(&descent.state);
        let cost = instance.yearly_cost(&plan);
        // The same money goes further.
        if rungs.last().is_some_and(|last| last.cost == cost) {
            rungs.pop();
        }
        rungs.push(Rung { cost, worst, unit, plan });
        if worst <= aim {
            return Ok(Some(End::Aim));
        }
        if rungs.len() > MAX_POINTS {
            rungs.pop();
            return Ok(Some(End::Many));
        }
        pace.at(rungs.len() as u64, None);
        pace.step(instance.len())?;
        if !descent.below(&worst, &pressure, pace)? {
            return Ok(Some(End::Bounds));
        }
    }
}

fn point(instance: &Instance, rung: &Rung) -> Point {
    let place = match instance.level {
        Level::Cell => Place::Cell(rung.unit),
        Level::Cpi => Place::Cpi(rung.unit),
        Level::Province => Place::Province(rung.unit),
    };
    Point {
        yearly_cost_cents: u64::try_from(rung.cost).unwrap_or(u64::MAX),
        worst_pressure: Some(rung.worst.value()).filter(|worst| worst.is_finite()),
        worst: instance.scope(place),
        placed: rung.plan.operators.iter().sum(),
        operators: instance.as_given(&rung.plan.operators),
    }
}
