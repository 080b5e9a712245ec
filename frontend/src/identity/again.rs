//! A session that ended while someone worked: they sign in again where they are, and nothing that they typed is lost.

use leptos::prelude::*;

use super::sign_in::SignInForm;
use crate::{
    i18n::{Words, t_string, use_i18n},
    session::Session,
    ui::dialog::Dialog,
};

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
    view! {
        <Dialog words id="again-title" title=Signal::derive(move || t_string!(words, identity.again).to_owned())
            open=session.lost on_close=close>
            <p>{move || t_string!(words, identity.again_text)}</p>
            <SignInForm in_window=true on_done=Callback::new(move |()| session.ask())/>
        </Dialog>
    }
    .into_any()
}
