//! Events: the calendar, what the plan requires against what there is, the programme, who came.

mod api;
mod attendance;
mod board;
mod clashes;
mod contribution;
mod contribution_api;
mod detail;
mod draft;
mod filters;
mod form;
mod list;
mod matrix;
mod month;
mod names;
mod organisations;
mod page;
mod places;
mod places_api;
mod programme;
mod quiet;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

pub(crate) use api::StateName;
pub(crate) use board::{day_text, parsed, today};
pub(crate) use list::Badge as StateBadge;

/// The pages of events, which load on demand.
#[derive(Debug)]
pub(crate) struct EventsPage;

#[lazy_route]
impl LazyRoute for EventsPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let EventsPage = this;
        view! { <page::Events/> }.into_any()
    }
}
