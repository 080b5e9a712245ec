//! A session that ended while someone worked: they sign in again where they are, and nothing that they typed is lost.

use leptos::prelude::*;

use super::{api, gateway::gateway_name, sign_in::SignInForm};
use crate::{
    i18n::{Words, fill, t_string, use_i18n},
    session::Session,
    ui::dialog::Dialog,
};

/// Signing in where nothing that was typed can be lost: the page at its end says to come back to this tab.
const OTHER_TAB: &str = "/accedi?da=%2Faccedi%3Fesito%3Dfatto";

type Window = fn(Words, Session) -> AnyView;

/// The window that asks to sign in again. It is loaded when it is needed.
#[component]
pub(crate) fn SignInAgain() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let loaded = RwSignal::new(None::<Window>);
    Effect::new(move |_| {
        if session.lost.get() && loaded.with_untracked(Option::is_none) {
            leptos::task::spawn_local(async move { loaded.set(Some(again_window().await)) });
        }
    });
    move || loaded.get().map(|window| window(words, session))
}

#[lazy]
fn again_window() -> Window {
    window
}

fn window(words: Words, session: Session) -> AnyView {
    let close = Callback::new(move |()| session.lost.set(false));
    let name = gateway_name();
    // Signed in again in another tab: here one goes on.
    let came_back = window_event_listener(leptos::ev::focus, move |_| {
        if session.lost.get_untracked() {
            leptos::task::spawn_local(async move {
                if matches!(api::own().await, Ok(Some(_))) {
                    session.ask();
                }
            });
        }
    });
    on_cleanup(move || came_back.remove());
    view! {
        <Dialog words id="again-title" title=Signal::derive(move || t_string!(words, identity.again).to_owned())
            open=session.lost on_close=close>
            <p>{move || t_string!(words, identity.again_text)}</p>
            <SignInForm in_window=true on_done=Callback::new(move |()| session.ask())/>
            {move || name.get().map(|name| view! {
                <p class="gateway">
                    <a href=OTHER_TAB target="_blank" rel="external">
                        {move || fill(t_string!(words, identity.gateway_tab), &[("name", &name)])}
                    </a>
                </p>
            })}
        </Dialog>
    }
    .into_any()
}
