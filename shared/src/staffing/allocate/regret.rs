//! One plan for demands that differ: in each its worst pressure is as near as can be to the lowest that any plan has there.
//!
//! The regret of a plan in a case is how far its worst pressure is above the lowest that is possible in that case. The plan
//! whose greatest regret is the least is found exactly: a regret is kept by a fewest number of operators for each unit.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{
    Cost, Demand, Group, Infeasible, Instance, Level, Levels, Outcome, Part, Plan, Proof, Proposal, Ratio, Request,
    Side, Transfer, Watch,
    descent::Descent,
    instance::{Limit, Place},
    measure::{self, Unit},
    pace::{Pace, Quiet, Watched},
    propose::found,
    scarce::Scarce,
    state::State,
    tariff::Price,
    tell::{finite, transfers},
};
use crate::problem::{Problem, Rule};

/// The most cases.
pub const MAX_CASES: usize = 12;

/// The plan that is regretted least.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Robust {
    /// New operators of each cell, in the order of the demand. Of all plans with the least regret the best in the objective, in
    /// the first case.
    pub operators: Vec<u32>,
    /// People in service who move.
    pub moves: Vec<Transfer>,
    /// The greatest regret of the plan; `None` is infinite.
    pub regret: Option<f64>,
    /// What becomes of it in each case.
    pub cases: Vec<Case>,
    /// What was not finished: [`Part::Proof`] when of the plans with the least regret another may be better in the objective,
    /// [`Part::Cases`] when the plans of some cases are missing or not proved.
    pub unfinished: Vec<Part>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// The lowest worst pressure that any plan has in this case; `None` is infinite.
    pub lowest: Option<f64>,
    /// The worst pressure of the plan that is regretted least.
    pub worst: Option<f64>,
    /// How far it is above the lowest; `None` is infinite.
    pub regret: Option<f64>,
    /// The best plan for this case alone, in the objective: new operators of each cell. Empty when it was not found in time.
    pub operators: Vec<u32>,
    /// The worst pressure of that plan in each case, in their order; `None` is infinite.
    pub elsewhere: Vec<Option<f64>>,
    /// The greatest regret of that plan over all cases; `None` is infinite.
    pub greatest: Option<f64>,
}

/// How far a pressure is above the lowest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Excess {
    Nothing,
    By(Quotient),
    Endless,
}

/// A quotient of two numbers above 0, compared exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotient(u128, u128);

impl Ord for Quotient {
    /// By whole parts, then by what is left upside down: Euclid's way, in which no number grows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = (*self, *other);
        loop {
            let whole = (one.0 / one.1).cmp(&(two.0 / two.1));
            let (left, right) = (one.0 % one.1, two.0 % two.1);
            match (left, right) {
                _ if whole.is_ne() => return whole,
                (0, 0) => return Ordering::Equal,
                (0, _) => return Ordering::Less,
                (_, 0) => return Ordering::Greater,
                _ => (one, two) = (Self(two.1, right), Self(one.1, left)),
            }
        }
    }
}

impl PartialOrd for Quotient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quotient {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Quotient {}

impl Excess {
    pub(super) fn of(pressure: Ratio, lowest: Ratio) -> Self {
        if pressure <= lowest {
            return Self::Nothing;
        }
        let (above, under) = pressure.parts();
        let (least, of) = lowest.parts();
        if under == 0 {
            return Self::Endless;
        }
        let (under, of) = (u128::from(under), u128::from(of));
        Self::By(Quotient(above.saturating_mul(of).saturating_sub(least.saturating_mul(under)), under * of))
    }

    /// `None` is infinite.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Nothing => Some(0.0),
            Self::By(Quotient(above, under)) => Some(above as f64 / under as f64),
            Self::Endless => None,
        }
    }
}

