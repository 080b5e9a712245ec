//! A quiet button that shows more of a table where it stands.

use leptos::prelude::*;

/// The button. What it opens has the id `controls`; `count` says how many figures in there are set.
#[component]
pub(super) fn Disclosure(
    open: RwSignal<bool>,
    #[prop(into)] controls: String,
    label: Signal<&'static str>,
    count: Signal<usize>,
) -> impl IntoView {
    view! {
        <button type="button" class="disclose" aria-expanded=move || open.get().to_string()
            aria-controls=move || open.get().then(|| controls.clone())
            on:click=move |_| open.update(|open| *open = !*open)>
            {move || label.get()}
            {move || Some(count.get()).filter(|count| *count > 0).map(|count| format!(" ({count})"))}
        </button>
    }
}
