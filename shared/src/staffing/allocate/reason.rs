//! Why no plan exists: bounds that contradict each other, none of them superfluous, and the cheapest way out.

use serde::{Deserialize, Serialize};

use super::{
    Cost, Instance, Scope, Side,
    instance::{Limit, Place},
    network::Price,
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

/// The cheapest way out: the fewest operators by which bounds have to be moved, and then the money if it is short.
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
}

impl Infeasible {
    /// The reason why an instance has no plan; `None` when it has one.
    ///
    /// Time: one feasibility problem for each bound that takes part.
    pub(super) fn of(instance: &Instance) -> Option<Self> {
        let state = feasible(instance, &instance.limits);
        let (mut members, mut budget) = match &state.trouble {
            Some(trouble) => (crossing(&state, trouble), false),
            None if overspends(instance, &instance.limits) => (instance.limits.clone(), true),
            None => return None,
        };
        // A lock also keeps its people where they are, and stands on no arc of the cut for that.
        if !budget && !contradicts(instance, &members, false) {
            members.clone_from(&instance.limits);
        }
        // What is still a contradiction without a member does not need it. Locks and cells go first, so that what is left
        // speaks of the largest things.
        members.sort_by_key(|limit| std::cmp::Reverse(limit.place));
        let mut index = 0;
        while index < members.len() {
            let mut without = members.clone();
            without.remove(index);
            if contradicts(instance, &without, budget) {
                members = without;
            } else {
                index += 1;
            }
        }
        if budget && contradicts(instance, &members, false) {
            budget = false;
        }
        members.sort_by_key(|limit| limit.place);
        Some(Self {
            bounds: members.iter().map(|limit| instance.bound(*limit)).collect(),
            budget,
            repair: Repair::of(instance),
        })
    }
}

impl Instance {
    pub(super) fn bound(&self, limit: Limit) -> Bound {
        let operators = u32::try_from(limit.operators).unwrap_or_default();
        Bound { scope: self.scope(limit.place), side: limit.side, operators }
    }
}

pub(super) fn feasible(instance: &Instance, limits: &[Limit]) -> State<i128> {
    let nothing = Price { scale: 0, per_cent: Cost::default() };
    State::of(instance, limits, Some(nothing))
}

fn contradicts(instance: &Instance, limits: &[Limit], with_budget: bool) -> bool {
    if with_budget { overspends(instance, limits) } else { feasible(instance, limits).trouble.is_some() }
}

/// The least yearly cost within some limits, euro cents; `None` when no plan keeps them.
pub(super) fn least_cost(instance: &Instance, limits: &[Limit]) -> Option<u128> {
    let only_money = Price { scale: 0, per_cent: Cost { objective: 1_i128, ..Cost::default() } };
    let state = State::of(instance, limits, Some(only_money));
    state.trouble.is_none().then(|| u128::try_from(state.cost().objective).unwrap_or_default())
}

fn overspends(instance: &Instance, limits: &[Limit]) -> bool {
    let least = least_cost(instance, limits);
    instance.purse.is_some_and(|purse| least.is_none_or(|least| least > purse))
}

/// The bounds over the cut: what must come in is more than what may go out.
///
/// # Source
/// A. J. Hoffman, Some recent applications of the theory of linear inequalities to extremal combinatorial analysis, 1960.
fn crossing(state: &State<i128>, trouble: &Trouble) -> Vec<Limit> {
    let network = &state.network;
    let reached = &trouble.cut.reached;
    let mut members = Vec::new();
    let mut take = |place: Option<Place>, side: Side| {
        let Some(place) = place else { return };
        let same = |limit: &&Limit| {
            limit.side == side
                && match (limit.place, place) {
                    (Place::Lock(one), Place::Cell(other)) => one == other,
                    (one, other) => one == other,
                }
        };
        let limits = network.instance.limits.iter().filter(same);
        let tightest = match side {
            Side::AtLeast => limits.max_by_key(|limit| limit.operators),
            Side::AtMost => limits.min_by_key(|limit| limit.operators),
        };
        members.extend(tightest);
    };
    for (index, arc) in network.arcs.iter().enumerate() {
        let own = index == trouble.arc && arc.low > arc.high;
        if own || (!reached[arc.tail] && reached[arc.head]) {
            take(arc.place, Side::AtLeast);
        }
        if own || (reached[arc.tail] && !reached[arc.head]) {
            take(arc.place, Side::AtMost);
        }
    }
    members
}

impl Repair {
    /// Every bound may give way at the price of one an operator; the plan that pays least says which have to.
    pub(super) fn of(instance: &Instance) -> Self {
        let mut bare = instance.clone();
        let mut repair = Self::default();
        let mut limits = instance.limits.clone();
        // A range that contradicts itself, or a lock its cell's range, bends like any other: each limit is one price.
        let flows = elastic(instance);
        for limit in &mut limits {
            let count = flows(limit.place);
            let breaks = match limit.side {
                Side::AtLeast => count < limit.operators,
                Side::AtMost => count > limit.operators,
            };
            if breaks {
                let bound = instance.bound(*limit);
                limit.operators = count;
                repair.bounds.push(Relaxed { bound, operators: u32::try_from(count).unwrap_or_default() });
            }
        }
        bare.limits.clone_from(&limits);
        if let Some(purse) = instance.purse
            && let Some(least) = least_cost(&bare, &limits)
            && least > purse
        {
            repair.yearly_cost_cents = Some(u64::try_from(least).unwrap_or(u64::MAX));
        }
        repair
    }
}

/// The plan that breaks the bounds least, as the number of operators at each place.
fn elastic(instance: &Instance) -> impl Fn(Place) -> i64 + use<> {
    let nothing = Price { scale: 0, per_cent: Cost::default() };
    let mut state: State<i128> = State::bare(instance, Some(nothing));
    let arcs: Vec<usize> =
        (0..state.network.arcs.len()).filter(|&arc| state.network.arcs[arc].place.is_some()).collect();
    for arc in arcs {
        state.bend(arc);
    }
    let network = state.network;
    let at = |arc: usize| network.arcs[arc].flow - network.arcs[arc].tariff.offset;
    let known: Vec<(Place, i64)> =
        network.arcs.iter().enumerate().filter_map(|(arc, of)| of.place.map(|place| (place, at(arc)))).collect();
    move |place| {
        let place = if let Place::Lock(cell) = place { Place::Cell(cell) } else { place };
        known.iter().find(|(known, _)| *known == place).map_or(0, |(_, count)| *count)
    }
}
