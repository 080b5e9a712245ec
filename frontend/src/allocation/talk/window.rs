//! The window of comments: something new to say of where the reader is, and all threads of the scenario.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    Spot, Thread,
    api::{self, To},
    form::TextForm,
    may_say, me, spot_name,
    thread::ThreadView,
};
use crate::{
    allocation::{board::Board, grid::Grid},
    i18n::{Words, fill, t_string},
    ui::dialog::Dialog,
};

/// Which threads are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Open,
    Mine,
    MentioningMe,
    All,
}

const SHOWN: [(Shown, &str); 4] =
    [(Shown::Open, "open"), (Shown::Mine, "mine"), (Shown::MentioningMe, "mentions"), (Shown::All, "all")];

impl Shown {
    fn text(self, words: Words) -> &'static str {
        match self {
            Self::Open => t_string!(words, talk.only_open),
            Self::Mine => t_string!(words, talk.only_mine),
            Self::MentioningMe => t_string!(words, talk.only_mentions),
            Self::All => t_string!(words, talk.all),
        }
    }

    fn takes(self, thread: &Thread, me: &str) -> bool {
        match self {
            Self::Open => thread.is_open(),
            Self::Mine => thread.is_of(me),
            Self::MentioningMe => thread.mentions(me),
            Self::All => true,
        }
    }
}

/// The window. It stands open while the board's talk says so; an address that names a thread opens it there.
#[component]
pub(in super::super) fn TalkWindow(words: Words, board: Board, grid: Grid) -> impl IntoView {
    let talk = board.talk;
    let shown = RwSignal::new(Shown::Open);
    let wanted = use_query_map().with_untracked(|query| query.get("discussione"));
    let wanted = StoredValue::new(wanted);
    Effect::new(move |_| {
        let Some(id) = wanted.get_value() else { return };
        let Some(spot) = talk.threads.with(|threads| threads.get(&id).map(|thread| thread.spot)) else { return };
        wanted.set_value(None);
        shown.set(Shown::All);
        talk.open_at(spot);
    });
    let title = Signal::derive(move || t_string!(words, talk.title).to_owned());
    let close = Callback::new(move |()| talk.open.set(false));
    let go = Callback::new(move |spot: Spot| {
        talk.open.set(false);
        match spot.column {
            Some(column) => grid.show(spot.cpi * board.plan.with_value(|plan| plan.columns()) + column),
            None => grid.go_to(spot.cpi),
        }
    });
    view! {
        <Dialog words id="talk-title" title open=Signal::from(talk.open) on_close=close>
            <div class="talk">
                <New words board/>
                <Threads words board shown on_go=go/>
            </div>
        </Dialog>
    }
}

/// Something new to say, of the cell or of its job centre.
#[component]
fn New(words: Words, board: Board) -> impl IntoView {
    let talk = board.talk;
    let whole = RwSignal::new(talk.spot.with_untracked(|spot| spot.is_some_and(|spot| spot.column.is_none())));
    let spot = Memo::new(move |_| {
        let spot = talk.spot.get()?;
        Some(if whole.get() { Spot { column: None, ..spot } } else { spot })
    });
    let send: super::form::Send = Rc::new(move |write, text, mentions| {
        let plan = board.plan.get_value();
        let place = spot.get_untracked().and_then(|spot| {
            let profile = match spot.column {
                Some(column) => Some(plan.profiles.get(column)?.0.to_string()),
                None => None,
            };
            Some(To::Place(plan.cpis.get(spot.cpi)?.code.to_string(), profile))
        });
        Box::pin(async move {
            let Some(to) = place else { return Err(crate::graphql::Failure::Broken) };
            api::comment_add(&plan.uuid, &write, &to, &text, mentions).await
        })
    });
    let send = StoredValue::new_local(send);
    let label = Signal::derive(move || {
        let name = spot.get().map(|spot| spot_name(board, spot)).unwrap_or_default();
        fill(t_string!(words, talk.new), &[("place", &name)])
    });
    let button = Signal::derive(move || t_string!(words, talk.send).to_owned());
    let cell = move || talk.spot.with(|spot| spot.is_some_and(|spot| spot.column.is_some()));
    view! {
        <Show when=move || may_say(board) && talk.spot.with(Option::is_some)>
            <div class="talk-new">
                <TextForm words board id="talk-new".to_owned() label button first=true send=send.get_value() on_done=Callback::new(|()| ())/>
                <Show when=cell>
                    <label class="talk-check">
                        <input type="checkbox" prop:checked=move || whole.get() on:change=move |event| whole.set(event_target_checked(&event))/>
                        {move || t_string!(words, talk.whole)}
                    </label>
                </Show>
            </div>
        </Show>
    }
}

/// The threads that are shown, those first that began last.
#[component]
fn Threads(words: Words, board: Board, shown: RwSignal<Shown>, on_go: Callback<Spot>) -> impl IntoView {
    let talk = board.talk;
    // Whatever was shown when a thread changes stays: it would vanish under the hand that resolves it.
    let ids = Memo::new(move |before: Option<&(Shown, Option<usize>, Vec<String>)>| {
        let (shown, me) = (shown.get(), me(board));
        let here = talk.spot.get().filter(|_| talk.only_here.get()).map(|spot| spot.cpi);
        let kept = before.filter(|(was, at, _)| (*was, *at) == (shown, here)).map(|(_, _, ids)| ids.as_slice());
        let is_kept = |id: &String| kept.is_some_and(|kept| kept.contains(id));
        let mut found: Vec<(String, String)> = talk.threads.with(|threads| {
            let taken = threads.iter().filter(|(id, thread)| {
                here.is_none_or(|cpi| thread.spot.cpi == cpi) && (shown.takes(thread, &me) || is_kept(id))
            });
            let begun = |thread: &Thread| thread.told.comments.first().map(|first| first.at.0.clone());
            taken.map(|(id, thread)| (begun(thread).unwrap_or_default(), id.clone())).collect()
        });
        found.sort_by(|a, b| b.cmp(a));
        (shown, here, found.into_iter().map(|(_, id)| id).collect())
    });
    let name = move || talk.spot.get().map(|spot| spot_name(board, Spot { column: None, ..spot })).unwrap_or_default();
    let option = move |(value, key): (Shown, &'static str)| {
        view! { <option value=key selected=move || shown.get() == value>{move || value.text(words)}</option> }
    };
    let choose = move |event: leptos::ev::Event| {
        let key = event_target_value(&event);
        shown.set(SHOWN.iter().find(|(_, known)| *known == key).map_or(Shown::Open, |(value, _)| *value));
    };
    view! {
        <div class="talk-filter">
            <label for="talk-shown">{move || t_string!(words, talk.show)}</label>
            <select id="talk-shown" on:change=choose>{SHOWN.map(option).collect_view()}</select>
            <Show when=move || talk.spot.with(Option::is_some)>
                <label class="talk-check">
                    <input type="checkbox" id="talk-here" prop:checked=move || talk.only_here.get()
                        on:change=move |event| talk.only_here.set(event_target_checked(&event))/>
                    {move || fill(t_string!(words, talk.only_here), &[("place", &name())])}
                </label>
            </Show>
        </div>
        <ul class="talk-threads">
            <For each=move || ids.with(|(_, _, ids)| ids.clone()) key=String::clone let:id>
                <ThreadView words board id on_go/>
            </For>
        </ul>
        <Show when=move || ids.with(|(_, _, ids)| ids.is_empty())>
            <p class="talk-none">{move || t_string!(words, talk.none)}</p>
        </Show>
    }
}
