//! From demand to required operators, after the WHO's Workload Indicators of Staffing Need (WISN).
//!
//! `required = basic · CAF + IAF` for each CPI and profile, with
//! `basic = Σ volume · minutes / 60 · mix / AWT`, `CAF = 1 / (1 - cas)`, `IAF = ias / AWT`.
//! Arrays over cells are row-major: `[cpis][profiles]`, in the order in which the catchments and profiles were given.

use std::collections::BTreeMap;

use super::{Assumptions, apportion::largest_remainder};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    problem::{Fields, Problem, Rule},
    territory::Catchment,
};

/// Operators are split over profiles by hours in this unit, so that the split is exact: a millionth of an hour.
const HOURS_UNIT: f64 = 1e6;

/// The sizing of every cell, and all that explains it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    cpis: Vec<CpiCode>,
    provinces: Vec<ProvinceCode>,
    profiles: Vec<ProfileCode>,
    services: Vec<ServiceCode>,
    available_hours: f64,
    weights: Vec<f64>,
    volumes: Vec<f64>,
    minutes: Vec<f64>,
    mix: Vec<f64>,
    allowance_factor: Vec<f64>,
    basic: Vec<f64>,
    individual_hours: Vec<f64>,
    required: Vec<f64>,
    have: Vec<f64>,
}

/// One service's part in a cell's requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The service.
    pub service: ServiceCode,
    /// Its units a year at the CPI.
    pub volume: f64,
    /// Minutes for one unit.
    pub minutes: f64,
    /// Share of the minutes worked by the profile.
    pub share: f64,
    /// `volume · minutes / 60 · share`, hours a year.
    pub hours: f64,
}

/// How one cell's requirement comes about: every term of the formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The services that ask for this profile, in the plan's order.
    pub parts: Vec<Part>,
    /// Available working time, hours a year.
    pub available_hours: f64,
    /// `Σ hours / available hours`, FTE.
    pub basic: f64,
    /// `1 / (1 - cas)`.
    pub allowance_factor: f64,
    /// Individual allowance, hours a year.
    pub individual_hours: f64,
    /// `basic · allowance factor + individual hours / available hours`, FTE.
    pub required: f64,
}

impl Sizing {
    /// Sizes every CPI.
    ///
    /// Volumes are split over the CPIs by [`split_weights`]; the operators in service by largest remainder, first over the
    /// CPIs by residents of working age, then over the profiles of each CPI by required hours, where no planner stated them.
    ///
    /// Time O(cpis · profiles · services).
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure out of bounds, a CPI that is given twice (`catchment.X`), or `catchments`
    /// when they hold nobody.
    ///
    /// # Source
    /// WHO, Workload Indicators of Staffing Need, user's manual, 2010, steps 2 to 6.
    pub fn of(assumptions: &Assumptions, catchments: &[Catchment]) -> Result<Self, Problem> {
        assumptions.check()?;
        check_catchments(catchments)?;
        let available_hours = assumptions.working_time.available_hours()?;
        let weights = split_weights(catchments, assumptions.split_by_registered_unemployed);
        let mut sizing = Self {
            cpis: catchments.iter().map(|catchment| catchment.cpi.clone()).collect(),
            provinces: catchments.iter().map(|catchment| catchment.province.clone()).collect(),
            profiles: assumptions.profiles.iter().map(|profile| profile.code.clone()).collect(),
            services: assumptions.services.iter().map(|service| service.code.clone()).collect(),
            available_hours,
            weights,
            volumes: assumptions.services.iter().map(|service| service.volume).collect(),
            minutes: assumptions.services.iter().map(|service| service.minutes).collect(),
            mix: assumptions.services.iter().flat_map(|service| service.mix.iter().copied()).collect(),
            allowance_factor: assumptions.profiles.iter().map(|p| 1.0 / (1.0 - p.category_allowance)).collect(),
            basic: Vec::new(),
            individual_hours: Vec::new(),
            required: Vec::new(),
            have: Vec::new(),
        };
        sizing.individual_hours = sizing.stated(&assumptions.individual_allowance);
        sizing.size();
        sizing.have = sizing.staff(assumptions, catchments);
        Ok(sizing)
    }

