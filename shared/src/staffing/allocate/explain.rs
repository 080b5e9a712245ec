//! Why the operators are where they are: in which order they would come, who was next, and what each bound costs.
//!
//! Nothing here is an estimate: a stated alternative, applied, gives exactly the stated loss.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Bound, Cost, Group, Instance, Levels, Move, Plan, Ratio, Side, Value, flow::Turn, instance::Limit, measure,
    network::HEAD_COUNT, pace::Pace, ranges::Ranges, state::State,
};

/// How a plan changes: cells with operators more or fewer, and people in service who move or no longer do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// New operators by cell, by its place in the engine's order: the cell and how many more.
    pub cells: Vec<(usize, i64)>,
    /// People who move: from cell, to cell, how many more.
    pub moves: Vec<(usize, usize, i64)>,
    /// What the objective grows by; a gain is below zero.
    pub loss: Value,
}

impl Change {
    /// The plan after the change.
    pub fn applied(&self, plan: &Plan) -> Plan {
        let mut operators = plan.operators.clone();
        for &(cell, by) in &self.cells {
            if let Some(operators) = operators.get_mut(cell) {
                *operators = operators.saturating_add_signed(i32::try_from(by).unwrap_or_default());
            }
        }
        let mut moves: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        let before = plan.moves.iter().map(|moved| (moved.from, moved.to, i64::from(moved.people)));
        for (from, to, people) in before.chain(self.moves.iter().copied()) {
            *moves.entry((from, to)).or_default() += people;
        }
        let moves = moves.into_iter().filter_map(|((from, to), people)| {
            let people = u32::try_from(people).ok().filter(|&people| people > 0)?;
            Some(Move { from, to, people })
        });
        Plan { operators, moves: moves.collect() }
    }
}

/// What a bound costs: the best plan if it were one operator wider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowPrice {
    /// The bound.
    pub bound: Bound,
    pub(super) limit: Limit,
    /// What the plan would do with the room.
    pub change: Change,
}

/// One operator in the order in which they would come if they came one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The cell that gets the operator, by its place in the engine's order.
    pub cell: usize,
    /// The pressure of the cell's unit before.
    pub before: Ratio,
    /// The pressure of the cell's unit after.
    pub after: Ratio,
    /// The best cell of another unit at that moment, and its unit's pressure then; `None` when no other had room.
    pub runner_up: Option<(usize, Ratio)>,
}

/// What a plan changes when these arcs turn.
pub(super) fn change<G: Group>(state: &State<G>, path: &[(usize, Turn)], loss: Value) -> Change {
    let network = &state.network;
    let mut change = Change { cells: Vec::new(), moves: Vec::new(), loss };
    for &(arc, turn) in path {
        let tariff = &network.arcs[arc].tariff;
        if let Some(cell) = tariff.seat {
            change.cells.push((cell, turn.by()));
        }
        if let Some(&(from, to, _)) = tariff.moved.and_then(|way| network.moves.get(way)) {
            change.moves.push((from, to, turn.by()));
        }
    }
    change.cells.sort_unstable();
    change.moves.sort_unstable();
    change
}

/// The cheapest way to turn an arc by one.
fn turned<G: Group, P: Pace>(
    state: &mut State<G>,
    (arc, turn): (usize, Turn),
    value: impl Fn(G) -> Value,
    pace: &mut P,
) -> Result<Option<Change>, P::Stop> {
    let priced = state.price_of(arc, turn, pace)?;
    Ok(priced.map(|(cost, path)| change(state, &path, value(cost.objective))))
}

/// The cheapest plan with one operator fewer in a cell that may have fewer; `None` when no plan has.
pub(super) fn alternative<G: Group, P: Pace>(
    state: &mut State<G>,
    cell: usize,
    value: impl Fn(G) -> Value,
    pace: &mut P,
) -> Result<Option<Change>, P::Stop> {
    let arc = state.network.seat_arc[cell];
    if state.network.arcs[arc].flow <= state.network.arcs[arc].low {
        return Ok(None);
    }
    turned(state, (arc, Turn::Down), value, pace)
}

/// The cheapest plan with one operator fewer in a unit of the level; `None` when no plan has.
pub(super) fn alternative_of_unit<G: Group, P: Pace>(
    state: &mut State<G>,
    unit: usize,
    value: impl Fn(G) -> Value,
    pace: &mut P,
) -> Result<Option<Change>, P::Stop> {
    let Some(&arc) = state.network.unit_arc.get(unit) else { return Ok(None) };
    let carried = &state.network.arcs[arc];
    if carried.flow <= carried.low || carried.flow <= carried.tariff.offset {
        return Ok(None);
    }
    turned(state, (arc, Turn::Down), value, pace)
}

