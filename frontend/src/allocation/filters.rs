//! What the sheet shows, and in which order: a province, a text, a column. All of it by keyboard too.

use leptos::prelude::*;
use shared::{identity::saved_view::ViewPage, staffing::look::Column};

use super::{
    grid::{Grid, Sort},
    look,
};
use crate::{
    i18n::{Words, either, t_string},
    identity::SavedViews,
};

/// A text in the language chosen.
type Text = fn(Words) -> &'static str;

/// The fields above the sheet.
#[component]
pub(super) fn Filters(words: Words, grid: Grid) -> impl IntoView {
    let provinces: Vec<AnyView> = grid.board.plan.with_value(|plan| {
        plan.provinces
            .iter()
            .enumerate()
            .map(|(number, province)| {
                let here = move || grid.province.get() == Some(number);
                view! { <option value=number.to_string() prop:selected=here>{province.name.clone()}</option> }
                    .into_any()
            })
            .collect()
    });
    let by_province = move || grid.sort.get().0 == Sort::Province;
    view! {
        <div class="filters">
            <label>
                <span>{move || t_string!(words, allocation.province)}</span>
                <select on:change=move |event| grid.show_province(event_target_value(&event).parse().ok())>
                    <option value="" prop:selected=move || grid.province.get().is_none()>
                        {move || t_string!(words, allocation.all_provinces)}
                    </option>
                    {provinces}
                </select>
            </label>
            <label>
                <span>{move || t_string!(words, allocation.search)}</span>
                <input type="search" autocomplete="off" prop:value=move || grid.search.get()
                    on:input=move |event| grid.find(event_target_value(&event))/>
            </label>
            <Order words grid/>
            <Columns words grid/>
            <SavedViews words page=ViewPage::Board query=Signal::derive(move || look::address(&look::seen(grid)))
                on_choose=Callback::new(move |query: String| look::show(grid, &look::of(&query)))/>
            <p class="filters-note" hidden=by_province>{move || t_string!(words, allocation.no_subtotals)}</p>
        </div>
    }
}

/// The columns that tell: each is shown or hidden.
#[component]
fn Columns(words: Words, grid: Grid) -> impl IntoView {
    let name = |column: Column| -> Text {
        match column {
            Column::WorkingAge => |words| t_string!(words, allocation.head_working_age_long),
            Column::Required => |words| t_string!(words, allocation.head_required_long),
            Column::Have => |words| t_string!(words, allocation.head_have_long),
            Column::Placed => |words| t_string!(words, allocation.head_placed_long),
            Column::Pressure => |words| t_string!(words, allocation.head_pressure_long),
        }
    };
    let boxes = Column::ALL.map(|column| {
        let text = name(column);
        view! {
            <label class="filter-check">
                <input type="checkbox" data-column=column.name() prop:checked=move || !grid.hidden.with(|hidden| hidden.contains(&column))
                    on:change=move |event| grid.hide(column, !event_target_checked(&event))/>
                <span>{move || text(words)}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <details class="columns">
            <summary>{move || t_string!(words, allocation.columns)}</summary>
            <div>{boxes.into_iter().collect::<Vec<_>>()}</div>
        </details>
    }
}

/// The column that sorts, its direction, and the button that sorts anew: while one types, rows stay where they are.
#[component]
fn Order(words: Words, grid: Grid) -> impl IntoView {
    let fixed: [(&'static str, Sort, Text); 7] = [
        ("province", Sort::Province, |words| t_string!(words, allocation.order_province)),
        ("name", Sort::Name, |words| t_string!(words, allocation.head_cpi_long)),
        ("residents", Sort::WorkingAge, |words| t_string!(words, allocation.head_working_age_long)),
        ("required", Sort::Required, |words| t_string!(words, allocation.head_required_long)),
        ("have", Sort::Have, |words| t_string!(words, allocation.head_have_long)),
        ("placed", Sort::Placed, |words| t_string!(words, allocation.head_placed_long)),
        ("pressure", Sort::Pressure, |words| t_string!(words, allocation.head_pressure_long)),
    ];
    let mut orders: Vec<(String, Sort)> = fixed.iter().map(|(value, sort, _)| ((*value).to_owned(), *sort)).collect();
    let option = move |value: String, sort: Sort, text: Signal<String>| {
        let here = move || grid.sort.get().0 == sort;
        view! { <option value=value prop:selected=here>{move || text.get()}</option> }.into_any()
    };
    let mut choices: Vec<AnyView> = fixed
        .into_iter()
        .map(|(value, sort, text)| option(value.to_owned(), sort, Signal::derive(move || text(words).to_owned())))
        .collect();
    for (column, (code, name)) in grid.board.plan.get_value().profiles.iter().enumerate() {
        let (value, sort, name) = (code.to_string(), Sort::Profile(column), name.clone());
        let text = Signal::derive(move || either(words, &name.it, &name.en).to_owned());
        orders.push((value.clone(), sort));
        choices.push(option(value, sort, text));
    }
    let reorder = move |event| {
        let value = event_target_value(&event);
        if let Some((_, sort)) = orders.iter().find(|(name, _)| *name == value) {
            grid.sort_by(*sort, !matches!(sort, Sort::Province | Sort::Name));
        }
    };
    let by_province = move || grid.sort.get().0 == Sort::Province;
    let down = move || grid.sort.get().1;
    view! {
        <label>
            <span>{move || t_string!(words, allocation.order)}</span>
            <select data-order="" on:change=reorder>{choices}</select>
        </label>
        <button type="button" class="btn btn-outline-primary btn-xs" data-direction="" hidden=by_province
            on:click=move |_| { let (sort, down) = grid.sort.get_untracked(); grid.sort_by(sort, !down) }>
            {move || if down() { t_string!(words, allocation.descending) } else { t_string!(words, allocation.ascending) }}
        </button>
        <button type="button" class="btn btn-outline-primary btn-xs" data-again="" hidden=move || !grid.stale.get()
            on:click=move |_| grid.sort_again()>
            {move || t_string!(words, allocation.sort_again)}
        </button>
    }
}
