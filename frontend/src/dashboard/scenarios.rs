//! The scenarios that were edited last, and the choice of the one that counts here.

use leptos::prelude::*;

use super::{api::Scenario, state::State};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::instant,
};

/// How many scenarios are named.
const RECENT: usize = 5;

/// The choice: none, or one scenario.
#[component]
pub(super) fn Choice(words: Words, state: State) -> impl IntoView {
    let known = Memo::new(move |_| {
        state
            .part(|overview| overview.scenarios.nodes.iter().map(|it| (it.uuid(), it.name.clone())).collect::<Vec<_>>())
    });
    let option = move |(uuid, name): (String, String)| {
        let chosen = {
            let uuid = uuid.clone();
            move || state.scenario.with(|scenario| scenario.as_deref() == Some(&*uuid))
        };
        view! { <option value=uuid prop:selected=chosen>{name}</option> }.into_any()
    };
    let pick = move |event: leptos::ev::Event| {
        let uuid = event_target_value(&event);
        state.choose((!uuid.is_empty()).then_some(uuid));
    };
    view! {
        <div class="choice">
            <label for="scenario">{move || t_string!(words, dashboard.scenario)}</label>
            <select id="scenario" on:change=pick>
                <option value="" prop:selected=move || state.scenario.with(Option::is_none)>
                    {move || t_string!(words, dashboard.none)}
                </option>
                {move || known.get().into_iter().map(option).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

/// The scenarios that were edited last.
#[component]
pub(super) fn Recent(words: Words, state: State) -> impl IntoView {
    let rows = move || {
        let mut scenarios: Vec<Scenario> = state.part(|overview| overview.scenarios.nodes.clone());
        if scenarios.is_empty() {
            return vec![view! { <li>{t_string!(words, dashboard.no_scenarios)}</li> }.into_any()];
        }
        // Instants of one zone sort as text.
        scenarios.sort_by(|one, other| other.edited_at.0.cmp(&one.edited_at.0));
        scenarios.truncate(RECENT);
        scenarios.into_iter().map(|scenario| recent(words, &scenario)).collect()
    };
    view! {
        <section class="panel" aria-labelledby="recent-title">
            <h2 id="recent-title">{move || t_string!(words, dashboard.recent)}</h2>
            <ul class="recent">{rows}</ul>
            <p><a href="/allocazione">{move || t_string!(words, dashboard.all_scenarios)}</a></p>
        </section>
    }
}

fn recent(words: Words, scenario: &Scenario) -> AnyView {
    let (placed, all) = (scenario.placed().to_string(), scenario.head_count.to_string());
    view! {
        <li>
            <a href=format!("/allocazione/{}", scenario.uuid())>{scenario.name.clone()}</a>
            <span class="muted">
                {fill(t_string!(words, dashboard.placed_of), &[("placed", &placed), ("all", &all)])}
                " · "{instant(words, &scenario.edited_at.0)}
            </span>
        </li>
    }
    .into_any()
}
