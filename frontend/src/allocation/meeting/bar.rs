//! What the board says of a meeting: the button that opens the window, and the bar while one is on.

use leptos::prelude::*;

use super::{me, words};
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
};

/// The button in the board's head.
#[component]
pub(in super::super) fn OpenMeetings(words: Words, board: Board) -> impl IntoView {
    let text = move || {
        let count = board.meetings.all.with(std::collections::BTreeMap::len);
        fill(t_string!(words, meeting.open), &[("n", &count.to_string())])
    };
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" data-meetings="" aria-haspopup="dialog"
            on:click=move |_| board.meetings.open.set(true)>{text}</button>
    }
}

/// The bar: who leads, whether the reader's board follows, and how many have said what.
#[component]
pub(in super::super) fn MeetingBar(words: Words, board: Board) -> impl IntoView {
    let meetings = board.meetings;
    let is_mine = Memo::new(move |_| meetings.is_led_by(me(board).as_deref()));
    let led = move || meetings.on.with(|on| on.as_ref().map(|on| words::led(words, on)));
    let counts = move || meetings.on.with(|on| on.as_ref().map(|on| words::counts(words, on)));
    view! {
        <section class="meeting-bar" data-meeting-bar="" hidden=move || meetings.on.with(Option::is_none)
            aria-label=move || t_string!(words, meeting.on)>
            <strong>{move || t_string!(words, meeting.on)}</strong>
            <span>{led}</span>
            <Show when=move || is_mine.get()><span>{move || t_string!(words, meeting.you_lead)}</span></Show>
            <Show when=move || !is_mine.get()>
                <label class="filter-check">
                    <input type="checkbox" data-follow="" prop:checked=move || meetings.wants_to_follow()
                        on:change=move |event| meetings.follows.set(Some(event_target_checked(&event)))/>
                    <span>{move || t_string!(words, meeting.follow)}</span>
                </label>
                <small class="muted" hidden=move || !meetings.wants_to_follow()>{move || t_string!(words, meeting.follow_how)}</small>
            </Show>
            <span class="muted" role="status" data-opinions="">{counts}</span>
            <button type="button" class="btn btn-primary btn-xs" data-meeting-open="" aria-haspopup="dialog"
                on:click=move |_| meetings.open.set(true)>{move || t_string!(words, meeting.say)}</button>
        </section>
    }
}
