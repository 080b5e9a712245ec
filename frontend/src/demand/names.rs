//! What figures are called.

use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    staffing::{FigureKey, Unit, WorkingTimeTerm},
};

use crate::i18n::{Words, fill, t_string};

/// Who knows what the places, profiles and services of figures are called.
pub(crate) trait Named {
    fn cpi_name(&self, code: &CpiCode) -> String;
    fn province_name(&self, code: &ProvinceCode) -> String;
    fn profile_name(&self, words: Words, code: &ProfileCode) -> String;
    fn service_name(&self, words: Words, code: &ServiceCode) -> String;
}

/// A term of the working time.
pub(super) fn term(words: Words, term: WorkingTimeTerm) -> &'static str {
    match term {
        WorkingTimeTerm::HoursPerWeek => t_string!(words, demand.hours_per_week),
        WorkingTimeTerm::Weekdays => t_string!(words, demand.weekdays),
        WorkingTimeTerm::PublicHolidayDays => t_string!(words, demand.public_holiday_days),
        WorkingTimeTerm::PatronSaintDays => t_string!(words, demand.patron_saint_days),
        WorkingTimeTerm::LeaveDays => t_string!(words, demand.leave_days),
        WorkingTimeTerm::SuppressedHolidayDays => t_string!(words, demand.suppressed_holiday_days),
        WorkingTimeTerm::SicknessAndOtherDays => t_string!(words, demand.sickness_and_other_days),
        WorkingTimeTerm::TrainingDays => t_string!(words, demand.training_days),
    }
}

/// A figure, so that it is known without its place on the page.
pub(crate) fn figure(words: Words, plan: &impl Named, key: &FigureKey) -> String {
    let with = |text: &str, of: String| fill(text, &[("of", &of)]);
    let place = |cpi, profile| format!("{}, {}", plan.cpi_name(cpi), plan.profile_name(words, profile));
    match key {
        FigureKey::WorkingTime(which) => term(words, *which).to_owned(),
        FigureKey::OwnWorkingTime(which, profile) => {
            format!("{}: {}", term(words, *which), plan.profile_name(words, profile))
        }
        FigureKey::CategoryAllowance(profile) => {
            with(t_string!(words, demand.allowance_of), plan.profile_name(words, profile))
        }
        FigureKey::YearlyCost(profile) => with(t_string!(words, demand.cost_of), plan.profile_name(words, profile)),
        FigureKey::Volume(service) => {
            with(t_string!(words, demand.volume_of), format!("{service} {}", plan.service_name(words, service)))
        }
        FigureKey::ProvinceVolume(service, province) => {
            let of = format!("{service} {}, {}", plan.service_name(words, service), plan.province_name(province));
            with(t_string!(words, demand.volume_of), of)
        }
        FigureKey::Minutes(service) => {
            with(t_string!(words, demand.minutes_of), format!("{service} {}", plan.service_name(words, service)))
        }
        FigureKey::Share(service, profile) => {
            with(t_string!(words, demand.share_of), format!("{service}, {}", plan.profile_name(words, profile)))
        }
        FigureKey::StaffTotal => t_string!(words, demand.staff_total).to_owned(),
        FigureKey::Staff(cpi, profile) => with(t_string!(words, demand.staff_of), place(cpi, profile)),
        FigureKey::IndividualAllowance(cpi, profile) => {
            with(t_string!(words, demand.individual_of), place(cpi, profile))
        }
        FigureKey::SplitByRegisteredUnemployed => t_string!(words, demand.split).to_owned(),
    }
}

/// The unit, as it stands behind a number.
pub(crate) fn unit(words: Words, unit: Unit) -> &'static str {
    match unit {
        Unit::HoursPerWeek => t_string!(words, demand.unit_hours_week),
        Unit::HoursPerYear => t_string!(words, demand.unit_hours_year),
        Unit::Days => t_string!(words, demand.unit_days),
        Unit::Minutes => t_string!(words, demand.unit_minutes),
        Unit::UnitsPerYear => t_string!(words, demand.unit_year),
        Unit::Share => "%",
        Unit::EuroPerYear => t_string!(words, demand.unit_euro_year),
        Unit::Fte => t_string!(words, demand.unit_fte),
        Unit::Flag => "",
    }
}
