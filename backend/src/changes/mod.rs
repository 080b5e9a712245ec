//! The append-only log of accepted changes. Each topic counts its changes 1, 2, 3 without a gap.
//!
//! A write locks its topic first, so revisions are dense and in the order of the commits; readers follow the log by revision.

pub(crate) mod entity;
mod store;
pub(crate) mod stream;
mod watch;

pub(crate) use entity::tables;
pub(crate) use store::{
    Accepted, LogAt, Topic, change_append, changes_after, changes_naming, seen_write, topic_create, topic_lock,
    topic_revision, topic_revisions, write_keep,
};
pub(crate) use watch::watch;

/// The topic of the figures.
pub(crate) const FIGURES: &str = "figures";

/// The topic of all events: one, so that whoever follows some of them needs one place in the log.
pub(crate) const EVENTS: &str = "events";

/// The topic on which those take turns who put a scenario in force. It has no changes.
pub(crate) const SCENARIOS: &str = "scenarios";

/// The topic of all decisions between scenarios.
pub(crate) const DECISIONS: &str = "decisions";

/// The topic of all measurements of the plan's indicators.
pub(crate) const MEASUREMENTS: &str = "measurements";
/// The topic of all organisations.
pub(crate) const ORGANISATIONS: &str = "organisations";

/// The topic of all partnerships.
pub(crate) const PARTNERSHIPS: &str = "partnerships";

/// How the topic of one scenario begins.
const SCENARIO: &str = "scenario:";

/// The topic of one scenario.
pub(crate) fn scenario_topic(id: uuid::Uuid) -> String {
    format!("{SCENARIO}{id}")
}

/// The scenario whose topic this is.
pub(crate) fn scenario_of_topic(topic: &str) -> Option<uuid::Uuid> {
    uuid::Uuid::try_parse(topic.strip_prefix(SCENARIO)?).ok()
}
