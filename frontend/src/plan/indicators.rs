//! The indicators against pace: a table whose rows open.

use leptos::prelude::*;

use super::{
    api::{Indicator, IndicatorOrigin, IndicatorTarget, PlanBaseline},
    bar::Bar,
    desk::{Desk, View, anchor},
    detail::{Ambiguities, Sentence},
    evidence::Evidence,
    history::History,
    measure::Measure,
    standing::{amount, day, name_of_certainty, name_of_frequency, name_of_status},
};
use crate::i18n::{Words, either, fill, t_string};

/// The table.
#[component]
pub(super) fn Indicators(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let shown = Memo::new(move |_| {
        desk.indicators
            .with(|all| all.iter().filter(|one| shows(desk, one)).map(|one| one.code.clone()).collect::<Vec<_>>())
    });
    let count = move || {
        let (some, all) = (shown.with(Vec::len).to_string(), desk.indicators.with(Vec::len).to_string());
        fill(t_string!(words, plan.count), &[("some", &some), ("all", &all)])
    };
    view! {
        <h2 class="visually-hidden">{move || t_string!(words, plan.indicators)}</h2>
        <p class="muted" role="status">{count}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, plan.indicators)>
            <table class="table plan-table">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, plan.indicator)}</th>
                    <th scope="col" class="num">{move || t_string!(words, plan.target)}</th>
                    <th scope="col" class="num">{move || t_string!(words, plan.expected)}</th>
                    <th scope="col" class="num">{move || t_string!(words, plan.actual)}</th>
                    <th scope="col">{move || t_string!(words, plan.status)}</th>
                </tr></thead>
                <For each=move || shown.get() key=Clone::clone children=move |code| view! { <Row desk code/> }/>
            </table>
        </div>
    }
}

fn shows(desk: Desk, one: &Indicator) -> bool {
    desk.area.with(|area| area.is_empty() || *area == one.area)
        && desk.frequency.get().is_none_or(|chosen| chosen == one.frequency)
        && desk.certainty.get().is_none_or(|chosen| chosen == one.certainty)
        && desk.found(&[&one.code, &one.text.it, &one.text.en, &one.result_it])
}

/// One indicator. Its numbers follow what is measured; what is typed below it stays.
#[component]
fn Row(desk: Desk, code: String) -> impl IntoView {
    let words = desk.words;
    let own = code.clone();
    let all = desk.indicators;
    let told =
        Memo::new(move |_| all.with(|all| all.iter().find(|one| one.code == own).map(|one| one.standing.clone())));
    let Some(one) = all.with_untracked(|all| all.iter().find(|one| one.code == code).cloned()) else {
        return ().into_any();
    };
    let own = code.clone();
    let open = Memo::new(move |_| desk.open.with(|open| *open == own));
    let toggled = code.clone();
    let value = move |of: fn(&super::api::IndicatorStanding) -> Option<f64>| {
        move || told.with(|told| amount(words, told.as_ref().and_then(of)))
    };
    let status = move || {
        told.with(|told| {
            told.as_ref().map(|told| {
                let (word, class) = name_of_status(words, told.status);
                view! { <span class=format!("plan-status plan-{class}")>{word}</span> }
            })
        })
    };
    let (text, unit) = (one.text.clone(), one.unit.clone());
    let one = StoredValue::new(one);
    view! {
        <tbody id=anchor(&code)>
            <tr>
                <th scope="row">
                    <button type="button" class="plan-row" aria-expanded=move || open.get().to_string() on:click=move |_| desk.toggle(&toggled)>
                        <span class="plan-code">{code.clone()}</span>
                        <span class="plan-text">{move || either(words, &text.it, &text.en).to_owned()}</span>
                        <span class="plan-kind">{move || unit.as_ref().map(|unit| either(words, &unit.it, &unit.en).to_owned())}</span>
                    </button>
                </th>
                <td class="num" data-label=move || t_string!(words, plan.target)>{value(|told| told.target)}</td>
                <td class="num" data-label=move || t_string!(words, plan.expected)>{value(|told| told.expected)}</td>
                <td class="num" data-label=move || t_string!(words, plan.actual)>{value(|told| told.actual)}</td>
                <td>{status}<Bar standing=told/></td>
            </tr>
            <Show when=move || open.get()>
                <tr><td colspan="5">{one.with_value(|one| view! { <Opened desk one=one.clone()/> })}</td></tr>
            </Show>
        </tbody>
    }
    .into_any()
}

