//! Fabbisogno: the assumptions of the sizing, and what they come to.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    ui::page::Title,
};

#[component]
pub(crate) fn Page() -> impl IntoView {
    let words = use_i18n();
    view! { <Title text=Signal::derive(move || t_string!(words, nav.demand).to_owned())/> }
}
