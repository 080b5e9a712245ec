//! The edits of one browser that the server has not acknowledged: in order, each once, none lost.
//!
//! One write is under way at a time. It keeps its client-made id until it is answered, through any number of tries and
//! reloads, so the server applies it once. What is typed meanwhile waits; a cell typed twice waits once.

mod stranded;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CellEdit, CellKey, CellValue};
use crate::problem::CellConflict;

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
    #[serde(with = "as_pairs")]
    waiting: BTreeMap<CellKey, Waiting>,
    #[serde(with = "as_pairs")]
    disputes: BTreeMap<CellKey, Dispute>,
    /// What came too late for the scenario.
    #[serde(default, with = "as_pairs")]
    stranded: BTreeMap<CellKey, CellValue>,
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
    /// Typing over a dispute settles it in favour of what is typed.
    pub fn push(&mut self, cell: CellKey, value: CellValue, seen: u64) {
        let seen = match self.disputes.remove(&cell) {
            Some(dispute) => dispute.theirs.revision,
            None => seen,
        };
        self.order += 1;
        let order = self.order;
        self.waiting.entry(cell).and_modify(|waiting| waiting.value = value).or_insert(Waiting { value, seen, order });
    }

    /// The write to send now: the one under way, to be tried again, or a new one of all that waits. `None` when all is said.
    ///
    /// `id` makes the id of a new write.
    pub fn next(&mut self, id: impl FnOnce() -> String) -> Option<&Write> {
        if self.sending.is_none() && !self.waiting.is_empty() {
            let mut waiting: Vec<(CellKey, Waiting)> = std::mem::take(&mut self.waiting).into_iter().collect();
            waiting.sort_by_key(|(_, waiting)| waiting.order);
            let edits = waiting
                .into_iter()
                .map(|(cell, waiting)| CellEdit { cell, value: waiting.value, seen: waiting.seen })
                .collect();
            self.sending = Some(Write { id: id(), edits });
        }
        self.sending.as_ref()
    }

    /// The write under way was applied, and its cells now have this revision. An answer to another write is ignored.
    pub fn accepted(&mut self, id: &str, revision: u64) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        for edit in &write.edits {
            if let Some(waiting) = self.waiting.get_mut(&edit.cell) {
                waiting.seen = revision;
            }
        }
    }

    /// The write under way was refused, because these cells are newer. They become disputes; the other edits of the batch
    /// wait again, unless something newer was typed over them. An answer to another write is ignored.
    pub fn refused(&mut self, id: &str, conflicts: Vec<CellConflict>) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        let mut theirs: BTreeMap<CellKey, CellConflict> =
            conflicts.into_iter().map(|conflict| (conflict.cell.clone(), conflict)).collect();
        for (place, edit) in write.edits.into_iter().enumerate() {
            if let Some(conflict) = theirs.remove(&edit.cell) {
                let mine = self.waiting.remove(&edit.cell).map_or(edit.value, |waiting| waiting.value);
                let agreed = CellValue { operators: conflict.operators, locked: conflict.locked } == mine;
                if !agreed {
                    self.disputes.insert(edit.cell, Dispute { mine, theirs: conflict });
                }
            } else {
                // It was typed before anything that waits: its place in the batch keeps it in front.
                let back = Waiting { value: edit.value, seen: edit.seen, order: place as u64 };
                self.waiting.entry(edit.cell).and_modify(|newer| newer.seen = edit.seen).or_insert(back);
            }
        }
    }

    /// Drops the write under way: the server will never take it. Gives back its edits, so that nothing is lost unseen.
    pub fn rejected(&mut self, id: &str) -> Vec<CellEdit> {
        self.sending.take_if(|write| write.id == id).map(|write| write.edits).unwrap_or_default()
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
        let under_way =
            self.sending.as_ref().is_some_and(|write| write.edits.iter().any(|edit| edit.cell == theirs.cell));
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
        if keep_mine {
            self.push(cell.clone(), dispute.mine, dispute.theirs.revision);
        }
    }

    /// The value that I see in a cell: what waits last, else what is under way. `None` when the server's value stands.
    pub fn pending(&self, cell: &CellKey) -> Option<CellValue> {
        if let Some(waiting) = self.waiting.get(cell) {
            return Some(waiting.value);
        }
        let write = self.sending.as_ref()?;
        write.edits.iter().find(|edit| edit.cell == *cell).map(|edit| edit.value)
    }

    /// The cells that wait or are under way, each once.
    pub fn pending_cells(&self) -> Vec<CellKey> {
        let sending = self.sending.iter().flat_map(|write| write.edits.iter().map(|edit| edit.cell.clone()));
        let mut cells: Vec<CellKey> = self.waiting.keys().cloned().chain(sending).collect();
        cells.sort();
        cells.dedup();
        cells
    }

    /// The disputes that wait for a decision.
    pub fn disputes(&self) -> impl Iterator<Item = (&CellKey, &Dispute)> {
        self.disputes.iter()
    }

    /// Whether nothing waits, is under way, is disputed or came too late.
    pub fn is_empty(&self) -> bool {
        self.sending.is_none() && self.waiting.is_empty() && self.disputes.is_empty() && self.stranded.is_empty()
    }
}

#[cfg(test)]
mod tests;
