//! What stands at an address where there is nothing.

use leptos::prelude::*;

use super::page::Title;
use crate::i18n::{t_string, use_i18n};

/// The page.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let words = use_i18n();
    view! {
        <Title text=Signal::derive(move || t_string!(words, not_found.title).to_owned())/>
        <p>{move || t_string!(words, not_found.text)}</p>
        <p><a href="/">{move || t_string!(words, nav.dashboard)}</a></p>
    }
}
