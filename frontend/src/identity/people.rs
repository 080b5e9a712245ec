//! The people that one manages: who they are, what parts they play, and the ways in.

use leptos::prelude::*;

use super::{
    api::{self, Account, AccountConnection},
    person_form::{Invite, Parts},
    person_identities::PersonIdentities,
    person_sessions::PersonSessions,
    rights::grant_in_words,
};
use crate::{
    graphql::Failure,
    i18n::{Words, counted, fill, t_string, use_i18n},
    session::ToldGrant,
    ui::{announce::Announcer, format::instant, page::Title, problem, skeleton::Skeleton},
};

/// A way in that was made: whose, and the link unless it was sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WayIn {
    pub(super) email: String,
    pub(super) link: Option<String>,
}

/// What the page shares with its parts.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) tries: RwSignal<u32>,
    pub(super) made: RwSignal<Option<WayIn>>,
    pub(super) failed: RwSignal<Option<Failure>>,
}

impl Desk {
    /// Reads the list anew, and says what was done.
    pub(super) fn done(self, said: &'static str) {
        Announcer::say(said);
        self.failed.try_set(None);
        self.tries.try_update(|tries| *tries += 1);
    }
}

/// The page.
#[component]
pub(super) fn People() -> impl IntoView {
    let words = use_i18n();
    let desk = Desk { words, tries: RwSignal::new(0), made: RwSignal::new(None), failed: RwSignal::new(None) };
    let text = RwSignal::new(String::new());
    let accounts = LocalResource::new(move || {
        desk.tries.track();
        api::accounts(text.get().trim().to_owned())
    });
    view! {
        <Title text=Signal::derive(move || t_string!(words, identity.people).to_owned())/>
        <Invite desk/>
        <Made desk/>
        <div class="form-field people-search" role="search">
            <label for="people-text">{move || t_string!(words, identity.find_person)}</label>
            <input id="people-text" class="form-control" type="search" autocomplete="off" maxlength="200"
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
        </div>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match accounts.get() {
            None => view! { <Skeleton words lines=8/> }.into_any(),
            Some(Ok(accounts)) => view! { <Found words accounts=accounts.clone()/> <List desk accounts=accounts.nodes/> }.into_any(),
            Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
        }}
    }
}

/// The link that was made last, to be handed over.
#[component]
fn Made(desk: Desk) -> impl IntoView {
    let words = desk.words;
    view! {
        <div role="status">{move || desk.made.get().map(|made| match made.link {
            Some(link) => view! {
                <div class="way-in">
                    <p>{fill(t_string!(words, identity.hand_over), &[("email", &made.email)])}</p>
                    <p><code>{link}</code></p>
                </div>
            }.into_any(),
            None => view! { <p class="way-in">{fill(t_string!(words, identity.link_sent), &[("email", &made.email)])}</p> }.into_any(),
        })}</div>
    }
}

/// How many there are, and that not all of them are shown.
#[component]
fn Found(words: Words, accounts: AccountConnection) -> impl IntoView {
    let (all, shown) = (usize::try_from(accounts.total_count).unwrap_or_default(), accounts.nodes.len());
    let text = move || {
        let (all_text, shown_text) = (all.to_string(), shown.to_string());
        if shown < all {
            return fill(t_string!(words, identity.people_shown), &[("n", &shown_text), ("all", &all_text)]);
        }
        let text = counted(all, t_string!(words, identity.one_person), t_string!(words, identity.people_found));
        if all == 0 { t_string!(words, identity.no_person).to_owned() } else { fill(text, &[("n", &all_text)]) }
    };
    view! { <p class="muted" role="status">{text}</p> }
}

#[component]
fn List(desk: Desk, accounts: Vec<Account>) -> impl IntoView {
    let words = desk.words;
    let rows = accounts.into_iter().map(|account| view! { <PersonRow desk account/> });
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, identity.people)>
            <table class="table people">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, identity.name)}</th>
                    <th scope="col">{move || t_string!(words, identity.parts)}</th>
                    <th scope="col">{move || t_string!(words, identity.last_seen)}</th>
                    <th scope="col">{move || t_string!(words, identity.actions)}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn PersonRow(desk: Desk, account: Account) -> impl IntoView {
    let words = desk.words;
    let (changing, looking) = (RwSignal::new(false), RwSignal::new(false));
    let grants: Vec<_> = account.grants.iter().filter_map(ToldGrant::read).collect();
    let (id, email, active) = (account.id.clone(), account.email.clone(), account.active);
    let sessions_of = account.id.clone();
    let told = grants.clone();
    let parts = move || told.iter().map(|grant| view! { <li>{grant_in_words(words, grant)}</li> }).collect_view();
    let seen = account.signed_in_at.clone();
    let state = move || match (active, account.opened) {
        (false, _) => t_string!(words, identity.suspended).to_owned(),
        (true, false) => t_string!(words, identity.invited).to_owned(),
        (true, true) => seen.as_ref().map(|seen| instant(words, &seen.0)).unwrap_or_default(),
    };
    let act = move |what: Act| {
        let (id, email) = (id.clone(), email.clone());
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
    let act = StoredValue::new(act);
    let button = move |what: Act, text: fn(Words) -> &'static str| {
        view! {
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| act.with_value(|act| act(what))>
                {move || text(words)}
            </button>
        }
    };
    view! {
        <tr class:suspended=!active>
            <th scope="row">{account.name.clone()}<br/><span class="muted">{account.email.clone()}</span></th>
            <td>
                <ul class="parts">{parts}</ul>
                {move || changing.get().then(|| view! { <Parts desk account=account.id.clone() grants=grants.clone() changing/> })}
            </td>
            <td>
                {state}
                {move || looking.get().then(|| view! {
                    <PersonSessions words account=sessions_of.clone()/>
                    <PersonIdentities words account=sessions_of.clone()/>
                })}
            </td>
            <td><div class="row-actions">
                <button type="button" class="btn btn-outline-primary btn-xs" aria-expanded=move || changing.get().to_string()
                    on:click=move |_| changing.update(|changing| *changing = !*changing)>
                    {move || t_string!(words, identity.change_parts)}
                </button>
                <button type="button" class="btn btn-outline-primary btn-xs" aria-expanded=move || looking.get().to_string()
                    on:click=move |_| looking.update(|looking| *looking = !*looking)>
                    {move || t_string!(words, identity.show_sessions)}
                </button>
                {button(Act::Link, |words| t_string!(words, identity.new_link))}
                {button(Act::Out, |words| t_string!(words, identity.end_sessions))}
                {if active {
                    button(Act::Active(false), |words| t_string!(words, identity.suspend)).into_any()
                } else {
                    button(Act::Active(true), |words| t_string!(words, identity.restore)).into_any()
                }}
            </div></td>
        </tr>
    }
}

/// What is done to an account.
#[derive(Clone, Copy)]
enum Act {
    Link,
    Out,
    Active(bool),
}
