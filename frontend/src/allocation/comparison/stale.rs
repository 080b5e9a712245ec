//! Whether something has changed since the scenarios were compared: it is told, and nothing moves until the reader wants it.

use leptos::prelude::*;

use crate::{
    allocation::{
        api::{ScenarioChanges, figure_changes, scenario_changes},
        standing::focus_title,
    },
    i18n::{Words, t_string},
    live::follow,
};

/// The line that says so, with the button that compares anew.
#[component]
pub(super) fn Stale(
    words: Words,
    /// The scenarios' UUIDs, and the revisions that were compared.
    scenarios: Vec<(String, u64)>,
    /// The revision of the figures.
    figures: u64,
    on_again: Callback<()>,
) -> impl IntoView {
    let changed = RwSignal::new(false);
    let note = move || {
        changed.try_set(true);
    };
    for (key, after) in scenarios {
        follow(
            move || scenario_changes(&key, after),
            move |answer: ScenarioChanges| {
                if !answer.scenario_changes.is_talk() {
                    note();
                }
            },
        );
    }
    follow(move || figure_changes(figures), move |_| note());
    let again = move |_| {
        // The button goes away with what it was pressed on.
        focus_title();
        on_again.run(());
    };
    view! {
        <div role="status">
            <Show when=move || changed.get()>
                <p class="compare-stale">
                    {move || t_string!(words, comparison.stale)}" "
                    <button type="button" id="compare-again" class="btn btn-outline-primary btn-xs" on:click=again>
                        {move || t_string!(words, comparison.again)}
                    </button>
                </p>
            </Show>
        </div>
    }
}
