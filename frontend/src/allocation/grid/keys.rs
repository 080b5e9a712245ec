//! The list of keys, which `?` opens.

use leptos::prelude::*;

use crate::{
    i18n::{Words, t_string},
    ui::dialog::Dialog,
};

/// A text in the language chosen.
type Text = fn(Words) -> &'static str;

/// The keys of each act, and what it does.
const KEYS: [(Text, Text); 12] = [
    (|w| t_string!(w, allocation.keys_move), |w| t_string!(w, allocation.key_move)),
    (|w| t_string!(w, allocation.keys_jump), |w| t_string!(w, allocation.key_jump)),
    (|_| "0-9 · F2 · ⌫", |w| t_string!(w, allocation.key_type)),
    (|w| t_string!(w, allocation.keys_commit), |w| t_string!(w, allocation.key_commit)),
    (|w| t_string!(w, allocation.keys_select), |w| t_string!(w, allocation.key_select)),
    (|w| t_string!(w, allocation.keys_fill), |w| t_string!(w, allocation.key_fill)),
    (|_| "Ctrl + C · Ctrl + V", |w| t_string!(w, allocation.key_copy)),
    (|w| t_string!(w, allocation.keys_clear), |w| t_string!(w, allocation.key_clear)),
    (|_| "Ctrl + Z · Ctrl + Y", |w| t_string!(w, allocation.key_undo)),
    (|w| t_string!(w, talk.keys), |w| t_string!(w, talk.key)),
    (|_| "L", |w| t_string!(w, allocation.key_lock)),
    (|_| "F6 · Esc, Tab", |w| t_string!(w, allocation.key_leave)),
];

/// A window with every key of the sheet.
#[component]
pub(in super::super) fn KeyHelp(words: Words, open: RwSignal<bool>) -> impl IntoView {
    let row = move |&(keys, text): &(Text, Text)| {
        view! { <tr><th scope="row"><kbd>{move || keys(words)}</kbd></th><td>{move || text(words)}</td></tr> }
            .into_any()
    };
    view! {
        <Dialog words id="keys-title" title=Signal::derive(move || t_string!(words, allocation.keys).to_owned()) open
            on_close=Callback::new(move |()| open.set(false))>
            <table class="keys"><tbody>{KEYS.iter().map(row).collect::<Vec<_>>()}</tbody></table>
        </Dialog>
    }
}