/// What stands behind an indicator.
#[component]
fn Opened(desk: Desk, one: Indicator) -> impl IntoView {
    let words = desk.words;
    let by_hand = one.by_hand;
    let facts = (one.frequency, one.certainty, !by_hand);
    let targets = one.targets.clone();
    let condition = one.condition.clone();
    let linked = !one.links.is_empty();
    let links = one.links.clone().into_iter().map(|code| {
        let to = code.clone();
        view! {
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| desk.lead_to(View::Tree, &to)>{code}</button>" "
        }
    });
    let links = links.collect_view();
    let code = one.code.clone();
    let form = one.clone();
    view! {
        <div class="plan-opened">
            <Sentence words sentence=one.sentence/>
            <p>{move || described(words, facts)}</p>
            <p>{move || asked(words, &targets)}</p>
            {condition.map(|condition| view! { <p class="plan-condition">{move || either(words, &condition.it, &condition.en).to_owned()}</p> })}
            <Origin desk code=code.clone()/>
            {(!by_hand).then(|| view! { <Evidence desk code=code.clone()/> })}
            <Baselines words baselines=one.baselines/>
            <Ambiguities words ambiguities=one.ambiguities/>
            {linked.then(|| view! { <p>{move || t_string!(words, plan.measures)}" "{links}</p> })}
            {by_hand.then(|| view! { <Measure desk one=form/> })}
            <Show when=move || desk.may_read()><History desk code=code.clone() by_hand/></Show>
        </div>
    }
}

fn described(
    words: Words,
    (frequency, certainty, derived): (super::api::PlanFrequency, super::api::PlanCertainty, bool),
) -> String {
    let origin = if derived { t_string!(words, plan.counted) } else { t_string!(words, plan.by_hand) };
    let (often, sure) = (name_of_frequency(words, frequency), name_of_certainty(words, certainty));
    fill(t_string!(words, plan.described), &[("often", often), ("sure", sure), ("origin", origin)])
}

/// The targets by year: `2019: 2,2 · 2020: 3,7`.
fn asked(words: Words, targets: &[IndicatorTarget]) -> Option<String> {
    let told = targets.iter().filter_map(|target| {
        let value = target.value.map(|value| amount(words, Some(value)));
        let value = value.or_else(|| target.share.map(|share| format!("{} %", amount(words, Some(share)))))?;
        let sure = if target.certainty == super::api::PlanCertainty::High {
            ""
        } else {
            name_of_certainty(words, target.certainty)
        };
        Some(format!("{}: {value} {sure}", target.year?).trim_end().to_owned())
    });
    let told = told.collect::<Vec<_>>().join(" · ");
    (!told.is_empty()).then(|| fill(t_string!(words, plan.by_year), &[("values", &told)]))
}

/// From where the actual value comes, in words.
#[component]
fn Origin(desk: Desk, code: String) -> impl IntoView {
    let words = desk.words;
    let told = move || {
        desk.indicators.with(|all| {
            let standing = &all.iter().find(|one| one.code == code)?.standing;
            let on = standing.measured_on.as_ref().map(|on| day(&on.0)).unwrap_or_default();
            let parts = standing.parts.to_string();
            Some(match (standing.origin?, standing.parts, standing.confirmed == Some(true)) {
                (IndicatorOrigin::Derived, ..) => t_string!(words, plan.from_records).to_owned(),
                (_, 0, true) => fill(t_string!(words, plan.measured_confirmed), &[("on", &on)]),
                (_, 0, false) => fill(t_string!(words, plan.measured_unconfirmed), &[("on", &on)]),
                _ => fill(t_string!(words, plan.added_up), &[("parts", &parts), ("on", &on)]),
            })
        })
    };
    view! { <p>{told}</p> }
}

/// The figures that it starts from.
#[component]
fn Baselines(words: Words, baselines: Vec<PlanBaseline>) -> impl IntoView {
    let row = move |fact: PlanBaseline| {
        let PlanBaseline { code, metric, value, unit, at, quote } = fact;
        view! {
            <li>
                {move || format!("{} {}", amount(words, Some(value)), either(words, &unit.it, &unit.en))}
                {(!at.is_empty()).then(|| format!(" ({})", day(&at)))}": "
                {move || either(words, &quote, &metric).to_owned()}" "<span class="muted">{code}</span>
            </li>
        }
    };
    let rows = (!baselines.is_empty()).then(|| baselines.into_iter().map(row).collect_view());
    rows.map(|rows| {
        view! {
            <h3>{move || t_string!(words, plan.baselines)}</h3>
            <ul>{rows}</ul>
        }
    })
}
