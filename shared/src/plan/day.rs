//! A day of the calendar, without a time and without a zone.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text is no day: it is not `2020-03-02`, or the calendar has no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written 2020-03-02")]
pub struct NotADay;

/// A day of a year of four digits, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

/// Days from the beginning of the era of the algorithm, 1 March of the year 0, to 1 January 1970.
const EPOCH: i32 = 719_468;
/// Days of four hundred years.
const ERA: i32 = 146_097;

impl Day {
    /// The day of a year, a month and a day of the month.
    ///
    /// # Errors
    /// [`NotADay`], when the calendar has none such.
    pub fn new(year: i32, month: i32, day: i32) -> Result<Self, NotADay> {
        if !(1000..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(NotADay);
        }
        // Years begin in March, so that the leap day is the last of its year.
        let shifted = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        let made = Self(era * ERA + days - EPOCH);
        // The 31st of a month of thirty days would be the first of the next.
        if made.parts() == (year, month, day) { Ok(made) } else { Err(NotADay) }
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i32, i32, i32) {
        let days = self.0 + EPOCH;
        let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        (year + era * 400 + i32::from(month <= 2), month, day)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// Days from another day to this one; negative when this one is earlier.
    pub fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// The day before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0 - 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<i32>().ok()).ok_or(NotADay)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() { Err(NotADay) } else { Self::new(year, month, day) }
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
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

    #[test]
    fn days_are_read_and_written_and_follow_each_other() {
        let mut before = Day::new(1999, 12, 31).expect("a day");
        let mut count = 0;
        for year in 2000..2030 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Ok(at) = Day::new(year, month, day) else { continue };
                    assert_eq!(at.since(before), 1, "{at}");
                    assert_eq!(at.before(), before);
                    assert_eq!(at.to_string().parse(), Ok(at));
                    (before, count) = (at, count + 1);
                }
            }
        }
        assert_eq!(count, 365 * 30 + 8, "thirty years with eight leap days");
        assert_eq!("1970-01-01".parse::<Day>().map(|day| day.0), Ok(0));
    }

    #[test]
    fn what_the_calendar_has_not_is_no_day() {
        for wrong in [
            "",
            "2020",
            "2020-3-2",
            "2021-02-29",
            "2020-13-01",
            "2020-04-31",
            "02-03-2020",
            "2020-03-02-",
            "0999-12-31",
        ] {
            assert_eq!(wrong.parse::<Day>(), Err(NotADay), "{wrong}");
        }
    }
}
