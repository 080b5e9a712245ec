//! A proposal: the planner chooses what counts and what must be kept, the engine divides the operators, and the planner
//! takes what they like of it. Nothing is overwritten unasked.

mod ask;
mod asked;
mod changes;
mod empty;
mod form;
mod more;
mod names;
mod order;
mod refused;
mod shortage;
mod told;
mod what_if;

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    Problem,
    staffing::{
        CellValue,
        allocate::{Answer, Demand, Level, Objective, Part, Told},
        job::{Done, Job, Step},
    },
};

use super::{
    board::Board,
    worker::{Bench, State},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{announce::Announcer, dialog::Dialog, problem},
};
pub(super) use names::cell_name;

use asked::Asked;
use changes::{Difference, Pressed, Take, focus_next};

/// The window of proposals.
#[component]
pub(super) fn ProposalWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let ask = ask::Ask::new(board);
    let bench = Bench::new();
    let asked = StoredValue::new(Asked { objective: Objective::Equity, level: Level::Cpi });
    let taken = RwSignal::new(None::<usize>);
    let compute = Callback::new(move |()| {
        let Ok(request) = ask.request(words, board) else { return focus_first_wrong() };
        let Some(demand) = demand(board) else { return };
        asked.set_value(Asked { objective: request.objective, level: request.level });
        taken.set(None);
        bench.start(&Job::Propose { demand: Box::new(demand), request: Box::new(request) });
    });
    // The same question, measured where each profile counts by itself.
    let by_cell = Callback::new(move |()| {
        ask.level.set("cell");
        compute.run(());
    });
    let differences = Memo::new(move |_| {
        let of = |told: &Told| {
            let cells = told.operators.iter().enumerate();
            let differs = |(cell, &then): (usize, &u32)| {
                let now = board.cell(cell)?.with(|cell| cell.shown);
                (now.operators != then).then_some((cell, now, then))
            };
            cells.filter_map(differs).collect::<Vec<Difference>>()
        };
        bench.state.with(|state| best_of(state).map(of)).unwrap_or_default()
    });
    let take = Take::new(move |(cells, pressed): (Vec<Difference>, Pressed)| {
        if untrack(|| board.is_frozen()) {
            return Announcer::say(untrack(|| t_string!(words, standing.frozen)));
        }
        let open = cells.iter().filter(|(_, now, _)| !now.locked);
        let values: Vec<_> = open.map(|&(cell, now, then)| (cell, CellValue { operators: then, ..now })).collect();
        let all = differences.get_untracked();
        taken.set(Some(board.set(&values)));
        board.plan.with_value(|plan| focus_next(plan, all, &cells, pressed));
    });
    Effect::new(move |_| {
        if matches!(bench.state.get(), State::Done(_)) {
            request_animation_frame(show_answer);
        }
    });
    let close = Callback::new(move |()| {
        if matches!(bench.state.get_untracked(), State::Working(_)) {
            bench.stop();
        }
        open.set(false);
    });
    let status = move || {
        let taken = taken.get().map(|n| fill(t_string!(words, proposal.taken), &[("n", &n.to_string())]));
        bench.state.with(|state| status(words, state, differences.with(Vec::len), taken))
    };
    view! {
        <Dialog words id="proposal-title" title=Signal::derive(move || t_string!(words, proposal.title).to_owned()) open on_close=close>
            <p class="ask-note">{move || t_string!(words, proposal.lead)}</p>
            <form::Form words board ask on_send=compute/>
            // One sentence and no more is read out by itself.
            <p class="visually-hidden" role="status">{status}</p>
            <div class="proposed">{move || came_of(words, board, bench, asked.get_value(), differences, take, by_cell)}</div>
            <what_if::WhatIf words board ask take/>
        </Dialog>
    }
}

fn best_of(state: &State) -> Option<&Told> {
    let State::Done(done) = state else { return None };
    let Done::Answer(answer) = &**done else { return None };
    if let Answer::Best(told) = &**answer { Some(told) } else { None }
}

