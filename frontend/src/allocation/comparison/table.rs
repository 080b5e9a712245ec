//! The table of differences: by cell, CPI or province, sorted by any column; and the choice of what it shows.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::comparison::{Column, Rows};

use super::{
    address::Address,
    api::{Named, Told},
    rows::{self, Row},
    words::{letter, signed},
};
use crate::{
    i18n::{Words, either, fill, t_string},
    ui::format::{pressure, whole},
};

/// The table, and what is chosen above it.
#[component]
pub(super) fn Differences(
    words: Words,
    at: Address,
    told: Arc<Told>,
    hovered: RwSignal<Option<usize>>,
) -> impl IntoView {
    let names = StoredValue::new(told.scenarios.clone());
    let kind = Memo::new(move |_| at.view.with(|view| view.rows));
    let all = Memo::new(move |_| rows::all(&told, kind.get()));
    let shown = Memo::new(move |_| all.with(|all| at.view.with(|view| rows::shown(all, view))));
    let count = move || {
        let different = all.with(|all| all.iter().filter(|row| row.differs()).count());
        let of = all.with(Vec::len);
        let text = match kind.get() {
            Rows::Cells => t_string!(words, comparison.cells_differ),
            Rows::Cpis => t_string!(words, comparison.cpis_differ),
            Rows::Provinces => t_string!(words, comparison.provinces_differ),
        };
        fill(text, &[("n", &whole(words, different as f64)), ("of", &whole(words, of as f64))])
    };
    view! {
        <Choices words at names/>
        <p class="compare-count" role="status">{count}</p>
        {move || {
            let (kind, base) = (kind.get(), at.view.with(|view| view.base));
            let head = view! { <Head words at names kind base/> };
            let rows: Vec<AnyView> = shown.get().into_iter().map(|row| line(words, &row, base, hovered)).collect();
            (!rows.is_empty()).then(|| view! {
                <div class="compare-rows" tabindex="0" role="group" aria-labelledby="compare-differences">
                    <table aria-labelledby="compare-differences">{head}<tbody>{rows}</tbody></table>
                </div>
            })
        }}
    }
}

/// What the rows are, which of them, and against which scenario.
#[component]
fn Choices(words: Words, at: Address, names: StoredValue<Vec<Named>>) -> impl IntoView {
    let bases: Vec<AnyView> = names.with_value(|names| {
        let option = |(place, named): (usize, &Named)| {
            let text = format!("{} {}", letter(place), named.name);
            let here = move || at.view.with(|view| view.base == place);
            view! { <option value=place.to_string() prop:selected=here>{text}</option> }.into_any()
        };
        names.iter().enumerate().map(option).collect()
    });
    let kinds = Rows::ALL.map(|kind| {
        let here = move || at.view.with(|view| view.rows == kind);
        view! { <option value=kind.name() prop:selected=here>{move || kind_name(words, kind)}</option> }.into_any()
    });
    let kinds: Vec<AnyView> = kinds.into_iter().collect();
    let choose_kind = move |event| {
        let value = event_target_value(&event);
        let rows = Rows::ALL.into_iter().find(|kind| kind.name() == value).unwrap_or_default();
        at.change(|view| view.rows = rows);
    };
    let choose_base = move |event| {
        let base = event_target_value(&event).parse().unwrap_or_default();
        at.change(|view| view.base = base);
    };
    view! {
        <div class="filters">
            <label>
                <span>{move || t_string!(words, comparison.against)}</span>
                <select id="compare-base" on:change=choose_base>{bases}</select>
            </label>
            <label>
                <span>{move || t_string!(words, comparison.rows)}</span>
                <select id="compare-kind" on:change=choose_kind>{kinds}</select>
            </label>
            <label class="filter-check">
                <input id="compare-all" type="checkbox" prop:checked=move || at.view.with(|view| view.all)
                    on:change=move |event| { let all = event_target_checked(&event); at.change(|view| view.all = all) }/>
                <span>{move || t_string!(words, comparison.all)}</span>
            </label>
        </div>
    }
}

/// What a row is.
pub(super) fn kind_name(words: Words, kind: Rows) -> &'static str {
    match kind {
        Rows::Cells => t_string!(words, comparison.by_cell),
        Rows::Cpis => t_string!(words, comparison.by_cpi),
        Rows::Provinces => t_string!(words, comparison.by_province),
    }
}

