//! The window of meetings: the one that is on, or the way to begin one, and those that were.

use leptos::{prelude::*, task::spawn_local};
use shared::{identity::Action, staffing::meeting::MeetingStep};

use super::{
    api,
    end::End,
    me,
    opinion::OpinionForm,
    past::{Opinions, Past},
    words,
};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, t_string},
    ids::uuid,
    ui::{announce::Announcer, dialog::Dialog, problem},
};

/// The window.
#[component]
pub(in super::super) fn MeetingWindow(words: Words, board: Board) -> impl IntoView {
    let open = board.meetings.open;
    let close = Callback::new(move |()| open.set(false));
    let title = Signal::derive(move || t_string!(words, meeting.title).to_owned());
    view! {
        <Dialog words id="meeting-title" title open on_close=close>
            <Inside words board/>
        </Dialog>
    }
}

#[component]
fn Inside(words: Words, board: Board) -> impl IntoView {
    let meetings = board.meetings;
    let may_lead = move || board.session.may_at_all(Action::ApproveScenarios);
    let may_say = move || board.session.may_at_all(Action::CommentScenarios);
    let on = Memo::new(move |_| meetings.on.with(|on| on.as_ref().map(|on| on.id.clone())));
    let led = move || meetings.on.with(|on| on.as_ref().map(|on| words::led(words, on)));
    let is_mine = Memo::new(move |_| meetings.is_led_by(me(board).as_deref()));
    let opinions =
        Signal::derive(move || meetings.on.with(|on| on.as_ref().map(|on| on.opinions.clone()).unwrap_or_default()));
    view! {
        <p>{move || t_string!(words, meeting.lead)}</p>
        {move || match on.get() {
            None => view! {
                <p class="muted">{move || t_string!(words, meeting.none_on)}</p>
                <Show when=may_lead><Act words board step=MeetingStep::Begin text=|words| t_string!(words, meeting.begin)/></Show>
            }.into_any(),
            Some(id) => view! {
                <p><strong>{led}</strong></p>
                <Show when=move || may_lead() && !is_mine.get()>
                    <Act words board step=MeetingStep::Lead text=|words| t_string!(words, meeting.take_lead)/>
                </Show>
                <Show when=may_say><OpinionForm words board meeting=id.clone()/></Show>
                <Opinions words opinions/>
                <Show when=may_lead><End words board/></Show>
            }.into_any(),
        }}
        <Past words board/>
    }
}

/// A button that takes a step at once.
#[component]
fn Act(words: Words, board: Board, step: MeetingStep, text: fn(Words) -> &'static str) -> impl IntoView {
    let (failed, busy, write) = (RwSignal::new(None::<Failure>), RwSignal::new(false), StoredValue::new(uuid()));
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        spawn_local(async move {
            let done = api::scenario_meeting_step(&scenario, &write.get_value(), step, "").await;
            busy.try_set(false);
            if !matches!(done, Err(Failure::Offline)) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(told) => {
                    Announcer::say(untrack(|| words::led(words, &told.0)));
                    board.meetings.answered(board, told);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <p class="wrong" role="alert">{move || failed.get().map(|failure| problem::failure(words, &failure))}</p>
        <p>
            <button type="button" class="btn btn-primary btn-sm" data-meeting-step=step_name(step) disabled=move || busy.get() on:click=act>
                {move || text(words)}
            </button>
        </p>
    }
}

fn step_name(step: MeetingStep) -> &'static str {
    match step {
        MeetingStep::Begin => "begin",
        MeetingStep::Lead => "lead",
        MeetingStep::End => "end",
    }
}
