//! The scenario as it was: its history, which one goes through with a slider while sheet, map and totals follow, and from
//! any point of which one brings the table back.

mod api;
mod list;
mod panel;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    CellValue,
    past::{Difference, Moment},
    scenario::{Outline, State},
};

pub(super) use panel::{OPENER, PastPanel};

use super::board::Board;

/// A moment of the scenario's history, as the board shows it.
#[derive(Debug, PartialEq)]
pub(super) struct Then {
    pub(super) revision: u64,
    pub(super) moment: Moment,
    /// The cells in the board's order.
    cells: Vec<CellValue>,
}

impl Then {
    /// What a cell held.
    pub(super) fn cell(&self, cell: usize) -> CellValue {
        self.cells.get(cell).copied().unwrap_or_default()
    }
}

/// Who made a revision, when, and the step that it was.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    revision: u64,
    by: String,
    /// RFC 3339 in UTC.
    at: String,
    /// The state after it, and whether it was put away.
    step: Option<(State, bool)>,
}

impl Board {
    /// Shows a moment of the scenario's history in place of the present, or the present again.
    pub(super) fn look_back(&self, to: Option<(u64, Moment)>) {
        let then = to.map(|(revision, moment)| {
            let cells = self.plan.with_value(|plan| {
                (0..plan.cells()).map(|cell| plan.key(cell).map(|key| moment.cell(&key)).unwrap_or_default()).collect()
            });
            Arc::new(Then { revision, moment, cells })
        });
        if self.past.try_with_untracked(|past| *past != then) == Some(true) {
            self.past.set(then);
            self.refresh_all();
        }
    }

    /// The bounds of what is shown.
    pub(super) fn bounds<T>(&self, read: impl Fn(&Outline) -> T) -> T {
        match self.past.get() {
            Some(then) => read(&then.moment.outline),
            None => self.outline.with(read),
        }
    }

    /// The scenario as it stands now, with what the reader has typed.
    fn present(&self) -> Moment {
        let plan = self.plan.get_value();
        let held = |cell: usize| {
            let key = plan.key(cell)?;
            let saved = self.cell(cell)?.with(|cell| cell.saved);
            let value = self.outbox.with(|outbox| outbox.pending(&key)).unwrap_or(saved);
            Some((key, value))
        };
        let own = self.own_figures.own;
        Moment {
            cells: (0..plan.cells()).filter_map(held).collect(),
            outline: self.outline.get(),
            figures: own.with(|own| own.iter().map(|(key, figure)| (key.clone(), figure.value)).collect()),
        }
    }

    /// Brings cells back to what they held, as one step that can be undone. Says how many changed: those that the reader may set.
    fn bring_back(&self, differences: &[Difference]) -> usize {
        self.look_back(None);
        let values: Vec<(usize, CellValue)> = self.plan.with_value(|plan| {
            differences.iter().filter_map(|difference| Some((plan.cell(&difference.cell)?, difference.then))).collect()
        });
        self.set(&values)
    }
}
