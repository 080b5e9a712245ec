//! The edits of one browser that the server has not acknowledged: in order, each once, none lost.
//!
//! One write is under way at a time. It keeps its client-made id until it is answered, through any number of tries and
//! reloads, so the server applies it once. What is typed meanwhile waits; a cell typed twice waits once. What a tab that is
//! gone left behind goes out as that tab would have sent it, before what waits here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CellEdit, CellKey, CellValue};
use crate::problem::CellConflict;

mod aside;
mod merge;
mod stranded;

pub use aside::Aside;
use merge::Left;

/// A cell that two people changed: mine, and theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// What I typed.
    pub mine: CellValue,
    /// What stands there now, and who wrote it.
    pub theirs: CellConflict,
}

/// A write that was sent, or is to be sent first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// The client-made id that makes it apply once.
    pub id: String,
    /// The edits, applied whole or not at all.
    pub edits: Vec<CellEdit>,
}

/// A value that waits for the write before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    value: CellValue,
    seen: u64,
    order: u64,
}

/// The queue of one scenario in one browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    sending: Option<Write>,
    /// Whether a tab that is gone left the write under way: then what waits here was not typed over it.
    #[serde(default)]
    sending_left: bool,
    /// What tabs that are gone left to be sent.
    #[serde(default)]
    left: Vec<Left>,
    #[serde(with = "as_pairs")]
    waiting: BTreeMap<CellKey, Waiting>,
    #[serde(with = "as_pairs")]
    disputes: BTreeMap<CellKey, Dispute>,
    /// Why cells are locked whose values wait, where that is brought back with them.
    #[serde(default, with = "as_pairs")]
    reasons: BTreeMap<CellKey, String>,
    /// What came too late for the scenario.
    #[serde(default, with = "as_pairs")]
    stranded: BTreeMap<CellKey, CellValue>,
    #[serde(default)]
    aside: Vec<Aside>,
    order: u64,
}

/// JSON has no maps with structured keys, so they travel as lists of pairs.
mod as_pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K: DeserializeOwned + Ord, V: DeserializeOwned, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(from)?.into_iter().collect())
    }
}

impl Outbox {
    /// Queues a value that was typed over a cell seen at revision `seen`.
    ///
    /// A value that already waits for the cell is replaced, and keeps the revision that its writer saw.
    /// Typing over a dispute settles it in favour of what is typed, typing over a number set aside replaces it.
    pub fn push(&mut self, cell: CellKey, value: CellValue, seen: u64) {
        let seen = match self.disputes.remove(&cell) {
            Some(dispute) => dispute.theirs.revision,
            None => seen,
        };
        self.aside.retain(|aside| aside.cell != cell);
        self.reasons.remove(&cell);
        self.order += 1;
        let order = self.order;
        self.waiting.entry(cell).and_modify(|waiting| waiting.value = value).or_insert(Waiting { value, seen, order });
    }

    /// Tells why the value that waits for a cell is locked.
    pub fn explain(&mut self, cell: CellKey, reason: String) {
        if self.waiting.get(&cell).is_some_and(|waiting| waiting.value.locked) {
            self.reasons.insert(cell, reason);
        }
    }

    /// The write to send now: the one under way, to be tried again, or a new one of all that waits. `None` when all is said.
    ///
    /// `id` makes the id of a new write.
    pub fn next(&mut self, id: impl FnOnce() -> String) -> Option<&Write> {
        if self.sending.is_none() && !self.left.is_empty() {
            self.sending = Some(self.left.remove(0).write);
            self.sending_left = true;
        } else if self.sending.is_none() && !self.waiting.is_empty() {
            self.sending = Some(Write { id: id(), edits: self.take_waiting() });
            self.sending_left = false;
        }
        self.sending.as_ref()
    }

    /// All that waits, in the order typed.
    fn take_waiting(&mut self) -> Vec<CellEdit> {
        let mut waiting: Vec<(CellKey, Waiting)> = std::mem::take(&mut self.waiting).into_iter().collect();
        waiting.sort_by_key(|(_, waiting)| waiting.order);
        let mut reasons = std::mem::take(&mut self.reasons);
        let edit = |(cell, waiting): (CellKey, Waiting)| CellEdit {
            reason: reasons.remove(&cell).filter(|_| waiting.value.locked),
            cell,
            value: waiting.value,
            seen: waiting.seen,
        };
        waiting.into_iter().map(edit).collect()
    }

