//! Fabbisogno: the assumptions of the sizing, and what they come to while one types.

mod api;
mod by_province;
mod disclosure;
mod draft;
mod figure_input;
mod formula;
mod keep;
mod names;
mod own_time;
mod page;
mod plan;
mod profiles;
mod requirements;
mod save;
mod services;
mod source;
mod staff;
mod tornado;
mod working_time;

pub(crate) use draft::{in_typed_unit, read as read_figure, write as write_figure};
pub(crate) use names::{Named, figure as figure_name, unit as unit_name};

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The page, which loads on demand.
#[derive(Debug)]
pub(crate) struct DemandPage;

#[lazy_route]
impl LazyRoute for DemandPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DemandPage = this;
        view! { <page::Demand/> }.into_any()
    }
}
