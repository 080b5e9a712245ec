//! The figures that the sizing rests on: each has a key, a unit, bounds, a provenance and a revision.
//!
//! One flat table of keyed numbers, so that every assumption is edited, traced and disputed in the same way.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::WorkingTimeTerm;
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    problem::{Rule, out_of},
};

/// The most units of one service in a year that are believed: more than Italy has residents.
pub const MAX_VOLUME: f64 = 100_000_000.0;
/// The most minutes that one unit of a service may take: about six weeks of work.
pub const MAX_MINUTES: f64 = 10_000.0;
/// The most days or hours that a term of the working time may hold.
pub const MAX_DAYS: f64 = 366.0;
/// The most operators of one profile in service at one CPI.
pub const MAX_STAFF: f64 = 9_999.0;
/// The most operators in service in all.
pub const MAX_STAFF_TOTAL: f64 = 1_000_000.0;
/// The most hours a year of an individual allowance at one cell.
pub const MAX_ALLOWANCE_HOURS: f64 = 1_000_000.0;
/// The greatest share of working time that a category allowance may take; at 1 nobody would serve anyone.
pub const MAX_CATEGORY_ALLOWANCE: f64 = 0.95;
/// The most that one operator may cost in a year, euro.
pub const MAX_YEARLY_COST: f64 = 1_000_000.0;

/// Names one figure. As text: `service.F3.share.DO`, `working_time.leave_days`, `staff.FG03.OR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum FigureKey {
    /// A term of the available working time.
    WorkingTime(WorkingTimeTerm),
    /// A term of the available working time that is another one for this profile; in place of the common term.
    OwnWorkingTime(WorkingTimeTerm, ProfileCode),
    /// Share of working time that every operator of the profile spends on support work.
    CategoryAllowance(ProfileCode),
    /// Yearly cost of one operator of the profile.
    YearlyCost(ProfileCode),
    /// Units of the service a year, whole region.
    Volume(ServiceCode),
    /// Units of the service a year in one province, where they are published; a part of the region's.
    ProvinceVolume(ServiceCode, ProvinceCode),
    /// Standard time of one unit of the service.
    Minutes(ServiceCode),
    /// Share of the service's time that the profile works. The shares of a service add up to 1.
    Share(ServiceCode, ProfileCode),
    /// Operators in service, whole region.
    StaffTotal,
    /// Operators of the profile in service at the CPI; in place of the derived number.
    Staff(CpiCode, ProfileCode),
    /// Hours a year at the CPI that only some operators of the profile spend (coordination, teaching).
    IndividualAllowance(CpiCode, ProfileCode),
    /// 1: within a province whose CPIs all know their registered unemployed, volumes follow them; 0: residents of working age.
    SplitByRegisteredUnemployed,
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Unit {
    /// Hours a week.
    HoursPerWeek,
    /// Hours a year.
    HoursPerYear,
    /// Days a year.
    Days,
    /// Minutes for one unit of a service.
    Minutes,
    /// Units of a service a year.
    UnitsPerYear,
    /// A share, 0 to 1.
    Share,
    /// Euro a year.
    EuroPerYear,
    /// Operators, full-time equivalents.
    Fte,
    /// 0 or 1.
    Flag,
}

impl FigureKey {
    /// The unit of the figure.
    pub fn unit(&self) -> Unit {
        match self {
            Self::WorkingTime(WorkingTimeTerm::HoursPerWeek)
            | Self::OwnWorkingTime(WorkingTimeTerm::HoursPerWeek, _) => Unit::HoursPerWeek,
            Self::WorkingTime(_) | Self::OwnWorkingTime(..) => Unit::Days,
            Self::CategoryAllowance(_) | Self::Share(..) => Unit::Share,
            Self::YearlyCost(_) => Unit::EuroPerYear,
            Self::Volume(_) | Self::ProvinceVolume(..) => Unit::UnitsPerYear,
            Self::Minutes(_) => Unit::Minutes,
            Self::StaffTotal | Self::Staff(..) => Unit::Fte,
            Self::IndividualAllowance(..) => Unit::HoursPerYear,
            Self::SplitByRegisteredUnemployed => Unit::Flag,
        }
    }

    /// The rule that a value breaks at this key, if any. Rules between figures are [`super::Assumptions`]' to check.
    pub fn broken_rule(&self, value: f64) -> Option<Rule> {
        let (min, max) = self.bounds();
        out_of(value, min, max).or_else(|| (self.is_whole() && value % 1.0 != 0.0).then_some(Rule::NotWhole))
    }

