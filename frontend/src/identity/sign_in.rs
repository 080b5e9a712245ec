//! Signing in.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    FieldProblem,
    identity::{
        account::SignIn as Typed,
        gateway::{Errand, Outcome, is_local},
    },
};

use super::gateway::{GatewayDoor, Told, Trip, outcome_of};
use crate::{
    graphql::{Failure, post_to},
    i18n::{t_string, use_i18n},
    session::Session,
    ui::{
        field::{TextField, refuse},
        page::Title,
        problem,
    },
};

/// The page.
#[component]
pub(super) fn SignIn() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let (navigate, query) = (use_navigate(), use_query_map());
    let back = move || query.with_untracked(|query| query.get("da")).filter(|from| is_local(from));
    let outcome = Memo::new(move |_| outcome_of(&query.get()));
    let errand = Callback::new(move |()| Some(Errand::SignIn { back: back() }));
    let done = Callback::new(move |()| {
        let from = back();
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            // The next page keeps what is typed under the account: it has to be known by then.
            session.asked().await;
            navigate(from.as_deref().unwrap_or("/"), NavigateOptions { replace: true, ..Default::default() });
        });
    });
    view! {
        <div class="narrow-page">
            <Title text=Signal::derive(move || t_string!(words, identity.sign_in).to_owned())/>
            <Told words outcome/>
            <Show when=move || outcome.get() != Some(Outcome::Done)>
                <p>{move || t_string!(words, identity.sign_in_text)}</p>
                <SignInForm on_done=done/>
                <GatewayDoor trip=Trip::new(words) errand/>
                <p class="muted">{move || t_string!(words, identity.no_account)}</p>
            </Show>
        </div>
    }
}

/// Address and password.
#[component]
pub(super) fn SignInForm(
    on_done: Callback<()>,
    /// Whether it stands in a window, which opens with the focus in it.
    #[prop(optional)]
    in_window: bool,
) -> impl IntoView {
    let words = use_i18n();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, failed, busy) = (RwSignal::new(Vec::new()), RwSignal::new(None), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = Typed { email: email.get_untracked(), password: password.get_untracked() };
        send(wrong, failed, busy, "/account/sign-in", &typed, move || {
            password.set(String::new());
            on_done.run(());
        });
    };
    view! {
        <form class="account-form" on:submit=submit novalidate="">
            <TextField words id="sign-in-email" label=Signal::derive(move || t_string!(words, identity.email).to_owned())
                kind="email" autocomplete="username" value=email first=in_window name="email" wrong/>
            <TextField words id="sign-in-password" label=Signal::derive(move || t_string!(words, identity.password).to_owned())
                kind="password" autocomplete="current-password" value=password name="password" wrong/>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary" aria-disabled=move || busy.get().to_string()>
                {move || t_string!(words, identity.sign_in)}
            </button>
        </form>
    }
}

/// Sends a form. What is wrong with a field stands at it, and the first of them takes the focus.
pub(super) fn send(
    wrong: RwSignal<Vec<FieldProblem>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    path: &'static str,
    typed: &impl serde::Serialize,
    done: impl FnOnce() + 'static,
) {
    let body = serde_json::to_string(typed).unwrap_or_default();
    busy.set(true);
    failed.set(None);
    leptos::task::spawn_local(async move {
        let answer = post_to(path, body).await;
        busy.try_set(false);
        match answer {
            Ok(_) => {
                wrong.try_set(Vec::new());
                done();
            }
            Err(failure) => refuse(wrong, failed, failure),
        }
    });
}
