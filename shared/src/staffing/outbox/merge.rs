//! What a tab that is gone left behind: its writes go out under their own ids, over the revisions that it saw.

use serde::{Deserialize, Serialize};

use super::{CellEdit, CellKey, CellValue, Outbox, Write};

/// A write that a tab left. It may have been sent before, and even applied: its id says so to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    pub(super) write: Write,
    /// The ids of the writes before it in the same tab: this one was typed over them.
    after: Vec<String>,
}

impl Outbox {
    /// Takes over the outbox of a tab that is gone, as it was: every write under its id, every edit over the revision that
    /// its writer saw, every dispute.
    ///
    /// `id` makes the id of the write of what had not been sent there.
    pub fn merge(&mut self, mut gone: Self, id: impl FnOnce() -> String) {
        let mut writes: Vec<Left> =
            gone.sending.take().map(|write| Left { write, after: Vec::new() }).into_iter().collect();
        writes.append(&mut gone.left);
        let edits = gone.take_waiting();
        if !edits.is_empty() {
            let after = writes.iter().map(|left| left.write.id.clone()).collect();
            writes.push(Left { write: Write { id: id(), edits }, after });
        }
        self.left.append(&mut writes);
        for (cell, dispute) in gone.disputes {
            self.dispute(cell, dispute);
        }
        for (cell, value) in gone.stranded {
            let own = *self.stranded.entry(cell.clone()).or_insert(value);
            if own != value {
                self.set_aside(CellEdit { cell, value, seen: 0, reason: None });
            }
        }
        gone.aside.retain(|aside| !self.aside.contains(aside));
        self.aside.append(&mut gone.aside);
    }

    /// What was typed over an accepted write, in the same tab, saw what it made.
    pub(super) fn left_accepted(&mut self, write: &Write, revision: u64) {
        for edit in &write.edits {
            if let Some(newer) = self.left_edit(&write.id, &edit.cell) {
                newer.seen = revision;
            }
        }
    }

    /// What the same tab typed over a cell of the write `id`.
    pub(super) fn left_edit(&mut self, id: &str, cell: &CellKey) -> Option<&mut CellEdit> {
        let mut after = self.left.iter_mut().filter(|left| left.after.iter().any(|before| before == id));
        after.find_map(|left| left.write.edits.iter_mut().find(|edit| edit.cell == *cell))
    }

    /// Takes what the same tab typed over a cell of the write `id`, the last of it, out of what is to be sent.
    pub(super) fn left_take(&mut self, id: &str, cell: &CellKey) -> Option<CellValue> {
        let mut last = None;
        for left in self.left.iter_mut().filter(|left| left.after.iter().any(|before| before == id)) {
            last = left.write.edits.iter().find(|edit| edit.cell == *cell).map(|edit| edit.value).or(last);
            left.write.edits.retain(|edit| edit.cell != *cell);
        }
        self.left.retain(|left| !left.write.edits.is_empty());
        last
    }
}
