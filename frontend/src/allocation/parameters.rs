//! The window of a scenario's parameters: year, operators, money, months. A refusal keeps what was typed, and stands at its field.

use leptos::prelude::*;
use shared::{FieldProblem, Problem, staffing::scenario::Outline};

use super::{
    api,
    board::Board,
    outline::{FIELDS, in_euro, read},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        dialog::Dialog,
        field::{TextField, refuse},
        format::{number, whole},
        problem,
    },
};

/// The window. It stands open while `open` says so.
#[component]
pub(super) fn ParametersWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog words id="parameters-title" title=Signal::derive(move || t_string!(words, comparison.parameters).to_owned())
            open=Signal::from(open) on_close=close>
            <Form words board close/>
        </Dialog>
    }
}

/// The fields' ids, in the order of [`FIELDS`] without the name.
const IDS: [&str; 4] = ["parameter-year", "parameter-headCount", "parameter-budgetCents", "parameter-months"];

#[component]
fn Form(words: Words, board: Board, close: Callback<()>) -> impl IntoView {
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let write = StoredValue::new(uuid());
    // What the form began with: what was not touched is not sent, so that it undoes nobody else's change.
    let before = board.outline.get_untracked();
    let fields = FIELDS.map(|(name, ..)| (name, RwSignal::new(untrack(|| shown(words, &before, name)))));
    let before = StoredValue::new(before);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let typed = |name: &str| {
            let field = fields.iter().find(|(field, _)| *field == name);
            field.map(|(_, value)| value.get_untracked()).unwrap_or_default()
        };
        let after = match read(words, typed) {
            Ok(after) => after,
            Err(problem) => return refuse(wrong, failed, in_euro(Failure::Refused(problem))),
        };
        wrong.set(Vec::new());
        let before = before.get_value();
        if after == before {
            return close.run(());
        }
        busy.set(true);
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let done = api::scenario_bound(&scenario, &write.get_value(), &before, &after).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(()) => {
                    takes(board, &before, &after);
                    Announcer::say(untrack(|| t_string!(words, comparison.parameters_saved)));
                    close.try_run(());
                }
                Err(failure) => {
                    if let Failure::Refused(Problem::WrongState(standing)) = &failure {
                        board.stands_by_refusal(standing);
                    }
                    refuse(wrong, failed, in_euro(failure));
                }
            }
        });
    };
    let inputs = FIELDS.iter().zip(fields).skip(1).zip(IDS).enumerate().map(
        |(place, ((&(name, _, _, label), (_, value)), id))| {
            let label = Signal::derive(move || label(words).to_owned());
            view! { <TextField words id label value name wrong first=place == 0/> }
        },
    );
    let inputs = inputs.collect_view();
    view! {
        <form class="step-form" novalidate="" on:submit=submit>
            <p>{move || fill(t_string!(words, comparison.parameters_text), &[("name", &before.with_value(|before| before.name.clone()))])}</p>
            {inputs}
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                {move || t_string!(words, allocation.save)}
            </button>
        </form>
    }
}

/// A parameter as people write it. Years are not grouped.
fn shown(words: Words, outline: &Outline, name: &str) -> String {
    match name {
        "name" => outline.name.clone(),
        "year" => outline.year.to_string(),
        "headCount" => whole(words, f64::from(outline.head_count)),
        "budgetCents" => {
            let decimals = if outline.budget_cents.is_multiple_of(100) { 0 } else { 2 };
            number(words, outline.budget_cents as f64 / 100.0, decimals)
        }
        _ => outline.months.to_string(),
    }
}

/// The board takes what was changed here, and leaves the rest as it has become meanwhile.
fn takes(board: Board, before: &Outline, after: &Outline) {
    board.outline.try_update(|now| {
        if after.year != before.year {
            now.year = after.year;
        }
        if after.head_count != before.head_count {
            now.head_count = after.head_count;
        }
        if after.budget_cents != before.budget_cents {
            now.budget_cents = after.budget_cents;
        }
        if after.months != before.months {
            now.months = after.months;
        }
    });
    let numbers = |outline: &Outline| (outline.head_count, outline.budget_cents, outline.months);
    if numbers(before) != numbers(after) {
        let writer = board.session.viewer.with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.name.clone()));
        board.source.try_set(api::Provenance::of(&writer.unwrap_or_default()));
    }
}
