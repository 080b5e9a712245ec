//! One person of the list: who they are, what parts they play, and what is done to the account. The row stays while the list is read
//! anew, and so does what stands open in it, and the focus.

use leptos::prelude::*;
use shared::id::{GlobalId, Kind};

use super::{
    api::{self, Account},
    history::HistoryLink,
    people::{Desk, WayIn},
    person_form::Parts,
    person_identities::PersonIdentities,
    person_sessions::PersonSessions,
    rights::grant_in_words,
};
use crate::{
    i18n::{Words, t_string},
    session::ToldGrant,
    ui::format::instant,
};

/// The row.
#[component]
pub(super) fn PersonRow(desk: Desk, account: Memo<Account>) -> impl IntoView {
    let words = desk.words;
    let (changing, looking) = (RwSignal::new(false), RwSignal::new(false));
    let id = StoredValue::new(account.with_untracked(|account| account.id.clone()));
    let email = account.with_untracked(|account| account.email.clone());
    let grants = Memo::new(move |_| account.with(|account| account.grants.clone()));
    let read = move |grants: &[ToldGrant]| grants.iter().filter_map(ToldGrant::read).collect::<Vec<_>>();
    let parts = move || {
        let grants = grants.with(|grants| read(grants));
        grants.iter().map(|grant| view! { <li>{grant_in_words(words, grant)}</li> }).collect_view()
    };
    let state = move || account.with(|account| state_of(words, account));
    let key = GlobalId::key_of(id.get_value().inner(), Kind::Account).unwrap_or_default();
    view! {
        <tr class:suspended=move || account.with(|account| !account.active)>
            <th scope="row">{move || account.with(|account| account.name.clone())}<br/><span class="muted">{email.clone()}</span></th>
            <td>
                <ul class="parts">{parts}</ul>
                {move || changing.get().then(|| {
                    let grants = grants.with_untracked(|grants| read(grants));
                    view! { <Parts desk account=id.get_value() grants changing/> }
                })}
            </td>
            <td>
                {state}
                {move || looking.get().then(|| view! {
                    <PersonSessions words account=id.get_value() again=desk.tries/>
                    <PersonIdentities words account=id.get_value() again=desk.tries/>
                })}
            </td>
            <td>
                <div class="row-actions">
                    <Toggle words open=changing text=|words| t_string!(words, identity.change_parts)/>
                    <Toggle words open=looking text=|words| t_string!(words, identity.show_sessions)/>
                    <Acts desk account/>
                </div>
                <HistoryLink words kind="account" record=key of=email/>
            </td>
        </tr>
    }
}

fn state_of(words: Words, account: &Account) -> String {
    match (account.active, account.opened) {
        (false, _) => t_string!(words, identity.suspended).to_owned(),
        (true, false) => t_string!(words, identity.invited).to_owned(),
        (true, true) => account.signed_in_at.as_ref().map(|seen| instant(words, &seen.0)).unwrap_or_default(),
    }
}

/// Opens a part of the row, and closes it.
#[component]
fn Toggle(words: Words, open: RwSignal<bool>, text: fn(Words) -> &'static str) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)>
            {move || text(words)}
        </button>
    }
}

/// What is done to an account.
#[derive(Clone, Copy)]
enum Act {
    Link,
    Out,
    Active(bool),
}

#[component]
fn Acts(desk: Desk, account: Memo<Account>) -> impl IntoView {
    let words = desk.words;
    let act = move |what: Act| {
        let (id, email) = account.with_untracked(|account| (account.id.clone(), account.email.clone()));
        leptos::task::spawn_local(async move {
            let answer = match what {
                Act::Link => {
                    api::account_link(id).await.map(|link| drop(desk.made.try_set(Some(WayIn { email, link }))))
                }
                Act::Out => api::account_sessions_end(id).await,
                Act::Active(active) => api::account_update(id, None, Some(active)).await.map(|_| ()),
            };
            match answer {
                Ok(()) => desk.done(untrack(|| t_string!(words, identity.done))),
                Err(failure) => drop(desk.failed.try_set(Some(failure))),
            }
        });
    };
    let is_active = move || account.with(|account| account.active);
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| act(Act::Link)>
            {move || t_string!(words, identity.new_link)}
        </button>
        <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| act(Act::Out)>
            {move || t_string!(words, identity.end_sessions)}
        </button>
        <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| act(Act::Active(!untrack(is_active)))>
            {move || if is_active() { t_string!(words, identity.suspend) } else { t_string!(words, identity.restore) }}
        </button>
    }
}
