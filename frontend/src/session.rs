//! Who is at this browser: a name that they give themselves. It is a label for their edits, not an identity.

use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;

const KEY: &str = "tavoliere.author";

/// The longest name that the server keeps, in characters.
pub(crate) const MAX_NAME: usize = 60;

/// The name, as a signal that the header changes.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) author: RwSignal<String>,
}

impl Session {
    /// Takes the name that was given last; a new browser gets a guest's, so that its edits can be told apart.
    pub(crate) fn provide() {
        provide_context(Self { author: RwSignal::new(author()) });
    }

    /// Takes a new name; an empty one is ignored.
    pub(crate) fn rename(self, name: &str) {
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
        if name.is_empty() {
            return;
        }
        let _ = LocalStorage::raw().set_item(KEY, &name);
        self.author.set(name);
    }
}

/// The name that goes with each write.
pub(crate) fn author() -> String {
    if let Ok(Some(name)) = LocalStorage::raw().get_item(KEY) {
        return name;
    }
    let name = format!("Ospite {}", (js_sys::Math::random() * 900.0) as u32 + 100);
    let _ = LocalStorage::raw().set_item(KEY, &name);
    name
}
