//! The tokens that one manages: made, shown once, listed, revoked.

use leptos::prelude::*;

use super::{
    api::{self, Token},
    copy::Copy,
    token_form::TokenForm,
    token_row::TokenRow,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    session::Session,
    ui::{problem, skeleton::Skeleton},
};

/// A token that was just made. It lives as long as the page, and nowhere else.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) secret: String,
}

/// What the parts of the section share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) session: Session,
    /// Grows when the list is to be read anew.
    pub(super) tries: RwSignal<u32>,
    pub(super) made: RwSignal<Option<Made>>,
    pub(super) failed: RwSignal<Option<Failure>>,
}

/// The section.
#[component]
pub(super) fn Tokens(words: Words, session: Session) -> impl IntoView {
    let desk = Desk { words, session, tries: RwSignal::new(0), made: RwSignal::new(None), failed: RwSignal::new(None) };
    let tokens = LocalResource::new(move || {
        desk.tries.track();
        api::tokens()
    });
    view! {
        <TokenForm desk/>
        <ShownOnce desk/>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match tokens.get() {
            None => view! { <Skeleton words lines=4/> }.into_any(),
            Some(Ok(tokens)) if tokens.is_empty() => view! { <p class="muted">{t_string!(words, developers.empty)}</p> }.into_any(),
            Some(Ok(tokens)) => view! { <List desk tokens/> }.into_any(),
            Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
        }}
    }
}

/// The secret that was made last: to be copied now, or never.
#[component]
fn ShownOnce(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let panel = move |Made { name, secret }: Made| {
        let text = Signal::stored(secret.clone());
        view! {
            <div class="way-in">
                <p>{move || fill(t_string!(words, developers.made), &[("name", &name)])}</p>
                <p><code id="token-secret">{secret}</code>" "
                    <Copy words text what=Signal::stored(String::new())/></p>
                <p><button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| desk.made.set(None)>
                    {move || t_string!(words, developers.hide)}
                </button></p>
            </div>
        }
    };
    view! { <div role="status">{move || desk.made.get().map(panel)}</div> }
}

#[component]
fn List(desk: Desk, tokens: Vec<Token>) -> impl IntoView {
    let words = desk.words;
    let rows = tokens.into_iter().map(|token| view! { <TokenRow desk token/> });
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby="tokens-title">
            <table class="table people">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, developers.column_name)}</th>
                    <th scope="col">{move || t_string!(words, developers.column_scopes)}</th>
                    <th scope="col">{move || t_string!(words, developers.column_state)}</th>
                    <th scope="col">{move || t_string!(words, developers.column_used)}</th>
                    <th scope="col">{move || t_string!(words, developers.column_act)}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
