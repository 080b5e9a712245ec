//! The identities of the gateway that one's own account is linked to: seen, linked, unlinked.

use leptos::prelude::*;
use shared::identity::gateway::Errand;

use super::{
    api::{self, Identity, Own},
    gateway::{Stayed, Trip, gateway_name},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{announce::Announcer, field::TextField, format::instant, problem},
};

/// The section of the profile. It is not there when no gateway is set up and nothing is linked.
#[component]
pub(super) fn Identities(words: Words, own: Own, tries: RwSignal<u32>) -> impl IntoView {
    let (name, failed) = (gateway_name(), RwSignal::new(None::<Failure>));
    let only_way_in = !own.has_password && own.identities.len() == 1;
    let is_linked = !own.identities.is_empty();
    let identities = StoredValue::new(own.identities);
    let rows = move || {
        let row = |identity| view! { <Row words identity only_way_in failed tries/> };
        identities.get_value().into_iter().map(row).collect_view()
    };
    let section = move || {
        view! {
            <section class="panel" aria-labelledby="identities-title">
                <h2 id="identities-title">{move || t_string!(words, identity.identities)}</h2>
                <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                {if is_linked {
                    view! { <ul class="identities">{rows}</ul> }.into_any()
                } else {
                    view! { <p>{move || t_string!(words, identity.identities_none)}</p> }.into_any()
                }}
                {move || name.get().filter(|_| own.has_password && !is_linked).map(|name| view! { <Link words name/> })}
            </section>
        }
    };
    let is_shown = Memo::new(move |_| is_linked || name.with(Option::is_some));
    move || is_shown.get().then(section)
}

#[component]
fn Row(
    words: Words,
    identity: Identity,
    /// Whether there is no other way in: then it cannot be unlinked.
    only_way_in: bool,
    failed: RwSignal<Option<Failure>>,
    tries: RwSignal<u32>,
) -> impl IntoView {
    let Identity { id, issuer, linked_at, used_at } = identity;
    let unlink = move |_| {
        let id = id.clone();
        leptos::task::spawn_local(async move {
            match api::identity_unlink(id).await {
                Ok(()) => {
                    Announcer::say(untrack(|| t_string!(words, identity.identity_unlinked)));
                    tries.try_update(|tries| *tries += 1);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let linked = move || fill(t_string!(words, identity.identity_linked_at), &[("at", &instant(words, &linked_at.0))]);
    let used = move || {
        let at = used_at.as_ref().map(|at| instant(words, &at.0));
        at.map(|at| fill(t_string!(words, identity.identity_used_at), &[("at", &at)]))
    };
    view! {
        <li>
            <p><strong>{issuer}</strong><br/><span class="muted">{linked}" "{used}</span></p>
            {if only_way_in {
                view! { <p class="muted">{move || t_string!(words, identity.identity_only)}</p> }.into_any()
            } else {
                view! {
                    <button type="button" class="btn btn-outline-primary btn-sm" on:click=unlink>
                        {move || t_string!(words, identity.identity_unlink)}
                    </button>
                }.into_any()
            }}
        </li>
    }
}

/// A first identity: the password confirms that it is the account's holder who asks.
#[component]
fn Link(words: Words, name: String) -> impl IntoView {
    let (trip, password) = (Trip::new(words), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        trip.go(Errand::Link { password: password.get_untracked() });
    };
    let (label, text) = (name.clone(), name.clone());
    view! {
        <form class="account-form" on:submit=submit novalidate="">
            <p>{move || fill(t_string!(words, identity.identity_link_text), &[("name", &text)])}</p>
            <TextField words id="identity-password" label=Signal::derive(move || t_string!(words, identity.password).to_owned())
                kind="password" autocomplete="current-password" value=password name="password" wrong=trip.wrong/>
            <Stayed trip name/>
            <button type="submit" class="btn btn-outline-primary">
                {move || fill(t_string!(words, identity.identity_link), &[("name", &label)])}
            </button>
        </form>
    }
}
