//! The answer on the page: what changes against the table, what it brings, and why each operator is where it is.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    CellKey, CellValue,
    allocate::{Measures, Shift, Told},
};

use super::names::{bound, cell_name};
use crate::{
    allocation::board::Board,
    i18n::{Words, either, fill, t_string},
    ui::{
        announce::Announcer,
        format::{millions, number, pressure, whole},
    },
};

/// A cell in which the table and the proposal differ: its number, what it has, what it would have.
type Difference = (usize, CellValue, u32);

/// The best plan, beside the table.
#[component]
pub(super) fn Answered(words: Words, board: Board, told: Arc<Told>) -> impl IntoView {
    let operators = told.operators.clone();
    let differences = Memo::new(move |_| {
        let all = operators.iter().enumerate();
        all.filter_map(|(cell, &then)| {
            let now = board.cell(cell)?.with(|cell| cell.shown);
            (now.operators != then).then_some((cell, now, then))
        })
        .collect::<Vec<Difference>>()
    });
    let take = move |cells: Vec<Difference>| {
        if untrack(|| board.is_frozen()) {
            return Announcer::say(untrack(|| t_string!(words, standing.frozen)));
        }
        let open = cells.iter().filter(|(_, now, _)| !now.locked);
        let values: Vec<_> = open.map(|&(cell, now, then)| (cell, CellValue { operators: then, ..now })).collect();
        let n = board.set(&values).to_string();
        Announcer::say(fill(t_string!(words, proposal.taken), &[("n", &n)]));
    };
    view! {
        <Proved words told=told.clone()/>
        <Compared words now=told.present then=told.proposed/>
        <Show when=move || board.is_frozen()><p class="ask-note">{move || t_string!(words, standing.frozen)}</p></Show>
        <div class="differences">
            <p role="status">
                {move || {
                    let n = differences.with(Vec::len);
                    if n == 0 {
                        t_string!(words, proposal.same).to_owned()
                    } else {
                        fill(t_string!(words, proposal.differences), &[("n", &n.to_string())])
                    }
                }}
            </p>
            <button type="button" class="btn btn-primary btn-sm" data-take="all" disabled=move || board.is_frozen() || differences.with(Vec::is_empty)
                on:click=move |_| take(differences.get_untracked())>
                {move || t_string!(words, proposal.take_all)}
            </button>
        </div>
        {
            let told = told.clone();
            move || by_province(words, board, &told, &differences.get(), take)
        }
        <Moves words board told=told.clone()/>
        <Prices words board told/>
    }
}

/// What is proved.
#[component]
fn Proved(words: Words, told: Arc<Told>) -> impl IntoView {
    let text = move || {
        let proof = &told.proof;
        if proof.certified {
            t_string!(words, proposal.certified).to_owned()
        } else if proof.complete {
            fill(t_string!(words, proposal.bounded), &[("n", &proof.parts.to_string())])
        } else {
            let gap = proof.gap.map(|gap| fill(t_string!(words, proposal.gap), &[("n", &number(words, gap, 2))]));
            format!("{} {}", t_string!(words, proposal.unproved), gap.unwrap_or_default())
        }
    };
    view! { <p class="proof">{text}</p> }
}

/// The table's measures beside the proposal's.
#[component]
fn Compared(words: Words, now: Measures, then: Measures) -> impl IntoView {
    type Show = fn(Words, &Measures) -> String;
    type Label = fn(Words) -> &'static str;
    let rows: [(Label, Show); 5] = [
        (|words| t_string!(words, allocation.placed), |words, of| whole(words, f64::from(of.placed))),
        (
            |words| t_string!(words, allocation.worst),
            |words, of| pressure(words, of.worst_pressure.unwrap_or(f64::INFINITY)),
        ),
        (|words| t_string!(words, proposal.unserved), |words, of| whole(words, f64::from(of.unserved))),
        (|words| t_string!(words, allocation.unmet), |words, of| whole(words, of.unmet_hours)),
        (
            |words| t_string!(words, proposal.yearly_cost),
            |words, of| format!("{}\u{a0}M€", millions(words, of.yearly_cost_cents as f64)),
        ),
    ];
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(label, show)| {
            view! {
                <tr>
                    <th scope="row">{move || label(words)}</th>
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

fn by_province(
    words: Words,
    board: Board,
    told: &Arc<Told>,
    differences: &[Difference],
    take: impl Fn(Vec<Difference>) + Copy + Send + 'static,
) -> AnyView {
    let plan = board.plan.get_value();
    let columns = plan.columns().max(1);
    let province_of = |cell: usize| plan.cpis.get(cell / columns).map(|cpi| cpi.province);
    let groups: Vec<AnyView> = plan
        .provinces
        .iter()
        .enumerate()
        .filter_map(|(number, province)| {
            let mine: Vec<Difference> =
                differences.iter().copied().filter(|(cell, ..)| province_of(*cell) == Some(number)).collect();
            if mine.is_empty() {
                return None;
            }
            let rows: Vec<AnyView> = mine.iter().map(|&at| row(words, board, told, at, take)).collect();
            let label = fill(t_string!(words, proposal.take_province), &[("province", &province.name)]);
            let code = province.code.clone();
            Some(
                view! {
                    <tbody>
                        <tr class="of-province">
                            <th scope="rowgroup" colspan="4">{province.name.clone()}</th>
                            <td>
                                <button type="button" class="btn btn-outline-primary btn-xs" data-take=code aria-label=label
                                    on:click=move |_| take(mine.clone())>{t_string!(words, proposal.take)}</button>
                            </td>
                        </tr>
                        {rows}
                    </tbody>
                }
                .into_any(),
            )
        })
        .collect();
    if groups.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, proposal.changes)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, allocation.head_cpi_long)}</th>
                        <th scope="col">{t_string!(words, proposal.profile)}</th>
                        <th scope="col">{t_string!(words, proposal.change)}</th>
                        <th scope="col">{t_string!(words, proposal.why)}</th>
                        <td></td>
                    </tr>
                </thead>
                {groups}
            </table>
        </div>
    }
    .into_any()
}

