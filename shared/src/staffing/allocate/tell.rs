//! Says all there is to say of a best plan, as far as the one who watches allows.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    Alternative, Best, Certificate, Change, Evidence, Exchange, Instance, MAX_PLACEMENTS, Measures, Objective, Part,
    Placed, Plan, Price, Proof, Ratio, Reroute, RunnerUp, Shift, Solver, Told, Transfer, explain, measure::Unit,
    pace::Pace,
};

/// A best plan in words that leave this module, beside the measures of the present one. Without a solver a budget binds.
pub(super) fn told<P: Pace>(
    instance: &Instance,
    present: Measures,
    best: &Best,
    solver: Option<&mut Solver>,
    pace: &mut P,
) -> Told {
    let plan = &best.plan;
    let proof = evidence(instance, best, pace);
    let mut told = Told {
        operators: instance.as_given(&plan.operators),
        moves: Vec::new(),
        present,
        proposed: Measures::of(instance, plan),
        placements: Vec::new(),
        alternatives: Vec::new(),
        prices: Vec::new(),
        unfinished: if proof.complete { Vec::new() } else { vec![Part::Proof] },
        proof,
    };
    told.moves = transfers(instance, plan);
    pace.begin(Part::Placements);
    let mut order = Vec::new();
    if explain::order(instance, plan, MAX_PLACEMENTS, pace, &mut order).is_err() {
        told.unfinished.push(Part::Placements);
    }
    told.placements = order.iter().map(|at| placed(instance, at)).collect();
    let Some(solver) = solver else { return told };
    let speaker = Speaker::of(instance, plan);
    pace.begin(Part::Alternatives);
    if alternatives(&speaker, solver, pace, &mut told.alternatives).is_err() {
        told.unfinished.push(Part::Alternatives);
    }
    pace.begin(Part::Prices);
    let mut prices = Vec::new();
    if solver.shadow_prices_watched(pace, &mut prices).is_err() {
        told.unfinished.push(Part::Prices);
    }
    told.prices = prices
        .into_iter()
        // A flow sees neither money nor a limit on moves: what they do not allow is no way out.
        .filter(|price| instance.affords(&price.change.applied(plan)))
        .map(|price| {
            let (shifts, moves) = speaker.changes(&price.change);
            Price {
                bound: price.bound,
                shifts,
                moves,
                worst_pressure: speaker.worst_after(&price.change),
                gain: price.change.loss.in_units(instance).map(|loss| 0.0 - loss),
                exchange: speaker.exchange(&price.change),
            }
        })
        .collect();
    told
}

/// The best other place for an operator of each cell that has one. Cells of one unit share theirs.
fn alternatives<P: Pace>(
    speaker: &Speaker<'_>,
    solver: &mut Solver,
    pace: &mut P,
    list: &mut Vec<Alternative>,
) -> Result<(), P::Stop> {
    let instance = speaker.instance;
    let cells: Vec<usize> = (0..instance.len()).filter(|&cell| speaker.plan.operators[cell] > 0).collect();
    let mut of_units: BTreeMap<usize, Option<Change>> = BTreeMap::new();
    for (number, &cell) in cells.iter().enumerate() {
        pace.at(number as u64, Some((cells.len() - number) as u64));
        pace.step(1)?;
        let unit = instance.unit_of(cell);
        let change = match of_units.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(solver.alternative_of_unit(unit, pace)?),
        };
        let Some(change) = change.as_ref().filter(|change| instance.affords(&change.applied(speaker.plan))) else {
            continue;
        };
        let (shifts, moves) = speaker.changes(change);
        list.push(Alternative {
            cell: instance.cell_key(cell),
            shifts,
            moves,
            worst_pressure: speaker.worst_after(change),
            loss: change.loss.in_units(instance),
            exchange: speaker.exchange(change),
        });
    }
    Ok(())
}