/// What each bound that is reached costs, those that cost nothing left out; added to `prices` one by one.
pub(super) fn shadow_prices<G: Group, P: Pace>(
    state: &mut State<G>,
    instance: &Instance,
    value: impl Fn(G) -> Value,
    pace: &mut P,
    prices: &mut Vec<ShadowPrice>,
) -> Result<(), P::Stop> {
    // Of two limits on one arc only the tighter one binds, and only alone does it give way.
    let mut same: BTreeMap<(usize, Side, i64), u32> = BTreeMap::new();
    for limit in &instance.limits {
        if let Some(arc) = state.arc_of(limit.place) {
            *same.entry((arc, limit.side, limit.operators)).or_default() += 1;
        }
    }
    let all = instance.limits.len();
    for (number, limit) in instance.limits.iter().enumerate() {
        pace.at(number as u64, Some((all - number) as u64));
        pace.step(1)?;
        let Some(arc) = state.arc_of(limit.place) else { continue };
        let on_arc = &state.network.arcs[arc];
        let count = on_arc.flow - on_arc.tariff.offset;
        let is_alone = same.get(&(arc, limit.side, limit.operators)) == Some(&1);
        if count != limit.operators || !is_alone {
            continue;
        }
        let turn = if limit.side == Side::AtLeast { Turn::Down } else { Turn::Up };
        if turn == Turn::Down && count == 0 && state.network.instance.ways.is_empty() {
            continue;
        }
        let Some((cost, path)) = state.price_of(arc, turn, pace)? else { continue };
        if cost.objective < G::default() {
            let bound = instance.bound(*limit);
            prices.push(ShadowPrice { bound, limit: *limit, change: change(state, &path, value(cost.objective)) });
        }
    }
    Ok(())
}

/// The order of placement, as [`placements`] finds it, for the objective of the instance.
pub(super) fn order<P: Pace>(
    instance: &Instance,
    plan: &Plan,
    most: usize,
    pace: &mut P,
    list: &mut Vec<Placement>,
) -> Result<(), P::Stop> {
    if measure::is_in_levels(instance.objective) {
        placements::<Levels, P>(instance, plan, most, pace, list)
    } else {
        placements::<i128, P>(instance, plan, most, pace, list)
    }
}

/// The order of placement: each time the best of those that the plan still owes an operator, beside the best of all others.
/// At most so many, added to `list` one by one.
///
/// Time O(operators · cells) at worst: cells that are owed nothing more are passed over.
fn placements<G: Group, P: Pace>(
    instance: &Instance,
    plan: &Plan,
    most: usize,
    pace: &mut P,
    list: &mut Vec<Placement>,
) -> Result<(), P::Stop> {
    let columns = instance.profiles.len();
    let ranges = Ranges::of(instance, &instance.limits);
    let units = instance.units();
    let mut counts = vec![0_i64; units.len()];
    let mut cells_of = vec![Vec::new(); units.len()];
    for cell in 0..instance.len() {
        cells_of[instance.unit_of(cell)].push(cell);
    }
    let mut placed = vec![0_i64; instance.len()];
    let mut owed: Vec<i64> = plan.operators.iter().map(|&operators| i64::from(operators)).collect();
    owed.resize(instance.len(), 0);
    let mut profiles = vec![0_i64; columns];
    let mut cpis = vec![0_i64; instance.cpis.len()];
    let mut provinces = vec![0_i64; instance.provinces.len()];
    let step = |cell: usize, placed: &[i64], counts: &[i64]| -> Cost<G> {
        let unit = instance.unit_of(cell);
        Cost {
            objective: G::step(instance.objective, &units[unit], counts[unit]),
            changes: if placed[cell] < instance.present[cell] { -1 } else { 1 },
            spread: measure::proportional_step(&instance.cells[cell], placed[cell]),
            order: super::cost::order(cell as u64),
        }
    };
    let mut queue: BTreeSet<(Cost<G>, usize)> =
        (0..instance.len()).map(|cell| (step(cell, &placed, &counts), cell)).collect();
    pace.step(instance.len())?;
    let total = usize::try_from(owed.iter().sum::<i64>()).unwrap_or_default().min(most);
    while list.len() < total {
        pace.at(list.len() as u64, Some((total - list.len()) as u64));
        let mut seen = 0;
        let mut waiting = queue.iter().map(|(_, cell)| *cell).inspect(|_| seen += 1);
        let Some(cell) = waiting.find(|&cell| owed[cell] > 0) else { break };
        let unit = instance.unit_of(cell);
        let has_room = |&other: &usize| {
            let cpi = other / columns;
            instance.unit_of(other) != unit
                && placed[other] < ranges.cells[other].1
                && profiles[other % columns] < ranges.profiles[other % columns].1
                && cpis[cpi] < ranges.cpis[cpi].1
                && provinces[instance.province_of[cpi]] < ranges.provinces[instance.province_of[cpi]].1
        };
        let next = queue.iter().map(|(_, cell)| *cell).inspect(|_| seen += 1).find(has_room);
        let pressure = |unit: usize, count: i64| units[unit].pressure(count);
        list.push(Placement {
            cell,
            before: pressure(unit, counts[unit]),
            after: pressure(unit, counts[unit] + 1),
            runner_up: next.map(|next| {
                let other = instance.unit_of(next);
                (next, pressure(other, counts[other]))
            }),
        });
        pace.step(seen + cells_of[unit].len())?;
        for &touched in &cells_of[unit] {
            queue.remove(&(step(touched, &placed, &counts), touched));
        }
        let cpi = cell / columns;
        placed[cell] += 1;
        owed[cell] -= 1;
        counts[unit] += 1;
        profiles[cell % columns] += 1;
        cpis[cpi] += 1;
        provinces[instance.province_of[cpi]] += 1;
        for &touched in &cells_of[unit] {
            if owed[touched] > 0 || placed[touched] < ranges.cells[touched].1 {
                queue.insert((step(touched, &placed, &counts), touched));
            }
        }
    }
    Ok(())
}

/// The best plan with one operator more in all, whatever the head-count says; `None` when no bound leaves room for one.
pub(super) fn one_more<G: Group, P: Pace>(
    state: &mut State<G>,
    value: impl Fn(G) -> Value,
    pace: &mut P,
) -> Result<Option<Change>, P::Stop> {
    turned(state, (HEAD_COUNT, Turn::Up), value, pace)
}
