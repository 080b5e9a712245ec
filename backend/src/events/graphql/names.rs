//! The names that the API has for what the model counts by.

use async_graphql::Enum;
use serde::Serialize;
use shared::events::{
    self as model,
    calendar::Holiday as ModelHoliday,
    programme::{Part as ModelPart, Reason as ModelReason},
};

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::EventKind")]
pub(crate) enum EventKind {
    /// Hands methods and tools to operators.
    TransferSession,
    /// Informs the people who are served.
    InformationSession,
    /// On how what was handed over is used.
    FollowUp,
    TrainingSession,
    Course,
    Workshop,
    FocusGroup,
    /// To learn from one another.
    Exchange,
    Meeting,
    /// A sitting of an institutional or thematic table.
    Table,
    Seminar,
    /// Of a territory: animation, employer days.
    Event,
    CareerDay,
    /// Guidance of students and families.
    Orientation,
    /// Interviews one by one.
    Interview,
}

/// How far an event has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::State")]
pub(crate) enum EventState {
    /// Someone proposes it; nobody has taken it over yet.
    Proposed,
    Planned,
    /// Day and place stand. One that is open to the public is public from now on.
    Confirmed,
    /// It was confirmed, and its day, hour or place changed since.
    Moved,
    Held,
    Cancelled,
}

/// What is done to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(name = "EventStep", remote = "model::Step")]
pub(crate) enum EventStepName {
    /// Takes a proposal over.
    Plan,
    /// Says that day and place stand.
    Confirm,
    /// Says that it took place. Not before it has begun.
    Hold,
    /// Calls it off. It wants a note.
    Cancel,
    /// Opens what was held or cancelled again.
    Reopen,
}

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(name = "EventCategory", remote = "model::Category")]
pub(crate) enum Category {
    /// Operators of CPIs.
    Operator,
    /// Heads of CPIs.
    Head,
    Teacher,
    Student,
    Employer,
    /// People who are served.
    Beneficiary,
    Other,
}

/// Of what a requirement asks for its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "RequirementReach", remote = "model::Reach")]
pub(crate) enum Reach {
    /// Of every CPI.
    Cpi,
    Province,
    Region,
    School,
    University,
    /// Of higher technical institutes.
    Its,
    /// Of training bodies.
    Cfp,
    /// Of workers in a company crisis.
    Crisis,
}

/// How often something is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "RequirementFrequency", remote = "model::Frequency")]
pub(crate) enum Frequency {
    Annual,
    /// Once in the plan's period.
    Once,
    Monthly,
    /// All the time; the act prints no number.
    Continuous,
}

/// A public holiday of Italy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ModelHoliday")]
pub(crate) enum Holiday {
    NewYear,
    Epiphany,
    Easter,
    EasterMonday,
    Liberation,
    Labour,
    Republic,
    Assumption,
    /// 4 October, from 2026 on.
    SaintFrancis,
    AllSaints,
    ImmaculateConception,
    Christmas,
    SaintStephen,
}

/// A part of a day, in Europe/Rome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ModelPart")]
pub(crate) enum DayPart {
    /// From 9:30 to 12:30.
    Morning,
    /// From 14:30 to 17:30.
    Afternoon,
    /// From 9:30 to 17:30.
    WholeDay,
}

/// What stood in the way of a session, most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ModelReason")]
pub(crate) enum UnplacedReason {
    /// The province has nobody who could hold it.
    NoFacilitator,
    /// The period has no day on which people work.
    NoWorkday,
    /// Everybody is away or holds other sessions.
    Busy,
    /// Everybody has as many sessions that week as they may.
    WeeklyLimit,
    /// The CPI has another session that day, or its town the patron saint's day.
    CentreTaken,
    /// Another session of the same requirement at the CPI is too near in time.
    TooNear,
    RoomTaken,
    /// More sessions are missing than one programme places.
    TooMany,
}

/// In which order events are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Default)]
pub(crate) enum EventOrder {
    /// The earliest first.
    #[default]
    Earliest,
    /// The latest first.
    Latest,
}

/// What of an event the act tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ActEventStatus {
    /// It has to be held.
    Required,
    /// The act says that it is planned.
    Planned,
    /// The act says that it was held.
    Past,
}

impl ActEventStatus {
    /// As the database says it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::Planned => "PLANNED",
            Self::Past => "PAST",
        }
    }

    /// From what the database says. What it cannot say is what has to be held.
    pub(crate) fn of(name: &str) -> Self {
        [Self::Planned, Self::Past].into_iter().find(|status| status.name() == name).unwrap_or(Self::Required)
    }
}
