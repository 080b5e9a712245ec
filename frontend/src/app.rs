//! The routes, and the frame around every page. The Cruscotto comes with the program, the other pages load on demand.

use leptos::prelude::*;
use leptos_router::{
    Lazy,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    allocation, dashboard, demand, events,
    i18n::provide_words,
    identity, partnerships, plan,
    session::Session,
    shell::{Footer, Header, SkipLinks},
    ui::announce::Announcer,
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
                <Routes fallback=|| ().into_any()>
                    <Route path=path!("/") view=|| dashboard::Page().into_any()/>
                    <Route path=path!("/allocazione") view={Lazy::<allocation::ListPage>::new()}/>
                    <Route path=path!("/allocazione/:scenario") view={Lazy::<allocation::BoardPage>::new()}/>
                    <Route path=path!("/fabbisogno") view={Lazy::<demand::DemandPage>::new()}/>
                    <Route path=path!("/piano") view={Lazy::<plan::PlanPage>::new()}/>
                    <Route path=path!("/eventi") view={Lazy::<events::EventsPage>::new()}/>
                    <Route path=path!("/partenariati") view={Lazy::<partnerships::PartnershipPages>::new()}/>
                    <Route path=path!("/partenariati/:id") view={Lazy::<partnerships::PartnershipPages>::new()}/>
                    <Route path=path!("/organizzazioni") view={Lazy::<partnerships::PartnershipPages>::new()}/>
                    <Route path=path!("/*any") view={Lazy::<identity::Pages>::new()}/>
                </Routes>
            </main>
            <Footer/>
            <identity::SignInAgain/>
            <div class="visually-hidden" aria-live="polite" role="status">{move || Announcer::text()}</div>
        </Router>
    }
}
