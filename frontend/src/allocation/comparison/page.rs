//! The page: the scenarios, what they come to, where they differ.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    identity::saved_view::ViewPage,
    staffing::comparison::{MIN_SCENARIOS, View},
};

use super::{
    address::Address,
    api::{self, Told},
    causes::WhyDifferent,
    chosen::Chosen,
    decision::Decisions,
    join::Join,
    measures::{Group, MeasuresTable},
    shifts::ShiftMap,
    stale::Stale,
    table::Differences,
};
use crate::{
    i18n::{Words, t_string, use_i18n},
    identity::SavedViews,
    session::Session,
    ui::{page::Title, problem, skeleton::Skeleton},
};

/// Two to four scenarios side by side.
#[component]
pub(crate) fn Comparison() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let at = Address::new();
    let tries = RwSignal::new(0_u32);
    let keys = Memo::new(move |_| at.view.with(|view| view.scenarios.clone()));
    let answer = LocalResource::new(move || {
        tries.track();
        session.changes.track();
        let keys = keys.get();
        async move {
            session.known().await;
            if keys.len() < MIN_SCENARIOS {
                return Ok(None);
            }
            api::compare(&keys).await.map(|told| Some((keys, Arc::new(told))))
        }
    });
    // What is shown belongs to the scenarios that the address names: the answer to another question is none.
    let current = move || match answer.get() {
        Some(Ok(Some((of, told)))) => keys.with(|keys| *keys == of).then_some(told),
        _ => None,
    };
    let told = Memo::new(move |_| current());
    let failed = move || {
        answer.get().and_then(Result::err).map(|failure| {
        view! {
            <p role="alert">{problem::failure(words, &failure)}</p>
            <button type="button" class="btn btn-primary btn-sm" on:click=move |_| tries.update(|tries| *tries += 1)>
                {t_string!(words, problem.retry)}
            </button>
        }
    })
    };
    let on_again = Callback::new(move |()| tries.update(|tries| *tries += 1));
    let waits = move || {
        told.with(Option::is_none)
            && keys.with(|keys| keys.len() >= MIN_SCENARIOS)
            && !matches!(answer.get(), Some(Err(_)))
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, comparison.title).to_owned())/>
        <p>{move || t_string!(words, comparison.lead)}" "<a href="/allocazione">{move || t_string!(words, allocation.all)}</a></p>
        <Chosen words at told/>
        <SavedViews words page=ViewPage::Comparison query=Signal::derive(move || at.view.with(View::write))
            on_choose=Callback::new(move |query: String| at.choose(&query))/>
        <Show when=move || session.viewer.with(Option::is_none)>
            <p><a href="/accedi?da=/confronto">{move || t_string!(words, problem.signed_out_read)}</a></p>
        </Show>
        {failed}
        {move || waits().then(|| view! { <Skeleton words lines=8/> })}
        {move || told.get().map(|told| {
            let revision = |revision: i32| u64::try_from(revision).unwrap_or_default();
            let scenarios = told.scenarios.iter().map(|one| (one.key.clone(), revision(one.revision))).collect();
            let figures = revision(told.figures_revision);
            view! {
                <Stale words scenarios figures on_again/>
                <Beside words at told on_again/>
            }
        })}
        <Decisions words told on_again/>
    }
}

/// What there is to see of scenarios that are compared.
#[component]
fn Beside(words: Words, at: Address, told: Arc<Told>, on_again: Callback<()>) -> impl IntoView {
    let hovered = RwSignal::new(None::<usize>);
    let region: Vec<Group> = vec![(String::new(), told.region.clone())];
    let provinces: Vec<Group> = told.provinces.iter().map(|of| (of.name.clone(), of.seen.clone())).collect();
    let scenarios = told.scenarios.clone();
    view! {
        <section>
            <h2 id="compare-region">{move || t_string!(words, comparison.region)}</h2>
            <MeasuresTable words at id="compare-region" scenarios=scenarios.clone() groups=region/>
        </section>
        <div class="compare-parts">
            <section>
                <h2 id="compare-where">{move || t_string!(words, comparison.changes)}</h2>
                <ShiftMap words at told=Arc::clone(&told) hovered/>
            </section>
            <section>
                <h2 id="compare-differences">{move || t_string!(words, comparison.differences)}</h2>
                <Differences words at told=Arc::clone(&told) hovered/>
                <Join words at told=Arc::clone(&told)/>
            </section>
        </div>
        <WhyDifferent words at told on_again/>
        <section>
            <h2 id="compare-provinces">{move || t_string!(words, comparison.provinces)}</h2>
            <MeasuresTable words at id="compare-provinces" scenarios groups=provinces/>
        </section>
    }
}
