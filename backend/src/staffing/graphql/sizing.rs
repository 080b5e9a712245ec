//! The sizing, as partners see it: computed once a request by the model that the page runs too.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use async_graphql::{Context, ID, Object, SimpleObject};
use shared::{
    Problem,
    id::{GlobalId, Kind},
    identity::Resource,
    staffing::{
        FigureKey, Sizing as Model, Totals,
        allocate::Demand,
        band::{CaseVolume, in_case},
    },
    territory::Point,
};
use uuid::Uuid;

use super::{
    Profile,
    demand::ServiceDemand,
    explanation::Explanation,
    region::{Region, cache},
    what_if::{NeedBand, NeedSensitivity, VolumeRangeInput},
};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{int, loaders::Loaders, provenance::Provenance},
    staffing::{
        loader::CellsOf,
        store::{self, ScenarioRow},
    },
    territory::{
        CpiRow,
        graphql::{Cpi, Province},
        loader::ProvinceKey,
    },
};

/// The sizing of the whole region, with what a scenario places.
#[derive(Clone)]
pub(crate) struct RegionSizing {
    region: Arc<Region>,
    /// Operators placed, shape `[cpis][profiles]`.
    placed: Arc<Vec<u32>>,
}

impl RegionSizing {
    /// Today's sizing; or a scenario's, by its own figures and with its operators, if one is named.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, when its own figures and the base make no sense together.
    pub(crate) async fn of(ctx: &Context<'_>, scenario: Option<&ID>) -> Result<Self> {
        let id = crate::graphql::key_of(scenario, Kind::Scenario)?;
        let id = id.map(|id| Uuid::try_parse(&id).map_err(|_| Error::not_found())).transpose()?;
        let once = {
            let mut sizings = cache(ctx)?.sizings.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(sizings.entry(id).or_default())
        };
        once.get_or_try_init(|| Self::read(ctx, id)).await.cloned()
    }

    /// The sizing of each of some scenarios, in their order, in few statements whatever their number.
    pub(super) async fn of_rows(ctx: &Context<'_>, rows: &[ScenarioRow]) -> Result<Vec<Self>> {
        let regions = Region::of_scenarios(ctx, rows).await?;
        let ids: Vec<Uuid> = rows.iter().map(|(row, _)| row.id).collect();
        let mut cells: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
        for cell in store::cell_list(Cx::of(ctx)?.db().read(), &ids).await? {
            cells.entry(cell.scenario_id).or_default().push(cell);
        }
        let sized = ids.iter().zip(regions).map(|(id, region)| {
            let cells = cells.remove(id).unwrap_or_default();
            let placed = Arc::new(region.spread(&cells, |row| row.operators.unsigned_abs()));
            Self { region, placed }
        });
        Ok(sized.collect())
    }

    async fn read(ctx: &Context<'_>, scenario: Option<Uuid>) -> Result<Self> {
        let Some(id) = scenario else {
            let region = Region::of(ctx).await?;
            let placed = Arc::new(vec![0; region.sizing.cells()]);
            return Ok(Self { region, placed });
        };
        let cx = Cx::of(ctx)?;
        // Whoever may not read scenarios learns no more than that there is none.
        let permit = cx.may(&Resource::Region).map_err(|_| Error::not_found())?;
        let row = store::scenario_find(cx.db().read(), &permit, id).await?.ok_or_else(Error::not_found)?;
        let regions = Region::of_scenarios(ctx, &[row]).await?;
        let region = regions.into_iter().next().ok_or_else(Error::not_found)?;
        let cells = Loaders::of(ctx)?.staffing(CellsOf(id)).await?.unwrap_or_default();
        let placed = Arc::new(region.spread(&cells, |row| row.operators.unsigned_abs()));
        Ok(Self { region, placed })
    }

    /// What the cells need and have, with the operators placed as the present plan.
    pub(super) fn demand(&self) -> Demand {
        let point = |row: &CpiRow| Point { latitude: row.latitude, longitude: row.longitude };
        let seats = self.region.cpis.iter().map(point).collect();
        Demand::of(&self.region.sizing, &self.region.assumptions.profiles, &self.placed).with_seats(seats)
    }

