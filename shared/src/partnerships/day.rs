//! A day of the calendar, and how many lie between two. Nothing here knows which day it is.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A day from 1900 to 2199, as `2026-11-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// A text that is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no day of the calendar")]
pub struct NoDay;

impl Day {
    /// A day, if the calendar has it.
    ///
    /// # Errors
    /// Whatever is no day, also before 1900 and after 2199.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, NoDay> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(NoDay),
        };
        let is_day = (1900..2200).contains(&year) && (1..=last).contains(&day);
        if is_day { Ok(Self { year, month, of_month: day }) } else { Err(NoDay) }
    }

    /// Days from this one to another; below zero when the other comes first.
    pub fn until(self, other: Self) -> i32 {
        other.number() - self.number()
    }

    /// The day so many days later. The last day that there is, when it would come after.
    #[must_use]
    pub fn plus(self, days: u16) -> Self {
        let mut day = self;
        for _ in 0..days {
            day = day.next();
        }
        day
    }

    fn next(self) -> Self {
        let Self { year, month, of_month: day } = self;
        Self::new(year, month, day + 1)
            .or_else(|_| Self::new(year, month + 1, 1))
            .or_else(|_| Self::new(year + 1, 1, 1))
            .unwrap_or(self)
    }

    /// Days since an arbitrary day. The year is counted from March, so that a leap day comes last.
    fn number(self) -> i32 {
        let (year, month, day) = (i32::from(self.year), i32::from(self.month), i32::from(self.of_month));
        let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoDay);
        };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) || !text.bytes().all(|c| c == b'-' || c.is_ascii_digit()) {
            return Err(NoDay);
        }
        let number = |text: &str| text.parse::<u16>().map_err(|_| NoDay);
        let small = |text: &str| number(text).and_then(|n| u8::try_from(n).map_err(|_| NoDay));
        Self::new(number(year)?, small(month)?, small(day)?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

impl TryFrom<String> for Day {
    type Error = NoDay;
    fn try_from(text: String) -> Result<Self, NoDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("it is a day")
    }

    #[test]
    fn only_days_of_the_calendar_are_read() {
        for text in ["2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "2023-02-29",
            "2100-02-29",
            "2026-11-31",
            "2026-13-01",
            "2026-00-10",
            "26-11-25",
            "2026-1-5",
            "2026-11-25T",
            "+026-11-25",
            "",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        assert_eq!(day("2024-02-28").until(day("2024-03-01")), 2);
        assert_eq!(day("2023-02-28").until(day("2023-03-01")), 1);
        assert_eq!(day("2026-11-25").until(day("2027-11-25")), 365);
        assert_eq!(day("2026-11-25").until(day("2026-11-20")), -5);
        assert_eq!(day("2026-11-25").plus(90), day("2027-02-23"));
        let mut at = day("1999-12-01");
        for n in 0..500 {
            assert_eq!(day("1999-12-01").until(at), n);
            at = at.next();
        }
    }
}
