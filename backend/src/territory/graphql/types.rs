//! Provinces, job centres and municipalities, as partners see them.

use async_graphql::{Context, ID, Object, connection::Connection};
use shared::id::{GlobalId, Kind};

use crate::{
    error::Result,
    graphql::{
        int,
        loaders::Loaders,
        page::{Cursor, cost},
        provenance::Provenance,
    },
    staffing::graphql::{
        AllocationTotal, CpiAllocation, CpiChange, CpiSizing, Logged, RegionSizing, ScenarioPosition, allocations,
        history,
    },
    territory::{
        entity::{cpi, municipality, province},
        loader::{CpiKey, CpisOf, MunicipalitiesOf, ProvinceKey},
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

    /// Residents of its municipalities on 1 January 2023.
    async fn residents(&self) -> i32 {
        int(self.0.residents)
    }

    /// Residents of 15 to 64 years of its municipalities on 1 January 2023.
    async fn working_age(&self) -> i32 {
        int(self.0.working_age)
    }

    #[graphql(name = "areaKm2")]
    async fn area_km2(&self) -> f64 {
        self.0.area_km2
    }

    /// Jobseekers registered in August 2014, where a source tells.
    async fn registered_unemployed(&self) -> Option<i32> {
        self.0.registered_unemployed.map(int)
    }

    /// Where the seat is known from.
    async fn seat_provenance(&self) -> Provenance {
        Provenance::of(&self.0.seat_origin, &self.0.seat_source)
    }

    /// Where the list of its municipalities is known from.
    async fn catchment_provenance(&self) -> Provenance {
        Provenance::of(&self.0.catchment_origin, &self.0.catchment_source)
    }

    /// Where its residents and its area are known from.
    async fn people_provenance(&self) -> Provenance {
        Provenance::of(&self.0.people_origin, &self.0.people_source)
    }

    /// Where its registered jobseekers are known from. Null where nothing tells of them.
    async fn registered_unemployed_provenance(&self) -> Option<Provenance> {
        let stated = self.0.unemployed_origin.as_deref().zip(self.0.unemployed_source.as_deref());
        stated.map(|(origin, source)| Provenance::of(origin, source))
    }

    /// The municipalities it serves, by ISTAT code.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn municipalities(&self, ctx: &Context<'_>) -> Result<Vec<Municipality>> {
        let rows = Loaders::of(ctx)?.territory(MunicipalitiesOf(self.0.code.clone())).await?;
        Ok(rows.unwrap_or_default().into_iter().map(Municipality).collect())
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

    async fn cpi(&self, ctx: &Context<'_>) -> Result<Cpi> {
        Loaders::of(ctx)?.territory_get(CpiKey(self.0.cpi.clone())).await.map(Cpi)
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
    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.origin, &self.0.source)
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
