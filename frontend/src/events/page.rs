//! The page of events: its views, its window, and the changes of others as they come.

use leptos::prelude::*;
use shared::identity::Action;

use super::{
    api::{self, Ground},
    attendance::Attendance,
    board::{Board, Window},
    detail::Detail,
    draft::Draft,
    filters::{FilterBar, Filters},
    form::Form,
    list::List,
    matrix::Matrix,
    month::Month,
    programme::Programme,
};
use crate::{
    i18n::{Words, fill, t_string, use_i18n},
    live::{Link, follow},
    session::Session,
    ui::{announce::Announcer, dialog::Dialog, page::Title, problem, skeleton::Skeleton},
};

/// The page.
#[component]
pub(super) fn Events() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let tries = RwSignal::new(0);
    let ground = LocalResource::new(move || {
        tries.track();
        session.changes.track();
        async move {
            session.known().await;
            api::ground().await
        }
    });
    view! {
        <Title text=Signal::derive(move || t_string!(words, events.title).to_owned())/>
        {move || match ground.get() {
            None => view! { <Skeleton words lines=8/> }.into_any(),
            Some(Ok(ground)) => view! { <Views words session ground/> }.into_any(),
            Some(Err(failure)) => view! {
                <p role="alert">{problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| tries.update(|tries| *tries += 1)>
                    {t_string!(words, problem.retry)}
                </button>
            }.into_any(),
        }}
    }
}

#[component]
fn Views(words: Words, session: Session, ground: Ground) -> impl IntoView {
    let revision = StoredValue::new(ground.events_revision);
    let board = Board::new(words, session, ground);
    let filters = Filters::new();
    let link =
        follow(move || api::changes(revision.get_value()), move |answer| told(board, revision, answer.event_changes));
    let view = Memo::new(move |_| filters.get("vista"));
    let sees_all = move || session.may_at_all(Action::ReadAllEvents);
    view! {
        <p>{move || if sees_all() { t_string!(words, events.lead) } else { t_string!(words, events.lead_public) }}</p>
        <p class="cut" role="status">{move || (link.get() == Link::Cut).then(|| t_string!(words, events.cut))}</p>
        <Acts board/>
        <Tabs words filters/>
        <Show when=move || view.get() != "quadro"><FilterBar board filters/></Show>
        {move || match view.get().as_str() {
            "mese" => view! { <Month board filters/> }.into_any(),
            "quadro" => view! { <Matrix board filters/> }.into_any(),
            _ => view! { <List board filters/> }.into_any(),
        }}
        <Over board/>
    }
}

/// A change of the log: the view is read anew, and what others did is told.
fn told(board: Board, revision: StoredValue<i32>, change: api::EventChange) {
    revision.try_set_value(change.revision);
    board.again.try_update(|again| *again += 1);
    let own = board.session.viewer.with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.name.clone()));
    let title = change.events.first().and_then(|changed| changed.event.as_ref());
    if let (Some(by), Some(event)) = (change.by.filter(|by| Some(by) != own.as_ref()), title) {
        let text = fill(t_string!(board.words, events.changed_by), &[("by", &by), ("title", &event.title)]);
        Announcer::say(text);
    }
}

#[component]
fn Acts(board: Board) -> impl IntoView {
    let (words, session) = (board.words, board.session);
    let plans = move || session.may_at_all(Action::EditEvents);
    let proposes = move || !plans() && session.may_at_all(Action::ProposeEvents);
    view! {
        <div class="event-acts">
            <Show when=plans>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| board.write(|| Draft::empty(false))>
                    {move || t_string!(words, events.new)}
                </button>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| board.window.set(Some(Window::Programme))>
                    {move || t_string!(words, events.programme)}
                </button>
            </Show>
            <Show when=proposes>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| board.write(|| Draft::empty(true))>
                    {move || t_string!(words, events.propose_new)}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Tabs(words: Words, filters: Filters) -> impl IntoView {
    let tab = move |name: &'static str, label: fn(Words) -> &'static str| {
        view! {
            <button type="button" aria-pressed=move || (filters.get("vista") == name).to_string()
                on:click=move |_| filters.set("vista", name)>
                {move || label(words)}
            </button>
        }
    };
    view! {
        <div class="event-views" role="group" aria-label=move || t_string!(words, events.views)>
            {tab("", |words| t_string!(words, events.view_list))}
            {tab("mese", |words| t_string!(words, events.view_month))}
            {tab("quadro", |words| t_string!(words, events.view_matrix))}
        </div>
    }
}

/// The window over the page.
#[component]
fn Over(board: Board) -> impl IntoView {
    let words = board.words;
    let title = move || match board.window.get() {
        None => String::new(),
        Some(Window::Detail(event)) => event.title,
        Some(Window::Attendance(event)) => format!("{}: {}", t_string!(words, events.attendance), event.title),
        Some(Window::Programme) => t_string!(words, events.programme).to_owned(),
        Some(Window::Form(draft)) if draft.of.with_value(Option::is_some) => t_string!(words, events.edit).to_owned(),
        Some(Window::Form(draft)) if draft.propose => t_string!(words, events.propose_new).to_owned(),
        Some(Window::Form(_)) => t_string!(words, events.new).to_owned(),
    };
    view! {
        <Dialog words id="event-window" title=Signal::derive(title) open=Signal::derive(move || board.window.with(Option::is_some))
            on_close=Callback::new(move |()| board.window.set(None))>
            {move || match board.window.get() {
                None => ().into_any(),
                Some(Window::Detail(event)) => view! { <Detail board event/> }.into_any(),
                Some(Window::Form(draft)) => view! { <Form board draft/> }.into_any(),
                Some(Window::Attendance(event)) => view! { <Attendance board event/> }.into_any(),
                Some(Window::Programme) => view! { <Programme board/> }.into_any(),
            }}
        </Dialog>
    }
}