fn row(
    words: Words,
    board: Board,
    told: &Told,
    (cell, now, then): Difference,
    take: impl Fn(Vec<Difference>) + Copy + Send + 'static,
) -> AnyView {
    let plan = board.plan.get_value();
    let Some(key) = plan.key(cell) else { return ().into_any() };
    let name = cell_name(words, &plan, &key);
    let cpi = plan.cpis.get(cell / plan.columns().max(1)).map(|cpi| cpi.name.clone()).unwrap_or_default();
    let profile = plan
        .profiles
        .get(cell % plan.columns().max(1))
        .map(|(_, profile)| either(words, &profile.it, &profile.en).to_owned());
    let change = format!("{} → {then}", now.operators);
    let why = told.alternatives.iter().find(|other| other.cell == key).map(|other| {
        let worst = pressure(words, other.worst_pressure.unwrap_or(f64::INFINITY));
        let gains = other.shifts.iter().filter(|shift| shift.by > 0);
        let places: Vec<String> = gains.map(|shift| cell_name(words, &plan, &shift.cell)).collect();
        let text =
            if places.is_empty() { t_string!(words, proposal.one_fewer) } else { t_string!(words, proposal.instead) };
        fill(text, &[("there", &places.join(", ")), ("worst", &worst)])
    });
    let label = fill(t_string!(words, proposal.take_cell), &[("cell", &name)]);
    view! {
        <tr>
            <th scope="row">{cpi}</th>
            <td>{profile}</td>
            <td class="change">{change}</td>
            <td>{why}</td>
            <td>
                <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label disabled=now.locked
                    on:click=move |_| take(vec![(cell, now, then)])>{t_string!(words, proposal.take)}</button>
            </td>
        </tr>
    }
    .into_any()
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

/// What each bound that is reached costs.
#[component]
fn Prices(words: Words, board: Board, told: Arc<Told>) -> impl IntoView {
    let plan = board.plan.get_value();
    let any = !told.prices.is_empty();
    let list = move || {
        let line = |price: &shared::staffing::allocate::Price| {
            let worst = pressure(words, price.worst_pressure.unwrap_or(f64::INFINITY));
            let now = pressure(words, told.proposed.worst_pressure.unwrap_or(f64::INFINITY));
            let gain = price.gain.map(|gain| fill(t_string!(words, proposal.gain), &[("n", &number(words, gain, 2))]));
            let text = fill(
                t_string!(words, proposal.price),
                &[
                    ("bound", &bound(words, &plan, &price.bound)),
                    ("now", &now),
                    ("worst", &worst),
                    ("shifts", &shifts(words, &plan, &price.shifts)),
                ],
            );
            view! { <li>{text}{gain}</li> }.into_any()
        };
        told.prices.iter().map(line).collect::<Vec<AnyView>>()
    };
    any.then(|| {
        view! {
            <details>
                <summary>{move || t_string!(words, proposal.prices)}</summary>
                <ul>{list}</ul>
            </details>
        }
    })
}

fn shifts(words: Words, plan: &crate::allocation::plan::Plan, shifts: &[Shift]) -> String {
    let one = |shift: &Shift| format!("{} {:+}", cell_name(words, plan, &shift.cell), shift.by);
    shifts.iter().map(one).collect::<Vec<_>>().join(", ")
}
