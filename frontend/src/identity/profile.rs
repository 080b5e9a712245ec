//! One's own account: the parts one plays, the browsers that are signed in, the password.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    id::{GlobalId, Kind},
    identity::account::MIN_PASSWORD,
};

use super::{
    api::{self, Own},
    calendars::Calendars,
    gateway::{Told, outcome_of},
    history::HistoryLink,
    identities::Identities,
    rights::grant_in_words,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string, use_i18n},
    session::ToldGrant,
    ui::{
        announce::Announcer,
        field::{TextField, refuse},
        format::instant,
        page::Title,
        problem,
        skeleton::Skeleton,
    },
};

/// The page.
#[component]
pub(super) fn Profile() -> impl IntoView {
    let words = use_i18n();
    let (tries, query) = (RwSignal::new(0_u32), use_query_map());
    let outcome = Memo::new(move |_| outcome_of(&query.get()));
    let own = LocalResource::new(move || {
        tries.track();
        api::own()
    });
    view! {
        <Title text=Signal::derive(move || t_string!(words, identity.profile).to_owned())/>
        <Told words outcome/>
        {move || match own.get() {
            None => view! { <Skeleton words lines=6/> }.into_any(),
            Some(Ok(Some(own))) => view! { <Ready words own tries/> }.into_any(),
            Some(Ok(None)) => view! {
                <p>{t_string!(words, problem.signed_out)}</p>
                <p><a href="/accedi?da=/profilo">{t_string!(words, identity.sign_in)}</a></p>
            }.into_any(),
            Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
        }}
    }
}

#[component]
fn Ready(words: Words, own: Own, tries: RwSignal<u32>) -> impl IntoView {
    let has_password = own.has_password;
    let grants: Vec<_> = own.grants.iter().filter_map(ToldGrant::read).collect();
    let parts = move || grants.iter().map(|grant| view! { <li>{grant_in_words(words, grant)}</li> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="who-title">
            <h2 id="who-title">{own.name.clone()}</h2>
            <p>{own.email.clone()}</p>
            <ul>{parts}</ul>
            <p><a href="/permessi">{move || t_string!(words, identity.rights)}</a></p>
        </section>
        <Calendars words/>
        <Identities words own=own.clone() tries/>
        <Sessions words own tries/>
        <Show when=move || has_password><Password words tries/></Show>
    }
}

#[component]
fn Sessions(words: Words, own: Own, tries: RwSignal<u32>) -> impl IntoView {
    let failed = RwSignal::new(None::<Failure>);
    let done = move |answer: Result<(), Failure>| match answer {
        Ok(()) => {
            Announcer::say(untrack(|| t_string!(words, identity.session_ended)));
            tries.try_update(|tries| *tries += 1);
        }
        Err(failure) => drop(failed.try_set(Some(failure))),
    };
    let others = own.sessions.len() > 1;
    let rows = own.sessions.into_iter().map(|session| {
        let id = session.id.clone();
        let end = move |_| {
            let id = id.clone();
            leptos::task::spawn_local(async move { done(api::session_end(id).await) });
        };
        let seen = session.seen_at.0.clone();
        let key = GlobalId::key_of(session.id.inner(), Kind::Session).unwrap_or_default();
        view! {
            <tr>
                <td>{session.browser.clone()}<br/><HistoryLink words kind="session" record=key of=session.browser/></td>
                <td>{session.address}</td>
                <td>{move || instant(words, &seen)}</td>
                <td>{if session.current {
                    view! { <strong>{move || t_string!(words, identity.this_browser)}</strong> }.into_any()
                } else {
                    view! { <button type="button" class="btn btn-outline-primary btn-sm" on:click=end>
                        {move || t_string!(words, identity.end_session)}
                    </button> }.into_any()
                }}</td>
            </tr>
        }
    });
    let end_others = move |_| leptos::task::spawn_local(async move { done(api::sessions_end_others().await) });
    view! {
        <section class="panel" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{move || t_string!(words, identity.sessions)}</h2>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <div class="table-scroll" tabindex="0" role="group" aria-labelledby="sessions-title">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, identity.browser)}</th>
                        <th scope="col">{move || t_string!(words, identity.address)}</th>
                        <th scope="col">{move || t_string!(words, identity.seen)}</th>
                        <th scope="col"><span class="visually-hidden">{move || t_string!(words, identity.end_session)}</span></th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <Show when=move || others>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=end_others>
                    {move || t_string!(words, identity.end_others)}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn Password(words: Words, tries: RwSignal<u32>) -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, failed) = (RwSignal::new(Vec::new()), RwSignal::new(None::<Failure>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let (old, chosen) = (current.get_untracked(), new.get_untracked());
        leptos::task::spawn_local(async move {
            match api::password_change(old, chosen).await {
                Ok(()) => {
                    Announcer::say(untrack(|| t_string!(words, identity.password_changed)));
                    tries.try_update(|tries| *tries += 1);
                }
                Err(failure) => refuse(wrong, failed, failure),
            }
        });
    };
    view! {
        <section class="panel" aria-labelledby="password-title">
            <h2 id="password-title">{move || t_string!(words, identity.change_password)}</h2>
            <form class="account-form" on:submit=submit novalidate="">
                <TextField words id="password-current" label=Signal::derive(move || t_string!(words, identity.current_password).to_owned())
                    kind="password" autocomplete="current-password" value=current name="current" wrong/>
                <TextField words id="password-new" label=Signal::derive(move || t_string!(words, identity.new_password).to_owned())
                    kind="password" autocomplete="new-password" value=new name="new" wrong/>
                <p class="muted">{move || fill(t_string!(words, identity.password_hint), &[("min", &MIN_PASSWORD.to_string())])}</p>
                <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                <button type="submit" class="btn btn-primary">{move || t_string!(words, identity.change_password)}</button>
            </form>
        </section>
    }
}
