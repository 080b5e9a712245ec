//! Provinces, job centres and municipalities, as partners see them.

use async_graphql::{Context, ID, Object, connection::Connection};
use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    Rule,
    id::{GlobalId, Kind},
    provenance::Origin,
};

use super::{
    cpi_get,
    map::{borders, today},
};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{
        int,
        loaders::Loaders,
        page::{Cursor, cost},
        provenance::Provenance,
    },
    rome::day_of,
    staffing::graphql::{
        AllocationTotal, CpiAllocation, CpiChange, CpiSizing, Logged, RegionSizing, ScenarioPosition, allocations,
        history,
    },
    territory::{
        Moment,
        entity::{catchment_change, cpi, municipality, province},
        loader::{CpisOf, MunicipalitiesOf, ProvinceKey},
    },
};

/// A province.
pub(crate) struct Province(pub(crate) province::Model);

#[Object]
impl Province {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Province, &self.0.code).to_string().into()
    }

    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn istat(&self) -> &str {
        &self.0.istat
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Residents on 1 January 2023.
    async fn residents(&self) -> i32 {
        int(self.0.residents)
    }

    /// Residents of 15 to 64 years on 1 January 2023.
    async fn working_age(&self) -> i32 {
        int(self.0.working_age)
    }

    /// Square kilometres.
    #[graphql(name = "areaKm2")]
    async fn area_km2(&self) -> f64 {
        self.0.area_km2
    }

    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.origin, &self.0.source)
    }

    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn cpis(&self, ctx: &Context<'_>) -> Result<Vec<Cpi>> {
        let rows = Loaders::of(ctx)?.territory(CpisOf(self.0.code.clone())).await?;
        Ok(rows.unwrap_or_default().into_iter().map(Cpi).collect())
    }
}

/// A public job centre (centro per l'impiego).
pub(crate) struct Cpi(pub(crate) cpi::Model);

#[Object]
impl Cpi {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Cpi, &self.0.code).to_string().into()
    }

    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn province(&self, ctx: &Context<'_>) -> Result<Province> {
        Loaders::of(ctx)?.territory_get(ProvinceKey(self.0.province.clone())).await.map(Province)
    }

    /// ISTAT code of the municipality where it sits.
    async fn seat_istat(&self) -> &str {
        &self.0.seat_istat
    }

    async fn latitude(&self) -> f64 {
        self.0.latitude
    }

    async fn longitude(&self) -> f64 {
        self.0.longitude
    }

    /// Residents of its municipalities on 1 January 2023; of those that it serves today, as all that follows.
    async fn residents(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(int(today(ctx).await?.cpi(&self.0).residents))
    }

    /// Residents of 15 to 64 years of its municipalities on 1 January 2023.
    async fn working_age(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(int(today(ctx).await?.cpi(&self.0).working_age))
    }

    /// The same of the municipalities that it served when the operators in service were counted: by these they are split, and
    /// nobody changes desk because a municipality goes to another job centre.
    async fn staffed_for(&self) -> i32 {
        int(self.0.working_age)
    }

    #[graphql(name = "areaKm2")]
    async fn area_km2(&self, ctx: &Context<'_>) -> Result<f64> {
        Ok(today(ctx).await?.cpi(&self.0).area_km2)
    }

    /// Jobseekers registered in August 2014, where a source tells.
    async fn registered_unemployed(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(today(ctx).await?.cpi(&self.0).registered_unemployed.map(int))
    }

    /// Where the seat is known from.
    async fn seat_provenance(&self) -> Provenance {
        Provenance::of(&self.0.seat_origin, &self.0.seat_source)
    }

    /// Where the list of its municipalities is known from.
    async fn catchment_provenance(&self, ctx: &Context<'_>) -> Result<Provenance> {
        let today = today(ctx).await?;
        let row = today.cpi(&self.0);
        Ok(Provenance::of(&row.catchment_origin, &row.catchment_source))
    }

    /// Where its residents and its area are known from.
    async fn people_provenance(&self) -> Provenance {
        Provenance::of(&self.0.people_origin, &self.0.people_source)
    }

    /// Where its registered jobseekers are known from. Null where nothing tells of them.
    async fn registered_unemployed_provenance(&self, ctx: &Context<'_>) -> Result<Option<Provenance>> {
        let today = today(ctx).await?;
        let row = today.cpi(&self.0);
        let stated = row.unemployed_origin.as_deref().zip(row.unemployed_source.as_deref());
        Ok(stated.map(|(origin, source)| Provenance::of(origin, source)))
    }

    /// The municipalities it serves on a day, by default today, by ISTAT code.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn municipalities(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> Result<Vec<Municipality>> {
        let borders = borders(ctx).await?;
        if borders.rows.is_empty() {
            let rows = Loaders::of(ctx)?.territory(MunicipalitiesOf(self.0.code.clone())).await?;
            return Ok(rows.unwrap_or_default().into_iter().map(Municipality).collect());
        }
        let at = moment(ctx, on)?;
        let served = borders.towns.iter().filter(|town| borders.cpi_of(town, &at) == self.0.code);
        Ok(served.cloned().map(Municipality).collect())
    }

    /// Need, staff and pressure under today's figures; with a scenario, its operators count as placed.
    async fn sizing(&self, ctx: &Context<'_>, scenario: Option<ID>) -> Result<CpiSizing> {
        RegionSizing::of(ctx, scenario.as_ref()).await?.cpi(&self.0.code)
    }

    /// What each scenario places here: those that the caller may read, without the archive, newest first.
    #[graphql(complexity = "cost(first, 25 + child_complexity)")]
    async fn allocations(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<ScenarioPosition>, CpiAllocation, AllocationTotal>> {
        allocations(ctx, &self.0.code, first, after.as_deref()).await
    }

    /// What was changed of it, newest first: operators in service and allowances that somebody stated, and for whoever may read
    /// scenarios their cells here. It looks through the whole log: 500 points beside the entries'.
    #[graphql(complexity = "500 + cost(first, child_complexity)")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<Logged>, CpiChange>> {
        history(ctx, &self.0.code, first, after.as_deref()).await
    }
}