fn evidence<P: Pace>(instance: &Instance, best: &Best, pace: &mut P) -> Evidence {
    let nothing = Evidence { complete: false, certified: false, parts: 0, gap: None, worst_at_least: None };
    match &best.proof {
        Proof::Prices(certificate) => {
            let certified = Certificate::check(certificate, instance, &best.plan).is_ok();
            let has_number = !matches!(instance.objective, Objective::Equity | Objective::Apportionment { .. });
            Evidence { complete: certified, certified, gap: has_number.then_some(0.0), ..nothing }
        }
        Proof::Parts { parts, gap, worst_at_least, complete, cover } => Evidence {
            complete: *complete,
            certified: cover.as_ref().is_some_and(|cover| {
                cover.check_watched(instance, &best.plan, pace).is_ok_and(|checked| checked.is_ok())
            }),
            parts: *parts,
            gap: gap.as_ref().and_then(|gap| gap.in_units(instance)),
            worst_at_least: worst_at_least.and_then(finite),
        },
        Proof::Unfinished => nothing,
    }
}

fn placed(instance: &Instance, at: &explain::Placement) -> Placed {
    let next =
        at.runner_up.map(|(cell, pressure)| RunnerUp { cell: instance.cell_key(cell), pressure: finite(pressure) });
    Placed { cell: instance.cell_key(at.cell), before: finite(at.before), after: finite(at.after), runner_up: next }
}

/// The people whom a plan moves.
pub(super) fn transfers(instance: &Instance, plan: &Plan) -> Vec<Transfer> {
    let moves = plan.moves.iter();
    moves
        .map(|of| Transfer { from: instance.cell_key(of.from), to: instance.cell_key(of.to), people: of.people })
        .collect()
}

/// A pressure as a number; `None` is infinite.
pub(super) fn finite(pressure: Ratio) -> Option<f64> {
    Some(pressure.value()).filter(|value| value.is_finite())
}

/// Puts changes of a plan into names and numbers.
struct Speaker<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    units: Vec<Unit>,
    net: Vec<i64>,
    /// The pressure of each unit with its number, the worst first.
    falling: Vec<(f64, usize)>,
}

impl<'a> Speaker<'a> {
    fn of(instance: &'a Instance, plan: &'a Plan) -> Self {
        let (units, net) = (instance.units(), plan.net_by_unit(instance));
        let pressures = units.iter().zip(&net).map(|(unit, &by)| unit.pressure(by).value());
        let mut falling: Vec<(f64, usize)> = pressures.enumerate().map(|(unit, value)| (value, unit)).collect();
        falling.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        Self { instance, plan, units, net, falling }
    }

    fn changes(&self, change: &Change) -> (Vec<Shift>, Vec<Reroute>) {
        let key = |cell: usize| self.instance.cell_key(cell);
        let shifts = change.cells.iter().map(|&(cell, by)| Shift { cell: key(cell), by });
        let moves = change.moves.iter().map(|&(from, to, by)| Reroute { from: key(from), to: key(to), by });
        (shifts.collect(), moves.collect())
    }

    /// The worst pressure of the changed plan; `None` is infinite. Only the units that change are looked at anew.
    fn worst_after(&self, change: &Change) -> Option<f64> {
        let mut by: BTreeMap<usize, i64> = BTreeMap::new();
        let moved = change.moves.iter().flat_map(|&(from, to, by)| [(from, -by), (to, by)]);
        for (cell, more) in change.cells.iter().copied().chain(moved) {
            *by.entry(self.instance.unit_of(cell)).or_default() += more;
        }
        let same = self.falling.iter().find(|(_, unit)| !by.contains_key(unit)).map_or(0.0, |(worst, _)| *worst);
        let touched = by.iter().map(|(&unit, &more)| self.units[unit].pressure(self.net[unit] + more).value());
        Some(touched.fold(same, f64::max)).filter(|worst| worst.is_finite())
    }

    fn exchange(&self, change: &Change) -> Option<Exchange> {
        let (before, after) = change.loss.highest_levels(self.instance)?;
        let finite = |level: f64| Some(level).filter(|level| level.is_finite());
        Some(Exchange { before: finite(before), after: finite(after) })
    }
}
