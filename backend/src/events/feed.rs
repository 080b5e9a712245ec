//! Events as iCalendar (RFC 5545): what is public, for whoever subscribes.
//!
//! An entry keeps its `UID` for good and its `SEQUENCE` grows, so that a moved event moves and does not double; a cancelled
//! one says so instead of vanishing. Times are UTC: every calendar shows them in its own zone.

use icalendar::{Calendar, Component as _, EventLike as _, EventStatus, Property};
use shared::events::State;

use super::record::{EventRecord, utc};
use crate::error::Result;

/// How often a calendar should look again.
const REFRESH: &str = "PT3H";

/// A calendar of events. `host` stands after the `@` of each entry's `UID`.
pub(crate) fn calendar(name: &str, host: &str, events: &[EventRecord]) -> Result<String> {
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar.append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    for event in events {
        calendar.push(entry(host, event)?);
    }
    Ok(calendar.done().to_string())
}

fn entry(host: &str, event: &EventRecord) -> Result<icalendar::Event> {
    let content = &event.content;
    let mut entry = icalendar::Event::new();
    entry
        .uid(&format!("{}@{host}", event.id))
        .sequence(u32::try_from(event.sequence).unwrap_or(u32::MAX))
        .timestamp(event.edited_at)
        .last_modified(event.edited_at)
        .summary(&content.title)
        .starts(utc(content.when.start)?)
        .ends(utc(content.when.end)?)
        .status(status(event.state));
    if !content.place.is_empty() {
        entry.location(&content.place);
    }
    let note = event.step_note.as_deref().filter(|_| event.state == State::Cancelled);
    let said: Vec<&str> =
        [Some(content.audience.as_str()), note].into_iter().flatten().filter(|text| !text.is_empty()).collect();
    if !said.is_empty() {
        entry.description(&said.join("\n"));
    }
    Ok(entry.done())
}

fn status(state: State) -> EventStatus {
    match state {
        State::Cancelled => EventStatus::Cancelled,
        State::Proposed | State::Planned => EventStatus::Tentative,
        State::Confirmed | State::Moved | State::Held => EventStatus::Confirmed,
    }
}
