//! An event as a whole: what the stores give, what the log and the register keep, what the API shows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::{
    events::{Content, Counts, State},
    identity::{Actor, OrganisationCode, Reach, policy::Action},
};
use uuid::Uuid;

use crate::error::{Context as _, Error, Result};

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventRecord {
    pub(crate) id: Uuid,
    #[serde(flatten)]
    pub(crate) content: Content,
    pub(crate) state: State,
    /// What was said with the last step.
    pub(crate) step_note: Option<String>,
    /// Whether it was ever public.
    pub(crate) published: bool,
    /// How many people came. `None`: nobody has counted yet.
    pub(crate) actual: Option<Counts>,
    pub(crate) counted_by: Option<String>,
    pub(crate) counted_at: Option<DateTime<Utc>>,
    /// Grows with each change that a calendar has to show.
    pub(crate) sequence: i64,
    /// The revision of the events' log that changed it last.
    pub(crate) revision: i64,
    pub(crate) created_by: String,
    /// The account or token that made it.
    pub(crate) created_actor: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edited_by: String,
    pub(crate) edited_at: DateTime<Utc>,
}

impl EventRecord {
    /// Whether everybody may see it: it is open to the public, and it was confirmed once.
    pub(crate) fn is_public(&self) -> bool {
        is_shown(self.content.public && self.published, self.state)
    }

    /// Whether somebody may see it.
    pub(crate) fn is_visible_to(&self, viewer: &Viewer) -> bool {
        viewer.sees_all || self.is_public() || self.is_own_of(viewer)
    }

    /// Whether it is somebody's own: proposed by them, or an event of their organisation.
    pub(crate) fn is_own_of(&self, viewer: &Viewer) -> bool {
        viewer.account.as_ref().is_some_and(|own| *own == self.created_actor)
            || self.content.organisations().any(|code| viewer.organisations.contains(code))
    }
}

/// Whether what was published is still shown where it stands: while it is worked on again it is not.
fn is_shown(published: bool, state: State) -> bool {
    published && !matches!(state, State::Proposed | State::Planned)
}

/// The states in which what was published is shown.
pub(crate) fn shown_states() -> Vec<&'static str> {
    State::ALL.into_iter().filter(|state| is_shown(true, *state)).map(State::name).collect()
}

/// Which events somebody may see: all, or those that are public, their own proposals, and those of their organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Viewer {
    pub(crate) sees_all: bool,
    pub(crate) account: Option<String>,
    pub(crate) organisations: Vec<OrganisationCode>,
}

impl Viewer {
    /// What an actor may see.
    pub(crate) fn of(actor: &Actor) -> Self {
        let own = actor.organisations().filter(|_| actor.reach(Action::ReadOwnEvents) != Reach::Nothing);
        Self {
            sees_all: actor.reach(Action::ReadAllEvents) == Reach::All,
            account: actor.account.clone(),
            organisations: own.cloned().collect(),
        }
    }
}

/// A change of events, as the log keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct EventsBody {
    pub(crate) events: Vec<EventBody>,
}

/// One event of a change: as it is after it, and how far it was to be seen before.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventBody {
    pub(crate) event: EventRecord,
    /// As it was before. `None`: it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) was: Option<Was>,
}

/// What an event was before, as far as it decides on who is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Was {
    pub(crate) public: bool,
    pub(crate) province: Option<String>,
    /// The organisations that had to do with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) organisations: Vec<OrganisationCode>,
}

impl Was {
    pub(crate) fn of(record: &EventRecord) -> Self {
        let province = record.content.territory.province().map(|province| province.to_string());
        let organisations = record.content.organisations().cloned().collect();
        Self { public: record.is_public(), province, organisations }
    }
}

/// An instant as the model has it.
///
/// # Errors
/// When it lies outside of the calendar: a fault of ours.
pub(crate) fn timestamp(at: DateTime<Utc>) -> Result<jiff::Timestamp> {
    jiff::Timestamp::from_second(at.timestamp()).context("reading an event's time")
}

/// An instant as the database has it.
///
/// # Errors
/// When it lies outside of the calendar: a fault of ours.
pub(crate) fn utc(at: jiff::Timestamp) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp(at.as_second(), 0).ok_or_else(|| Error::fault("writing an event's time", "it is none"))
}

/// The ids of the events of a change.
///
/// # Errors
/// When the log holds what is no change of events: a fault of ours.
pub(crate) fn ids_of(body: serde_json::Value) -> Result<Vec<Uuid>> {
    let body: EventsBody = serde_json::from_value(body).context("reading a change of events")?;
    Ok(body.events.into_iter().map(|changed| changed.event.id).collect())
}
