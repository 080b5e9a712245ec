//! A window over the page: the browser's own, which keeps the focus inside, closes by Esc and gives the focus back.

use leptos::{html, prelude::*};

use crate::{
    i18n::{Words, t_string},
    ui::icon::Icon,
};

/// The window. It is filled while `open` says so.
#[component]
pub(crate) fn Dialog(
    words: Words,
    /// The id of its title.
    id: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let window: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(window) = window.get() else { return };
        if open.get() && !window.open() {
            let _ = window.show_modal();
        } else if !open.get() && window.open() {
            window.close();
        }
    });
    view! {
        <dialog node_ref=window class="window" aria-labelledby=id on:close=move |_| on_close.run(())>
            <div class="window-head">
                <h2 id=id>{move || title.get()}</h2>
                <button type="button" class="window-close" aria-label=move || t_string!(words, demand.close)
                    on:click=move |_| on_close.run(())>
                    <Icon name="it-close"/>
                </button>
            </div>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
