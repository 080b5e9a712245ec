//! The questions about partnerships.

use async_graphql::{Context, ID, Object, connection::Connection};
use shared::partnerships::Day;
use uuid::Uuid;

use super::{
    Partnership,
    input::{PartnershipFilterInput, PartnershipOrderInput},
    matrix::{PartnershipRequirement, requirements},
    types::key_of,
};
use crate::{
    changes::{PARTNERSHIPS, topic_revision},
    cx::Cx,
    error::Result,
    graphql::{
        int,
        page::{Cursor, Position, connect, cost, key},
    },
    page::Page,
    partnerships::{
        body::Sight,
        store::{self, PartnershipAt, PartnershipFilter},
        today::today,
    },
};

/// The queries of the partnerships.
#[derive(Debug, Default)]
pub(crate) struct PartnershipQuery;

#[Object]
impl PartnershipQuery {
    /// The partnerships that the caller may see, by title. Everybody sees those that are signed and hold.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<PartnershipFilterInput>,
        order: Option<PartnershipOrderInput>,
    ) -> Result<Connection<Cursor<Seen>, Partnership, PartnershipTotal>> {
        let cx = Cx::of(ctx)?;
        let page: Page<Seen> = Page::parse(first, after.as_deref())?;
        let (sight, today) = (Sight::of(&cx.who().actor), today(cx.now())?);
        let (filter, order) = (filter.unwrap_or_default().parse()?, order.unwrap_or_default().into());
        // Read before the rows: whoever follows the changes from there misses none.
        let revision = topic_revision(cx.db().read(), PARTNERSHIPS).await?;
        let at = page.after(|at| at.0.clone());
        let rows = store::partnership_list(cx.db().read(), &sight, &filter, today, order, &at).await?;
        Ok(connect(&page, rows, PartnershipTotal { filter, sight, today, revision }, |row| {
            let at = PartnershipAt { id: row.row.id, revision: row.row.revision, title: row.row.title.clone() };
            (Seen(at), Partnership(row))
        }))
    }

    /// One partnership. Null when there is none that the caller may see.
    async fn partnership(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Partnership>> {
        match key_of(&id) {
            Some(id) => partnership_of(ctx, id).await,
            None => Ok(None),
        }
    }

    /// What the act requires of partnerships, each with its places and what fills them. The numbers count all partnerships; those that
    /// are named are those that the caller may see.
    #[graphql(complexity = "1 + 12 * child_complexity")]
    async fn partnership_requirements(&self, ctx: &Context<'_>) -> Result<Vec<PartnershipRequirement>> {
        let cx = Cx::of(ctx)?;
        requirements(cx.db().read(), &Sight::of(&cx.who().actor), today(cx.now())?).await
    }
}

/// A position in the list of partnerships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen(PartnershipAt);

impl Position for Seen {
    const LIST: &'static str = "partnerships";

    fn write(&self) -> String {
        format!("{} {} {}", self.0.revision, self.0.id, self.0.title)
    }

    fn read(text: &str) -> Option<Self> {
        let (revision, rest) = text.split_once(' ')?;
        let (id, title) = rest.split_once(' ')?;
        let at = PartnershipAt { id: Uuid::try_parse(id).ok()?, revision: revision.parse().ok()?, title: key(title)? };
        Some(Self(at))
    }
}

/// How many such partnerships there are in all, counted when asked, and from where to follow their changes.
pub(crate) struct PartnershipTotal {
    filter: PartnershipFilter,
    sight: Sight,
    today: Day,
    revision: i64,
}

#[Object]
impl PartnershipTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let db = Cx::of(ctx)?.db().read();
        let count = store::partnership_count(db, &self.sight, &self.filter, self.today).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// The revision of the partnerships when the page was read: `partnershipChanges` goes on from there.
    async fn revision(&self) -> i32 {
        int(self.revision)
    }
}

pub(super) async fn partnership_of(ctx: &Context<'_>, id: Uuid) -> Result<Option<Partnership>> {
    let cx = Cx::of(ctx)?;
    let sight = Sight::of(&cx.who().actor);
    Ok(store::partnership_find(cx.db().read(), &sight, id).await?.map(Partnership))
}

pub(crate) async fn partnership_node(ctx: &Context<'_>, key: &str) -> Result<Option<Partnership>> {
    match Uuid::try_parse(key) {
        Ok(id) => partnership_of(ctx, id).await,
        Err(_) => Ok(None),
    }
}
