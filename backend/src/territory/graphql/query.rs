//! The queries of the territory.

use async_graphql::{Context, Enum, ID, Object, connection::Connection};
use shared::id::Kind;

use super::{Cpi, Municipality, Province, map::today};
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
        entity::{cpi, municipality},
        loader::{CpiKey, ProvinceKey},
        store::{self, MunicipalityFilter, PlaceAt, TerritoryOrder},
    },
};

#[derive(Default)]
pub(crate) struct TerritoryQuery;

#[Object]
impl TerritoryQuery {
    /// The six provinces, by code if no other order is asked for.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn provinces(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] order: TerritoryOrderName,
    ) -> Result<Vec<Province>> {
        let rows = store::province_list(Cx::of(ctx)?.db().read(), order.into()).await?;
        Ok(rows.into_iter().map(Province).collect())
    }

    /// The job centres, by code if no other order is asked for.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn cpis(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        province: Option<ID>,
        #[graphql(default)] order: TerritoryOrderName,
    ) -> Result<Connection<Cursor<CpiPosition>, Cpi, CpiTotal>> {
        let page: Page<CpiPosition> = Page::parse(first, after.as_deref())?;
        let province = province_key(ctx, province.as_ref()).await?;
        let after = page.after(|at| at.0.clone());
        let rows = store::cpi_list(Cx::of(ctx)?.db().read(), province.as_deref(), order.into(), &after).await?;
        let node = |row: cpi::Model| {
            let at = PlaceAt { code: row.code.clone(), name: row.name.clone(), residents: row.residents };
            (CpiPosition(at), Cpi(row))
        };
        Ok(connect(&page, rows, CpiTotal(province), node))
    }

    /// The municipalities, by ISTAT code if no other order is asked for.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn municipalities(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        province: Option<ID>,
        cpi: Option<ID>,
        #[graphql(default)] order: TerritoryOrderName,
    ) -> Result<Connection<Cursor<MunicipalityPosition>, Municipality, MunicipalityTotal>> {
        let page: Page<MunicipalityPosition> = Page::parse(first, after.as_deref())?;
        let province = province_key(ctx, province.as_ref()).await?;
        let moved = today(ctx).await?.moved.clone();
        let filter = MunicipalityFilter { province, cpi: cpi_key(ctx, cpi.as_ref()).await?, moved };
        let after = page.after(|at| at.0.clone());
        let rows = store::municipality_list(Cx::of(ctx)?.db().read(), &filter, order.into(), &after).await?;
        let node = |row: municipality::Model| {
            let at = PlaceAt { code: row.istat.clone(), name: row.name.clone(), residents: row.residents };
            (MunicipalityPosition(at), Municipality(row))
        };
        Ok(connect(&page, rows, MunicipalityTotal(filter), node))
    }
}

/// The order of a list of the territory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "TerritoryOrder", remote = "TerritoryOrder")]
pub(crate) enum TerritoryOrderName {
    /// By code; of municipalities, the ISTAT code.
    #[default]
    Code,
    Name,
    /// Those with the most residents come first; of job centres, residents of the catchments that the built-in data draw.
    Residents,
}

impl PlaceAt {
    fn write(&self) -> String {
        format!("{} {} {}", self.residents, self.code, self.name)
    }

    fn read(text: &str) -> Option<Self> {
        let (residents, rest) = text.split_once(' ')?;
        let (code, name) = rest.split_once(' ')?;
        Some(Self { code: key(code)?, name: key(name)?, residents: residents.parse().ok()? })
    }
}

/// A position in the list of job centres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CpiPosition(PlaceAt);

impl Position for CpiPosition {
    const LIST: &'static str = "cpis";

    fn write(&self) -> String {
        self.0.write()
    }

    fn read(text: &str) -> Option<Self> {
        PlaceAt::read(text).map(Self)
    }
}

/// A position in the list of municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MunicipalityPosition(PlaceAt);

impl Position for MunicipalityPosition {
    const LIST: &'static str = "municipalities";

    fn write(&self) -> String {
        self.0.write()
    }

    fn read(text: &str) -> Option<Self> {
        PlaceAt::read(text).map(Self)
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

/// A job centre that must be there, because a row names it.
pub(crate) async fn cpi_get(ctx: &Context<'_>, code: &str) -> Result<Cpi> {
    Loaders::of(ctx)?.territory_get(CpiKey(code.to_owned())).await.map(Cpi)
}

pub(crate) async fn municipality_find(ctx: &Context<'_>, istat: &str) -> Result<Option<Municipality>> {
    Ok(store::municipality_find(Cx::of(ctx)?.db().read(), istat).await?.map(Municipality))
}
