//! The words for kinds, states, categories and refusals of the programme.

use shared::events::{Category, EventKind, State, Step};

use super::api::ReasonName;
use crate::i18n::{Words, t_string};

/// What kind of event it is.
pub(super) fn kind(words: Words, kind: EventKind) -> &'static str {
    match kind {
        EventKind::TransferSession => t_string!(words, events.kind_transfer_session),
        EventKind::InformationSession => t_string!(words, events.kind_information_session),
        EventKind::FollowUp => t_string!(words, events.kind_follow_up),
        EventKind::TrainingSession => t_string!(words, events.kind_training_session),
        EventKind::Course => t_string!(words, events.kind_course),
        EventKind::Workshop => t_string!(words, events.kind_workshop),
        EventKind::FocusGroup => t_string!(words, events.kind_focus_group),
        EventKind::Exchange => t_string!(words, events.kind_exchange),
        EventKind::Meeting => t_string!(words, events.kind_meeting),
        EventKind::Table => t_string!(words, events.kind_table),
        EventKind::Seminar => t_string!(words, events.kind_seminar),
        EventKind::Event => t_string!(words, events.kind_event),
        EventKind::CareerDay => t_string!(words, events.kind_career_day),
        EventKind::Orientation => t_string!(words, events.kind_orientation),
        EventKind::Interview => t_string!(words, events.kind_interview),
    }
}

/// How far it has come.
pub(super) fn state(words: Words, state: State) -> &'static str {
    match state {
        State::Proposed => t_string!(words, events.state_proposed),
        State::Planned => t_string!(words, events.state_planned),
        State::Confirmed => t_string!(words, events.state_confirmed),
        State::Moved => t_string!(words, events.state_moved),
        State::Held => t_string!(words, events.state_held),
        State::Cancelled => t_string!(words, events.state_cancelled),
    }
}

/// What is done to it.
pub(super) fn step(words: Words, step: Step) -> &'static str {
    match step {
        Step::Plan => t_string!(words, events.step_plan),
        Step::Confirm => t_string!(words, events.step_confirm),
        Step::Hold => t_string!(words, events.step_hold),
        Step::Cancel => t_string!(words, events.step_cancel),
        Step::Reopen => t_string!(words, events.step_reopen),
    }
}

/// Who takes part.
pub(super) fn category(words: Words, category: Category) -> &'static str {
    match category {
        Category::Operator => t_string!(words, events.who_operator),
        Category::Head => t_string!(words, events.who_head),
        Category::Teacher => t_string!(words, events.who_teacher),
        Category::Student => t_string!(words, events.who_student),
        Category::Employer => t_string!(words, events.who_employer),
        Category::Beneficiary => t_string!(words, events.who_beneficiary),
        Category::Other => t_string!(words, events.who_other),
    }
}

/// Why a session could not be placed.
pub(super) fn reason(words: Words, reason: ReasonName) -> &'static str {
    match reason {
        ReasonName::NoFacilitator => t_string!(words, events.why_no_facilitator),
        ReasonName::NoWorkday => t_string!(words, events.why_no_workday),
        ReasonName::Busy => t_string!(words, events.why_busy),
        ReasonName::WeeklyLimit => t_string!(words, events.why_weekly),
        ReasonName::CentreTaken => t_string!(words, events.why_centre),
        ReasonName::TooNear => t_string!(words, events.why_near),
        ReasonName::RoomTaken => t_string!(words, events.why_room),
        ReasonName::TooMany => t_string!(words, events.why_many),
    }
}
