//! Edits that the server will not take as they are: kept with the reason, until their writer tries again or drops them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{CellEdit, CellKey, CellValue, Outbox, Waiting};
use crate::problem::Problem;

/// A number that was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// Which cell.
    pub cell: CellKey,
    /// What was typed.
    pub value: CellValue,
    /// The cell's revision that its writer saw.
    pub seen: u64,
    /// Why the server refused it.
    pub why: Problem,
}

impl Outbox {
    /// The write under way was refused for good. The edits that the refusal names are set aside, the others wait again;
    /// a refusal that names none sets all of them aside. What was typed over meanwhile is not kept. An answer to another
    /// write is ignored.
    pub fn rejected(&mut self, id: &str, why: &Problem) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        let named = named(why, write.edits.len());
        for (place, edit) in write.edits.into_iter().enumerate() {
            let typed_over = self.waiting.contains_key(&edit.cell) || self.left_edit(id, &edit.cell).is_some();
            if typed_over || !(named.is_empty() || named.contains(&place)) {
                self.put_back(id, place, edit);
            } else {
                let CellEdit { cell, value, seen, .. } = edit;
                self.aside.push(Aside { cell, value, seen, why: why.clone() });
            }
        }
    }

    /// Sets a number aside that has to give way to another one of mine.
    pub(super) fn set_aside(&mut self, edit: CellEdit) {
        let why = Problem::Conflict { cells: Vec::new(), figures: Vec::new() };
        self.aside.push(Aside { cell: edit.cell, value: edit.value, seen: edit.seen, why });
    }

    /// The numbers that were refused.
    pub fn aside(&self) -> &[Aside] {
        &self.aside
    }

    /// Sends the numbers that were refused once more, over what their writer saw then. One whose cell has another number of
    /// mine that waits or is under way stays aside: that one was typed later, and would be lost if it came back.
    pub fn retry(&mut self) {
        for aside in std::mem::take(&mut self.aside) {
            if self.pending(&aside.cell).is_some() {
                self.aside.push(aside);
                continue;
            }
            self.order += 1;
            self.waiting.insert(aside.cell, Waiting { value: aside.value, seen: aside.seen, order: self.order });
        }
    }

    /// Gives up the numbers that were refused.
    pub fn drop_aside(&mut self) {
        self.aside.clear();
    }
}

/// The places of a batch that a refusal names as `edits.N...`; none when it speaks of anything else.
fn named(why: &Problem, edits: usize) -> BTreeSet<usize> {
    let Problem::Invalid { fields } = why else { return BTreeSet::new() };
    let place = |field: &str| field.strip_prefix("edits.")?.split('.').next()?.parse().ok();
    let places: Option<BTreeSet<usize>> =
        fields.iter().map(|problem| place(&problem.field).filter(|place| *place < edits)).collect();
    places.unwrap_or_default()
}
