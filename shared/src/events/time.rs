//! Instants are UTC; days and hours are those of Europe/Rome, daylight saving included.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time, Weekday},
    tz::{self, TimeZone},
};
use serde::{Deserialize, Serialize};

use crate::problem::Rule;

/// The rules of the zone, compiled in: no system has to know them.
static ROME: TimeZone = tz::get!("Europe/Rome");

/// The longest event, in days.
pub const MAX_DAYS: i64 = 31;
const DAY_SECONDS: i64 = 86_400;
/// The years that make sense here.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct When {
    /// The first instant.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

impl When {
    /// Checks that the end comes after the start, and is not more than [`MAX_DAYS`] away.
    ///
    /// # Errors
    /// The rule that the end breaks.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, Rule> {
        let seconds = end.as_second() - start.as_second();
        if seconds <= 0 {
            Err(Rule::NotAfter)
        } else if seconds > MAX_DAYS * DAY_SECONDS {
            Err(Rule::TooGreat { max: MAX_DAYS as f64 })
        } else if !YEARS.contains(&day_of(start).year()) {
            Err(Rule::Unknown)
        } else {
            Ok(Self { start, end })
        }
    }

    /// Whether two times have an instant in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Minutes between two times; 0 when they meet.
    pub fn minutes_between(&self, other: &Self) -> i64 {
        let gap = |first: &Self, second: &Self| (second.start.as_second() - first.end.as_second()) / 60;
        gap(self, other).max(gap(other, self)).max(0)
    }

    /// The days of Rome that it touches, in order.
    pub fn days(&self) -> Vec<Date> {
        let last = Timestamp::from_second(self.end.as_second() - 1).map_or(self.end, |before| before);
        let (mut day, last) = (day_of(self.start), day_of(last));
        let mut days = vec![day];
        while day < last {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            days.push(day);
        }
        days
    }

    /// The same hours on another day, in Rome: nine o'clock stays nine o'clock, whatever the season.
    ///
    /// # Errors
    /// The rule that the new time breaks.
    pub fn moved_to(&self, day: Date) -> Result<Self, Rule> {
        let (start, end) = (local(self.start), local(self.end));
        let between = days_between(start.date(), end.date());
        let last = plus_days(day, between);
        Self::new(instant(day.to_datetime(start.time())), instant(last.to_datetime(end.time())))
    }

    /// The same length, begun so many minutes later.
    ///
    /// # Errors
    /// The rule that the new time breaks.
    pub fn shifted(&self, minutes: i64) -> Result<Self, Rule> {
        let later = |at: Timestamp| Timestamp::from_second(at.as_second() + minutes * 60).map_err(|_| Rule::Unknown);
        Self::new(later(self.start)?, later(self.end)?)
    }
}

/// Day and hour in Rome.
pub fn local(at: Timestamp) -> DateTime {
    ROME.to_datetime(at)
}

/// The day in Rome.
pub fn day_of(at: Timestamp) -> Date {
    local(at).date()
}

/// The instant of a day and hour in Rome. An hour that daylight saving leaves out is the one after it; of one that comes twice it is the first.
pub fn instant(at: DateTime) -> Timestamp {
    ROME.to_ambiguous_timestamp(at).compatible().unwrap_or(if at < DateTime::ZERO {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The instant of a day and hour in Rome, by numbers. `None` when there is no such hour.
pub fn instant_at(day: Date, hour: i8, minute: i8) -> Option<Timestamp> {
    Time::new(hour, minute, 0, 0).ok().map(|time| instant(day.to_datetime(time)))
}

/// Days from one to another; negative when the second is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_secs() / DAY_SECONDS
}

/// So many days later. The calendar's end is its own successor.
pub fn plus_days(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::SignedDuration::from_secs(days.saturating_mul(DAY_SECONDS)))
}

/// Whether it is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The Monday of a day's week.
pub fn monday_of(day: Date) -> Date {
    plus_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("it is an instant")
    }

    #[test]
    fn nine_oclock_in_rome_is_another_instant_in_summer() {
        assert_eq!(instant(date(2027, 3, 27).at(9, 0, 0, 0)), at("2027-03-27T08:00:00Z"));
        assert_eq!(instant(date(2027, 3, 28).at(9, 0, 0, 0)), at("2027-03-28T07:00:00Z"));
        assert_eq!(instant(date(2027, 10, 31).at(9, 0, 0, 0)), at("2027-10-31T08:00:00Z"));
        assert_eq!(day_of(at("2027-07-01T22:30:00Z")), date(2027, 7, 2));
    }

    #[test]
    fn the_hour_that_is_left_out_and_the_one_that_comes_twice_have_an_instant() {
        assert_eq!(instant(date(2027, 3, 28).at(2, 30, 0, 0)), at("2027-03-28T01:30:00Z"));
        assert_eq!(instant(date(2027, 10, 31).at(2, 30, 0, 0)), at("2027-10-31T00:30:00Z"));
    }

    #[test]
    fn moved_across_the_change_of_season_the_hour_stays() {
        let when = When::new(at("2027-03-26T08:00:00Z"), at("2027-03-26T11:00:00Z")).expect("it is a time");
        let moved = when.moved_to(date(2027, 3, 29)).expect("it is a time");
        assert_eq!((moved.start, moved.end), (at("2027-03-29T07:00:00Z"), at("2027-03-29T10:00:00Z")));
        assert_eq!(moved.days(), [date(2027, 3, 29)]);
    }

    #[test]
    fn an_end_comes_after_its_start_and_not_months_later() {
        let start = at("2027-03-26T08:00:00Z");
        assert_eq!(When::new(start, start), Err(Rule::NotAfter));
        assert_eq!(When::new(start, at("2027-06-26T08:00:00Z")), Err(Rule::TooGreat { max: 31.0 }));
    }

    #[test]
    fn a_time_that_ends_at_midnight_does_not_touch_the_next_day() {
        let when = When::new(at("2027-03-26T08:00:00Z"), at("2027-03-26T23:00:00Z")).expect("it is a time");
        assert_eq!(when.days(), [date(2027, 3, 26)]);
        let later = When::new(at("2027-03-26T23:00:00Z"), at("2027-03-27T01:00:00Z")).expect("it is a time");
        assert!(!when.overlaps(&later));
        assert_eq!(when.minutes_between(&later), 0);
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(monday_of(date(2027, 1, 3)), date(2026, 12, 28));
        assert_eq!(monday_of(date(2026, 12, 28)), date(2026, 12, 28));
        assert!(is_weekend(date(2027, 1, 3)) && !is_weekend(date(2027, 1, 4)));
        assert_eq!(days_between(date(2027, 1, 3), date(2027, 1, 1)), -2);
    }
}
