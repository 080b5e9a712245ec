//! Everything that the sizing rests on, gathered from the figures and checked as a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{FigureKey, WorkingTime, WorkingTimeTerm};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    problem::{Fields, Problem, Rule},
};

/// How far the shares of a service may be from 1 in all.
pub const SHARE_TOLERANCE: f64 = 1e-6;

/// The yearly cost of an operator in euro cents, from the figure that tells it in euro: to the nearest cent.
pub fn yearly_cost_cents(euro: f64) -> u64 {
    (euro * 100.0).round() as u64
}

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
    /// Terms of the working time that are other ones for this profile than for all.
    pub working_time: BTreeMap<WorkingTimeTerm, f64>,
}

impl Profile {
    /// The working time of an operator of this profile, where `common` is everybody's.
    pub fn working_time(&self, common: WorkingTime) -> WorkingTime {
        self.working_time.iter().fold(common, |time, (&term, &value)| time.with(term, value))
    }
}

/// A service with its demand and its standard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Its code.
    pub code: ServiceCode,
    /// Units a year in the whole region (`V`): users, employers or groups.
    pub volume: f64,
    /// Units a year in the provinces that have published theirs, each a part of `volume`.
    pub volume_by_province: BTreeMap<ProvinceCode, f64>,
    /// Standard time of one unit (`m`), minutes.
    pub minutes: f64,
    /// Share of the time worked by each profile (`mix`), shape `[profiles]`, in the profiles' order; adds up to 1.
    pub mix: Vec<f64>,
}

