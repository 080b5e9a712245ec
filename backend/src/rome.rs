//! Which day it is in Rome: signatures, terms, due steps and the map of the catchments go by the calendar there.

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc, Weekday};
use shared::plan::Day;

use crate::error::{Context as _, Result};

/// The day in Rome at an instant.
pub(crate) fn day_in_rome(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(if is_summer(at) { 2 } else { 1 })).date_naive()
}

/// A date as the model names it.
///
/// # Errors
/// In a year that has not four digits.
pub(crate) fn day_of(date: NaiveDate) -> Result<Day> {
    date.to_string().parse().context("reading a day")
}

/// Summer time holds from the last Sunday of March to that of October, at one o'clock UTC.
fn is_summer(at: DateTime<Utc>) -> bool {
    let turn = |month: u32| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        let sunday = last - TimeDelta::days(i64::from(last.weekday().days_since(Weekday::Sun)));
        Some(sunday.and_hms_opt(1, 0, 0)?.and_utc())
    };
    turn(3).zip(turn(10)).is_some_and(|(spring, autumn)| spring <= at && at < autumn)
}
