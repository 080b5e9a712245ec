//! Scenarios side by side, as partners see them. The model compares; this reads and names.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, ID, Object};
use shared::{
    Rule,
    identity::Resource,
    problem::Fields,
    staffing::{
        Totals,
        comparison::{self, Comparison, Measures, Side, differ},
        decision::{Candidate, Frozen},
    },
};
use uuid::Uuid;

use super::{
    Profile, Scenario,
    causes::{DifferenceCauses, Sided},
    proposal::RUN_COST,
    region::{Ground, Region},
    sizing::{Load, scenario_key},
};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{int, loaders::Loaders},
    staffing::store::{self, ScenarioRow},
    territory::{
        graphql::{Cpi, Province},
        loader::ProvinceKey,
    },
};

/// Two to four scenarios side by side.
pub(crate) struct ScenarioComparison {
    /// Revision of today's figures.
    revision: i64,
    region: Arc<Region>,
    rows: Vec<ScenarioRow>,
    told: Arc<Comparison>,
    /// What each scenario is sized by.
    regions: Vec<Arc<Region>>,
    /// Which cells are decided, shape `[scenarios][cells]`.
    locked: Arc<Vec<Vec<bool>>>,
}

impl ScenarioComparison {
    /// Reads the scenarios in four statements, whatever their number, beside today's figures.
    ///
    /// # Errors
    /// `INVALID` names `scenarios` when there are too few or too many, `scenarios.N` when one is there twice; `NOT_FOUND`, when
    /// there is no such scenario that the caller may read.
    pub(super) async fn of(ctx: &Context<'_>, scenarios: &[ID]) -> Result<Self> {
        let cx = Cx::of(ctx)?;
        comparison::check_count(scenarios.len())?;
        let permit = cx.may(&Resource::Region).map_err(|_| Error::not_found())?;
        let keys = keys_of(scenarios)?;
        let db = cx.db().read();
        // The scenarios before their cells: those are never older than the revisions say.
        let mut found: BTreeMap<Uuid, ScenarioRow> =
            store::scenario_list_by_id(db, &permit, &keys).await?.into_iter().map(|row| (row.0.id, row)).collect();
        let rows: Vec<ScenarioRow> =
            keys.iter().map(|key| found.remove(key).ok_or_else(Error::not_found)).collect::<Result<_>>()?;
        let revision = Ground::of(ctx).await?.revision;
        let regions = Region::of_scenarios(ctx, &rows).await?;
        let region = regions.first().cloned().ok_or_else(Error::not_found)?;
        let mut cells: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
        for cell in store::cell_list(db, &keys).await? {
            cells.entry(cell.scenario_id).or_default().push(cell);
        }
        let cells: Vec<Vec<_>> = keys.iter().map(|key| cells.remove(key).unwrap_or_default()).collect();
        let placed: Vec<Vec<u32>> =
            cells.iter().map(|cells| region.spread(cells, |cell| cell.operators.unsigned_abs())).collect();
        let locked = cells.iter().map(|cells| region.spread(cells, |cell| cell.locked)).collect();
        let cents =
            |region: &Region| region.assumptions.profiles.iter().map(|profile| profile.yearly_cost_cents).collect();
        let costs: Vec<Vec<u64>> = regions.iter().map(|region| cents(region)).collect();
        let sides: Vec<Side<'_>> = rows
            .iter()
            .zip(&placed)
            .zip(regions.iter().zip(&costs))
            .map(|(((row, _), placed), (region, costs))| Side {
                sizing: &region.sizing,
                placed,
                yearly_cost_cents: costs,
                months: row.months.unsigned_abs(),
            })
            .collect();
        let told = Arc::new(Comparison::of(&sides)?);
        Ok(Self { revision, region, rows, told, regions, locked: Arc::new(locked) })
    }