/// A municipality.
pub(crate) struct Municipality(pub(crate) municipality::Model);

#[Object]
impl Municipality {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Municipality, &self.0.istat).to_string().into()
    }

    async fn istat(&self) -> &str {
        &self.0.istat
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The job centre that serves it on a day, by default today.
    async fn cpi(&self, ctx: &Context<'_>, on: Option<NaiveDate>) -> Result<Cpi> {
        let borders = borders(ctx).await?;
        cpi_get(ctx, borders.cpi_of(&self.0, &moment(ctx, on)?)).await
    }

    /// The job centres that served it, serve it and are to serve it, by the day from which each does.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn catchments(&self, ctx: &Context<'_>) -> Result<Vec<MunicipalityCatchment>> {
        let borders = borders(ctx).await?;
        let mut all = vec![MunicipalityCatchment { cpi: self.0.cpi.clone(), change: None }];
        let mut own: Vec<_> = borders.rows.iter().filter(|row| row.municipality == self.0.istat).collect();
        own.sort_by_key(|row| (row.valid_from, row.made));
        all.extend(
            own.into_iter().map(|row| MunicipalityCatchment { cpi: row.cpi.clone(), change: Some(row.clone()) }),
        );
        Ok(all)
    }

    /// Residents on 1 January 2023.
    async fn residents(&self) -> i32 {
        int(self.0.residents)
    }

    /// Residents of 15 to 64 years on 1 January 2023.
    async fn working_age(&self) -> i32 {
        int(self.0.working_age)
    }

    #[graphql(name = "areaKm2")]
    async fn area_km2(&self) -> f64 {
        self.0.area_km2
    }

    async fn latitude(&self) -> f64 {
        self.0.latitude
    }

    async fn longitude(&self) -> f64 {
        self.0.longitude
    }

    /// Where its CPI is known from.
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Provenance> {
        let (borders, at) = (borders(ctx).await?, moment(ctx, None)?);
        Ok(match borders.change_of(&self.0.istat, &at) {
            Some(change) => Provenance::of(Origin::Planner.name(), &change.by),
            None => Provenance::of(&self.0.origin, &self.0.source),
        })
    }

    /// Where its residents and its area are known from.
    async fn people_provenance(&self) -> Provenance {
        Provenance::of(&self.0.people_origin, &self.0.people_source)
    }

    /// Where its point is known from.
    async fn point_provenance(&self) -> Provenance {
        Provenance::of(&self.0.point_origin, &self.0.point_source)
    }
}

/// A job centre that serves a municipality from a day on.
pub(crate) struct MunicipalityCatchment {
    cpi: String,
    change: Option<catchment_change::Model>,
}

#[Object]
impl MunicipalityCatchment {
    async fn cpi(&self, ctx: &Context<'_>) -> Result<Cpi> {
        cpi_get(ctx, &self.cpi).await
    }

    /// The first day. Null: from the beginning.
    async fn valid_from(&self) -> Option<NaiveDate> {
        self.change.as_ref().map(|change| change.valid_from)
    }

    /// On what it rests: the act, or a note.
    async fn note(&self) -> Option<&str> {
        self.change.as_ref().map(|change| &*change.note)
    }

    /// Who put it in force.
    async fn by(&self) -> Option<&str> {
        self.change.as_ref().map(|change| &*change.by)
    }

    /// When that was.
    async fn at(&self) -> Option<DateTime<Utc>> {
        self.change.as_ref().map(|change| change.at)
    }
}

/// The day that is asked for, by all that is known today.
fn moment(ctx: &Context<'_>, on: Option<NaiveDate>) -> Result<Moment> {
    let today = Moment::today(Cx::of(ctx)?.now());
    let at = Moment { day: on.unwrap_or(today.day), ..today };
    day_of(at.day).map_err(|_| Error::invalid("on", Rule::Unknown))?;
    Ok(at)
}
