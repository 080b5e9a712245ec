//! The queries of the territory.

use async_graphql::{Context, ID, Object, connection::Connection};
use shared::id::Kind;

use super::{Cpi, Municipality, Province};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{
        key_of,
        loaders::Loaders,
        page::{Cursor, Position, connect, cost, key},
    },
    page::Page,
    territory::{
        entity::municipality,
        loader::{CpiKey, ProvinceKey},
        store::{self, MunicipalityFilter},
    },
};

#[derive(Default)]
pub(crate) struct TerritoryQuery;

#[Object]
impl TerritoryQuery {
    /// The six provinces, by code.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn provinces(&self, ctx: &Context<'_>) -> Result<Vec<Province>> {
        let rows = store::province_list(Cx::of(ctx)?.db().read()).await?;
        Ok(rows.into_iter().map(Province).collect())
    }

    /// The job centres, by code.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn cpis(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        province: Option<ID>,
    ) -> Result<Connection<Cursor<CpiPosition>, Cpi, CpiTotal>> {
        let page: Page<CpiPosition> = Page::parse(first, after.as_deref())?;
        let province = province_key(ctx, province.as_ref()).await?;
        let after = page.after(|at| at.0.clone());
        let rows = store::cpi_list(Cx::of(ctx)?.db().read(), province.as_deref(), &after).await?;
        Ok(connect(&page, rows, CpiTotal(province), |row| (CpiPosition(row.code.clone()), Cpi(row))))
    }

    /// The municipalities, by ISTAT code.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn municipalities(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        province: Option<ID>,
        cpi: Option<ID>,
    ) -> Result<Connection<Cursor<MunicipalityPosition>, Municipality, MunicipalityTotal>> {
        let page: Page<MunicipalityPosition> = Page::parse(first, after.as_deref())?;
        let province = province_key(ctx, province.as_ref()).await?;
        let filter = MunicipalityFilter { province, cpi: cpi_key(ctx, cpi.as_ref()).await? };
        let after = page.after(|at| at.0.clone());
        let rows = store::municipality_list(Cx::of(ctx)?.db().read(), &filter, &after).await?;
        let node = |row: municipality::Model| (MunicipalityPosition(row.istat.clone()), Municipality(row));
        Ok(connect(&page, rows, MunicipalityTotal(filter), node))
    }
}

/// A position in the list of job centres: a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CpiPosition(String);

impl Position for CpiPosition {
    const LIST: &'static str = "cpis";

    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(text: &str) -> Option<Self> {
        key(text).map(Self)
    }
}

/// A position in the list of municipalities: an ISTAT code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MunicipalityPosition(String);

impl Position for MunicipalityPosition {
    const LIST: &'static str = "municipalities";

    fn write(&self) -> String {
        self.0.clone()
    }

    fn read(text: &str) -> Option<Self> {
        key(text).map(Self)
    }
}

/// How many job centres there are in all, counted when asked.
pub(crate) struct CpiTotal(Option<String>);

#[Object]
impl CpiTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = store::cpi_count(Cx::of(ctx)?.db().read(), self.0.as_deref()).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// How many municipalities there are in all, counted when asked.
pub(crate) struct MunicipalityTotal(MunicipalityFilter);

#[Object]
impl MunicipalityTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = store::municipality_count(Cx::of(ctx)?.db().read(), &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

async fn province_key(ctx: &Context<'_>, id: Option<&ID>) -> Result<Option<String>> {
    let Some(code) = key_of(id, Kind::Province)? else { return Ok(None) };
    province_find(ctx, &code).await?.ok_or_else(Error::not_found)?;
    Ok(Some(code))
}

async fn cpi_key(ctx: &Context<'_>, id: Option<&ID>) -> Result<Option<String>> {
    let Some(code) = key_of(id, Kind::Cpi)? else { return Ok(None) };
    cpi_find(ctx, &code).await?.ok_or_else(Error::not_found)?;
    Ok(Some(code))
}

pub(crate) async fn province_find(ctx: &Context<'_>, code: &str) -> Result<Option<Province>> {
    Ok(Loaders::of(ctx)?.territory(ProvinceKey(code.to_owned())).await?.map(Province))
}

pub(crate) async fn cpi_find(ctx: &Context<'_>, code: &str) -> Result<Option<Cpi>> {
    Ok(Loaders::of(ctx)?.territory(CpiKey(code.to_owned())).await?.map(Cpi))
}

pub(crate) async fn municipality_find(ctx: &Context<'_>, istat: &str) -> Result<Option<Municipality>> {
    Ok(store::municipality_find(Cx::of(ctx)?.db().read(), istat).await?.map(Municipality))
}