    /// One of the scenarios, by its place.
    fn side(&self, at: usize) -> Option<Sided> {
        let (row, _) = self.rows.get(at)?;
        Some(Sided {
            region: Arc::clone(self.regions.get(at)?),
            head_count: u32::try_from(row.head_count).unwrap_or_default(),
            placed: self.told.cells().iter().map(|placed| placed.get(at).copied().unwrap_or_default()).collect(),
            locked: self.locked.get(at)?.clone(),
        })
    }

    /// What is compared, as it stands now.
    pub(super) fn frozen(&self) -> Frozen {
        let candidates = self.rows.iter().zip(self.told.region()).map(|((row, revision), measures)| {
            let outline = store::outline_of(row);
            Candidate::of(row.id.to_string(), revision.unsigned_abs(), &outline, measures)
        });
        Frozen { figures_revision: self.revision.unsigned_abs(), candidates: candidates.collect() }
    }

    /// The scenarios and their revisions.
    pub(super) fn revisions(&self) -> Vec<(Uuid, i64)> {
        self.rows.iter().map(|(row, revision)| (row.id, *revision)).collect()
    }

    fn measures(&self, of: &[Measures]) -> Vec<ScenarioMeasures> {
        of.iter().map(|of| ScenarioMeasures { region: Arc::clone(&self.region), of: *of }).collect()
    }
}

/// The scenarios' keys.
fn keys_of(scenarios: &[ID]) -> Result<Vec<Uuid>> {
    let (mut fields, mut keys) = (Fields::default(), Vec::with_capacity(scenarios.len()));
    for (index, id) in scenarios.iter().enumerate() {
        let key = scenario_key(id).ok_or_else(Error::not_found)?;
        fields.check(format!("scenarios.{index}"), keys.contains(&key).then_some(Rule::Duplicate));
        keys.push(key);
    }
    fields.finish()?;
    Ok(keys)
}

/// Two to four scenarios side by side. Every list over scenarios is in the order in which they were named.
#[Object]
impl ScenarioComparison {
    /// Revision of today's figures. A scenario is sized by them and its own; one that was approved, by `Scenario.base` and its own.
    async fn figures_revision(&self) -> i32 {
        int(self.revision)
    }

    /// The scenarios. No cell is older than their revisions say.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn scenarios(&self) -> Vec<Scenario> {
        self.rows.iter().cloned().map(Scenario).collect()
    }

    /// What each scenario comes to in the region.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn region(&self) -> Vec<ScenarioMeasures> {
        self.measures(self.told.region())
    }

    /// What they come to in each province, by code.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn provinces(&self) -> Vec<ProvinceComparison> {
        let provinces = self.told.provinces().iter();
        provinces.map(|(code, of)| ProvinceComparison { code: code.to_string(), measures: self.measures(of) }).collect()
    }

    /// The job centres, in the sizing's order; those alone where some cell differs, if `onlyDifferences` is true.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn cpis(&self, #[graphql(default = false)] only_differences: bool) -> Vec<CpiComparison> {
        let cpis = 0..self.told.cpis().len();
        let all = cpis.map(|row| CpiComparison {
            region: Arc::clone(&self.region),
            told: Arc::clone(&self.told),
            locked: Arc::clone(&self.locked),
            row,
        });
        all.filter(|cpi| !only_differences || cpi.cell_numbers().any(|cell| cpi.told.differs(cell))).collect()
    }

    /// The difference between two of them, `other - base`, split by cause; they are named by their places among `scenarios`, from 0. Null
    /// when its time is over before it is done.
    ///
    /// It costs 20,000 points and runs for three seconds at most, since it asks the engine once for each set of causes that differ.
    #[graphql(complexity = "RUN_COST + child_complexity")]
    async fn causes(
        &self,
        #[graphql(default = 0)] base: i32,
        #[graphql(default = 1)] other: i32,
    ) -> Result<Option<DifferenceCauses>> {
        let mut fields = Fields::default();
        let mut at = |field: &str, place: i32| {
            let side = usize::try_from(place).ok().and_then(|place| self.side(place));
            fields.check(field, side.is_none().then_some(Rule::Unknown));
            side
        };
        let sides = at("base", base).zip(at("other", other));
        fields.check("other", (base == other).then_some(Rule::Duplicate));
        fields.finish()?;
        let Some((base, other)) = sides else { return Ok(None) };
        DifferenceCauses::of(base, other).await
    }
}

