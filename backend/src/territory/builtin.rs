//! The built-in files of the territory, read into rows.

use serde::Deserialize;
use shared::provenance::Origin;

use super::entity::{cpi, municipality, province};
use crate::{
    error::{Context as _, Result},
    seed::Files,
};

/// Where residents and areas of the built-in files come from.
const REGISTER: &str = "ISTAT / Openpolis, CC BY 4.0, 1 January 2023";

/// The territory that comes with the program.
pub(crate) struct Territory {
    pub(super) provinces: Vec<province::Model>,
    pub(super) cpis: Vec<cpi::Model>,
    pub(super) municipalities: Vec<municipality::Model>,
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
    /// When a file does not have the columns that are read here.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        Ok(Self {
            provinces: lines::<ProvinceLine, _>(&files.provinces).context("reading provinces.csv")?,
            cpis: lines::<CpiLine, _>(&files.cpis).context("reading cpi.csv")?,
            municipalities: lines::<MunicipalityLine, _>(&files.municipalities)
                .context("reading municipalities.csv")?,
        })
    }
}

fn lines<Line: for<'de> Deserialize<'de>, Row: From<Line>>(text: &str) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize::<Line>().map(|line| line.map(Row::from)).collect()
}

/// The source of a row; the mark itself when nothing more is said.
fn source(note: String, mark: &str) -> String {
    if note.is_empty() { mark.to_owned() } else { note }
}

impl From<ProvinceLine> for province::Model {
    fn from(line: ProvinceLine) -> Self {
        Self {
            code: line.code,
            istat: line.istat,
            name: line.name,
            residents: line.residents_2023,
            working_age: line.working_age_2023,
            area_km2: line.area_km2,
            origin: Origin::Sourced.name().to_owned(),
            source: REGISTER.to_owned(),
        }
    }
}

impl From<CpiLine> for cpi::Model {
    fn from(line: CpiLine) -> Self {
        Self {
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
        }
    }
}

impl From<MunicipalityLine> for municipality::Model {
    fn from(line: MunicipalityLine) -> Self {
        Self {
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
        }
    }
}
