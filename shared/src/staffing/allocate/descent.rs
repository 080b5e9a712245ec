//! The worst of all units pushed down step by step, at the least money, from optimum to optimum.
//!
//! That every unit stays below a level is a fewest number for each, so the least money for a level is a flow; and the next
//! level begins where the last ended.

use super::{Group, Instance, pace::Pace, state::State, tariff::Price};
use crate::staffing::scenario::MAX_HEAD_COUNT;

/// A plan of the least money among those that keep every unit below a level.
pub(super) struct Descent<G> {
    pub(super) state: State<G>,
    /// The fewest operators more that each unit must have, below nothing where people may leave.
    pub(super) least: Vec<i64>,
}

impl<G: Group> Descent<G> {
    /// A plan of the least money; `None` when no plan keeps the bounds. The budget is not looked at.
    pub(super) fn of<P: Pace>(instance: &Instance, price: Price<G>, pace: &mut P) -> Result<Option<Self>, P::Stop> {
        let state = State::of(instance, &instance.limits, Some(price), pace)?;
        let least = state.network.unit_arc.iter().map(|&arc| -state.network.arcs[arc].tariff.offset).collect();
        Ok(state.trouble.is_none().then_some(Self { state, least }))
    }

    /// Operators more in each unit.
    fn counts(&self) -> impl Iterator<Item = i64> {
        let network = &self.state.network;
        network.unit_arc.iter().map(|&arc| network.arcs[arc].flow - network.arcs[arc].tariff.offset)
    }

    /// The worst of all units, and the first unit that stands there. `None` without units.
    pub(super) fn worst<M: Ord>(&self, measure: &impl Fn(usize, i64) -> M) -> Option<(M, usize)> {
        let mut worst: Option<(M, usize)> = None;
        for (unit, count) in self.counts().enumerate() {
            let at = measure(unit, count);
            if worst.as_ref().is_none_or(|(known, _)| at > *known) {
                worst = Some((at, unit));
            }
        }
        worst
    }

    /// Brings every unit below a level; the measure of a unit must not rise with its operators. `false`: the bounds leave no
    /// such plan, and the descent is of no more use.
    pub(super) fn below<M: Ord, P: Pace>(
        &mut self,
        level: &M,
        measure: &impl Fn(usize, i64) -> M,
        pace: &mut P,
    ) -> Result<bool, P::Stop> {
        for unit in 0..self.least.len() {
            let before = self.least[unit];
            let mut least = before;
            while measure(unit, least) >= *level {
                least += 1;
                pace.step(1)?;
                if least > i64::from(MAX_HEAD_COUNT) {
                    return Ok(false);
                }
            }
            self.least[unit] = least;
            let arc = self.state.network.unit_arc[unit];
            let offset = self.state.network.arcs[arc].tariff.offset;
            if least > before && !self.state.raise(arc, least + offset, pace)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
