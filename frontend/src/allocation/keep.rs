//! What this browser keeps of a board: the last known table, the unsent edits, the steps that can be undone.
//!
//! Each tab keeps its own edits under a name of its own, so that two tabs do not write over each other. A tab holds a lock
//! on its name while it lives; the edits of a tab that is gone are taken over by the next one that opens the board.

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
    tab: String,
}

impl Keeper {
    /// Names this tab. A tab that was duplicated shares its parent's name at first; it takes another one.
    pub(super) async fn new(scenario: &str) -> Self {
        let kept: Option<String> = SessionStorage::get(TAB).ok();
        let tab = match kept {
            Some(tab) if alive_here(&tab) || claim(&tab).await => tab,
            _ => {
                let tab = uuid();
                let _ = SessionStorage::set(TAB, &tab);
                claim(&tab).await;
                tab
            }
        };
        remember(&tab);
        Self { scenario: format!("{scenario}.{}", session::account()), tab }
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
        write(&self.outbox_key(&self.tab), outbox)
    }

    pub(super) fn history(&self) -> History {
        read(&self.history_key()).unwrap_or_default()
    }

    pub(super) fn keep_history(&self, history: &History) {
        write(&self.history_key(), history);
    }

    /// Takes the unsent edits of tabs that are gone. Each is given to one taker only.
    pub(super) async fn orphans(&self) -> Vec<Outbox> {
        let prefix = self.outbox_key("");
        let storage = LocalStorage::raw();
        let keys: Vec<String> =
            (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten()).collect();
        let mut orphans = Vec::new();
        for key in keys {
            let Some(tab) = key.strip_prefix(&prefix) else { continue };
            if tab == self.tab || !claim(tab).await {
                continue;
            }
            orphans.extend(read::<Outbox>(&key));
            LocalStorage::delete(&key);
        }
        orphans
    }

    fn board_key(&self) -> String {
        format!("{}{}", session::BOARD, self.scenario)
    }

    fn outbox_key(&self, tab: &str) -> String {
        format!("tavoliere.outbox.{}.{tab}", self.scenario)
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

/// Takes the lock on a tab's name for as long as this page lives. False when another page holds it.
///
/// A browser without locks (plain http) answers true: then a duplicated tab is not told from its parent.
async fn claim(tab: &str) -> bool {
    ask_lock(tab).await.unwrap_or(true)
}

async fn ask_lock(tab: &str) -> Result<bool, JsValue> {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let answer = Promise::new(&mut |resolve, _| {
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let got = !lock.is_null();
            let _ = resolve.call1(&JsValue::NULL, &got.into());
            // A promise that never ends holds the lock until the page goes away.
            if got { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
        });
        let name = format!("tavoliere.tab.{tab}");
        let _ = request.call3(&locks, &name.into(), &options, &callback);
    });
    Ok(JsFuture::from(answer).await?.is_truthy())
}
