//! Days on which nothing should be planned: public holidays of Italy, the patron saint's day of a town, weekends.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::{
    named,
    time::{is_weekend, plus_days},
};
use crate::code::CpiCode;

named! {
    /// A public holiday.
    Holiday {
        /// 1 January.
        NewYear = "NEW_YEAR",
        /// 6 January.
        Epiphany = "EPIPHANY",
        /// Easter Sunday.
        Easter = "EASTER",
        /// The Monday after Easter.
        EasterMonday = "EASTER_MONDAY",
        /// 25 April.
        Liberation = "LIBERATION",
        /// 1 May.
        Labour = "LABOUR",
        /// 2 June.
        Republic = "REPUBLIC",
        /// 15 August.
        Assumption = "ASSUMPTION",
        /// 4 October, from 2026 on (law no. 151 of 8 October 2025).
        SaintFrancis = "SAINT_FRANCIS",
        /// 1 November.
        AllSaints = "ALL_SAINTS",
        /// 8 December.
        ImmaculateConception = "IMMACULATE_CONCEPTION",
        /// 25 December.
        Christmas = "CHRISTMAS",
        /// 26 December.
        SaintStephen = "SAINT_STEPHEN",
    }
}

/// The first year in which Saint Francis is a holiday again.
const SAINT_FRANCIS_FROM: i16 = 2026;

/// A day of a year, the same every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct YearDay {
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

/// The patron saints' days of the towns where job centres have their seats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// By job centre.
    pub patrons: BTreeMap<CpiCode, YearDay>,
}

impl Calendar {
    /// Whether it is the patron saint's day of a job centre's town.
    pub fn is_patron_day(&self, cpi: &CpiCode, day: Date) -> bool {
        self.patrons.get(cpi).is_some_and(|patron| patron.month == day.month() && patron.day == day.day())
    }
}

/// Whether people work on a day: neither weekend nor public holiday.
pub fn is_workday(day: Date) -> bool {
    !is_weekend(day) && holiday(day).is_none()
}

/// The public holiday of a day.
pub fn holiday(day: Date) -> Option<Holiday> {
    match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (1, 6) => Some(Holiday::Epiphany),
        (4, 25) => Some(Holiday::Liberation),
        (5, 1) => Some(Holiday::Labour),
        (6, 2) => Some(Holiday::Republic),
        (8, 15) => Some(Holiday::Assumption),
        (10, 4) if day.year() >= SAINT_FRANCIS_FROM => Some(Holiday::SaintFrancis),
        (11, 1) => Some(Holiday::AllSaints),
        (12, 8) => Some(Holiday::ImmaculateConception),
        (12, 25) => Some(Holiday::Christmas),
        (12, 26) => Some(Holiday::SaintStephen),
        _ => {
            let easter = easter(day.year());
            if day == easter {
                Some(Holiday::Easter)
            } else {
                (day == plus_days(easter, 1)).then_some(Holiday::EasterMonday)
            }
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar.
///
/// # Source
/// The anonymous Gregorian computus, as printed in Meeus, Astronomical Algorithms, 1991, chapter 8.
pub fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * late + 114;
    Date::new(year as i16, (days / 31) as i8, (days % 31 + 1) as i8).unwrap_or(date(1970, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, month, day) in
            [(2019, 4, 21), (2020, 4, 12), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)]
        {
            assert_eq!(easter(year), date(year, month, day));
        }
        assert_eq!(holiday(date(2027, 3, 29)), Some(Holiday::EasterMonday));
    }

    #[test]
    fn saint_francis_is_a_holiday_again_from_2026() {
        assert_eq!(holiday(date(2025, 10, 4)), None);
        assert_eq!(holiday(date(2027, 10, 4)), Some(Holiday::SaintFrancis));
    }

    #[test]
    fn a_town_has_its_own_day() {
        let bari = CpiCode::new("BA03").expect("a code");
        let calendar = Calendar { patrons: [(bari.clone(), YearDay { month: 12, day: 6 })].into() };
        assert!(calendar.is_patron_day(&bari, date(2027, 12, 6)));
        assert!(!calendar.is_patron_day(&bari, date(2027, 12, 7)));
        assert!(is_workday(date(2027, 12, 6)) && !is_workday(date(2027, 12, 8)) && !is_workday(date(2027, 12, 11)));
    }
}