/// How things stand, in one sentence.
fn status(words: Words, state: &State, differences: usize, taken: Option<String>) -> String {
    let n = differences.to_string();
    match state {
        State::Working(_) => t_string!(words, proposal.status_working).to_owned(),
        State::Done(done) => match &**done {
            Done::Answer(answer) => match &**answer {
                Answer::Best(told) => match taken {
                    Some(taken) if differences == 0 => format!("{taken} {}", t_string!(words, proposal.same)),
                    Some(taken) => format!("{taken} {}", fill(t_string!(words, proposal.differences), &[("n", &n)])),
                    None if told.proof.complete => fill(t_string!(words, proposal.status_best), &[("n", &n)]),
                    None => fill(t_string!(words, proposal.status_found), &[("n", &n)]),
                },
                Answer::Infeasible(_) => t_string!(words, proposal.status_none).to_owned(),
                Answer::Stopped => t_string!(words, proposal.stopped).to_owned(),
            },
            Done::Refused(_) | Done::Risks(_) | Done::Margins(_) | Done::Frontier(_) | Done::Robust(_) => String::new(),
        },
        State::Idle | State::Broken => String::new(),
    }
}

/// Scrolls to the answer. Whoever was on a button that went away, such as the one that stops, comes to the one that computes.
fn show_answer() {
    if let Some(answer) = document().query_selector(".proposed").ok().flatten() {
        answer.scroll_into_view();
    }
    if document().active_element().is_none_or(|at| at.tag_name() == "BODY" || at.tag_name() == "DIALOG") {
        focus_submit();
    }
}

fn focus_submit() {
    use wasm_bindgen::JsCast as _;
    let button = document().query_selector("dialog[open] .ask button[type=submit]").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// What the cells need and have under the figures that the page shows. `None` while the figures contradict each other.
fn demand(board: Board) -> Option<Demand> {
    let sizing = board.sizing.get_untracked()?;
    let assumptions = board.assumptions.get_untracked()?;
    let placed: Vec<u32> = (0..sizing.cells()).map(|cell| board.shown(cell).operators).collect();
    let seats = board.plan.with_value(|plan| plan.seats().to_vec());
    Some(Demand::of(&sizing, &assumptions.profiles, &placed).with_seats(seats))
}

fn came_of(
    words: Words,
    board: Board,
    bench: Bench,
    asked: Asked,
    differences: Memo<Vec<Difference>>,
    take: Take,
    by_cell: Callback<()>,
) -> AnyView {
    match bench.state.get() {
        State::Idle => ().into_any(),
        State::Broken => view! { <p role="alert" class="wrong">{t_string!(words, proposal.broken)}</p> }.into_any(),
        State::Working(step) => working(words, bench, step),
        State::Done(done) => match *done {
            Done::Answer(answer) => match *answer {
                Answer::Best(told) => {
                    view! { <told::Answered words board asked told=Arc::from(told) differences take by_cell/> }
                        .into_any()
                }
                Answer::Infeasible(reason) => {
                    view! { <refused::Refused words board reason=Arc::from(reason)/> }.into_any()
                }
                Answer::Stopped => view! { <p class="wrong">{t_string!(words, proposal.stopped)}</p> }.into_any(),
            },
            Done::Refused(problem) => refused(words, problem),
            Done::Risks(_) | Done::Margins(_) | Done::Frontier(_) | Done::Robust(_) => ().into_any(),
        },
    }
}

/// What is being done, how much of it is, and the button that ends it.
fn working(words: Words, bench: Bench, step: Step) -> AnyView {
    let text = match step.part.unwrap_or_default() {
        Part::Plan => t_string!(words, proposal.working_plan).to_owned(),
        Part::Proof => fill(t_string!(words, proposal.working_proof), &[("n", &step.done.to_string())]),
        Part::Placements | Part::Alternatives | Part::Prices => t_string!(words, proposal.working_why).to_owned(),
        Part::Reason => t_string!(words, proposal.working_reason).to_owned(),
        Part::Repair => t_string!(words, proposal.working_repair).to_owned(),
        Part::Margins | Part::Frontier | Part::Cases => t_string!(words, proposal.status_working).to_owned(),
    };
    let (value, max) = (step.of.map(|_| step.done.to_string()), step.of.map(|of| of.max(1).to_string()));
    let stop = move |_| {
        bench.stop();
        focus_submit();
    };
    view! {
        <p class="working">
            <progress value=value max=max aria-label=text.clone()></progress>
            " "{text}" "
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=stop>{t_string!(words, proposal.stop)}</button>
        </p>
    }
    .into_any()
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
            let mut folded = field.closest("details").ok().flatten();
            while let Some(outer) = folded {
                let _ = outer.set_attribute("open", "");
                folded = outer.parent_element().and_then(|around| around.closest("details").ok().flatten());
            }
            let _ = field.focus();
        }
    });
}
