//! What the reader does to the sheet: type, fill, paste, lock, undo. Each act is one step that can be taken back.

use leptos::prelude::*;
use shared::{
    grid::Place,
    staffing::{
        CellValue,
        clipboard::{fit, parse_operators, read_rows, write_rows},
    },
};
use wasm_bindgen::JsCast as _;

use super::state::Grid;
use crate::{
    i18n::{Words, counted, fill, language, t_string},
    ui::{announce::Announcer, problem},
};

/// Where the cursor goes after a number is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Stay,
    Enter { back: bool },
    Tab { back: bool },
}

impl Grid {
    /// Opens the cell under the cursor for typing, with a text to begin with. A locked cell says why not.
    pub(super) fn begin(&self, words: Words, text: Option<String>) {
        let Some(cell) = self.cell_at(self.cursor.get_untracked().at) else { return };
        if self.is_told_frozen(words) {
            return;
        }
        if !untrack(|| self.board.is_open(cell)) {
            return self.tell(t_string!(words, problem.not_yours).to_owned());
        }
        let shown = self.board.shown(cell);
        if shown.locked {
            return self.tell(t_string!(words, allocation.is_locked).to_owned());
        }
        self.replacing.set(text.is_some());
        self.text.set(text.unwrap_or_else(|| shown.operators.to_string()));
        self.wrong.set(None);
        self.editing.set(Some(cell));
        self.typed(words);
    }

    /// Follows what is typed, so that everything moves with it.
    pub(super) fn typed(&self, words: Words) {
        let read = self.text.with_untracked(|text| parse_operators(text, language(words)));
        let cell = self.editing.get_untracked();
        self.board.draft.set(cell.zip(read.as_ref().ok().copied()));
        if read.is_ok() {
            self.wrong.set(None);
        }
    }

    /// Ends typing. A wrong number keeps its text and says what is wrong; false then.
    pub(super) fn commit(&self, words: Words, then: Then) -> bool {
        if let Some(cell) = self.editing.get_untracked() {
            match self.text.with_untracked(|text| parse_operators(text, language(words))) {
                Ok(operators) => {
                    let value = CellValue { operators, ..self.board.shown(cell) };
                    self.stop();
                    self.board.set(&[(cell, value)]);
                }
                Err(rule) => {
                    Announcer::say(problem::rule(words, &rule));
                    self.wrong.set(Some(rule));
                    return false;
                }
            }
        }
        let size = self.size();
        self.cursor.update(|cursor| {
            *cursor = match then {
                Then::Stay => *cursor,
                Then::Enter { back } => cursor.entered(size, back),
                Then::Tab { back } => cursor.tabbed(size, back),
            }
        });
        if then != Then::Stay {
            self.focus();
        }
        true
    }

    /// Leaves typing, and what was typed with it.
    pub(super) fn stop(&self) {
        self.board.draft.set(None);
        self.wrong.set(None);
        self.editing.set(None);
    }

    /// Commits what is being typed if it is right, and drops it if not: the sheet is about to change around it.
    pub(super) fn commit_quietly(&self) {
        if let Some((cell, operators)) = self.board.draft.get_untracked() {
            self.board.set(&[(cell, CellValue { operators, ..self.board.shown(cell) })]);
        }
        self.stop();
    }

    /// Tab moves along the row; after Escape, and at the sheet's ends, it leaves. False lets the browser take it.
    pub(super) fn tab(&self, words: Words, back: bool) -> bool {
        let (at, (rows, columns)) = (self.cursor.get_untracked().at, self.size());
        let end = if back { at == (0, 0) } else { (at.0 + 1, at.1 + 1) == (rows, columns) };
        if self.leaving.get_untracked() || end {
            self.leaving.set(false);
            return false;
        }
        self.commit(words, Then::Tab { back });
        true
    }

    /// Escape: one cell stays selected, and the next Tab leaves the sheet.
    pub(super) fn leave(&self, words: Words) {
        self.cursor.update(|cursor| cursor.anchor = cursor.at);
        self.leaving.set(true);
        self.tell(t_string!(words, allocation.tab_leaves).to_owned());
    }

