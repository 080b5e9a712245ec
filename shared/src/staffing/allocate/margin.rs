//! What a little more would bring: one operator, at each CPI in turn, or some money.
//!
//! Nothing here is an estimate: each line is the best plan of the problem that has so much more.

use serde::{Deserialize, Serialize};

use super::{
    Demand, Exchange, Group, Instance, Level, Levels, Measures, Outcome, Part, Plan, Proof, Proposal, Request, Reroute,
    Shift, Side, Watch, check_bounds,
    explain::change,
    flow::Turn,
    instance::{Limit, Place},
    measure::{self, Unit},
    pace::{Pace, Quiet, Watched},
    propose::{Sought, found, sought},
    ranges::BOUNDLESS,
    state::State,
    tell::finite,
    value_of,
};
use crate::{
    code::CpiCode,
    problem::{Problem, Rule},
    staffing::scenario::MAX_BUDGET_CENTS,
};

/// What a little more would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Margins {
    /// The best plan if the head-count were one wider; `None` when the other bounds leave no such plan.
    pub operator: Option<Next>,
    /// The best plan with so much more money; `None` without a budget, or when there is no such plan.
    pub money: Option<Next>,
    /// For each CPI, in the order of the demand, the best plan with one operator more there. Shorter when the run was stopped.
    pub cpis: Vec<AtCpi>,
    /// What was not finished: [`Part::Margins`] when lines are missing, [`Part::Proof`] when a plan of some line is not proved.
    pub unfinished: Vec<Part>,
}

/// One operator more at a CPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtCpi {
    /// The CPI.
    pub cpi: CpiCode,
    /// Its pressure over all profiles under the best plan as it is; `None` is infinite.
    pub pressure: Option<f64>,
    /// The best plan in which it has one operator more than in that, if the head-count were one wider. Within a budget that
    /// binds another place pays for it. `None` when the bounds leave no such plan.
    pub next: Option<Next>,
}

/// Another plan, beside the best one as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Next {
    /// New operators by cell, more or fewer.
    pub shifts: Vec<Shift>,
    /// People in service who move more or no longer.
    pub moves: Vec<Reroute>,
    /// The CPIs whose number changes.
    pub cpis: Vec<CpiShift>,
    /// The worst pressure then, of the units of the level; `None` is infinite.
    pub worst_pressure: Option<f64>,
    /// What is gained, in hours a year or operators; below 0 what is lost; `None` for an objective without such a number.
    pub gain: Option<f64>,
    /// What is gained, for an objective in levels.
    pub exchange: Option<Exchange>,
    /// What the new operators cost more in a year, euro cents.
    pub yearly_cost_cents: i64,
}

/// How a CPI changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CpiShift {
    /// The CPI.
    pub cpi: CpiCode,
    /// How many operators more, with people who come less those who leave.
    pub by: i64,
    /// Its pressure over all profiles before; `None` is infinite.
    pub before: Option<f64>,
    /// Its pressure after; `None` is infinite.
    pub after: Option<f64>,
}

impl Margins {
    /// Finds the best plan, and those with a little more. `cents`: how much more money, over the months of the budget.
    ///
    /// Time: without a budget two shortest paths for each CPI; with one a search for each.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `cents`, or what [`Instance::new`] names.
    pub fn of(demand: &Demand, request: &Request, cents: u64, watch: &mut Watch<'_>) -> Result<Outcome<Self>, Problem> {
        let instance = Instance::new(demand, request)?;
        let mut richer = None;
        if let Some(budget) = request.constraints.budget {
            let sum = budget.cents.saturating_add(cents);
            if sum > MAX_BUDGET_CENTS {
                return Err(Problem::invalid(
                    "cents",
                    Rule::TooGreat { max: (MAX_BUDGET_CENTS - budget.cents) as f64 },
                ));
            }
            let mut request = request.clone();
            request.constraints.budget = Some(super::Budget { cents: sum, ..budget });
            richer = Some(Instance::new(demand, &request)?);
        }
        Ok(Self::watched(&instance, richer.as_ref(), &mut Watched::new(watch)))
    }

