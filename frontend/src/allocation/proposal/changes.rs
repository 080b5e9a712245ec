//! The cells in which the table and the proposal differ, by province: what changes, why, and the buttons that take it.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use shared::staffing::{
    CellValue,
    allocate::{Alternative, Part, Told},
};
use wasm_bindgen::JsCast as _;

use super::{
    asked::Asked,
    names::{cell_name, moves, shifted_to},
};
use crate::{
    allocation::{board::Board, plan::Plan},
    i18n::{Words, either, fill, t_string},
};

/// A cell in which the table and the proposal differ: its number, what it has, what it would have.
pub(super) type Difference = (usize, CellValue, u32);

/// Which button was pressed: after it goes away the focus comes to the next one of its kind.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pressed {
    All,
    Province,
    Cell,
}

/// Takes these cells.
pub(super) type Take = Callback<(Vec<Difference>, Pressed)>;

/// The table of what changes.
#[component]
pub(super) fn Changes(
    words: Words,
    board: Board,
    asked: Asked,
    told: Arc<Told>,
    differences: Memo<Vec<Difference>>,
    take: Take,
) -> impl IntoView {
    move || {
        let plan = board.plan.get_value();
        let differences = differences.get();
        let groups: Vec<AnyView> = (0..plan.provinces.len())
            .filter_map(|number| {
                let mine: Vec<Difference> =
                    differences.iter().copied().filter(|(cell, ..)| province_of(&plan, *cell) == number).collect();
                let rows: Vec<AnyView> = mine.iter().map(|&at| row(words, &plan, asked, &told, at, take)).collect();
                (!mine.is_empty()).then(|| group(words, &plan, number, mine, rows, take))
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
}

fn province_of(plan: &Plan, cell: usize) -> usize {
    plan.cpis.get(cell / plan.columns().max(1)).map_or(0, |cpi| cpi.province)
}

fn group(words: Words, plan: &Plan, number: usize, mine: Vec<Difference>, rows: Vec<AnyView>, take: Take) -> AnyView {
    let province = &plan.provinces[number];
    let label = fill(t_string!(words, proposal.take_province), &[("province", &province.name)]);
    view! {
        <tbody>
            <tr class="of-province">
                <th scope="rowgroup" colspan="4">{province.name.clone()}</th>
                <td>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-take=province.code.clone() aria-label=label
                        on:click=move |_| take.run((mine.clone(), Pressed::Province))>{t_string!(words, proposal.take)}</button>
                </td>
            </tr>
            {rows}
        </tbody>
    }
    .into_any()
}

fn row(words: Words, plan: &Plan, asked: Asked, told: &Told, at: Difference, take: Take) -> AnyView {
    let (cell, now, then) = at;
    let Some(key) = plan.key(cell) else { return ().into_any() };
    let name = cell_name(words, plan, &key);
    let cpi = plan.cpis.get(cell / plan.columns().max(1)).map(|cpi| cpi.name.clone()).unwrap_or_default();
    let profile = plan
        .profiles
        .get(cell % plan.columns().max(1))
        .map(|(_, profile)| either(words, &profile.it, &profile.en).to_owned());
    let change = format!("{} → {then}", now.operators);
    let other = told.alternatives.iter().find(|other| other.cell == key);
    let why =
        other.map_or_else(|| not_told(words, told, then).to_owned(), |other| why(words, plan, asked, told, other));
    let label = fill(t_string!(words, proposal.take_cell), &[("cell", &name)]);
    view! {
        <tr>
            <th scope="row">{cpi}</th>
            <td>{profile}</td>
            <td class="change">{change}</td>
            <td>{why}</td>
            <td>
                <button type="button" class="btn btn-outline-primary btn-xs" data-take=mark(plan, cell) aria-label=label
                    disabled=now.locked on:click=move |_| take.run((vec![at], Pressed::Cell))>
                    {t_string!(words, proposal.take)}
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// Where an operator would be otherwise, with whom who moves for it, and what that loses.
fn why(words: Words, plan: &Plan, asked: Asked, told: &Told, other: &Alternative) -> String {
    let there = shifted_to(words, plan, &other.shifts);
    let moved = moves(words, plan, &other.moves);
    let place = match (there.is_empty(), moved.is_empty()) {
        (true, true) => t_string!(words, proposal.else_fewer).to_owned(),
        (true, false) => fill(t_string!(words, proposal.else_moves), &[("moves", &moved)]),
        (false, true) => fill(t_string!(words, proposal.else_there), &[("there", &there)]),
        (false, false) => {
            let place = fill(t_string!(words, proposal.else_there), &[("there", &there)]);
            fill(t_string!(words, proposal.and_moves), &[("where", &place), ("moves", &moved)])
        }
    };
    match asked.loss(words, &told.proposed, other) {
        Some(loss) => fill(t_string!(words, proposal.lose), &[("where", &place), ("loss", &loss)]),
        None => format!("{place}."),
    }
}

/// Why nothing is told of where an operator would be otherwise.
fn not_told(words: Words, told: &Told, then: u32) -> &'static str {
    if then == 0 {
        t_string!(words, proposal.why_elsewhere)
    } else if told.unfinished.contains(&Part::Alternatives) {
        t_string!(words, proposal.why_time)
    } else {
        t_string!(words, proposal.why_nowhere)
    }
}

/// What a cell's button is known by: `FG03:OR`.
fn mark(plan: &Plan, cell: usize) -> String {
    plan.key(cell).map(|key| format!("{}:{}", key.cpi, key.profile)).unwrap_or_default()
}

/// Brings the focus to the next button of the kind that was pressed, or to the line above the table when none is left.
pub(super) fn focus_next(plan: &Plan, mut all: Vec<Difference>, taken: &[Difference], pressed: Pressed) {
    all.sort_by_key(|(cell, ..)| (province_of(plan, *cell), *cell));
    let gone: BTreeSet<usize> = taken.iter().map(|(cell, ..)| *cell).collect();
    let last = all.iter().rposition(|(cell, ..)| gone.contains(cell)).unwrap_or_default();
    let stays = |(cell, now, _): &&Difference| !gone.contains(cell) && !now.locked;
    let next = all[last.min(all.len())..].iter().find(stays).or_else(|| all.iter().rev().find(stays));
    let target = match (next, pressed) {
        (Some((cell, ..)), Pressed::Cell) => format!("[data-take=\"{}\"]", mark(plan, *cell)),
        (Some((cell, ..)), Pressed::Province) => {
            let province = plan.provinces.get(province_of(plan, *cell));
            format!("[data-take=\"{}\"]", province.map(|province| &*province.code).unwrap_or_default())
        }
        _ => String::from(".differences p"),
    };
    request_animation_frame(move || {
        let found = document().query_selector(&format!("dialog[open] {target}")).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
