//! Choosing a file, and what the server reads in it.

use leptos::{html, prelude::*};
use shared::staffing::sheet::{MAX_BYTES, Reading};
use wasm_bindgen::JsCast as _;

use super::{api, changes::Changes, faults::Faults};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, counted, fill, t_string},
    ui::{announce::Announcer, format::whole, problem},
};

/// How far the reading of a file has come.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Reading,
    TooLarge,
    Failed(Failure),
    /// The file's name, and what it says.
    Told(String, StoredValue<Reading>),
    /// So many cells were changed.
    Applied(usize),
}

#[component]
pub(super) fn Load(words: Words, board: Board) -> impl IntoView {
    let (state, again) = (RwSignal::new(State::Idle), StoredValue::new(0_u32));
    let owner = Owner::current();
    let input: NodeRef<html::Input> = NodeRef::new();
    let result: NodeRef<html::Div> = NodeRef::new();
    let choose = move |_| {
        let Some(file) = input.get_untracked().and_then(|input| input.files()?.get(0)) else { return };
        // Another file may be chosen while one is being read: the last one counts.
        again.update_value(|again| *again += 1);
        let turn = again.get_value();
        if file.size() > MAX_BYTES as f64 {
            return state.set(State::TooLarge);
        }
        state.set(State::Reading);
        let (uuid, owner) = (board.plan.with_value(|plan| plan.uuid.clone()), owner.clone());
        leptos::task::spawn_local(async move {
            let read = api::reading(&uuid, &file).await;
            if again.try_get_value() != Some(turn) {
                return;
            }
            let told = match read {
                Ok(reading) => {
                    let keep = || StoredValue::new(reading);
                    let kept = owner.map_or_else(keep.clone(), |owner| owner.with(keep));
                    State::Told(file.name(), kept)
                }
                Err(failure) => State::Failed(failure),
            };
            state.try_set(told);
        });
    };
    let apply = Callback::new(move |changed: usize| {
        let text = fill(
            counted(changed, t_string!(words, spreadsheet.applied_one), t_string!(words, spreadsheet.applied)),
            &[("n", &changed.to_string())],
        );
        Announcer::say(text);
        state.set(State::Applied(changed));
        // The button that had the focus is gone.
        if let Some(result) = result.get_untracked() {
            let _ = result.focus();
        }
    });
    view! {
        <section aria-labelledby="spreadsheet-load">
            <h3 id="spreadsheet-load">{move || t_string!(words, spreadsheet.take_in)}</h3>
            <p id="spreadsheet-how">{move || t_string!(words, spreadsheet.take_in_lead)}" "{move || t_string!(words, spreadsheet.limit)}</p>
            <div class="spreadsheet-file">
                <label for="spreadsheet-file">{move || t_string!(words, spreadsheet.file)}</label>
                <input id="spreadsheet-file" node_ref=input type="file" accept=".xlsx,.csv" aria-describedby="spreadsheet-how"
                    on:click=move |event| forget(&event) on:change=choose/>
            </div>
            <div class="spreadsheet-told" node_ref=result tabindex="-1" role="status">
                {move || match state.get() {
                    State::Idle => ().into_any(),
                    State::Reading => view! { <p>{t_string!(words, spreadsheet.reading)}</p> }.into_any(),
                    State::TooLarge => view! { <p class="wrong">{t_string!(words, spreadsheet.too_large)}</p> }.into_any(),
                    State::Failed(failure) => view! { <p class="wrong">{problem::failure(words, &failure)}</p> }.into_any(),
                    State::Told(name, reading) => reading.with_value(|reading| summary(words, &name, reading)),
                    State::Applied(n) => {
                        let text = counted(n, t_string!(words, spreadsheet.applied_one), t_string!(words, spreadsheet.applied));
                        view! { <p class="spreadsheet-done" data-applied=n>{fill(text, &[("n", &n.to_string())])}</p> }.into_any()
                    }
                }}
            </div>
            {move || match state.get() {
                State::Told(_, reading) => {
                    let (faults, more) = reading.with_value(|reading| (reading.faults.clone(), reading.more_faults));
                    let changes = reading.with_value(|reading| reading.changes.clone());
                    view! { <Faults words faults more/> <Changes words board changes apply/> }.into_any()
                }
                _ => ().into_any(),
            }}
        </section>
    }
}

/// The same file, edited once more, is another choice too.
fn forget(event: &web_sys::MouseEvent) {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_value("");
    }
}

/// What was read, and what it is compared with.
fn summary(words: Words, name: &str, reading: &Reading) -> AnyView {
    let read =
        fill(t_string!(words, spreadsheet.read), &[("file", name), ("n", &whole(words, f64::from(reading.read)))]);
    let nothing = (reading.changes.is_empty() && reading.read > 0).then(|| t_string!(words, spreadsheet.nothing));
    let base = match reading.made_from {
        _ if reading.read == 0 => None,
        None => Some(t_string!(words, spreadsheet.from_unknown).to_owned()),
        Some(from) if from == reading.revision => None,
        Some(from) => Some(fill(
            t_string!(words, spreadsheet.from_revision),
            &[("from", &from.to_string()), ("now", &reading.revision.to_string())],
        )),
    };
    view! {
        <p data-read=reading.read.to_string()>{read}" "{nothing}</p>
        {base.map(|base| view! { <p class="spreadsheet-note">{base}</p> })}
    }
    .into_any()
}
