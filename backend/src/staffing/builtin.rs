//! The built-in staffing data, read into rows: profiles, services, figures and the first scenario.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    code::{ProfileCode, ServiceCode},
    provenance::Origin,
    staffing::{FigureKey, WorkingTimeTerm, scenario::Outline},
};
use uuid::{Uuid, uuid};

use super::entity::{profile, service};
use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// The id of the scenario that comes with the program.
pub(super) const FIRST_SCENARIO: Uuid = uuid!("0198f2a0-0000-7000-8000-000000000236");

/// The staffing data that comes with the program.
#[derive(Clone, Debug)]
pub(crate) struct Staffing {
    pub(super) profiles: Vec<profile::Model>,
    pub(super) services: Vec<service::Model>,
    pub(super) figures: BTreeMap<FigureKey, BuiltIn>,
    pub(super) first_scenario: Outline,
    pub(super) first_scenario_origin: Origin,
    pub(super) first_scenario_note: String,
}

/// A number that came with the data, and its note.
#[derive(Clone, Debug)]
pub(super) struct BuiltIn {
    pub(super) value: f64,
    pub(super) origin: Origin,
    pub(super) source: String,
}

#[derive(Deserialize)]
struct Defaults {
    year: u16,
    working_time: BTreeMap<String, Stated>,
    profiles: Vec<ProfileEntry>,
    services: Vec<ServiceEntry>,
    mix_provenance: String,
    volume_split: SplitEntry,
    staff_in_service: StaffEntry,
    first_scenario: ScenarioEntry,
}

#[derive(Deserialize)]
struct Stated {
    value: f64,
    provenance: String,
}

#[derive(Deserialize)]
struct ProfileEntry {
    code: ProfileCode,
    name_it: String,
    name_en: String,
    category_allowance: f64,
    yearly_cost_eur: f64,
    provenance: String,
}

#[derive(Deserialize)]
struct ServiceEntry {
    lep: ServiceCode,
    name_it: String,
    name_en: String,
    target: String,
    volume: f64,
    volume_provenance: String,
    minutes: f64,
    mix: BTreeMap<ProfileCode, f64>,
}

#[derive(Deserialize)]
struct StaffEntry {
    total: f64,
    provenance: String,
}

#[derive(Deserialize)]
struct SplitEntry {
    by_registered_unemployed: bool,
    provenance: String,
}

#[derive(Deserialize)]
struct ScenarioEntry {
    name: String,
    operators_to_place: u32,
    provenance: String,
    budget_eur: u64,
    budget_provenance: String,
    months: u32,
    months_provenance: String,
}

#[derive(Deserialize)]
struct LevelLine {
    letter: String,
    minutes: f64,
    time_provenance: String,
    time_source: String,
}

impl Staffing {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// When a file does not have the shape that is read here.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let defaults: Defaults =
            serde_json::from_str(&files.staffing_defaults).context("reading staffing-defaults.json")?;
        let levels: Vec<LevelLine> = csv::Reader::from_reader(files.levels.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .context("reading lep.csv")?;
        Ok(Self {
            profiles: profiles(&defaults.profiles),
            services: services(&defaults.services),
            figures: figures(&defaults, &levels)?,
            first_scenario: outline(&defaults),
            first_scenario_origin: origin(&defaults.first_scenario),
            first_scenario_note: note(&defaults.first_scenario),
        })
    }
}

fn profiles(entries: &[ProfileEntry]) -> Vec<profile::Model> {
    let row = |(place, entry): (i32, &ProfileEntry)| profile::Model {
        code: entry.code.to_string(),
        place,
        name_it: entry.name_it.clone(),
        name_en: entry.name_en.clone(),
    };
    (0..).zip(entries).map(row).collect()
}

fn services(entries: &[ServiceEntry]) -> Vec<service::Model> {
    let row = |(place, entry): (i32, &ServiceEntry)| service::Model {
        code: entry.lep.to_string(),
        place,
        name_it: entry.name_it.clone(),
        name_en: entry.name_en.clone(),
        target: entry.target.to_ascii_uppercase(),
    };
    (0..).zip(entries).map(row).collect()
}

fn built_in(value: f64, note: &str) -> BuiltIn {
    BuiltIn { value, origin: Origin::of_note(note), source: note.to_owned() }
}

fn figures(defaults: &Defaults, levels: &[LevelLine]) -> Result<BTreeMap<FigureKey, BuiltIn>> {
    let mut figures = BTreeMap::new();
    for term in WorkingTimeTerm::ALL {
        let stated = defaults
            .working_time
            .get(term.name())
            .ok_or_else(|| Error::fault("reading staffing-defaults.json", format!("{} is missing", term.name())))?;
        figures.insert(FigureKey::WorkingTime(term), built_in(stated.value, &stated.provenance));
    }
    for entry in &defaults.profiles {
        let (code, note) = (&entry.code, &entry.provenance);
        figures.insert(FigureKey::CategoryAllowance(code.clone()), built_in(entry.category_allowance, note));
        figures.insert(FigureKey::YearlyCost(code.clone()), built_in(entry.yearly_cost_eur, note));
    }
    for entry in &defaults.services {
        let code = &entry.lep;
        figures.insert(FigureKey::Volume(code.clone()), built_in(entry.volume, &entry.volume_provenance));
        figures.insert(FigureKey::Minutes(code.clone()), minutes(entry, levels));
        for (profile, share) in &entry.mix {
            figures.insert(FigureKey::Share(code.clone(), profile.clone()), built_in(*share, &defaults.mix_provenance));
        }
    }
    let staff = &defaults.staff_in_service;
    figures.insert(FigureKey::StaffTotal, built_in(staff.total, &staff.provenance));
    let split = &defaults.volume_split;
    let by_unemployed = f64::from(u8::from(split.by_registered_unemployed));
    figures.insert(FigureKey::SplitByRegisteredUnemployed, built_in(by_unemployed, &split.provenance));
    Ok(figures)
}

/// The minutes of a service. Their note stands in `lep.csv`, under the same letter, if both files give the same number.
fn minutes(entry: &ServiceEntry, levels: &[LevelLine]) -> BuiltIn {
    let level = levels.iter().find(|line| line.letter == entry.lep.as_str() && line.minutes == entry.minutes);
    match level {
        Some(line) if line.time_source.is_empty() => built_in(entry.minutes, &line.time_provenance),
        Some(line) => built_in(entry.minutes, &format!("{}: {}", line.time_provenance, line.time_source)),
        None => built_in(entry.minutes, "assumption"),
    }
}

fn outline(defaults: &Defaults) -> Outline {
    let scenario = &defaults.first_scenario;
    Outline {
        name: scenario.name.clone(),
        year: defaults.year,
        head_count: scenario.operators_to_place,
        budget_cents: scenario.budget_eur.saturating_mul(100),
        months: scenario.months,
    }
}

/// Head-count, budget and months have one origin together: the loosest of the three.
fn origin(scenario: &ScenarioEntry) -> Origin {
    let notes = [&scenario.provenance, &scenario.budget_provenance, &scenario.months_provenance];
    notes.into_iter().map(|note| Origin::of_note(note)).max().unwrap_or(Origin::Assumption)
}

/// Three notes in one.
fn note(scenario: &ScenarioEntry) -> String {
    format!("{}; budget: {}; months: {}", scenario.provenance, scenario.budget_provenance, scenario.months_provenance)
}
