//! One plan for a low, a likely and a high demand: the need as a band, what each would get alone, and the plan that is regretted
//! least.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    Service,
    allocate::{Demand, Request, Robust},
    band::Band,
    job::{Done, Job},
    uncertainty::VolumeRange,
};

use super::{asked, came_of, frontier::differences, outcome, start, unfinished};
use crate::{
    allocation::{
        board::Board,
        field::{Field, Number},
        plan::Plan,
        proposal::{
            ask::Ask,
            asked::level_of,
            changes::{Pressed, Take},
        },
        worker::Bench,
    },
    i18n::{Words, fill, t_string},
    ui::format::{number, whole},
};

/// What the cases are called, in the order in which they are asked.
const NAMES: [super::super::ask::Text; 3] = [
    |words| t_string!(words, what_if.likely),
    |words| t_string!(words, what_if.low),
    |words| t_string!(words, what_if.high),
];

/// The question and its answer.
#[component]
pub(super) fn RobustView(words: Words, board: Board, ask: Ask, take: Take) -> impl IntoView {
    let (bench, less, more) = (Bench::new(), Field::new("20"), Field::new("20"));
    let demands = StoredValue::new(Vec::<Demand>::new());
    let compute = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (less, more) = (less.decimal(words, 100.0), more.decimal(words, 1_000.0));
        let (Ok(less), Ok(more)) = (less, more) else { return };
        let job = asked(words, board, ask).and_then(|(demand, request)| {
            job(board, &demand, request, (less.unwrap_or_default(), more.unwrap_or_default()))
        });
        if let Some(Job::Robust { cases, .. }) = &job {
            demands.set_value(cases.clone());
        }
        start(bench, job);
    };
    let told = move |done: Done| match done {
        Done::Robust(robust) => outcome(words, board, *robust, |robust| {
            demands.with_value(|demands| told(words, board, take, demands, robust))
        }),
        _ => ().into_any(),
    };
    view! {
        <details class="robust">
            <summary>{move || t_string!(words, what_if.robust)}</summary>
            <p class="ask-note">{move || t_string!(words, what_if.robust_note)}</p>
            <form class="ask-beside" novalidate="" on:submit=compute>
                <div class="ask-row">
                    <Number words label=Signal::derive(move || t_string!(words, risk.less).to_owned()) id="what-if-less" field=less/>
                    <Number words label=Signal::derive(move || t_string!(words, risk.more).to_owned()) id="what-if-more" field=more/>
                    <button type="submit" class="btn btn-outline-primary btn-sm">{move || t_string!(words, what_if.compute)}</button>
                </div>
            </form>
            {move || came_of(words, bench, told)}
        </details>
    }
}

/// Every volume may be so many per cent less or more. `None` while the figures contradict each other.
fn job(board: Board, demand: &Demand, request: Box<Request>, (less, more): (f64, f64)) -> Option<Job> {
    let assumptions = board.assumptions.get_untracked()?;
    let sizing = board.sizing.get_untracked()?;
    let range = |service: &Service| VolumeRange {
        service: service.code.clone(),
        low: service.volume * (1.0 - less / 100.0),
        high: service.volume * (1.0 + more / 100.0),
    };
    let ranges: Vec<VolumeRange> = assumptions.services.iter().map(range).collect();
    let band = Band::of(&sizing, &ranges).ok()?;
    Some(Job::Robust { cases: band.cases(demand).to_vec(), request })
}

fn told(words: Words, board: Board, take: Take, demands: &[Demand], robust: Robust) -> AnyView {
    let plan = board.plan.get_value();
    let robust = Arc::new(robust);
    let regret = robust.regret.map_or_else(|| String::from("∞"), |regret| number(words, regret, 2));
    let cases: Vec<AnyView> = robust
        .cases
        .iter()
        .zip(demands)
        .zip(NAMES)
        .map(|((case, demand), name)| {
            view! {
                <tr>
                    <th scope="row">{name(words)}</th>
                    <td class="change">{number(words, demand.required.iter().sum(), 1)}</td>
                    <td class="change">{level_of(words, case.lowest)}</td>
                    <td class="change">{level_of(words, case.worst)}</td>
                    <td class="change">{case.greatest.map_or_else(|| String::from("∞"), |greatest| number(words, greatest, 2))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let rows: Vec<AnyView> = (0..plan.cpis.len()).map(|cpi| row(words, &plan, demands, &robust, cpi)).collect();
    let parts = robust.unfinished.clone();
    let take_plan = {
        let robust = robust.clone();
        move |_| take.run((differences(board, &robust.operators), Pressed::All))
    };
    view! {
        <p role="status">{fill(t_string!(words, what_if.regret), &[("n", &regret)])}</p>
        <table class="compared">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{t_string!(words, what_if.need)}</th>
                    <th scope="col">{t_string!(words, what_if.lowest)}</th>
                    <th scope="col">{t_string!(words, what_if.this_plan)}</th>
                    <th scope="col">{t_string!(words, what_if.own_regret)}</th>
                </tr>
            </thead>
            <tbody>{cases}</tbody>
        </table>
        <button type="button" class="btn btn-outline-primary btn-sm" disabled=move || board.is_frozen() on:click=take_plan>
            {t_string!(words, what_if.take_robust)}
        </button>
        <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, what_if.robust)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, allocation.head_cpi_long)}</th>
                        <th scope="col">{t_string!(words, what_if.need_band)}</th>
                        <th scope="col">{t_string!(words, what_if.operators_band)}</th>
                        <th scope="col">{t_string!(words, what_if.operators_robust)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {unfinished(words, &parts)}
    }
    .into_any()
}

/// A job centre: low, likely and high need, what each plan gives it, and the plan for all.
fn row(words: Words, plan: &Plan, demands: &[Demand], robust: &Robust, cpi: usize) -> AnyView {
    let cells = cpi * plan.columns()..(cpi + 1) * plan.columns();
    let need = |case: usize| {
        let needs = demands.get(case).and_then(|demand| demand.required.get(cells.clone()));
        number(words, needs.unwrap_or_default().iter().sum(), 1)
    };
    let sum = |operators: Option<&[u32]>| operators.map(|row| whole(words, f64::from(row.iter().sum::<u32>())));
    let own = |case: usize| {
        let operators = robust.cases.get(case).and_then(|case| case.operators.get(cells.clone()));
        sum(operators).unwrap_or_else(|| String::from("?"))
    };
    let of = &plan.cpis[cpi];
    view! {
        <tr data-cpi=of.code.to_string()>
            <th scope="row">{of.name.clone()}</th>
            <td class="change">{format!("{} – {} – {}", need(1), need(0), need(2))}</td>
            <td class="change">{format!("{} – {} – {}", own(1), own(0), own(2))}</td>
            <td class="change">{sum(robust.operators.get(cells.clone()))}</td>
        </tr>
    }
    .into_any()
}
