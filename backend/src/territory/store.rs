//! The statements of the territory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
};
use shared::{
    code::{CpiCode, ProvinceCode},
    territory::Catchment,
};

use super::{
    borders::{Borders, Moment, Moved},
    entity::{catchment_change, cpi, municipality, province},
};
use crate::{
    db::{Tx, put_rows},
    error::{Context as _, Result},
    page::Page,
};

/// The order of a list of the territory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TerritoryOrder {
    #[default]
    Code,
    Name,
    /// The most first.
    Residents,
}

/// A position in a list of the territory: what any of its orders asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlaceAt {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) residents: i64,
}

impl TerritoryOrder {
    /// Puts a list into this order.
    fn sort<E: EntityTrait>(self, query: Select<E>, [code, name, residents]: [E::Column; 3]) -> Select<E> {
        match self {
            Self::Code => query.order_by_asc(code),
            Self::Name => query.order_by_asc(name).order_by_asc(code),
            Self::Residents => query.order_by_desc(residents).order_by_asc(code),
        }
    }

    /// What stands behind a position.
    fn behind<C: ColumnTrait>(self, at: &PlaceAt, [code, name, residents]: [C; 3]) -> Condition {
        let next = Condition::all().add(code.gt(&*at.code));
        match self {
            Self::Code => next,
            Self::Name => Condition::any().add(name.gt(&*at.name)).add(next.add(name.eq(&*at.name))),
            Self::Residents => {
                Condition::any().add(residents.lt(at.residents)).add(next.add(residents.eq(at.residents)))
            }
        }
    }
}

