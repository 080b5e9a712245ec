//! Who serves whom on a day: what the built-in data say, and what was put in force since. `store::borders_read` reads it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    code::{CpiCode, MunicipalityCode},
    provenance::Origin,
    staffing::catchment::{Catchments, Change, Moves, Town, moves_on},
    territory::Catchment,
};

use super::{
    entity::{catchment_change, cpi, municipality},
    store,
};
use crate::{
    error::{Context as _, Result},
    rome::{day_in_rome, day_of},
};

/// Of which day a map is asked for, and of which knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) day: NaiveDate,
    /// The revision of the figures up to which changes count; none: all of them. What was approved in the morning does not follow
    /// what is put in force on the same day at noon.
    pub(crate) known: Option<i64>,
}

impl Moment {
    /// Today, by all that is known.
    pub(crate) fn today(now: DateTime<Utc>) -> Self {
        Self { day: day_in_rome(now), known: None }
    }
}

/// The changes of all days, and the municipalities that they are about.
#[derive(Debug, Default)]
pub(crate) struct Borders {
    /// In the order in which they were decided.
    pub(crate) rows: Vec<catchment_change::Model>,
    /// The same, as the model knows them.
    changes: Vec<Change>,
    /// By ISTAT code; none while nothing was ever moved.
    pub(crate) towns: Vec<municipality::Model>,
}

/// A municipality that is served by another job centre than its row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) town: String,
    pub(crate) cpi: String,
    pub(crate) province: String,
}

/// The catchments of one moment.
#[derive(Debug, Default)]
pub(crate) struct Map {
    /// The job centres with the people whom they serve, in the order in which they were given.
    pub(crate) cpis: Vec<cpi::Model>,
    /// What the sizing must know of them, in the same order.
    pub(crate) catchments: Vec<Catchment>,
    pub(crate) moved: Vec<Moved>,
}

impl Borders {
    /// Reads what the rows say.
    pub(super) fn of(rows: Vec<catchment_change::Model>, towns: Vec<municipality::Model>) -> Result<Self> {
        let change = |row: &catchment_change::Model| {
            Ok(Change {
                town: MunicipalityCode::new(&row.municipality).context("reading a municipality's code")?,
                cpi: CpiCode::new(&row.cpi).context("reading a job centre's code")?,
                from: day_of(row.valid_from)?,
                made: row.made.unsigned_abs(),
            })
        };
        let changes = rows.iter().map(change).collect::<Result<_>>()?;
        Ok(Self { rows, changes, towns })
    }

    /// All changes, as the model knows them.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The catchments before anything was moved, municipality by municipality.
    pub(crate) fn catchments(&self, cpis: &[cpi::Model]) -> Result<Catchments> {
        let seats: BTreeSet<_> = cpis
            .iter()
            .map(|row| MunicipalityCode::new(&row.seat_istat))
            .collect::<Result<_, _>>()
            .context("reading where a job centre sits")?;
        let town = |row: &municipality::Model| {
            Ok(Town {
                code: MunicipalityCode::new(&row.istat).context("reading a municipality's code")?,
                cpi: CpiCode::new(&row.cpi).context("reading a job centre's code")?,
                working_age: row.working_age.unsigned_abs(),
            })
        };
        let towns = self.towns.iter().map(town).collect::<Result<_>>()?;
        Ok(Catchments::new(store::catchment_list(cpis)?, seats, towns))
    }

    /// The moves that hold at a moment.
    pub(crate) fn moves(&self, at: &Moment) -> Result<Moves> {
        Ok(moves_on(&self.changes, day_of(at.day)?, at.known.map(i64::unsigned_abs)))
    }

    /// The code of the job centre that serves a municipality at a moment.
    pub(crate) fn cpi_of<'a>(&'a self, town: &'a municipality::Model, at: &Moment) -> &'a str {
        self.change_of(&town.istat, at).map_or(&town.cpi, |change| &change.cpi)
    }

    /// The change by which a municipality is where it is at a moment. None: it is where the built-in data put it.
    pub(crate) fn change_of(&self, town: &str, at: &Moment) -> Option<&catchment_change::Model> {
        let holds = |row: &&catchment_change::Model| {
            row.municipality == town && row.valid_from <= at.day && at.known.is_none_or(|known| row.made <= known)
        };
        self.rows.iter().filter(holds).max_by_key(|row| (row.valid_from, row.made))
    }

    /// The map of a moment. A move that newer built-in data rule out is none.
    pub(crate) fn on(&self, cpis: &[cpi::Model], at: &Moment) -> Result<Map> {
        let moves = self.moves(at)?;
        if moves.is_empty() {
            return Ok(Map { cpis: cpis.to_vec(), catchments: store::catchment_list(cpis)?, moved: Vec::new() });
        }
        let base = self.catchments(cpis)?;
        let (made, _) = base.sift(&moves);
        let catchments = base.redrawn(&made).unwrap_or_else(|_| base.as_they_are().to_vec());
        let mut rows: Vec<cpi::Model> = cpis.to_vec();
        for (row, catchment) in rows.iter_mut().zip(&catchments) {
            row.working_age = i64::try_from(catchment.working_age).unwrap_or(i64::MAX);
            let known = catchment.registered_unemployed.and_then(|known| i64::try_from(known).ok());
            if known != row.registered_unemployed {
                row.registered_unemployed = known;
                // A part of a centre's unemployed is its part of the residents: assumed.
                row.unemployed_origin = known.is_some().then(|| Origin::Assumption.name().to_owned());
                row.unemployed_source = row.unemployed_source.take().filter(|_| known.is_some());
            }
        }
        let mut places: BTreeMap<String, &mut cpi::Model> =
            rows.iter_mut().map(|row| (row.code.clone(), row)).collect();
        let mut moved = Vec::with_capacity(made.len());
        for (code, target) in made.iter() {
            let Some(town) = self.towns.iter().find(|town| town.istat == code.as_str()) else { continue };
            let by = self.change_of(&town.istat, at).map(|change| change.by.clone()).unwrap_or_default();
            for (cpi, sign) in [(town.cpi.as_str(), -1), (target.as_str(), 1)] {
                let Some(row) = places.get_mut(cpi) else { continue };
                row.residents += sign * town.residents;
                row.area_km2 += sign as f64 * town.area_km2;
                Origin::Planner.name().clone_into(&mut row.catchment_origin);
                row.catchment_source.clone_from(&by);
            }
            if let Some(row) = places.get(target.as_str()) {
                moved.push(Moved { town: town.istat.clone(), cpi: row.code.clone(), province: row.province.clone() });
            }
        }
        Ok(Map { cpis: rows, catchments, moved })
    }
}
