//! What goes on after the board was left: the edits that wait are sent until none is left, or until their board is open again.

use std::cell::RefCell;

use leptos::prelude::*;
use shared::Problem;
use wasm_bindgen_futures::spawn_local;

use super::{api, keep::Keeper, sync};
use crate::{graphql::Failure, ids::uuid, live::pause};

/// The first wait before a failed write is tried again, and the longest, milliseconds.
const WAIT_MS: (u32, u32) = (1_000, 30_000);

thread_local! {
    /// The boards that are open in this page: they send for themselves.
    static OPEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes that a board is open. When it is left, what still waits goes on being sent.
pub(super) fn opened(keeper: Keeper, scenario: String) {
    OPEN.with_borrow_mut(|open| open.push(keeper.name().to_owned()));
    on_cleanup(move || {
        OPEN.with_borrow_mut(|open| {
            if let Some(place) = open.iter().position(|name| name == keeper.name()) {
                open.swap_remove(place);
            }
        });
        spawn_local(send(keeper, scenario));
    });
}

async fn send(keeper: Keeper, scenario: String) {
    let stop = || !keeper.is_mine() || OPEN.with_borrow(|open| open.iter().any(|name| name == keeper.name()));
    let mut wait = WAIT_MS.0;
    while !stop() {
        let mut outbox = keeper.outbox();
        let Some(write) = outbox.next(uuid).cloned() else { return };
        keeper.keep_outbox(&outbox);
        let answer = api::scenario_cells_set(&scenario, &write).await;
        if stop() {
            // Whoever opened the board sends it again, under the same id.
            return;
        }
        match answer {
            Ok(revision) => outbox.accepted(&write.id, revision),
            Err(Failure::Refused(Problem::Conflict { cells, .. })) => outbox.refused(&write.id, cells),
            // The scenario is no draft any more: its board says so, and asks what becomes of them.
            Err(Failure::Refused(Problem::WrongState(_))) => outbox.strand(&write.id),
            Err(Failure::Refused(Problem::SignedOut)) => return,
            Err(Failure::Refused(problem)) if sync::is_final(&problem) => outbox.rejected(&write.id, &problem),
            Err(_) => {
                pause(wait).await;
                wait = (wait * 2).min(WAIT_MS.1);
                continue;
            }
        }
        wait = WAIT_MS.0;
        keeper.keep_outbox(&outbox);
    }
}