/// The assumptions of a sizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assumptions {
    /// The terms of the available working time, for every profile that has none of its own.
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
    /// A missing figure that is optional, and a missing share, is left out; every other figure must be there.
    /// Figures of profiles or services that are not in the plan are ignored.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure that is missing or out of bounds, and what [`Self::check`] names.
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
                yearly_cost_cents: yearly_cost_cents(take(FigureKey::YearlyCost(code.clone()))),
                working_time: WorkingTimeTerm::ALL
                    .into_iter()
                    .filter_map(|term| Some((term, *figures.get(&FigureKey::OwnWorkingTime(term, code.clone()))?)))
                    .collect(),
            })
            .collect();
        let mut by_province: BTreeMap<&ServiceCode, BTreeMap<ProvinceCode, f64>> = BTreeMap::new();
        for (key, &value) in figures {
            if let FigureKey::ProvinceVolume(service, province) = key {
                by_province.entry(service).or_default().insert(province.clone(), value);
            }
        }
        let service_rows = services
            .iter()
            .map(|code| Service {
                code: code.clone(),
                volume: take(FigureKey::Volume(code.clone())),
                volume_by_province: by_province.remove(code).unwrap_or_default(),
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

    /// The figures that they are gathered from: [`Self::from_figures`] makes the same of them. A share of 0 is there, too.
    pub fn figures(&self) -> BTreeMap<FigureKey, f64> {
        let mut figures: BTreeMap<FigureKey, f64> = WorkingTimeTerm::ALL
            .into_iter()
            .map(|term| (FigureKey::WorkingTime(term), self.working_time.term(term)))
            .collect();
        for profile in &self.profiles {
            let code = &profile.code;
            figures.insert(FigureKey::CategoryAllowance(code.clone()), profile.category_allowance);
            figures.insert(FigureKey::YearlyCost(code.clone()), profile.yearly_cost_cents as f64 / 100.0);
            let own = profile.working_time.iter();
            figures.extend(own.map(|(&term, &value)| (FigureKey::OwnWorkingTime(term, code.clone()), value)));
        }
        for service in &self.services {
            let code = &service.code;
            figures.insert(FigureKey::Volume(code.clone()), service.volume);
            figures.insert(FigureKey::Minutes(code.clone()), service.minutes);
            let stated = service.volume_by_province.iter();
            figures.extend(stated.map(|(at, &volume)| (FigureKey::ProvinceVolume(code.clone(), at.clone()), volume)));
            let shares = self.profiles.iter().zip(&service.mix);
            figures.extend(shares.map(|(by, &share)| (FigureKey::Share(code.clone(), by.code.clone()), share)));
        }
        figures.insert(FigureKey::StaffTotal, self.staff_total as f64);
        figures.insert(FigureKey::SplitByRegisteredUnemployed, f64::from(self.split_by_registered_unemployed));
        for (table, make) in [
            (&self.staff, FigureKey::Staff as fn(CpiCode, ProfileCode) -> FigureKey),
            (&self.individual_allowance, FigureKey::IndividualAllowance),
        ] {
            let cells =
                table.iter().flat_map(|(cpi, row)| row.iter().map(move |(profile, &value)| (cpi, profile, value)));
            figures.extend(cells.map(|(cpi, profile, value)| (make(cpi.clone(), profile.clone()), value)));
        }
        figures
    }

    /// Checks every bound, and the rules between figures.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure that breaks a rule; `profiles` and `services` when there are none, `profile.X`
    /// and `service.X` when one is there twice; `service.X.share` when its shares do not add up to 1; `service.X.volume` and
    /// its provinces' volumes when these come to more than the region's; a term of the working time that leaves none.
    pub fn check(&self) -> Result<(), Problem> {
        let mut fields = Fields::default();
        let check = |fields: &mut Fields, key: FigureKey, value: f64| {
            fields.check(key.to_string(), key.broken_rule(value));
        };
        for term in WorkingTimeTerm::ALL {
            check(&mut fields, FigureKey::WorkingTime(term), self.working_time.term(term));
        }
        self.check_codes(&mut fields);
        for profile in &self.profiles {
            let code = &profile.code;
            check(&mut fields, FigureKey::CategoryAllowance(code.clone()), profile.category_allowance);
            check(&mut fields, FigureKey::YearlyCost(code.clone()), profile.yearly_cost_cents as f64 / 100.0);
            for (&term, &value) in &profile.working_time {
                check(&mut fields, FigureKey::OwnWorkingTime(term, code.clone()), value);
            }
        }
        for service in &self.services {
            check(&mut fields, FigureKey::Minutes(service.code.clone()), service.minutes);
            check_volumes(service, &mut fields);
            self.check_mix(service, &mut fields);
        }
        check(&mut fields, FigureKey::StaffTotal, self.staff_total as f64);
        for (table, make) in [
            (&self.staff, FigureKey::Staff as fn(CpiCode, ProfileCode) -> FigureKey),
            (&self.individual_allowance, FigureKey::IndividualAllowance),
        ] {
            for (cpi, row) in table {
                for (profile, &value) in row {
                    check(&mut fields, make(cpi.clone(), profile.clone()), value);
                }
            }
        }
        fields.finish()?;
        self.available_hours().map(|_| ())
    }

    /// Available working time of an operator of each profile, hours a year, shape `[profiles]`.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names the term of the common working time that leaves none, as [`WorkingTime::available_hours`]
    /// does, or a profile's own terms that do.
    pub fn available_hours(&self) -> Result<Vec<f64>, Problem> {
        self.working_time.available_hours()?;
        let mut fields = Fields::default();
        let mut hours = Vec::with_capacity(self.profiles.len());
        for profile in &self.profiles {
            let time = profile.working_time(self.working_time);
            match time.available_hours() {
                Ok(available) => hours.push(available),
                Err(_) => check_own_terms(profile, &time, &mut fields),
            }
        }
        fields.finish()?;
        Ok(hours)
    }

    fn check_codes(&self, fields: &mut Fields) {
        if self.profiles.is_empty() {
            fields.push("profiles", Rule::Required);
        }
        if self.services.is_empty() {
            fields.push("services", Rule::Required);
        }
        let (mut profiles, mut services) = (BTreeSet::new(), BTreeSet::new());
        for profile in &self.profiles {
            let twice = !profiles.insert(&profile.code);
            fields.check(format!("profile.{}", profile.code), twice.then_some(Rule::Duplicate));
        }
        for service in &self.services {
            let twice = !services.insert(&service.code);
            fields.check(format!("service.{}", service.code), twice.then_some(Rule::Duplicate));
        }
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

/// The provinces' volumes are parts of the region's. Where they come to more, each is named with the most that the others
/// leave it, and the region's with what they come to: whichever is being typed hears of it.
fn check_volumes(service: &Service, fields: &mut Fields) {
    let region = FigureKey::Volume(service.code.clone());
    let mut whole = fields.check(region.to_string(), region.broken_rule(service.volume));
    let key = |province: &ProvinceCode| FigureKey::ProvinceVolume(service.code.clone(), province.clone());
    for (province, &volume) in &service.volume_by_province {
        whole &= fields.check(key(province).to_string(), key(province).broken_rule(volume));
    }
    let stated: f64 = service.volume_by_province.values().sum();
    if !whole || stated <= service.volume {
        return;
    }
    for (province, &volume) in service.volume_by_province.iter().filter(|(_, volume)| **volume > 0.0) {
        let max = f64::max(0.0, service.volume - (stated - volume));
        fields.push(key(province).to_string(), Rule::TooGreat { max });
    }
    fields.push(region.to_string(), Rule::TooSmall { min: stated });
}

/// A profile's own terms leave it no time: each that could mend that alone is named with the bound that would.
fn check_own_terms(profile: &Profile, time: &WorkingTime, fields: &mut Fields) {
    for (&term, &value) in &profile.working_time {
        let rule = match term {
            WorkingTimeTerm::HoursPerWeek => continue,
            WorkingTimeTerm::Weekdays => Rule::TooSmall { min: time.absent_days() + 1.0 },
            _ => Rule::TooGreat { max: f64::max(0.0, value - (time.absent_days() - time.weekdays) - 1.0) },
        };
        fields.push(FigureKey::OwnWorkingTime(term, profile.code.clone()).to_string(), rule);
    }
}
