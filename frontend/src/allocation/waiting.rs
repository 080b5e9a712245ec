//! What a board has not sent, or came too late: kept in the browser, taken over from tabs that are gone, written later.

use leptos::prelude::*;
use shared::staffing::{CellKey, CellValue, outbox::Outbox};

use super::board::Board;
use crate::{ids::uuid, ui::frame::after_paint};

impl Board {
    /// Keeps the steps that can be undone, once what they did is painted.
    pub(super) fn keep_history(&self) {
        let board = *self;
        after_paint(move || {
            board.keeper.try_with_value(|keeper| {
                board.history.try_with_untracked(|history| keeper.keep_history(history));
            });
        });
    }

    /// Takes over the outbox of a tab that is gone. False when it could not be kept here, or when the board was left.
    pub(super) fn adopt(&self, gone: Outbox) -> bool {
        if self.outbox.try_update(|outbox| outbox.merge(gone, uuid)).is_none() {
            return false;
        }
        self.refresh_all();
        self.keep_outbox()
    }

    /// Keeps edits apart that came too late.
    pub(super) fn keep_late(&self, edits: Vec<(CellKey, CellValue)>) {
        if !edits.is_empty() {
            self.outbox.update(|outbox| outbox.strand_typed(edits));
            self.keep_outbox();
        }
    }

    /// Gives the edits that came too late away.
    pub(super) fn take_late(&self) -> Vec<(CellKey, CellValue)> {
        let edits = self.outbox.try_update(shared::staffing::outbox::Outbox::take_stranded).unwrap_or_default();
        self.keep_outbox();
        edits
    }

    /// Writes the edits that came too late, now that the scenario is a draft again.
    pub(super) fn write_late(&self) {
        self.look_back(None);
        let plan = self.plan.get_value();
        let values: Vec<(usize, CellValue)> =
            self.take_late().into_iter().filter_map(|(key, value)| Some((plan.cell(&key)?, value))).collect();
        self.set(&values);
    }

    /// Keeps what waits, and says whether the browser had room for it. Nothing is done once the board was left.
    pub(super) fn keep_outbox(&self) -> bool {
        let kept = self
            .keeper
            .try_with_value(|keeper| self.outbox.try_with_untracked(|outbox| keeper.keep_outbox(outbox)))
            .flatten()
            .unwrap_or_default();
        if self.full.try_get_untracked() == Some(kept) {
            self.full.set(!kept);
        }
        kept
    }
}