pub(super) async fn province_list(db: &impl ConnectionTrait, order: TerritoryOrder) -> Result<Vec<province::Model>> {
    use province::Column::{Code, Name, Residents};
    let all = order.sort(province::Entity::find(), [Code, Name, Residents]);
    all.all(db).await.context("reading the provinces")
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
    order: TerritoryOrder,
    page: &Page<PlaceAt>,
) -> Result<Vec<cpi::Model>> {
    use cpi::Column::{Code, Name, Residents};
    let columns = [Code, Name, Residents];
    let rest = cpis(of_province).apply_if(page.after.as_ref(), |query, at| query.filter(order.behind(at, columns)));
    let rows = order.sort(rest, columns).limit(page.first + 1);
    rows.all(db).await.context("reading a page of job centres")
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

/// What the sizing must know of every job centre, by code, as it was before anything was moved.
pub(crate) fn catchment_list(rows: &[cpi::Model]) -> Result<Vec<Catchment>> {
    rows.iter()
        .map(|row| {
            Ok(Catchment {
                cpi: CpiCode::new(&row.code).context("reading a job centre's code")?,
                province: ProvinceCode::new(&row.province).context("reading a province's code")?,
                working_age: row.working_age.unsigned_abs(),
                staffed_for: row.working_age.unsigned_abs(),
                registered_unemployed: row.registered_unemployed.map(i64::unsigned_abs),
            })
        })
        .collect()
}

/// All job centres, by code, with the people whom they serve today.
pub(crate) async fn cpi_list_today(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<cpi::Model>> {
    let rows = cpi_list_all(db).await?;
    Ok(borders_read(db).await?.on(&rows, &Moment::today(now))?.cpis)
}

/// All that was put in force, and all that is to come, in the order in which it was decided.
pub(super) async fn catchment_change_list(db: &impl ConnectionTrait) -> Result<Vec<catchment_change::Model>> {
    use catchment_change::Column::{Made, Municipality};
    let all = catchment_change::Entity::find().order_by_asc(Made).order_by_asc(Municipality);
    all.all(db).await.context("reading the changes of the catchments")
}

/// Puts municipalities under other job centres.
pub(crate) async fn catchment_change_put(tx: &Tx, rows: &[catchment_change::Model]) -> Result<()> {
    put_rows::<catchment_change::Entity, catchment_change::ActiveModel>(tx, rows).await
}

/// Takes back what was put in force together.
pub(crate) async fn catchment_change_delete(tx: &Tx, made: i64) -> Result<()> {
    let rows = catchment_change::Entity::delete_many().filter(catchment_change::Column::Made.eq(made));
    rows.exec(tx).await.map(|_| ()).context("taking back a change of the catchments")
}

/// All municipalities, by ISTAT code.
pub(super) async fn municipality_list_all(db: &impl ConnectionTrait) -> Result<Vec<municipality::Model>> {
    let all = municipality::Entity::find().order_by_asc(municipality::Column::Istat);
    all.all(db).await.context("reading the municipalities")
}

/// Which municipalities are asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct MunicipalityFilter {
    pub(super) province: Option<String>,
    pub(super) cpi: Option<String>,
    /// Those that are served by another job centre than their row says.
    pub(super) moved: Vec<Moved>,
}

impl MunicipalityFilter {
    /// Those whose row says so and that were not moved, and those that were moved there.
    fn served(&self, by_row: Condition, is_there: impl Fn(&Moved) -> bool) -> Condition {
        use municipality::Column::Istat;
        let codes = |moved: &Moved| moved.town.clone();
        let gone = Istat.is_not_in(self.moved.iter().map(codes));
        let come = Istat.is_in(self.moved.iter().filter(|moved| is_there(moved)).map(codes));
        Condition::any().add(by_row.add(gone)).add(come)
    }
}

fn municipalities(filter: &MunicipalityFilter) -> Select<municipality::Entity> {
    municipality::Entity::find()
        .apply_if(filter.cpi.as_deref(), |query, code| {
            let by_row = Condition::all().add(municipality::Column::Cpi.eq(code));
            query.filter(filter.served(by_row, |moved| moved.cpi == code))
        })
        .apply_if(filter.province.as_deref(), |query, code| {
            let within = cpi::Entity::find()
                .select_only()
                .column(cpi::Column::Code)
                .filter(cpi::Column::Province.eq(code))
                .into_query();
            let by_row = Condition::all().add(municipality::Column::Cpi.in_subquery(within));
            query.filter(filter.served(by_row, |moved| moved.province == code))
        })
}

/// A page of municipalities and one more, if there is one.
pub(super) async fn municipality_list(
    db: &impl ConnectionTrait,
    filter: &MunicipalityFilter,
    order: TerritoryOrder,
    page: &Page<PlaceAt>,
) -> Result<Vec<municipality::Model>> {
    use municipality::Column::{Istat, Name, Residents};
    let columns = [Istat, Name, Residents];
    let rest =
        municipalities(filter).apply_if(page.after.as_ref(), |query, at| query.filter(order.behind(at, columns)));
    let rows = order.sort(rest, columns).limit(page.first + 1);
    rows.all(db).await.context("reading a page of municipalities")
}

pub(super) async fn municipality_count(db: &impl ConnectionTrait, filter: &MunicipalityFilter) -> Result<u64> {
    municipalities(filter).count(db).await.context("counting the municipalities")
}

/// One municipality.
pub(crate) async fn municipality_find(db: &impl ConnectionTrait, istat: &str) -> Result<Option<municipality::Model>> {
    municipality::Entity::find_by_id(istat).one(db).await.context("reading a municipality")
}

/// The names of some municipalities, by their ISTAT codes.
pub(crate) async fn municipality_names(
    db: &impl ConnectionTrait,
    codes: &BTreeSet<&str>,
) -> Result<BTreeMap<String, String>> {
    let of = municipality::Entity::find().filter(municipality::Column::Istat.is_in(codes.iter().copied()));
    let rows = of.all(db).await.context("reading the names of municipalities")?;
    Ok(rows.into_iter().map(|row| (row.istat, row.name)).collect())
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

/// Who serves whom on which day; the municipalities only when some were ever moved.
pub(crate) async fn borders_read(db: &impl ConnectionTrait) -> Result<Borders> {
    let rows = catchment_change_list(db).await?;
    let towns = if rows.is_empty() { Vec::new() } else { municipality_list_all(db).await? };
    Borders::of(rows, towns)
}

/// The same, with the municipalities, for whoever is about to move one.
pub(crate) async fn borders_read_whole(db: &impl ConnectionTrait) -> Result<Borders> {
    Borders::of(catchment_change_list(db).await?, municipality_list_all(db).await?)
}
