//! Which rows of the sheet are drawn. A few are all drawn, and the browser's own search and print find them; of many, those in
//! sight and around it, the cursor's and the one that holds the focus, which the keyboard must not lose. Before a print the
//! rest is drawn too.
//!
//! The gaps between them are as tall as the rows that are not there: `--row` in the style sheet is the height of either.

use std::{collections::BTreeMap, ops::Range};

use leptos::{html, prelude::*};
use shared::grid::{
    Cursor,
    drawn::{Piece, in_sight, pieces},
};

use super::state::Row;

/// The most rows that are all drawn: twice a region's, and a sheet that every machine draws at once.
const FEW: usize = 100;
/// Rows that fit where the height of the sheet is not known yet.
const FIRST_SEEN: f64 = 24.0;
/// Rows above the sheet's own: its head, and the total of all.
const ABOVE: usize = 2;

/// What stands in the body of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Drawn {
    Row(Row),
    /// So many rows that are not drawn, from the place of the first.
    Gap {
        from: usize,
        rows: usize,
    },
}

/// What is seen of the sheet.
#[derive(Clone, Copy)]
pub(in super::super) struct Sight {
    /// The places of the rows in sight and around it.
    seen: RwSignal<Range<usize>>,
    /// The CPI whose row holds the focus.
    held: RwSignal<Option<usize>>,
    /// Whether there are too many rows to draw them all.
    pub(super) is_long: Memo<bool>,
    pub(super) drawn: Memo<Vec<Drawn>>,
    /// The place of each row, counted from 0.
    lines: Memo<BTreeMap<Row, usize>>,
}

impl Sight {
    pub(super) fn new(rows: Memo<Vec<Row>>, cpis: Memo<Vec<usize>>, cursor: RwSignal<Cursor>) -> Self {
        let seen = RwSignal::new(in_sight(0.0, FIRST_SEEN));
        let (held, printing) = (RwSignal::new(None), RwSignal::new(false));
        let is_long = Memo::new(move |_| rows.with(|rows| rows.len() > FEW));
        let lines =
            Memo::new(move |_| rows.with(|rows| rows.iter().enumerate().map(|(line, &row)| (row, line)).collect()));
        let at = Memo::new(move |_| cpis.with(|cpis| cpis.get(cursor.with(|cursor| cursor.at.0)).copied()));
        let drawn = Memo::new(move |_| {
            if !is_long.get() || printing.get() {
                return rows.with(|rows| rows.iter().map(|&row| Drawn::Row(row)).collect());
            }
            let line = |cpi: usize| lines.with(|lines: &BTreeMap<Row, usize>| lines.get(&Row::Cpi(cpi)).copied());
            let kept: Vec<usize> = [at.get(), held.get()].into_iter().flatten().filter_map(line).collect();
            let drawn = |rows: &Vec<Row>, piece: Piece| match piece {
                Piece::Row(line) => rows.get(line).copied().map(Drawn::Row),
                Piece::Gap { from, rows } => Some(Drawn::Gap { from, rows }),
            };
            let pieces = seen.with(|seen| rows.with(|rows| pieces(rows.len(), seen, &kept)));
            rows.with(|rows| pieces.into_iter().filter_map(|piece| drawn(rows, piece)).collect())
        });
        for (event, begins) in [("beforeprint", true), ("afterprint", false)] {
            let listener = window_event_listener_untyped(event, move |_| {
                printing.try_set(begins);
            });
            on_cleanup(move || listener.remove());
        }
        Self { seen, held, is_long, drawn, lines }
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
