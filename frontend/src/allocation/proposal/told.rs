//! The answer on the page: how sure it is, what it comes to beside the table, and the parts that explain it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    CellKey,
    allocate::{Level, Measures, Objective, Part, Price, Room, Scarce, ScarcePrice, Told},
};

use super::{
    asked::{Asked, level_of},
    changes::{Changes, Difference, Pressed, Take},
    empty,
    names::{bound, cell_name, changes},
    order::Order,
    shortage,
};
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::format::{millions, number, whole},
};

/// The best plan, beside the table.
#[component]
pub(super) fn Answered(
    words: Words,
    board: Board,
    asked: Asked,
    told: Arc<Told>,
    differences: Memo<Vec<Difference>>,
    take: Take,
    by_cell: Callback<()>,
) -> impl IntoView {
    // What is not proved is not pressed on anybody.
    let take_all = if told.proof.complete { "btn btn-primary btn-sm" } else { "btn btn-outline-primary btn-sm" };
    view! {
        <Proved words asked told=told.clone()/>
        {empty::warning(words, board, asked, &told, by_cell)}
        <Compared words asked now=told.present then=told.proposed/>
        <Show when=move || board.is_frozen()><p class="ask-note">{move || t_string!(words, standing.frozen)}</p></Show>
        <div class="differences">
            // The focus comes here when the last button of the table goes away.
            <p tabindex="-1">
                {move || {
                    let n = differences.with(Vec::len);
                    if n == 0 {
                        t_string!(words, proposal.same).to_owned()
                    } else {
                        fill(t_string!(words, proposal.differences), &[("n", &n.to_string())])
                    }
                }}
            </p>
            <button type="button" class=take_all data-take="all" disabled=move || board.is_frozen() || differences.with(Vec::is_empty)
                on:click=move |_| take.run((differences.get_untracked(), Pressed::All))>
                {move || t_string!(words, proposal.take_all)}
            </button>
        </div>
        <Changes words board asked told=told.clone() differences take/>
        <Moves words board told=told.clone()/>
        <Order words board asked told=told.clone()/>
        <Prices words board asked told=told.clone()/>
        {shortage::undone(words, board, &told)}
        <Unfinished words told/>
    }
}

/// What is proved, or how far from it the plan may be.
#[component]
fn Proved(words: Words, asked: Asked, told: Arc<Told>) -> impl IntoView {
    let text = move || {
        let proof = &told.proof;
        if proof.certified && proof.parts > 0 {
            fill(t_string!(words, proposal.certified_parts), &[("n", &proof.parts.to_string())])
        } else if proof.certified {
            t_string!(words, proposal.certified).to_owned()
        } else if proof.complete {
            fill(t_string!(words, proposal.bounded), &[("n", &proof.parts.to_string())])
        } else {
            let gap = asked.gap(words, told.proposed.worst_pressure, proof);
            format!("{} {}", t_string!(words, proposal.unproved), gap.unwrap_or_default())
        }
    };
    view! { <p class="proof">{text}</p> }
}

/// A line of the comparison: whether it is the objective, its name, and how a plan's number is written.
type Line = (bool, fn(Words, Asked) -> String, fn(Words, &Measures) -> String);

fn lines(asked: Asked) -> Vec<Line> {
    let is = |objective: Objective| asked.objective == objective;
    let by_cell = asked.level == Level::Cell;
    let mut lines: Vec<Line> = vec![
        (false, |words, _| t_string!(words, allocation.placed).to_owned(), |words, of| whole(words, of.placed.into())),
        (
            is(Objective::Equity),
            |words, _| t_string!(words, allocation.worst).to_owned(),
            |words, of| level_of(words, of.worst_pressure),
        ),
        (
            false,
            |words, _| t_string!(words, proposal.lowest).to_owned(),
            |words, of| level_of(words, of.lowest_pressure),
        ),
        (
            false,
            |words, _| t_string!(words, proposal.above_one).to_owned(),
            |words, of| whole(words, of.above_one.into()),
        ),
        (
            false,
            |words, _| t_string!(words, proposal.unserved).to_owned(),
            |words, of| whole(words, of.unserved.into()),
        ),
        (
            is(Objective::LeastUnmet) && by_cell,
            |words, _| t_string!(words, allocation.unmet).to_owned(),
            |words, of| whole(words, of.unmet_hours),
        ),
    ];
    if is(Objective::LeastUnmet) && !by_cell {
        lines.push((
            true,
            |words, asked| fill(t_string!(words, proposal.counted_hours), &[("level", asked.level(words))]),
            |words, of| whole(words, of.counted_hours),
        ));
    }
    if is(Objective::Proportional) {
        lines.push((
            true,
            |words, _| t_string!(words, proposal.distance).to_owned(),
            |words, of| number(words, of.proportional, 2),
        ));
    }
    lines.push((
        false,
        |words, _| t_string!(words, proposal.yearly_cost).to_owned(),
        |words, of| format!("{}\u{a0}M€", millions(words, of.yearly_cost_cents as f64)),
    ));
    lines
}

