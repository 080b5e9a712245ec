//! The built-in files of the territory, read into rows.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::provenance::Origin;

use super::entity::{cpi, municipality, province};
use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// The territory that comes with the program.
pub(crate) struct Territory {
    pub(super) provinces: Vec<province::Model>,
    pub(super) cpis: Vec<cpi::Model>,
    pub(super) municipalities: Vec<municipality::Model>,
}

/// Where the columns come from that have no note in their rows.
#[derive(Deserialize)]
struct Sources {
    residents: Stated,
    catchment_sums: Stated,
    registered_unemployed: Stated,
    points: Stated,
}

#[derive(Deserialize)]
struct Stated {
    origin: String,
    source: String,
}

impl Stated {
    fn origin(&self) -> String {
        Origin::of_note(&self.origin).name().to_owned()
    }
}

#[derive(Deserialize)]
struct ProvinceLine {
    code: String,
    istat: String,
    name: String,
    residents_2023: i64,
    working_age_2023: i64,
    area_km2: f64,
}

#[derive(Deserialize)]
struct CpiLine {
    code: String,
    name: String,
    province: String,
    seat_istat: String,
    lat: f64,
    lon: f64,
    residents_2023: i64,
    working_age_2023: i64,
    registered_unemployed_2014_08: Option<i64>,
    seat_provenance: String,
    area_km2: f64,
    catchment_provenance: String,
    seat_source: String,
}

#[derive(Deserialize)]
struct MunicipalityLine {
    istat: String,
    name: String,
    cpi: String,
    residents_2023: i64,
    working_age_2023: i64,
    area_km2: f64,
    lat: f64,
    lon: f64,
    cpi_provenance: String,
    cpi_source: String,
}

impl Territory {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// When a file does not have the columns that are read here, or the files contradict each other: a municipality of a
    /// centre that is not there, a centre's residents that are not the sum of its municipalities', a number below zero.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let sources: Sources = serde_json::from_str(&files.sources).context("reading sources.json")?;
        let provinces = lines::<ProvinceLine>(&files.provinces).context("reading provinces.csv")?;
        let cpis = lines::<CpiLine>(&files.cpis).context("reading cpi.csv")?;
        let municipalities = lines::<MunicipalityLine>(&files.municipalities).context("reading municipalities.csv")?;
        let territory = Self {
            provinces: provinces.into_iter().map(|line| province_row(line, &sources)).collect(),
            cpis: cpis.into_iter().map(|line| cpi_row(line, &sources)).collect(),
            municipalities: municipalities.into_iter().map(|line| municipality_row(line, &sources)).collect(),
        };
        territory.check()?;
        Ok(territory)
    }

    fn check(&self) -> Result<()> {
        let wrong = |what: String| Err(Error::fault("checking the built-in territory", what));
        let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for row in &self.municipalities {
            if row.residents < 0 || row.working_age < 0 {
                return wrong(format!("{} has fewer than no residents", row.istat));
            }
            let sum = sums.entry(&row.cpi).or_default();
            *sum = (sum.0.saturating_add(row.residents), sum.1.saturating_add(row.working_age));
        }
        for row in &self.cpis {
            if sums.remove(row.code.as_str()) != Some((row.residents, row.working_age)) {
                return wrong(format!("the residents of {} are not the sum over its municipalities", row.code));
            }
            if row.registered_unemployed.is_some_and(|count| count < 0) {
                return wrong(format!("{} has fewer than no registered unemployed", row.code));
            }
        }
        sums.keys()
            .next()
            .map_or(Ok(()), |cpi| wrong(format!("municipalities name the centre {cpi}, which is not there")))
    }
}

fn lines<Line: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<Line>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

/// The source of a row; the mark itself when nothing more is said.
fn source(note: String, mark: &str) -> String {
    if note.is_empty() { mark.to_owned() } else { note }
}

fn province_row(line: ProvinceLine, sources: &Sources) -> province::Model {
    province::Model {
        code: line.code,
        istat: line.istat,
        name: line.name,
        residents: line.residents_2023,
        working_age: line.working_age_2023,
        area_km2: line.area_km2,
        origin: sources.residents.origin(),
        source: sources.residents.source.clone(),
    }
}

fn cpi_row(line: CpiLine, sources: &Sources) -> cpi::Model {
    cpi::Model {
        code: line.code,
        province: line.province,
        name: line.name,
        seat_istat: line.seat_istat,
        latitude: line.lat,
        longitude: line.lon,
        residents: line.residents_2023,
        working_age: line.working_age_2023,
        area_km2: line.area_km2,
        registered_unemployed: line.registered_unemployed_2014_08,
        seat_origin: Origin::of_note(&line.seat_provenance).name().to_owned(),
        seat_source: source(line.seat_source, &line.seat_provenance),
        catchment_origin: Origin::of_note(&line.catchment_provenance).name().to_owned(),
        catchment_source: line.catchment_provenance,
        people_origin: sources.catchment_sums.origin(),
        people_source: sources.catchment_sums.source.clone(),
        unemployed_origin: line.registered_unemployed_2014_08.map(|_| sources.registered_unemployed.origin()),
        unemployed_source: line.registered_unemployed_2014_08.map(|_| sources.registered_unemployed.source.clone()),
    }
}

fn municipality_row(line: MunicipalityLine, sources: &Sources) -> municipality::Model {
    municipality::Model {
        istat: line.istat,
        cpi: line.cpi,
        name: line.name,
        residents: line.residents_2023,
        working_age: line.working_age_2023,
        area_km2: line.area_km2,
        latitude: line.lat,
        longitude: line.lon,
        origin: Origin::of_note(&line.cpi_provenance).name().to_owned(),
        source: source(line.cpi_source, &line.cpi_provenance),
        people_origin: sources.residents.origin(),
        people_source: sources.residents.source.clone(),
        point_origin: sources.points.origin(),
        point_source: sources.points.source.clone(),
    }
}
