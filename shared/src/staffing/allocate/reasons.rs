//! Why the plan is as it is: where an operator would be otherwise, what each bound costs, and what is scarce.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    Alternative, Best, Change, Exchange, Instance, Part, Plan, Price, Reroute, Room, ScarcePrice, ShadowPrice, Shift,
    Solver, Told,
    measure::Unit,
    otherwise::{Line, Otherwise},
    pace::Pace,
};

/// Why the plan is as it is: from the optimum of the flow, or by searches where it does not see what decides.
pub(super) struct Reasons<'a> {
    speaker: Speaker<'a>,
    /// `None` where something scarce binds.
    solver: Option<&'a mut Solver>,
    otherwise: Otherwise<'a>,
    /// Whether no plan is better than this one: beside another a search would tell what that one lacks, too.
    is_proved: bool,
    /// Whether a line is missing that was not proved.
    open: bool,
}

impl<'a> Reasons<'a> {
    pub(super) fn of(instance: &'a Instance, best: &'a Best, solver: Option<&'a mut Solver>) -> Self {
        let (speaker, otherwise) = (Speaker::of(instance, &best.plan), Otherwise::of(instance, &best.plan));
        // The optimum of a flow is one, whether or not its prices were written down.
        let is_proved = solver.is_some() || best.proof.is_complete();
        Self { speaker, solver, otherwise, is_proved, open: false }
    }

    /// Whether a line of the part that was begun last is missing because it was not proved.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn begin<P: Pace>(&mut self, part: Part, pace: &mut P) {
        self.open = false;
        self.otherwise.begin();
        pace.begin(part);
    }

    /// A change that takes no more than there is; otherwise what a search finds.
    fn affordable<P: Pace>(
        &mut self,
        change: Option<Change>,
        search: impl FnOnce(&mut Otherwise<'_>, &mut P) -> Result<Line, P::Stop>,
        pace: &mut P,
    ) -> Result<Option<Change>, P::Stop> {
        let Speaker { instance, plan, .. } = self.speaker;
        let is_free = |change: &Change| !instance.is_scarce() || instance.affords(&change.applied(plan));
        if self.solver.is_some() && change.as_ref().is_none_or(is_free) {
            return Ok(change);
        }
        if !self.is_proved {
            self.open = true;
            return Ok(None);
        }
        let Line { change, is_proved } = search(&mut self.otherwise, pace)?;
        self.open |= !is_proved;
        Ok(change)
    }

    /// The best other place for an operator of each cell that has one. Cells of one unit share theirs.
    pub(super) fn alternatives<P: Pace>(&mut self, list: &mut Vec<Alternative>, pace: &mut P) -> Result<(), P::Stop> {
        let Speaker { instance, plan, .. } = self.speaker;
        let cells: Vec<usize> = (0..instance.len()).filter(|&cell| plan.operators[cell] > 0).collect();
        let mut of_units: BTreeMap<usize, Option<Change>> = BTreeMap::new();
        for (number, &cell) in cells.iter().enumerate() {
            pace.at(number as u64, Some((cells.len() - number) as u64));
            pace.step(1)?;
            let unit = instance.unit_of(cell);
            let change = match of_units.entry(unit) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => {
                    let change = match &mut self.solver {
                        Some(solver) => solver.alternative_of_unit(unit, pace)?,
                        None => None,
                    };
                    unknown.insert(self.affordable(change, |otherwise, pace| otherwise.fewer(unit, pace), pace)?)
                }
            };
            let Some(change) = change else { continue };
            let (shifts, moves) = self.speaker.changes(change);
            list.push(Alternative {
                cell: instance.cell_key(cell),
                shifts,
                moves,
                worst_pressure: self.speaker.worst_after(change),
                loss: change.loss.in_units(instance),
                exchange: self.speaker.exchange(change),
            });
        }
        Ok(())
    }

    /// What each bound that is reached costs, and what is scarce.
    pub(super) fn prices<P: Pace>(&mut self, told: &mut Told, pace: &mut P) -> Result<(), P::Stop> {
        let Some(solver) = &mut self.solver else { return self.prices_by_search(told, pace) };
        let mut prices = Vec::new();
        let ended = solver.shadow_prices_watched(pace, &mut prices);
        for price in prices {
            let ShadowPrice { bound, limit, change } = price;
            let change = self.affordable(Some(change), |otherwise, pace| otherwise.wider(limit, pace), pace)?;
            told.prices.extend(change.and_then(|change| self.room(&change)).map(|room| Price { bound, room }));
        }
        ended
    }

    fn prices_by_search<P: Pace>(&mut self, told: &mut Told, pace: &mut P) -> Result<(), P::Stop> {
        let instance = self.speaker.instance;
        let (scarce, reached) = (self.otherwise.scarce(), self.otherwise.reached());
        let (first, all) = (scarce.len() as u64, (scarce.len() + reached.len()) as u64);
        for ((of, more), number) in scarce.into_iter().zip(0..) {
            pace.at(number, Some(all - number));
            let change = self.affordable(None, |otherwise, pace| otherwise.more((of, more), pace), pace)?;
            let room = change.and_then(|change| self.room(&change));
            told.scarce.extend(room.map(|room| ScarcePrice { of, more, room }));
        }
        for (limit, number) in reached.into_iter().zip(first..) {
            pace.at(number, Some(all - number));
            let change = self.affordable(None, |otherwise, pace| otherwise.wider(limit, pace), pace)?;
            let room = change.and_then(|change| self.room(&change));
            told.prices.extend(room.map(|room| Price { bound: instance.bound(limit), room }));
        }
        Ok(())
    }

    /// What a change gains; `None` when it gains nothing.
    fn room(&self, change: &Change) -> Option<Room> {
        let (shifts, moves) = self.speaker.changes(change);
        change.loss.is_gain().then(|| Room {
            shifts,
            moves,
            worst_pressure: self.speaker.worst_after(change),
            gain: change.loss.in_units(self.speaker.instance).map(|loss| 0.0 - loss),
            exchange: self.speaker.exchange(change),
        })
    }
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
