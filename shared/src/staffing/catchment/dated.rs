//! Moves, each with the day from which it holds: the map of any day, and of any moment at which something was approved.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catchments, Moves, Refusal};
use crate::{
    code::{CpiCode, MunicipalityCode},
    plan::Day,
};

/// A municipality that goes to a CPI from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which one.
    pub town: MunicipalityCode,
    /// The CPI that serves it from then on.
    pub cpi: CpiCode,
    /// The first day.
    pub from: Day,
    /// The revision of the base that it made: its place among all changes.
    pub made: u64,
}

/// The moves that hold on a day, of those that were known at a revision of the base; `None`: of all.
///
/// Of a municipality that moved more than once the last day decides, and on one day what was decided last.
pub fn moves_on(changes: &[Change], day: Day, known: Option<u64>) -> Moves {
    let is_known = |change: &&Change| known.is_none_or(|known| change.made <= known);
    let mut holding: Vec<&Change> = changes.iter().filter(|change| change.from <= day).filter(is_known).collect();
    holding.sort_by_key(|change| (change.from, change.made));
    holding.into_iter().fold(Moves::none(), |moves, change| moves.with(change.town.clone(), change.cpi.clone()))
}

impl Catchments {
    /// What cannot be on the map of a day, or of a later one on which something else changes. Empty when all of it can.
    ///
    /// What is decided for one day must bear what was decided for the days after it, or a map would be promised that cannot be.
    pub fn refused_from(&self, changes: &[Change], day: Day) -> BTreeMap<MunicipalityCode, Refusal> {
        let later = changes.iter().map(|change| change.from).filter(|from| *from > day);
        let days: BTreeSet<Day> = later.chain([day]).collect();
        let refused = days.into_iter().map(|day| self.refused(&moves_on(changes, day, None)));
        refused.into_iter().find(|refused| !refused.is_empty()).unwrap_or_default()
    }
}
