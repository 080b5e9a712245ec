//! The page: it asks once, and again when the figures or the scenario move; what is tried out stays.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    address::Address,
    api::{self, Known},
    chosen::Chosen,
    dated::Dated,
    effects::Effects,
    list::List,
    moved::Moved,
    optimum::Optimum,
    plot::Plot,
    scenario::ScenarioChoice,
    sketch::Sketch,
};
use crate::{
    allocation::api::{FigureChanges, ScenarioChanges, figure_changes, scenario_changes},
    i18n::{Words, t_string, use_i18n},
    live::follow,
    session::Session,
    ui::{page::Title, problem, provenance::Badge, skeleton::Skeleton},
};

/// Municipalities that go to another CPI, tried out.
#[component]
pub(crate) fn Redraw() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let at = Address::new();
    let again = RwSignal::new(0_u32);
    let answer = LocalResource::new(move || {
        again.track();
        session.changes.track();
        let scenario = at.scenario.get();
        async move {
            session.known().await;
            api::known(scenario.as_deref()).await.map(Arc::new)
        }
    });
    let known = Memo::new(move |last: Option<&Option<Arc<Known>>>| match answer.get() {
        Some(Ok(known)) => Some(known),
        _ => last.cloned().flatten(),
    });
    let there = Memo::new(move |_| known.with(Option::is_some));
    let failed = move || {
        answer.get().and_then(Result::err).map(|failure| {
            view! {
                <p>{problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| again.update(|again| *again += 1)>
                    {t_string!(words, problem.retry)}
                </button>
            }
        })
    };
    // Another map of today makes another list and another plan of it; what is tried out stays in the address.
    let drawn = Memo::new(move |_| {
        known.with(|known| known.as_ref().map(|known| known.towns.iter().map(|town| town.cpi).collect::<Vec<usize>>()))
    });
    let ready = move || {
        if drawn.with(Option::is_none) {
            return None;
        }
        let first = known.get_untracked()?;
        let known = Memo::new(move |_| known.get().unwrap_or_else(|| first.clone()));
        Some(view! { <Ready words sketch=Sketch::new(known, at) again/> })
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, redraw.title).to_owned())/>
        <p class="redraw-lead">{move || t_string!(words, redraw.lead)}" "<a href="/allocazione">{move || t_string!(words, allocation.all)}</a></p>
        <div role="alert">{failed}</div>
        <Show when=move || !there.get()><Skeleton words lines=10/></Show>
        {ready}
        <Show when=move || there.get()><Dated words known at again/></Show>
        <Show when=move || there.get()><Method words/></Show>
    }
}

#[component]
fn Ready(words: Words, sketch: Sketch, again: RwSignal<u32>) -> impl IntoView {
    keep_up(sketch, again);
    view! {
        <ScenarioChoice words sketch/>
        <div class="redraw-results">
            <div>
                <Effects words sketch/>
                <Optimum words sketch/>
            </div>
            <Moved words sketch/>
        </div>
        <div class="redraw-parts">
            <List words sketch/>
            <section class="redraw-plot" aria-labelledby="redraw-plot">
                <h2 id="redraw-plot">{move || t_string!(words, redraw.map)}</h2>
                <Chosen words sketch/>
                <Plot words sketch/>
            </section>
        </div>
    }
}

/// How the numbers come about.
#[component]
fn Method(words: Words) -> impl IntoView {
    view! {
        <section class="redraw-method" aria-labelledby="redraw-method">
            <h2 id="redraw-method">{move || t_string!(words, redraw.method)}</h2>
            <p><Badge words of=Signal::stored(shared::provenance::Origin::Assumption)/>" "{move || t_string!(words, redraw.method_people)}</p>
            <p>{move || t_string!(words, redraw.method_staff)}</p>
            <p>{move || t_string!(words, redraw.method_provinces)}</p>
            <p>{move || t_string!(words, redraw.method_today)}</p>
        </section>
    }
}

/// Asks again when the figures or the scenario change, from what the page knows of them.
fn keep_up(sketch: Sketch, again: RwSignal<u32>) {
    let ask = move || {
        again.try_update(|again| *again += 1);
    };
    let figures = StoredValue::new(sketch.known.with_untracked(|known| known.figures_revision));
    follow(
        move || figure_changes(figures.get_value()),
        move |change: FigureChanges| {
            let seen = u64::try_from(change.figure_changes.revision).unwrap_or_default();
            figures.set_value(figures.get_value().max(seen));
            ask();
        },
    );
    let played = Memo::new(move |_| sketch.known.with(|known| known.played.as_ref().map(|it| it.uuid.clone())));
    // Runs anew, and with it the subscription, when another scenario is looked at.
    Effect::new(move |_| {
        let Some(uuid) = played.get() else { return };
        let known = sketch.known.with_untracked(|known| known.played.as_ref().map(|it| it.revision));
        let revision = StoredValue::new(known.unwrap_or_default());
        follow(
            move || scenario_changes(&uuid, revision.get_value()),
            move |change: ScenarioChanges| {
                let seen = u64::try_from(change.scenario_changes.revision).unwrap_or_default();
                revision.set_value(revision.get_value().max(seen));
                if !change.scenario_changes.is_talk() {
                    ask();
                }
            },
        );
    });
}
