//! What stands where a page will be, while it loads. It shows itself only when loading takes long enough to wonder.

use leptos::prelude::*;

use crate::i18n::{Words, t_string};

/// Grey lines, and a word for whoever does not see them.
#[component]
pub(crate) fn Skeleton(words: Words, lines: usize) -> impl IntoView {
    let line = || view! { <span class="skeleton-line"></span> };
    view! {
        <div class="skeleton">
            <p class="visually-hidden">{move || t_string!(words, demand.loading)}</p>
            <div aria-hidden="true">{(0..lines).map(|_| line()).collect::<Vec<_>>()}</div>
        </div>
    }
}
