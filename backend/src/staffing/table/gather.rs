//! All that a scenario's file shows, read together.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use shared::{
    code::{CpiCode, ProfileCode},
    identity::{Resource, policy::act::ReadScenarios},
    staffing::{CellValue, Totals},
};
use uuid::Uuid;

use crate::{
    cx::Cx,
    error::{Error, Result},
    staffing::{
        entity::{figure, scenario, scenario_cell, scenario_figure},
        graphql::Region,
        store::{self, ScenarioRow},
    },
    territory::province_list_by_code,
};

/// How often the scenario is read anew because it changed meanwhile.
const TRIES: usize = 5;

/// A scenario, its table and what it is sized by.
pub(crate) struct Table {
    pub(super) row: scenario::Model,
    pub(super) revision: i64,
    pub(super) region: Arc<Region>,
    /// The figures that it is sized by.
    pub(super) figures: Vec<figure::Model>,
    /// Those of them that are its own.
    pub(super) own: Vec<scenario_figure::Model>,
    /// The provinces' names.
    provinces: BTreeMap<String, String>,
    /// The cells, shape `[cpis][profiles]`.
    cells: Vec<CellValue>,
    pub(super) at: DateTime<Utc>,
    pub(super) by: String,
}

impl Table {
    /// Reads a scenario: its cells are those of the revision that it says.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario that the caller may read; `INVALID`, when its figures make no sense together.
    pub(crate) async fn of(cx: &Cx, id: Uuid) -> Result<Self> {
        let (row, revision, cells, own) = settled(cx, id).await?;
        let (region, figures) = Region::of_one(cx, &row, &own).await?;
        let codes: Vec<String> = region.sizing.provinces().iter().map(ToString::to_string).collect();
        let provinces = province_list_by_code(cx.db().read(), &codes).await?;
        let value =
            |row: &scenario_cell::Model| CellValue { operators: row.operators.unsigned_abs(), locked: row.locked };
        Ok(Self {
            cells: region.spread(&cells, value),
            provinces: provinces.into_iter().map(|row| (row.code, row.name)).collect(),
            at: cx.now(),
            by: cx.who().name.clone(),
            row,
            revision,
            region,
            figures,
            own,
        })
    }

    /// What its file is called, without the ending.
    pub(crate) fn file_name(&self) -> String {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let name: String = self.row.name.chars().map(plain).collect();
        let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
        format!("{}-r{}", parts.join("-"), self.revision)
    }

    pub(super) fn cpis(&self) -> &[CpiCode] {
        self.region.sizing.cpis()
    }

    pub(super) fn profiles(&self) -> &[ProfileCode] {
        self.region.sizing.profiles()
    }

    /// The name of a CPI and that of its province.
    pub(super) fn names(&self, cpi: usize) -> (&str, &str) {
        let name = self.region.cpis.get(cpi).map_or("", |row| row.name.as_str());
        let province = self.region.sizing.provinces().get(cpi).map(ToString::to_string).unwrap_or_default();
        (name, self.provinces.get(&province).map_or("", String::as_str))
    }

    /// The provinces' names, in the order of the table.
    pub(super) fn province_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for cpi in 0..self.cpis().len() {
            let (_, province) = self.names(cpi);
            if !names.contains(&province) {
                names.push(province);
            }
        }
        names
    }

    pub(super) fn cell(&self, cpi: usize, profile: usize) -> CellValue {
        self.cells.get(cpi * self.profiles().len() + profile).copied().unwrap_or_default()
    }

    /// Need against staff in one cell.
    pub(super) fn load(&self, cpi: usize, profile: usize) -> Totals {
        let cell = cpi * self.profiles().len() + profile;
        Totals::of_cell(&self.region.sizing, cell, self.cell(cpi, profile).operators).unwrap_or_default()
    }

    /// Need against staff in some cells, by CPI and profile.
    pub(super) fn sum(&self, of: impl Fn(usize, usize) -> bool) -> Totals {
        let profiles = self.profiles().len();
        let cells = (0..self.cpis().len()).flat_map(|cpi| (0..profiles).map(move |profile| (cpi, profile)));
        cells.filter(|(cpi, profile)| of(*cpi, *profile)).map(|(cpi, profile)| self.load(cpi, profile)).sum()
    }

    /// The codes of a CPI's profiles that are locked.
    pub(super) fn locked(&self, cpi: usize) -> String {
        let locked = self.profiles().iter().enumerate().filter(|(profile, _)| self.cell(cpi, *profile).locked);
        locked.map(|(_, code)| code.to_string()).collect::<Vec<_>>().join(" ")
    }
}

type Settled = (scenario::Model, i64, Vec<scenario_cell::Model>, Vec<scenario_figure::Model>);

/// The scenario with its cells and figures as they are at one revision: read anew while somebody changes it.
async fn settled(cx: &Cx, id: Uuid) -> Result<Settled> {
    // Whoever may not read scenarios learns no more than that there is none.
    let permit = cx.may::<ReadScenarios>(&Resource::Region).map_err(|_| Error::not_found())?;
    let db = cx.db().read();
    let find =
        async || -> Result<ScenarioRow> { store::scenario_find(db, &permit, id).await?.ok_or_else(Error::not_found) };
    let (mut row, mut revision) = find().await?;
    for _ in 0..TRIES {
        let (cells, own) = (store::cell_list(db, &[id]).await?, store::own_figure_list(db, &[id]).await?);
        let now = find().await?;
        if now.1 == revision {
            return Ok((row, revision, cells, own));
        }
        (row, revision) = now;
    }
    Err(shared::Problem::Unavailable.into())
}