    /// The write under way was applied, and its cells now have this revision. An answer to another write is ignored.
    pub fn accepted(&mut self, id: &str, revision: u64) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        for edit in &write.edits {
            if let Some(waiting) = self.waiting.get_mut(&edit.cell) {
                waiting.seen = revision;
            }
        }
        self.left_accepted(&write, revision);
    }

    /// The write under way was refused, because these cells are newer. They become disputes; the other edits of the batch
    /// wait again, unless something newer was typed over them. An answer to another write is ignored.
    pub fn refused(&mut self, id: &str, conflicts: Vec<CellConflict>) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        let mut theirs: BTreeMap<CellKey, CellConflict> =
            conflicts.into_iter().map(|conflict| (conflict.cell.clone(), conflict)).collect();
        for (place, edit) in write.edits.into_iter().enumerate() {
            if let Some(conflict) = theirs.remove(&edit.cell) {
                self.save_from_replacing(&edit);
                let newer = self.waiting.remove(&edit.cell).map(|waiting| waiting.value);
                let mine = newer.or_else(|| self.left_take(id, &edit.cell)).unwrap_or(edit.value);
                let agreed = CellValue { operators: conflict.operators, locked: conflict.locked } == mine;
                if !agreed {
                    self.dispute(edit.cell, Dispute { mine, theirs: conflict });
                }
            } else {
                self.put_back(id, place, edit);
            }
        }
    }

    /// Opens a dispute. Another number of mine that is disputed in the cell, of a tab that is gone, is set aside.
    fn dispute(&mut self, cell: CellKey, dispute: Dispute) {
        let mine = dispute.mine;
        if let Some(before) = self.disputes.insert(cell.clone(), dispute)
            && before.mine != mine
        {
            self.set_aside(CellEdit { cell, value: before.mine, seen: before.theirs.revision, reason: None });
        }
    }

    /// A number of a tab that is gone is set aside before one that was typed here, without knowing of it, takes its place.
    fn save_from_replacing(&mut self, edit: &CellEdit) {
        if self.sending_left && self.waiting.get(&edit.cell).is_some_and(|waiting| waiting.value != edit.value) {
            self.set_aside(edit.clone());
        }
    }

    /// An edit of a write that was not applied waits again, unless something newer was typed over it: then that one
    /// inherits what its writer saw.
    fn put_back(&mut self, id: &str, place: usize, edit: CellEdit) {
        if let Some(newer) = self.left_edit(id, &edit.cell) {
            newer.seen = edit.seen;
            return;
        }
        self.save_from_replacing(&edit);
        // It was typed before anything that waits: its place in the batch keeps it in front.
        let back = Waiting { value: edit.value, seen: edit.seen, order: place as u64 };
        if let Some(reason) = edit.reason.filter(|_| !self.waiting.contains_key(&edit.cell)) {
            self.reasons.insert(edit.cell.clone(), reason);
        }
        self.waiting.entry(edit.cell).and_modify(|newer| newer.seen = edit.seen).or_insert(back);
    }

    /// Someone else's accepted change reached this browser. A value that waits for the cell, unsent, becomes a dispute
    /// at once; a dispute learns the newer value.
    pub fn overtaken(&mut self, theirs: &CellConflict) {
        if let Some(dispute) = self.disputes.get_mut(&theirs.cell) {
            if dispute.theirs.revision < theirs.revision {
                dispute.theirs = theirs.clone();
            }
            return;
        }
        let under_way = self.writes().any(|write| write.edits.iter().any(|edit| edit.cell == theirs.cell));
        if under_way || self.waiting.get(&theirs.cell).is_none_or(|waiting| waiting.seen >= theirs.revision) {
            return;
        }
        if let Some(waiting) = self.waiting.remove(&theirs.cell) {
            self.disputes.insert(theirs.cell.clone(), Dispute { mine: waiting.value, theirs: theirs.clone() });
        }
    }

    /// Settles a dispute: mine is queued over theirs, or dropped. Nothing happens without a dispute.
    pub fn settle(&mut self, cell: &CellKey, keep_mine: bool) {
        let Some(dispute) = self.disputes.remove(cell) else { return };
        if !keep_mine {
            return;
        }
        self.order += 1;
        let mine = Waiting { value: dispute.mine, seen: dispute.theirs.revision, order: self.order };
        if let Some(before) = self.waiting.insert(cell.clone(), mine)
            && before.value != mine.value
        {
            self.set_aside(CellEdit { cell: cell.clone(), value: before.value, seen: before.seen, reason: None });
        }
    }

    /// The value that I see in a cell: what waits last, else what is under way, else what another tab left. `None` when the server's value stands.
    pub fn pending(&self, cell: &CellKey) -> Option<CellValue> {
        if let Some(waiting) = self.waiting.get(cell) {
            return Some(waiting.value);
        }
        let last = |write: &Write| write.edits.iter().find(|edit| edit.cell == *cell).map(|edit| edit.value);
        if let Some(mine) = self.sending.as_ref().filter(|_| !self.sending_left).and_then(last) {
            return Some(mine);
        }
        self.writes().filter_map(last).last()
    }

    /// The write under way, then those that tabs left, in the order in which they go out.
    fn writes(&self) -> impl Iterator<Item = &Write> {
        self.sending.iter().chain(self.left.iter().map(|left| &left.write))
    }

    /// The cells that wait or are under way, each once.
    pub fn pending_cells(&self) -> Vec<CellKey> {
        let sending = self.writes().flat_map(|write| write.edits.iter().map(|edit| edit.cell.clone()));
        let mut cells: Vec<CellKey> = self.waiting.keys().cloned().chain(sending).collect();
        cells.sort();
        cells.dedup();
        cells
    }

    /// The disputes that wait for a decision.
    pub fn disputes(&self) -> impl Iterator<Item = (&CellKey, &Dispute)> {
        self.disputes.iter()
    }

    /// Whether nothing waits, is under way, is disputed, set aside or came too late.
    pub fn is_empty(&self) -> bool {
        let quiet = self.writes().next().is_none() && self.waiting.is_empty() && self.disputes.is_empty();
        quiet && self.aside.is_empty() && self.stranded.is_empty()
    }
}

#[cfg(test)]
mod tests;
