//! Cost against the worst-served place: a slider over the exact frontier, its line, and the plan of each point.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    CellValue,
    allocate::{End, Frontier, Point, Range, Scope},
    job::{Done, Job},
    scenario::MAX_HEAD_COUNT,
};

use super::{asked, came_of, outcome, start};
use crate::{
    allocation::{
        board::Board,
        field::{Field, Number},
        plan::Plan,
        proposal::{
            ask::Ask,
            asked::level_of,
            changes::{Difference, Pressed, Take},
            names::cell_name,
        },
        worker::Bench,
    },
    i18n::{Words, fill, t_string},
    ui::format::{millions, whole},
};

/// The greatest pressure that may be aimed at.
const MOST_AIM: f64 = 1_000.0;
/// The line's size, in the units of its drawing.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 160.0;

/// The question and its answer.
#[component]
pub(super) fn FrontierView(words: Words, board: Board, ask: Ask, take: Take) -> impl IntoView {
    let (bench, aim) = (Bench::new(), Field::new("1"));
    let compute = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(aim) = aim.decimal(words, MOST_AIM) else { return };
        start(
            bench,
            asked(words, board, ask).map(|(demand, mut request)| {
                // Money is the question: neither the operators nor the money of the form limit it.
                request.constraints.head_count = Range::at_most(MAX_HEAD_COUNT);
                request.constraints.budget = None;
                Job::Frontier { demand, request, aim: aim.unwrap_or(1.0) }
            }),
        );
    };
    let told = move |done: Done| match done {
        Done::Frontier(frontier) => outcome(words, board, *frontier, |frontier| {
            view! { <Told words board take frontier=Arc::new(frontier)/> }.into_any()
        }),
        _ => ().into_any(),
    };
    view! {
        <details class="frontier">
            <summary>{move || t_string!(words, what_if.frontier)}</summary>
            <p class="ask-note">{move || t_string!(words, what_if.frontier_note)}</p>
            <form class="ask-beside" novalidate="" on:submit=compute>
                <div class="ask-row">
                    <Number words label=Signal::derive(move || t_string!(words, what_if.aim).to_owned()) id="what-if-aim" field=aim/>
                    <button type="submit" class="btn btn-outline-primary btn-sm">{move || t_string!(words, what_if.compute)}</button>
                </div>
            </form>
            {move || came_of(words, bench, told)}
        </details>
    }
}

#[component]
fn Told(words: Words, board: Board, take: Take, frontier: Arc<Frontier>) -> impl IntoView {
    let last = frontier.points.len().saturating_sub(1);
    let chosen = RwSignal::new(last);
    let plan = board.plan.get_value();
    let of = frontier.clone();
    let sentence = Memo::new(move |_| {
        of.points.get(chosen.get()).map_or_else(String::new, |point| {
            let texts = [
                ("cost", millions(words, point.yearly_cost_cents as f64)),
                ("n", whole(words, f64::from(point.placed))),
                ("worst", level_of(words, point.worst_pressure)),
                ("place", place(words, &plan, &point.worst)),
            ];
            fill(t_string!(words, what_if.frontier_point), &texts.each_ref().map(|(name, text)| (*name, text.as_str())))
        })
    });
    let of = frontier.clone();
    let take_plan = move |_| {
        let Some(point) = of.points.get(chosen.get_untracked()) else { return };
        take.run((differences(board, &point.operators), Pressed::All));
    };
    let end = match frontier.end {
        End::Aim => t_string!(words, what_if.end_aim),
        End::Bounds => t_string!(words, what_if.end_bounds),
        End::Many => t_string!(words, what_if.end_many),
        End::Stopped => t_string!(words, what_if.end_stopped),
    };
    let mark = frontier.clone();
    let at =
        Memo::new(move |_| mark.points.get(chosen.get()).map(|point| spot(&mark.points, point)).unwrap_or_default());
    view! {
        <div class="frontier-told">
            <label for="what-if-point">{move || t_string!(words, what_if.slider)}</label>
            <input type="range" id="what-if-point" min="0" max=last.to_string() prop:value=move || chosen.get().to_string()
                aria-valuetext=move || sentence.get()
                on:input=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(last).min(last))/>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true" preserveAspectRatio="none">
                <path d=line(&frontier.points)/>
                <line x1=move || at.get().0 x2=move || at.get().0 y1="0" y2=HEIGHT/>
                <circle cx=move || at.get().0 cy=move || at.get().1 r="5"/>
            </svg>
            <p class="frontier-point" role="status">{sentence}</p>
            <p class="ask-note">{end}</p>
            <button type="button" class="btn btn-outline-primary btn-sm" disabled=move || board.is_frozen() on:click=take_plan>
                {move || t_string!(words, what_if.take_point)}
            </button>
            <Table words frontier/>
        </div>
    }
}

