//! What is looked for: words, area, frequency, certainty, territory, day.

use leptos::prelude::*;

use super::{
    api::{PlanCertainty, PlanFrequency, PlanItemKind},
    desk::{Desk, View},
    standing::{name_of_certainty, name_of_frequency},
};
use crate::i18n::{either, t_string};

const FREQUENCIES: [PlanFrequency; 8] = [
    PlanFrequency::Once,
    PlanFrequency::Annual,
    PlanFrequency::Semiannual,
    PlanFrequency::Quarterly,
    PlanFrequency::Monthly,
    PlanFrequency::Continuous,
    PlanFrequency::Years,
    PlanFrequency::Unprinted,
];
const CERTAINTIES: [PlanCertainty; 3] = [PlanCertainty::High, PlanCertainty::Medium, PlanCertainty::Low];

/// The bar above both lists.
#[component]
pub(super) fn Filters(desk: Desk) -> impl IntoView {
    let words = desk.words;
    view! {
        <div class="plan-views" role="group" aria-label=move || t_string!(words, plan.views)>
            {choice(desk, View::Indicators, move || t_string!(words, plan.indicators).to_owned())}
            {choice(desk, View::Tree, move || t_string!(words, plan.tree).to_owned())}
        </div>
        <form class="filters" role="search" on:submit=|event| event.prevent_default()>
            <label>{move || t_string!(words, plan.search)}
                <input type="search" id="plan-search" autocomplete="off" spellcheck="false" prop:value=move || desk.search.get()
                    on:input=move |event| desk.search.set(event_target_value(&event))/>
            </label>
            <Areas desk/>
            <label>{move || t_string!(words, plan.frequency)}
                <select id="plan-frequency" on:change=move |event| {
                    let chosen = event_target_value(&event).parse::<usize>().ok();
                    desk.frequency.set(chosen.and_then(|place| FREQUENCIES.get(place).copied()));
                }>
                    <option value="" selected=move || desk.frequency.get().is_none()>{move || t_string!(words, plan.all)}</option>
                    {FREQUENCIES.iter().enumerate().map(|(place, known)| view! {
                        <option value=place selected=move || desk.frequency.get() == Some(*known)>{move || name_of_frequency(words, *known)}</option>
                    }).collect_view()}
                </select>
            </label>
            <Show when=move || desk.view.get() == View::Indicators><OfIndicators desk/></Show>
        </form>
    }
}

fn choice(desk: Desk, view: View, text: impl Fn() -> String + Send + Sync + 'static) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-outline-primary btn-sm" aria-pressed=move || (desk.view.get() == view).to_string()
            on:click=move |_| desk.view.set(view)>{text}</button>
    }
}

#[component]
fn Areas(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let areas = desk.act.with_value(|act| {
        let areas = act.plan.items.iter().filter(|row| row.kind == PlanItemKind::Area);
        areas.map(|row| (row.code.clone(), row.text.clone())).collect::<Vec<_>>()
    });
    let options = areas.into_iter().map(|(code, text)| {
        let own = code.clone();
        view! {
            <option value=code selected=move || desk.area.with(|area| *area == own)>
                {move || either(words, &text.it, &text.en).to_owned()}
            </option>
        }
    });
    view! {
        <label>{move || t_string!(words, plan.area)}
            <select id="plan-area" on:change=move |event| desk.area.set(event_target_value(&event))>
                <option value="" selected=move || desk.area.with(String::is_empty)>{move || t_string!(words, plan.all)}</option>
                {options.collect_view()}
            </select>
        </label>
    }
}

/// What only indicators have: how surely they were read, where and when they are looked at.
#[component]
fn OfIndicators(desk: Desk) -> impl IntoView {
    let words = desk.words;
    view! {
        <label>{move || t_string!(words, plan.certainty)}
            <select id="plan-certainty" on:change=move |event| {
                let chosen = event_target_value(&event).parse::<usize>().ok();
                desk.certainty.set(chosen.and_then(|place| CERTAINTIES.get(place).copied()));
            }>
                <option value="" selected=move || desk.certainty.get().is_none()>{move || t_string!(words, plan.all)}</option>
                {CERTAINTIES.iter().enumerate().map(|(place, known)| view! {
                    <option value=place selected=move || desk.certainty.get() == Some(*known)>{move || name_of_certainty(words, *known)}</option>
                }).collect_view()}
            </select>
        </label>
        <Territories desk/>
        <label>{move || t_string!(words, plan.on)}
            <input type="date" id="plan-on" prop:value=move || desk.on.get()
                on:change=move |event| {
                    desk.on.set(event_target_value(&event));
                    desk.read();
                }/>
        </label>
    }
}

#[component]
fn Territories(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let option = move |code: String, name: String| {
        let own = code.clone();
        view! { <option value=code selected=move || desk.territory.with(|chosen| *chosen == own)>{name}</option> }
    };
    let groups = desk.act.with_value(|act| {
        let of = |province: &str| {
            let own = |code: &str| {
                code.strip_prefix(province).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            };
            let cpis = act.cpis.nodes.iter().filter(move |cpi| own(&cpi.code));
            cpis.map(|cpi| (cpi.code.clone(), format!("{} · {}", cpi.code, cpi.name))).collect::<Vec<_>>()
        };
        let provinces = act.provinces.iter();
        provinces.map(|province| (province.code.clone(), province.name.clone(), of(&province.code))).collect::<Vec<_>>()
    });
    let groups = groups.into_iter().map(|(code, name, cpis)| {
        let cpis = cpis.into_iter().map(|(code, name)| option(code, name)).collect_view();
        view! { <optgroup label=name.clone()>{option(code, name.clone())}{cpis}</optgroup> }
    });
    view! {
        <label>{move || t_string!(words, plan.territory)}
            <select id="plan-territory" on:change=move |event| {
                desk.territory.set(event_target_value(&event));
                desk.read();
            }>
                <option value="" selected=move || desk.territory.with(String::is_empty)>{move || t_string!(words, plan.region)}</option>
                {groups.collect_view()}
            </select>
        </label>
    }
}