    /// The least and the greatest value that the figure may have, in its unit.
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::WorkingTime(term) | Self::OwnWorkingTime(term, _) => match term {
                WorkingTimeTerm::HoursPerWeek => (1.0, 60.0),
                WorkingTimeTerm::Weekdays => (1.0, MAX_DAYS),
                _ => (0.0, MAX_DAYS),
            },
            Self::CategoryAllowance(_) => (0.0, MAX_CATEGORY_ALLOWANCE),
            Self::Share(..) | Self::SplitByRegisteredUnemployed => (0.0, 1.0),
            Self::YearlyCost(_) => (0.0, MAX_YEARLY_COST),
            Self::Volume(_) | Self::ProvinceVolume(..) => (0.0, MAX_VOLUME),
            Self::Minutes(_) => (0.0, MAX_MINUTES),
            Self::StaffTotal => (0.0, MAX_STAFF_TOTAL),
            Self::Staff(..) => (0.0, MAX_STAFF),
            Self::IndividualAllowance(..) => (0.0, MAX_ALLOWANCE_HOURS),
        }
    }

    /// Whether only whole numbers make sense.
    pub fn is_whole(&self) -> bool {
        matches!(
            self,
            Self::Volume(_) | Self::ProvinceVolume(..) | Self::StaffTotal | Self::SplitByRegisteredUnemployed
        )
    }

    /// Whether the figure may be absent, a derived value, a common one or zero standing in for it.
    pub fn is_optional(&self) -> bool {
        matches!(
            self,
            Self::Staff(..) | Self::IndividualAllowance(..) | Self::OwnWorkingTime(..) | Self::ProvinceVolume(..)
        )
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingTime(term) => write!(f, "working_time.{}", term.name()),
            Self::OwnWorkingTime(term, profile) => write!(f, "working_time.{}.{profile}", term.name()),
            Self::CategoryAllowance(profile) => write!(f, "profile.{profile}.category_allowance"),
            Self::YearlyCost(profile) => write!(f, "profile.{profile}.yearly_cost"),
            Self::Volume(service) => write!(f, "service.{service}.volume"),
            Self::ProvinceVolume(service, province) => write!(f, "service.{service}.volume.{province}"),
            Self::Minutes(service) => write!(f, "service.{service}.minutes"),
            Self::Share(service, profile) => write!(f, "service.{service}.share.{profile}"),
            Self::StaffTotal => f.write_str("staff.total"),
            Self::Staff(cpi, profile) => write!(f, "staff.{cpi}.{profile}"),
            Self::IndividualAllowance(cpi, profile) => write!(f, "individual_allowance.{cpi}.{profile}"),
            Self::SplitByRegisteredUnemployed => f.write_str("split.registered_unemployed"),
        }
    }
}

/// The text names no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no figure has this key")]
pub struct UnknownFigure;

impl FromStr for FigureKey {
    type Err = UnknownFigure;

    fn from_str(text: &str) -> Result<Self, UnknownFigure> {
        let parts: Vec<&str> = text.split('.').collect();
        let profile = |code: &str| ProfileCode::new(code).map_err(|_| UnknownFigure);
        let service = |code: &str| ServiceCode::new(code).map_err(|_| UnknownFigure);
        let cpi = |code: &str| CpiCode::new(code).map_err(|_| UnknownFigure);
        let province = |code: &str| ProvinceCode::new(code).map_err(|_| UnknownFigure);
        let term = |name: &str| WorkingTimeTerm::ALL.into_iter().find(|term| term.name() == name).ok_or(UnknownFigure);
        match parts[..] {
            ["working_time", name] => Ok(Self::WorkingTime(term(name)?)),
            ["working_time", name, of] => Ok(Self::OwnWorkingTime(term(name)?, profile(of)?)),
            ["profile", code, "category_allowance"] => Ok(Self::CategoryAllowance(profile(code)?)),
            ["profile", code, "yearly_cost"] => Ok(Self::YearlyCost(profile(code)?)),
            ["service", code, "volume"] => Ok(Self::Volume(service(code)?)),
            ["service", code, "volume", at] => Ok(Self::ProvinceVolume(service(code)?, province(at)?)),
            ["service", code, "minutes"] => Ok(Self::Minutes(service(code)?)),
            ["service", code, "share", by] => Ok(Self::Share(service(code)?, profile(by)?)),
            ["staff", "total"] => Ok(Self::StaffTotal),
            ["staff", at, of] => Ok(Self::Staff(cpi(at)?, profile(of)?)),
            ["individual_allowance", at, of] => Ok(Self::IndividualAllowance(cpi(at)?, profile(of)?)),
            ["split", "registered_unemployed"] => Ok(Self::SplitByRegisteredUnemployed),
            _ => Err(UnknownFigure),
        }
    }
}

impl TryFrom<String> for FigureKey {
    type Error = UnknownFigure;
    fn try_from(text: String) -> Result<Self, UnknownFigure> {
        text.parse()
    }
}

impl From<FigureKey> for String {
    fn from(key: FigureKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() {
        for text in [
            "working_time.hours_per_week",
            "working_time.leave_days.OR",
            "profile.FO.category_allowance",
            "profile.FO.yearly_cost",
            "service.F3.volume",
            "service.F3.volume.FG",
            "service.F3.minutes",
            "service.F3.share.DO",
            "staff.total",
            "staff.FG03.OR",
            "individual_allowance.FG03.OR",
            "split.registered_unemployed",
        ] {
            let key: FigureKey = text.parse().expect("it is a key");
            assert_eq!(key.to_string(), text);
        }
        for text in ["", "staff", "staff.fg03.OR", "working_time.naps", "service.A.share", "service.A.volume.x"] {
            assert_eq!(text.parse::<FigureKey>(), Err(UnknownFigure), "{text}");
        }
    }

    #[test]
    fn nonsense_values_break_a_rule_and_sense_does_not() {
        let volume = FigureKey::Volume(ServiceCode::new("A").expect("a code"));
        assert_eq!(volume.broken_rule(300_000.0), None);
        assert_eq!(volume.broken_rule(0.0), None);
        assert_eq!(volume.broken_rule(0.5), Some(Rule::NotWhole));
        assert_eq!(volume.broken_rule(1e9), Some(Rule::TooGreat { max: MAX_VOLUME }));
        assert_eq!(volume.broken_rule(f64::NAN), Some(Rule::NotANumber));
        assert_eq!(FigureKey::StaffTotal.broken_rule(-1.0), Some(Rule::TooSmall { min: 0.0 }));
    }
}
