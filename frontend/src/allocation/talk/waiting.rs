//! The comments that wait for the reader's answer, in whatever scenario, each with the way to it.

use leptos::prelude::*;
use shared::{
    id::{GlobalId, Kind},
    identity::Action,
};

use super::api::{self, Mention};
use crate::{
    i18n::{Words, fill, t_string},
    session::Session,
    ui::format::instant,
};

/// The list. Nothing stands there while nothing waits; what could not be read is not told, the page is about something else.
#[component]
pub(in super::super) fn Waiting(words: Words) -> impl IntoView {
    let session = expect_context::<Session>();
    let found = LocalResource::new(move || {
        session.changes.track();
        async move {
            session.known().await;
            if !session.may_at_all(Action::ReadScenarios) {
                return Vec::new();
            }
            api::mentions().await.unwrap_or_default()
        }
    });
    let mentions = move || found.get().filter(|found| !found.is_empty());
    view! {
        {move || mentions().map(|mentions| view! {
            <section class="waiting" aria-labelledby="waiting-title">
                <h2 id="waiting-title">{move || t_string!(words, talk.waiting)}</h2>
                <ul>{mentions.into_iter().map(|mention| row(words, mention)).collect_view()}</ul>
            </section>
        })}
    }
}

fn row(words: Words, mention: Mention) -> AnyView {
    let scenario = GlobalId::key_of(mention.scenario.inner(), Kind::Scenario).unwrap_or_default();
    let address = format!("/allocazione/{scenario}?discussione={}", mention.thread.inner());
    let cpi = mention.cpi;
    let place = mention.profile.map_or_else(|| cpi.clone(), |profile| format!("{cpi} {profile}"));
    view! {
        <li>
            <a href=address>{mention.name}" · "{place}</a>" "
            {move || fill(t_string!(words, talk.by_at), &[("by", &mention.by), ("at", &instant(words, &mention.at.0))])}
            <span class="waiting-text">{mention.text}</span>
        </li>
    }
    .into_any()
}
