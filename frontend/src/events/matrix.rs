//! What the plan requires, what is scheduled and what was held, place by place. What is missing is planned with a click.

use leptos::prelude::*;

use super::{
    api::{self, ActEvent, ReachName, RequirementCell},
    board::Board,
    draft::Draft,
    filters::Filters,
};
use crate::{
    i18n::{either, fill, t_string},
    ui::{problem, skeleton::Skeleton},
};

/// The matrix of a year.
#[component]
pub(super) fn Matrix(board: Board, filters: Filters) -> impl IntoView {
    let words = board.words;
    let year = Memo::new(move |_| filters.year());
    let province = Memo::new(move |_| filters.get("provincia"));
    let cells = LocalResource::new(move || {
        board.again.track();
        api::matrix(i32::from(year.get()))
    });
    let provinces = board.ground.with_value(|ground| ground.provinces.clone());
    let choices = move || {
        let rows = provinces.clone().into_iter().map(|row| {
            let own = row.code.clone();
            view! { <option value=row.code selected=move || province.get() == own>{row.name}</option> }
        });
        rows.collect_view()
    };
    view! {
        <p>{move || t_string!(words, events.matrix_lead)}</p>
        <div class="event-filters">
            <div class="form-field">
                <label for="matrix-year">{move || t_string!(words, events.year)}</label>
                <input id="matrix-year" type="number" class="form-control" min="2000" max="2100" prop:value=move || year.get().to_string()
                    on:change=move |event| filters.set("anno", &event_target_value(&event))/>
            </div>
            <div class="form-field">
                <label for="matrix-province">{move || t_string!(words, events.province)}</label>
                <select id="matrix-province" class="form-control" prop:value=move || province.get()
                    on:change=move |event| filters.set("provincia", &event_target_value(&event))>
                    <option value="">{move || t_string!(words, events.all_f)}</option>
                    {choices}
                </select>
            </div>
        </div>
        <p class="matrix-key">{move || t_string!(words, events.matrix_short)}</p>
        <Transition fallback=move || view! { <Skeleton words lines=10/> }>
            {move || cells.get().map(|cells| match cells {
                Ok(cells) => view! { <Tables board year=year.get_untracked() province=province.get() cells/> }.into_any(),
                Err(failure) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Tables(board: Board, year: i16, province: String, cells: Vec<RequirementCell>) -> impl IntoView {
    let words = board.words;
    let rows = board.ground.with_value(|ground| ground.act_events.clone());
    let cells: Vec<RequirementCell> = cells
        .into_iter()
        .filter(|cell| province.is_empty() || cell.province.is_none() || cell.province.as_ref() == Some(&province))
        .collect();
    let of_cpis: Vec<ActEvent> = rows
        .iter()
        .filter(|row| {
            row.reach == ReachName::Cpi
                && cells.iter().any(|cell| cell.requirement == row.code && cell.required.is_some())
        })
        .cloned()
        .collect();
    let cpis = board.ground.with_value(|ground| ground.cpis.nodes.clone());
    let cpis = cpis.into_iter().filter(|cpi| cpi.code.starts_with(&province)).collect::<Vec<_>>();
    let body = cpis.into_iter().map(|cpi| {
        let own = of_cpis.iter().map(|row| {
            let found = cells.iter().find(|cell| cell.requirement == row.code && cell.cpi.as_ref() == Some(&cpi.code));
            view! { <td>{found.map(|cell| entry(board, row, cell, year))}</td> }.into_any()
        });
        let own = own.collect_view();
        view! { <tr><th scope="row">{cpi.name}</th>{own}</tr> }
    });
    let body = body.collect_view();
    let heads =
        of_cpis.clone().into_iter().map(|row| view! { <th scope="col">{named(board, &row)}</th> }).collect_view();
    let others = |regional: bool| {
        let own = rows.iter().filter(|row| row.reach != ReachName::Cpi);
        let list = own.filter_map(|row| {
            let cell = cells.iter().find(|cell| cell.requirement == row.code)?;
            (cell.province.is_none() == regional).then(|| {
                view! {
                    <tr><th scope="row">{named(board, row)}</th><td>{entry(board, row, cell, year)}</td></tr>
                }
            })
        });
        list.collect_view()
    };
    let (of_provinces, of_region) = (others(false), others(true));
    view! {
        <h2>{move || t_string!(words, events.by_cpi)}</h2>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, events.by_cpi)>
            <table class="table matrix">
                <thead><tr><th scope="col">{move || t_string!(words, events.cpi)}</th>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <h2>{move || t_string!(words, events.by_province)}</h2>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, events.by_province)>
            <table class="table matrix"><tbody>{of_provinces}</tbody></table>
        </div>
        <h2>{move || t_string!(words, events.by_region)}</h2>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, events.by_region)>
            <table class="table matrix"><tbody>{of_region}</tbody></table>
        </div>
    }
}

/// A requirement with the act's own sentence.
fn named(board: Board, row: &ActEvent) -> AnyView {
    let words = board.words;
    let (it, en, quote) = (row.title_it.clone(), row.title_en.clone(), row.quote.clone());
    view! {
        <span>{move || either(words, &it, &en).to_owned()}</span>
        <details class="act-quote">
            <summary>{row.code.clone()}<span class="visually-hidden">": "{move || t_string!(words, events.quote)}</span></summary>
            <q lang="it">{quote}</q>
        </details>
    }
    .into_any()
}

/// What a cell shows: numbers, and a way to plan what is missing.
fn entry(board: Board, row: &ActEvent, cell: &RequirementCell, year: i16) -> AnyView {
    let words = board.words;
    let Some(required) = cell.required else {
        let there = cell.held + cell.planned;
        return view! { <span class="matrix-none">{there}" / "{move || t_string!(words, events.no_number)}</span> }
            .into_any();
    };
    let (held, planned) = (cell.held, cell.planned);
    let numbers = move || {
        let (held, planned, required) = (held.to_string(), planned.to_string(), required.to_string());
        fill(t_string!(words, events.matrix_cell), &[("held", &held), ("planned", &planned), ("required", &required)])
    };
    let class = if cell.missing == 0 { "matrix-full" } else { "matrix-missing" };
    let shown = view! {
        <span class=class aria-hidden="true">{held}" / "{planned}" / "{required}</span>
        <span class="visually-hidden">{numbers}</span>
    };
    let may = cell.missing > 0 && board.may_edit(cell.province.as_deref(), cell.cpi.as_deref());
    if !may {
        return shown.into_any();
    }
    let (row, cell) = (row.clone(), cell.clone());
    let label = {
        let (row, cell) = (row.clone(), cell.clone());
        move || {
            let what = either(words, &row.title_it, &row.title_en);
            let place = board.place(cell.province.as_deref(), cell.cpi.as_deref());
            format!(
                "{}. {}",
                fill(t_string!(words, events.matrix_plan), &[("what", what), ("where", &place)]),
                numbers()
            )
        }
    };
    view! {
        <button type="button" class="matrix-plan" aria-label=label
            on:click=move |_| board.write(|| Draft::missing(board, &row, &cell, year))>
            <span class=class>{held}" / "{planned}" / "{required}</span>
        </button>
    }
    .into_any()
}