    /// The same when some volumes are others.
    ///
    /// # Errors
    /// As [`in_case`] says.
    pub(super) fn in_case(&self, demand: &Demand, volumes: &[CaseVolume]) -> std::result::Result<Demand, Problem> {
        in_case(&self.region.sizing, demand, volumes)
    }

    /// The sizing itself.
    pub(super) fn model(&self) -> &Model {
        &self.region.sizing
    }

    pub(super) fn revision(&self) -> i64 {
        self.region.revision
    }

    /// The sizing of one CPI.
    pub(crate) fn cpi(&self, code: &str) -> Result<CpiSizing> {
        let row = self.region.sizing.cpis().iter().position(|cpi| cpi.as_str() == code);
        let row = row.ok_or_else(|| Error::fault("sizing a CPI", "it came after the sizing was made"))?;
        Ok(CpiSizing { of: self.clone(), row })
    }

    fn totals(&self) -> Vec<Totals> {
        Totals::of_cpis(&self.region.sizing, &self.placed)
    }
}

/// The sizing of the whole region.
#[Object(name = "Sizing")]
impl RegionSizing {
    /// Revision of the figures it was computed from; of an approved scenario, that of the base it was approved on.
    async fn figures_revision(&self) -> i32 {
        int(self.region.revision)
    }

    /// Available working time of an operator whose profile has no terms of its own, hours a year. That of each cell is in its
    /// explanation.
    async fn available_hours(&self) -> f64 {
        self.region.sizing.common_hours()
    }

    /// Operators in service in the region, as the figure `staff.total` says. A number that somebody stated for a cell
    /// (`staff.FG03.OR`) stands in place of the derived one and moves no other cell: `load.have` differs from this by as much.
    async fn staff_total(&self) -> f64 {
        self.region.sizing.staff_total() as f64
    }

    async fn load(&self) -> Load {
        Load::of(&self.totals().into_iter().sum())
    }

    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn provinces(&self) -> Vec<ProvinceSizing> {
        let mut sums: BTreeMap<&str, Totals> = BTreeMap::new();
        for (province, totals) in self.region.sizing.provinces().iter().zip(self.totals()) {
            let sum = sums.entry(province.as_str()).or_default();
            *sum = *sum + totals;
        }
        sums.into_iter().map(|(code, totals)| ProvinceSizing { code: code.to_owned(), totals }).collect()
    }

    /// Which figure moves the need most: each volume, standard time, allowance and term of the working time is made less and more
    /// by `share` of itself, by itself, and all is sized anew. The need of one job centre if `cpi` names it, or of the region.
    #[graphql(complexity = "500 + child_complexity")]
    async fn sensitivity(&self, #[graphql(default = 0.1)] share: f64, cpi: Option<String>) -> Result<NeedSensitivity> {
        std::future::ready(NeedSensitivity::of(&self.region, share, cpi.as_deref())).await
    }

    /// The need as a band: what each job centre needs when every volume is at its low, as expected, and at its high. While the
    /// volumes stay within their ranges no need leaves its band.
    #[graphql(complexity = "100 + child_complexity")]
    async fn band(&self, volumes: Vec<VolumeRangeInput>) -> Result<NeedBand> {
        std::future::ready(NeedBand::of(&self.region, &volumes)).await
    }

    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn cpis(&self) -> Vec<CpiSizing> {
        (0..self.region.cpis.len()).map(|row| CpiSizing { of: self.clone(), row }).collect()
    }
}

/// The sizing of one province.
pub(crate) struct ProvinceSizing {
    code: String,
    totals: Totals,
}

#[Object]
impl ProvinceSizing {
    async fn province(&self, ctx: &Context<'_>) -> Result<Province> {
        Loaders::of(ctx)?.territory_get(ProvinceKey(self.code.clone())).await.map(Province)
    }

    async fn load(&self) -> Load {
        Load::of(&self.totals)
    }
}

/// The sizing of one CPI.
pub(crate) struct CpiSizing {
    of: RegionSizing,
    row: usize,
}

impl CpiSizing {
    fn totals(&self) -> impl Iterator<Item = (usize, Totals)> {
        let sizing = &self.of.region.sizing;
        let profiles = sizing.profiles().len();
        let cells = self.row * profiles..(self.row + 1) * profiles;
        cells.filter_map(|cell| {
            let placed = self.of.placed.get(cell).copied().unwrap_or_default();
            Totals::of_cell(sizing, cell, placed).map(|totals| (cell, totals))
        })
    }
}

