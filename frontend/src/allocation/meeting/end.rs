//! Ending a meeting, with what came of it.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    FieldProblem,
    staffing::{meeting::MeetingStep, scenario::checked_note},
};

use super::api;
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, t_string},
    ids::uuid,
    ui::{announce::Announcer, field::refuse, problem},
};

/// The form. A refusal keeps what was typed.
#[component]
pub(super) fn End(words: Words, board: Board) -> impl IntoView {
    let outcome = RwSignal::new(String::new());
    let (wrong, failed) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(None::<Failure>));
    let (busy, write) = (RwSignal::new(false), StoredValue::new(uuid()));
    let rule = move || wrong.with(|wrong| wrong.first().map(|of| problem::rule(words, &of.rule)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        if let Err(rule) = checked_note(&outcome.get_untracked()) {
            return wrong.set(vec![FieldProblem { field: "outcome".into(), rule }]);
        }
        wrong.set(Vec::new());
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        spawn_local(async move {
            let done =
                api::scenario_meeting_step(&scenario, &write.get_value(), MeetingStep::End, &outcome.get_untracked())
                    .await;
            busy.try_set(false);
            if !matches!(done, Err(Failure::Offline)) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(told) => {
                    Announcer::say(untrack(|| t_string!(words, meeting.ended)));
                    board.meetings.answered(board, told);
                }
                Err(failure) => refuse(wrong, failed, failure),
            }
        });
    };
    view! {
        <form class="decision-form meeting-end" novalidate="" on:submit=submit>
            <div class="form-field">
                <label for="meeting-outcome">{move || t_string!(words, meeting.outcome)}</label>
                <textarea id="meeting-outcome" class="form-control" rows="2" prop:value=move || outcome.get()
                    on:input=move |event| outcome.set(event_target_value(&event))
                    aria-invalid=move || rule().is_some().to_string() aria-describedby="meeting-outcome-wrong"></textarea>
                <p id="meeting-outcome-wrong" class="wrong">{rule}</p>
            </div>
            <p class="wrong" role="alert">{move || failed.get().map(|failure| problem::failure(words, &failure))}</p>
            <button type="submit" class="btn btn-outline-primary btn-sm" data-meeting-step="end" disabled=move || busy.get()>
                {move || t_string!(words, meeting.end)}
            </button>
        </form>
    }
}
