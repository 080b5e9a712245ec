//! In the list of scenarios: which are to be compared, and the button that compares them.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::staffing::comparison::{MAX_SCENARIOS, MIN_SCENARIOS};

use super::address_of;
use crate::i18n::{Words, fill, t_string};

/// The UUIDs of the scenarios that are marked, in the order in which they were: cheap to copy.
#[derive(Clone, Copy)]
pub(in super::super) struct Pick(RwSignal<Vec<String>>);

impl Pick {
    pub(in super::super) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    fn can_compare(self) -> bool {
        self.0.with(|keys| (MIN_SCENARIOS..=MAX_SCENARIOS).contains(&keys.len()))
    }

    /// The mark of one scenario.
    pub(in super::super) fn mark(self, words: Words, key: String, name: String) -> AnyView {
        let id = format!("pick-{key}");
        let here = {
            let key = key.clone();
            move || self.0.with(|keys| keys.contains(&key))
        };
        let turn = move |event| {
            let on = event_target_checked(&event);
            self.0.update(|keys| {
                keys.retain(|known| *known != key);
                if on {
                    keys.push(key.clone());
                }
            });
        };
        let label = move || fill(t_string!(words, comparison.pick_named), &[("name", &name)]);
        view! { <input id=id type="checkbox" aria-label=label prop:checked=here on:change=turn/> }.into_any()
    }
}

/// The button that compares what is marked, and how many that may be.
#[component]
pub(in super::super) fn PickBar(words: Words, pick: Pick) -> impl IntoView {
    let navigate = use_navigate();
    let compare = move |_| {
        let keys = pick.0.get_untracked();
        navigate(&address_of(&keys), NavigateOptions::default());
    };
    let told = move || {
        let count = pick.0.with(Vec::len);
        let text = match count {
            0 => t_string!(words, comparison.pick_some),
            count if count > MAX_SCENARIOS => t_string!(words, comparison.pick_fewer),
            1 => t_string!(words, comparison.picked_one),
            _ => t_string!(words, comparison.picked),
        };
        fill(text, &[("n", &count.to_string())])
    };
    view! {
        <div class="compare-bar">
            <button type="button" id="compare" class="btn btn-outline-primary btn-xs" aria-describedby="compare-told"
                disabled=move || !pick.can_compare() on:click=compare>
                {move || t_string!(words, comparison.compare)}
            </button>
            <span id="compare-told" role="status">{told}</span>
        </div>
    }
}