/// The table's measures beside the proposal's; the objective's own line is marked.
#[component]
fn Compared(words: Words, asked: Asked, now: Measures, then: Measures) -> impl IntoView {
    let rows: Vec<AnyView> = lines(asked)
        .into_iter()
        .map(|(is_objective, label, show)| {
            let mark = move || format!(" ({})", t_string!(words, proposal.objective_row));
            view! {
                <tr class:objective=is_objective>
                    <th scope="row">{move || label(words, asked)}{is_objective.then_some(mark)}</th>
                    <td>{move || show(words, &now)}</td>
                    <td>{move || show(words, &then)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="compared">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{move || t_string!(words, proposal.now)}</th>
                    <th scope="col">{move || t_string!(words, proposal.then)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// People in service whom the plan would move. The table has no place for them, so they are told.
#[component]
fn Moves(words: Words, board: Board, told: Arc<Told>) -> impl IntoView {
    let plan = board.plan.get_value();
    let any = !told.moves.is_empty();
    let list = move || {
        let line = |from: &CellKey, to: &CellKey, people: u32| {
            let text = fill(
                t_string!(words, proposal.moves_one),
                &[
                    ("n", &people.to_string()),
                    ("from", &cell_name(words, &plan, from)),
                    ("to", &cell_name(words, &plan, to)),
                ],
            );
            view! { <li>{text}</li> }.into_any()
        };
        told.moves.iter().map(|moved| line(&moved.from, &moved.to, moved.people)).collect::<Vec<AnyView>>()
    };
    any.then(|| {
        view! {
            <h3>{move || t_string!(words, proposal.moves)}</h3>
            <p class="ask-note">{move || t_string!(words, proposal.moves_note)}</p>
            <ul>{list}</ul>
        }
    })
}

/// What each bound that is reached costs, and what is scarce.
#[component]
fn Prices(words: Words, board: Board, asked: Asked, told: Arc<Told>) -> impl IntoView {
    let plan = board.plan.get_value();
    let any = !told.prices.is_empty() || !told.scarce.is_empty();
    let list = move || {
        let line = |of: &str, room: &Room| {
            let shifts = changes(words, &plan, &room.shifts, &room.moves);
            let text = match asked.gain(words, &told.proposed, room) {
                Some(gain) => {
                    fill(t_string!(words, proposal.price), &[("bound", of), ("gain", &gain), ("shifts", &shifts)])
                }
                None => format!("{of}: {shifts}"),
            };
            view! { <li>{text}</li> }.into_any()
        };
        let scarce = told.scarce.iter().map(|price| line(&more_of(words, price), &price.room));
        let bound = |price: &Price| {
            fill(t_string!(words, proposal.one_wider), &[("bound", &bound(words, &plan, &price.bound))])
        };
        scarce.chain(told.prices.iter().map(|price| line(&bound(price), &price.room))).collect::<Vec<AnyView>>()
    };
    any.then(|| {
        view! {
            <details class="prices">
                <summary>{move || t_string!(words, proposal.prices)}</summary>
                <ul>{list}</ul>
            </details>
        }
    })
}

/// `Con 36.000 € in più l'anno, quanto costa un operatore`.
fn more_of(words: Words, price: &ScarcePrice) -> String {
    match price.of {
        Scarce::Money => {
            let euro = whole(words, price.more as f64 / 100.0);
            fill(t_string!(words, proposal.more_money), &[("euro", &euro)])
        }
        Scarce::Moves => t_string!(words, proposal.one_move).to_owned(),
    }
}

/// What there was no time to explain.
#[component]
fn Unfinished(words: Words, told: Arc<Told>) -> impl IntoView {
    let text = move || {
        let name = |part: &Part| match part {
            Part::Placements => Some(t_string!(words, proposal.part_order)),
            Part::Alternatives => Some(t_string!(words, proposal.part_alternatives)),
            Part::Prices => Some(t_string!(words, proposal.part_prices)),
            Part::Plan | Part::Proof | Part::Reason | Part::Repair | Part::Margins | Part::Frontier | Part::Cases => {
                None
            }
        };
        let parts: Vec<&str> = told.unfinished.iter().filter_map(name).collect();
        let text = fill(t_string!(words, proposal.unfinished), &[("parts", &parts.join(", "))]);
        (!parts.is_empty()).then(|| view! { <p class="ask-note">{text}</p> })
    };
    view! { {text} }
}
