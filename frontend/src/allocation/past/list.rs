//! Every change that is known, the newest first: a press shows the scenario as that change left it.

use leptos::prelude::*;
use shared::staffing::past::Timeline;

use super::{
    super::board::Board,
    Entry,
    words::{what, when},
};
use crate::i18n::{Words, t_string};

/// The list.
#[component]
pub(super) fn Changes(
    words: Words,
    board: Board,
    timeline: RwSignal<Timeline>,
    entries: RwSignal<Vec<Entry>>,
    at: Signal<u64>,
    /// Shows the scenario as it was at a revision.
    go: Callback<u64>,
) -> impl IntoView {
    // Folded it costs nothing.
    let opened = RwSignal::new(false);
    let rows = move || {
        let all = |entries: &Vec<Entry>| entries.iter().rev().cloned().collect::<Vec<Entry>>();
        if opened.get() { entries.with(all) } else { Vec::new() }
    };
    view! {
        <details class="past-list" on:toggle=move |_| opened.set(true)>
            <summary>{move || t_string!(words, past.all)}</summary>
            <ol reversed="">
                <For each=rows key=|entry| entry.revision let:entry>
                    <Row words board timeline entry at go/>
                </For>
            </ol>
        </details>
    }
}

#[component]
fn Row(
    words: Words,
    board: Board,
    timeline: RwSignal<Timeline>,
    entry: Entry,
    at: Signal<u64>,
    go: Callback<u64>,
) -> impl IntoView {
    let revision = entry.revision;
    let told = {
        let entry = entry.clone();
        // What was done does not change any more.
        move || timeline.with_untracked(|timeline| what(words, board, timeline, &entry))
    };
    view! {
        <li value=revision.to_string()>
            <button type="button" class="past-entry" data-past-entry=revision.to_string()
                aria-current=move || (at.get() == revision).then_some("step") on:click=move |_| go.run(revision)>
                <span>{move || when(words, &entry)}</span>" "<b>{told}</b>
            </button>
        </li>
    }
}
