//! A button that puts a text on the clipboard, and says whether it could.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    i18n::{Words, t_string},
    ui::announce::Announcer,
};

/// The button. `what` tells a reader which text it copies.
#[component]
pub(crate) fn Copy(words: Words, text: Signal<String>, #[prop(into)] what: Signal<String>) -> impl IntoView {
    let said = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text.get_untracked());
        leptos::task::spawn_local(async move {
            let done = JsFuture::from(written).await.is_ok();
            said.try_set(Some(done));
            Announcer::say(untrack(|| told(words, done)));
        });
    };
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" on:click=copy>
            {move || t_string!(words, developers.copy)}<span class="visually-hidden">" "{move || what.get()}</span>
        </button>
        " "
        <span class="muted" aria-hidden="true">{move || said.get().map(|done| told(words, done))}</span>
    }
}

fn told(words: Words, done: bool) -> &'static str {
    if done { t_string!(words, developers.copied) } else { t_string!(words, developers.not_copied) }
}
