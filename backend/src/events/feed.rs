//! Events as iCalendar (RFC 5545), for whoever subscribes.
//!
//! An entry keeps its `UID` for good and its `SEQUENCE` grows, so that a moved event moves and does not double; a cancelled
//! one says so instead of vanishing. What somebody may no longer see is not in their calendar any more, and programs that
//! subscribe take it off. Notes, and who holds an event, are told in none: a calendar is read by other people's programs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use icalendar::{Calendar, CalendarDateTime, Component as _, EventLike as _, EventStatus, Property};
use shared::events::{State, time::local};

use super::record::{EventRecord, utc};
use crate::{
    db::Reader,
    error::{Context as _, Error, Result},
    territory::municipality_names,
};

/// How often a calendar should look again.
const REFRESH: &str = "PT3H";
/// The zone in which the region lives.
const ROME: &str = "Europe/Rome";
/// The first year in which summer time ends in October, as it does since.
const FIRST_YEAR: i16 = 1997;
/// By which the clock is set back, in seconds.
const HOUR: i64 = 3_600;
/// The zone's rules since then. The crate has no such component.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Rome\r\n\
    BEGIN:DAYLIGHT\r\nTZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nDTSTART:19960331T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nTZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nDTSTART:19961027T030000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
/// How a calendar ends.
const END: &str = "END:VCALENDAR\r\n";

/// A calendar of events. `host` stands after the `@` of each entry's `UID`.
pub(crate) async fn calendar(db: &Reader, name: &str, host: &str, events: &[EventRecord]) -> Result<String> {
    let towns: BTreeSet<&str> = events.iter().filter_map(|event| event.content.municipality.as_deref()).collect();
    let towns = municipality_names(db, &towns).await?;
    written(name, host, events, &towns)
}

fn written(name: &str, host: &str, events: &[EventRecord], towns: &BTreeMap<String, String>) -> Result<String> {
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar.append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    calendar.timezone(ROME);
    let mut text = calendar.done().to_string();
    text.truncate(text.strip_suffix(END).map_or(text.len(), str::len));
    text.push_str(ZONE);
    for event in events {
        text.push_str(&entry(host, event, towns)?.try_into_string().context("writing an entry of a calendar")?);
    }
    text.push_str(END);
    Ok(text)
}

fn entry(host: &str, event: &EventRecord, towns: &BTreeMap<String, String>) -> Result<icalendar::Event> {
    let content = &event.content;
    let mut entry = icalendar::Event::new();
    entry
        .uid(&format!("{}@{host}", event.id))
        .sequence(u32::try_from(event.sequence).unwrap_or(u32::MAX))
        .timestamp(event.edited_at)
        .last_modified(event.edited_at)
        .summary(&content.title)
        .starts(in_rome(content.when.start)?)
        .ends(in_rome(content.when.end)?)
        .status(status(event.state));
    let town = content.municipality.as_ref().and_then(|istat| towns.get(istat));
    let place: Vec<&str> = [Some(content.place.as_str()), town.map(String::as_str), content.online.then_some("online")]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    if !place.is_empty() {
        entry.location(&place.join(", "));
    }
    let note = event.step_note.as_deref().filter(|_| event.state == State::Cancelled);
    let said: Vec<&str> =
        [Some(content.audience.as_str()), note].into_iter().flatten().filter(|text| !text.is_empty()).collect();
    if !said.is_empty() {
        entry.description(&said.join("\n"));
    }
    Ok(entry.done())
}

/// An instant by the clock of Rome; as UTC where that clock does not lead back to it: in years with other rules than those that
/// are told, and in the hour that comes twice, of which programs take the first or the second, each as it likes.
fn in_rome(at: jiff::Timestamp) -> Result<CalendarDateTime> {
    let told = local(at);
    let comes_twice = [-HOUR, HOUR]
        .into_iter()
        .any(|apart| jiff::Timestamp::from_second(at.as_second() + apart).is_ok_and(|other| local(other) == told));
    if told.year() < FIRST_YEAR || comes_twice {
        return Ok(CalendarDateTime::Utc(utc(at)?));
    }
    let number = |part: i8| u32::from(part.unsigned_abs());
    let day = NaiveDate::from_ymd_opt(i32::from(told.year()), number(told.month()), number(told.day()));
    let time = day.and_then(|day| day.and_hms_opt(number(told.hour()), number(told.minute()), number(told.second())));
    let date_time: NaiveDateTime = time.ok_or_else(|| Error::fault("writing an event's time", "it is none"))?;
    Ok(CalendarDateTime::WithTimezone { date_time, tzid: ROME.to_owned() })
}

fn status(state: State) -> EventStatus {
    match state {
        State::Cancelled => EventStatus::Cancelled,
        State::Proposed | State::Planned => EventStatus::Tentative,
        State::Confirmed | State::Moved | State::Held => EventStatus::Confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_by_the_clock_of_rome_unless_that_is_not_enough() {
        for (at, told) in [
            ("2027-03-26T08:00:00Z", Some("2027-03-26 09:00:00")),
            ("2027-03-29T07:00:00Z", Some("2027-03-29 09:00:00")),
            ("2027-10-30T23:59:00Z", Some("2027-10-31 01:59:00")),
            ("2027-10-31T00:30:00Z", None),
            ("2027-10-31T01:30:00Z", None),
            ("2027-10-31T02:00:00Z", Some("2027-10-31 03:00:00")),
            ("1980-07-01T08:00:00Z", None),
        ] {
            let read = match in_rome(at.parse().expect("an instant")).expect("a time") {
                CalendarDateTime::WithTimezone { date_time, .. } => Some(date_time.to_string()),
                _ => None,
            };
            assert_eq!(read.as_deref(), told, "{at}");
        }
    }
}
