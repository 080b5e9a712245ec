//! What one operator more would bring, job centre by job centre, and what some money more would.

use leptos::prelude::*;
use shared::staffing::{
    allocate::{AtCpi, Margins, Next, Objective},
    job::{Done, Job},
};

use super::{asked, came_of, outcome, start, unfinished};
use crate::{
    allocation::{
        board::Board,
        field::{Field, Number},
        plan::Plan,
        proposal::{ask::Ask, asked::level_of, names::changes},
        worker::Bench,
    },
    i18n::{Words, fill, t_string},
    ui::format::{millions, number},
};

/// The most euro that may be asked about.
const MOST_EURO: f64 = 1e9;

/// The question and its answer.
#[component]
pub(super) fn MarginsView(words: Words, board: Board, ask: Ask) -> impl IntoView {
    let (bench, euro) = (Bench::new(), Field::new("10000"));
    let objective = StoredValue::new(Objective::Equity);
    let compute = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(euro) = euro.decimal(words, MOST_EURO) else { return };
        let cents = (euro.unwrap_or_default() * 100.0).round() as u64;
        start(
            bench,
            asked(words, board, ask).map(|(demand, request)| {
                objective.set_value(request.objective);
                Job::Margins { demand, request, cents }
            }),
        );
    };
    let told = move |done: Done| match done {
        Done::Margins(margins) => {
            outcome(words, board, *margins, |margins| told(words, board, objective.get_value(), &margins))
        }
        _ => ().into_any(),
    };
    view! {
        <details class="margins">
            <summary>{move || t_string!(words, what_if.margins)}</summary>
            <p class="ask-note">{move || t_string!(words, what_if.margins_note)}</p>
            <form class="ask-beside" novalidate="" on:submit=compute>
                <div class="ask-row">
                    <div hidden=move || !ask.within_budget.get()>
                        <Number words label=Signal::derive(move || t_string!(words, what_if.more_euro).to_owned()) id="what-if-euro" field=euro/>
                    </div>
                    <button type="submit" class="btn btn-outline-primary btn-sm">{move || t_string!(words, what_if.compute)}</button>
                </div>
            </form>
            {move || came_of(words, bench, told)}
        </details>
    }
}

fn told(words: Words, board: Board, objective: Objective, margins: &Margins) -> AnyView {
    let plan = board.plan.get_value();
    let all = [
        (
            margins.operator.as_ref(),
            t_string!(words, what_if.with_operator),
            t_string!(words, what_if.operator_nothing),
        ),
        (margins.money.as_ref(), t_string!(words, what_if.with_money), t_string!(words, what_if.money_nothing)),
    ];
    let lines: Vec<AnyView> = all
        .into_iter()
        .filter_map(|(next, text, nothing)| {
            let next = next?;
            let what = changes(words, &plan, &next.shifts, &next.moves);
            let text = if what.is_empty() {
                nothing.to_owned()
            } else {
                fill(text, &[("changes", &what), ("effect", &effect(words, objective, next))])
            };
            Some(view! { <li>{text}</li> }.into_any())
        })
        .collect();
    let mut order: Vec<&AtCpi> = margins.cpis.iter().collect();
    order.sort_by(|one, other| rank(one).partial_cmp(&rank(other)).unwrap_or(std::cmp::Ordering::Equal));
    let rows: Vec<AnyView> = order.into_iter().map(|line| row(words, &plan, objective, line)).collect();
    view! {
        <ul>{lines}</ul>
        <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, what_if.margins)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, allocation.head_cpi_long)}</th>
                        <th scope="col">{t_string!(words, what_if.pressure_there)}</th>
                        <th scope="col">{t_string!(words, what_if.effect)}</th>
                        <th scope="col">{t_string!(words, what_if.changes)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {unfinished(words, &margins.unfinished)}
    }
    .into_any()
}

/// The order of the lines: the one that helps most first, those without room last.
fn rank(line: &AtCpi) -> (bool, f64, f64, f64) {
    let Some(next) = &line.next else { return (true, 0.0, 0.0, 0.0) };
    let own = next.cpis.iter().find(|shift| shift.cpi == line.cpi);
    let before = own.and_then(|own| own.before).unwrap_or(f64::MAX);
    (false, -next.gain.unwrap_or_default(), next.worst_pressure.unwrap_or(f64::MAX), -before)
}

fn row(words: Words, plan: &Plan, objective: Objective, line: &AtCpi) -> AnyView {
    let name = plan.cpis.iter().find(|cpi| cpi.code == line.cpi).map_or(line.cpi.as_str(), |cpi| &cpi.name).to_owned();
    let Some(next) = &line.next else {
        return view! {
            <tr data-cpi=line.cpi.to_string()>
                <th scope="row">{name}</th>
                <td class="change">{level_of(words, line.pressure)}</td>
                <td colspan="2">{t_string!(words, what_if.no_room)}</td>
            </tr>
        }
        .into_any();
    };
    let own = next.cpis.iter().find(|shift| shift.cpi == line.cpi);
    let after = own.map_or(line.pressure, |own| own.after);
    view! {
        <tr data-cpi=line.cpi.to_string()>
            <th scope="row">{name}</th>
            <td class="change">{format!("{} → {}", level_of(words, line.pressure), level_of(words, after))}</td>
            <td>{effect(words, objective, next)}</td>
            <td>{changes(words, plan, &next.shifts, &next.moves)}</td>
        </tr>
    }
    .into_any()
}

/// What the objective says of it, and the money.
fn effect(words: Words, objective: Objective, next: &Next) -> String {
    let what = match (objective, next.gain) {
        (Objective::LeastUnmet, Some(gain)) => {
            fill(t_string!(words, what_if.fewer_hours), &[("n", &number(words, gain, 1))])
        }
        (Objective::Proportional, Some(gain)) => {
            fill(t_string!(words, what_if.less_gap), &[("n", &number(words, gain, 3))])
        }
        _ => fill(t_string!(words, what_if.worst_then), &[("worst", &level_of(words, next.worst_pressure))]),
    };
    let money = next.yearly_cost_cents;
    if money == 0 {
        return what;
    }
    let sign = if money > 0 { "+" } else { "−" };
    format!("{what}; {sign}{}\u{a0}M€", millions(words, money.unsigned_abs() as f64))
}
