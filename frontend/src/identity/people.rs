//! The people that one manages: found by name or address, in an order of one's choice, each in a row of their own.

use leptos::prelude::*;
use shared::identity::Action;

use super::{
    api::{self, Account, AccountConnection, AccountOrder},
    person_form::Invite,
    person_row::PersonRow,
};
use crate::{
    graphql::Failure,
    i18n::{Words, counted, fill, t_string, use_i18n},
    session::Session,
    ui::{announce::Announcer, choice::Choice, page::Title, problem, skeleton::Skeleton},
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
    /// Grows with each change: the list and what stands open in it are read anew.
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

/// The page, for whoever manages people.
#[component]
pub(super) fn People() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let may_manage = Memo::new(move |_| session.may_at_all(Action::ManageAccounts));
    view! {
        <Title text=Signal::derive(move || t_string!(words, identity.people).to_owned())/>
        <Show when=move || may_manage.get() fallback=move || view! { <p>{move || t_string!(words, register_actions.nothing_to_manage)}</p> }>
            <Managed words/>
        </Show>
    }
}

/// Whom one manages, and the form to invite another.
#[component]
fn Managed(words: Words) -> impl IntoView {
    let desk = Desk { words, tries: RwSignal::new(0), made: RwSignal::new(None), failed: RwSignal::new(None) };
    let (text, order) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let accounts = LocalResource::new(move || {
        desk.tries.track();
        api::accounts(text.get().trim().to_owned(), order_of(&order.get()))
    });
    // What was read last stays until the next is there: rows are told what changed, and are not drawn anew.
    let found = Memo::new(move |before: Option<&Option<AccountConnection>>| match accounts.get() {
        Some(Ok(found)) => Some(found),
        None | Some(Err(_)) => before.cloned().flatten(),
    });
    let is_read = Memo::new(move |_| found.with(Option::is_some));
    let failure = move || accounts.get().and_then(Result::err);
    view! {
        <Invite desk/>
        <Made desk/>
        <Search words text order/>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || failure().map(|failure| view! { <p role="alert">{problem::failure(words, &failure)}</p> })}
        <Show when=move || !is_read.get() && failure().is_none()><Skeleton words lines=8/></Show>
        <Show when=move || is_read.get()><Found words found/><List desk found/></Show>
    }
}

#[component]
fn Search(words: Words, text: RwSignal<String>, order: RwSignal<String>) -> impl IntoView {
    let orders = Signal::derive(move || {
        let name = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        vec![
            name("", t_string!(words, identity.email)),
            name("NAME", t_string!(words, identity.name)),
            name("SIGNED_IN", t_string!(words, identity.last_seen)),
        ]
    });
    view! {
        <div class="people-search" role="search">
            <div class="form-field">
                <label for="people-text">{move || t_string!(words, identity.find_person)}</label>
                <input id="people-text" class="form-control" type="search" autocomplete="off" maxlength="200"
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </div>
            <Choice words id="people-order" label=Signal::derive(move || t_string!(words, register_kinds.order).to_owned())
                value=order options=orders/>
        </div>
    }
}

fn order_of(name: &str) -> AccountOrder {
    match name {
        "NAME" => AccountOrder::Name,
        "SIGNED_IN" => AccountOrder::SignedIn,
        _ => AccountOrder::Email,
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
fn Found(words: Words, found: Memo<Option<AccountConnection>>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        found.with(|found| {
            let (all, shown) = found.as_ref().map(|found| (found.total_count, found.nodes.len())).unwrap_or_default();
            (usize::try_from(all).unwrap_or_default(), shown)
        })
    });
    let text = move || {
        let (all, shown) = counts.get();
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
fn List(desk: Desk, found: Memo<Option<AccountConnection>>) -> impl IntoView {
    let words = desk.words;
    let nodes = move || found.with(|found| found.as_ref().map(|found| found.nodes.clone()).unwrap_or_default());
    let row = move |first: Account| {
        let id = first.id.clone();
        // Someone who is no longer in the list is shown as they were until the row is gone.
        let account = Memo::new(move |before: Option<&Account>| {
            let now = found.with(|found| found.as_ref()?.nodes.iter().find(|account| account.id == id).cloned());
            now.unwrap_or_else(|| before.unwrap_or(&first).clone())
        });
        view! { <PersonRow desk account/> }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, identity.people)>
            <table class="table people">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, identity.name)}</th>
                    <th scope="col">{move || t_string!(words, identity.parts)}</th>
                    <th scope="col">{move || t_string!(words, identity.last_seen)}</th>
                    <th scope="col">{move || t_string!(words, identity.actions)}</th>
                </tr></thead>
                <tbody><For each=nodes key=|account| account.id.clone() children=row/></tbody>
            </table>
        </div>
    }
}
