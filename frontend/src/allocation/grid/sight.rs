//! Which rows of the sheet are drawn. A few are all drawn, and the browser's own search and print find them; of many, the blocks
//! in sight and around it, the cursor's and the one that holds the focus, which the keyboard must not lose. Before a print the
//! rest is drawn too.
//!
//! A block that is not drawn is a gap as tall as its rows: `--row` in the style sheet is the height of either. No row is ever
//! moved within the page to make room for others, because a row that is moved loses the focus.

use std::{collections::BTreeMap, ops::Range};

use leptos::{html, prelude::*};
use shared::grid::{
    Cursor,
    drawn::{BLOCK, in_sight},
};

use super::state::Row;

/// The most rows that are all drawn: twice a region's, and a sheet that every machine draws at once.
const FEW: usize = 100;
/// Rows that fit where the height of the sheet is not known yet.
const FIRST_SEEN: f64 = 24.0;
/// Rows above the sheet's own: its head, and the total of all.
const ABOVE: usize = 2;

/// What is seen of the sheet.
#[derive(Clone, Copy)]
pub(in super::super) struct Sight {
    /// All rows, in the order shown.
    pub(super) rows: Memo<Vec<Row>>,
    /// Whether there are too many of them to draw them all.
    pub(super) is_long: Memo<bool>,
    /// The place of each row, counted from 0.
    lines: Memo<BTreeMap<Row, usize>>,
    /// The blocks in sight and around it.
    seen: RwSignal<Range<usize>>,
    /// The cursor's block.
    at: Memo<Option<usize>>,
    /// The CPI whose row holds the focus, and its block.
    held: RwSignal<Option<usize>>,
    held_at: Memo<Option<usize>>,
    printing: RwSignal<bool>,
}

impl Sight {
    pub(super) fn new(rows: Memo<Vec<Row>>, cpis: Memo<Vec<usize>>, cursor: RwSignal<Cursor>) -> Self {
        let (held, printing) = (RwSignal::new(None), RwSignal::new(false));
        let lines = Memo::new(move |_| {
            rows.with(|rows| rows.iter().enumerate().map(|(line, &row)| (row, line)).collect::<BTreeMap<Row, usize>>())
        });
        let block = move |cpi: Option<usize>| {
            lines.with(|lines| cpi.and_then(|cpi| lines.get(&Row::Cpi(cpi))).map(|line| line / BLOCK))
        };
        for (event, begins) in [("beforeprint", true), ("afterprint", false)] {
            let listener = window_event_listener_untyped(event, move |_| {
                printing.try_set(begins);
            });
            on_cleanup(move || listener.remove());
        }
        Self {
            rows,
            is_long: Memo::new(move |_| rows.with(|rows| rows.len() > FEW)),
            lines,
            seen: RwSignal::new(in_sight(0.0, FIRST_SEEN)),
            at: Memo::new(move |_| block(cpis.with(|cpis| cpis.get(cursor.with(|cursor| cursor.at.0)).copied()))),
            held,
            held_at: Memo::new(move |_| block(held.get())),
            printing,
        }
    }

    /// Whether the rows of a block are drawn, following what decides it.
    pub(super) fn draws(&self, block: usize) -> bool {
        let is_kept = self.at.get() == Some(block) || self.held_at.get() == Some(block);
        self.printing.get() || is_kept || self.seen.with(|seen| seen.contains(&block))
    }

    /// The row's number for who cannot see how many there are; none where all of them are in the page.
    pub(super) fn number(&self, row: Row) -> Option<usize> {
        let line = self.lines.with(|lines| lines.get(&row).copied());
        line.filter(|_| self.is_long.get()).map(|line| line + ABOVE + 1)
    }

    /// How many rows there are, with the head and the total; none where all of them are in the page.
    pub(super) fn count(&self) -> Option<usize> {
        self.is_long.get().then(|| self.lines.with(BTreeMap::len) + ABOVE)
    }

    /// Notes which CPI's row holds the focus.
    pub(super) fn hold(&self, cpi: usize) {
        if self.held.get_untracked() != Some(cpi) {
            self.held.set(Some(cpi));
        }
    }

    /// Looks where the sheet is scrolled to.
    pub(super) fn look(&self, sheet: NodeRef<html::Div>) {
        let Some(sheet) = sheet.get_untracked() else { return };
        let row = sheet.query_selector("tr.cpi, tr.province").ok().flatten();
        let height = row.map_or(0.0, |row| row.get_bounding_client_rect().height());
        if height <= 0.0 {
            return;
        }
        let fit = f64::from(sheet.client_height()) / height;
        let now = in_sight(f64::from(sheet.scroll_top()) / height, fit.max(FIRST_SEEN));
        if self.seen.with_untracked(|seen| *seen != now) {
            self.seen.set(now);
        }
    }
}
