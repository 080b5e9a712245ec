//! The page of one job centre: it asks once, and again when something moved; what was known stays until the next answer is there.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    allocations::Allocations,
    api::{self, Told},
    around::Around,
    catchment::Catchment,
    demand::Demand,
    facts::Facts,
    follow::{Again, follow},
    history::History,
    picker::Picker,
    sources::{SourceList, Sources},
    staff::Staff,
};
use crate::{
    i18n::{Words, fill, t_string, use_i18n},
    session::Session,
    ui::{format::instant, not_found::NotFound, page::Title, problem, skeleton::Skeleton},
};

/// The page of the job centre of a code.
#[component]
pub(crate) fn Centre(code: String) -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let again = Again::new();
    let asked = StoredValue::new(code);
    let answer = LocalResource::new(move || {
        again.track();
        session.changes.track();
        let code = asked.get_value();
        async move {
            session.known().await;
            api::centre(&code).await
        }
    });
    let told = Memo::new(move |last: Option<&Option<Arc<Told>>>| match answer.get() {
        Some(Ok(told)) => told.map(Arc::new),
        _ => last.cloned().flatten(),
    });
    let there = Memo::new(move |_| told.with(Option::is_some));
    let missing = Memo::new(move |_| matches!(answer.get(), Some(Ok(None))));
    let failed = move || {
        answer.get().and_then(Result::err).map(|failure| {
            view! {
                <p>{problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| again.now()>
                    {t_string!(words, problem.retry)}
                </button>
            }
        })
    };
    view! {
        {move || match (missing.get(), there.get()) {
            (true, _) => NotFound().into_any(),
            (false, true) => view! { <Ready words told again/> }.into_any(),
            (false, false) => view! {
                <Title text=Signal::derive(move || t_string!(words, dashboard.cpi).to_owned())/>
                <Skeleton words lines=12/>
            }.into_any(),
        }}
        <div role="alert">{failed}</div>
    }
}

#[component]
fn Ready(words: Words, told: Memo<Option<Arc<Told>>>, again: Again) -> impl IntoView {
    follow(told, again);
    let sources =
        Memo::new(move |_| Arc::new(told.with(|told| told.as_ref().map(|told| Sources::of(told)).unwrap_or_default())));
    let part =
        |of: fn(&Told) -> String| told.with_untracked(|told| told.as_ref().map(|told| of(told))).unwrap_or_default();
    let (name, code) = (part(|told| told.cpi.name.clone()), part(|told| told.cpi.code.clone()));
    let province = part(|told| told.cpi.province.code.clone());
    let title = Signal::derive(move || fill(t_string!(words, centre.title), &[("name", &name)]));
    view! {
        <Title text=title/>
        <Picker words code=code.clone()/>
        <p class="centre-acts">
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=|_| drop(window().print())>
                {move || t_string!(words, centre.print)}
            </button>
            " "<a href="/bacini">{move || t_string!(words, redraw.link)}</a>
        </p>
        <div class="centre">
            <Facts words told sources/>
            <Staff words told sources/>
            <Catchment words told sources/>
            <Demand words told sources/>
            <Allocations words told/>
            <Around words code province/>
            <History words told/>
            <SourceList words sources/>
        </div>
        <PrintLine words told/>
    }
}

/// The line that only paper shows: by which figures, and when.
#[component]
fn PrintLine(words: Words, told: Memo<Option<Arc<Told>>>) -> impl IntoView {
    let text = move || {
        let revision = told.with(|told| told.as_ref().map(|told| told.figures_revision)).unwrap_or_default();
        let now = String::from(js_sys::Date::new_0().to_iso_string());
        fill(t_string!(words, centre.printed), &[("revision", &revision.to_string()), ("at", &instant(words, &now))])
    };
    view! { <p class="centre-printed">{text}</p> }
}
