//! Allocazione: the scenarios, and the board on which one is worked out.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    ui::page::Title,
};

/// All scenarios.
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let words = use_i18n();
    view! { <Title text=Signal::derive(move || t_string!(words, nav.allocation).to_owned())/> }
}

/// One scenario.
#[component]
pub(crate) fn BoardPage() -> impl IntoView {
    let words = use_i18n();
    view! { <Title text=Signal::derive(move || t_string!(words, nav.allocation).to_owned())/> }
}
