//! The browsers that are signed in to an account that one manages.

use leptos::prelude::*;

use shared::id::{GlobalId, Kind};

use super::{
    api::{self, Session},
    history::HistoryLink,
};
use crate::{
    i18n::{Words, t_string},
    ui::{format::instant, problem, skeleton::Skeleton},
};

/// Where an account is in use, asked when this is opened, and again when something changed.
#[component]
pub(super) fn PersonSessions(words: Words, account: cynic::Id, again: RwSignal<u32>) -> impl IntoView {
    let asked = LocalResource::new(move || {
        again.track();
        api::account_sessions(account.clone())
    });
    // What was read last stays until the next is there.
    let sessions = Memo::new(move |before: Option<&Option<_>>| asked.get().or_else(|| before.cloned().flatten()));
    move || match sessions.get() {
        None => view! { <Skeleton words lines=2/> }.into_any(),
        Some(Ok(sessions)) if sessions.is_empty() => {
            view! { <p class="muted" role="status">{t_string!(words, identity.no_sessions)}</p> }.into_any()
        }
        Some(Ok(sessions)) => {
            let rows = sessions.into_iter().map(|session| view! { <li><Line words session/></li> }).collect_view();
            view! { <ul class="person-sessions" aria-label=t_string!(words, identity.person_sessions)>{rows}</ul> }
                .into_any()
        }
        Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
    }
}

#[component]
fn Line(words: Words, session: Session) -> impl IntoView {
    let seen = session.seen_at.0.clone();
    let key = GlobalId::key_of(session.id.inner(), Kind::Session).unwrap_or_default();
    view! {
        <span>{session.browser.clone()}</span>
        <span class="muted">{session.address}" · "{move || instant(words, &seen)}</span>
        <HistoryLink words kind="session" record=key of=session.browser/>
    }
}
