//! The window of a step: what it does, a note, and the button. A refusal keeps the note.

use leptos::{html, prelude::*};
use shared::staffing::scenario::Step;

use super::{
    api,
    words::{name_of_step, text_of_step},
};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, t_string},
    ids::uuid,
    ui::{dialog::Dialog, problem},
};

/// Takes a step of the board's scenario: the board shows at once where it stands then.
///
/// # Errors
/// Why it was not taken.
pub(super) async fn take(board: Board, write: &str, step: Step, note: &str) -> Result<(), Failure> {
    let Some(scenario) = board.plan.try_with_value(|plan| plan.uuid.clone()) else { return Ok(()) };
    let seen = board.revision.get_untracked();
    let told = api::scenario_step(&scenario, write, step, note, seen).await?;
    board.stands(told.read(), told.note);
    Ok(())
}

/// The window. It stands open while there is a step.
#[component]
pub(super) fn StepWindow(words: Words, board: Board, step: RwSignal<Option<Step>>) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let write = StoredValue::new(uuid());
    let close = Callback::new(move |()| {
        step.set(None);
        wrong.set(None);
    });
    let submit = Callback::new(move |()| {
        let Some(taken) = step.get_untracked() else { return };
        if let Err(rule) = taken.checked_note(&note.get_untracked()) {
            return wrong.set(Some(problem::rule(words, &rule)));
        }
        busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let done = take(board, &write.get_value(), taken, &note.get_untracked()).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(()) => {
                    note.try_set(String::new());
                    close.try_run(());
                    super::head::focus_title();
                }
                Err(failure) => {
                    if let Failure::Refused(shared::Problem::WrongState(standing)) = &failure {
                        board.stands_by_refusal(standing);
                    }
                    wrong.try_set(Some(untrack(|| problem::failure(words, &failure))));
                }
            }
        });
    });
    let title = Signal::derive(move || step.get().map_or("", |step| name_of_step(words, step)).to_owned());
    view! {
        <Dialog words id="step-title" title open=Signal::derive(move || step.get().is_some()) on_close=close>
            <Form words board step note wrong busy on_submit=submit/>
        </Dialog>
    }
}

#[component]
fn Form(
    words: Words,
    board: Board,
    step: RwSignal<Option<Step>>,
    note: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    on_submit: Callback<()>,
) -> impl IntoView {
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let year = move || board.outline.with(|outline| outline.year);
    let text = move || step.get().map(|step| text_of_step(words, step, year()));
    let reasoned = move || step.get().is_some_and(Step::wants_reason);
    let label = move || if reasoned() { t_string!(words, standing.reason) } else { t_string!(words, standing.note) };
    Effect::new(move |_| {
        if let (true, Some(field)) = (wrong.with(Option::is_some), field.get()) {
            let _ = field.focus();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form class="step-form" novalidate="" on:submit=submit>
            <p>{text}</p>
            <label for="step-note">{label}</label>
            <textarea id="step-note" class="form-control" rows="3" node_ref=field autofocus=true
                prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))
                aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby="step-wrong"></textarea>
            <p id="step-wrong" class="wrong" role="alert">{move || wrong.get()}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                {move || step.get().map(|step| name_of_step(words, step))}
            </button>
        </form>
    }
}
