//! Everything that the sizing rests on, gathered from the figures and checked as a whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FigureKey, WorkingTime, WorkingTimeTerm};
use crate::{
    code::{CpiCode, ProfileCode, ServiceCode},
    problem::{Fields, Problem, Rule},
};

/// How far the shares of a service may be from 1 in all.
pub const SHARE_TOLERANCE: f64 = 1e-6;

/// A professional profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its code.
    pub code: ProfileCode,
    /// Share of working time spent on support work (`cas`), 0 to 0.95.
    pub category_allowance: f64,
    /// Yearly cost of one operator, euro cents.
    pub yearly_cost_cents: u64,
}

/// A service with its demand and its standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Its code.
    pub code: ServiceCode,
    /// Units a year in the whole region (`V`): users, employers or groups.
    pub volume: f64,
    /// Standard time of one unit (`m`), minutes.
    pub minutes: f64,
    /// Share of the time worked by each profile (`mix`), shape `[profiles]`, in the profiles' order; adds up to 1.
    pub mix: Vec<f64>,
}

/// The assumptions of a sizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assumptions {
    /// The terms of the available working time; one for all profiles.
    pub working_time: WorkingTime,
    /// The profiles, in the plan's order.
    pub profiles: Vec<Profile>,
    /// The services, in the plan's order.
    pub services: Vec<Service>,
    /// Operators in service in the whole region.
    pub staff_total: u64,
    /// Whether volumes follow the registered unemployed within a province that knows them all.
    pub split_by_registered_unemployed: bool,
    /// Operators in service that a planner stated, full-time equivalents, in place of the derived number.
    pub staff: BTreeMap<CpiCode, BTreeMap<ProfileCode, f64>>,
    /// Individual allowances (`ias`), hours a year.
    pub individual_allowance: BTreeMap<CpiCode, BTreeMap<ProfileCode, f64>>,
}

impl Assumptions {
    /// Gathers the assumptions from figures, for profiles and services in the plan's order.
    ///
    /// A missing share, staff number or individual allowance is left out; every other figure must be there.
    /// Figures of profiles or services that are not in the plan are ignored.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure that is missing or out of bounds, and `service.X.share` when the shares of
    /// a service do not add up to 1.
    pub fn from_figures(
        profiles: &[ProfileCode],
        services: &[ServiceCode],
        figures: &BTreeMap<FigureKey, f64>,
    ) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        for (key, &value) in figures {
            fields.check(key.to_string(), key.broken_rule(value));
        }
        let mut take = |key: FigureKey| {
            figures.get(&key).copied().unwrap_or_else(|| {
                fields.push(key.to_string(), Rule::Required);
                0.0
            })
        };
        let mut term = |term| take(FigureKey::WorkingTime(term));
        let working_time = WorkingTime {
            hours_per_week: term(WorkingTimeTerm::HoursPerWeek),
            weekdays: term(WorkingTimeTerm::Weekdays),
            public_holiday_days: term(WorkingTimeTerm::PublicHolidayDays),
            patron_saint_days: term(WorkingTimeTerm::PatronSaintDays),
            leave_days: term(WorkingTimeTerm::LeaveDays),
            suppressed_holiday_days: term(WorkingTimeTerm::SuppressedHolidayDays),
            sickness_and_other_days: term(WorkingTimeTerm::SicknessAndOtherDays),
            training_days: term(WorkingTimeTerm::TrainingDays),
        };
        let profile_rows = profiles
            .iter()
            .map(|code| Profile {
                code: code.clone(),
                category_allowance: take(FigureKey::CategoryAllowance(code.clone())),
                yearly_cost_cents: (take(FigureKey::YearlyCost(code.clone())) * 100.0).round() as u64,
            })
            .collect();
        let service_rows = services
            .iter()
            .map(|code| Service {
                code: code.clone(),
                volume: take(FigureKey::Volume(code.clone())),
                minutes: take(FigureKey::Minutes(code.clone())),
                mix: profiles
                    .iter()
                    .map(|profile| {
                        figures.get(&FigureKey::Share(code.clone(), profile.clone())).copied().unwrap_or_default()
                    })
                    .collect(),
            })
            .collect();
        let staff_total = take(FigureKey::StaffTotal) as u64;
        let split_by_registered_unemployed = take(FigureKey::SplitByRegisteredUnemployed) > 0.0;
        let (mut staff, mut individual_allowance) = (BTreeMap::new(), BTreeMap::new());
        for (key, &value) in figures {
            let (table, cpi, profile): (&mut BTreeMap<_, BTreeMap<_, _>>, _, _) = match key {
                FigureKey::Staff(cpi, profile) => (&mut staff, cpi, profile),
                FigureKey::IndividualAllowance(cpi, profile) => (&mut individual_allowance, cpi, profile),
                _ => continue,
            };
            table.entry(cpi.clone()).or_default().insert(profile.clone(), value);
        }
        fields.finish()?;
        let assumptions = Self {
            working_time,
            profiles: profile_rows,
            services: service_rows,
            staff_total,
            split_by_registered_unemployed,
            staff,
            individual_allowance,
        };
        assumptions.check()?;
        Ok(assumptions)
    }

    /// Checks every bound, and the rules between figures.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure that breaks a rule.
    pub fn check(&self) -> Result<(), Problem> {
        let mut fields = Fields::default();
        for term in WorkingTimeTerm::ALL {
            let key = FigureKey::WorkingTime(term);
            fields.check(key.to_string(), key.broken_rule(self.working_time.term(term)));
        }
        for profile in &self.profiles {
            let key = FigureKey::CategoryAllowance(profile.code.clone());
            fields.check(key.to_string(), key.broken_rule(profile.category_allowance));
            let key = FigureKey::YearlyCost(profile.code.clone());
            fields.check(key.to_string(), key.broken_rule(profile.yearly_cost_cents as f64 / 100.0));
        }
        for service in &self.services {
            let key = FigureKey::Volume(service.code.clone());
            fields.check(key.to_string(), key.broken_rule(service.volume));
            let key = FigureKey::Minutes(service.code.clone());
            fields.check(key.to_string(), key.broken_rule(service.minutes));
            self.check_mix(service, &mut fields);
        }
        let key = FigureKey::StaffTotal;
        fields.check(key.to_string(), key.broken_rule(self.staff_total as f64));
        for (table, make) in [
            (&self.staff, FigureKey::Staff as fn(CpiCode, ProfileCode) -> FigureKey),
            (&self.individual_allowance, FigureKey::IndividualAllowance),
        ] {
            for (cpi, row) in table {
                for (profile, &value) in row {
                    let key = make(cpi.clone(), profile.clone());
                    fields.check(key.to_string(), key.broken_rule(value));
                }
            }
        }
        fields.finish()?;
        self.working_time.available_hours().map(|_| ())
    }

    fn check_mix(&self, service: &Service, fields: &mut Fields) {
        if service.mix.len() != self.profiles.len() {
            return fields.push(format!("service.{}.share", service.code), Rule::Required);
        }
        let mut whole = true;
        for (profile, &share) in self.profiles.iter().zip(&service.mix) {
            let key = FigureKey::Share(service.code.clone(), profile.code.clone());
            whole &= fields.check(key.to_string(), key.broken_rule(share));
        }
        let actual: f64 = service.mix.iter().sum();
        if whole && (actual - 1.0).abs() > SHARE_TOLERANCE {
            fields.push(format!("service.{}.share", service.code), Rule::WrongSum { expected: 1.0, actual });
        }
    }
}