    /// F6: to the part of the page beside the sheet; on a narrow screen to the buttons that show it.
    pub(super) fn leave_now() -> bool {
        ["#board-detail", ".board-tabs button"].into_iter().any(|place| {
            let next = document().query_selector(place).ok().flatten();
            let next = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok());
            // What is not shown stands in no other element, and cannot take the focus.
            next.is_some_and(|next| next.offset_parent().is_some() && next.focus().is_ok())
        })
    }

    /// Takes the focus back to the number that is wrong.
    pub(super) fn focus_field() {
        let field = document().query_selector(".cell-field").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    }

    /// Puts one number into every selected cell.
    pub(super) fn fill_selection(&self, words: Words) {
        let Ok(operators) = self.text.with_untracked(|text| parse_operators(text, language(words))) else {
            self.commit(words, Then::Stay);
            return;
        };
        self.stop();
        let cells: Vec<(Place, u32)> = self.cursor.get_untracked().cells().map(|place| (place, operators)).collect();
        self.put(words, &cells);
        self.focus();
    }

    /// Copies the first row (or column) of the selection into the rest of it; into a single one, what stands before it.
    pub(super) fn fill_from_edge(&self, words: Words, down: bool) {
        let cursor = self.cursor.get_untracked();
        let source = |place| cursor.filled_from(place, down);
        let values: Vec<(Place, u32)> = cursor
            .cells()
            .filter_map(|place| Some((place, self.board.shown(self.cell_at(source(place))?).operators)))
            .collect();
        self.put(words, &values);
    }

    /// Empties the selection.
    pub(super) fn clear(&self, words: Words) {
        let values: Vec<(Place, u32)> = self.cursor.get_untracked().cells().map(|place| (place, 0)).collect();
        self.put(words, &values);
    }

    /// Sets places of the sheet, and tells what could not be set.
    fn put(&self, words: Words, values: &[(Place, u32)]) {
        if self.is_told_frozen(words) {
            return;
        }
        let (mut edits, mut locked, mut outside, mut foreign) = (Vec::new(), 0_usize, 0_usize, 0_usize);
        for &(place, operators) in values {
            match self.cell_at(place) {
                None => outside += 1,
                Some(cell) if !untrack(|| self.board.is_open(cell)) => foreign += 1,
                Some(cell) => {
                    let shown = self.board.shown(cell);
                    if shown.locked && shown.operators != operators {
                        locked += 1;
                    } else {
                        edits.push((cell, CellValue { operators, ..shown }));
                    }
                }
            }
        }
        let changed = self.board.set(&edits);
        let mut said = fill(t_string!(words, allocation.changed), &[("n", &changed.to_string())]);
        if locked > 0 {
            said += " ";
            said += &fill(t_string!(words, allocation.left_locked), &[("n", &locked.to_string())]);
        }
        if foreign > 0 {
            said += " ";
            said += &fill(t_string!(words, allocation.left_foreign), &[("n", &foreign.to_string())]);
        }
        if outside > 0 {
            said += " ";
            said += &fill(t_string!(words, allocation.left_outside), &[("n", &outside.to_string())]);
        }
        self.tell(said);
    }

    /// The selection as a spreadsheet's text.
    pub(super) fn copied(&self) -> String {
        let (low, high) = self.cursor.get_untracked().selection();
        let rows: Vec<Vec<String>> = (low.0..=high.0)
            .map(|row| {
                (low.1..=high.1)
                    .filter_map(|column| Some(self.board.shown(self.cell_at((row, column))?).operators.to_string()))
                    .collect()
            })
            .collect();
        write_rows(&rows)
    }

    /// Puts a spreadsheet's text at the selection. A field that is no number of operators stops all of it, by name.
    pub(super) fn paste(&self, words: Words, text: &str) {
        let rows = read_rows(text);
        let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
        let selection = self.cursor.get_untracked().selection();
        let mut values = Vec::new();
        for (place, (row, column)) in fit((rows.len(), wide), selection) {
            let Some(field) = rows[row].get(column) else { continue };
            match parse_operators(field, language(words)) {
                Ok(operators) => values.push((place, operators)),
                Err(rule) => {
                    let why = problem::rule(words, &rule);
                    return self.tell(fill(
                        t_string!(words, allocation.paste_refused),
                        &[("value", &field.chars().take(20).collect::<String>()), ("why", &why)],
                    ));
                }
            }
        }
        self.put(words, &values);
    }

    /// Locks the selection, or unlocks it if all of it is locked.
    pub(super) fn lock(&self, words: Words) {
        if self.is_told_frozen(words) {
            return;
        }
        let cells: Vec<usize> = self.cursor.get_untracked().cells().filter_map(|place| self.cell_at(place)).collect();
        let locked = !cells.iter().all(|&cell| self.board.shown(cell).locked);
        let edits: Vec<(usize, CellValue)> =
            cells.iter().map(|&cell| (cell, CellValue { locked, ..self.board.shown(cell) })).collect();
        let changed = self.board.set(&edits).to_string();
        let said = if locked { t_string!(words, allocation.locked_n) } else { t_string!(words, allocation.unlocked_n) };
        self.tell(fill(said, &[("n", &changed)]));
    }

    /// Takes back my last step, or does it again, and says what moved.
    pub(in super::super) fn step_back(&self, words: Words, redo: bool) {
        if self.is_told_frozen(words) {
            return;
        }
        let said = match self.board.step_back(redo) {
            None => t_string!(words, allocation.nothing_to_undo).to_owned(),
            Some(Err(_)) if redo => t_string!(words, allocation.redo_refused).to_owned(),
            Some(Err(_)) => t_string!(words, allocation.undo_refused).to_owned(),
            Some(Ok(cells)) => {
                if let Some(&cell) = cells.first() {
                    self.show(cell);
                }
                let (one, more) = if redo {
                    (t_string!(words, allocation.redone_one), t_string!(words, allocation.redone))
                } else {
                    (t_string!(words, allocation.undone_one), t_string!(words, allocation.undone))
                };
                let text = counted(cells.len(), one, more);
                let place = cells.first().map(|&cell| self.board.cell_name(cell)).unwrap_or_default();
                fill(text, &[("n", &cells.len().to_string()), ("where", &place)])
            }
        };
        self.tell(said);
    }

    /// Whether nothing can be changed, because the scenario is no draft or is shown as it was; says so, then.
    fn is_told_frozen(&self, words: Words) -> bool {
        let frozen = untrack(|| self.board.is_frozen());
        if frozen {
            let looks_back = untrack(|| self.board.past.with(Option::is_some));
            let why = if looks_back { t_string!(words, past.frozen) } else { t_string!(words, standing.frozen) };
            self.tell(why.to_owned());
        }
        frozen
    }

    pub(super) fn tell(&self, text: String) {
        Announcer::say(text.clone());
        self.told.set(text);
    }
}