    pub(super) fn watched<P: Pace>(instance: &Instance, richer: Option<&Instance>, pace: &mut P) -> Outcome<Self> {
        pace.begin(Part::Margins);
        let all = instance.cpis.len() as u64 + 3;
        pace.at(0, Some(all));
        let mut margins = Self { operator: None, money: None, cpis: Vec::new(), unfinished: Vec::new() };
        let before = match found(instance, &mut Quiet(pace)).0 {
            Proposal::Best(best) => {
                margins.note(&best.proof);
                best.plan
            }
            Proposal::Infeasible(reason) => return Outcome::Infeasible(reason),
            Proposal::Stopped => return Outcome::Stopped,
        };
        if margins.go_on(instance, richer, &before, pace).is_err() {
            margins.miss(Part::Margins);
        }
        let mut lines: Vec<Option<AtCpi>> = std::mem::take(&mut margins.cpis).into_iter().map(Some).collect();
        let order = instance.cpis_as_given();
        margins.cpis = order.into_iter().filter_map(|row| lines.get_mut(row).and_then(Option::take)).collect();
        Outcome::Found(margins)
    }

    fn note(&mut self, proof: &Proof) {
        if !proof.is_complete() {
            self.miss(Part::Proof);
        }
    }

    /// Something of a part is missing.
    fn miss(&mut self, part: Part) {
        if !self.unfinished.contains(&part) {
            self.unfinished.push(part);
        }
    }

    fn go_on<P: Pace>(
        &mut self,
        instance: &Instance,
        richer: Option<&Instance>,
        before: &Plan,
        pace: &mut P,
    ) -> Result<(), P::Stop> {
        let all = instance.cpis.len() as u64 + 3;
        let wider = wider(instance);
        pace.at(1, Some(all - 1));
        pace.step(1)?;
        self.operator = self.best(&wider, before, pace)?;
        pace.at(2, Some(all - 2));
        if let Some(richer) = richer {
            self.money = self.best(richer, before, pace)?;
        }
        if instance.is_scarce() {
            return self.by_search(&wider, before, pace);
        }
        if measure::is_in_levels(instance.objective) {
            self.by_paths::<Levels, P>(&wider, before, pace)
        } else {
            self.by_paths::<i128, P>(&wider, before, pace)
        }
    }

    /// The best plan of a problem, beside the one as it is.
    fn best<P: Pace>(&mut self, instance: &Instance, before: &Plan, pace: &mut P) -> Result<Option<Next>, P::Stop> {
        let sought = sought(instance, None, &mut Quiet(pace));
        // Whoever has had enough says so again.
        pace.step(1)?;
        Ok(match sought {
            Sought::Best(best) => {
                self.note(&best.proof);
                // Of plans that are as good the one that changes nothing.
                let is_as_good = value_of(instance, before) == best.value && check_bounds(instance, before).is_ok();
                let after = if is_as_good { before } else { &best.plan };
                Some(Next::between(instance, before, after))
            }
            Sought::Nothing { .. } => None,
            Sought::Stopped => {
                self.miss(Part::Margins);
                None
            }
        })
    }

    fn by_search<P: Pace>(&mut self, wider: &Instance, before: &Plan, pace: &mut P) -> Result<(), P::Stop> {
        let now = At::of(wider, before);
        for cpi in 0..wider.cpis.len() {
            pace.at(cpi as u64 + 3, Some((wider.cpis.len() - cpi) as u64));
            let mut instance = wider.clone();
            instance.limits.push(Limit { place: Place::Cpi(cpi), side: Side::AtLeast, operators: now.net[cpi] + 1 });
            let next = self.best(&instance, before, pace)?;
            self.cpis.push(AtCpi { cpi: wider.cpis[cpi].clone(), pressure: now.pressure(cpi), next });
        }
        Ok(())
    }

