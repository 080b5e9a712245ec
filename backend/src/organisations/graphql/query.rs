//! The questions about organisations.

use async_graphql::{Context, ID, Object, connection::Connection};

use super::{
    Organisation,
    input::{OrganisationFilterInput, OrganisationOrderInput},
};
use crate::{
    cx::Cx,
    error::Result,
    graphql::page::{Cursor, Position, connect, cost, key},
    organisations::store::{self, OrganisationAt, OrganisationFilter},
    page::Page,
};

/// The queries of the organisations.
#[derive(Debug, Default)]
pub(crate) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The organisations, by name. Those that a search finds come the best first, at most 400.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn organisations(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<OrganisationFilterInput>,
        order: Option<OrganisationOrderInput>,
    ) -> Result<Connection<Cursor<Seen>, Organisation, OrganisationTotal>> {
        let page: Page<Seen> = Page::parse(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().parse()?;
        let order = order.unwrap_or_default().into();
        let rows =
            store::organisation_list(Cx::of(ctx)?.db().read(), &filter, order, &page.after(|at| at.0.clone())).await?;
        Ok(connect(&page, rows, OrganisationTotal(filter), |row| {
            let at = OrganisationAt { code: row.code.clone(), number: row.number, folded: row.folded.clone() };
            (Seen(at), Organisation(row))
        }))
    }

    /// One organisation. Null when there is none.
    async fn organisation(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Organisation>> {
        match shared::id::GlobalId::key_of(&id, shared::id::Kind::Organisation) {
            Some(code) => organisation_node(ctx, &code).await,
            None => Ok(None),
        }
    }
}

/// A position in the list of organisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen(OrganisationAt);

impl Position for Seen {
    const LIST: &'static str = "organisations";

    fn write(&self) -> String {
        format!("{} {} {}", self.0.number, self.0.code, self.0.folded)
    }

    fn read(text: &str) -> Option<Self> {
        let (number, rest) = text.split_once(' ')?;
        let (code, folded) = rest.split_once(' ')?;
        Some(Self(OrganisationAt { number: number.parse().ok()?, code: key(code)?, folded: key(folded)? }))
    }
}

/// How many such organisations there are in all, counted when asked.
pub(crate) struct OrganisationTotal(OrganisationFilter);

#[Object]
impl OrganisationTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = store::organisation_count(Cx::of(ctx)?.db().read(), &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

pub(crate) async fn organisation_node(ctx: &Context<'_>, code: &str) -> Result<Option<Organisation>> {
    Ok(store::organisation_find(Cx::of(ctx)?.db().read(), code).await?.map(Organisation))
}
