//! Which organisations there are, and which are meant by what was typed.
//!
//! The table of trigrams finds candidates on either database, within the filter; the model says which of them are meant.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _},
};
use shared::organisations::{Kind, LIKELY, fold, likeness, match_score, trigrams};

use crate::{
    error::{Context as _, Result},
    organisations::entity::{
        organisation::{Column, Entity, Model},
        trigram,
    },
    page::Page,
};

/// The most organisations that one search finds.
const FOUND: u64 = 400;

/// Which organisations are asked for. What is left out does not filter.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrganisationFilter {
    /// What was typed: every word must be there, whole, begun or nearly.
    pub(crate) text: Option<String>,
    /// A name that they may be another spelling of.
    pub(crate) similar_to: Option<String>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) province: Option<String>,
    /// Single ones, or kinds of organisation.
    pub(crate) generic: Option<bool>,
    pub(crate) codes: Option<Vec<String>>,
}

/// The order of a list. Of a search it is always: the best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OrganisationOrder {
    #[default]
    Name,
    Newest,
}

/// A position in a list: the last row that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrganisationAt {
    pub(crate) code: String,
    pub(crate) number: i64,
    pub(crate) folded: String,
}

impl OrganisationFilter {
    fn condition(&self) -> Condition {
        let kinds = self.kinds.iter().map(|kind| kind.name());
        Condition::all()
            .add_option((!self.kinds.is_empty()).then(|| Column::Kind.is_in(kinds)))
            .add_option(self.province.as_ref().map(|code| Column::Province.eq(code)))
            .add_option(self.generic.map(|generic| Column::Generic.eq(generic)))
            .add_option(self.codes.as_ref().map(|codes| Column::Code.is_in(codes)))
    }

    fn searches(&self) -> bool {
        self.text.is_some() || self.similar_to.is_some()
    }
}

/// A page of organisations and one more, if there is one.
pub(crate) async fn organisation_list(
    db: &impl ConnectionTrait,
    filter: &OrganisationFilter,
    order: OrganisationOrder,
    page: &Page<OrganisationAt>,
) -> Result<Vec<Model>> {
    if filter.searches() {
        let found = search(db, filter).await?;
        let seen =
            page.after.as_ref().map_or(Some(0), |at| Some(1 + found.iter().position(|row| row.code == at.code)?));
        let first = usize::try_from(page.first).unwrap_or(usize::MAX).saturating_add(1);
        return Ok(seen.map(|seen| found.into_iter().skip(seen).take(first).collect()).unwrap_or_default());
    }
    let rows = Entity::find().filter(filter.condition()).apply_if(page.after.clone(), |query, at| {
        query.filter(match order {
            OrganisationOrder::Newest => Condition::all().add(Column::Number.lt(at.number)),
            OrganisationOrder::Name => {
                let same = Condition::all().add(Column::Folded.eq(&*at.folded)).add(Column::Code.gt(at.code));
                Condition::any().add(Column::Folded.gt(at.folded)).add(same)
            }
        })
    });
    let rows = match order {
        OrganisationOrder::Newest => rows.order_by_desc(Column::Number),
        OrganisationOrder::Name => rows.order_by_asc(Column::Folded).order_by_asc(Column::Code),
    };
    rows.limit(page.first + 1).all(db).await.context("reading a page of organisations")
}

/// How many such organisations there are; of a search, how many it finds.
pub(crate) async fn organisation_count(db: &impl ConnectionTrait, filter: &OrganisationFilter) -> Result<u64> {
    if filter.searches() {
        return Ok(search(db, filter).await?.len() as u64);
    }
    Entity::find().filter(filter.condition()).count(db).await.context("counting the organisations")
}

/// Those that are meant by a text or resemble a name, the best first.
async fn search(db: &impl ConnectionTrait, filter: &OrganisationFilter) -> Result<Vec<Model>> {
    let wanted = filter.similar_to.as_deref().or(filter.text.as_deref()).map(fold).unwrap_or_default();
    // A slip spoils three trigrams: of a long text most must be there, of a short one any will do.
    let part = if filter.similar_to.is_some() { 0.4 } else { 0.3 };
    let codes = candidates(db, filter, &trigrams(&wanted), part).await?;
    let rows = organisation_list_by_code(db, &codes).await?;
    let score = |row: &Model| match &filter.similar_to {
        Some(_) => {
            let names = std::iter::once(row.name.as_str()).chain(row.aliases.lines());
            Some(names.map(|name| likeness(&wanted, &fold(name))).fold(0.0, f64::max)).filter(|score| *score >= LIKELY)
        }
        None => match_score(&wanted, &row.folded),
    };
    let mut found: Vec<(f64, Model)> = rows.into_iter().filter_map(|row| Some((score(&row)?, row))).collect();
    found.sort_by(|(one, left), (other, right)| {
        other.total_cmp(one).then_with(|| left.folded.cmp(&right.folded)).then_with(|| left.code.cmp(&right.code))
    });
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// The codes that share the most trigrams with what is looked for.
async fn candidates(
    db: &impl ConnectionTrait,
    filter: &OrganisationFilter,
    wanted: &BTreeSet<String>,
    part: f64,
) -> Result<Vec<String>> {
    let least = Ord::max((wanted.len() as f64 * part) as i64, 1);
    let shared = || Expr::col(trigram::Column::Trigram).count();
    let within = filter.condition();
    let query: Select<trigram::Entity> = trigram::Entity::find()
        .select_only()
        .column(trigram::Column::Organisation)
        .filter(trigram::Column::Trigram.is_in(wanted.iter().map(String::as_str)))
        .apply_if((!within.is_empty()).then_some(within), |query, within| {
            let codes = Entity::find().select_only().column(Column::Code).filter(within).into_query();
            query.filter(trigram::Column::Organisation.in_subquery(codes))
        })
        .group_by(trigram::Column::Organisation)
        .having(shared().gte(least))
        .order_by_desc(shared())
        .order_by_asc(trigram::Column::Organisation)
        .limit(FOUND);
    query.into_tuple().all(db).await.context("looking for organisations")
}

/// One organisation.
pub(crate) async fn organisation_find(db: &impl ConnectionTrait, code: &str) -> Result<Option<Model>> {
    Entity::find_by_id(code).one(db).await.context("reading an organisation")
}

/// Those of some codes, by code.
pub(crate) async fn organisation_list_by_code(db: &impl ConnectionTrait, codes: &[String]) -> Result<Vec<Model>> {
    Entity::find()
        .filter(Column::Code.is_in(codes))
        .order_by_asc(Column::Code)
        .all(db)
        .await
        .context("reading organisations by code")
}

/// Those of some codes that no organisation has.
pub(crate) async fn organisations_unknown(db: &impl ConnectionTrait, codes: &[&str]) -> Result<BTreeSet<String>> {
    let known = Entity::find().select_only().column(Column::Code).filter(Column::Code.is_in(codes.iter().copied()));
    let known: Vec<String> = known.into_tuple().all(db).await.context("looking for organisations")?;
    Ok(codes.iter().map(|code| (*code).to_owned()).filter(|code| !known.contains(code)).collect())
}
