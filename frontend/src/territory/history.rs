//! What was changed of the job centre: the figures that are its own, and what scenarios place there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::FigureKey;

use super::api::{Change, Told};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{instant, number},
};

/// The last changes, newest first.
#[component]
pub(super) fn History(words: Words, told: Memo<Option<Arc<Told>>>) -> impl IntoView {
    let all = Memo::new(move |_| {
        told.with(|told| told.as_ref().map(|told| told.cpi.history.nodes.clone()).unwrap_or_default())
    });
    let rows = move || all.get().iter().map(|change| row(words, change)).collect_view();
    view! {
        <section class="panel centre-history" aria-labelledby="history-title">
            <h2 id="history-title">{move || t_string!(words, centre.history)}</h2>
            <p hidden=move || all.with(|all| !all.is_empty())>{move || t_string!(words, centre.no_history)}</p>
            <ol class="centre-list">{rows}</ol>
        </section>
    }
}

fn row(words: Words, change: &Change) -> AnyView {
    let cells = change.cells.iter().map(|cell| format!("{} {}", cell.profile, cell.operators));
    let cells: Vec<String> = cells.collect();
    let placed = (!cells.is_empty()).then(|| format!("{}: {}", t_string!(words, centre.placed_here), cells.join(", ")));
    let own = change.own_figures.iter().map(|own| (own.key.as_str(), own.value));
    let figures = change.figures.iter().map(|of| (of.key.as_str(), of.value)).chain(own);
    let figures = figures.map(|(key, value)| figure(words, key, value));
    let what: Vec<String> = placed.into_iter().chain(figures).collect();
    // A change that names the job centre and changes nothing of it is none of its history.
    if what.is_empty() {
        return ().into_any();
    }
    let of = change.scenario.as_ref().map(|of| fill(t_string!(words, centre.in_scenario), &[("name", &of.name)]));
    view! {
        <li>
            <strong>{what.join("; ")}</strong>" "{of}<br/>
            <span class="muted">{change.by.clone()}", "{instant(words, &change.at.0)}</span>
        </li>
    }
    .into_any()
}

/// A figure of the job centre and what it became.
fn figure(words: Words, key: &str, value: Option<f64>) -> String {
    let (text, profile) = match key.parse() {
        Ok(FigureKey::Staff(_, profile)) => (t_string!(words, centre.staff_changed), profile.to_string()),
        Ok(FigureKey::IndividualAllowance(_, profile)) => {
            (t_string!(words, centre.allowance_changed), profile.to_string())
        }
        _ => return key.to_owned(),
    };
    let value =
        value.map_or_else(|| t_string!(words, centre.derived_again).to_owned(), |value| number(words, value, 1));
    fill(text, &[("profile", &profile), ("value", &value)])
}
