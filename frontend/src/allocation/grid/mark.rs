//! What the reader and others do to each cell and row of the sheet, apart from its number.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::grid::Cursor;

use super::super::board::Board;
use crate::ui::apart::Apart;

/// What the reader does to one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mark {
    /// The cursor is in it.
    pub(super) here: bool,
    pub(super) selected: bool,
    /// It is being typed into.
    pub(super) typing: bool,
    /// The number that is being typed.
    pub(super) draft: Option<u32>,
}

/// How one row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct RowMark {
    /// The cursor is in it.
    pub(super) current: bool,
    /// It is pointed at, in the sheet or on the map.
    pub(super) hovered: bool,
}

/// The others who are in a cell, by name, and the colour of the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Guests {
    pub(super) names: String,
    pub(super) hue: u32,
}

/// The marks of all cells and rows.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    cells: Apart<Mark>,
    rows: Apart<RowMark>,
    guests: Apart<Guests>,
}

impl Marks {
    /// Follows the cursor, what is being typed, what is pointed at, and who is here.
    pub(super) fn follow(
        board: Board,
        cpis: Memo<Vec<usize>>,
        cursor: RwSignal<Cursor>,
        editing: RwSignal<Option<usize>>,
        hovered: RwSignal<Option<usize>>,
    ) -> Self {
        let (rows, columns) = board.plan.with_value(|plan| (plan.cpis.len(), plan.columns()));
        let at_row = move |row: usize| cpis.with(|cpis| cpis.get(row).copied());
        let cells = Apart::follow(rows * columns, move || {
            let mut marks = BTreeMap::<usize, Mark>::new();
            let cursor = cursor.get();
            for (row, column) in cursor.cells().filter(|(_, column)| *column < columns) {
                if let Some(cpi) = at_row(row) {
                    let here = (row, column) == cursor.at;
                    marks.insert(cpi * columns + column, Mark { here, selected: true, ..Mark::default() });
                }
            }
            if let Some(cell) = editing.get() {
                marks.entry(cell).or_default().typing = true;
            }
            if let Some((cell, operators)) = board.draft.get() {
                marks.entry(cell).or_default().draft = Some(operators);
            }
            marks
        });
        let rows = Apart::follow(rows, move || {
            let mut marks = BTreeMap::<usize, RowMark>::new();
            if let Some(cpi) = at_row(cursor.with(|cursor| cursor.at.0)) {
                marks.entry(cpi).or_default().current = true;
            }
            if let Some(cpi) = hovered.get() {
                marks.entry(cpi).or_default().hovered = true;
            }
            marks
        });
        let guests = Apart::follow(board.plan.with_value(|plan| plan.cells()), move || {
            let mut guests = BTreeMap::<usize, Guests>::new();
            board.visitors.with(|visitors| {
                for visitor in visitors.iter().filter(|visitor| !visitor.is_me) {
                    let Some(cell) = visitor.cell else { continue };
                    let names = match guests.get(&cell) {
                        Some(first) => format!("{}, {}", first.names, visitor.name),
                        None => visitor.name.clone(),
                    };
                    guests.entry(cell).or_insert(Guests { names: String::new(), hue: visitor.hue }).names = names;
                }
            });
            guests
        });
        Self { cells, rows, guests }
    }

    /// What the reader does to a cell.
    pub(super) fn cell(&self, cell: usize) -> Signal<Mark> {
        self.cells.at(cell)
    }

    /// How a CPI's row stands out.
    pub(super) fn row(&self, cpi: usize) -> Signal<RowMark> {
        self.rows.at(cpi)
    }

    /// Who else is in a cell; no names where nobody is.
    pub(super) fn guests(&self, cell: usize) -> Signal<Guests> {
        self.guests.at(cell)
    }
}
