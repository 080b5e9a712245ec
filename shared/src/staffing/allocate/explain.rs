//! Why the operators are where they are: in which order they would come, who was next, and what each bound costs.
//!
//! Nothing here is an estimate: a stated alternative, applied, gives exactly the stated loss.

use std::collections::BTreeSet;

use super::{
    Bound, Cost, Group, Instance, Plan, Ratio, Side, Value,
    flow::Turn,
    instance::Limit,
    network::{HEAD_COUNT, Ranges},
    state::State,
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

/// What a bound costs: the best plan if it were one operator wider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowPrice {
    /// The bound.
    pub bound: Bound,
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

fn change<G: Group>(state: &State<G>, path: &[(usize, Turn)], loss: Value) -> Change {
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

/// The cheapest plan with one operator fewer in a cell that may have fewer; `None` when no plan has.
pub(super) fn alternative<G: Group>(state: &mut State<G>, cell: usize, value: impl Fn(G) -> Value) -> Option<Change> {
    let arc = state.network.seat_arc[cell];
    if state.network.arcs[arc].flow <= state.network.arcs[arc].low {
        return None;
    }
    let (cost, path) = state.price_of(arc, Turn::Down)?;
    Some(change(state, &path, value(cost.objective)))
}

/// The cheapest plan with one operator fewer in a unit of the level; `None` when no plan has.
pub(super) fn alternative_of_unit<G: Group>(
    state: &mut State<G>,
    unit: usize,
    value: impl Fn(G) -> Value,
) -> Option<Change> {
    let arc = *state.network.unit_arc.get(unit)?;
    let carried = &state.network.arcs[arc];
    if carried.flow <= carried.low || carried.flow <= carried.tariff.offset {
        return None;
    }
    let (cost, path) = state.price_of(arc, Turn::Down)?;
    Some(change(state, &path, value(cost.objective)))
}

/// What each bound that is reached costs, those that cost nothing left out.
pub(super) fn shadow_prices<G: Group>(
    state: &mut State<G>,
    instance: &Instance,
    value: impl Fn(G) -> Value,
) -> Vec<ShadowPrice> {
    let mut prices = Vec::new();
    for limit in &instance.limits {
        let Some(arc) = state.arc_of(limit.place) else { continue };
        let on_arc = &state.network.arcs[arc];
        let count = on_arc.flow - on_arc.tariff.offset;
        // Of two limits on one arc only the tighter one binds, and only alone does it give way.
        let alone = |limit: &&Limit| state.arc_of(limit.place) == Some(arc) && limit.operators == count;
        if count != limit.operators
            || instance.limits.iter().filter(alone).filter(|other| other.side == limit.side).count() > 1
        {
            continue;
        }
        let turn = if limit.side == Side::AtLeast { Turn::Down } else { Turn::Up };
        if turn == Turn::Down && count == 0 && state.network.instance.ways.is_empty() {
            continue;
        }
        let Some((cost, path)) = state.price_of(arc, turn) else { continue };
        if cost.objective < G::default() {
            let bound = instance.bound(*limit);
            prices.push(ShadowPrice { bound, change: change(state, &path, value(cost.objective)) });
        }
    }
    prices
}

/// The order of placement: each time the best of those that the plan still owes an operator, beside the best of all others.
///
/// Time O(operators · cells) at worst: cells that are owed nothing more are passed over.
pub(super) fn placements<G: Group>(instance: &Instance, plan: &Plan) -> Vec<Placement> {
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
            spread: super::measure::proportional_step(&instance.cells[cell], placed[cell]),
            order: super::cost::order(cell as u64),
        }
    };
    let mut queue: BTreeSet<(Cost<G>, usize)> =
        (0..instance.len()).map(|cell| (step(cell, &placed, &counts), cell)).collect();
    let mut list = Vec::new();
    let total: i64 = owed.iter().sum();
    while (list.len() as i64) < total {
        let Some(cell) = queue.iter().map(|(_, cell)| *cell).find(|&cell| owed[cell] > 0) else { break };
        let unit = instance.unit_of(cell);
        let has_room = |&other: &usize| {
            let cpi = other / columns;
            instance.unit_of(other) != unit
                && placed[other] < ranges.cells[other].1
                && profiles[other % columns] < ranges.profiles[other % columns].1
                && cpis[cpi] < ranges.cpis[cpi].1
                && provinces[instance.province_of[cpi]] < ranges.provinces[instance.province_of[cpi]].1
        };
        let next = queue.iter().map(|(_, cell)| *cell).find(has_room);
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
    list
}

/// The best plan with one operator more in all, whatever the head-count says; `None` when no bound leaves room for one.
pub(super) fn one_more<G: Group>(state: &mut State<G>, value: impl Fn(G) -> Value) -> Option<Change> {
    let (cost, path) = state.price_of(HEAD_COUNT, Turn::Up)?;
    Some(change(state, &path, value(cost.objective)))
}
