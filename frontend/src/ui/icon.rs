//! Icons of Bootstrap Italia, from the sprite that the page carries. They decorate: words say the same beside them.

use leptos::prelude::*;

/// One icon, by its name in `assets/icons.txt`.
#[component]
pub(crate) fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false"><use href=format!("#{name}")></use></svg>
    }
}
