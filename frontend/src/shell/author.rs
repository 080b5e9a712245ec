//! The name that goes with one's edits, and the way to change it.

use leptos::{html, prelude::*};

use crate::{
    i18n::{Words, t_string},
    session::{MAX_NAME, Session},
};

/// The name, which opens a small form. It says that the name is a label, not an account.
#[component]
pub(super) fn Author(words: Words) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(false);
    let field: NodeRef<html::Input> = NodeRef::new();
    let opener: NodeRef<html::Button> = NodeRef::new();
    let close = move || {
        open.set(false);
        if let Some(opener) = opener.get() {
            let _ = opener.focus();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get() {
            session.rename(&field.value());
        }
        close();
    };
    Effect::new(move |_| {
        if let (true, Some(field)) = (open.get(), field.get()) {
            let _ = field.focus();
            field.select();
        }
    });
    view! {
        <div class="shell-author" on:keydown=move |event| if event.key() == "Escape" && open.get() { close() }>
            <button type="button" node_ref=opener aria-expanded=move || open.get().to_string()
                aria-controls="author-form" on:click=move |_| open.update(|open| *open = !*open)>
                <span class="visually-hidden">{move || t_string!(words, author.you_are)}" "</span>
                {move || session.author.get()}
            </button>
            <form id="author-form" class="shell-author-form" hidden=move || !open.get() on:submit=submit>
                <label for="author-name">{move || t_string!(words, author.label)}</label>
                <input id="author-name" class="form-control" node_ref=field maxlength=MAX_NAME autocomplete="name"
                    prop:value=move || session.author.get() aria-describedby="author-note"/>
                <p id="author-note">{move || t_string!(words, author.note)}</p>
                <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, author.save)}</button>
            </form>
        </div>
    }
}
