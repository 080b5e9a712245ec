//! One thread: what was said, by whom and when; its answer, and what can be done to it.

use std::rc::Rc;

use leptos::prelude::*;
use shared::staffing::talk::parts;

use super::{
    Spot,
    api::{self, Comment, To},
    form::TextForm,
    may_say, me, spot_name,
};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, format::instant, problem},
};

/// A thread of the window.
#[component]
pub(super) fn ThreadView(
    words: Words,
    board: Board,
    /// Its id.
    id: String,
    /// Closes the window, and takes the reader to what it is said of.
    on_go: Callback<Spot>,
) -> impl IntoView {
    let key = id.clone();
    let thread = Memo::new(move |_| board.talk.threads.with(|threads| threads.get(&key).cloned()));
    let Some(spot) = thread.with_untracked(|thread| thread.as_ref().map(|thread| thread.spot)) else {
        return ().into_any();
    };
    // Its parts follow it one by one: what is being typed below stays while others write.
    let resolved = Memo::new(move |_| thread.with(|thread| thread.as_ref().is_some_and(|thread| thread.told.resolved)));
    let done = move || {
        let told = thread.get().filter(|thread| thread.told.resolved)?.told;
        let at = told.resolved_at.map(|at| instant(words, &at.0)).unwrap_or_default();
        let text = fill(t_string!(words, talk.done_by), &[("by", &told.resolved_by.unwrap_or_default()), ("at", &at)]);
        Some(view! { <p class="talk-done">{text}</p> })
    };
    let comments = move || thread.get().map(|thread| thread.told.comments).unwrap_or_default();
    let (name, named) = (spot_name(board, spot), id.clone());
    let place = move || if spot.column.is_none() { t_string!(words, talk.whole_cpi) } else { "" };
    view! {
        <li class="talk-thread" class:done=move || resolved.get() data-thread=named>
            <h3>
                <button type="button" class="talk-place" on:click=move |_| on_go.run(spot)>{name}</button>
                " "<small>{place}</small>
            </h3>
            {done}
            <ol>
                <For each=comments key=|comment| (comment.id.clone(), comment.deleted, comment.text.clone()) let:comment>
                    <CommentView words board comment/>
                </For>
            </ol>
            <Show when=move || may_say(board)><Acts words board id=cynic::Id::new(&*id) resolved/></Show>
        </li>
    }
    .into_any()
}

#[component]
fn CommentView(words: Words, board: Board, comment: Comment) -> impl IntoView {
    let Comment { id, author, by, at, edited_at, deleted, text, mentions } = comment;
    let is_mine = !deleted && may_say(board) && me(board) == author.inner();
    let editing = RwSignal::new(false);
    let names: Vec<String> = mentions.iter().map(|person| person.name.clone()).collect();
    let said = {
        let text = text.clone();
        move || {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let part = |(part, is_name): (&str, bool)| {
                let part = part.to_owned();
                if is_name { view! { <mark>{part}</mark> }.into_any() } else { part.into_any() }
            };
            parts(&text, &names).into_iter().map(part).collect_view()
        }
    };
    let changed = edited_at.is_some() && !deleted;
    let from = (text, mentions);
    let form = StoredValue::new_local((id.clone(), from));
    let body = move || {
        if deleted {
            return view! { <p class="talk-gone">{t_string!(words, talk.deleted)}</p> }.into_any();
        }
        if editing.get() {
            let (id, from) = form.get_value();
            let key = format!("talk-edit-{}", id.inner());
            let send: super::form::Send = Rc::new(move |write, text, mentions| {
                let id = id.clone();
                Box::pin(async move { api::comment_update(&write, &id, &text, mentions).await })
            });
            let label = Signal::derive(move || t_string!(words, talk.edit_label).to_owned());
            let button = Signal::derive(move || t_string!(words, talk.save).to_owned());
            let done = Callback::new(move |()| {
                editing.try_set(false);
            });
            return view! { <TextForm words board id=key label button from first=true send on_done=done can_close=true/> }.into_any();
        }
        view! { <p class="talk-text">{said()}</p> }.into_any()
    };
    let (name, named) = (by.clone(), id.inner().to_owned());
    view! {
        <li data-comment=named>
            <p class="talk-by">
                <strong>{by}</strong>" "
                {instant(words, &at.0)}
                {changed.then(|| format!(" · {}", t_string!(words, talk.edited)))}
            </p>
            {body}
            <Show when=move || is_mine && !editing.get()>
                <p class="talk-acts">
                    <button type="button" class="talk-link" on:click=move |_| editing.set(true)>{t_string!(words, talk.edit)}</button>
                    <Delete words board id=id.clone() by=name.clone()/>
                </p>
            </Show>
        </li>
    }
}

