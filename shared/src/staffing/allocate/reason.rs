//! Why no plan exists: bounds that contradict each other, none of them superfluous, and the cheapest way out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Cost, Instance, Part, Scope, Side,
    instance::{Limit, Place},
    network::Price,
    pace::Pace,
    state::{State, Trouble},
};

/// One side of one range.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bound {
    /// What it is about.
    pub scope: Scope,
    /// Which side.
    pub side: Side,
    /// How many operators.
    pub operators: u32,
}

/// One bound moved so that a plan exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relaxed {
    /// The bound as it is.
    pub bound: Bound,
    /// How many operators it would have to say.
    pub operators: u32,
}

/// The cheapest way out: the fewest operators by which bounds have to be moved; of all ways as short, the one with the plan
/// that costs least money. Only then, if that is still more than the budget, the money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    /// The bounds to move.
    pub bounds: Vec<Relaxed>,
    /// What the new operators would have to be allowed to cost in a year, euro cents, when the budget is too small.
    pub yearly_cost_cents: Option<u64>,
}

/// Bounds that no plan can keep together; without any one of them there would be a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Infeasible {
    /// The bounds.
    pub bounds: Vec<Bound>,
    /// Whether the budget is one of them.
    pub budget: bool,
    /// The cheapest way out.
    pub repair: Repair,
    /// What was not finished when the run was stopped: without [`Part::Reason`] some of the bounds may be superfluous, without
    /// [`Part::Repair`] no way out was looked for.
    pub unfinished: Vec<Part>,
}

impl Infeasible {
    /// The reason why an instance has no plan, when it is known that it has none: its bounds contradict each other, or with
    /// `budget` the bounds and the budget do.
    ///
    /// Time: one feasibility problem for each bound that takes part.
    pub(super) fn of<P: Pace>(instance: &Instance, budget: bool, pace: &mut P) -> Self {
        // All of them together are a contradiction in any case.
        let mut reason = Reason { instance, members: instance.limits.clone(), budget };
        let mut unfinished = Vec::new();
        pace.begin(Part::Reason);
        if reason.narrow(pace).is_err() {
            unfinished.push(Part::Reason);
        }
        pace.begin(Part::Repair);
        let repair = Repair::of(instance, pace).ok();
        if repair.is_none() {
            unfinished.push(Part::Repair);
        }
        reason.members.sort_by_key(|limit| limit.place);
        let bounds = reason.members.iter().map(|limit| instance.bound(*limit)).collect();
        Self { bounds, budget: reason.budget, repair: repair.unwrap_or_default(), unfinished }
    }
}

/// Bounds that contradict each other, at any moment.
struct Reason<'a> {
    instance: &'a Instance,
    members: Vec<Limit>,
    budget: bool,
}

impl Reason<'_> {
    /// Leaves out whatever is superfluous.
    ///
    /// # Errors
    /// It was stopped; what is left is a contradiction still.
    fn narrow<P: Pace>(&mut self, pace: &mut P) -> Result<(), P::Stop> {
        let state = feasible(self.instance, &self.instance.limits, pace)?;
        if let Some(trouble) = &state.trouble {
            self.budget = false;
            let crossing = crossing(&state, trouble);
            // A lock also keeps its people where they are, and stands on no arc of the cut for that.
            if contradicts(self.instance, &crossing, false, pace)? {
                self.members = crossing;
            }
        }
        // What is still a contradiction without a member does not need it. Locks and cells go first, so that what is left
        // speaks of the largest things.
        self.members.sort_by_key(|limit| std::cmp::Reverse(limit.place));
        let mut index = 0;
        while index < self.members.len() {
            pace.at(index as u64, Some((self.members.len() - index) as u64));
            let mut without = self.members.clone();
            without.remove(index);
            if contradicts(self.instance, &without, self.budget, pace)? {
                self.members = without;
            } else {
                index += 1;
            }
        }
        if self.budget && contradicts(self.instance, &self.members, false, pace)? {
            self.budget = false;
        }
        Ok(())
    }
}

impl Instance {
    pub(super) fn bound(&self, limit: Limit) -> Bound {
        let operators = u32::try_from(limit.operators).unwrap_or_default();
        Bound { scope: self.scope(limit.place), side: limit.side, operators }
    }
}

/// A flow within some limits, whatever it costs.
pub(super) fn feasible<P: Pace>(instance: &Instance, limits: &[Limit], pace: &mut P) -> Result<State<i128>, P::Stop> {
    let nothing = Price { scale: 0, per_cent: Cost::default() };
    State::of(instance, limits, Some(nothing), pace)
}

