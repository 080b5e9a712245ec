//! Remembers the last optimum, so that the next one is found from it when little has changed.

use super::{
    Answer, Demand, Instance, Proposal, Request, Solver, Watch,
    pace::{Pace, Watched},
    propose::{found, found_from},
    ranges::Ranges,
};
use crate::problem::Problem;

/// What is left of the last answer. The answers are the same as without it, but for the time that they take.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    last: Option<Solver>,
    /// How many answers came from the one before.
    warm: u64,
}

impl Memory {
    /// As [`Answer::of`]: after a few locks, ranges of cells, requirements or numbers of the present plan it starts from the last
    /// optimum. Not so where people may move and a lock or the staff changed, as that decides who may; and not after an answer in which
    /// a budget or a limit on moves binds.
    ///
    /// # Errors
    /// As [`Answer::of`].
    pub fn answer(&mut self, demand: &Demand, request: &Request, watch: &mut Watch<'_>) -> Result<Answer, Problem> {
        let instance = Instance::new(demand, request)?;
        let mut pace = Watched::new(watch);
        let (proposal, mut solver) = self.found(&instance, &mut pace);
        let answer = Answer::telling(&instance, demand, proposal, solver.as_mut(), &mut pace);
        self.last = solver;
        Ok(answer)
    }

    /// How many answers were found from the one before.
    pub fn warm(&self) -> u64 {
        self.warm
    }

    fn found<P: Pace>(&mut self, instance: &Instance, pace: &mut P) -> (Proposal, Option<Solver>) {
        if let Some(mut solver) = self.last.take()
            && solver.adopt(instance)
        {
            self.warm += 1;
            return found_from(instance, solver, pace);
        }
        found(instance, pace)
    }
}

/// What has to change in one cell.
pub(super) struct Change {
    pub(super) cell: usize,
    pub(super) needs: bool,
    pub(super) present: bool,
    pub(super) range: Option<(i64, i64)>,
}

/// What changes from one instance to another, cell by cell. `None` when it is more than a few cells, or something else.
pub(super) fn changes(from: &Instance, to: &Instance) -> Option<Vec<Change>> {
    let others = |instance: &Instance| {
        let limits = instance.limits.iter().copied();
        limits.filter(|limit| !limit.place.is_cell()).collect::<Vec<_>>()
    };
    let is_same_frame = (from.objective, from.level, from.has_transfers, from.move_cost)
        == (to.objective, to.level, to.has_transfers, to.move_cost)
        && from.profiles == to.profiles
        && from.cpis == to.cpis
        && from.provinces == to.provinces
        && from.province_of == to.province_of
        && from.costs == to.costs
        && from.ways == to.ways
        && from.available_hours == to.available_hours
        && others(from) == others(to);
    if !is_same_frame {
        return None;
    }
    let (before, after) = (Ranges::of(from, &from.limits), Ranges::of(to, &to.limits));
    let few = to.len() / 16 + 1;
    let mut changes = Vec::new();
    for (cell, (old, new)) in from.cells.iter().zip(&to.cells).enumerate() {
        let is_same_kind =
            (old.weight, old.threshold, old.seats, old.claims) == (new.weight, new.threshold, new.seats, new.claims);
        let stays = old.have == new.have && before.locked[cell] == after.locked[cell];
        // Who may move hangs on the staff and the locks.
        if !is_same_kind || (to.has_transfers && !stays) {
            return None;
        }
        let range = Some(after.cells[cell]).filter(|range| *range != before.cells[cell]);
        let needs = (old.required, old.have) != (new.required, new.have);
        let present = from.present[cell] != to.present[cell];
        if needs || present || range.is_some() {
            changes.push(Change { cell, needs, present, range });
        }
        if changes.len() > few {
            return None;
        }
    }
    Some(changes)
}
