//! A month, Monday to Sunday. Events are moved by dragging, or by Shift and the arrows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use leptos::prelude::*;
use shared::events::{
    State, When,
    calendar::is_workday,
    time::{day_of, instant, monday_of, plus_days},
};

use super::{
    api::{self, Event},
    board::{Board, Window, day_text, focus_soon, hour_text, parsed},
    draft::input_of,
    filters::Filters,
};
use crate::{
    graphql::{DateTime, Failure},
    i18n::{Locale, Words, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, problem, skeleton::Skeleton},
};

/// The most events of a month that are drawn.
const MOST: i32 = 500;

/// The month.
#[component]
pub(super) fn Month(board: Board, filters: Filters) -> impl IntoView {
    let words = board.words;
    let month = Memo::new(move |_| filters.month());
    let events = LocalResource::new(move || {
        board.again.track();
        let (first, last) = edges(month.get());
        let mut filter = filters.asked();
        let midnight = |day: Date| Some(DateTime(instant(day.at(0, 0, 0, 0)).to_string()));
        (filter.from, filter.to) = (midnight(first), midnight(plus_days(last, 1)));
        api::events(filter, None, MOST)
    });
    let turn = move |days: i64| {
        let first = if days < 0 {
            plus_days(month.get_untracked(), -1)
        } else {
            plus_days(month.get_untracked().last_of_month(), 1)
        };
        filters.set("mese", &format!("{:04}-{:02}", first.year(), first.month()));
    };
    view! {
        <div class="month-head">
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| turn(-1)>{move || t_string!(words, events.prev_month)}</button>
            <h2 aria-live="polite">{move || month_text(words, month.get())}</h2>
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| turn(1)>{move || t_string!(words, events.next_month)}</button>
        </div>
        <p class="month-help" id="month-help">{move || t_string!(words, events.month_help)}</p>
        <Transition fallback=move || view! { <Skeleton words lines=10/> }>
            {move || events.get().map(|page| match page {
                Ok(page) => view! { <Grid board month=month.get_untracked() events=page.events/> }.into_any(),
                Err(failure) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            })}
        </Transition>
    }
}

/// The first and the last day that a month's sheet shows.
fn edges(month: Date) -> (Date, Date) {
    (monday_of(month), plus_days(monday_of(month.last_of_month()), 6))
}

fn month_text(words: Words, month: Date) -> String {
    let names = match words.get_locale() {
        Locale::it => [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        Locale::en => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    };
    let name = names.get(usize::from((month.month() - 1).unsigned_abs())).copied().unwrap_or_default();
    format!("{name} {}", month.year())
}

#[component]
fn Grid(board: Board, month: Date, events: Vec<Event>) -> impl IntoView {
    let words = board.words;
    if let Some(id) = board.focus.try_update_value(Option::take).flatten() {
        focus_soon(id, 30);
    }
    let mut by_day: BTreeMap<Date, Vec<Event>> = BTreeMap::new();
    for event in events {
        by_day.entry(day_of(parsed(&event.start.0))).or_default().push(event);
    }
    let dragged = StoredValue::new(None::<Event>);
    let (first, last) = edges(month);
    let weeks = (shared::events::time::days_between(first, last) + 1) / 7;
    let rows = (0..weeks).map(|week| {
        let days = (0..7).map(|index| {
            let day = plus_days(first, week * 7 + index);
            let events = by_day.remove(&day).unwrap_or_default();
            view! { <Day board month day events dragged/> }
        });
        view! { <tr>{days.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let heads = (0..7).map(|index| view! { <th scope="col">{move || day_text(words, plus_days(first, index)).split(' ').next().unwrap_or_default().to_owned()}</th> });
    view! {
        <table class="month" aria-describedby="month-help">
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Day(board: Board, month: Date, day: Date, events: Vec<Event>, dragged: StoredValue<Option<Event>>) -> impl IntoView {
    let words = board.words;
    let none = events.is_empty();
    let chips = events.into_iter().map(|event| view! { <Chip board event dragged/> }).collect_view();
    view! {
        <td class:other-month=day.month() != month.month() class:day-off=!is_workday(day) class:no-events=none
            on:dragover=move |event| event.prevent_default()
            on:drop=move |drop| {
                drop.prevent_default();
                if let Some(event) = dragged.try_update_value(Option::take).flatten() {
                    move_event(board, &event, day);
                }
            }>
            <span class="day-number" aria-hidden="true">{day.day()}</span>
            <span class="visually-hidden">{move || day_text(words, day)}</span>
            {chips}
        </td>
    }
}

/// One event of a day.
#[component]
fn Chip(board: Board, event: Event, dragged: StoredValue<Option<Event>>) -> impl IntoView {
    let may = board.may_edit_event(&event) && !State::from(event.state).is_closed();
    let class = format!("event-chip event-state-{}", State::from(event.state).name().to_lowercase());
    let (opened, keyed, held) = (event.clone(), event.clone(), event.clone());
    let (id, hour) = (chip_id(&event), hour_text(&event));
    view! {
        <button type="button" id=id class=class draggable=may.to_string()
            on:click=move |_| board.window.set(Some(Window::Detail(opened.clone())))
            on:dragstart=move |_| dragged.set_value(Some(held.clone()))
            on:keydown=move |key| {
                let days = match key.key().as_str() {
                    "ArrowLeft" => -1,
                    "ArrowRight" => 1,
                    "ArrowUp" => -7,
                    "ArrowDown" => 7,
                    _ => return,
                };
                if key.shift_key() && may {
                    key.prevent_default();
                    let day = plus_days(day_of(parsed(&keyed.start.0)), days);
                    move_event(board, &keyed, day);
                }
            }>
            <span class="chip-hour">{hour}</span>
            " "
            {event.title}
        </button>
    }
}

fn chip_id(event: &Event) -> String {
    format!("event-{}", event.id.inner())
}

/// Moves an event to another day, at the same hours.
fn move_event(board: Board, event: &Event, day: Date) {
    let words = board.words;
    let when = When { start: parsed(&event.start.0), end: parsed(&event.end.0) };
    let Ok(when) = when.moved_to(day) else { return };
    let mut input = input_of(event);
    (input.start, input.end) = (DateTime(when.start.to_string()), DateTime(when.end.to_string()));
    let (id, seen, title, entry) = (event.id.clone(), event.revision, event.title.clone(), chip_id(event));
    wasm_bindgen_futures::spawn_local(async move {
        match api::update(uuid(), id, seen, input).await {
            Ok(_) => {
                board.focus.try_set_value(Some(entry));
                let day = day_text(words, day);
                Announcer::say(fill(t_string!(words, events.moved_to), &[("title", &title), ("day", &day)]));
            }
            Err(failure) => {
                if failure == Failure::Refused(shared::Problem::SignedOut) {
                    board.session.end();
                }
                let why = problem::failure(words, &failure);
                Announcer::say(fill(t_string!(words, events.not_moved), &[("title", &title), ("why", &why)]));
            }
        }
        board.again.try_update(|again| *again += 1);
    });
}
