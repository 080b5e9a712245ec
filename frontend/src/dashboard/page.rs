//! The page: asks the server, follows both kinds of change, and asks again when something moved.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{
    api,
    attention::{Gaps, Worst},
    indicators::Indicators,
    scenarios::{Choice, Recent},
    state::State,
    table::CpiTable,
};
use crate::{
    i18n::{Words, t_string, use_i18n},
    live,
    map::{self, Legend, Place, PressureMap},
    ui::{page::Title, problem, skeleton::Skeleton},
};

/// The Cruscotto.
#[component]
pub(crate) fn Page() -> impl IntoView {
    let words = use_i18n();
    let state = State::new();
    let ready = Memo::new(move |_| state.overview.with(Option::is_some));
    view! {
        <div class="dash-head">
            <Title text=Signal::derive(move || t_string!(words, nav.dashboard).to_owned())/>
            <Choice words state/>
        </div>
        <div role="alert">
            {move || state.failure.get().map(|failure| view! {
                <p class="dash-failure">
                    {problem::failure(words, &failure)}" "
                    <button type="button" class="btn btn-primary btn-sm" on:click=move |_| state.load()>
                        {t_string!(words, problem.retry)}
                    </button>
                </p>
            })}
        </div>
        {move || match (ready.get(), state.failure.with(Option::is_some)) {
            (true, _) => view! { <Ready words state/> }.into_any(),
            (false, false) => view! { <Skeleton words lines=12/> }.into_any(),
            (false, true) => ().into_any(),
        }}
    }
}

#[component]
fn Ready(words: Words, state: State) -> impl IntoView {
    follow(state);
    let places = state.overview.with_untracked(|overview| {
        let cpis = overview.iter().flat_map(|overview| &overview.sizing.cpis);
        cpis.map(|it| Place { code: it.cpi.code.clone(), name: it.cpi.name.clone() }).collect::<Vec<_>>()
    });
    let codes: Vec<String> = places.iter().map(|place| place.code.clone()).collect();
    let (hovered, selected) = (RwSignal::new(None), RwSignal::new(None));
    let pressures = Signal::derive(move || state.pressures());
    let select = Callback::new(move |place: usize| {
        selected.set(Some(place));
        if let Some(code) = codes.get(place) {
            go_to_row(code);
        }
    });
    let pressure_of = Callback::new(move |cpi: usize| {
        Memo::new(move |_| pressures.with(|all| all.get(cpi).copied()).unwrap_or_default()).into()
    });
    view! {
        <Indicators words state/>
        <div class="dash">
            <section class="panel" aria-labelledby="map-title">
                <h2 id="map-title">{move || t_string!(words, dashboard.map)}</h2>
                <PressureMap words boundaries=LocalResource::new(map::load) places=places.into()
                    pressure_of selected=selected.into() hovered on_select=select/>
                <Legend words pressures/>
            </section>
            <div class="dash-side">
                <Worst words state/>
                <Gaps words state/>
                <Recent words state/>
            </div>
        </div>
        <CpiTable words state hovered/>
    }
    .into_any()
}

/// Takes the focus to a CPI's row.
fn go_to_row(code: &str) {
    let row = document().get_element_by_id(&format!("cpi-{code}"));
    if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        row.scroll_into_view();
        let _ = row.focus();
    }
}

/// Asks again whenever the figures or the scenario looked at move.
fn follow(state: State) {
    let figures =
        StoredValue::new(state.overview.with_untracked(|overview| {
            overview.as_ref().map(|overview| overview.figures.revision).unwrap_or_default()
        }));
    live::follow(
        move || api::figure_changes(figures.get_value()),
        move |change: api::FigureChanges| {
            figures.set_value(figures.get_value().max(change.figure_changes.revision));
            state.load_soon();
        },
    );
    let chosen = Memo::new(move |_| state.scenario.get());
    // Runs anew, and with it the subscription, when another scenario is chosen.
    Effect::new(move |_| {
        let Some(uuid) = chosen.get() else { return };
        let known = state.overview.with_untracked(|overview| {
            let scenarios = overview.iter().flat_map(|overview| &overview.scenarios.nodes);
            scenarios.filter(|it| it.uuid() == uuid).map(|it| it.revision).next().unwrap_or_default()
        });
        let revision = StoredValue::new(known);
        live::follow(
            move || api::scenario_changes(&uuid, revision.get_value()),
            move |change: api::ScenarioChanges| {
                revision.set_value(revision.get_value().max(change.scenario_changes.revision));
                state.load_soon();
            },
        );
    });
}
