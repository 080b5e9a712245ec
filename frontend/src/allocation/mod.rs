//! Allocazione: the scenarios, the board on which one is worked out, their comparison, and catchments that are tried out.

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
mod lock;
mod look;
mod measures;
mod meeting;
mod merging;
mod others;
mod outline;
mod own_figures;
mod page;
mod parameters;
mod past;
mod plan;
mod proposal;
mod redraw;
mod refused;
mod risk;
mod spreadsheet;
mod standing;
mod sync;
mod talk;
mod together;
mod waiting;
mod windows;
mod worker;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

pub(crate) use comparison::Comparison;
pub(crate) use redraw::Redraw;
pub(crate) use standing::{Badge as StandingBadge, Standing};

/// The page of all scenarios, which loads on demand.
#[derive(Debug)]
pub(crate) struct ListPage;

#[lazy_route]
impl LazyRoute for ListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ListPage = this;
        view! { <list::ScenarioList/> }.into_any()
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
