//! The register's statements.

mod verify;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use serde::Serialize;

pub use verify::{Broken, Chain, verify};

use super::entity::{end, row};
use crate::{
    cx::WriteStamp,
    db::{Tx, contains},
    error::{Context as _, Error, Result},
};

/// Rows that go into one statement, well under the databases' limits on parameters.
const ROWS: usize = 200;
/// The one row of the chain's end.
pub(super) const END: i32 = 1;

/// One record that a write changes.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// What it is: `scenario`, `figure`, `account`.
    pub kind: &'static str,
    /// Which one.
    pub key: String,
    before: Option<String>,
    after: Option<String>,
}

impl Record {
    /// A record that has come, changed or gone.
    ///
    /// # Errors
    /// When what it was or is cannot be written as JSON: a fault of ours.
    pub(crate) fn new(
        kind: &'static str,
        key: impl Into<String>,
        before: Option<&impl Serialize>,
        after: Option<&impl Serialize>,
    ) -> Result<Self> {
        fn text(value: Option<&impl Serialize>) -> Result<Option<String>> {
            value.map(serde_json::to_string).transpose().context("writing a change for the register")
        }
        Ok(Self { kind, key: key.into(), before: text(before)?, after: text(after)? })
    }
}

/// Appends what a write changed, in its own transaction. Writers take turns at the end of the chain.
///
/// # Errors
/// When the database fails.
pub(crate) async fn append(tx: &Tx, stamp: &WriteStamp, records: Vec<Record>) -> Result<()> {
    let found = end::Entity::find_by_id(END).lock_exclusive().one(tx).await.context("finding the register's end")?;
    let end::Model { mut seq, mut hash, .. } =
        found.ok_or_else(|| Error::fault("finding the register's end", "it is not there"))?;
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        seq += 1;
        let mut model = row::Model {
            seq,
            at: stamp.at,
            actor: stamp.actor.clone(),
            actor_name: stamp.by.clone(),
            request: stamp.request.clone(),
            address: stamp.address.clone(),
            action: stamp.action.clone(),
            kind: record.kind.to_owned(),
            record: record.key,
            before: record.before,
            after: record.after,
            hash: String::new(),
        };
        model.hash = hash_of(&hash, &model);
        hash.clone_from(&model.hash);
        rows.push(model.into_active_model().reset_all());
    }
    for chunk in rows.chunks(ROWS) {
        // Never over a row that is there: the key refuses it.
        let insert = row::Entity::insert_many(chunk.to_vec());
        insert.exec_without_returning(tx).await.context("appending to the register")?;
    }
    let moved = end::ActiveModel { id: Set(END), seq: Set(seq), hash: Set(hash) };
    moved.update(tx).await.map(|_| ()).context("moving the register's end")
}

/// The hash of a row: over the hash before it, and every field with its length, so that no two rows read alike.
pub(super) fn hash_of(before: &str, row: &row::Model) -> String {
    let mut hasher = blake3::Hasher::new();
    let at = row.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let seq = row.seq.to_string();
    let fields = [
        before,
        &seq,
        &at,
        &row.actor,
        &row.actor_name,
        &row.request,
        &row.address,
        &row.action,
        &row.kind,
        &row.record,
    ];
    for field in fields.into_iter().map(Some).chain([row.before.as_deref(), row.after.as_deref()]) {
        let length = field.map_or(u64::MAX, |text| text.len() as u64);
        hasher.update(&length.to_le_bytes());
        hasher.update(field.unwrap_or_default().as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Which rows are asked for. What is left out does not filter.
#[derive(Clone, Debug, Default)]
pub(crate) struct AuditFilter {
    /// The kind of record.
    pub kind: Option<String>,
    /// Which record.
    pub record: Option<String>,
    /// Part of the name of who did it, letters of either case.
    pub actor: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// From then on.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub until: Option<DateTime<Utc>>,
}

/// Rows of the register, newest first, before a position, at most `limit`.
///
/// # Errors
/// When the database fails.
pub(crate) async fn audit_list(
    db: &impl ConnectionTrait,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<row::Model>> {
    selected(filter)
        .apply_if(before, |query, before| query.filter(row::Column::Seq.lt(before)))
        .order_by_desc(row::Column::Seq)
        .limit(limit)
        .all(db)
        .await
        .context("reading the register")
}

/// How many changes there are of those asked for.
pub(crate) async fn audit_count(db: &impl ConnectionTrait, filter: &AuditFilter) -> Result<u64> {
    selected(filter).count(db).await.context("counting the changes in the register")
}

fn selected(filter: &AuditFilter) -> Select<row::Entity> {
    row::Entity::find()
        .apply_if(filter.kind.as_ref(), |query, kind| query.filter(row::Column::Kind.eq(kind)))
        .apply_if(filter.record.as_ref(), |query, record| query.filter(row::Column::Record.eq(record)))
        .apply_if(filter.action.as_ref(), |query, action| query.filter(row::Column::Action.eq(action)))
        .apply_if(filter.actor.as_ref(), |query, actor| query.filter(contains(row::Column::ActorName, actor)))
        .apply_if(filter.from, |query, from| query.filter(row::Column::At.gte(from)))
        .apply_if(filter.until, |query, until| query.filter(row::Column::At.lt(until)))
}
