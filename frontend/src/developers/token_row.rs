//! One token of the list, and its end: asked about in its place, because it cannot be undone.

use js_sys::Date;
use leptos::{html, prelude::*};
use shared::id::{GlobalId, Kind};
use wasm_bindgen::JsCast as _;

use super::{
    api::{self, Token, TokenScope},
    tokens::Desk,
};
use crate::{
    graphql::DateTime,
    i18n::{Words, fill, t_string},
    identity::HistoryLink,
    ui::{announce::Announcer, format::instant},
};

/// The row.
#[component]
pub(super) fn TokenRow(desk: Desk, token: Token) -> impl IntoView {
    let words = desk.words;
    let Token { id, name, shown, organisation, scopes, made_by, created_at, expires_at, used_at, revoked_at } = token;
    let held = revoked_at.is_none() && !is_over(&expires_at.0);
    let state = state(words, revoked_at, expires_at);
    let key = GlobalId::key_of(id.inner(), Kind::Token).unwrap_or_default();
    let may = move || scopes.iter().map(|scope| view! { <li>{scope_in_words(words, *scope)}</li> }).collect_view();
    view! {
        <tr>
            <th scope="row">
                {name.clone()}<br/>
                <span class="muted"><code>{shown}"…"</code>" "{organisation}<br/>
                {move || fill(t_string!(words, developers.made_by), &[("by", &made_by), ("at", &instant(words, &created_at.0))])}</span><br/>
                <HistoryLink words kind="token" record=key of=name.clone()/>
            </th>
            <td><ul class="parts">{may}</ul></td>
            <td>{state}</td>
            <td>{move || used_at.as_ref().map_or_else(
                || t_string!(words, developers.never_used).to_owned(), |used| instant(words, &used.0))}</td>
            <td>{held.then(|| view! { <Revoke desk id name/> })}</td>
        </tr>
    }
}

/// The button, and the question that takes its place.
#[component]
fn Revoke(desk: Desk, id: cynic::Id, name: String) -> impl IntoView {
    let words = desk.words;
    let asked = RwSignal::new(false);
    let (first, safe): (NodeRef<html::Button>, NodeRef<html::Button>) = (NodeRef::new(), NodeRef::new());
    let ask = move |yes: bool| {
        asked.set(yes);
        // What is hidden takes no focus: wait until it is shown.
        request_animation_frame(move || {
            if let Some(button) = if yes { safe.get_untracked() } else { first.get_untracked() } {
                let _ = button.focus();
            }
        });
    };
    let told = StoredValue::new(name.clone());
    let say = move |text: &str| told.with_value(|name| fill(text, &[("name", name)]));
    let revoke = move |_| {
        let id = id.clone();
        leptos::task::spawn_local(async move {
            match api::token_revoke(id).await {
                Ok(()) => {
                    Announcer::say(untrack(|| say(t_string!(words, developers.revoke_done))));
                    desk.failed.try_set(None);
                    focus_title();
                    desk.tries.try_update(|tries| *tries += 1);
                }
                Err(failure) => drop(desk.failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <button type="button" node_ref=first class="btn btn-outline-primary btn-xs" hidden=move || asked.get() on:click=move |_| ask(true)>
            {move || t_string!(words, developers.revoke)}<span class="visually-hidden">" "{name.clone()}</span>
        </button>
        <div role="group" hidden=move || !asked.get() aria-label=move || t_string!(words, developers.revoke)
            on:keydown=move |event| if event.key() == "Escape" { ask(false) }>
            <p>{move || say(t_string!(words, developers.revoke_sure))}</p>
            <div class="row-actions">
                <button type="button" class="btn btn-danger btn-xs" on:click=revoke>
                    {move || say(t_string!(words, developers.revoke_yes))}
                </button>
                <button type="button" node_ref=safe class="btn btn-outline-primary btn-xs" on:click=move |_| ask(false)>
                    {move || t_string!(words, developers.revoke_no)}
                </button>
            </div>
        </div>
    }
}

/// The row that had the focus is drawn anew, without its button.
fn focus_title() {
    let title = document().get_element_by_id("tokens-title");
    if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = title.focus();
    }
}

fn is_over(expires_at: &str) -> bool {
    Date::new(&expires_at.into()).get_time() <= Date::now()
}

/// Whether it holds, and until when; or since when not.
fn state(words: Words, revoked: Option<DateTime>, until: DateTime) -> impl Fn() -> String + Send + 'static {
    move || match &revoked {
        Some(at) => fill(t_string!(words, developers.revoked), &[("at", &instant(words, &at.0))]),
        None if is_over(&until.0) => fill(t_string!(words, developers.over), &[("at", &instant(words, &until.0))]),
        None => fill(t_string!(words, developers.holds), &[("at", &instant(words, &until.0))]),
    }
}

/// What a token may do, in words.
pub(super) fn scope_in_words(words: Words, scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::ReadPublic => t_string!(words, developers.scope_read_public),
        TokenScope::ReadOwn => t_string!(words, developers.scope_read_own),
        TokenScope::Propose => t_string!(words, developers.scope_propose),
    }
}
