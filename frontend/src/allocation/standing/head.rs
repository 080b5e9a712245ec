//! In the head of the board: where the scenario stands and by whom, and the steps that the reader may take from there.

use leptos::prelude::*;
use shared::{identity::Action, staffing::scenario::Step};
use wasm_bindgen::JsCast as _;

use super::{
    act::{StepWindow, take},
    copy::{CopyWindow, Original},
    words::{Badge, name_of_state, name_of_step, since},
};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, problem},
};

/// The state, who brought it there, what was said with it, and what the scenario was copied from.
#[component]
pub(in super::super) fn Stand(words: Words, board: Board) -> impl IntoView {
    let since = move || board.standing.with(|standing| since(words, standing));
    let note = move || board.note.get().filter(|_| board.standing.with(|standing| !standing.by.is_empty()));
    // What others do to the whole is announced, and nothing at the beginning.
    Effect::new(move |before: Option<()>| {
        let text = board.standing.with(|standing| {
            let state = untrack(|| name_of_state(words, standing.state));
            format!("{state} {}", untrack(|| super::words::since(words, standing)).unwrap_or_default())
        });
        if before.is_some() {
            Announcer::say(text);
        }
    });
    view! {
        <Badge words of=board.standing/>
        <span class="since">{since}</span>
        {move || note().map(|note| view! { <q class="step-note">{note}</q> })}
    }
}

/// The scenario that this one was copied from.
#[component]
fn CopiedFrom(words: Words, board: Board) -> impl IntoView {
    board.copied_from.get_value().map(|(key, name, revision)| {
        let text = move || fill(t_string!(words, standing.copied_from), &[("n", &revision.to_string())]);
        let uuid = board.plan.with_value(|plan| plan.uuid.clone());
        let merging = format!("/allocazione/{uuid}?unisci={key}");
        let may = move || board.session.may_at_all(Action::EditCells) && !board.is_frozen();
        view! {
            <p class="board-meta">
                {text}" "<a href=format!("/allocazione/{key}")>{name}</a>
                <Show when=may>" · "<a data-merge-open="" href=merging.clone()>{move || t_string!(words, merging.from_origin)}</a></Show>
            </p>
        }
    })
}

/// The steps, as buttons, and the copy. What cannot be done from here or by this reader is not offered.
#[component]
pub(in super::super) fn Steps(words: Words, board: Board) -> impl IntoView {
    let step = RwSignal::new(None::<Step>);
    let original = RwSignal::new(None::<Original>);
    let failed = RwSignal::new(None::<Failure>);
    let possible = Memo::new(move |_| {
        let may = |step: &Step| step.action().is_some_and(|action| board.session.may_at_all(action));
        let standing = board.standing.get();
        Step::ALL.into_iter().filter(|step| standing.allows(*step) && may(step)).collect::<Vec<Step>>()
    });
    let press = move |pressed: Step| {
        failed.set(None);
        // A step is of the scenario as it stands: that is what is looked at.
        board.look_back(None);
        match pressed {
            // Undone by the button that stands here afterwards: no need to ask.
            Step::Archive | Step::Restore => wasm_bindgen_futures::spawn_local(async move {
                match take(board, &uuid(), pressed, "").await {
                    Ok(()) => focus_title(),
                    Err(failure) => drop(failed.try_set(Some(failure))),
                }
            }),
            _ => step.set(Some(pressed)),
        }
    };
    let copy = move |_| {
        let name = board.outline.with_untracked(|outline| outline.name.clone());
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        original.set(Some(Original { scenario, name, revision: board.revision.get_untracked(), edits: Vec::new() }));
    };
    let buttons = move || {
        let button = |step: Step| {
            view! {
                <button type="button" class="btn btn-outline-primary btn-xs" data-step=step.name() on:click=move |_| press(step)>
                    {move || name_of_step(words, step)}
                </button>
            }
            .into_any()
        };
        possible.get().into_iter().map(button).collect::<Vec<AnyView>>()
    };
    view! {
        <CopiedFrom words board/>
        <div class="steps" role="group" aria-label=move || t_string!(words, standing.steps)>
            {buttons}
            <Show when=move || board.session.may_at_all(Action::CopyScenarios)>
                <button type="button" class="btn btn-outline-primary btn-xs" data-step="COPY" on:click=copy>
                    {move || t_string!(words, standing.copy)}
                </button>
            </Show>
        </div>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <StepWindow words board step/>
        <CopyWindow words original on_copied=Callback::new(|()| {})/>
    }
}

/// Takes the focus to the page's title: what had it may be gone with the step.
pub(in super::super) fn focus_title() {
    request_animation_frame(|| {
        let title = document().query_selector("main h1").ok().flatten();
        if let Some(title) = title.as_ref().and_then(|title| title.dyn_ref::<web_sys::HtmlElement>()) {
            let _ = title.focus();
        }
    });
}
