//! Piano: the act as data, its indicators against pace, and the measurements that are typed by hand.

mod api;
mod bar;
mod desk;
mod detail;
mod evidence;
mod evidence_api;
mod filters;
mod history;
mod indicators;
mod measure;
mod page;
mod standing;
mod tree;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The page, which loads on demand.
#[derive(Debug)]
pub(crate) struct PlanPage;

#[lazy_route]
impl LazyRoute for PlanPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PlanPage = this;
        view! { <page::Plan/> }.into_any()
    }
}
