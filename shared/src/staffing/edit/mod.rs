//! Undo and redo of one's own edits, by steps. Undo never overwrites what someone else wrote since.

use serde::{Deserialize, Serialize};

use super::{CellKey, CellValue};

/// The most steps that are remembered; the oldest is forgotten.
pub const MAX_STEPS: usize = 500;
/// The most changed cells that are remembered over all steps, so that a browser has room for them; the last step always is.
pub const MAX_CHANGES: usize = 5_000;

/// One cell's change within a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange {
    /// Which cell.
    pub cell: CellKey,
    /// Its value before.
    pub before: CellValue,
    /// Its value after.
    pub after: CellValue,
    /// Why it was locked before, if that was told: a lock that undo brings back has its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What undo or redo makes of a cell: its value, and why it is locked, if that is brought back.
pub type Turned = (CellKey, CellValue, Option<String>);

/// What one act of the planner changed: one typed number, or a whole paste.
pub type Step = Vec<CellChange>;

/// What cannot be undone or redone, because the cells no longer hold what the step left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale(pub Vec<CellKey>);

/// The steps that can be undone and redone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Remembers a step. Cells that did not change are left out; a step without a change is not remembered.
    /// A new step ends the chance to redo.
    pub fn record(&mut self, step: Step) {
        let step: Step = step.into_iter().filter(|change| change.before != change.after).collect();
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(step);
        let mut changes: usize = self.done.iter().map(Vec::len).sum();
        while self.done.len() > 1 && (self.done.len() > MAX_STEPS || changes > MAX_CHANGES) {
            changes -= self.done.remove(0).len();
        }
    }

    /// Forgets what never came to be: of each value that was refused and given up, the last change that led to it.
    pub fn forget(&mut self, given_up: impl IntoIterator<Item = (CellKey, CellValue)>) {
        for (cell, value) in given_up {
            let leads = |change: &CellChange| change.cell == cell && change.after == value;
            if let Some(step) = self.done.iter_mut().rev().find(|step| step.iter().any(leads)) {
                step.retain(|change| !leads(change));
            }
        }
        self.done.retain(|step| !step.is_empty());
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Takes back the last step: the cells with the values they shall have. `None` when there is none.
    ///
    /// # Errors
    /// [`Stale`] when a cell, as `current` tells, no longer holds what the step left. The step is then forgotten.
    pub fn undo(&mut self, current: impl Fn(&CellKey) -> CellValue) -> Option<Result<Vec<Turned>, Stale>> {
        let step = self.done.pop()?;
        let stale = stale(&step, &current, |change| change.after);
        if !stale.is_empty() {
            return Some(Err(Stale(stale)));
        }
        let values = step.iter().map(|change| (change.cell.clone(), change.before, change.reason.clone())).collect();
        self.undone.push(step);
        Some(Ok(values))
    }

    /// Does again the step that was taken back last. `None` when there is none.
    ///
    /// # Errors
    /// [`Stale`] when a cell, as `current` tells, no longer holds what the undo left. The step is then forgotten.
    pub fn redo(&mut self, current: impl Fn(&CellKey) -> CellValue) -> Option<Result<Vec<Turned>, Stale>> {
        let step = self.undone.pop()?;
        let stale = stale(&step, &current, |change| change.before);
        if !stale.is_empty() {
            return Some(Err(Stale(stale)));
        }
        let values = step.iter().map(|change| (change.cell.clone(), change.after, None)).collect();
        self.done.push(step);
        Some(Ok(values))
    }
}

fn stale(
    step: &Step,
    current: &impl Fn(&CellKey) -> CellValue,
    expected: impl Fn(&CellChange) -> CellValue,
) -> Vec<CellKey> {
    step.iter().filter(|change| current(&change.cell) != expected(change)).map(|change| change.cell.clone()).collect()
}

#[cfg(test)]
mod tests;
