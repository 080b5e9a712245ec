//! What was moved, step by step, so that it can be taken back and done again.

use super::Moves;

/// The most steps that are remembered.
const MAX_STEPS: usize = 200;

/// The moves before each step, and those after each that was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    past: Vec<Moves>,
    future: Vec<Moves>,
}

impl Trail {
    /// Remembers what stood before a step. What was taken back before it cannot be done again.
    pub fn record(&mut self, before: Moves) {
        self.future.clear();
        self.past.push(before);
        if self.past.len() > MAX_STEPS {
            self.past.remove(0);
        }
    }

    /// Takes back the last step: what stood before it. `None` when there is none.
    pub fn undo(&mut self, now: Moves) -> Option<Moves> {
        let before = self.past.pop()?;
        self.future.push(now);
        Some(before)
    }

    /// Does again what was taken back last. `None` when there is nothing.
    pub fn redo(&mut self, now: Moves) -> Option<Moves> {
        let after = self.future.pop()?;
        self.past.push(now);
        Some(after)
    }

    /// Whether something can be taken back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether something can be done again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
