//! Who is signed in, and where they go from there: their own page, the administration, out.

use leptos::{html, prelude::*};
use leptos_router::{components::A, hooks::use_location};
use shared::identity::{Action, gateway::Onward};

use super::waiting::Waiting;
use crate::{
    graphql,
    i18n::{Words, t_string},
    session::Session,
};

/// The way in for a visitor; the name of who is signed in, which opens a menu.
#[component]
pub(super) fn AccountMenu(words: Words) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = Memo::new(move |_| session.viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.name.clone())));
    let path = use_location().pathname;
    let way_in = move || {
        let from = path.get();
        if from.starts_with("/accedi") || from == "/" { "/accedi".to_owned() } else { format!("/accedi?da={from}") }
    };
    view! {
        {move || match name.get() {
            Some(name) => view! { <Menu words session name/> }.into_any(),
            None => view! {
                <A href=way_in attr:class="shell-way-in">{move || t_string!(words, identity.sign_in)}</A>
            }.into_any(),
        }}
    }
}

type View = fn(Words, Session, String) -> AnyView;

/// The name, and the menu that it opens as soon as it is loaded.
#[component]
fn Menu(words: Words, session: Session, name: String) -> impl IntoView {
    let loaded = RwSignal::new(None::<View>);
    leptos::task::spawn_local(async move {
        let view = account_menu().await;
        loaded.try_set(Some(view));
    });
    move || match loaded.get() {
        Some(view) => view(words, session, name.clone()),
        None => view! { <span class="shell-account">{name.clone()}</span> }.into_any(),
    }
}

#[lazy]
fn account_menu() -> View {
    menu
}

fn menu(words: Words, session: Session, name: String) -> AnyView {
    session.watch();
    let open = RwSignal::new(false);
    let location = use_location();
    Effect::new(move |_| {
        location.pathname.track();
        open.set(false);
    });
    let leave = move |_| {
        leptos::task::spawn_local(async move {
            // Gone or not: whoever wants to leave does not stay signed in here.
            let answer = graphql::post_to("/account/sign-out", "{}".to_owned()).await.unwrap_or_default();
            session.leave();
            // Whoever came in by the gateway is signed out there as well.
            let onward: Onward = serde_json::from_str(&answer).unwrap_or_default();
            let _ = window().location().set_href(onward.to.as_deref().unwrap_or("/"));
        });
    };
    let opener: NodeRef<html::Button> = NodeRef::new();
    let close = move || {
        open.set(false);
        if let Some(opener) = opener.get() {
            let _ = opener.focus();
        }
    };
    let may = move |action: Action| session.may_at_all(action);
    view! {
        <Waiting words/>
        <div class="shell-account" on:keydown=move |event| if event.key() == "Escape" && open.get() { close() }>
            <button type="button" node_ref=opener aria-expanded=move || open.get().to_string() aria-controls="account-menu"
                on:click=move |_| open.update(|open| *open = !*open)>
                <span class="visually-hidden">{move || t_string!(words, identity.you_are)}" "</span>
                {name}
            </button>
            <ul id="account-menu" class="shell-account-menu" hidden=move || !open.get()>
                <li><A href="/profilo">{move || t_string!(words, identity.profile)}</A></li>
                <Show when=move || may(Action::ManageAccounts)>
                    <li><A href="/amministrazione/persone">{move || t_string!(words, identity.people)}</A></li>
                </Show>
                <Show when=move || may(Action::ReadAudit)>
                    <li><A href="/amministrazione/registro">{move || t_string!(words, identity.register)}</A></li>
                </Show>
                <Show when=move || may(Action::ManageTokens)>
                    <li><A href="/sviluppatori">{move || t_string!(words, developers.tokens)}</A></li>
                </Show>
                <li><A href="/permessi">{move || t_string!(words, identity.rights)}</A></li>
                <li><button type="button" on:click=leave>{move || t_string!(words, identity.sign_out)}</button></li>
            </ul>
        </div>
    }
    .into_any()
}
