//! The list of keys, which `?` opens.

use leptos::{html, prelude::*};

use crate::i18n::{Words, t_string};

/// A dialog with every key of the sheet.
#[component]
pub(in super::super) fn KeyHelp(words: Words, open: RwSignal<bool>) -> impl IntoView {
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let row = move |keys: &'static str, text: fn(Words) -> &'static str| {
        view! { <tr><th scope="row"><kbd>{keys}</kbd></th><td>{move || text(words)}</td></tr> }.into_any()
    };
    view! {
        <dialog node_ref=dialog class="keys" aria-labelledby="keys-title" on:close=move |_| open.set(false)>
            <h2 id="keys-title">{move || t_string!(words, allocation.keys)}</h2>
            <table>
                <tbody>
                    {row("← ↑ → ↓ · Home · End · PagSu · PagGiù", |w| t_string!(w, allocation.key_move))}
                    {row("Ctrl + ← ↑ → ↓ · Ctrl + Home · Ctrl + End", |w| t_string!(w, allocation.key_jump))}
                    {row("0-9 · F2 · ⌫", |w| t_string!(w, allocation.key_type))}
                    {row("Enter · Tab · Esc", |w| t_string!(w, allocation.key_commit))}
                    {row("Maiusc + ← ↑ → ↓ · Ctrl + A", |w| t_string!(w, allocation.key_select))}
                    {row("Ctrl + Enter · Ctrl + D · Ctrl + R", |w| t_string!(w, allocation.key_fill))}
                    {row("Ctrl + C · Ctrl + V", |w| t_string!(w, allocation.key_copy))}
                    {row("Canc", |w| t_string!(w, allocation.key_clear))}
                    {row("Ctrl + Z · Ctrl + Y", |w| t_string!(w, allocation.key_undo))}
                    {row("L", |w| t_string!(w, allocation.key_lock))}
                    {row("F6 · Esc, Tab", |w| t_string!(w, allocation.key_leave))}
                </tbody>
            </table>
            <button type="button" class="btn btn-primary btn-sm" on:click=move |_| open.set(false)>
                {move || t_string!(words, allocation.close)}
            </button>
        </dialog>
    }
}
