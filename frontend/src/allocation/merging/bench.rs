//! What the window of a merge knows: the cells of both sides, as the board shows mine now, and what was decided of each.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::staffing::{
    CellValue,
    merge::{Choice, Fate, Sides},
};

use super::api::Told;
use crate::allocation::board::Board;

/// A cell that differs from theirs, by its number on the board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) place: usize,
    pub(super) sides: Sides<CellValue>,
    /// Whether the reader may change it.
    pub(super) is_open: bool,
}

/// Cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    board: Board,
    /// The cells that somebody changed.
    pub(super) cells: Memo<Vec<Cell>>,
    /// What was decided, by cell, and of which numbers: a choice about others is none.
    chosen: RwSignal<BTreeMap<usize, (Sides<CellValue>, Choice)>>,
}

impl Bench {
    pub(super) fn new(board: Board, told: &Told) -> Self {
        let plan = board.plan.get_value();
        let known: Vec<(usize, Sides<CellValue>)> =
            told.cells.iter().filter_map(|(key, sides)| Some((plan.cell(key)?, *sides))).collect();
        // Mine is what the board shows now: what is typed meanwhile counts.
        let cells = Memo::new(move |_| {
            let now = |(cell, sides): &(usize, Sides<CellValue>)| {
                let mine = board.cell(*cell).map_or(sides.mine, |cell| cell.with(|cell| cell.shown));
                Cell { place: *cell, sides: Sides { mine, ..*sides }, is_open: board.is_open(*cell) }
            };
            known.iter().map(now).collect()
        });
        Self { board, cells, chosen: RwSignal::new(BTreeMap::new()) }
    }

    /// The cells that are taken unless the reader says otherwise: they alone changed them.
    pub(super) fn taken(self) -> Vec<Cell> {
        let is = |cell: &Cell| cell.is_open && cell.sides.is_taken();
        self.cells.with(|cells| cells.iter().copied().filter(is).collect())
    }

    /// The cells of which the reader has to say what is done.
    pub(super) fn asked(self) -> Vec<Cell> {
        self.cells.with(|cells| cells.iter().copied().filter(|cell| cell.is_open && cell.sides.asks()).collect())
    }

    /// How many cells differ from theirs where the reader may change nothing.
    pub(super) fn closed(self) -> usize {
        let is = |cell: &&Cell| !cell.is_open && matches!(cell.sides.fate(), Fate::Theirs | Fate::Conflict);
        self.cells.with(|cells| cells.iter().filter(is).count())
    }

    /// How many cells have that fate.
    pub(super) fn count(self, fate: Fate) -> usize {
        self.cells.with(|cells| cells.iter().filter(|cell| cell.sides.fate() == fate).count())
    }

    /// The values of a cell on both sides, following them.
    pub(super) fn sides(self, place: usize) -> Sides<CellValue> {
        self.cells
            .with(|cells| cells.iter().find(|cell| cell.place == place).map(|cell| cell.sides).unwrap_or_default())
    }

    /// What was decided of a cell, as long as its numbers are those that it was decided of.
    pub(super) fn choice(self, place: usize) -> Option<Choice> {
        let now = self.sides(place);
        self.chosen.with(|chosen| chosen.get(&place).filter(|(sides, _)| *sides == now).map(|(_, choice)| *choice))
    }

    /// Decides of a cell, as its numbers are now.
    pub(super) fn choose(self, place: usize, choice: Choice) {
        let now = untrack(|| self.sides(place));
        self.chosen.update(|chosen| _ = chosen.insert(place, (now, choice)));
    }

    /// How many questions are open.
    pub(super) fn undecided(self) -> usize {
        self.asked().iter().filter(|cell| self.choice(cell.place).is_none()).count()
    }

    /// The cells that become other ones, by what is decided so far; what is not stays mine.
    pub(super) fn values(self) -> Vec<(usize, CellValue)> {
        let of = |cell: &Cell, otherwise: Choice| {
            (cell.place, cell.sides.chosen(self.choice(cell.place).unwrap_or(otherwise)))
        };
        let (taken, asked) = (self.taken(), self.asked());
        let taken = taken.iter().map(|cell| of(cell, Choice::Theirs));
        let all = taken.chain(asked.iter().map(|cell| of(cell, Choice::Mine)));
        all.filter(|(cell, value)| self.board.shown(*cell) != *value).collect()
    }

    /// Operators of each cell, by what is decided so far.
    pub(super) fn placed(self) -> Vec<u32> {
        let mut placed = self.board.placed();
        for (cell, value) in self.values() {
            if let Some(operators) = placed.get_mut(cell) {
                *operators = value.operators;
            }
        }
        placed
    }
}
