//! Allocazione: the scenarios, the board on which one is worked out, and their comparison.

mod after;
mod api;
mod bar;
mod board;
mod catchment;
mod comparison;
mod detail;
mod disputes;
mod field;
mod filters;
mod grid;
mod head;
mod keep;
mod list;
mod others;
mod outline;
mod page;
mod parameters;
mod plan;
mod proposal;
mod refused;
mod risk;
mod standing;
mod sync;
mod worker;

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

/// The page of all scenarios and that of their comparison, which load on demand, as one part: a route of its own would make the first page larger.
#[derive(Debug)]
pub(crate) struct ListPage;

#[lazy_route]
impl LazyRoute for ListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ListPage = this;
        let path = use_location().pathname;
        let compares = Memo::new(move |_| path.get().trim_end_matches('/') == "/confronto");
        (move || if compares.get() { comparison::Comparison().into_any() } else { list::ScenarioList().into_any() })
            .into_any()
    }
}

/// The page of one scenario, which loads on demand.
#[derive(Debug)]
pub(crate) struct BoardPage;

#[lazy_route]
impl LazyRoute for BoardPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let BoardPage = this;
        view! { <page::ScenarioBoard/> }.into_any()
    }
}
