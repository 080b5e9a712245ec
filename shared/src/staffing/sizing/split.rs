//! How the region's demand is split over its CPIs: by a key, province by province where volumes are published so.

use std::collections::BTreeMap;

use crate::{
    code::ProvinceCode,
    problem::{Fields, Problem, Rule, out_of},
    staffing::{Assumptions, FigureKey, Service},
    territory::Catchment,
};

/// The most persons that one catchment is believed to hold: more than Italy has residents.
pub const MAX_PERSONS: u64 = 100_000_000;

/// Which part of each service falls to each CPI: `volume = per_whole[group][service] · weight`.
///
/// The CPIs of a group share every volume by their weights alone. Without a province that has published a volume of its
/// own, all CPIs are one group; with one, each province is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Split {
    /// Shape `[cpis]`; they add up to 1.
    pub(super) weights: Vec<f64>,
    /// The group of each CPI.
    pub(super) groups: Vec<usize>,
    /// Units a year that a weight of 1 would have, shape `[groups][services]`.
    pub(super) per_whole: Vec<f64>,
}

impl Split {
    /// Checks the catchments, and splits the services' volumes over them.
    ///
    /// # Errors
    /// As [`super::Sizing::of`] says of catchments and provinces.
    pub(super) fn of(assumptions: &Assumptions, catchments: &[Catchment]) -> Result<Self, Problem> {
        check_catchments(catchments)?;
        let mut residents: BTreeMap<&ProvinceCode, u64> = BTreeMap::new();
        for catchment in catchments {
            *residents.entry(&catchment.province).or_default() += catchment.working_age;
        }
        let mut fields = Fields::default();
        for service in &assumptions.services {
            check_provinces(service, &residents, &mut fields);
        }
        fields.finish()?;
        let weights = split_weights(catchments, assumptions.split_by_registered_unemployed);
        if assumptions.services.iter().all(|service| service.volume_by_province.is_empty()) {
            let per_whole = assumptions.services.iter().map(|service| service.volume).collect();
            return Ok(Self { weights, groups: vec![0; catchments.len()], per_whole });
        }
        let place = |province| residents.keys().position(|known| *known == province).unwrap_or_default();
        let groups = catchments.iter().map(|catchment| place(&catchment.province)).collect();
        let region: u64 = residents.values().sum();
        let mut per_whole = Vec::with_capacity(residents.len() * assumptions.services.len());
        for (province, &own) in &residents {
            for service in &assumptions.services {
                let (volume, persons) = match service.volume_by_province.get(*province) {
                    Some(&stated) => (stated, own),
                    None => rest_of(service, &residents),
                };
                per_whole.push(if persons == 0 { 0.0 } else { volume * (region as f64 / persons as f64) });
            }
        }
        Ok(Self { weights, groups, per_whole })
    }

    /// Units of every service that a weight of 1 would have in the group, shape `[services]`.
    pub(super) fn of_group(&self, group: usize, services: usize) -> &[f64] {
        self.per_whole.get(group * services..(group + 1) * services).unwrap_or_default()
    }
}

/// What the region's volume leaves to the provinces that have published none, and their residents.
fn rest_of(service: &Service, residents: &BTreeMap<&ProvinceCode, u64>) -> (f64, u64) {
    let stated: f64 = service.volume_by_province.values().sum();
    let silent = residents.iter().filter(|(province, _)| !service.volume_by_province.contains_key(**province));
    (service.volume - stated, silent.map(|(_, persons)| persons).sum())
}

fn check_provinces(service: &Service, residents: &BTreeMap<&ProvinceCode, u64>, fields: &mut Fields) {
    for (province, &volume) in &service.volume_by_province {
        let broken = match residents.get(province) {
            None => Some(Rule::Unknown),
            Some(0) if volume > 0.0 => Some(Rule::TooGreat { max: 0.0 }),
            Some(_) => None,
        };
        let key = FigureKey::ProvinceVolume(service.code.clone(), province.clone());
        fields.check(key.to_string(), broken);
    }
    let (rest, persons) = rest_of(service, residents);
    if !service.volume_by_province.is_empty() && persons == 0 && rest > 0.0 {
        let (expected, actual) = (service.volume, service.volume - rest);
        fields.push(FigureKey::Volume(service.code.clone()).to_string(), Rule::WrongSum { expected, actual });
    }
}

fn check_catchments(catchments: &[Catchment]) -> Result<(), Problem> {
    let mut fields = Fields::default();
    let mut seen = std::collections::BTreeSet::new();
    for catchment in catchments {
        if !seen.insert(&catchment.cpi) {
            fields.push(format!("catchment.{}", catchment.cpi), Rule::Duplicate);
        }
        let figures = [("working_age", catchment.working_age)].into_iter();
        for (name, persons) in
            figures.chain(catchment.registered_unemployed.map(|known| ("registered_unemployed", known)))
        {
            let broken = out_of(persons as f64, 0.0, MAX_PERSONS as f64);
            fields.check(format!("catchment.{}.{name}", catchment.cpi), broken);
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
/// divides it by registered unemployed if all of its CPIs know theirs and there are any. No catchment has more than
/// [`MAX_PERSONS`].
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
        province.residents = province.residents.saturating_add(catchment.working_age);
        province.unemployed =
            province.unemployed.zip(catchment.registered_unemployed).map(|(sum, more)| sum.saturating_add(more));
    }
    let region = provinces.values().fold(0_u64, |sum, province| sum.saturating_add(province.residents));
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
