//! The header: whose service it is, the language, who is writing, and where to go.

use leptos::{html, prelude::*};
use leptos_router::{components::A, hooks::use_location};
use wasm_bindgen::JsCast as _;

use super::account::AccountMenu;
use crate::{
    i18n::{Locale, Words, t_string, use_i18n},
    ui::icon::Icon,
};

/// The first things that Tab reaches.
#[component]
pub(crate) fn SkipLinks() -> impl IntoView {
    let words = use_i18n();
    view! {
        <div class="skiplinks">
            <a class="visually-hidden-focusable" href="#main" on:click=move |event| skip(&event, "main")>
                {move || t_string!(words, nav.skip_main)}
            </a>
            <a class="visually-hidden-focusable" href="#footer" on:click=move |event| skip(&event, "footer")>
                {move || t_string!(words, nav.skip_footer)}
            </a>
        </div>
    }
}

/// Moves the focus there. The router takes links within the page for itself and would only scroll.
fn skip(event: &leptos::ev::MouseEvent, id: &str) {
    event.prevent_default();
    let target = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(target) = target {
        let _ = target.focus();
    }
}

#[component]
pub(crate) fn Header() -> impl IntoView {
    let words = use_i18n();
    view! {
        <header class="shell-header">
            <div class="shell-slim">
                <div class="container-xxl">
                    <span>"Regione Puglia · ARPAL"</span>
                    <div class="shell-tools">
                        <Languages words/>
                        <AccountMenu words/>
                    </div>
                </div>
            </div>
            <div class="shell-top">
                <div class="container-xxl">
                    <A href="/" attr:class="shell-brand">
                        <Logo/>
                        "Tavoliere"
                    </A>
                    <Navigation words/>
                </div>
            </div>
        </header>
    }
}

#[component]
fn Languages(words: Words) -> impl IntoView {
    let button = move |locale: Locale, code: &'static str, short: &'static str, name: &'static str| {
        view! {
            <button type="button" lang=code aria-label=name
                aria-pressed=move || (words.get_locale() == locale).to_string()
                on:click=move |_| words.set_locale(locale)>
                {short}
            </button>
        }
    };
    view! {
        <div class="shell-languages" role="group" aria-label=move || t_string!(words, nav.language)>
            {button(Locale::it, "it", "ITA", "ITA, italiano")}
            {button(Locale::en, "en", "ENG", "ENG, English")}
        </div>
    }
}

#[component]
fn Navigation(words: Words) -> impl IntoView {
    let open = RwSignal::new(false);
    let burger: NodeRef<html::Button> = NodeRef::new();
    let location = use_location();
    // Arriving somewhere closes the panel.
    Effect::new(move |_| {
        location.pathname.track();
        open.set(false);
    });
    view! {
        <button type="button" class="shell-burger" node_ref=burger aria-controls="navigation"
            aria-expanded=move || open.get().to_string()
            aria-label=move || t_string!(words, nav.menu)
            on:click=move |_| open.update(|open| *open = !*open)>
            <Icon name="it-burger"/>
        </button>
        <nav id="navigation" class="shell-nav" class:open=move || open.get()
            aria-label=move || t_string!(words, nav.main)
            on:keydown=move |event| if event.key() == "Escape" && open.get_untracked() {
                open.set(false);
                // The link that had the focus is hidden now.
                if let Some(burger) = burger.get_untracked() {
                    let _ = burger.focus();
                }
            }>
            <A href="/" exact=true>{move || t_string!(words, nav.dashboard)}</A>
            <A href="/allocazione">{move || t_string!(words, nav.allocation)}</A>
            <A href="/fabbisogno">{move || t_string!(words, nav.demand)}</A>
            <A href="/piano">{move || t_string!(words, nav.plan)}</A>
            <A href="/eventi">{move || t_string!(words, nav.events)}</A>
            <A href="/partenariati">{move || t_string!(words, nav.partnerships)}</A>
        </nav>
    }
}

/// A board of nine squares with three pieces on its diagonal.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" width="30" height="30" aria-hidden="true" focusable="false">
            <rect x="2" y="2" width="20" height="20" rx="3" fill="#fff"></rect>
            <path d="M2 9h20M2 15.5h20M9 2v20M15.5 2v20" stroke="#06c" stroke-width="1.3"></path>
            <circle cx="5.5" cy="5.5" r="2" fill="#bf812d"></circle>
            <circle cx="12.2" cy="12.2" r="2" fill="#35978f"></circle>
            <circle cx="18.7" cy="18.7" r="2" fill="#06c"></circle>
        </svg>
    }
}
