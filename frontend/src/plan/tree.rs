//! The act as a tree: areas, objectives, and under them activities and results, each with its sentence.

use leptos::prelude::*;

use super::{
    api::{Bilingual, PlanFrequency, PlanItem, PlanItemKind},
    desk::{Desk, View, anchor},
    detail::{Ambiguities, Sentence},
    standing::{amount, name_of_frequency},
};
use crate::i18n::{Words, either, t_string};

/// The whole tree, but for what the filters leave out.
#[component]
pub(super) fn Tree(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let rows = move || {
        desk.act.with_value(|act| {
            let rows = act.plan.items.iter();
            let areas = rows.filter(|row| {
                row.kind == PlanItemKind::Area && desk.area.with(|area| area.is_empty() || *area == row.code)
            });
            areas
                .filter_map(|area| Some((area.clone(), objectives(desk, &act.plan.items, &area.code)?)))
                .collect::<Vec<_>>()
        })
    };
    let shown = Memo::new(move |_| rows().into_iter().map(|(area, below)| (area.code, below)).collect::<Vec<_>>());
    let area = move |(code, objectives): (String, Vec<(String, Vec<String>)>)| {
        let text = item(desk, &code).map(|row| row.text);
        let below = objectives.into_iter().map(|(code, rows)| view! { <Objective desk code rows/> }).collect_view();
        view! {
            <section class="plan-area">
                <h2><span class="plan-code">{code}</span>" "{move || text.as_ref().map(|text| either(words, &text.it, &text.en).to_owned())}</h2>
                {below}
            </section>
        }
    };
    view! {
        <For each=move || shown.get() key=Clone::clone children=area/>
        <p role="status">{move || shown.with(Vec::is_empty).then(|| t_string!(words, plan.nothing))}</p>
    }
}

/// The objectives of an area that have a row to show, each with the codes of its rows. `None`, when there is none.
fn objectives(desk: Desk, items: &[PlanItem], area: &str) -> Option<Vec<(String, Vec<String>)>> {
    let of_area = items.iter().filter(|row| row.parent.as_deref() == Some(area));
    let rows = |objective: &str| {
        let below = items.iter().filter(|row| row.parent.as_deref() == Some(objective));
        below.filter(|row| shows(desk, row)).map(|row| row.code.clone()).collect::<Vec<_>>()
    };
    let found: Vec<_> = of_area
        .map(|objective| (objective.code.clone(), rows(&objective.code)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    (!found.is_empty()).then_some(found)
}

fn shows(desk: Desk, row: &PlanItem) -> bool {
    desk.frequency.get().is_none_or(|chosen| chosen == row.frequency)
        && desk.found(&[&row.code, &row.text.it, &row.text.en])
}

fn item(desk: Desk, code: &str) -> Option<PlanItem> {
    desk.act.with_value(|act| act.plan.items.iter().find(|row| row.code == code).cloned())
}

#[component]
fn Objective(desk: Desk, code: String, rows: Vec<String>) -> impl IntoView {
    let words = desk.words;
    let text = item(desk, &code).map(|row| row.text);
    let rows =
        rows.into_iter().filter_map(|code| item(desk, &code)).map(|row| view! { <Row desk row/> }).collect_view();
    view! {
        <h3><span class="plan-code">{code}</span>" "{move || text.as_ref().map(|text| either(words, &text.it, &text.en).to_owned())}</h3>
        <ul class="plan-rows">{rows}</ul>
    }
}

#[component]
fn Row(desk: Desk, row: PlanItem) -> impl IntoView {
    let words = desk.words;
    let code = row.code.clone();
    let own = code.clone();
    let open = Memo::new(move |_| desk.open.with(|open| *open == own));
    let toggled = code.clone();
    let PlanItem { kind, text, quantity, unit, frequency, .. } = row.clone();
    let kind = move || match kind {
        PlanItemKind::Activity => t_string!(words, plan.activity),
        _ => t_string!(words, plan.result),
    };
    let asked = move || promised(words, quantity, unit.as_ref(), frequency);
    let row = StoredValue::new(row);
    view! {
        <li id=anchor(&code)>
            <button type="button" class="plan-row" aria-expanded=move || open.get().to_string() on:click=move |_| desk.toggle(&toggled)>
                <span class="plan-code">{code.clone()}</span>
                <span class="plan-text">{move || either(words, &text.it, &text.en).to_owned()}</span>
                <span class="plan-kind">{kind}</span>
                <span class="plan-asked">{asked}</span>
            </button>
            <Show when=move || open.get()>
                {row.with_value(|row| view! { <Opened desk row=row.clone()/> })}
            </Show>
        </li>
    }
}

/// What stands behind a row: its sentence, its parts, its condition, the ways to read it, the indicators that measure it.
#[component]
fn Opened(desk: Desk, row: PlanItem) -> impl IntoView {
    let words = desk.words;
    let parts = desk.act.with_value(|act| {
        let own = act.plan.items.iter().filter(|part| part.parent.as_deref() == Some(&row.code));
        own.cloned().collect::<Vec<_>>()
    });
    let parts = parts
        .into_iter()
        .map(|part| view! { <li>{move || promised(words, part.quantity, part.unit.as_ref(), part.frequency)}</li> })
        .collect_view();
    let broken = row.clone();
    let condition = row.condition.clone();
    let any = !row.indicators.is_empty();
    let indicators = row.indicators.clone().into_iter().map(|code| {
        let to = code.clone();
        view! {
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| desk.lead_to(View::Indicators, &to)>{code}</button>" "
        }
    });
    let indicators = indicators.collect_view();
    view! {
        <div class="plan-opened">
            <Sentence words sentence=row.sentence/>
            <p>{move || divided(words, &broken)}</p>
            <ul class="plan-parts">{parts}</ul>
            {condition.map(|condition| view! { <p class="plan-condition">{move || either(words, &condition.it, &condition.en).to_owned()}</p> })}
            <Ambiguities words ambiguities=row.ambiguities/>
            {any.then(|| view! { <p>{move || t_string!(words, plan.measured_by)}" "{indicators}</p> })}
        </div>
    }
}

/// A promise in words: `CPI: 43 · every year`, `100 % of requests · at any time`. The units are plurals, so the number follows.
fn promised(words: Words, quantity: Option<f64>, unit: Option<&Bilingual>, often: PlanFrequency) -> Option<String> {
    let unit = unit.map(|unit| either(words, &unit.it, &unit.en)).unwrap_or_default();
    let number = amount(words, Some(quantity?));
    let often = name_of_frequency(words, often);
    Some(if unit.starts_with('%') {
        format!("{number} {unit} · {often}")
    } else {
        format!("{unit}: {number} · {often}")
    })
}

/// How a number is divided: `2 × 43 = 86`.
fn divided(words: Words, row: &PlanItem) -> Option<String> {
    let (units, per_unit) = (row.units.filter(|units| *units > 1)?, row.per_unit?);
    let all = amount(words, Some(per_unit * f64::from(units)));
    Some(format!("{} × {units} = {all}", amount(words, Some(per_unit))))
}
