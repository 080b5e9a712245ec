//! From demand to required operators, after the WHO's Workload Indicators of Staffing Need (WISN).
//!
//! `required = basic · CAF + IAF` for each CPI and profile, with
//! `basic = Σ volume · minutes / 60 · mix / AWT`, `CAF = 1 / (1 - cas)`, `IAF = ias / AWT`; AWT is the profile's.
//! Arrays over cells are row-major: `[cpis][profiles]`, in the order in which the catchments and profiles were given.

use std::collections::BTreeMap;

pub use demand::ServiceDemand;
use split::Split;
pub use split::{MAX_PERSONS, split_weights};

use super::{Assumptions, apportion::largest_remainder};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    problem::Problem,
    territory::Catchment,
};

mod demand;
mod split;

/// Operators are split over profiles by hours in this unit, so that the split is exact: a millionth of an hour.
const HOURS_UNIT: f64 = 1e6;

/// The sizing of every cell, and all that explains it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    cpis: Vec<CpiCode>,
    provinces: Vec<ProvinceCode>,
    profiles: Vec<ProfileCode>,
    services: Vec<ServiceCode>,
    common_hours: f64,
    available_hours: Vec<f64>,
    split: Split,
    volumes: Vec<f64>,
    minutes: Vec<f64>,
    mix: Vec<f64>,
    allowance_factor: Vec<f64>,
    basic: Vec<f64>,
    individual_hours: Vec<f64>,
    required: Vec<f64>,
    staff_total: u64,
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
    /// Available working time of the profile, hours a year.
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
    /// Volumes are split over the CPIs by [`split_weights`]. A province that has published its own volume of a service
    /// splits that over its CPIs; what it leaves of the region's is split over the CPIs of the other provinces.
    ///
    /// The operators in service are split by largest remainder, first over the CPIs by the residents of working age for whom
    /// they were counted ([`Catchment::staffed_for`]), then over the profiles of each CPI by required hours. A tie goes to the lower code, so the order in which CPIs are given never
    /// matters, and another name matters only for the last operator between two that tie. A number that a planner stated
    /// stands in place of the derived one and moves no other cell: what is there then differs from [`Self::staff_total`].
    ///
    /// Time O(provinces · profiles · services + cpis · profiles).
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each figure out of bounds; a CPI that is given twice (`catchment.X`), its persons when
    /// there are too many (`catchment.X.working_age`), or `catchments` when they hold nobody; a province's volume when the
    /// province has no CPI or nobody lives there, and `service.X.volume` when its provinces leave some of it to nobody.
    ///
    /// # Source
    /// WHO, Workload Indicators of Staffing Need, user's manual, 2010, steps 2 to 6.
    pub fn of(assumptions: &Assumptions, catchments: &[Catchment]) -> Result<Self, Problem> {
        assumptions.check()?;
        let split = Split::of(assumptions, catchments)?;
        let mut sizing = Self {
            cpis: catchments.iter().map(|catchment| catchment.cpi.clone()).collect(),
            provinces: catchments.iter().map(|catchment| catchment.province.clone()).collect(),
            profiles: assumptions.profiles.iter().map(|profile| profile.code.clone()).collect(),
            services: assumptions.services.iter().map(|service| service.code.clone()).collect(),
            common_hours: assumptions.working_time.available_hours()?,
            available_hours: assumptions.available_hours()?,
            split,
            volumes: assumptions.services.iter().map(|service| service.volume).collect(),
            minutes: assumptions.services.iter().map(|service| service.minutes).collect(),
            mix: assumptions.services.iter().flat_map(|service| service.mix.iter().copied()).collect(),
            allowance_factor: assumptions.profiles.iter().map(|p| 1.0 / (1.0 - p.category_allowance)).collect(),
            basic: Vec::new(),
            individual_hours: Vec::new(),
            required: Vec::new(),
            staff_total: assumptions.staff_total,
            have: Vec::new(),
        };
        sizing.individual_hours = sizing.stated(&assumptions.individual_allowance);
        sizing.size();
        sizing.have = sizing.staff(assumptions, catchments);
        Ok(sizing)
    }

    fn size(&mut self) {
        let (profiles, services) = (self.profiles.len(), self.services.len());
        let groups = self.split.per_whole.len() / services;
        let hours: Vec<Vec<f64>> = (0..groups).map(|group| self.hours(self.split.of_group(group, services))).collect();
        for (cpi, (&weight, &group)) in self.split.weights.iter().zip(&self.split.groups).enumerate() {
            for (profile, total) in hours[group].iter().enumerate() {
                let available = self.available_hours[profile];
                let basic = total * weight / available;
                let individual = self.individual_hours[cpi * profiles + profile] / available;
                self.basic.push(basic);
                self.required.push(basic * self.allowance_factor[profile] + individual);
            }
        }
    }

    /// The hours of each profile for so many units of each service; a CPI's are its weight's part of them.
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
    /// `volumes` has one entry a service, in the plan's order. A province's own volume moves in the same proportion; of a
    /// service that nobody asks for now, by weights alone. Time O(provinces · services · profiles + cpis · profiles).
    pub fn required_by_cpi(&self, volumes: &[f64]) -> Vec<f64> {
        let (profiles, services) = (self.profiles.len(), self.services.len());
        let groups = self.split.per_whole.len() / services;
        let allowed: Vec<f64> = (0..groups)
            .map(|group| {
                let hours = self.hours(&self.units_with(group, volumes));
                let terms = hours.iter().zip(&self.allowance_factor).zip(&self.available_hours);
                terms.map(|((hours, factor), available)| hours * factor / available).sum()
            })
            .collect();
        let individual = |cpi: usize| {
            let own = self.individual_hours[cpi * profiles..(cpi + 1) * profiles].iter().zip(&self.available_hours);
            own.map(|(hours, available)| hours / available).sum::<f64>()
        };
        let parts = self.split.weights.iter().zip(&self.split.groups).enumerate();
        parts.map(|(cpi, (weight, &group))| allowed[group] * weight + individual(cpi)).collect()
    }

    /// Operators that each cell would need, FTE, if the region's volumes were these, as [`Self::required_by_cpi`] says. Shape
    /// `[cpis][profiles]`. Time O(provinces · services · profiles + cpis · profiles).
    pub fn required_with(&self, volumes: &[f64]) -> Vec<f64> {
        let (profiles, services) = (self.profiles.len(), self.services.len());
        let groups = self.split.per_whole.len() / services;
        let hours: Vec<Vec<f64>> = (0..groups).map(|group| self.hours(&self.units_with(group, volumes))).collect();
        let mut required = Vec::with_capacity(self.required.len());
        for (cpi, (&weight, &group)) in self.split.weights.iter().zip(&self.split.groups).enumerate() {
            for (profile, total) in hours[group].iter().enumerate() {
                let available = self.available_hours[profile];
                let individual = self.individual_hours[cpi * profiles + profile] / available;
                required.push(total * weight / available * self.allowance_factor[profile] + individual);
            }
        }
        required
    }

    /// Units of each service that a weight of 1 would have in a group, if the region's volumes were these.
    fn units_with(&self, group: usize, volumes: &[f64]) -> Vec<f64> {
        let now = self.split.of_group(group, self.services.len()).iter().zip(&self.volumes).zip(volumes);
        now.map(|((&units, &of), &new)| if units == of || of <= 0.0 { new } else { units * (new / of) }).collect()
    }

    /// The table of stated numbers as an array over cells; 0 where none is stated.
    fn stated(&self, table: &BTreeMap<CpiCode, BTreeMap<ProfileCode, f64>>) -> Vec<f64> {
        let value = |cpi: &CpiCode, profile: &ProfileCode| {
            table.get(cpi).and_then(|row| row.get(profile)).copied().unwrap_or_default()
        };
        self.cpis.iter().flat_map(|cpi| self.profiles.iter().map(move |profile| value(cpi, profile))).collect()
    }

    fn staff(&self, assumptions: &Assumptions, catchments: &[Catchment]) -> Vec<f64> {
        let residents: Vec<u64> = catchments.iter().map(|catchment| catchment.staffed_for).collect();
        let by_cpi = largest_remainder(assumptions.staff_total, &residents, &self.cpis);
        let profiles = self.profiles.len();
        let mut have = Vec::with_capacity(self.required.len());
        for (cpi, &operators) in by_cpi.iter().enumerate() {
            let row = cpi * profiles..(cpi + 1) * profiles;
            let mut hours: Vec<u64> = self.required[row]
                .iter()
                .zip(&self.available_hours)
                .map(|(required, available)| (required * available * HOURS_UNIT).round() as u64)
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

    /// The same with the people in service of another sizing of the same cells, each where they are: who is in service does not follow
    /// what is asked of the place.
    #[must_use]
    pub fn staffed_as(self, other: &Self) -> Self {
        Self { have: other.have.clone(), ..self }
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

    /// Available working time of a profile that has no terms of its own, hours a year.
    pub fn common_hours(&self) -> f64 {
        self.common_hours
    }

    /// Available working time of each profile, hours a year, shape `[profiles]`.
    pub fn available_hours(&self) -> &[f64] {
        &self.available_hours
    }

    /// The CPIs' shares of the region's demand; they add up to 1. Shape `[cpis]`.
    pub fn weights(&self) -> &[f64] {
        &self.split.weights
    }

    /// Operators needed for the services alone, FTE, shape `[cpis][profiles]`.
    pub fn basic(&self) -> &[f64] {
        &self.basic
    }

    /// Operators needed with all allowances, FTE, shape `[cpis][profiles]`.
    pub fn required(&self) -> &[f64] {
        &self.required
    }

    /// Operators in service in the region before any planner stated a number for a cell. [`Self::have`] adds up to this, and
    /// to more or less where numbers are stated.
    pub fn staff_total(&self) -> u64 {
        self.staff_total
    }

    /// Operators in service, FTE, shape `[cpis][profiles]`.
    pub fn have(&self) -> &[f64] {
        &self.have
    }

    /// Units a year of a service that fall to a province: its own volume, or its part of the region's. `None` when there is no
    /// such service.
    pub fn province_volume(&self, service: &ServiceCode, province: &ProvinceCode) -> Option<f64> {
        let service = self.services.iter().position(|known| known == service)?;
        let volume = |cpi: usize| {
            self.split.of_group(self.split.groups[cpi], self.services.len())[service] * self.split.weights[cpi]
        };
        Some((0..self.cpis.len()).filter(|&cpi| self.provinces[cpi] == *province).map(volume).sum())
    }

    /// Individual allowance of a cell, hours a year.
    pub(super) fn individual_hours(&self, cell: usize) -> f64 {
        self.individual_hours[cell]
    }

    /// What each service asks of a cell, in the plan's order; the hours hold the category allowance of the profile.
    pub(super) fn parts(&self, cell: usize) -> impl Iterator<Item = Part> {
        let (row, column) = (cell / self.profiles.len(), cell % self.profiles.len());
        let units = self.split.of_group(self.split.groups[row], self.services.len());
        self.services.iter().enumerate().map(move |(service, code)| {
            let share = self.mix[service * self.profiles.len() + column];
            let (volume, minutes) = (units[service] * self.split.weights[row], self.minutes[service]);
            let hours = volume * minutes / 60.0 * share * self.allowance_factor[column];
            Part { service: code.clone(), volume, minutes, share, hours }
        })
    }

    /// Every term of one cell's requirement. `None` when there is no such cell.
    pub fn explain(&self, cpi: &CpiCode, profile: &ProfileCode) -> Option<Explanation> {
        let cell = self.cell(cpi, profile)?;
        let (row, column) = (cell / self.profiles.len(), cell % self.profiles.len());
        let units = self.split.of_group(self.split.groups[row], self.services.len());
        let parts = self.services.iter().enumerate().map(|(service, code)| {
            let share = self.mix[service * self.profiles.len() + column];
            let (volume, minutes) = (units[service] * self.split.weights[row], self.minutes[service]);
            Part { service: code.clone(), volume, minutes, share, hours: volume * minutes / 60.0 * share }
        });
        Some(Explanation {
            parts: parts.filter(|part| part.share > 0.0).collect(),
            available_hours: self.available_hours[column],
            basic: self.basic[cell],
            allowance_factor: self.allowance_factor[column],
            individual_hours: self.individual_hours[cell],
            required: self.required[cell],
        })
    }
}

#[cfg(test)]
pub(super) mod tests;