/// The heads: what is counted, and below it the scenarios, each a button that sorts.
#[component]
fn Head(words: Words, at: Address, names: StoredValue<Vec<Named>>, kind: Rows, base: usize) -> impl IntoView {
    let count = names.with_value(Vec::len);
    let others: Vec<usize> = (0..count).filter(|&place| place != base).collect();
    let pressures = kind != Rows::Cells;
    let sorts = move |column: Column, place: usize, text: String, group: fn(Words) -> &'static str| {
        let full = move || {
            format!(
                "{}, {}",
                group(words),
                names.with_value(|names| names.get(place).map(|of| of.name.clone()).unwrap_or_default())
            )
        };
        view! { <Sorting at column><span class="visually-hidden">{full}</span><span aria-hidden="true">{text}</span></Sorting> }
            .into_any()
    };
    let placed: Vec<AnyView> = (0..count)
        .map(|place| {
            sorts(Column::Operators(place), place, letter(place).to_owned(), |words| {
                t_string!(words, allocation.head_placed_long)
            })
        })
        .collect();
    let moved: Vec<AnyView> = others
        .iter()
        .map(|&place| {
            let text = format!("{} − {}", letter(place), letter(base));
            sorts(Column::Difference(place), place, text, |words| t_string!(words, comparison.difference))
        })
        .collect();
    let loads: Vec<AnyView> = (0..if pressures { count } else { 0 })
        .map(|place| {
            sorts(Column::Pressure(place), place, letter(place).to_owned(), |words| {
                t_string!(words, comparison.pressure)
            })
        })
        .collect();
    let fixed = if kind == Rows::Cells { 2 } else { 1 };
    view! {
        <thead>
            <tr>
                <td colspan=fixed.to_string()></td>
                <th scope="colgroup" colspan=count.to_string()>{t_string!(words, allocation.head_placed_long)}</th>
                <th scope="colgroup" colspan=others.len().to_string()>{t_string!(words, comparison.difference)}</th>
                {pressures.then(|| view! {
                    <th scope="colgroup" colspan=count.to_string()>{t_string!(words, comparison.pressure)}</th>
                })}
            </tr>
            <tr>
                <Sorting at column=Column::Place>
                    {if kind == Rows::Provinces { t_string!(words, allocation.province) } else { t_string!(words, allocation.head_cpi_long) }}
                </Sorting>
                {(kind == Rows::Cells).then(|| view! { <th scope="col" class="compare-profile">{t_string!(words, comparison.profile)}</th> })}
                {placed}{moved}{loads}
            </tr>
        </thead>
    }
}

/// A head that sorts by its column.
#[component]
fn Sorting(at: Address, column: Column, children: Children) -> impl IntoView {
    let state = move || {
        at.view.with(|view| match (view.order.column == column, view.order.down) {
            (true, true) => "descending",
            (true, false) => "ascending",
            _ => "none",
        })
    };
    view! {
        <th scope="col" aria-sort=state>
            <button type="button" on:click=move |_| at.change(|view| view.order = view.order.pressed(column))>{children()}</button>
        </th>
    }
}

fn line(words: Words, row: &Row, base: usize, hovered: RwSignal<Option<usize>>) -> AnyView {
    let cpi = row.cpi.as_ref().map(|(place, _)| *place);
    let place = match &row.cpi {
        Some((_, name)) => view! { {name.clone()}" "<small>{row.province.clone()}</small> }.into_any(),
        None => row.province.clone().into_any(),
    };
    let profile = row
        .profile
        .clone()
        .map(|(it, en)| view! { <td class="compare-profile">{either(words, &it, &en).to_owned()}</td> });
    let operators: Vec<AnyView> =
        row.operators.iter().map(|&n| view! { <td>{whole(words, n as f64)}</td> }.into_any()).collect();
    let others = (0..row.operators.len()).filter(|&place| place != base);
    let moved: Vec<AnyView> = others
        .map(|place| {
            let difference = row.difference(base, place).unwrap_or_default();
            view! { <td class="compare-moved" class:none=difference == 0>{signed(words, difference as f64, 0)}</td> }
                .into_any()
        })
        .collect();
    let loads: Vec<AnyView> = (0..row.pressures.len())
        .map(|place| {
            let value = row.pressures.get(place).copied().unwrap_or_default();
            let shift = row.pressure_shift(base, place).filter(|_| place != base);
            view! { <td>{pressure(words, value)}<span class="compare-shift">{shift.map(|shift| signed(words, shift, 2))}</span></td> }
                .into_any()
        })
        .collect();
    let here = move || cpi.is_some() && hovered.get() == cpi;
    view! {
        <tr data-row=row.key.clone() data-cpi=cpi.map(|cpi| cpi.to_string()) tabindex="-1" class:hovered=here
            on:mouseenter=move |_| hovered.set(cpi) on:mouseleave=move |_| hovered.set(None)>
            <th scope="row">{place}</th>
            {profile}{operators}{moved}{loads}
        </tr>
    }
    .into_any()
}
