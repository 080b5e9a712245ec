//! How sure the table is when the demand is not: demands drawn by chance in the worker, and how often each CPI's pressure
//! passes a threshold.

use leptos::prelude::*;
use shared::staffing::{
    job::{Done, Job},
    uncertainty::{MAX_SAMPLES, Risks, Uncertainty, VolumeRange},
};

use super::{
    board::Board,
    field::{Field, Number},
    worker::{Bench, State},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{
        dialog::Dialog,
        format::{number, percent, whole},
        problem,
    },
};

/// What decides the draw: the number of the act, so that everybody draws the same.
const SEED: u64 = 269_2020;

/// The window of uncertainty.
#[component]
pub(super) fn RiskWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let (less, more, threshold) = (Field::new("20"), Field::new("20"), Field::new("1"));
    let samples = Field::new("10000");
    let bench = Bench::new();
    let draw = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (less, more) = (less.decimal(words, 100.0), more.decimal(words, 1_000.0));
        let (threshold, samples) = (threshold.decimal(words, 1_000.0), samples.whole(words, MAX_SAMPLES));
        let (Ok(less), Ok(more), Ok(threshold), Ok(samples)) = (less, more, threshold, samples) else { return };
        let asked =
            (less.unwrap_or_default(), more.unwrap_or_default(), threshold.unwrap_or(1.0), samples.unwrap_or(1));
        if let Some(job) = job(board, asked) {
            bench.start(&job);
        }
    };
    let close = Callback::new(move |()| {
        if matches!(bench.state.get_untracked(), State::Working(..)) {
            bench.stop();
        }
        open.set(false);
    });
    view! {
        <Dialog words id="risk-title" title=Signal::derive(move || t_string!(words, risk.title).to_owned()) open on_close=close>
            <p class="ask-note">{move || t_string!(words, risk.lead)}</p>
            <form class="ask" novalidate="" on:submit=draw>
                <div class="ask-row">
                    <Number words label=Signal::derive(move || t_string!(words, risk.less).to_owned()) id="risk-less" field=less/>
                    <Number words label=Signal::derive(move || t_string!(words, risk.more).to_owned()) id="risk-more" field=more/>
                    <Number words label=Signal::derive(move || t_string!(words, risk.threshold).to_owned()) id="risk-threshold" field=threshold/>
                    <Number words label=Signal::derive(move || t_string!(words, risk.samples).to_owned()) id="risk-samples" field=samples/>
                </div>
                <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, risk.draw)}</button>
            </form>
            <div class="proposed">{move || came_of(words, board, bench)}</div>
        </Dialog>
    }
}

/// The work: every volume may be so many per cent less or more. `None` while the figures contradict each other.
fn job(board: Board, (less, more, threshold, samples): (f64, f64, f64, u32)) -> Option<Job> {
    let assumptions = board.assumptions.get_untracked()?;
    let range = |service: &shared::staffing::Service| VolumeRange {
        service: service.code.clone(),
        low: service.volume * (1.0 - less / 100.0),
        high: service.volume * (1.0 + more / 100.0),
    };
    let volumes = assumptions.services.iter().map(range).collect();
    Some(Job::Risks {
        catchments: board.catchments.get_untracked(),
        staff: board.cpis.with_untracked(|cpis| cpis.iter().map(shared::staffing::Totals::staff).collect()),
        asked: Uncertainty { volumes, threshold, samples, seed: SEED },
        assumptions: Box::new((*assumptions).clone()),
    })
}

fn came_of(words: Words, board: Board, bench: Bench) -> AnyView {
    match bench.state.get() {
        State::Idle => ().into_any(),
        State::Broken => view! { <p role="alert" class="wrong">{t_string!(words, proposal.broken)}</p> }.into_any(),
        State::Working(step) => view! {
            <p class="working" role="status">
                <progress value=step.done.to_string() max=step.of.unwrap_or(1).to_string() aria-label=t_string!(words, risk.progress)></progress>
                " "{whole(words, step.done as f64)}" "
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| bench.stop()>
                    {t_string!(words, proposal.stop)}
                </button>
            </p>
        }
        .into_any(),
        State::Done(done) => match *done {
            Done::Risks(risks) => told(words, board, &risks),
            Done::Refused(problem) => {
                view! { <p role="alert" class="wrong">{problem::failure(words, &Failure::Refused(problem))}</p> }.into_any()
            }
            Done::Answer(_) | Done::Margins(_) | Done::Frontier(_) | Done::Robust(_) => ().into_any(),
        },
    }
}

/// The CPIs, those most at risk first.
fn told(words: Words, board: Board, risks: &Risks) -> AnyView {
    let plan = board.plan.get_value();
    let mut order: Vec<usize> = (0..risks.cpis.len().min(plan.cpis.len())).collect();
    order.sort_by(|&a, &b| risks.cpis[b].probability.total_cmp(&risks.cpis[a].probability).then(a.cmp(&b)));
    let rows: Vec<AnyView> = order
        .into_iter()
        .map(|row| {
            let (cpi, risk) = (&plan.cpis[row], &risks.cpis[row]);
            let [tenth, middle, ninetieth] = risk.required.map(|need| number(words, need, 1));
            let share = risk.probability;
            view! {
                <tr data-cpi=cpi.code.to_string()>
                    <th scope="row">{cpi.name.clone()}</th>
                    <td class="change">{percent(words, share, 0)}</td>
                    <td><progress value=share.to_string() max="1" aria-hidden="true"></progress></td>
                    <td class="change">{tenth}" – "{middle}" – "{ninetieth}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <p role="status">{fill(t_string!(words, risk.drawn), &[("n", &whole(words, f64::from(risks.samples)))])}</p>
        <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, risk.title)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, allocation.head_cpi_long)}</th>
                        <th scope="col">{t_string!(words, risk.probability)}</th>
                        <td></td>
                        <th scope="col">{t_string!(words, risk.need)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
