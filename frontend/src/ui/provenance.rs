//! Where a number comes from, in a word. The word carries the meaning; the colour only repeats it.

use leptos::prelude::*;
use shared::provenance::Origin;

use crate::i18n::{Words, either, t_string};

/// The word for an origin.
pub(crate) fn origin(words: Words, origin: Origin) -> &'static str {
    match origin {
        Origin::Plan => t_string!(words, demand.origin_plan),
        Origin::Contract => t_string!(words, demand.origin_contract),
        Origin::Calendar => t_string!(words, demand.origin_calendar),
        Origin::Sourced => t_string!(words, demand.origin_sourced),
        Origin::Press => t_string!(words, demand.origin_press),
        Origin::Derived => t_string!(words, demand.origin_derived),
        Origin::Assumption => t_string!(words, demand.origin_assumption),
        Origin::Planner => t_string!(words, demand.origin_planner),
    }
}

/// A source in the language chosen: the built-in data tells it in both, a person's own words stay as they are.
pub(crate) fn source(words: Words, source: &str, italian: Option<&str>) -> String {
    either(words, italian.unwrap_or(source), source).to_owned()
}

/// The word as a badge.
#[component]
pub(crate) fn Badge(words: Words, #[prop(into)] of: Signal<Origin>) -> impl IntoView {
    view! {
        <span class=move || format!("origin origin-{}", of.get().name().to_ascii_lowercase())>
            {move || origin(words, of.get())}
        </span>
    }
}