#[Object]
impl CpiSizing {
    async fn cpi(&self) -> Cpi {
        Cpi(self.of.region.rows[self.row].clone())
    }

    /// Its part of the region's demand; all parts add up to 1.
    async fn weight(&self) -> f64 {
        self.of.region.sizing.weights()[self.row]
    }

    async fn load(&self) -> Load {
        Load::of(&self.totals().map(|(_, totals)| totals).sum())
    }

    /// What is asked of each service here, in the plan's order.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn demand(&self) -> Vec<ServiceDemand> {
        ServiceDemand::of(&self.of.region, self.row)
    }

    /// By profile, in the plan's order.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn cells(&self) -> Vec<CellSizing> {
        let region = &self.of.region;
        self.totals()
            .zip(&region.profiles)
            .map(|((cell, totals), profile)| CellSizing {
                region: Arc::clone(region),
                cell,
                profile: Profile(profile.clone()),
                load: Load::of(&totals),
            })
            .collect()
    }
}

/// The sizing of one profile at one CPI.
pub(crate) struct CellSizing {
    region: Arc<Region>,
    cell: usize,
    profile: Profile,
    load: Load,
}

/// The sizing of one profile at one CPI.
#[Object]
impl CellSizing {
    async fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Operators needed for the services alone, before allowances.
    async fn basic(&self) -> f64 {
        self.region.sizing.basic()[self.cell]
    }

    async fn load(&self) -> &Load {
        &self.load
    }

    /// Every term of the requirement: what is asked of the services here, and what the formula makes of it.
    #[graphql(complexity = "1 + child_complexity")]
    async fn explanation(&self) -> Result<Explanation> {
        // A field's function must be asynchronous, also where nothing is waited for.
        std::future::ready(Explanation::of(&self.region, self.cell)).await
    }

    /// Where `load.have` comes from: a planner who stated it, or the formula that it was derived by.
    async fn have_provenance(&self) -> Provenance {
        let sizing = &self.region.sizing;
        let columns = sizing.profiles().len();
        let (cpi, profile) = (&sizing.cpis()[self.cell / columns], &sizing.profiles()[self.cell % columns]);
        let key = FigureKey::Staff(cpi.clone(), profile.clone());
        let total = sizing.staff_total();
        let derived = || {
            let english = format!(
                "{total} operators (staff.total) over the CPIs by residents of 15 to 64 years, then over the profiles by required hours; largest remainder"
            );
            let italian = format!(
                "{total} operatori (staff.total) ripartiti fra i CPI per residenti da 15 a 64 anni, poi fra i profili per ore richieste; massimo resto"
            );
            Provenance::derived(english, italian)
        };
        self.region.sources.get(&key).cloned().unwrap_or_else(derived)
    }
}

/// Need against staff, over a cell, a CPI, a province or the region.
#[derive(Clone, Copy, SimpleObject)]
pub(crate) struct Load {
    /// Operators needed, full-time equivalents.
    required: f64,
    /// Operators in service, full-time equivalents.
    have: f64,
    /// Operators that the scenario places; 0 without one.
    placed: i32,
    /// required / (have + placed). Null when nobody is there and work exists.
    pressure: Option<f64>,
    /// (have + placed) / required, the WHO's direction. Null without work.
    wisn_ratio: Option<f64>,
    /// Work that nobody does, hours a year.
    unmet_hours: f64,
}

impl Load {
    pub(super) fn of(totals: &Totals) -> Self {
        Self {
            required: totals.required,
            have: totals.have,
            placed: i32::try_from(totals.placed).unwrap_or(i32::MAX),
            pressure: Some(totals.pressure()).filter(|pressure| pressure.is_finite()),
            wisn_ratio: totals.wisn_ratio(),
            unmet_hours: totals.unmet_hours,
        }
    }
}

/// The id of a scenario, as a UUID. `None` when it is no id of a scenario.
pub(super) fn scenario_key(id: &str) -> Option<Uuid> {
    Uuid::try_parse(&GlobalId::key_of(id, Kind::Scenario)?).ok()
}
