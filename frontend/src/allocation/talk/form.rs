//! A text that is written: its field, whom it mentions, and what is wrong with it. A refusal keeps the text.

use std::{future::Future, pin::Pin, rc::Rc};

use leptos::{html, prelude::*};
use shared::staffing::talk::{MAX_TEXT, checked_text};

use super::{
    Draft,
    api::{Person, ToldThread},
    pick::Pick,
};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::problem,
};

/// Sends a text under a write's id, with those whom it mentions.
pub(super) type Send =
    Rc<dyn Fn(String, String, Vec<cynic::Id>) -> Pin<Box<dyn Future<Output = Result<ToldThread, Failure>>>>>;

/// The field and its buttons.
#[component]
pub(super) fn TextForm(
    words: Words,
    board: Board,
    /// Begins the ids of its parts: unique on the page.
    id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] button: Signal<String>,
    /// The text to begin with, and those whom it mentions.
    #[prop(optional)]
    from: (String, Vec<Person>),
    /// Whether the window opens with the focus here, or the form does.
    #[prop(optional)]
    first: bool,
    send: Send,
    /// Called once it was sent, or given up.
    on_done: Callback<()>,
    /// Whether it can be given up.
    #[prop(optional)]
    can_close: bool,
) -> impl IntoView {
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let standing = from.0.clone();
    let begun = board.talk.drafts.with_value(|drafts| drafts.get(&id).cloned());
    let pick = Pick::new(words, board, field, begun.unwrap_or(from));
    Effect::new({
        let id = id.clone();
        move |_| {
            let draft = pick.draft();
            // What stands there already was not begun here.
            board.talk.keep(&id, if draft.0 == standing { Draft::default() } else { draft });
        }
    });
    let (wrong, busy, write) = (RwSignal::new(None::<String>), RwSignal::new(false), StoredValue::new(uuid()));
    let send = StoredValue::new_local(send);
    let submit = move || {
        let text = match checked_text(&pick.text.get_untracked()) {
            Ok(text) => text,
            Err(rule) => return wrong.set(Some(problem::rule(words, &rule))),
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let sent = send.with_value(|send| send(write.get_value(), text, pick.mentioned()));
        leptos::task::spawn_local(async move {
            let done = sent.await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(told) => {
                    board.talk.learn(board, &[told]);
                    pick.text.try_set(String::new());
                    if let Some(field) = field.try_get_untracked().flatten() {
                        pick.close();
                        field.set_value("");
                    }
                    wrong.try_set(None);
                    on_done.try_run(());
                }
                Err(failure) => drop(wrong.try_set(Some(untrack(|| problem::failure(words, &failure))))),
            }
        });
    };
    Effect::new(move |_| {
        // The browser minds `autofocus` when a window opens, not when a form comes into one that is open.
        if let (true, Some(field)) = (first, field.get()) {
            let _ = field.focus();
        }
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        let control = event.ctrl_key() || event.meta_key();
        if control && event.key() == "Enter" {
            event.prevent_default();
            submit();
        } else if !control && !event.shift_key() && !event.is_composing() && pick.pressed(&event.key()) {
            event.prevent_default();
            // Escape closes what is offered, and not the window with it.
            event.stop_propagation();
        }
    };
    let (list, message) = (format!("{id}-people"), format!("{id}-wrong"));
    let option = {
        let list = list.clone();
        move |index: usize| format!("{list}-{index}")
    };
    let active = {
        let option = option.clone();
        move || pick.offered.with(|offered| (!offered.is_empty()).then(|| option(pick.at.get())))
    };
    let left = move || pick.text.with(|text| MAX_TEXT.saturating_sub(text.trim().chars().count()));
    let begun = pick.text.get_untracked();
    view! {
        <form class="talk-form" on:submit=move |event| { event.prevent_default(); submit(); }>
            <label for=id.clone()>{move || label.get()}</label>
            <textarea id=id node_ref=field rows="3" maxlength=MAX_TEXT.to_string() class="form-control" autofocus=first
                aria-autocomplete="list" aria-controls=list.clone() aria-activedescendant=active readonly=move || busy.get()
                aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby=message.clone()
                on:input=move |event| pick.typed(event_target_value(&event)) on:keydown=keys
                prop:value=begun></textarea>
            <ul id=list class="offered" role="listbox" aria-label=move || t_string!(words, talk.people)
                hidden=move || pick.offered.with(Vec::is_empty)>
                {move || pick.offered.get().into_iter().enumerate().map(|(index, person)| view! {
                    <li id=option(index) role="option" aria-selected=move || (pick.at.get() == index).to_string()
                        on:mousedown=move |event| { event.prevent_default(); pick.take(index); }>{person.name}</li>
                }).collect_view()}
            </ul>
            <p id=message class="wrong">{move || wrong.get()}</p>
            <div class="talk-acts">
                <button type="submit" class="btn btn-primary btn-xs" disabled=move || busy.get()>{move || button.get()}</button>
                <Show when=move || can_close>
                    <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| { pick.text.set(String::new()); on_done.run(()); }>{move || t_string!(words, talk.cancel)}</button>
                </Show>
                <span class="talk-hint">{move || if left() < 200 {
                    fill(t_string!(words, talk.left), &[("n", &left().to_string())])
                } else {
                    t_string!(words, talk.hint).to_owned()
                }}</span>
            </div>
        </form>
    }
}
