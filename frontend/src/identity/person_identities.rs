//! The identities that an account that one manages is linked to, and unlinking them.

use leptos::prelude::*;

use super::api::{self, Identity};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{announce::Announcer, format::instant, problem},
};

/// What an account is linked to, asked when this is opened. Nothing is shown where nothing is linked.
///
/// Unlinking one also ends sessions: then all that is read of the account is read anew.
#[component]
pub(super) fn PersonIdentities(words: Words, account: cynic::Id, again: RwSignal<u32>) -> impl IntoView {
    let failed = RwSignal::new(None::<Failure>);
    let of = account.clone();
    let asked = LocalResource::new(move || {
        again.track();
        api::account_identities(of.clone())
    });
    // What was read last stays until the next is there.
    let identities = Memo::new(move |before: Option<&Option<_>>| asked.get().or_else(|| before.cloned().flatten()));
    let unlink = Callback::new(move |identity: cynic::Id| {
        let account = account.clone();
        leptos::task::spawn_local(async move {
            match api::account_identity_unlink(account, identity).await {
                Ok(()) => {
                    Announcer::say(untrack(|| t_string!(words, identity.identity_unlinked)));
                    failed.try_set(None);
                    again.try_update(|again| *again += 1);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    });
    view! {
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match identities.get() {
            Some(Ok(identities)) if !identities.is_empty() => {
                let rows = identities.into_iter().map(|identity| view! { <Linked words identity unlink/> }).collect_view();
                view! { <ul class="person-identities" aria-label=t_string!(words, invitations.person_identities)>{rows}</ul> }.into_any()
            }
            Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            None | Some(Ok(_)) => ().into_any(),
        }}
    }
}

#[component]
fn Linked(words: Words, identity: Identity, unlink: Callback<cynic::Id>) -> impl IntoView {
    let Identity { id, issuer, linked_at, .. } = identity;
    let linked = move || fill(t_string!(words, identity.identity_linked_at), &[("at", &instant(words, &linked_at.0))]);
    view! {
        <li>
            <span>{issuer}</span>
            <span class="muted">{linked}</span>
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| unlink.run(id.clone())>
                {move || t_string!(words, identity.identity_unlink)}
            </button>
        </li>
    }
}