/// Takes a comment back: asked twice, because what is taken back does not come again.
#[component]
fn Delete(words: Words, board: Board, id: cynic::Id, by: String) -> impl IntoView {
    let sure = RwSignal::new(false);
    let (busy, write) = (RwSignal::new(false), StoredValue::new(uuid()));
    let press = move |_| {
        if !sure.get_untracked() {
            Announcer::say(t_string!(words, talk.sure));
            return sure.set(true);
        }
        busy.set(true);
        let (id, by) = (id.clone(), by.clone());
        leptos::task::spawn_local(async move {
            let Some(write) = write.try_get_value() else { return };
            match api::comment_delete(&write, &id).await {
                Ok(told) => {
                    Announcer::say(untrack(|| fill(t_string!(words, talk.deleted_of), &[("by", &by)])));
                    board.talk.learn(board, &[told]);
                }
                Err(failure) => Announcer::say(untrack(|| problem::failure(words, &failure))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <button type="button" class="talk-link" disabled=move || busy.get() on:click=press on:blur=move |_| sure.set(false)>
            {move || if sure.get() { t_string!(words, talk.sure) } else { t_string!(words, talk.delete) }}
        </button>
    }
}

/// Answering a thread, and saying that it is done.
#[component]
fn Acts(words: Words, board: Board, id: cynic::Id, resolved: Memo<bool>) -> impl IntoView {
    let (answering, wrong, busy) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(false));
    let (write, key) = (StoredValue::new(uuid()), StoredValue::new(id.clone()));
    let send: super::form::Send = Rc::new(move |write, text, mentions| {
        let uuid = board.plan.with_value(|plan| plan.uuid.clone());
        let to = To::Thread(id.clone());
        Box::pin(async move { api::comment_add(&uuid, &write, &to, &text, mentions).await })
    });
    let send = StoredValue::new_local(send);
    let resolve = move |_| {
        busy.set(true);
        let resolved = resolved.get_untracked();
        leptos::task::spawn_local(async move {
            let done = api::thread_resolve(&write.get_value(), &key.get_value(), !resolved).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                write.try_set_value(uuid());
            }
            match done {
                Ok(told) => {
                    let said = if resolved { t_string!(words, talk.is_open) } else { t_string!(words, talk.is_done) };
                    Announcer::say(said);
                    board.talk.learn(board, &[told]);
                }
                Err(failure) => drop(wrong.try_set(Some(untrack(|| problem::failure(words, &failure))))),
            }
        });
    };
    let label = Signal::derive(move || t_string!(words, talk.answer).to_owned());
    let form = move || {
        let id = format!("talk-answer-{}", key.get_value().inner());
        let done = Callback::new(move |()| {
            answering.try_set(false);
        });
        view! { <TextForm words board id label button=label first=true send=send.get_value() on_done=done can_close=true/> }
    };
    view! {
        <p class="wrong" role="alert">{move || wrong.get()}</p>
        {move || if answering.get() { form().into_any() } else { view! {
            <p class="talk-acts">
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| answering.set(true)>{move || label.get()}</button>
                <button type="button" class="btn btn-outline-primary btn-xs" data-resolve="" disabled=move || busy.get() on:click=resolve>
                    {move || if resolved.get() { t_string!(words, talk.reopen) } else { t_string!(words, talk.resolve) }}
                </button>
            </p>
        }.into_any() }}
    }
}
