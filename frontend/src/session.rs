//! Who is signed in at this browser, and what they may do. The server decides; the page asks the same table, to show only what
//! will not be refused.

use std::{
    future::poll_fn,
    task::{Poll, Waker},
};

use gloo::{
    events::EventListener,
    storage::{LocalStorage, Storage},
};
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::{
    Problem,
    identity::{self, Action, Actor, Grant, Reach, Resource, may, policy::Act},
};
use wasm_bindgen_futures::spawn_local;

use crate::graphql::{Failure, on_signed_out, post_to, schema};

const KEY: &str = "tavoliere.viewer";
/// How the keys begin under which this browser keeps boards, and the steps that can be undone on them.
pub(crate) const BOARD: &str = "tavoliere.board.";
pub(crate) const HISTORY: &str = "tavoliere.history.";
/// How the keys begin under which edits wait: `<scenario>.<account>.<tab>` follows.
pub(crate) const OUTBOX: &str = "tavoliere.outbox.";

/// Someone who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Viewer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) grants: Vec<Grant>,
}

/// Who is signed in, as signals.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// Nobody: a visitor, or not yet known.
    pub(crate) viewer: RwSignal<Option<Viewer>>,
    /// How often someone was found signed in: work that waits for them goes on then.
    pub(crate) arrivals: RwSignal<u32>,
    /// How often that changed after the first answer. What only some may read waits for `known` and follows this, and so is asked
    /// for, and drawn, once.
    pub(crate) changes: RwSignal<u32>,
    /// The session ended while someone worked: the page asks them to sign in again, where they are.
    pub(crate) lost: RwSignal<bool>,
    /// Whether the server has answered who is signed in.
    answered: StoredValue<bool>,
    /// Whoever waits for that answer.
    waiting: StoredValue<Vec<Waker>>,
}

/// The question, as text: every page asks it, so it has to be small. `tests/e2e/people.test.mjs` holds it to the contract.
const WHO: &str = r#"{"query":"{ viewer { id name grants { role scope } } }"}"#;

/// A role and where it is played, as the API tells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Grant")]
pub(crate) struct ToldGrant {
    role: Role,
    scope: Option<String>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    Administrator,
    Planner,
    Coordinator,
    CpiHead,
    Partner,
    Reader,
}

/// The same role by its two names: the model's and the API's.
const ROLES: [(identity::Role, Role); 6] = [
    (identity::Role::Administrator, Role::Administrator),
    (identity::Role::Planner, Role::Planner),
    (identity::Role::Coordinator, Role::Coordinator),
    (identity::Role::CpiHead, Role::CpiHead),
    (identity::Role::Partner, Role::Partner),
    (identity::Role::Reader, Role::Reader),
];

impl From<identity::Role> for Role {
    fn from(role: identity::Role) -> Self {
        ROLES.iter().find(|(shared, _)| *shared == role).map_or(Self::Reader, |(_, told)| *told)
    }
}

impl ToldGrant {
    /// The grant; none when it makes no sense to this page.
    pub(crate) fn read(&self) -> Option<Grant> {
        let (role, _) = ROLES.iter().find(|(_, told)| *told == self.role)?;
        Grant::new(*role, self.scope.as_deref()).ok()
    }
}

impl Session {
    /// Takes who was signed in last, so that a page without a network knows it too, and asks the server.
    pub(crate) fn provide() {
        let (viewer, arrivals, lost) = (RwSignal::new(kept()), RwSignal::new(0), RwSignal::new(false));
        let (changes, answered, waiting) = (RwSignal::new(0), StoredValue::new(false), StoredValue::new(Vec::new()));
        let session = Self { viewer, arrivals, changes, lost, answered, waiting };
        provide_context(session);
        // Whatever the page asked for: who was signed in is asked to sign in again, where they are.
        on_signed_out(move || {
            if session.answered.get_value() && session.viewer.with_untracked(Option::is_some) {
                session.end();
            }
        });
        session.ask();
    }

    /// Asks the server who is signed in.
    pub(crate) fn ask(self) {
        spawn_local(self.asked());
    }

