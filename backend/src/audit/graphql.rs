//! The register in the API: read, never written.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

use async_graphql::{Context, InputObject, Object, SimpleObject, connection::Connection};
use chrono::{DateTime, Utc};
use shared::identity::{Resource, policy::act::ReadAudit};

use super::{AuditFilter, audit_count, audit_list, entity::row};
use crate::{
    cx::Cx,
    error::Result,
    graphql::page::{Cursor, Position, connect, cost},
    page::Page,
};

/// The queries of the register.
#[derive(Debug, Default)]
pub(crate) struct AuditQuery;

/// One change, as the register keeps it.
#[derive(SimpleObject)]
pub(crate) struct AuditRow {
    /// Its number, counted 1, 2, 3 without a gap.
    seq: String,
    at: DateTime<Utc>,
    /// The id of the account, `token:` and the id of a token, or `system`.
    actor: String,
    /// The name that who did it had then.
    actor_name: String,
    /// The id of the request.
    request: String,
    /// Where the request came from.
    address: String,
    /// What was done: the mutation's name.
    action: String,
    /// The kind of the record: `scenario`, `figure`, `account`, `session`, `token`, `organisation`, `partnership`, `event`, `facilitator`, `measurement`.
    kind: String,
    /// Which record.
    record: String,
    /// What it was, JSON. Null: it was not there.
    before: Option<String>,
    /// What it is, JSON. Null: it is gone.
    after: Option<String>,
    /// Over this row and the hash before it.
    hash: String,
}

impl From<row::Model> for AuditRow {
    fn from(row: row::Model) -> Self {
        Self {
            seq: row.seq.to_string(),
            at: row.at,
            actor: row.actor,
            actor_name: row.actor_name,
            request: row.request,
            address: row.address,
            action: row.action,
            kind: row.kind,
            record: row.record,
            before: row.before,
            after: row.after,
            hash: row.hash,
        }
    }
}

/// Which changes are asked for. What is left out does not filter.
#[derive(Default, InputObject)]
pub(crate) struct AuditFilterInput {
    /// The kind of the record.
    kind: Option<String>,
    /// Which record.
    record: Option<String>,
    /// Part of the name of who did it.
    actor: Option<String>,
    /// What was done.
    action: Option<String>,
    /// From then on.
    from: Option<DateTime<Utc>>,
    /// Before then.
    until: Option<DateTime<Utc>>,
}

#[Object]
impl AuditQuery {
    /// The register of changes, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn audit(
        &self,
        ctx: &Context<'_>,
        filter: Option<AuditFilterInput>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<Seq>, AuditRow, AuditTotal>> {
        let cx = Cx::of(ctx)?;
        cx.may::<ReadAudit>(&Resource::Region)?;
        let page: Page<Seq> = Page::parse(first, after.as_deref())?;
        let filter = filter.unwrap_or_default();
        // PostgreSQL takes no zero in a text; nothing in the register has one.
        let named =
            |text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| text.replace('\0', "\u{fffd}"));
        let filter = AuditFilter {
            kind: named(filter.kind),
            record: named(filter.record),
            actor: named(filter.actor),
            action: named(filter.action),
            from: filter.from,
            until: filter.until,
        };
        let rows = audit_list(cx.db().read(), &filter, page.after.map(|seq| seq.0), page.first + 1).await?;
        Ok(connect(&page, rows, AuditTotal(filter), |row| (Seq(row.seq), AuditRow::from(row))))
    }
}

/// How many changes there are in all, counted when asked.
pub(crate) struct AuditTotal(AuditFilter);

#[Object]
impl AuditTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = audit_count(Cx::of(ctx)?.db().read(), &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// A position in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seq(i64);

impl Position for Seq {
    const LIST: &'static str = "audit";

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}
