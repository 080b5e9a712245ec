//! What this browser keeps of the demand page: the figures as they were last known, writes that the server has not answered,
//! and what is typed in this tab.
//!
//! A write is kept under its own id, in no tab's name: whoever opens the page next sends it again, and the server applies it
//! once, however many tabs send it. What is only typed is the tab's, and survives a reload.

use std::collections::BTreeMap;

use gloo::storage::{LocalStorage, SessionStorage, Storage};
use serde::{Deserialize, Serialize};
use shared::staffing::FigureKey;

use super::api::Demand;
use crate::session;

const WRITES: &str = "tavoliere.figures.";
const TYPED: &str = "tavoliere.typed.";

/// A figure as a write sets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Edit {
    pub(super) key: FigureKey,
    pub(super) value: Option<f64>,
    /// The revision that the writer saw.
    pub(super) seen: i32,
}

/// A write that was sent, or is to be sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Write {
    /// The client-made id that makes it apply once.
    pub(super) id: String,
    /// When it was made, milliseconds: writes go out in this order.
    pub(super) at: f64,
    pub(super) edits: Vec<Edit>,
    /// What was typed, as it stands in the fields.
    pub(super) texts: BTreeMap<FigureKey, String>,
}

/// A text in a field, and the revision that its writer saw.
pub(super) type Typed = BTreeMap<FigureKey, (String, i32)>;

/// Where one person's work is kept.
#[derive(Clone, Debug)]
pub(super) struct Keeper {
    account: String,
}

impl Keeper {
    pub(super) fn new(account: String) -> Self {
        Self { account }
    }

    /// Whether the person whose work this is is the one who is signed in.
    pub(super) fn is_mine(&self) -> bool {
        session::account() == self.account
    }

    /// The page's figures as they were last known here, to be read without a network.
    pub(super) fn demand(&self) -> Option<Demand> {
        serde_json::from_str(&LocalStorage::raw().get_item(&self.demand_key()).ok()??).ok()
    }

    pub(super) fn keep_demand(&self, demand: &Demand) {
        // A full storage costs the reading without a network, and nothing else.
        let _ = LocalStorage::set(self.demand_key(), demand);
    }

    pub(super) fn keep(&self, write: &Write) {
        // A full storage loses nothing while the page is open: the write is in memory too.
        let _ = LocalStorage::set(self.write_key(&write.id), write);
    }

    pub(super) fn forget(&self, id: &str) {
        LocalStorage::delete(self.write_key(id));
    }

    /// The writes without an answer, in the order in which they were made.
    pub(super) fn writes(&self) -> Vec<Write> {
        let (storage, prefix) = (LocalStorage::raw(), self.write_key(""));
        let keys: Vec<String> =
            (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten()).collect();
        let own = keys.iter().filter(|key| key.starts_with(&prefix));
        let mut writes: Vec<Write> = own.filter_map(|key| LocalStorage::get(key).ok()).collect();
        writes.sort_by(|one, other| one.at.total_cmp(&other.at));
        writes
    }

    pub(super) fn keep_typed(&self, typed: &Typed) {
        if typed.is_empty() {
            SessionStorage::delete(self.typed_key());
        } else {
            let _ = SessionStorage::set(self.typed_key(), typed);
        }
    }

    pub(super) fn typed(&self) -> Typed {
        SessionStorage::get(self.typed_key()).unwrap_or_default()
    }

    /// Among the boards: whoever signs out takes it along.
    fn demand_key(&self) -> String {
        format!("{}figures.{}", session::BOARD, self.account)
    }

    fn write_key(&self, id: &str) -> String {
        format!("{WRITES}{}.{id}", self.account)
    }

    fn typed_key(&self) -> String {
        format!("{TYPED}{}", self.account)
    }
}
