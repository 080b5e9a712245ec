//! The pages of people, the developers' page and the comparison of scenarios, under one route that loads on demand: each route of its own would make the first page larger.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

use super::{people::People, profile::Profile, register::Register, rights::Rights, sign_in::SignIn, welcome::Welcome};
use crate::{
    allocation::Comparison,
    developers::Developers,
    i18n::{t_string, use_i18n},
    ui::page::Title,
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
            "/sviluppatori" => Developers().into_any(),
            "/amministrazione/persone" => People().into_any(),
            "/amministrazione/registro" => Register().into_any(),
            _ => NotFound().into_any(),
        })
        .into_any()
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let words = use_i18n();
    view! {
        <Title text=Signal::derive(move || t_string!(words, not_found.title).to_owned())/>
        <p>{move || t_string!(words, not_found.text)}</p>
        <p><a href="/">{move || t_string!(words, nav.dashboard)}</a></p>
    }
}
