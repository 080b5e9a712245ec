//! What every sizing of a request is made from, and the sizings of the region and of its scenarios: each computed once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_graphql::Context;
use shared::{
    code::{CpiCode, ProfileCode},
    staffing::{Assumptions, FigureKey, Sizing as Model},
    territory::Catchment,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::sizing::RegionSizing;
use crate::{
    changes::{FIGURES, topic_revision},
    cx::Cx,
    error::{Error, Result},
    graphql::provenance::Provenance,
    rome::day_in_rome,
    staffing::{
        entity::{figure, profile, scenario, scenario_cell, scenario_figure, service},
        store::{self, ScenarioRow},
    },
    territory::{Borders, CpiRow, Map, Moment, borders_read, cpi_list_all, graphql::borders},
};

/// Today's sizing, and that of each scenario: computed at most once in a request.
#[derive(Default)]
pub(crate) struct RegionCache {
    ground: OnceCell<Arc<Ground>>,
    region: OnceCell<Arc<Region>>,
    pub(super) sizings: Mutex<BTreeMap<Option<Uuid>, Once>>,
}

/// The sizing of one scenario; computed by the first who asks, awaited by the others.
type Once = Arc<OnceCell<RegionSizing>>;

/// What every sizing of a request is made from: today's figures, and the territory.
pub(super) struct Ground {
    /// Revision of today's figures.
    pub(super) revision: i64,
    pub(super) figures: Vec<figure::Model>,
    profiles: Vec<profile::Model>,
    services: Vec<service::Model>,
    pub(super) cpis: Vec<CpiRow>,
    pub(super) borders: Arc<Borders>,
    today: Moment,
}

impl Ground {
    /// Read once in a request.
    pub(super) async fn of(ctx: &Context<'_>) -> Result<Arc<Self>> {
        let cx = Cx::of(ctx)?;
        let read = async || {
            // The revision first: neither figures nor catchments are older than it says.
            let revision = topic_revision(cx.db().read(), FIGURES).await?;
            Self::read(cx, revision, borders(ctx).await?).await
        };
        let ground = cache(ctx)?.ground.get_or_try_init(read).await?;
        Ok(Arc::clone(ground))
    }

    async fn read(cx: &Cx, revision: i64, borders: Arc<Borders>) -> Result<Arc<Self>> {
        let db = cx.db().read();
        let figures = store::figure_list(db).await?;
        let (profiles, services) = (store::profile_list(db).await?, store::service_list(db).await?);
        let cpis = cpi_list_all(db).await?;
        let today = Moment::today(cx.now());
        Ok(Arc::new(Self { revision, figures, profiles, services, cpis, borders, today }))
    }

    /// The moment whose map a scenario is sized by: that of its approval, as of the figures that were kept then; or today.
    pub(super) fn moment_of(&self, scenario: &scenario::Model) -> Moment {
        moment_of(scenario).unwrap_or(self.today)
    }
}

/// The moment of a scenario's approval; none of one that was not approved.
pub(super) fn moment_of(scenario: &scenario::Model) -> Option<Moment> {
    scenario.base_at.zip(scenario.base_revision).map(|(at, known)| Moment { day: day_in_rome(at), known: Some(known) })
}

/// A sizing, and what it was made from.
pub(in crate::staffing) struct Region {
    /// Revision of the figures it was computed from.
    pub(in crate::staffing) revision: i64,
    pub(in crate::staffing) sizing: Model,
    /// The job centres with the people whom they serve on its map.
    pub(in crate::staffing) cpis: Vec<CpiRow>,
    /// The same as their rows say: what the API tells of a job centre begins with these.
    pub(super) rows: Vec<CpiRow>,
    pub(in crate::staffing) assumptions: Assumptions,
    pub(in crate::staffing) catchments: Vec<Catchment>,
    pub(in crate::staffing) profiles: Vec<profile::Model>,
    pub(in crate::staffing) services: Vec<service::Model>,
    /// Where the figures come from that a job centre's own sizing names: volumes, standard times, and operators that somebody stated.
    pub(in crate::staffing) sources: BTreeMap<FigureKey, Provenance>,
}

impl Region {
    /// Today's sizing, read once in a request.
    pub(super) async fn of(ctx: &Context<'_>) -> Result<Arc<Self>> {
        let sized = async || {
            let ground = Ground::of(ctx).await?;
            Self::sized(&ground, &ground.figures, ground.revision, &ground.today)
        };
        let region = cache(ctx)?.region.get_or_try_init(sized).await?;
        Ok(Arc::clone(region))
    }

    /// The sizing of each scenario, in their order: by the base that it was approved on, or today's, and over it its own figures.
    /// Two statements at most, whatever their number.
    pub(super) async fn of_scenarios(ctx: &Context<'_>, scenarios: &[ScenarioRow]) -> Result<Vec<Arc<Self>>> {
        let ground = Ground::of(ctx).await?;
        let db = Cx::of(ctx)?.db().read();
        let ids: Vec<Uuid> = scenarios.iter().map(|(row, _)| row.id).collect();
        let (mut own, mut kept): (BTreeMap<Uuid, Vec<_>>, BTreeMap<Uuid, Vec<_>>) = Default::default();
        for row in store::own_figure_list(db, &ids).await? {
            own.entry(row.scenario_id).or_default().push(row);
        }
        let frozen: Vec<Uuid> =
            scenarios.iter().filter(|(row, _)| row.base_revision.is_some()).map(|(row, _)| row.id).collect();
        if !frozen.is_empty() {
            for row in store::base_figure_list(db, &frozen).await? {
                kept.entry(row.scenario_id).or_default().push(row);
            }
        }
        let mut regions = Vec::with_capacity(scenarios.len());
        for (row, _) in scenarios {
            let own = own.remove(&row.id).unwrap_or_default();
            let at = ground.moment_of(row);
            regions.push(match row.base_revision {
                None if own.is_empty() => Self::of(ctx).await?,
                None => Self::sized(&ground, &store::figures_over(ground.figures.clone(), &own), ground.revision, &at)?,
                Some(revision) => {
                    let base = store::figures_kept(&kept.remove(&row.id).unwrap_or_default());
                    Self::sized(&ground, &store::figures_over(base, &own), revision, &at)?
                }
            });
        }
        Ok(regions)
    }

    /// The sizing of one scenario where no query asks, and the figures that it is made from.
    pub(in crate::staffing) async fn of_one(
        cx: &Cx,
        scenario: &scenario::Model,
        own: &[scenario_figure::Model],
    ) -> Result<(Arc<Self>, Vec<figure::Model>)> {
        let revision = topic_revision(cx.db().read(), FIGURES).await?;
        let borders = Arc::new(borders_read(cx.db().read()).await?);
        let ground = Ground::read(cx, revision, borders).await?;
        let (base, revision) = match scenario.base_revision {
            Some(revision) => {
                let kept = store::base_figure_list(cx.db().read(), &[scenario.id]).await?;
                (store::figures_kept(&kept), revision)
            }
            None => (ground.figures.clone(), ground.revision),
        };
        let figures = store::figures_over(base, own);
        Ok((Self::sized(&ground, &figures, revision, &ground.moment_of(scenario))?, figures))
    }

    fn sized(ground: &Ground, figures: &[figure::Model], revision: i64, at: &Moment) -> Result<Arc<Self>> {
        let (profiles, services) = (ground.profiles.clone(), ground.services.clone());
        let assumptions = store::assumptions_of(&profiles, &services, figures.iter())?;
        let Map { cpis, catchments, .. } = ground.borders.on(&ground.cpis, at)?;
        let sizing = Model::of(&assumptions, &catchments)?;
        let sources = figures.iter().filter(|row| row.value.is_some()).filter_map(|row| {
            let key: FigureKey = row.key.parse().ok()?;
            let is_told = matches!(
                key,
                FigureKey::Staff(..) | FigureKey::Volume(_) | FigureKey::ProvinceVolume(..) | FigureKey::Minutes(_)
            );
            is_told.then(|| (key, Provenance::of(&row.origin, &row.source)))
        });
        let sources = sources.collect();
        let rows = ground.cpis.clone();
        Ok(Arc::new(Self { revision, sizing, cpis, rows, assumptions, catchments, profiles, services, sources }))
    }

    /// Something of the cells of a scenario, shape `[cpis][profiles]`; its beginning where none was ever set.
    pub(in crate::staffing) fn spread<T: Clone + Default>(
        &self,
        cells: &[scenario_cell::Model],
        of: impl Fn(&scenario_cell::Model) -> T,
    ) -> Vec<T> {
        let mut spread = vec![T::default(); self.sizing.cells()];
        let cpis: BTreeMap<&str, usize> = self.sizing.cpis().iter().map(CpiCode::as_str).zip(0..).collect();
        let profiles: BTreeMap<&str, usize> = self.sizing.profiles().iter().map(ProfileCode::as_str).zip(0..).collect();
        for row in cells {
            if let (Some(cpi), Some(profile)) = (cpis.get(row.cpi.as_str()), profiles.get(row.profile.as_str()))
                && let Some(cell) = spread.get_mut(cpi * profiles.len() + profile)
            {
                *cell = of(row);
            }
        }
        spread
    }
}

pub(super) fn cache<'a>(ctx: &'a Context<'_>) -> Result<&'a RegionCache> {
    ctx.data_opt::<RegionCache>().ok_or_else(|| Error::fault("finding the request's sizing", "there is none"))
}
