//! Beside the proposal: what would be if there were a little more, less money, or another demand. Each question has a worker of
//! its own, so that the proposal stays where it is.

mod frontier;
mod margins;
mod robust;

use leptos::prelude::*;
use shared::{
    Problem,
    staffing::{
        allocate::{Demand, Outcome, Part, Request},
        job::{Done, Job},
    },
};

use super::{ask::Ask, changes::Take, demand, focus_first_wrong, refused, refused::Refused};
use crate::{
    allocation::{
        board::Board,
        worker::{Bench, State},
    },
    i18n::{Words, t_string},
};

/// The limit on moves, which a question that asks for money cannot keep beside it.
const LIMIT: &str = "constraints.transfers.atMost";

/// The questions, folded.
#[component]
pub(super) fn WhatIf(words: Words, board: Board, ask: Ask, take: Take) -> impl IntoView {
    view! {
        <section class="what-if" aria-labelledby="what-if-title">
            <h3 id="what-if-title">{move || t_string!(words, what_if.title)}</h3>
            <margins::MarginsView words board ask/>
            <frontier::FrontierView words board ask take/>
            <robust::RobustView words board ask take/>
        </section>
    }
}

/// What the form asks for, about the table as it stands. `None` when a field is wrong, or while the figures contradict each other.
fn asked(words: Words, board: Board, ask: Ask) -> Option<(Box<Demand>, Box<Request>)> {
    let Ok(request) = ask.request(words, board) else {
        focus_first_wrong();
        return None;
    };
    Some((Box::new(demand(board)?), Box::new(request)))
}

/// Begins a job if there is one to begin.
fn start(bench: Bench, job: Option<Job>) {
    if let Some(job) = job {
        bench.start(&job);
    }
}

/// How the work of a question stands; `told` says what it came to.
fn came_of(words: Words, bench: Bench, told: impl Fn(Done) -> AnyView) -> AnyView {
    match bench.state.get() {
        State::Idle => ().into_any(),
        State::Broken => view! { <p role="alert" class="wrong">{t_string!(words, proposal.broken)}</p> }.into_any(),
        State::Working(step) => view! {
            <p class="working" role="status">
                <progress value=step.of.map(|_| step.done.to_string()) max=step.of.map(|of| of.max(1).to_string())
                    aria-label=t_string!(words, proposal.status_working)></progress>
                " "
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| bench.stop()>
                    {t_string!(words, proposal.stop)}
                </button>
            </p>
        }
        .into_any(),
        State::Done(done) => match *done {
            Done::Refused(Problem::Invalid { fields }) if fields.iter().any(|of| of.field == LIMIT) => {
                view! { <p role="alert" class="wrong">{t_string!(words, what_if.no_limit)}</p> }.into_any()
            }
            Done::Refused(problem) => refused(words, problem),
            done => told(done),
        },
    }
}

/// What an answer says, or why there is none.
fn outcome<T>(words: Words, board: Board, outcome: Outcome<T>, told: impl FnOnce(T) -> AnyView) -> AnyView {
    match outcome {
        Outcome::Found(found) => told(found),
        Outcome::Infeasible(reason) => view! { <Refused words board reason=reason.into()/> }.into_any(),
        Outcome::Stopped => view! { <p class="wrong">{t_string!(words, proposal.stopped)}</p> }.into_any(),
    }
}

/// Says that not everything was finished.
fn unfinished(words: Words, parts: &[Part]) -> Option<AnyView> {
    (!parts.is_empty()).then(|| view! { <p class="ask-note">{t_string!(words, what_if.unfinished)}</p> }.into_any())
}