    fn size(&mut self) {
        let hours = self.hours(&self.volumes);
        for weight in &self.weights {
            for (profile, total) in hours.iter().enumerate() {
                let basic = total * weight / self.available_hours;
                let individual = self.individual_hours[self.basic.len()] / self.available_hours;
                self.basic.push(basic);
                self.required.push(basic * self.allowance_factor[profile] + individual);
            }
        }
    }

    /// The region's hours a profile for so many units of each service; a CPI's are its weight's part of them.
    fn hours(&self, volumes: &[f64]) -> Vec<f64> {
        let profiles = self.profiles.len();
        let mut hours = vec![0.0; profiles];
        for (service, (volume, minutes)) in volumes.iter().zip(&self.minutes).enumerate() {
            for (profile, total) in hours.iter_mut().enumerate() {
                *total += volume * minutes / 60.0 * self.mix[service * profiles + profile];
            }
        }
        hours
    }

    /// Operators that each CPI would need over all profiles, FTE, if the region's volumes were these. Shape `[cpis]`;
    /// `volumes` has one entry a service, in the plan's order. Time O(services · profiles + cpis · profiles).
    pub fn required_by_cpi(&self, volumes: &[f64]) -> Vec<f64> {
        let profiles = self.profiles.len();
        let hours = self.hours(volumes);
        let allowed: f64 = hours.iter().zip(&self.allowance_factor).map(|(hours, factor)| hours * factor).sum();
        let individual = |cpi: usize| self.individual_hours[cpi * profiles..(cpi + 1) * profiles].iter().sum::<f64>();
        let required = |(cpi, weight): (usize, &f64)| (allowed * weight + individual(cpi)) / self.available_hours;
        self.weights.iter().enumerate().map(required).collect()
    }

    /// The table of stated numbers as an array over cells; 0 where none is stated.
    fn stated(&self, table: &BTreeMap<CpiCode, BTreeMap<ProfileCode, f64>>) -> Vec<f64> {
        let value = |cpi: &CpiCode, profile: &ProfileCode| {
            table.get(cpi).and_then(|row| row.get(profile)).copied().unwrap_or_default()
        };
        self.cpis.iter().flat_map(|cpi| self.profiles.iter().map(move |profile| value(cpi, profile))).collect()
    }

    fn staff(&self, assumptions: &Assumptions, catchments: &[Catchment]) -> Vec<f64> {
        let residents: Vec<u64> = catchments.iter().map(|catchment| catchment.working_age).collect();
        let by_cpi = largest_remainder(assumptions.staff_total, &residents, &self.cpis);
        let profiles = self.profiles.len();
        let mut have = Vec::with_capacity(self.required.len());
        for (cpi, &operators) in by_cpi.iter().enumerate() {
            let row = cpi * profiles..(cpi + 1) * profiles;
            let mut hours: Vec<u64> = self.required[row]
                .iter()
                .map(|required| (required * self.available_hours * HOURS_UNIT).round() as u64)
                .collect();
            if hours.iter().all(|&hours| hours == 0) {
                // Without any work they are still in service: spread evenly.
                hours.fill(1);
            }
            have.extend(largest_remainder(operators, &hours, &self.profiles).into_iter().map(|part| part as f64));
        }
        for (cpi, row) in &assumptions.staff {
            for (profile, &stated) in row {
                if let Some(cell) = self.cell(cpi, profile) {
                    have[cell] = stated;
                }
            }
        }
        have
    }

    /// The CPIs, in order.
    pub fn cpis(&self) -> &[CpiCode] {
        &self.cpis
    }

    /// The province of each CPI.
    pub fn provinces(&self) -> &[ProvinceCode] {
        &self.provinces
    }

    /// The profiles, in order.
    pub fn profiles(&self) -> &[ProfileCode] {
        &self.profiles
    }

    /// The services, in order.
    pub fn services(&self) -> &[ServiceCode] {
        &self.services
    }

