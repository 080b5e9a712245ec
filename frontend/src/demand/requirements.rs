//! What the figures come to: the operators that each CPI needs, by profile, with what the typing changes.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    code::ProvinceCode,
    staffing::{Sizing, Totals},
};

use super::{draft::Draft, plan::Plan};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{number, pressure, staff},
};

/// The rows of the table: the region, a province, a CPI by their places in the plan.
#[derive(Clone, PartialEq)]
enum Row {
    Region,
    Province(ProvinceCode),
    Cpi(usize),
}

impl Row {
    fn holds(&self, plan: &Plan, cpi: usize) -> bool {
        match self {
            Self::Region => true,
            Self::Province(code) => plan.cpis.get(cpi).is_some_and(|it| it.province == *code),
            Self::Cpi(own) => *own == cpi,
        }
    }
}

/// The sums of a row: required by profile, and the totals.
#[derive(Clone, PartialEq, Default)]
struct Sums {
    by_profile: Vec<f64>,
    totals: Totals,
}

fn sums(plan: &Plan, row: &Row, sizing: &Sizing) -> Sums {
    let columns = plan.profiles.len();
    let mut sums = Sums { by_profile: vec![0.0; columns], totals: Totals::default() };
    for cell in (0..sizing.cells()).filter(|cell| row.holds(plan, cell / columns.max(1))) {
        let Some(totals) = Totals::of_cell(sizing, cell, 0) else { continue };
        sums.by_profile[cell % columns] += totals.required;
        sums.totals = sums.totals + totals;
    }
    sums
}

#[component]
pub(super) fn Requirements(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let plan = draft.plan.get_value();
    let columns: Vec<AnyView> = plan
        .profiles
        .iter()
        .map(|(code, name)| {
            let name = name.clone();
            view! { <th scope="col" class="num"><abbr title=move || name.text(words)>{code.to_string()}</abbr></th> }
                .into_any()
        })
        .collect();
    let mut rows = vec![view! { <tbody>{line(draft, &Row::Region)}</tbody> }.into_any()];
    for (code, _) in &plan.provinces {
        let cpis = (0..plan.cpis.len()).filter(|&cpi| plan.cpis[cpi].province == *code);
        let lines: Vec<AnyView> = cpis.map(|cpi| line(draft, &Row::Cpi(cpi))).collect();
        rows.push(view! { <tbody>{line(draft, &Row::Province(code.clone()))}{lines}</tbody> }.into_any());
    }
    view! {
        <section class="demand-part demand-result" aria-labelledby="required-title">
            <h2 id="required-title">{move || t_string!(words, demand.required)}</h2>
            <p class="hint">{move || t_string!(words, demand.required_hint)}</p>
            <div class="wide tall" tabindex="0" role="group" aria-labelledby="required-title">
                <table class="required">
                    <caption class="visually-hidden">{move || t_string!(words, demand.required)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, demand.cpi)}</th>
                        {columns}
                        <th scope="col" class="num">{move || t_string!(words, demand.total)}</th>
                        <th scope="col" class="num"><abbr title=move || t_string!(words, demand.change)>"±"</abbr></th>
                        <th scope="col" class="num"><abbr title=move || t_string!(words, demand.in_service)>{move || t_string!(words, demand.in_service_short)}</abbr></th>
                        <th scope="col" class="num"><abbr title=move || t_string!(words, demand.pressure)>{move || t_string!(words, demand.pressure_short)}</abbr></th>
                        <th scope="col" class="num"><abbr title=move || t_string!(words, demand.wisn)>"WISN"</abbr></th>
                    </tr></thead>
                    {rows}
                </table>
            </div>
        </section>
    }
}

fn line(draft: Draft, row: &Row) -> AnyView {
    let words = draft.words;
    let plan = draft.plan.get_value();
    let of = |plan: Arc<Plan>, row: Row, outcome: Memo<super::draft::Outcome>| {
        Memo::new(move |_| {
            outcome.with(|outcome| outcome.sizing.as_ref().map(|sizing| sums(&plan, &row, sizing)).unwrap_or_default())
        })
    };
    let now = of(plan.clone(), row.clone(), draft.now);
    let before = of(plan.clone(), row.clone(), draft.before);
    let (name, class, key) = match row {
        Row::Region => (None, "region", String::from("region")),
        Row::Province(code) => {
            let known = plan.provinces.iter().find(|(known, _)| known == code);
            (known.map(|(_, name)| format!("{name} ({code})")), "province", code.to_string())
        }
        Row::Cpi(cpi) => (Some(plan.cpis[*cpi].name.clone()), "cpi", plan.cpis[*cpi].code.to_string()),
    };
    let cells: Vec<AnyView> = (0..plan.profiles.len())
        .map(|column| {
            let value = Memo::new(move |_| now.with(|sums| sums.by_profile.get(column).copied()).unwrap_or_default());
            let text = move || number(words, value.get(), 1);
            match row {
                Row::Cpi(cpi) => opener(draft, &plan, *cpi, column, text),
                _ => view! { <td class="num">{text}</td> }.into_any(),
            }
        })
        .collect();
    let total = move || number(words, now.with(|sums| sums.totals.required), 1);
    let change = move || change(words, now.with(|now| now.totals.required) - before.with(|was| was.totals.required));
    let name = move || name.clone().unwrap_or_else(|| t_string!(words, demand.region).to_owned());
    let heading = match row {
        Row::Cpi(_) => view! { <a href=format!("/cpi/{key}")>{name}</a> }.into_any(),
        _ => name.into_any(),
    };
    view! {
        <tr class=class data-row=key>
            <th scope="row">{heading}</th>
            {cells}
            <td class="num total" data-total="">{total}</td>
            <td class="num change">{change}</td>
            <td class="num">{move || staff(words, now.with(|sums| sums.totals.have))}</td>
            <td class="num">{move || pressure(words, now.with(|sums| sums.totals.pressure()))}</td>
            <td class="num" data-wisn="">{move || ratio(words, now.with(|sums| sums.totals.wisn_ratio()))}</td>
        </tr>
    }
    .into_any()
}

/// A number that opens its formula.
fn opener(
    draft: Draft,
    plan: &Plan,
    cpi: usize,
    column: usize,
    text: impl Fn() -> String + Copy + Send + 'static,
) -> AnyView {
    let words = draft.words;
    let (cpi, profile) = (plan.cpis[cpi].clone(), plan.profiles[column].clone());
    let label = {
        let (cpi, profile) = (cpi.name.clone(), profile.1.clone());
        move || {
            let values = [("cpi", cpi.clone()), ("profile", profile.text(words)), ("number", text())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            fill(t_string!(words, demand.open_formula), &values)
        }
    };
    let key = (cpi.code, profile.0);
    view! {
        <td class="num">
            <button type="button" class="opener" aria-haspopup="dialog" aria-label=label
                on:click=move |_| draft.formula.set(Some(key.clone()))>{text}</button>
        </td>
    }
    .into_any()
}

/// The WISN ratio; a dash where nothing is needed.
fn ratio(words: Words, ratio: Option<f64>) -> String {
    ratio.map_or_else(|| String::from("–"), |ratio| number(words, ratio, 2))
}

/// A difference with its sign; nothing when there is none to be seen.
fn change(words: Words, difference: f64) -> String {
    let text = number(words, difference.abs(), 1);
    let none = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    match (none, difference > 0.0) {
        (true, _) => String::new(),
        (false, true) => format!("+{text}"),
        (false, false) => format!("−{text}"),
    }
}
