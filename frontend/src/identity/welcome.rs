//! Where a one-time link leads: one chooses a password, and is signed in.
//!
//! The link's secret stands after the `#` of the address; it is taken off the address at once, so that it stays in no history.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::identity::{
    account::{Acceptance, LinkPurpose, LinkTold, MIN_PASSWORD},
    gateway::Errand,
};

use super::{
    gateway::{GatewayDoor, Trip},
    sign_in::send,
};
use crate::{
    graphql::{Failure, post_to},
    i18n::{Words, fill, t_string, use_i18n},
    session::Session,
    ui::{field::TextField, page::Title, problem, skeleton::Skeleton},
};

/// The page.
#[component]
pub(super) fn Welcome() -> impl IntoView {
    let words = use_i18n();
    let location = window().location();
    let secret = location.hash().unwrap_or_default().trim_start_matches('#').to_owned();
    let told = RwSignal::new(None::<Result<LinkTold, Failure>>);
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/benvenuto"));
    }
    let asked = secret.clone();
    leptos::task::spawn_local(async move {
        let body = serde_json::json!({ "link": asked }).to_string();
        let answer = post_to("/account/link", body).await;
        told.try_set(Some(answer.and_then(|text| serde_json::from_str(&text).map_err(|_| Failure::Broken))));
    });
    view! {
        <div class="narrow-page">
            <Title text=Signal::derive(move || t_string!(words, identity.welcome).to_owned())/>
            {move || match told.get() {
                None => view! { <Skeleton words lines=4/> }.into_any(),
                Some(Ok(told)) => view! { <Choose words secret=secret.clone() told/> }.into_any(),
                Some(Err(Failure::Refused(shared::Problem::NotFound))) => view! {
                    <p role="alert">{move || t_string!(words, identity.link_over)}</p>
                    <p><a href="/accedi">{move || t_string!(words, identity.sign_in)}</a></p>
                }.into_any(),
                Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Choose(words: Words, secret: String, told: LinkTold) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigate = StoredValue::new_local(use_navigate());
    let link = StoredValue::new(secret);
    let first = told.purpose == LinkPurpose::First;
    let (email, name) = (RwSignal::new(told.email.clone()), RwSignal::new(told.name.clone()));
    let password = RwSignal::new(String::new());
    let (wrong, failed, busy) = (RwSignal::new(Vec::new()), RwSignal::new(None), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = Acceptance {
            link: link.get_value(),
            email: first.then(|| email.get_untracked()),
            name: Some(name.get_untracked()),
            password: password.get_untracked(),
        };
        send(wrong, failed, busy, "/account/accept", &typed, move || {
            leptos::task::spawn_local(async move {
                session.asked().await;
                navigate.try_with_value(|navigate| navigate("/", NavigateOptions::default()));
            });
        });
    };
    let trip = Trip::beside(words, wrong);
    let errand = Callback::new(move |()| Some(Errand::Accept { link: link.get_value(), name: name.get_untracked() }));
    let text = move || match told.purpose {
        LinkPurpose::First => t_string!(words, identity.welcome_first),
        LinkPurpose::Invitation => t_string!(words, identity.welcome_invited),
        LinkPurpose::Reset => t_string!(words, identity.welcome_reset),
    };
    view! {
        <p>{text}" "{(!first).then(|| view! { <strong>{told.email.clone()}</strong> })}</p>
        <form class="account-form" on:submit=submit novalidate="">
            <Show when=move || first>
                <TextField words id="welcome-email" label=Signal::derive(move || t_string!(words, identity.email).to_owned())
                    kind="email" autocomplete="username" value=email name="email" wrong/>
            </Show>
            <TextField words id="welcome-name" label=Signal::derive(move || t_string!(words, identity.name).to_owned())
                autocomplete="name" value=name name="name" wrong/>
            <TextField words id="welcome-password" label=Signal::derive(move || t_string!(words, identity.new_password).to_owned())
                kind="password" autocomplete="new-password" value=password name="password" wrong/>
            {(told.purpose == LinkPurpose::Invitation).then(|| view! { <p>{move || t_string!(words, invitations.welcome_known)}</p> })}
            <p class="muted">{move || fill(t_string!(words, identity.password_hint), &[("min", &MIN_PASSWORD.to_string())])}</p>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary" aria-disabled=move || busy.get().to_string()>
                {move || t_string!(words, identity.enter)}
            </button>
        </form>
        {(told.purpose == LinkPurpose::Invitation).then(|| view! { <GatewayDoor trip errand/> })}
    }
}
