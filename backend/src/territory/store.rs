//! The statements of the territory.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
};
use shared::{
    code::{CpiCode, ProvinceCode},
    territory::Catchment,
};

use super::entity::{cpi, municipality, province};
use crate::{
    error::{Context as _, Result},
    page::Page,
};

pub(super) async fn province_list(db: &impl ConnectionTrait) -> Result<Vec<province::Model>> {
    province::Entity::find().order_by_asc(province::Column::Code).all(db).await.context("reading the provinces")
}

/// Provinces of some codes.
pub(crate) async fn province_list_by_code(db: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<province::Model>> {
    province::Entity::find()
        .filter(province::Column::Code.is_in(codes))
        .all(db)
        .await
        .context("reading provinces by code")
}

fn cpis(of_province: Option<&str>) -> Select<cpi::Entity> {
    cpi::Entity::find().apply_if(of_province, |query, code| query.filter(cpi::Column::Province.eq(code)))
}

/// A page of job centres and one more, if there is one.
pub(super) async fn cpi_list(
    db: &impl ConnectionTrait,
    of_province: Option<&str>,
    page: &Page<String>,
) -> Result<Vec<cpi::Model>> {
    cpis(of_province)
        .apply_if(page.after.as_deref(), |query, after| query.filter(cpi::Column::Code.gt(after)))
        .order_by_asc(cpi::Column::Code)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of job centres")
}

pub(super) async fn cpi_count(db: &impl ConnectionTrait, of_province: Option<&str>) -> Result<u64> {
    cpis(of_province).count(db).await.context("counting the job centres")
}

/// All job centres, by code.
pub(crate) async fn cpi_list_all(db: &impl ConnectionTrait) -> Result<Vec<cpi::Model>> {
    cpis(None).order_by_asc(cpi::Column::Code).all(db).await.context("reading the job centres")
}

/// The codes of all job centres.
pub(super) async fn cpi_codes(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let codes = cpi::Entity::find().select_only().column(cpi::Column::Code).into_tuple();
    codes.all(db).await.context("reading the codes of the centres")
}

/// The ISTAT codes of all municipalities.
pub(super) async fn municipality_codes(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let codes = municipality::Entity::find().select_only().column(municipality::Column::Istat).into_tuple();
    codes.all(db).await.context("reading the codes of the municipalities")
}

pub(super) async fn cpi_list_by_code(db: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<cpi::Model>> {
    cpi::Entity::find().filter(cpi::Column::Code.is_in(codes)).all(db).await.context("reading job centres by code")
}

pub(super) async fn cpi_list_by_province(db: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<cpi::Model>> {
    cpi::Entity::find()
        .filter(cpi::Column::Province.is_in(codes))
        .order_by_asc(cpi::Column::Code)
        .all(db)
        .await
        .context("reading the job centres of provinces")
}

/// What the sizing must know of every job centre, by code.
pub(crate) fn catchment_list(rows: &[cpi::Model]) -> Result<Vec<Catchment>> {
    rows.iter()
        .map(|row| {
            Ok(Catchment {
                cpi: CpiCode::new(&row.code).context("reading a job centre's code")?,
                province: ProvinceCode::new(&row.province).context("reading a province's code")?,
                working_age: row.working_age.unsigned_abs(),
                registered_unemployed: row.registered_unemployed.map(i64::unsigned_abs),
            })
        })
        .collect()
}

/// Which municipalities are asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct MunicipalityFilter {
    pub(super) province: Option<String>,
    pub(super) cpi: Option<String>,
}

fn municipalities(filter: &MunicipalityFilter) -> Select<municipality::Entity> {
    municipality::Entity::find()
        .apply_if(filter.cpi.as_deref(), |query, code| query.filter(municipality::Column::Cpi.eq(code)))
        .apply_if(filter.province.as_deref(), |query, code| {
            let within = cpi::Entity::find()
                .select_only()
                .column(cpi::Column::Code)
                .filter(cpi::Column::Province.eq(code))
                .into_query();
            query.filter(municipality::Column::Cpi.in_subquery(within))
        })
}

/// A page of municipalities and one more, if there is one.
pub(super) async fn municipality_list(
    db: &impl ConnectionTrait,
    filter: &MunicipalityFilter,
    page: &Page<String>,
) -> Result<Vec<municipality::Model>> {
    municipalities(filter)
        .apply_if(page.after.as_deref(), |query, after| query.filter(municipality::Column::Istat.gt(after)))
        .order_by_asc(municipality::Column::Istat)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of municipalities")
}

pub(super) async fn municipality_count(db: &impl ConnectionTrait, filter: &MunicipalityFilter) -> Result<u64> {
    municipalities(filter).count(db).await.context("counting the municipalities")
}

/// One municipality.
pub(crate) async fn municipality_find(db: &impl ConnectionTrait, istat: &str) -> Result<Option<municipality::Model>> {
    municipality::Entity::find_by_id(istat).one(db).await.context("reading a municipality")
}

pub(super) async fn municipality_list_by_cpi(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<municipality::Model>> {
    municipality::Entity::find()
        .filter(municipality::Column::Cpi.is_in(codes))
        .order_by_asc(municipality::Column::Istat)
        .all(db)
        .await
        .context("reading the municipalities of job centres")
}
