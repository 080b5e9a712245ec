//! The page: loads once, then follows what is measured and what counts.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use super::{
    api,
    desk::{Desk, View},
    evidence_api,
    filters::Filters,
    indicators::Indicators,
    standing::day,
    tree::Tree,
};
use crate::{
    graphql::Failure,
    i18n::{either, fill, t_string, use_i18n},
    live,
    session::Session,
    ui::{page::Title, problem, skeleton::Skeleton},
};

/// What the page begins with.
type Loaded = Result<(api::Act, Vec<api::Indicator>), Failure>;

/// Piano.
#[component]
pub(super) fn Plan() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let loaded = RwSignal::new(None::<Loaded>);
    let load = move || {
        loaded.set(None);
        spawn_local(async move {
            session.known().await;
            let answer = match (api::act().await, api::indicators(String::new(), None).await) {
                (Ok(act), Ok(indicators)) => Ok((act, indicators)),
                (Err(failure), _) | (_, Err(failure)) => Err(failure),
            };
            loaded.try_set(Some(answer));
        });
    };
    load();
    let body = move || {
        match loaded.get() {
        None => view! { <Skeleton words lines=12/> }.into_any(),
        Some(Ok((act, indicators))) => view! { <Ready desk=Desk::new(words, session, act, indicators)/> }.into_any(),
        Some(Err(failure)) => view! {
            <div role="alert">
                <p>{move || problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary" on:click=move |_| load()>{move || t_string!(words, problem.retry)}</button>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, nav.plan).to_owned())/>
        {body}
    }
}

#[component]
fn Ready(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let (title, act, start, end) = desk.act.with_value(|act| {
        let plan = &act.plan;
        (plan.title.clone(), plan.act.clone(), day(&plan.start.0), day(&plan.end.0))
    });
    // A link from elsewhere names the row that it leads to.
    let code = use_location().hash.get_untracked();
    let code = code.trim_start_matches('#');
    let is_indicator = desk.indicators.with_untracked(|all| all.iter().any(|one| one.code == code));
    if is_indicator || desk.act.with_value(|act| act.plan.items.iter().any(|item| item.code == code)) {
        desk.lead_to(if is_indicator { View::Indicators } else { View::Tree }, code);
    }
    let since = RwSignal::new(None::<i32>);
    let counting = RwSignal::new(None::<(i32, i32)>);
    spawn_local(async move {
        if let Ok(revisions) = evidence_api::counting().await {
            counting.try_set(Some(revisions));
        }
    });
    if desk.may_read() {
        spawn_local(async move {
            if let Ok(revision) = api::revision().await {
                since.try_set(Some(revision));
            }
        });
    }
    view! {
        <p class="lead-line">{move || {
            let title = either(words, &title.it, &title.en);
            fill(t_string!(words, plan.lead), &[("title", title), ("act", &act), ("start", &start), ("end", &end)])
        }}</p>
        {move || since.get().map(|since| view! { <Follow desk since/> })}
        {move || counting.get().map(|(events, partnerships)| view! { <FollowRecords desk events partnerships/> })}
        <Filters desk/>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match desk.view.get() {
            View::Indicators => view! { <Indicators desk/> }.into_any(),
            View::Tree => view! { <Tree desk/> }.into_any(),
        }}
    }
}

/// Hears of every measurement, and reads the numbers anew.
#[component]
fn Follow(desk: Desk, since: i32) -> impl IntoView {
    let newest = StoredValue::new(since);
    live::follow(
        move || api::changes(newest.get_value()),
        move |change: api::MeasurementChanges| {
            newest.set_value(change.measurement_changes.revision);
            desk.measured();
        },
    );
}

/// Hears of every event and partnership that changes, and reads the numbers anew: some of them are counted from these.
#[component]
fn FollowRecords(desk: Desk, events: i32, partnerships: i32) -> impl IntoView {
    let (of_events, of_partnerships) = (StoredValue::new(events), StoredValue::new(partnerships));
    live::follow(
        move || evidence_api::event_changes(of_events.get_value()),
        move |change: evidence_api::EventChanges| {
            of_events.set_value(change.event_changes.revision);
            desk.measured();
        },
    );
    live::follow(
        move || evidence_api::partnership_changes(of_partnerships.get_value()),
        move |change: evidence_api::PartnershipChanges| {
            of_partnerships.set_value(change.partnership_changes.revision);
            desk.measured();
        },
    );
}
