//! What is planned at the job centre from today on, and the partnerships of its province.

use leptos::prelude::*;
use shared::events::time::{day_of, instant, local};

use super::{
    around_api::{self, Around as Told, Event, Partnership},
    follow::Again,
};
use crate::{
    events::{StateBadge, day_text, parsed, today},
    i18n::{Words, fill, language, t_string},
    live,
    session::Session,
    ui::{problem, skeleton::Skeleton},
};

/// Events and partnerships.
#[component]
pub(super) fn Around(words: Words, code: String, province: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let again = Again::new();
    let place = StoredValue::new((code, province));
    let answer = LocalResource::new(move || {
        again.track();
        session.changes.track();
        let (code, province) = place.get_value();
        async move {
            session.known().await;
            let from = instant(today().at(0, 0, 0, 0)).to_string();
            around_api::around(code, province, from).await
        }
    });
    let told = Memo::new(move |last: Option<&Option<Told>>| match answer.get() {
        Some(Ok(told)) => Some(told),
        _ => last.cloned().flatten(),
    });
    let there = Memo::new(move |_| told.with(Option::is_some));
    let failed = move || answer.get().and_then(Result::err).map(|failure| problem::failure(words, &failure));
    view! {
        <p class="wrong" role="alert">{failed}</p>
        {move || if there.get() {
            view! { <Ready words told place again/> }.into_any()
        } else {
            view! { <Skeleton words lines=4/> }.into_any()
        }}
    }
}

#[component]
fn Ready(words: Words, told: Memo<Option<Told>>, place: StoredValue<(String, String)>, again: Again) -> impl IntoView {
    follow(told, place, again);
    let (code, province) = place.get_value();
    let events_link = format!("/eventi?cpi={code}&provincia={province}");
    let partnerships_link = format!("/partenariati?vista=tabella&provincia={province}");
    let events = move || told.get().map(|told| told.events);
    let partnerships = move || told.get().map(|told| told.partnerships);
    let rows = move || events().map(|of| of.nodes.into_iter().map(|one| event(words, one)).collect_view());
    let signed =
        move || partnerships().map(|of| of.nodes.into_iter().map(|one| partnership(words, one)).collect_view());
    let all = move |count: Option<i32>| {
        fill(t_string!(words, centre.all_n), &[("n", &count.unwrap_or_default().to_string())])
    };
    view! {
        <section class="panel centre-events" aria-labelledby="events-title">
            <h2 id="events-title">{move || t_string!(words, centre.events)}</h2>
            <p hidden=move || events().is_some_and(|of| !of.nodes.is_empty())>{move || t_string!(words, centre.no_events)}</p>
            <ul class="centre-list">{rows}</ul>
            <p><a href=events_link>{move || all(events().map(|of| of.total_count))}</a></p>
        </section>
        <section class="panel centre-partnerships" aria-labelledby="partnerships-title">
            <h2 id="partnerships-title">{move || t_string!(words, centre.partnerships)}</h2>
            <p hidden=move || partnerships().is_some_and(|of| !of.nodes.is_empty())>{move || t_string!(words, centre.no_partnerships)}</p>
            <ul class="centre-list">{signed}</ul>
            <p><a href=partnerships_link>{move || all(partnerships().map(|of| of.total_count))}</a></p>
        </section>
    }
}

/// Asks again when events of the province or partnerships change.
fn follow(told: Memo<Option<Told>>, place: StoredValue<(String, String)>, again: Again) {
    let known =
        |of: fn(&Told) -> i32| StoredValue::new(told.with_untracked(|told| told.as_ref().map(of)).unwrap_or_default());
    let (events, partnerships) = (known(|told| told.events_revision), known(|told| told.partnerships.revision));
    live::follow(
        move || around_api::event_changes(events.get_value(), place.with_value(|(_, province)| province.clone())),
        move |change: around_api::EventChanges| {
            events.set_value(events.get_value().max(change.event_changes.revision));
            again.soon();
        },
    );
    live::follow(
        move || around_api::partnership_changes(partnerships.get_value()),
        move |change: around_api::PartnershipChanges| {
            partnerships.set_value(partnerships.get_value().max(change.partnership_changes.revision));
            again.soon();
        },
    );
}

fn event(words: Words, one: Event) -> AnyView {
    let start = parsed(&one.start.0);
    let hour = local(start).time();
    let when = format!("{}, {:02}:{:02}", day_text(words, day_of(start)), hour.hour(), hour.minute());
    view! {
        <li><span class="muted">{when}</span>" "{one.title}" "<StateBadge words state=one.state.into()/></li>
    }
    .into_any()
}

fn partnership(words: Words, one: Partnership) -> AnyView {
    let state = one.state.0.label(language(words));
    view! {
        <li><a href=format!("/partenariati/{}", one.id.inner())>{one.title}</a>" "<span class="muted">{state}</span></li>
    }
    .into_any()
}
