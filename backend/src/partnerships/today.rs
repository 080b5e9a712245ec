//! Which day it is in Rome: signatures, terms and due steps are days of the calendar there.

use chrono::{DateTime, Datelike as _, Utc};
use shared::partnerships::Day;

use crate::{
    error::{Context as _, Result},
    rome::day_in_rome,
};

/// The day in Rome at an instant.
///
/// # Errors
/// Before 1900 and after 2199: a fault of the machine's clock.
pub(super) fn today(now: DateTime<Utc>) -> Result<Day> {
    let there = day_in_rome(now);
    let year = u16::try_from(there.year()).context("reading the clock")?;
    let (month, day) = (there.month() as u8, there.day() as u8);
    Day::new(year, month, day).context("reading the clock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_rome() {
        for (instant, day) in [
            ("2026-11-25T22:59:59Z", "2026-11-25"),
            ("2026-11-25T23:00:00Z", "2026-11-26"),
            ("2026-07-01T21:59:59Z", "2026-07-01"),
            ("2026-07-01T22:00:00Z", "2026-07-02"),
            ("2026-03-29T00:59:59Z", "2026-03-29"),
            ("2026-10-25T22:59:59Z", "2026-10-25"),
            ("2026-10-24T22:00:00Z", "2026-10-25"),
        ] {
            let now = DateTime::parse_from_rfc3339(instant).expect("an instant").to_utc();
            assert_eq!(today(now).expect("a day").to_string(), day, "{instant}");
        }
    }
}
