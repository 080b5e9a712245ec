//! The page: what the API is, where it is in this installation, and how much one may ask.

use leptos::prelude::*;
use shared::identity::Action;

use super::{examples::Examples, tokens::Tokens};
use crate::{
    i18n::{Words, t_string, use_i18n},
    session::Session,
    ui::page::Title,
};

/// The page.
#[component]
pub(crate) fn Developers() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let may = Memo::new(move |_| session.may_at_all(Action::ManageTokens));
    view! {
        <Title text=Signal::derive(move || t_string!(words, developers.title).to_owned())/>
        <p class="prose">{move || t_string!(words, developers.what)}</p>
        <p class="prose">
            <a class="btn btn-primary btn-sm" rel="external" href="/sviluppatori/console">{move || t_string!(words, developers.try_it)}</a>
            " "{move || t_string!(words, developers.try_text)}
        </p>
        <Addresses words/>
        <section class="panel" aria-labelledby="limits-title">
            <h2 id="limits-title">{move || t_string!(words, developers.limits)}</h2>
            <ul>
                <li>{move || t_string!(words, developers.limit_points)}</li>
                <li>{move || t_string!(words, developers.limit_query)}</li>
                <li>{move || t_string!(words, developers.limit_lists)}</li>
                <li>{move || t_string!(words, developers.limit_over)}</li>
            </ul>
        </section>
        <section class="panel" aria-labelledby="tokens-title">
            <h2 id="tokens-title" tabindex="-1">{move || t_string!(words, developers.tokens)}</h2>
            <p class="prose">{move || t_string!(words, developers.tokens_text)}</p>
            {move || if may.get() {
                view! { <Tokens words session/> }.into_any()
            } else {
                view! { <Others words session/> }.into_any()
            }}
        </section>
        <Examples words/>
    }
}

/// Where this installation answers.
#[component]
fn Addresses(words: Words) -> impl IntoView {
    let origin = StoredValue::new(here());
    let at = move |method: &str, path: &str| format!("{method} {}{path}", origin.get_value());
    let socket = move || format!("{}/graphql/ws", origin.get_value().replacen("http", "ws", 1));
    let file = move |path: &'static str, saved: bool| {
        let rel = if saved { "" } else { "external" };
        view! { <a href=path rel=rel download=saved.then_some("tavoliere.graphql")>{origin.get_value()}{path}</a> }
    };
    view! {
        <section class="panel" aria-labelledby="addresses-title">
            <h2 id="addresses-title">{move || t_string!(words, developers.addresses)}</h2>
            <dl class="facts">
                <dt>{move || t_string!(words, developers.address_ask)}</dt>
                <dd><code>{at("POST", "/graphql")}</code></dd>
                <dt>{move || t_string!(words, developers.address_get)}</dt>
                <dd><code>{at("GET", "/graphql?query=…")}</code></dd>
                <dt>{move || t_string!(words, developers.address_socket)}</dt>
                <dd><code>{socket}</code></dd>
                <dt>{move || t_string!(words, developers.address_events)}</dt>
                <dd><code>{at("POST", "/graphql")}</code>", "<code>"Accept: text/event-stream"</code></dd>
                <dt>{move || t_string!(words, developers.address_schema)}</dt>
                <dd>{file("/schema.graphql", true)}</dd>
                <dt>{move || t_string!(words, developers.address_changes)}</dt>
                <dd>{file("/schema-changes.md", false)}</dd>
            </dl>
        </section>
    }
}

/// What stands in the place of the tokens for those who manage none.
#[component]
fn Others(words: Words, session: Session) -> impl IntoView {
    view! {
        <p>{move || t_string!(words, developers.tokens_who)}</p>
        <Show when=move || session.viewer.with(Option::is_none)>
            <p><a href="/accedi?da=/sviluppatori">{move || t_string!(words, identity.sign_in)}</a></p>
        </Show>
    }
}

/// Where this page comes from: `https://tavoliere.regione.it`.
pub(super) fn here() -> String {
    window().location().origin().unwrap_or_default()
}
