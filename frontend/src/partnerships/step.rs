//! A step with a partnership: done at once where nothing is asked, else in a window that asks only for what the step needs.

use leptos::prelude::*;
use shared::{FieldProblem, Problem, partnerships::State};

use super::{
    state::{Desk, Stepping},
    write,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, language, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        dialog::Dialog,
        field::{TextField, refuse},
        problem,
    },
};

/// Begins a step: takes it, or opens the window.
pub(super) fn begin(desk: Desk, stepping: Stepping) {
    let from = stepping.partnership.state.0;
    let asks = from.wants_reason(stepping.to) || is_signature(from, stepping.to);
    if asks {
        desk.step.set(Some(stepping));
        return;
    }
    leptos::task::spawn_local(async move {
        let done = write::step(uuid(), &stepping.partnership, stepping.to, None, String::new()).await;
        match done {
            Ok(now) => told(desk, stepping.to, now),
            Err(failure) => drop(desk.failed.try_set(Some(failure))),
        }
    });
}

fn is_signature(from: State, to: State) -> bool {
    to.is_signed() && !from.is_signed() && from != State::Ended
}

fn told(desk: Desk, to: State, now: super::api::Partnership) {
    let words = desk.words;
    let state = untrack(|| to.label(language(words)));
    let said = untrack(|| fill(t_string!(words, partnerships.moved), &[("title", &now.title), ("state", state)]));
    Announcer::say(said);
    desk.failed.try_set(None);
    desk.done(now);
}

/// The window of a step that asks for something.
#[component]
pub(super) fn StepWindow(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let title = Signal::derive(move || {
        desk.step.with(|step| {
            let Some(step) = step else { return String::new() };
            let state = step.to.label(language(words));
            fill(t_string!(words, partnerships.step_to), &[("title", &step.partnership.title), ("state", state)])
        })
    });
    let close = Callback::new(move |()| drop(desk.step.try_set(None)));
    view! {
        <Dialog words id="step-title" title open=Signal::derive(move || desk.step.with(Option::is_some)) on_close=close>
            {move || desk.step.get_untracked().map(|stepping| view! { <Form desk stepping close/> })}
        </Dialog>
    }
}

#[component]
fn Form(desk: Desk, stepping: Stepping, close: Callback<()>) -> impl IntoView {
    let words = desk.words;
    let (from, to) = (stepping.partnership.state.0, stepping.to);
    let signs = is_signature(from, to);
    let signed_on = RwSignal::new(stepping.partnership.signed_on.clone().unwrap_or_default());
    let note = RwSignal::new(String::new());
    let (wrong, failed) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(None::<Failure>));
    let (busy, id) = (RwSignal::new(false), StoredValue::new(uuid()));
    let stepping = StoredValue::new(stepping);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        busy.set(true);
        let day = Some(signed_on.get_untracked()).filter(|day| signs && !day.is_empty());
        leptos::task::spawn_local(async move {
            let Stepping { partnership, to } = stepping.get_value();
            let done = write::step(id.get_value(), &partnership, to, day, note.get_untracked()).await;
            busy.try_set(false);
            match done {
                Ok(now) => {
                    close.try_run(());
                    told(desk, to, now);
                }
                Err(Failure::Offline) => refuse(wrong, failed, Failure::Offline),
                Err(failure) => {
                    id.try_set_value(uuid());
                    refuse(wrong, failed, failure);
                }
            }
        });
    };
    let few = move || wrong.with(|wrong| wrong.iter().any(|problem| problem.field == "partners"));
    let reason = move || {
        if from.wants_reason(to) { t_string!(words, partnerships.reason) } else { t_string!(words, partnerships.note) }
    };
    view! {
        <form class="fields" on:submit=submit novalidate="">
            {signs.then(|| view! {
                <TextField words id="step-signed" kind="date" first=true value=signed_on name="signedOn" wrong
                    label=Signal::derive(move || t_string!(words, partnerships.signed_on).to_owned())/>
            })}
            <TextField words id="step-note" value=note name="note" wrong label=Signal::derive(move || reason().to_owned())/>
            <p class="wrong" role="alert">{move || few().then(|| t_string!(words, partnerships.two_partners))}</p>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| failure_text(words, failed)))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                {move || t_string!(words, partnerships.confirm)}
            </button>
        </form>
    }
}

/// Why a write was refused. Of a conflict: what to do, because the page shows the newer one already.
pub(super) fn failure_text(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Refused(Problem::Conflict { .. }) => t_string!(words, partnerships.conflict).to_owned(),
        other => problem::failure(words, other),
    }
}

/// A list of the states that a step leads to from here: choosing one takes it. It works by keyboard and by touch.
#[component]
pub(super) fn Steps(desk: Desk, one: super::api::Partnership) -> impl IntoView {
    let words = desk.words;
    let from = one.state.0;
    let title = one.title.clone();
    let label = move || fill(t_string!(words, partnerships.move_label), &[("title", &title)]);
    let options = move || {
        let option = |to: &State| view! { <option value=to.name()>{to.label(language(words))}</option> };
        from.next().iter().map(option).collect_view()
    };
    let pick = move |event: leptos::ev::Event| {
        let chosen = State::from_name(&event_target_value(&event));
        // It is a list of acts: whatever becomes of it, it shows none as chosen.
        if let Some(list) = event.target().map(wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>) {
            let _ = js_sys::Reflect::set(&list, &"value".into(), &"".into());
        }
        if let Some(to) = chosen {
            begin(desk, Stepping { partnership: one.clone(), to });
        }
    };
    view! {
        <select class="partnership-steps" aria-label=label on:change=pick>
            <option value="">{move || t_string!(words, partnerships.move_on)}</option>
            {options}
        </select>
    }
}
