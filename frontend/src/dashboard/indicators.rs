//! The line of numbers on top; each leads to the thing behind it.

use leptos::prelude::*;

use super::{api::Origin, state::State};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{number, pressure, staff, whole},
};

#[component]
pub(super) fn Indicators(words: Words, state: State) -> impl IntoView {
    let board = move || match state.scenario.get() {
        Some(uuid) => format!("/allocazione/{uuid}"),
        None => String::from("/fabbisogno"),
    };
    let load = move || state.overview.with(|overview| overview.as_ref().map(|overview| overview.sizing.load));
    let of = move |text: fn(Words, super::api::Load) -> String| {
        move || load().map(|load| text(words, load)).unwrap_or_default()
    };
    let assumed = move || {
        let (assumed, all) = state.part(|overview| {
            let figures = &overview.figures.figures;
            (figures.iter().filter(|figure| figure.provenance.origin == Origin::Assumption).count(), figures.len())
        });
        fill(t_string!(words, dashboard.of), &[("some", &assumed.to_string()), ("all", &all.to_string())])
    };
    let card = |label: fn(Words) -> &'static str, value: Signal<String>, link: Signal<String>| {
        view! {
            <li>
                <a href=move || link.get()>
                    <span>{move || label(words)}</span>
                    <strong>{move || value.get()}</strong>
                </a>
            </li>
        }
        .into_any()
    };
    let demand = Signal::stored(String::from("/fabbisogno"));
    let board = Signal::derive(board);
    let text = Signal::derive;
    view! {
        <ul class="indicators">
            {card(|words| t_string!(words, dashboard.required),
                text(of(|words, load| number(words, load.required, 1))), demand)}
            {card(|words| t_string!(words, dashboard.in_service),
                text(of(|words, load| staff(words, load.have))), demand)}
            {card(|words| t_string!(words, dashboard.placed),
                text(of(|words, load| whole(words, f64::from(load.placed)))), board)}
            {card(|words| t_string!(words, dashboard.pressure),
                text(of(|words, load| pressure(words, load.pressure()))), board)}
            {card(|words| t_string!(words, dashboard.unmet),
                text(of(|words, load| whole(words, load.unmet_hours))), board)}
            {card(|words| t_string!(words, dashboard.assumed), Signal::derive(assumed), demand)}
        </ul>
    }
}
