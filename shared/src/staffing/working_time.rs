//! Available working time (AWT): the hours a year that one full-time operator is at work, term by term.

use serde::{Deserialize, Serialize};

use crate::problem::{Fields, Problem, Rule};

/// One term of the working time. Each is a figure of its own, with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkingTimeTerm {
    /// Contract hours a week.
    HoursPerWeek,
    /// Days from Monday to Friday in the year.
    Weekdays,
    /// National holidays that fall on a weekday, days.
    PublicHolidayDays,
    /// Days of the patron saint.
    PatronSaintDays,
    /// Annual leave, days.
    LeaveDays,
    /// Days in place of suppressed holidays (festività soppresse).
    SuppressedHolidayDays,
    /// Sickness and other paid absence, days a year.
    SicknessAndOtherDays,
    /// Training, days a year.
    TrainingDays,
}

impl WorkingTimeTerm {
    /// All terms, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::HoursPerWeek,
        Self::Weekdays,
        Self::PublicHolidayDays,
        Self::PatronSaintDays,
        Self::LeaveDays,
        Self::SuppressedHolidayDays,
        Self::SicknessAndOtherDays,
        Self::TrainingDays,
    ];

    /// The name within a figure's key: `hours_per_week`.
    pub fn name(self) -> &'static str {
        match self {
            Self::HoursPerWeek => "hours_per_week",
            Self::Weekdays => "weekdays",
            Self::PublicHolidayDays => "public_holiday_days",
            Self::PatronSaintDays => "patron_saint_days",
            Self::LeaveDays => "leave_days",
            Self::SuppressedHolidayDays => "suppressed_holiday_days",
            Self::SicknessAndOtherDays => "sickness_and_other_days",
            Self::TrainingDays => "training_days",
        }
    }
}

/// Days of a working week, by which the week's hours are divided into a day's.
pub const DAYS_PER_WEEK: f64 = 5.0;

/// The terms of the available working time. All are finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkingTime {
    /// Contract hours a week.
    pub hours_per_week: f64,
    /// Days from Monday to Friday in the year.
    pub weekdays: f64,
    /// National holidays that fall on a weekday, days.
    pub public_holiday_days: f64,
    /// Days of the patron saint.
    pub patron_saint_days: f64,
    /// Annual leave, days.
    pub leave_days: f64,
    /// Days in place of suppressed holidays.
    pub suppressed_holiday_days: f64,
    /// Sickness and other paid absence, days a year.
    pub sickness_and_other_days: f64,
    /// Training, days a year.
    pub training_days: f64,
}

impl WorkingTime {
    /// The value of one term.
    pub fn term(&self, term: WorkingTimeTerm) -> f64 {
        match term {
            WorkingTimeTerm::HoursPerWeek => self.hours_per_week,
            WorkingTimeTerm::Weekdays => self.weekdays,
            WorkingTimeTerm::PublicHolidayDays => self.public_holiday_days,
            WorkingTimeTerm::PatronSaintDays => self.patron_saint_days,
            WorkingTimeTerm::LeaveDays => self.leave_days,
            WorkingTimeTerm::SuppressedHolidayDays => self.suppressed_holiday_days,
            WorkingTimeTerm::SicknessAndOtherDays => self.sickness_and_other_days,
            WorkingTimeTerm::TrainingDays => self.training_days,
        }
    }

    /// The same working time with another value for one term.
    #[must_use]
    pub fn with(mut self, term: WorkingTimeTerm, value: f64) -> Self {
        *match term {
            WorkingTimeTerm::HoursPerWeek => &mut self.hours_per_week,
            WorkingTimeTerm::Weekdays => &mut self.weekdays,
            WorkingTimeTerm::PublicHolidayDays => &mut self.public_holiday_days,
            WorkingTimeTerm::PatronSaintDays => &mut self.patron_saint_days,
            WorkingTimeTerm::LeaveDays => &mut self.leave_days,
            WorkingTimeTerm::SuppressedHolidayDays => &mut self.suppressed_holiday_days,
            WorkingTimeTerm::SicknessAndOtherDays => &mut self.sickness_and_other_days,
            WorkingTimeTerm::TrainingDays => &mut self.training_days,
        } = value;
        self
    }

    /// Hours of a working day: the week's hours over five days.
    pub fn hours_per_day(&self) -> f64 {
        self.hours_per_week / DAYS_PER_WEEK
    }

    /// Days a year that a full-time operator is not at work, of the days from Monday to Friday.
    pub fn absent_days(&self) -> f64 {
        self.public_holiday_days
            + self.patron_saint_days
            + self.leave_days
            + self.suppressed_holiday_days
            + self.sickness_and_other_days
            + self.training_days
    }

    /// Available working time, hours a year: `(weekdays - absent days) · hours per week / 5`.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names the term that is negative or not finite, or, when nothing is left,
    /// `working_time.weekdays` with the least that would leave some.
    ///
    /// # Source
    /// WHO, Workload Indicators of Staffing Need, user's manual, 2010, step 2 (available working time).
    pub fn available_hours(&self) -> Result<f64, Problem> {
        let mut fields = Fields::default();
        for term in WorkingTimeTerm::ALL {
            let value = self.term(term);
            let broken = crate::problem::out_of(value, 0.0, super::figure::MAX_DAYS);
            fields.check(format!("working_time.{}", term.name()), broken);
        }
        fields.finish()?;
        let days = self.weekdays - self.absent_days();
        if days <= 0.0 {
            return Err(Problem::invalid("working_time.weekdays", Rule::TooSmall { min: self.absent_days() + 1.0 }));
        }
        let hours = days * self.hours_per_day();
        if hours <= 0.0 {
            return Err(Problem::invalid("working_time.hours_per_week", Rule::TooSmall { min: 1.0 }));
        }
        Ok(hours)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const PUGLIA_2020: WorkingTime = WorkingTime {
        hours_per_week: 36.0,
        weekdays: 262.0,
        public_holiday_days: 7.0,
        patron_saint_days: 1.0,
        leave_days: 28.0,
        suppressed_holiday_days: 4.0,
        sickness_and_other_days: 10.0,
        training_days: 5.0,
    };

    #[test]
    fn the_year_2020_leaves_1490_hours() {
        // By hand: 262 - 55 = 207 days of 7.2 hours.
        assert!((PUGLIA_2020.available_hours().expect("the defaults are valid") - 1490.4).abs() < 1e-9);
    }

    #[test]
    fn a_year_with_nothing_left_names_the_field() {
        let idle = WorkingTime { leave_days: 300.0, ..PUGLIA_2020 };
        let Err(Problem::Invalid { fields }) = idle.available_hours() else {
            panic!("300 days of leave must be refused")
        };
        assert_eq!(fields[0].field, "working_time.weekdays");
        let nobody = WorkingTime { hours_per_week: 0.0, ..PUGLIA_2020 };
        let Err(Problem::Invalid { fields }) = nobody.available_hours() else {
            panic!("a week of 0 hours must be refused")
        };
        assert_eq!(fields[0].field, "working_time.hours_per_week");
        let broken = WorkingTime { training_days: f64::NAN, leave_days: -1.0, ..PUGLIA_2020 };
        let Err(Problem::Invalid { fields }) = broken.available_hours() else { panic!("NaN must be refused") };
        assert_eq!(fields.len(), 2);
    }
}
