//! The routes, and the frame around every page. The Cruscotto comes with the program, the other pages load on demand.

use leptos::prelude::*;
use leptos_router::{
    Lazy,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    allocation, dashboard, demand,
    i18n::{provide_words, t_string},
    session::Session,
    shell::{Footer, Header, SkipLinks},
    ui::{announce::Announcer, page::Title},
};

/// The whole program.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_words();
    Session::provide();
    view! {
        <Router>
            <SkipLinks/>
            <Header/>
            <main id="main" class="container-xxl" tabindex="-1">
                <Routes fallback=move || view! { <NotFound/> }.into_any()>
                    <Route path=path!("/") view=|| dashboard::Page().into_any()/>
                    <Route path=path!("/allocazione") view={Lazy::<allocation::ListPage>::new()}/>
                    <Route path=path!("/allocazione/:scenario") view={Lazy::<allocation::BoardPage>::new()}/>
                    <Route path=path!("/fabbisogno") view={Lazy::<demand::Page>::new()}/>
                </Routes>
            </main>
            <Footer/>
            <div class="visually-hidden" aria-live="polite" role="status">{move || Announcer::text()}</div>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let words = crate::i18n::use_i18n();
    view! {
        <Title text=Signal::derive(move || t_string!(words, not_found.title).to_owned())/>
        <p>{move || t_string!(words, not_found.text)}</p>
        <p><a href="/">{move || t_string!(words, nav.dashboard)}</a></p>
    }
}