impl Robust {
    /// Finds the plan whose greatest regret over all cases is the least. `cases`: the same cells with other requirements;
    /// the objective counts in the first.
    ///
    /// Exact within all bounds, the budget or the limit on moves among them, but not both. Time: for each case, and once more, a few shortest paths for each
    /// operator; then the best plan for each case.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `cases` when there are none or more than [`MAX_CASES`], `cases.N` when one has other cells,
    /// staff or costs than the first, the limit on moves beside a budget, or what [`Instance::new`] names.
    ///
    /// # Source
    /// Minimax regret: L. J. Savage, The theory of statistical decision, Journal of the American Statistical Association 46
    /// (1951); P. Kouvelis, G. Yu, Robust Discrete Optimization and Its Applications, 1997.
    pub fn of(cases: &[Demand], request: &Request, watch: &mut Watch<'_>) -> Result<Outcome<Self>, Problem> {
        let Some(first) = cases.first() else { return Err(Problem::invalid("cases", Rule::Required)) };
        if cases.len() > MAX_CASES {
            return Err(Problem::invalid("cases", Rule::TooLong { max: MAX_CASES as u32 }));
        }
        let mut instances = Vec::with_capacity(cases.len());
        for (number, case) in cases.iter().enumerate() {
            let is_same = Demand { required: case.required.clone(), ..first.clone() } == *case;
            if !is_same {
                return Err(Problem::invalid(format!("cases.{number}"), Rule::Unknown));
            }
            let instance = Instance::new(case, request)?;
            if instance.purse.is_some() && instance.most_moves.is_some() {
                return Err(Problem::invalid("constraints.transfers.atMost", Rule::NotNow));
            }
            instances.push(instance);
        }
        let mut pace = Watched::new(watch);
        pace.begin(Part::Cases);
        Ok(robust(&instances, &mut pace).unwrap_or(Outcome::Stopped))
    }
}

fn robust<P: Pace>(instances: &[Instance], pace: &mut P) -> Result<Outcome<Robust>, P::Stop> {
    let Some(first) = instances.first() else { return Ok(Outcome::Stopped) };
    let units: Vec<Vec<Unit>> = instances.iter().map(Instance::units).collect();
    let (mut lowest, steps) = (Vec::with_capacity(instances.len()), instances.len() as u64 * 2 + 1);
    for (number, (instance, units)) in instances.iter().zip(&units).enumerate() {
        pace.at(number as u64, Some(steps - number as u64));
        let pressure = |unit: usize, count: i64| units[unit].pressure(count);
        let Some(worst) = lowest_of(instance, &pressure, &Ratio::ZERO, pace)? else {
            return Ok(Outcome::Infeasible(Box::new(Infeasible::of(instance, instance.is_scarce(), pace))));
        };
        lowest.push(worst);
    }
    let regret = |unit: usize, count: i64| {
        let each = units.iter().zip(&lowest).map(|(units, &lowest)| Excess::of(units[unit].pressure(count), lowest));
        each.max().unwrap_or(Excess::Nothing)
    };
    pace.at(lowest.len() as u64, Some(steps - lowest.len() as u64));
    let Some(least) = lowest_of(first, &regret, &Excess::Nothing, pace)? else { return Ok(Outcome::Stopped) };
    let mut unfinished = Vec::new();
    let Some((plan, is_proved)) = best_of(first, &regret, &least, pace)? else { return Ok(Outcome::Stopped) };
    if !is_proved {
        unfinished.push(Part::Proof);
    }
    let worst = |plan: &Plan, case: usize| -> Ratio {
        let net = plan.net_by_unit(first);
        units[case].iter().zip(net).map(|(unit, by)| unit.pressure(by)).max().unwrap_or(Ratio::ZERO)
    };
    let mut told = Vec::with_capacity(instances.len());
    for (case, instance) in instances.iter().enumerate() {
        let at = lowest.len() as u64 + 1 + case as u64;
        pace.at(at, Some(steps.saturating_sub(at)));
        let own = match found(instance, &mut Quiet(pace)).0 {
            Proposal::Best(best) => {
                let is_open = matches!(best.proof, Proof::Parts { complete: false, .. } | Proof::Unfinished);
                if is_open && !unfinished.contains(&Part::Cases) {
                    unfinished.push(Part::Cases);
                }
                Some(best.plan)
            }
            Proposal::Infeasible(_) | Proposal::Stopped => {
                if !unfinished.contains(&Part::Cases) {
                    unfinished.push(Part::Cases);
                }
                None
            }
        };
        let everywhere: Vec<Ratio> =
            own.iter().flat_map(|plan| (0..instances.len()).map(|other| worst(plan, other))).collect();
        let greatest = everywhere.iter().zip(&lowest).map(|(&worst, &lowest)| Excess::of(worst, lowest)).max();
        let here = worst(&plan, case);
        told.push(Case {
            lowest: finite(lowest[case]),
            worst: finite(here),
            regret: Excess::of(here, lowest[case]).value(),
            operators: own.map(|plan| instance.as_given(&plan.operators)).unwrap_or_default(),
            elsewhere: everywhere.into_iter().map(finite).collect(),
            greatest: greatest.and_then(Excess::value),
        });
    }
    Ok(Outcome::Found(Robust {
        operators: first.as_given(&plan.operators),
        moves: transfers(first, &plan),
        regret: least.value(),
        cases: told,
        unfinished,
    }))
}

