//! The rows of the sheet: a CPI, a province's sub-total, the region's total.

use leptos::prelude::*;
use shared::staffing::Totals;

use super::{
    cell::SheetCell,
    state::{Grid, Row},
};
use crate::{
    allocation::talk::Spot,
    i18n::{Words, counted, fill, t_string},
    ui::format::{number, pressure, staff, whole},
};

/// Pressure at which the bar is full.
const FULL: f64 = 1.6;

/// One CPI.
#[component]
pub(super) fn CpiRow(grid: Grid, words: Words, cpi: usize) -> impl IntoView {
    let plan = grid.board.plan.get_value();
    let Some(row) = plan.cpis.get(cpi).cloned() else { return ().into_any() };
    let (totals, mark) = (grid.board.totals.at(cpi), grid.marks.row(cpi));
    let cells: Vec<AnyView> =
        (0..plan.columns()).map(|column| view! { <SheetCell grid words cpi column/> }.into_any()).collect();
    let working_age = move || grid.board.catchments.with(|all| all.get(cpi).map_or(0, |own| own.working_age)) as f64;
    view! {
        <tr class="cpi" class:current=move || mark.get().current class:hovered=move || mark.get().hovered
            aria-rowindex=move || grid.sight.number(Row::Cpi(cpi))
            on:focusin=move |_| grid.sight.hold(cpi)
            on:mouseenter=move |_| grid.hovered.set(Some(cpi))
            on:mouseleave=move |_| grid.hovered.set(None)>
            <th scope="row">{row.name}<Said grid words cpi/></th>
            <td class="soft wide of-residenti">{move || whole(words, working_age())}</td>
            <td class="of-fabbisogno">{move || number(words, totals.get().required, 1)}</td>
            <td class="of-servizio">{move || staff(words, totals.get().have)}</td>
            {cells}
            <td class="sum of-assegnati">{move || whole(words, totals.get().placed as f64)}</td>
            <PressureCell words totals/>
        </tr>
    }
    .into_any()
}

/// How much is said of the whole job centre.
#[component]
fn Said(grid: Grid, words: Words, cpi: usize) -> impl IntoView {
    let said = Memo::new(move |_| grid.board.talk.marks_at(Spot { cpi, column: None }));
    let text = move || {
        let text = counted(said.get(), t_string!(words, talk.mark_one), t_string!(words, talk.mark));
        fill(text, &[("n", &said.get().to_string())])
    };
    view! {
        <Show when=move || { said.get() > 0 }>
            " "<span class="said-mark" title=text><span aria-hidden="true">{move || said.get()}</span><span class="visually-hidden">{text}</span></span>
        </Show>
    }
}

/// A province's sub-total.
#[component]
pub(super) fn ProvinceRow(grid: Grid, words: Words, province: usize) -> impl IntoView {
    let plan = grid.board.plan.get_value();
    let name = plan.provinces.get(province).map(|province| province.name.clone()).unwrap_or_default();
    let members: Vec<usize> = (0..plan.cpis.len()).filter(|&cpi| plan.cpis[cpi].province == province).collect();
    let count = members.len().to_string();
    view! {
        <SumRow grid words province=Some(province) members class="province"
            name=Signal::derive(move || name.clone())
            note=Signal::derive(move || fill(t_string!(words, allocation.n_cpi), &[("n", &count)]))/>
    }
}

/// The region's total.
#[component]
pub(super) fn RegionRow(grid: Grid, words: Words) -> impl IntoView {
    let members: Vec<usize> = (0..grid.board.plan.with_value(|plan| plan.cpis.len())).collect();
    let count = members.len().to_string();
    view! {
        <SumRow grid words province=None members class="region"
            name=Signal::derive(move || t_string!(words, allocation.region).to_owned())
            note=Signal::derive(move || fill(t_string!(words, allocation.n_cpi), &[("n", &count)]))/>
    }
}

#[component]
fn SumRow(
    grid: Grid,
    words: Words,
    /// The province; none: all of them.
    province: Option<usize>,
    members: Vec<usize>,
    class: &'static str,
    name: Signal<String>,
    note: Signal<String>,
) -> impl IntoView {
    let columns = grid.columns();
    let members = StoredValue::new(members);
    let sums = match province {
        Some(province) => grid.board.provinces.at(province),
        None => Memo::new(move |_| grid.board.tally.with(|tally| tally.region().clone())).into(),
    };
    let totals = Signal::derive(move || sums.with(|sums| sums.totals));
    let place = move || match province {
        Some(province) => grid.sight.number(Row::Province(province)),
        None => grid.sight.is_long.get().then_some(2),
    };
    let numbers: Vec<AnyView> = (0..columns)
        .map(|column| {
            let sum =
                move || whole(words, sums.with(|sums| sums.by_profile.get(column).copied()).unwrap_or_default() as f64);
            view! { <td>{sum}</td> }.into_any()
        })
        .collect();
    let working_age = move || {
        let sum: u64 = grid.board.catchments.with(|all| {
            members
                .with_value(|members| members.iter().filter_map(|&cpi| all.get(cpi)).map(|own| own.working_age).sum())
        });
        whole(words, sum as f64)
    };
    view! {
        <tr class=class aria-rowindex=place>
            <th scope="row">{move || name.get()}" "<small>{move || note.get()}</small></th>
            <td class="soft wide of-residenti">{working_age}</td>
            <td class="of-fabbisogno">{move || number(words, totals.get().required, 1)}</td>
            <td class="of-servizio">{move || staff(words, totals.get().have)}</td>
            {numbers}
            <td class="sum of-assegnati">{move || whole(words, totals.get().placed as f64)}</td>
            <PressureCell words totals/>
        </tr>
    }
    .into_any()
}

/// A bar with its number; the line marks pressure 1.
#[component]
fn PressureCell(words: Words, totals: Signal<Totals>) -> impl IntoView {
    let value = move || totals.get().pressure();
    view! {
        <td class="pressure of-pressione">
            <span class=move || format!("bar p{}", shared::staffing::pressure_class::of(value()).number()) aria-hidden="true"
                style:--fill=move || format!("{:.0}%", value().min(FULL) / FULL * 100.0)></span>
            <b>{move || pressure(words, value())}</b>
        </td>
    }
}