/// The points as a table, made when it is opened.
#[component]
fn Table(words: Words, frontier: Arc<Frontier>) -> impl IntoView {
    let opened = RwSignal::new(false);
    let row = move |point: &Point| {
        view! {
            <tr>
                <td class="change">{millions(words, point.yearly_cost_cents as f64)}</td>
                <td>{whole(words, f64::from(point.placed))}</td>
                <td class="change">{level_of(words, point.worst_pressure)}</td>
            </tr>
        }
        .into_any()
    };
    let body = move || {
        let rows: Vec<AnyView> = frontier.points.iter().map(row).collect();
        opened.get().then(|| {
            view! {
                <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, what_if.points)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t_string!(words, what_if.cost)}</th>
                                <th scope="col">{t_string!(words, proposal.change)}</th>
                                <th scope="col">{t_string!(words, allocation.worst)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <details on:toggle=move |_| opened.set(true)>
            <summary>{move || t_string!(words, what_if.points)}</summary>
            {body}
        </details>
    }
}

/// The cells in which the table is another plan.
pub(super) fn differences(board: Board, operators: &[u32]) -> Vec<Difference> {
    let cells = operators.iter().enumerate();
    cells
        .filter_map(|(cell, &then)| {
            let now: CellValue = board.cell(cell)?.with_untracked(|cell| cell.shown);
            (now.operators != then).then_some((cell, now, then))
        })
        .collect()
}

fn place(words: Words, plan: &Plan, scope: &Scope) -> String {
    match scope {
        Scope::Cell { cell } => cell_name(words, plan, cell),
        Scope::Cpi { cpi } => {
            plan.cpis.iter().find(|row| row.code == *cpi).map_or_else(|| cpi.to_string(), |row| row.name.clone())
        }
        Scope::Province { province } => {
            let known = plan.provinces.iter().find(|known| known.code == province.as_str());
            known.map_or_else(|| province.to_string(), |known| known.name.clone())
        }
        Scope::HeadCount | Scope::Profile { .. } | Scope::Lock { .. } => String::new(),
    }
}

/// Where a point stands on the drawing; an infinite pressure stands at its top.
fn spot(points: &[Point], point: &Point) -> (f64, f64) {
    let dearest = points.last().map_or(1.0, |last| last.yearly_cost_cents as f64).max(1.0);
    let finite = || points.iter().filter_map(|point| point.worst_pressure);
    let (least, most) = (finite().fold(f64::MAX, f64::min), finite().fold(0.0, f64::max));
    let height = point.worst_pressure.map_or(1.0, |worst| (worst - least) / (most - least).max(f64::EPSILON));
    (10.0 + point.yearly_cost_cents as f64 / dearest * (WIDTH - 20.0), HEIGHT - 10.0 - height * (HEIGHT - 20.0))
}

/// Steps: the worst pressure stays until the next point's money is there.
fn line(points: &[Point]) -> String {
    let spots = points.iter().map(|point| spot(points, point)).enumerate();
    let steps = spots.map(|(number, (x, y))| match number {
        0 => format!("M{x:.1} {y:.1}"),
        _ => format!("H{x:.1}V{y:.1}"),
    });
    steps.collect()
}