/// The lowest that the worst of all units can be within the bounds and the budget; `None` when no plan keeps them. It goes no
/// lower than `floor`.
pub(super) fn lowest_of<M: Ord + Clone, P: Pace>(
    instance: &Instance,
    measure: &impl Fn(usize, i64) -> M,
    floor: &M,
    pace: &mut P,
) -> Result<Option<M>, P::Stop> {
    let Some(mut descent) = Descent::of(instance, least(instance), pace)? else { return Ok(None) };
    let is_paid = |descent: &Descent<i128>| instance.affords(&Plan::of(&descent.state));
    let mut lowest = None;
    while is_paid(&descent) {
        let Some((worst, _)) = descent.worst(measure) else { break };
        let is_floor = worst <= *floor;
        lowest = Some(worst.clone());
        pace.step(instance.len())?;
        if is_floor || !descent.below(&worst, measure, pace)? {
            break;
        }
    }
    Ok(lowest)
}

/// The price under which the least is taken of what is scarce; where nothing is, of money.
fn least(instance: &Instance) -> Price<i128> {
    let scarce = if instance.most_moves.is_some() { Scarce::Moves } else { Scarce::Money };
    scarce.price(0, Cost { objective: 1, ..Cost::default() })
}

/// Of all plans in which no unit is above a level the best in the objective, and whether that is proved.
fn best_of<M: Ord, P: Pace>(
    instance: &Instance,
    measure: &impl Fn(usize, i64) -> M,
    level: &M,
    pace: &mut P,
) -> Result<Option<(Plan, bool)>, P::Stop> {
    let mut fewest = Vec::new();
    for (number, unit) in instance.units().iter().enumerate() {
        // As in a descent: people may leave a unit down to none.
        let mut count = -((unit.have / measure::OPERATOR) as i64);
        while measure(number, count) > *level {
            count += 1;
            pace.step(1)?;
        }
        fewest.push(count);
    }
    if !instance.is_scarce() {
        let plan = if measure::is_in_levels(instance.objective) {
            raised::<Levels, P>(instance, &fewest, pace)?
        } else {
            raised::<i128, P>(instance, &fewest, pace)?
        };
        return Ok(plan.map(|plan| (plan, true)));
    }
    if instance.level == Level::Cell && instance.has_transfers {
        // No bound of a request counts those who stay in a cell beside those who come: the cheapest of these plans stands.
        let mut state = State::of(instance, &instance.limits, Some(least(instance)), pace)?;
        return Ok(raise_all(&mut state, &fewest, pace)?.then(|| (Plan::of(&state), false)));
    }
    let mut bounded = instance.clone();
    let place = |unit: usize| match instance.level {
        Level::Cell => Place::Cell(unit),
        Level::Cpi => Place::Cpi(unit),
        Level::Province => Place::Province(unit),
    };
    let limits = fewest.iter().enumerate();
    bounded.limits.extend(limits.map(|(unit, &operators)| Limit {
        place: place(unit),
        side: Side::AtLeast,
        operators,
    }));
    Ok(match found(&bounded, &mut Quiet(pace)).0 {
        Proposal::Best(best) => {
            let is_open = matches!(best.proof, Proof::Parts { complete: false, .. } | Proof::Unfinished);
            Some((best.plan, !is_open))
        }
        Proposal::Infeasible(_) | Proposal::Stopped => None,
    })
}

/// The best plan in which each unit has so many operators more, or more.
fn raised<G: Group, P: Pace>(instance: &Instance, fewest: &[i64], pace: &mut P) -> Result<Option<Plan>, P::Stop> {
    let mut state = State::<G>::of(instance, &instance.limits, None, pace)?;
    Ok(raise_all(&mut state, fewest, pace)?.then(|| Plan::of(&state)))
}

/// Asks of each unit so many operators more; gives whether there is such a plan.
fn raise_all<G: Group, P: Pace>(state: &mut State<G>, fewest: &[i64], pace: &mut P) -> Result<bool, P::Stop> {
    if state.trouble.is_some() {
        return Ok(false);
    }
    for (unit, &count) in fewest.iter().enumerate() {
        let arc = state.network.unit_arc[unit];
        let low = count + state.network.arcs[arc].tariff.offset;
        if !state.raise(arc, low, pace)? {
            return Ok(false);
        }
    }
    Ok(true)
}
