//! The pages of people, the developers' page, the comparison of scenarios, the catchments that are tried out and the page of one job centre, under one route that loads on demand: each route of its own would make the first page larger.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

use super::{people::People, profile::Profile, register::Register, rights::Rights, sign_in::SignIn, welcome::Welcome};
use crate::{
    allocation::{Comparison, Redraw},
    developers::Developers,
    territory::Centre,
    ui::not_found::NotFound,
};

/// The page at an address that no other feature has; or that there is none.
#[derive(Debug)]
pub(crate) struct Pages;

#[lazy_route]
impl LazyRoute for Pages {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let Pages = this;
        let path = use_location().pathname;
        let page = Memo::new(move |_| path.get());
        (move || match page.get().trim_end_matches('/') {
            "/accedi" => SignIn().into_any(),
            "/benvenuto" => Welcome().into_any(),
            "/profilo" => Profile().into_any(),
            "/permessi" => Rights().into_any(),
            "/confronto" => Comparison().into_any(),
            "/bacini" => Redraw().into_any(),
            "/sviluppatori" => Developers().into_any(),
            "/amministrazione/persone" => People().into_any(),
            "/amministrazione/registro" => Register().into_any(),
            other => match other.strip_prefix("/cpi/") {
                Some(code) => view! { <Centre code=code.to_owned()/> }.into_any(),
                None => NotFound().into_any(),
            },
        })
        .into_any()
    }
}
