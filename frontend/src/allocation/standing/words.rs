//! States and steps in words.

use leptos::prelude::*;
use shared::staffing::scenario::{Standing, State, Step};

use crate::{
    i18n::{Words, fill, t_string},
    ui::format::instant,
};

/// The word for a state.
pub(in super::super) fn name_of_state(words: Words, state: State) -> &'static str {
    match state {
        State::Draft => t_string!(words, standing.draft),
        State::Proposed => t_string!(words, standing.proposed),
        State::Approved => t_string!(words, standing.approved),
        State::InForce => t_string!(words, standing.in_force),
    }
}

/// The word on the button of a step.
pub(super) fn name_of_step(words: Words, step: Step) -> &'static str {
    match step {
        Step::Propose => t_string!(words, standing.propose),
        Step::SendBack => t_string!(words, standing.send_back),
        Step::Approve => t_string!(words, standing.approve),
        // Nobody is offered the second.
        Step::PutInForce | Step::Supersede => t_string!(words, standing.put_in_force),
        Step::Archive => t_string!(words, standing.archive),
        Step::Restore => t_string!(words, standing.restore),
    }
}

/// What a step does, for its window.
pub(super) fn text_of_step(words: Words, step: Step, year: u16) -> String {
    match step {
        Step::Propose => t_string!(words, standing.propose_text).to_owned(),
        Step::SendBack => t_string!(words, standing.send_back_text).to_owned(),
        Step::Approve => t_string!(words, standing.approve_text).to_owned(),
        _ => fill(t_string!(words, standing.put_in_force_text), &[("year", &year.to_string())]),
    }
}

/// Who brought it there and when: `da Anna, 25/11/2026, 10:42`; nothing when nobody did.
pub(super) fn since(words: Words, standing: &Standing) -> Option<String> {
    let at = instant(words, &standing.at);
    (!standing.by.is_empty()).then(|| fill(t_string!(words, standing.since), &[("by", &standing.by), ("at", &at)]))
}

/// The state as a badge, and whether it was put away. The words carry the meaning, the colour only repeats it.
#[component]
pub(crate) fn Badge(words: Words, #[prop(into)] of: Signal<Standing>) -> impl IntoView {
    view! {
        <span class=move || of.with(|of| format!("state state-{}", of.state.name().to_ascii_lowercase()))
            data-state=move || of.with(|of| of.state.name())>
            {move || name_of_state(words, of.with(|of| of.state))}
        </span>
        <Show when=move || of.with(|of| of.archived)>
            <span class="state state-archived">{move || t_string!(words, standing.archived)}</span>
        </Show>
    }
}
