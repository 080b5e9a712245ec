//! What the page knows: the last answer, the scenario looked at, and when to ask again.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::api::{self, Overview};
use crate::{
    graphql::Failure,
    live,
    session::{Session, Viewer},
};

/// How long after a failed try the page asks again by itself, milliseconds.
const RETRY_MS: u32 = 3_000;
/// How long changes are gathered before the page asks again, milliseconds.
const GATHER_MS: u32 = 1_000;

/// The state of the page.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// The last answer; it stays while the next is on its way.
    pub(super) overview: RwSignal<Option<Arc<Overview>>>,
    pub(super) failure: RwSignal<Option<Failure>>,
    /// The scenario whose operators count, by UUID.
    pub(super) scenario: RwSignal<Option<String>>,
    /// The question under way, counted, so that a late answer to an old one is dropped; and whether to ask once more.
    asked: StoredValue<u32>,
    /// The page asks again in a moment.
    soon: StoredValue<bool>,
}

impl State {
    pub(super) fn new() -> Self {
        let state = Self {
            overview: RwSignal::new(None),
            failure: RwSignal::new(None),
            scenario: RwSignal::new(None),
            asked: StoredValue::new(0),
            soon: StoredValue::new(false),
        };
        let session = expect_context::<Session>();
        // Whoever signs in may see more than before.
        Effect::new(move |before: Option<Option<Viewer>>| {
            let viewer = session.viewer.get();
            if before.is_none_or(|before| before != viewer) {
                state.load();
            }
            viewer
        });
        state
    }

    /// Asks for everything; of several questions only the last one's answer counts.
    pub(super) fn load(self) {
        let number = self.asked.with_value(|asked| asked + 1);
        self.asked.set_value(number);
        spawn_local(async move {
            let Some(scenario) = self.scenario.try_get_untracked() else { return };
            let answer = api::overview(scenario.as_deref()).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(overview) => {
                    self.failure.try_set(None);
                    self.overview.try_set(Some(Arc::new(overview)));
                }
                Err(failure) => {
                    let again = failure == Failure::Offline;
                    // Said once, not at every try.
                    if self.failure.try_with_untracked(|known| known.as_ref() != Some(&failure)) == Some(true) {
                        self.failure.set(Some(failure));
                    }
                    live::pause(RETRY_MS).await;
                    if again && self.asked.try_get_value() == Some(number) {
                        self.load();
                    }
                }
            }
        });
    }

    /// Asks again because something moved: once for all that moves within a second.
    pub(super) fn load_soon(self) {
        if self.soon.get_value() {
            return;
        }
        self.soon.set_value(true);
        spawn_local(async move {
            live::pause(GATHER_MS).await;
            if self.soon.try_set_value(false).is_none() {
                self.load();
            }
        });
    }

    /// Looks at another scenario, or at none.
    pub(super) fn choose(self, uuid: Option<String>) {
        self.scenario.set(uuid);
        self.load();
    }

    /// A part of the last answer.
    pub(super) fn part<T: Default>(self, part: impl FnOnce(&Overview) -> T) -> T {
        self.overview.with(|overview| overview.as_deref().map(part)).unwrap_or_default()
    }

    /// The pressure of each CPI, in the answer's order.
    pub(super) fn pressures(self) -> Vec<f64> {
        self.part(|overview| overview.sizing.cpis.iter().map(|cpi| cpi.load.pressure()).collect())
    }
}
