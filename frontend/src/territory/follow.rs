//! What others change is seen without a reload: the page asks again when the figures move, or a scenario that can still move.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use shared::staffing::scenario::State;

use super::api::{self, Told};
use crate::live;

/// How long changes are gathered before the page asks again, milliseconds.
const GATHER_MS: u32 = 1_000;
/// How many scenarios are followed: each takes a connection of its own.
const FOLLOWED: usize = 8;

/// When to ask again.
#[derive(Clone, Copy)]
pub(super) struct Again {
    asked: RwSignal<u32>,
    soon: StoredValue<bool>,
}

impl Again {
    pub(super) fn new() -> Self {
        Self { asked: RwSignal::new(0), soon: StoredValue::new(false) }
    }

    /// Whoever tracks it asks whenever it is time.
    pub(super) fn track(self) {
        self.asked.track();
    }

    pub(super) fn now(self) {
        self.asked.try_update(|asked| *asked += 1);
    }

    /// Asks because something moved: once for all that moves within a second.
    pub(super) fn soon(self) {
        if self.soon.try_get_value() != Some(false) {
            return;
        }
        self.soon.set_value(true);
        spawn_local(async move {
            live::pause(GATHER_MS).await;
            if self.soon.try_set_value(false).is_none() {
                self.now();
            }
        });
    }
}

/// Follows what the page shows of a job centre, from what it knows of it now.
pub(super) fn follow(told: Memo<Option<Arc<Told>>>, again: Again) {
    let known = told.with_untracked(|told| told.as_ref().map(|told| told.figures_revision).unwrap_or_default());
    let figures = StoredValue::new(known);
    live::follow(
        move || api::figure_changes(figures.get_value()),
        move |change: api::FigureChanges| {
            figures.set_value(figures.get_value().max(change.figure_changes.revision));
            again.soon();
        },
    );
    let moving = Memo::new(move |_| {
        told.with(|told| {
            let all = told.iter().flat_map(|told| &told.cpi.allocations.nodes).map(|one| &one.scenario);
            let open = all.filter(|one| matches!(one.standing.read().state, State::Draft | State::Proposed));
            open.take(FOLLOWED).map(|one| one.id.clone()).collect::<Vec<_>>()
        })
    });
    // Runs anew, and with it the subscriptions, when other scenarios are there.
    Effect::new(move |_| {
        for id in moving.get() {
            let known = told.with_untracked(|told| {
                let mut all = told.iter().flat_map(|told| &told.cpi.allocations.nodes).map(|one| &one.scenario);
                all.find(|one| one.id == id).map(|one| one.revision).unwrap_or_default()
            });
            let revision = StoredValue::new(known);
            live::follow(
                move || api::scenario_changes(id.clone(), revision.get_value()),
                move |change: api::ScenarioChanges| {
                    let change = change.scenario_changes;
                    revision.set_value(revision.get_value().max(change.revision));
                    let code = told.with_untracked(|told| told.as_ref().map(|told| told.cpi.code.clone()));
                    if code.is_some_and(|code| change.touches(&code)) {
                        again.soon();
                    }
                },
            );
        }
    });
}