fn contradicts<P: Pace>(
    instance: &Instance,
    limits: &[Limit],
    with_budget: bool,
    pace: &mut P,
) -> Result<bool, P::Stop> {
    if !with_budget {
        return Ok(feasible(instance, limits, pace)?.trouble.is_some());
    }
    let least = least_cost(instance, limits, pace)?;
    Ok(instance.purse.is_some_and(|purse| least.is_none_or(|least| least > purse)))
}

/// The least yearly cost within some limits, euro cents; `None` when no plan keeps them.
fn least_cost<P: Pace>(instance: &Instance, limits: &[Limit], pace: &mut P) -> Result<Option<u128>, P::Stop> {
    let only_money = Price { scale: 0, per_cent: Cost { objective: 1_i128, ..Cost::default() } };
    let state = State::of(instance, limits, Some(only_money), pace)?;
    Ok(state.trouble.is_none().then(|| u128::try_from(state.cost().objective).unwrap_or_default()))
}

/// The bounds over the cut: what must come in is more than what may go out.
///
/// # Source
/// A. J. Hoffman, Some recent applications of the theory of linear inequalities to extremal combinatorial analysis, 1960.
fn crossing(state: &State<i128>, trouble: &Trouble) -> Vec<Limit> {
    let network = &state.network;
    let reached = &trouble.cut.reached;
    let mut sides: BTreeSet<(Place, Side)> = BTreeSet::new();
    for (index, arc) in network.arcs.iter().enumerate() {
        let Some(place) = arc.place else { continue };
        let own = index == trouble.arc && arc.low > arc.high;
        if own || (!reached[arc.tail] && reached[arc.head]) {
            sides.insert((place, Side::AtLeast));
        }
        if own || (reached[arc.tail] && !reached[arc.head]) {
            sides.insert((place, Side::AtMost));
        }
    }
    // Of two limits on one arc the tighter one.
    let mut tightest: BTreeMap<(Place, Side), Limit> = BTreeMap::new();
    for limit in &network.instance.limits {
        let key = (limit.place.on_arc(), limit.side);
        if !sides.contains(&key) {
            continue;
        }
        let known = tightest.entry(key).or_insert(*limit);
        let is_tighter = match limit.side {
            Side::AtLeast => limit.operators >= known.operators,
            Side::AtMost => limit.operators < known.operators,
        };
        if is_tighter {
            *known = *limit;
        }
    }
    tightest.into_values().collect()
}

impl Repair {
    /// Every bound may give way at the price of one an operator, and money decides what is equal; the plan that pays least
    /// says which have to.
    fn of<P: Pace>(instance: &Instance, pace: &mut P) -> Result<Self, P::Stop> {
        let state = elastic(instance, pace)?;
        let counts: BTreeMap<Place, i64> = state
            .network
            .arcs
            .iter()
            .filter_map(|arc| arc.place.map(|place| (place, arc.flow - arc.tariff.offset)))
            .collect();
        let mut repair = Self::default();
        // A range that contradicts itself, or a lock its cell's range, bends like any other: each limit is one price.
        for limit in &instance.limits {
            let count = counts.get(&limit.place.on_arc()).copied().unwrap_or_default();
            let breaks = match limit.side {
                Side::AtLeast => count < limit.operators,
                Side::AtMost => count > limit.operators,
            };
            if breaks {
                let bound = instance.bound(*limit);
                repair.bounds.push(Relaxed { bound, operators: u32::try_from(count).unwrap_or_default() });
            }
        }
        let money = u128::try_from(state.cost().changes).unwrap_or_default();
        if instance.purse.is_some_and(|purse| money > purse) {
            repair.yearly_cost_cents = Some(u64::try_from(money).unwrap_or(u64::MAX));
        }
        Ok(repair)
    }
}

/// The plan that breaks the bounds least, and of all such plans the one that costs least money.
fn elastic<P: Pace>(instance: &Instance, pace: &mut P) -> Result<State<i128>, P::Stop> {
    let money_second = Price { scale: 0, per_cent: Cost { changes: 1, ..Cost::default() } };
    let mut state: State<i128> = State::bare(instance, Some(money_second), pace)?;
    let mut limits: BTreeMap<Place, Vec<(Side, i64)>> = BTreeMap::new();
    for limit in &instance.limits {
        limits.entry(limit.place.on_arc()).or_default().push((limit.side, limit.operators));
    }
    let all = state.network.arcs.len();
    for arc in 0..all {
        pace.at(arc as u64, Some((all - arc) as u64));
        let Some(limits) = state.network.arcs[arc].place.and_then(|place| limits.remove(&place)) else { continue };
        state.bend(arc, limits, pace)?;
    }
    Ok(state)
}