    /// Asks the server, and is done when the answer is known here.
    pub(crate) async fn asked(self) {
        match post_to("/graphql", WHO.to_owned()).await {
            Ok(answer) => self.learn(viewer_of(&answer)),
            // Without an answer, whoever was signed in last goes on working.
            Err(Failure::Offline | Failure::Refused(Problem::TooMany { .. } | Problem::Internal { .. })) => {}
            Err(_) => self.learn(None),
        }
        self.answered.set_value(true);
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Is done once it is known here who is signed in: what is typed is kept, and sent, under the account.
    pub(crate) async fn known(self) {
        poll_fn(|context| {
            if self.answered.get_value() {
                return Poll::Ready(());
            }
            self.waiting.update_value(|waiting| waiting.push(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    /// Listens, until the owner is cleaned up, to other tabs: someone may sign out there, or in as someone else.
    pub(crate) fn watch(self) {
        let listener = EventListener::new(&window(), "storage", move |_| self.compare());
        StoredValue::new_local(listener);
    }

    /// Compares who this page works for with who is signed in at this browser. For another person the page begins anew, so
    /// that nothing that waits goes out in their name; for nobody it asks to sign in again.
    pub(crate) fn compare(self) {
        let Some(before) = self.viewer.with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone())) else {
            return;
        };
        match account() {
            now if now == before => {}
            now if now.is_empty() => self.end(),
            _ => {
                let _ = window().location().reload();
            }
        }
    }

    fn learn(self, viewer: Option<Viewer>) {
        let found = viewer.is_some();
        let before = self.viewer.with_untracked(|before| before.as_ref().map(|before| before.id.clone()));
        if let Some(viewer) = &viewer {
            let _ = LocalStorage::raw().set_item(KEY, &viewer.kept());
        } else {
            LocalStorage::delete(KEY);
        }
        if let (Some(before), Some(viewer)) = (before, &viewer)
            && before != viewer.id
        {
            // Another person: the page begins anew, so that nothing that waits goes out in their name.
            let _ = window().location().reload();
            return;
        }
        if self.viewer.with_untracked(|before| *before != viewer) {
            self.viewer.set(viewer);
            if self.answered.get_value() {
                self.changes.update(|changes| *changes += 1);
            }
        }
        if found {
            self.lost.set(false);
            self.arrivals.update(|arrivals| *arrivals += 1);
        }
    }

    /// The server knows nobody any more. What was typed stays; the page asks to sign in again.
    pub(crate) fn end(self) {
        self.lost.set(true);
    }

    /// Whoever signed out is gone, and with them what this browser kept for them to read without a network.
    /// Edits that were not sent yet stay, under their account, until they come back.
    pub(crate) fn leave(self) {
        let storage = LocalStorage::raw();
        let keys = (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten());
        let readable = |key: &String| key.starts_with(BOARD) || key.starts_with(HISTORY);
        for key in keys.filter(readable).collect::<Vec<_>>() {
            LocalStorage::delete(key);
        }
        self.learn(None);
        self.lost.set(false);
    }

    fn actor(self) -> Actor {
        self.viewer.with(|viewer| match viewer {
            Some(viewer) => Actor { account: Some(viewer.id.clone()), grants: viewer.grants.clone(), token: None },
            None => Actor::default(),
        })
    }

    /// Whether an action may be done upon a resource.
    pub(crate) fn may<A: Act>(self, resource: &Resource) -> bool {
        may::<A>(&self.actor(), resource).is_ok()
    }

    /// The province of whoever coordinates one.
    pub(crate) fn own_province(self) -> Option<String> {
        self.viewer.with(|viewer| {
            viewer.as_ref()?.grants.iter().find_map(|grant| match grant.scope() {
                identity::Scope::Province(code) => Some(code.as_str().to_owned()),
                _ => None,
            })
        })
    }

    /// The organisation of whoever acts for one; empty when there is none, or several.
    pub(crate) fn own_organisation(self) -> String {
        let actor = self.actor();
        let mut own = actor.organisations();
        own.next().filter(|_| own.next().is_none()).map(ToString::to_string).unwrap_or_default()
    }

    /// How far an action may be done.
    pub(crate) fn reach(self, action: Action) -> Reach {
        self.actor().reach(action)
    }

    /// Whether an action may be done anywhere.
    pub(crate) fn may_at_all(self, action: Action) -> bool {
        self.reach(action) != Reach::Nothing
    }
}

impl Viewer {
    /// As this browser keeps it: the answer of the server.
    fn kept(&self) -> String {
        let grants: Vec<_> = self
            .grants
            .iter()
            .map(|grant| json!({ "role": grant.role().name(), "scope": grant.scope_code() }))
            .collect();
        json!({ "data": { "viewer": { "id": self.id, "name": self.name, "grants": grants } } }).to_string()
    }
}

fn kept() -> Option<Viewer> {
    LocalStorage::raw().get_item(KEY).ok().flatten().and_then(|text| viewer_of(&text))
}

fn viewer_of(answer: &str) -> Option<Viewer> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let viewer = &answer["data"]["viewer"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let grant = |grant: &Value| Grant::new(grant["role"].as_str()?.parse().ok()?, grant["scope"].as_str()).ok();
    let grants = viewer["grants"].as_array()?.iter().filter_map(grant).collect();
    Some(Viewer { id: text(&viewer["id"]).unwrap_or_default(), name: text(&viewer["name"])?, grants })
}

/// The account that is signed in; empty for a visitor. What this browser keeps of someone's work is kept under it.
pub(crate) fn account() -> String {
    kept().map(|viewer| viewer.id).unwrap_or_default()
}

/// The name of who is signed in; empty for a visitor.
pub(crate) fn author() -> String {
    kept().map(|viewer| viewer.name).unwrap_or_default()
}
