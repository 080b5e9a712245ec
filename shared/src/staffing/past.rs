//! What a scenario was: its table, bounds and own figures at any of the revisions that are known, and how that differs from
//! another moment.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellKey, CellValue, FigureKey, scenario::Outline};

/// A scenario as it was at one revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The cells that had ever been set; all others held nothing.
    pub cells: BTreeMap<CellKey, CellValue>,
    /// Name and bounds.
    pub outline: Outline,
    /// The figures that it changed for itself.
    pub figures: BTreeMap<FigureKey, f64>,
}

/// What one revision changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The cells that changed, as they were after it.
    pub cells: Vec<(CellKey, CellValue)>,
    /// Name and bounds after it, when they changed.
    pub outline: Option<Outline>,
    /// The own figures that changed; no value: the base stood again.
    pub figures: Vec<(FigureKey, Option<f64>)>,
}

/// A cell that differs between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which cell.
    pub cell: CellKey,
    /// What it held in the earlier of the two.
    pub then: CellValue,
    /// What it holds in the other.
    pub now: CellValue,
}

/// A stretch of a scenario's history: one moment, and every change after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    start: u64,
    first: Moment,
    changes: Vec<Change>,
}

impl Timeline {
    /// A history that begins with the moment of revision `start`; `changes[i]` made revision `start + 1 + i`.
    pub fn new(start: u64, first: Moment, changes: Vec<Change>) -> Self {
        Self { start, first, changes }
    }

    /// The first and the last revision that it knows.
    pub fn span(&self) -> (u64, u64) {
        (self.start, self.start + self.changes.len() as u64)
    }

    /// What made a revision. `None` for the first one, and for those that are not known.
    pub fn change(&self, revision: u64) -> Option<&Change> {
        let place = revision.checked_sub(self.start + 1)?;
        self.changes.get(usize::try_from(place).ok()?)
    }

    /// The scenario as it was at a revision; at the nearest one known, when that is not.
    ///
    /// Time O(cells that changed since the first one, times the logarithm of the cells).
    pub fn at(&self, revision: u64) -> Moment {
        let mut moment = self.first.clone();
        let count = usize::try_from(revision.saturating_sub(self.start)).unwrap_or(usize::MAX);
        for change in self.changes.iter().take(count) {
            moment.take(change);
        }
        moment
    }

    /// Learns what came before its first moment. An earlier history that does not end there is not taken.
    pub fn begin_with(&mut self, mut earlier: Self) {
        if earlier.span().1 == self.start {
            earlier.changes.append(&mut self.changes);
            *self = earlier;
        }
    }

    /// Learns the change that comes next.
    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }
}

impl Moment {
    fn take(&mut self, change: &Change) {
        self.cells.extend(change.cells.iter().cloned());
        if let Some(outline) = &change.outline {
            self.outline = outline.clone();
        }
        for (key, value) in &change.figures {
            match value {
                Some(value) => self.figures.insert(key.clone(), *value),
                None => self.figures.remove(key),
            };
        }
    }

    /// What a cell held.
    pub fn cell(&self, cell: &CellKey) -> CellValue {
        self.cells.get(cell).copied().unwrap_or_default()
    }

    /// The cells that `now` holds otherwise, by CPI and profile.
    pub fn against(&self, now: &Self) -> Vec<Difference> {
        let keys: BTreeSet<&CellKey> = self.cells.keys().chain(now.cells.keys()).collect();
        let told = |cell: &CellKey| Difference { cell: cell.clone(), then: self.cell(cell), now: now.cell(cell) };
        keys.into_iter().map(told).filter(|difference| difference.then != difference.now).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::code::{CpiCode, ProfileCode};

    fn key(place: usize) -> CellKey {
        let cpi = CpiCode::new(format!("FG0{}", place + 1)).expect("a code");
        CellKey { cpi, profile: ProfileCode::new("OR").expect("a code") }
    }

    fn value(operators: u32) -> CellValue {
        CellValue { operators, locked: operators % 2 == 1 }
    }

    fn outline(head_count: u32) -> Outline {
        Outline { name: "Ipotesi".into(), year: 2026, head_count, budget_cents: 1, months: 12 }
    }

    fn empty() -> Moment {
        Moment { cells: BTreeMap::new(), outline: outline(1), figures: BTreeMap::new() }
    }

    #[test]
    fn bounds_and_own_figures_are_those_of_the_moment() {
        let hours: FigureKey = "working_time.hours_per_week".parse().expect("a key");
        let bounded = Change { outline: Some(outline(9)), ..Change::default() };
        let set = Change { figures: vec![(hours.clone(), Some(6.0))], ..Change::default() };
        let given_back = Change { figures: vec![(hours.clone(), None)], ..Change::default() };
        let timeline = Timeline::new(4, empty(), vec![bounded, set, given_back]);
        assert_eq!(timeline.span(), (4, 7));
        assert_eq!(timeline.at(4), empty());
        assert_eq!(timeline.at(5).outline.head_count, 9);
        assert_eq!(timeline.at(6).figures.get(&hours), Some(&6.0));
        assert!(timeline.at(7).figures.is_empty());
        assert_eq!((timeline.at(0), timeline.at(99)), (timeline.at(4), timeline.at(7)), "the nearest one known");
        assert!(timeline.change(4).is_none() && timeline.change(8).is_none());
        assert_eq!(timeline.change(6).map(|change| change.figures.len()), Some(1));
        let mut longer = timeline.clone();
        longer.begin_with(Timeline::new(3, empty(), vec![Change::default()]));
        assert_eq!((longer.span(), longer.at(6)), ((3, 7), timeline.at(6)));
        longer.begin_with(Timeline::new(0, empty(), vec![Change::default()]));
        assert_eq!(longer.span(), (3, 7), "what does not join is not taken");
    }

    proptest! {
        #[test]
        fn each_moment_is_what_its_changes_left_and_the_difference_leads_from_one_to_another(
            writes in prop::collection::vec((0_usize..4, 0_u32..5), 0..30),
            then in 0_u64..31,
            now in 0_u64..31,
        ) {
            let mut timeline = Timeline::new(0, empty(), Vec::new());
            for (place, operators) in &writes {
                timeline.push(Change { cells: vec![(key(*place), value(*operators))], ..Change::default() });
            }
            let (then, now) = (then.min(writes.len() as u64), now.min(writes.len() as u64));
            for place in 0..4 {
                let last = writes.iter().take(then as usize).rev().find(|(at, _)| *at == place);
                let held = last.map_or(CellValue::default(), |(_, operators)| value(*operators));
                prop_assert_eq!(timeline.at(then).cell(&key(place)), held);
            }
            let (earlier, later) = (timeline.at(then), timeline.at(now));
            let mut restored = later.clone();
            restored.cells.extend(earlier.against(&later).into_iter().map(|difference| (difference.cell, difference.then)));
            for place in 0..4 {
                prop_assert_eq!(restored.cell(&key(place)), earlier.cell(&key(place)));
            }
            prop_assert!(earlier.against(&earlier).is_empty());
        }
    }
}