/// What a scenario comes to in the region or a province.
pub(crate) struct ScenarioMeasures {
    region: Arc<Region>,
    of: Measures,
}

#[Object]
impl ScenarioMeasures {
    /// The sums over the cells. `load.pressure` is the mean pressure: all that is required over all who are there.
    async fn load(&self) -> Load {
        Load::of(&self.of.totals)
    }

    /// The greatest pressure of a job centre. Null when nobody is there and work exists.
    async fn worst_pressure(&self) -> Option<f64> {
        Some(self.of.worst).filter(|pressure| pressure.is_finite())
    }

    /// The job centre that is under it; the first of equals.
    async fn worst_cpi(&self) -> Option<Cpi> {
        self.of.worst_cpi.and_then(|row| self.region.rows.get(row)).cloned().map(Cpi)
    }

    /// How unequal the pressures of the job centres are, 0 (all alike) to 1: the Gini coefficient. Null when one is infinite, or
    /// there is no work.
    async fn gini(&self) -> Option<f64> {
        self.of.gini
    }

    /// What the placed operators cost over the scenario's months, euro cents. That of each province is rounded by itself.
    async fn cost_cents(&self) -> f64 {
        self.of.cost_cents as f64
    }
}

/// One province in the scenarios.
pub(crate) struct ProvinceComparison {
    code: String,
    measures: Vec<ScenarioMeasures>,
}

#[Object]
impl ProvinceComparison {
    async fn province(&self, ctx: &Context<'_>) -> Result<Province> {
        Loaders::of(ctx)?.territory_get(ProvinceKey(self.code.clone())).await.map(Province)
    }

    /// What each scenario comes to in it.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn measures(&self) -> &[ScenarioMeasures] {
        &self.measures
    }
}

/// One job centre in the scenarios.
pub(crate) struct CpiComparison {
    region: Arc<Region>,
    told: Arc<Comparison>,
    locked: Arc<Vec<Vec<bool>>>,
    row: usize,
}

impl CpiComparison {
    fn cell_numbers(&self) -> std::ops::Range<usize> {
        let profiles = self.region.profiles.len();
        self.row * profiles..(self.row + 1) * profiles
    }

    fn totals(&self) -> &[Totals] {
        self.told.cpis().get(self.row).map(Vec::as_slice).unwrap_or_default()
    }
}

#[Object]
impl CpiComparison {
    async fn cpi(&self) -> Cpi {
        Cpi(self.region.rows[self.row].clone())
    }

    /// Need against staff in each scenario.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn loads(&self) -> Vec<Load> {
        self.totals().iter().map(Load::of).collect()
    }

    /// By profile, in the plan's order; those alone that differ, if `onlyDifferences` is true.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn cells(&self, #[graphql(default = false)] only_differences: bool) -> Vec<CellComparison> {
        let profiles = self.region.profiles.iter();
        let cells = self.cell_numbers().zip(profiles).map(|(cell, profile)| CellComparison {
            profile: Profile(profile.clone()),
            operators: self.told.cells().get(cell).cloned().unwrap_or_default(),
            locked: self.locked.iter().map(|locked| locked.get(cell).copied().unwrap_or_default()).collect(),
        });
        cells.filter(|cell| !only_differences || differ(&cell.operators)).collect()
    }
}

/// One profile at one job centre in the scenarios.
pub(crate) struct CellComparison {
    profile: Profile,
    operators: Vec<u32>,
    locked: Vec<bool>,
}

#[Object]
impl CellComparison {
    async fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Operators that each scenario places.
    async fn operators(&self) -> Vec<i32> {
        self.operators.iter().map(|&operators| int(i64::from(operators))).collect()
    }

    /// Whether the number is decided in each scenario.
    async fn locked(&self) -> &[bool] {
        &self.locked
    }
}
