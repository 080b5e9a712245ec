//! Why no plan exists: bounds that contradict each other, none of them superfluous, and the cheapest way out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Cost, Instance, Level, Objective, Part, Plan, Scope, Side,
    budget::{self, Start},
    instance::{Limit, Place},
    pace::Pace,
    scarce::Scarce,
    state::{State, Trouble},
    tariff::Price,
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
/// that costs least money. Only then, if that is still more than the budget, the money. Where that plan moves more people than
/// may, it is the one that moves the fewest, and the limit gives way only if those are still too many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    /// The bounds to move.
    pub bounds: Vec<Relaxed>,
    /// What the new operators would have to be allowed to cost in a year, euro cents, when the budget is too small.
    pub yearly_cost_cents: Option<u64>,
    /// How many people in service would have to be allowed to move, when the limit on moves is too tight.
    pub moves: Option<u32>,
}

/// Bounds that no plan can keep together; without any one of them there would be a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Infeasible {
    /// The bounds.
    pub bounds: Vec<Bound>,
    /// Whether the budget is one of them.
    pub budget: bool,
    /// Whether the limit on moves is one of them.
    pub moves: bool,
    /// The cheapest way out.
    pub repair: Repair,
    /// What was not finished when the run was stopped: without [`Part::Reason`] some of the bounds may be superfluous, without
    /// [`Part::Repair`] no way out was looked for.
    pub unfinished: Vec<Part>,
}

impl Infeasible {
    /// The reason why an instance has no plan, when it is known that it has none: its bounds contradict each other, or, `scarce`,
    /// the bounds and what is scarce do.
    ///
    /// Time: one feasibility problem for each bound that takes part.
    pub(super) fn of<P: Pace>(instance: &Instance, scarce: bool, pace: &mut P) -> Self {
        // All of them together are a contradiction in any case.
        let (budget, moves) = (scarce && instance.purse.is_some(), scarce && instance.most_moves.is_some());
        let mut reason = Reason { instance, members: instance.limits.clone(), budget, moves };
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
        let Reason { budget, moves, .. } = reason;
        Self { bounds, budget, moves, repair: repair.unwrap_or_default(), unfinished }
    }
}

/// Bounds that contradict each other, at any moment.
struct Reason<'a> {
    instance: &'a Instance,
    members: Vec<Limit>,
    budget: bool,
    moves: bool,
}

impl Reason<'_> {
    /// Leaves out whatever is superfluous.
    ///
    /// # Errors
    /// It was stopped; what is left is a contradiction still.
    fn narrow<P: Pace>(&mut self, pace: &mut P) -> Result<(), P::Stop> {
        let state = feasible(self.instance, &self.instance.limits, pace)?;
        if let Some(trouble) = &state.trouble {
            (self.budget, self.moves) = (false, false);
            let crossing = crossing(&state, trouble);
            // A lock also keeps its people where they are, and stands on no arc of the cut for that.
            if self.contradicts(&crossing, (false, false), pace)? {
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
            if self.contradicts(&without, (self.budget, self.moves), pace)? {
                self.members = without;
            } else {
                index += 1;
            }
        }
        if self.budget && self.contradicts(&self.members, (false, self.moves), pace)? {
            self.budget = false;
        }
        if self.moves && self.contradicts(&self.members, (self.budget, false), pace)? {
            self.moves = false;
        }
        Ok(())
    }

    /// Whether no plan keeps some limits, within the money and the moves that there are.
    fn contradicts<P: Pace>(
        &self,
        limits: &[Limit],
        (budget, moves): (bool, bool),
        pace: &mut P,
    ) -> Result<bool, P::Stop> {
        let instance = self.instance;
        let is_more = |least: Option<u128>, there: Option<u128>| {
            there.is_some_and(|there| least.is_none_or(|least| least > there))
        };
        let most_moves = instance.most_moves.map(|most| most.unsigned_abs().into());
        match (budget, moves) {
            (false, false) => Ok(feasible(instance, limits, pace)?.trouble.is_some()),
            (true, false) => Ok(is_more(least(instance, limits, Scarce::Money, pace)?, instance.purse)),
            (false, true) => Ok(is_more(least(instance, limits, Scarce::Moves, pace)?, most_moves)),
            (true, true) => has_no_plan(instance, limits, pace),
        }
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
    let nothing = Price::default();
    State::of(instance, limits, Some(nothing), pace)
}

/// The least that a plan within some limits takes, euro cents a year or people; `None` when no plan keeps them.
fn least<P: Pace>(
    instance: &Instance,
    limits: &[Limit],
    scarce: Scarce,
    pace: &mut P,
) -> Result<Option<u128>, P::Stop> {
    let alone = scarce.price(0, Cost { objective: 1_i128, ..Cost::default() });
    let state = State::of(instance, limits, Some(alone), pace)?;
    Ok(state.trouble.is_none().then(|| u128::try_from(state.cost().objective).unwrap_or_default()))
}

/// Whether no plan keeps some limits within the money and the moves together: the fewest moves within the money are too many.
pub(super) fn has_no_plan<P: Pace>(instance: &Instance, limits: &[Limit], pace: &mut P) -> Result<bool, P::Stop> {
    let Some(most) = instance.most_moves else { return Ok(false) };
    // Nothing counts but moves.
    let mut fewest = Instance {
        objective: Objective::LeastUnmet,
        level: Level::Cell,
        limits: limits.to_vec(),
        move_cost: 1,
        most_moves: None,
        ..instance.clone()
    };
    for cell in &mut fewest.cells {
        cell.weight = 0;
    }
    let Some(found) = budget::search::<i128, P>(&fewest, Start { plan: None, bound: None }, pace)? else {
        return Ok(true);
    };
    if found.value.objective > i128::from(most) && !found.open.is_empty() {
        // It was stopped, and says so again.
        pace.ask()?;
        return Ok(false);
    }
    Ok(found.value.objective > i128::from(most))
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
        let mut state = elastic(instance, false, pace)?;
        let moved = |state: &State<i128>| Plan::of(state).moves.iter().map(|of| i64::from(of.people)).sum::<i64>();
        if instance.most_moves.is_some_and(|most| moved(&state) > most) {
            state = elastic(instance, true, pace)?;
        }
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
        let money = u128::try_from(state.cost().spread).unwrap_or_default();
        let moved = moved(&state);
        if instance.most_moves.is_some_and(|most| moved > most) {
            repair.moves = Some(u32::try_from(moved).unwrap_or(u32::MAX));
        }
        if instance.purse.is_some_and(|purse| money > purse) {
            repair.yearly_cost_cents = Some(u64::try_from(money).unwrap_or(u64::MAX));
        }
        Ok(repair)
    }
}

/// The plan that breaks the bounds least, and of all such plans the one that costs least money; or, with `moves`, of those
/// that move the fewest people.
fn elastic<P: Pace>(instance: &Instance, moves: bool, pace: &mut P) -> Result<State<i128>, P::Stop> {
    let mut second = Scarce::Money.price(0, Cost { spread: 1, ..Cost::default() });
    second.per_move.changes = i128::from(moves);
    let mut state: State<i128> = State::bare(instance, Some(second), pace)?;
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
