//! A proposal: the planner chooses what counts and what must be kept, the engine divides the operators, and the planner
//! takes what they like of it. Nothing is overwritten unasked.

mod ask;
mod form;
mod names;
mod refused;
mod told;

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    Problem,
    staffing::{
        allocate::{Answer, Demand},
        job::{Done, Job},
    },
};

use super::{
    board::Board,
    worker::{Bench, State},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{dialog::Dialog, problem},
};

/// The window of proposals.
#[component]
pub(super) fn ProposalWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let ask = ask::Ask::new(board);
    let bench = Bench::new();
    let compute = Callback::new(move |()| {
        let Ok(request) = ask.request(words, board) else { return focus_first_wrong() };
        let Some(demand) = demand(board) else { return };
        bench.start(&Job::Propose { demand: Box::new(demand), request: Box::new(request) });
    });
    Effect::new(move |_| {
        if matches!(bench.state.get(), State::Done(_)) {
            request_animation_frame(|| {
                if let Some(answer) = document().query_selector(".proposed").ok().flatten() {
                    answer.scroll_into_view();
                }
            });
        }
    });
    let close = Callback::new(move |()| {
        if matches!(bench.state.get_untracked(), State::Working(..)) {
            bench.stop();
        }
        open.set(false);
    });
    view! {
        <Dialog words id="proposal-title" title=Signal::derive(move || t_string!(words, proposal.title).to_owned()) open on_close=close>
            <p class="ask-note">{move || t_string!(words, proposal.lead)}</p>
            <form::Form words board ask on_send=compute/>
            <div class="proposed" aria-live="polite">{move || came_of(words, board, bench)}</div>
        </Dialog>
    }
}

/// What the cells need and have under the figures that the page shows. `None` while the figures contradict each other.
fn demand(board: Board) -> Option<Demand> {
    let sizing = board.sizing.get_untracked()?;
    let assumptions = board.assumptions.get_untracked()?;
    let placed: Vec<u32> = (0..sizing.cells()).map(|cell| board.shown(cell).operators).collect();
    Some(Demand::of(&sizing, &assumptions.profiles, &placed))
}

fn came_of(words: Words, board: Board, bench: Bench) -> AnyView {
    match bench.state.get() {
        State::Idle => ().into_any(),
        State::Broken => view! { <p role="alert" class="wrong">{t_string!(words, proposal.broken)}</p> }.into_any(),
        State::Working(done, _) => view! {
            <p class="working">
                {fill(t_string!(words, proposal.working), &[("n", &done.to_string())])}
                " "
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| bench.stop()>
                    {t_string!(words, proposal.stop)}
                </button>
            </p>
        }
        .into_any(),
        State::Done(done) => match *done {
            Done::Answer(answer) => match *answer {
                Answer::Best(told) => view! { <told::Answered words board told=Arc::from(told)/> }.into_any(),
                Answer::Infeasible(reason) => {
                    view! { <refused::Refused words board reason=Arc::from(reason)/> }.into_any()
                }
            },
            Done::Refused(problem) => refused(words, problem),
            Done::Risks(_) => ().into_any(),
        },
    }
}

fn refused(words: Words, problem: Problem) -> AnyView {
    view! { <p role="alert" class="wrong">{problem::failure(words, &Failure::Refused(problem))}</p> }.into_any()
}

/// Takes the reader to the first field that is wrong.
fn focus_first_wrong() {
    use wasm_bindgen::JsCast as _;
    request_animation_frame(|| {
        let field = document().query_selector(".ask [aria-invalid=true]").ok().flatten();
        if let Some(field) = field.as_ref().and_then(|field| field.dyn_ref::<web_sys::HtmlElement>()) {
            if let Some(folded) = field.closest("details").ok().flatten() {
                let _ = folded.set_attribute("open", "");
            }
            let _ = field.focus();
        }
    });
}
