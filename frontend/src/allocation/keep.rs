//! What this browser keeps of a board: the last known table, the unsent edits, the steps that can be undone.
//!
//! Each tab keeps its own edits under a name of its own, so that two tabs do not write over each other. A tab holds a lock
//! on its name while it lives; the edits of a tab that is gone are taken over by the next one that opens the board. A browser
//! without locks (plain http) cannot tell who is gone: there nothing is taken over.

use std::collections::BTreeSet;

use gloo::storage::{LocalStorage, SessionStorage, Storage};
use js_sys::{Function, Object, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use shared::staffing::{edit::History, outbox::Outbox};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::api::{Board, Kept};
use crate::{ids::uuid, session};

const TAB: &str = "tavoliere.tab";

/// The keys under which one tab keeps one scenario, for one person.
#[derive(Clone, Debug)]
pub(super) struct Keeper {
    /// The scenario and the account.
    scenario: String,
    account: String,
    tab: String,
}

impl Keeper {
    /// Names this tab. A tab that was duplicated shares its parent's name at first; it takes another one.
    pub(super) async fn new(scenario: &str) -> Self {
        let kept: Option<String> = SessionStorage::get(TAB).ok();
        let tab = match kept {
            Some(tab) if alive_here(&tab) || claim(&tab).await.unwrap_or(true) => tab,
            _ => {
                let tab = uuid();
                let _ = SessionStorage::set(TAB, &tab);
                let _ = claim(&tab).await;
                tab
            }
        };
        remember(&tab);
        let account = session::account();
        Self { scenario: format!("{scenario}.{account}"), account, tab }
    }

    /// Whether the person whose edits these are is the one who is signed in.
    pub(super) fn is_mine(&self) -> bool {
        session::account() == self.account
    }

    /// The name of what is kept: one scenario of one person.
    pub(super) fn name(&self) -> &str {
        &self.scenario
    }

    pub(super) fn board(&self) -> Option<Board> {
        Kept::read(&LocalStorage::raw().get_item(&self.board_key()).ok()??)
    }

    pub(super) fn keep_board(&self, board: &Board) {
        if let Some(text) = Kept::of(board) {
            let _ = LocalStorage::raw().set_item(&self.board_key(), &text);
        }
    }

    pub(super) fn outbox(&self) -> Outbox {
        read(&self.outbox_key(&self.tab)).unwrap_or_default()
    }

    /// Keeps the unsent edits; says whether the browser had room for them.
    pub(super) fn keep_outbox(&self, outbox: &Outbox) -> bool {
        if outbox.is_empty() {
            LocalStorage::delete(self.outbox_key(&self.tab));
            return true;
        }
        let key = self.outbox_key(&self.tab);
        // What was typed is worth more than the chance to undo it.
        write(&key, outbox) || (forget_histories() && write(&key, outbox))
    }

    pub(super) fn history(&self) -> History {
        read(&self.history_key()).unwrap_or_default()
    }

    pub(super) fn keep_history(&self, history: &History) {
        write(&self.history_key(), history);
    }

    /// Hands over the unsent edits of tabs that are gone, one after another. They are deleted where they were once `adopt`
    /// says that they are kept elsewhere. The steps that could be undone in those tabs go with them.
    pub(super) async fn orphans(&self, adopt: impl Fn(Outbox) -> bool) {
        let prefix = self.outbox_key("");
        let of = |key: &String| key.strip_prefix(&prefix).or_else(|| tab_of_history(key)).map(str::to_owned);
        // Each tab once: its lock is given back only after a while.
        let tabs: BTreeSet<String> = keys().iter().filter_map(of).filter(|tab| *tab != self.tab).collect();
        for tab in tabs {
            let Some(release) = ask_lock(&tab).await.ok().flatten() else { continue };
            let outbox = self.outbox_key(&tab);
            if read(&outbox).is_some_and(&adopt) {
                LocalStorage::delete(&outbox);
            }
            for key in keys().into_iter().filter(|key| tab_of_history(key) == Some(tab.as_str())) {
                LocalStorage::delete(&key);
            }
            let _ = release.call0(&JsValue::NULL);
        }
    }

    fn board_key(&self) -> String {
        format!("{}{}", session::BOARD, self.scenario)
    }

    fn outbox_key(&self, tab: &str) -> String {
        format!("{}{}.{tab}", session::OUTBOX, self.scenario)
    }

    fn history_key(&self) -> String {
        format!("{}{}.{}", session::HISTORY, self.scenario, self.tab)
    }
}

fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&LocalStorage::raw().get_item(key).ok()??).ok()
}

fn write<T: Serialize>(key: &str, value: &T) -> bool {
    serde_json::to_string(value).is_ok_and(|text| LocalStorage::raw().set_item(key, &text).is_ok())
}

fn keys() -> Vec<String> {
    let storage = LocalStorage::raw();
    (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten()).collect()
}

fn tab_of_history(key: &str) -> Option<&str> {
    key.strip_prefix(session::HISTORY)?.rsplit('.').next()
}

/// Says whether there was anything to forget.
fn forget_histories() -> bool {
    let histories: Vec<String> = keys().into_iter().filter(|key| key.starts_with(session::HISTORY)).collect();
    for key in &histories {
        LocalStorage::delete(key);
    }
    !histories.is_empty()
}

/// Where the page notes the names it holds: the lock would refuse its own holder too.
fn held() -> JsValue {
    let window: JsValue = leptos::prelude::window().into();
    Reflect::get(&window, &"tavoliereTabs".into()).unwrap_or(JsValue::UNDEFINED)
}

fn alive_here(tab: &str) -> bool {
    held().as_string().is_some_and(|names| names.split(' ').any(|name| name == tab))
}

fn remember(tab: &str) {
    if !alive_here(tab) {
        let window: JsValue = leptos::prelude::window().into();
        let names = format!("{} {tab}", held().as_string().unwrap_or_default());
        let _ = Reflect::set(&window, &"tavoliereTabs".into(), &names.into());
    }
}

/// Takes the lock on a tab's name for as long as this page lives. False when another page holds it; `None` in a browser
/// without locks.
async fn claim(tab: &str) -> Option<bool> {
    ask_lock(tab).await.ok().map(|release| release.is_some())
}

/// The lock on a tab's name, as what releases it; `None` when another page holds it.
async fn ask_lock(tab: &str) -> Result<Option<Function>, JsValue> {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let answer = Promise::new(&mut |resolve, _| {
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                let _ = resolve.call1(&JsValue::NULL, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            // The lock is held until this promise ends: when it is released, or when the page goes away.
            Promise::new(&mut |release, _| {
                let _ = resolve.call1(&JsValue::NULL, &release);
            })
            .into()
        });
        let name = format!("tavoliere.tab.{tab}");
        let _ = request.call3(&locks, &name.into(), &options, &callback);
    });
    Ok(JsFuture::from(answer).await?.dyn_into().ok())
}