    /// From the optimum with one operator more, the cheapest way to bring one more to each CPI.
    fn by_paths<G: Group, P: Pace>(&mut self, wider: &Instance, before: &Plan, pace: &mut P) -> Result<(), P::Stop> {
        let now = At::of(wider, before);
        let mut limits = wider.limits.clone();
        // A bound that binds nothing gives each CPI an arc of its own.
        let marks = (0..wider.cpis.len()).map(Place::Cpi);
        limits.extend(marks.map(|place| Limit { place, side: Side::AtMost, operators: BOUNDLESS - 1 }));
        let mut state = State::<G>::of(wider, &limits, None, pace)?;
        let best = state.trouble.is_none().then(|| Plan::of(&state));
        let there = best.as_ref().map(|best| At::of(wider, best));
        for cpi in 0..wider.cpis.len() {
            pace.at(cpi as u64 + 3, Some((wider.cpis.len() - cpi) as u64));
            pace.step(1)?;
            let mut next = None;
            if let (Some(best), Some(there), Some(arc)) = (&best, &there, state.network.cpi_arc[cpi]) {
                let missing = now.net[cpi] + 1 - there.net[cpi];
                let desks = &state.network.arcs[arc];
                next = match missing {
                    1.. if desks.flow + missing > desks.high => None,
                    ..=0 => Some(best.clone()),
                    1 => {
                        let way = state.price_of(arc, Turn::Up, pace)?;
                        way.map(|(_, path)| change(&state, &path, super::Value::Numbers(0)).applied(best))
                    }
                    _ => {
                        let mut other = state.clone();
                        let low = other.network.arcs[arc].flow + missing;
                        other.raise(arc, low, pace)?.then(|| Plan::of(&other))
                    }
                };
            }
            let next = next.map(|plan| Next::between(wider, before, &plan));
            self.cpis.push(AtCpi { cpi: wider.cpis[cpi].clone(), pressure: now.pressure(cpi), next });
        }
        Ok(())
    }
}

/// The same problem with a head-count that is one wider.
pub(super) fn wider(instance: &Instance) -> Instance {
    let mut wider = instance.clone();
    for limit in wider.limits.iter_mut().filter(|limit| limit.place == Place::HeadCount) {
        limit.operators += 1;
    }
    wider.share_out_claims();
    wider
}

/// How the CPIs stand under a plan.
struct At {
    units: Vec<Unit>,
    net: Vec<i64>,
}

impl At {
    fn of(instance: &Instance, plan: &Plan) -> Self {
        let by_cpi = Instance { level: Level::Cpi, ..instance.clone() };
        Self { units: by_cpi.units(), net: plan.net_by_unit(&by_cpi) }
    }

    fn pressure(&self, cpi: usize) -> Option<f64> {
        finite(self.units[cpi].pressure(self.net[cpi]))
    }
}

impl Next {
    fn between(instance: &Instance, before: &Plan, after: &Plan) -> Self {
        let (now, then) = (At::of(instance, before), At::of(instance, after));
        let cells = before.operators.iter().zip(&after.operators).enumerate();
        let shifts = cells.filter(|(_, (before, after))| before != after).map(|(cell, (&before, &after))| Shift {
            cell: instance.cell_key(cell),
            by: i64::from(after) - i64::from(before),
        });
        let loss = value_of(instance, after).minus(&value_of(instance, before));
        let levels = loss.highest_levels(instance);
        let is_finite = |level: f64| Some(level).filter(|level| level.is_finite());
        let (cost_before, cost_after) = (instance.yearly_cost(before), instance.yearly_cost(after));
        let cents = |cost: u128| i64::try_from(cost).unwrap_or(i64::MAX);
        Self {
            shifts: shifts.collect(),
            moves: before
                .moves_until(after)
                .into_iter()
                .map(|(from, to, by)| Reroute { from: instance.cell_key(from), to: instance.cell_key(to), by })
                .collect(),
            cpis: (0..instance.cpis.len())
                .filter(|&cpi| now.net[cpi] != then.net[cpi])
                .map(|cpi| CpiShift {
                    cpi: instance.cpis[cpi].clone(),
                    by: then.net[cpi] - now.net[cpi],
                    before: now.pressure(cpi),
                    after: then.pressure(cpi),
                })
                .collect(),
            worst_pressure: Measures::of(instance, after).worst_pressure,
            gain: loss.in_units(instance).map(|loss| 0.0 - loss),
            exchange: levels.map(|(before, after)| Exchange { before: is_finite(before), after: is_finite(after) }),
            yearly_cost_cents: cents(cost_after) - cents(cost_before),
        }
    }
}
