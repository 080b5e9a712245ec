//! What every page begins with: its title. On arrival the title takes the focus and is announced.

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

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
    // The router's path: the address bar follows only when the new page stands.
    let path = use_location().pathname;
    Effect::new(move |arrived: Option<bool>| {
        let title = text.get();
        document().set_title(&if title == "Tavoliere" { title.clone() } else { format!("{title} · Tavoliere") });
        if arrived.is_none() {
            Announcer::say(title);
            // The first page keeps the browser's own focus, so that the skip links come first.
            if arrive(&path.get_untracked()) == Arrival::Elsewhere {
                focus_when_there(heading, FRAMES);
            }
        }
        true
    });
    view! { <h1 node_ref=heading tabindex="-1" class:visually-hidden=hidden>{move || text.get()}</h1> }
}

/// How many frames a title may take to be mounted after it was built.
const FRAMES: u32 = 120;

/// The router mounts a page after its parts were built, and what stands nowhere cannot take the focus.
fn focus_when_there(heading: NodeRef<html::H1>, frames: u32) {
    request_animation_frame(move || match heading.try_get_untracked().flatten() {
        Some(heading) if heading.is_connected() => {
            let _ = heading.focus();
        }
        _ if frames > 0 => focus_when_there(heading, frames - 1),
        _ => {}
    });
}

/// How a title came to be shown.
#[derive(PartialEq, Eq)]
enum Arrival {
    /// The first page, or the same page drawn anew.
    Here,
    /// Another page than the one before, or its content in place of what stood there while it loaded.
    Elsewhere,
}

/// The attribute of `body` that holds the path of the page that was announced last.
const MARK: &str = "data-arrived";
/// The attribute of `body` that tells that the focus was moved to a title before.
const MOVED: &str = "data-moved";

fn arrive(path: &str) -> Arrival {
    let Some(body) = document().body() else { return Arrival::Here };
    let before = body.get_attribute(MARK);
    let _ = body.set_attribute(MARK, path);
    let lost = document().active_element().is_none_or(|at| at.tag_name() == "BODY");
    if before.as_deref().is_some_and(|before| before != path) || (lost && body.has_attribute(MOVED)) {
        let _ = body.set_attribute(MOVED, "");
        Arrival::Elsewhere
    } else {
        Arrival::Here
    }
}
