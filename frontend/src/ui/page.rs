//! What every page begins with: its title. On arrival the title takes the focus and is announced.

use leptos::{html, prelude::*};

use super::announce::Announcer;

/// The page's `h1`, the document's title, and the focus after navigation.
#[component]
pub(crate) fn Title(
    /// The title, in the language chosen.
    #[prop(into)]
    text: Signal<String>,
    /// Whether only assistive technology gets it, because the page shows it otherwise.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let heading: NodeRef<html::H1> = NodeRef::new();
    Effect::new(move |arrived: Option<bool>| {
        let title = text.get();
        document().set_title(&if title == "Tavoliere" { title.clone() } else { format!("{title} · Tavoliere") });
        if arrived.is_none() {
            Announcer::say(title);
            // The first page keeps the browser's own focus, so that the skip links come first.
            let first = document().active_element().is_none_or(|at| at.tag_name() == "BODY" && !was_here());
            if let (false, Some(heading)) = (first, heading.get()) {
                let _ = heading.focus();
            }
            mark_here();
        }
        true
    });
    view! { <h1 node_ref=heading tabindex="-1" class:visually-hidden=hidden>{move || text.get()}</h1> }
}

const MARK: &str = "data-arrived";

fn was_here() -> bool {
    document().body().is_some_and(|body| body.has_attribute(MARK))
}

fn mark_here() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute(MARK, "");
    }
}