    /// Units a year of each service in the whole region, shape `[services]`.
    pub fn volumes(&self) -> &[f64] {
        &self.volumes
    }

    /// Number of cells: CPIs times profiles.
    pub fn cells(&self) -> usize {
        self.required.len()
    }

    /// The place of a cell in the arrays. `None` when the sizing has no such CPI or profile.
    pub fn cell(&self, cpi: &CpiCode, profile: &ProfileCode) -> Option<usize> {
        let row = self.cpis.iter().position(|known| known == cpi)?;
        let column = self.profiles.iter().position(|known| known == profile)?;
        Some(row * self.profiles.len() + column)
    }

    /// Available working time, hours a year.
    pub fn available_hours(&self) -> f64 {
        self.available_hours
    }

    /// The CPIs' shares of the region's demand; they add up to 1. Shape `[cpis]`.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Operators needed for the services alone, FTE, shape `[cpis][profiles]`.
    pub fn basic(&self) -> &[f64] {
        &self.basic
    }

    /// Operators needed with all allowances, FTE, shape `[cpis][profiles]`.
    pub fn required(&self) -> &[f64] {
        &self.required
    }

    /// Operators in service, FTE, shape `[cpis][profiles]`.
    pub fn have(&self) -> &[f64] {
        &self.have
    }

    /// Every term of one cell's requirement. `None` when there is no such cell.
    pub fn explain(&self, cpi: &CpiCode, profile: &ProfileCode) -> Option<Explanation> {
        let cell = self.cell(cpi, profile)?;
        let (row, column) = (cell / self.profiles.len(), cell % self.profiles.len());
        let parts = self.services.iter().enumerate().map(|(service, code)| {
            let share = self.mix[service * self.profiles.len() + column];
            let (volume, minutes) = (self.volumes[service] * self.weights[row], self.minutes[service]);
            Part { service: code.clone(), volume, minutes, share, hours: volume * minutes / 60.0 * share }
        });
        Some(Explanation {
            parts: parts.filter(|part| part.share > 0.0).collect(),
            available_hours: self.available_hours,
            basic: self.basic[cell],
            allowance_factor: self.allowance_factor[column],
            individual_hours: self.individual_hours[cell],
            required: self.required[cell],
        })
    }
}

fn check_catchments(catchments: &[Catchment]) -> Result<(), Problem> {
    let mut fields = Fields::default();
    let mut seen = std::collections::BTreeSet::new();
    for catchment in catchments {
        if !seen.insert(&catchment.cpi) {
            fields.push(format!("catchment.{}", catchment.cpi), Rule::Duplicate);
        }
    }
    if catchments.iter().all(|catchment| catchment.working_age == 0) {
        fields.push("catchments", Rule::Required);
    }
    fields.finish()
}

/// The share of the region's demand that falls to each CPI, shape `[cpis]`; they add up to 1.
///
/// By default residents of working age. With `by_registered_unemployed`, a province keeps its share by residents, and
/// divides it by registered unemployed if all of its CPIs know theirs and there are any.
pub fn split_weights(catchments: &[Catchment], by_registered_unemployed: bool) -> Vec<f64> {
    #[derive(Default)]
    struct Province {
        residents: u64,
        unemployed: Option<u64>,
    }
    let mut provinces: BTreeMap<&ProvinceCode, Province> = BTreeMap::new();
    for catchment in catchments {
        let province = provinces
            .entry(&catchment.province)
            .or_insert_with(|| Province { residents: 0, unemployed: by_registered_unemployed.then_some(0) });
        province.residents += catchment.working_age;
        province.unemployed = province.unemployed.zip(catchment.registered_unemployed).map(|(sum, more)| sum + more);
    }
    let region: u64 = provinces.values().map(|province| province.residents).sum();
    catchments
        .iter()
        .map(|catchment| {
            let province = &provinces[&catchment.province];
            match (province.unemployed, catchment.registered_unemployed) {
                (Some(all), Some(own)) if all > 0 => {
                    province.residents as f64 / region as f64 * (own as f64 / all as f64)
                }
                _ => catchment.working_age as f64 / region as f64,
            }
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests;
