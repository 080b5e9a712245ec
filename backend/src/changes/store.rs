//! The log's statements.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, ExprTrait as _},
};
use serde::Serialize;
use shared::Rule;
use uuid::Uuid;

use super::entity::{change, topic, write};
use crate::{
    cx::WriteStamp,
    db::Tx,
    error::{Context as _, Error, Result},
    page::Page,
};

/// A topic that this transaction has locked.
#[derive(Debug)]
pub(crate) struct Topic {
    name: String,
    revision: i64,
}

impl Topic {
    /// The revision before this transaction's change.
    pub(crate) fn revision(&self) -> i64 {
        self.revision
    }

    /// The revision that this transaction's change will make.
    pub(crate) fn next(&self) -> i64 {
        self.revision + 1
    }
}

/// An accepted change, as the log keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    /// The topic's revision that it made.
    pub revision: i64,
    /// The write that made it.
    pub write: Uuid,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What changed.
    pub body: serde_json::Value,
}

impl From<change::Model> for Accepted {
    fn from(row: change::Model) -> Self {
        Self { revision: row.revision, write: row.write_id, by: row.by, at: row.at, body: row.body }
    }
}

/// Makes a topic, at revision 0.
pub(crate) async fn topic_create(tx: &Tx, name: &str) -> Result<Topic> {
    let model = topic::ActiveModel { name: Set(name.to_owned()), revision: Set(0) };
    topic::Entity::insert(model).exec_without_returning(tx).await.context("making a topic")?;
    Ok(Topic { name: name.to_owned(), revision: 0 })
}

/// Locks a topic until the transaction ends, so that its writers take turns. `None` when there is none.
pub(crate) async fn topic_lock(tx: &Tx, name: &str) -> Result<Option<Topic>> {
    let found = topic::Entity::find_by_id(name).lock_exclusive().one(tx).await.context("locking a topic")?;
    Ok(found.map(|row| Topic { name: row.name, revision: row.revision }))
}

/// The revision of a topic; 0 when there is none.
pub(crate) async fn topic_revision(db: &impl ConnectionTrait, name: &str) -> Result<i64> {
    let found = topic::Entity::find_by_id(name).one(db).await.context("reading a topic's revision")?;
    Ok(found.map(|row| row.revision).unwrap_or_default())
}

/// Topics that are asked for in one statement, well under the databases' limits on parameters.
const TOPICS: usize = 500;

/// The revisions of topics; those that there are none of are left out.
pub(crate) async fn topic_revisions(db: &impl ConnectionTrait, names: &[Arc<str>]) -> Result<Vec<(String, i64)>> {
    let mut revisions = Vec::new();
    for names in names.chunks(TOPICS) {
        let these = topic::Entity::find().filter(topic::Column::Name.is_in(names.iter().map(|name| &**name)));
        let rows = these.all(db).await.context("reading the topics' revisions")?;
        revisions.extend(rows.into_iter().map(|row| (row.name, row.revision)));
    }
    Ok(revisions)
}

/// The revision that a write with this id made, when it was applied before.
///
/// # Errors
/// `INVALID`, field `write`, rule `DUPLICATE`: the id was used for something else.
pub(crate) async fn seen_write(tx: &Tx, topic: Option<&str>, stamp: &WriteStamp) -> Result<Option<write::Model>> {
    let found = write::Entity::find_by_id(stamp.id).one(tx).await.context("looking for the write")?;
    match found {
        Some(row) if row.digest != stamp.digest || topic.is_some_and(|topic| row.topic != topic) => {
            Err(Error::invalid("write", Rule::Duplicate))
        }
        found => Ok(found),
    }
}

/// Keeps the id of a write, and the revision that the same write is to be answered with.
pub(crate) async fn write_keep(tx: &Tx, topic: &str, revision: i64, stamp: &WriteStamp) -> Result<()> {
    let model = write::ActiveModel {
        id: Set(stamp.id),
        topic: Set(topic.to_owned()),
        revision: Set(revision),
        digest: Set(stamp.digest.clone()),
    };
    // If another process kept the same id a moment ago, the write is tried again and finds it.
    write::Entity::insert(model).exec_without_returning(tx).await.map(|_| ()).context("keeping the write's id")
}

/// Appends a change to the log, and moves the topic to its revision.
pub(crate) async fn change_append(
    tx: &Tx,
    topic: Topic,
    stamp: &WriteStamp,
    body: &(impl Serialize + Sync),
) -> Result<i64> {
    let revision = topic.next();
    let body = serde_json::to_value(body).context("writing a change as JSON")?;
    let moved = topic::ActiveModel { name: Set(topic.name.clone()), revision: Set(revision) };
    moved.update(tx).await.context("moving a topic on")?;
    let model = change::ActiveModel {
        topic: Set(topic.name.clone()),
        revision: Set(revision),
        write_id: Set(stamp.id),
        by: Set(stamp.by.clone()),
        at: Set(stamp.at),
        body: Set(body),
    };
    change::Entity::insert(model).exec_without_returning(tx).await.context("appending a change")?;
    write_keep(tx, &topic.name, revision, stamp).await?;
    Ok(revision)
}

/// The changes of a topic after a revision, in order, at most `limit`.
pub(crate) async fn changes_after(
    db: &impl ConnectionTrait,
    topic: &str,
    after: i64,
    limit: u64,
) -> Result<Vec<Accepted>> {
    let rows = change::Entity::find()
        .filter(change::Column::Topic.eq(topic))
        .filter(change::Column::Revision.gt(after))
        .order_by_asc(change::Column::Revision)
        .limit(limit)
        .all(db)
        .await
        .context("reading the log")?;
    Ok(rows.into_iter().map(Accepted::from).collect())
}

/// Where a change stands in the whole log: by its time, then by its topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogAt {
    pub(crate) at: DateTime<Utc>,
    pub(crate) topic: String,
    pub(crate) revision: i64,
}

/// A page of the changes of the figures, and of all scenarios if they are asked for, whose text has one of some texts in it, each
/// with its topic; newest first, and one more, if there is one. The texts are codes and their marks, which stand for nothing else
/// in SQL. It reads that part of the log from end to end.
pub(crate) async fn changes_naming(
    db: &impl ConnectionTrait,
    of_scenarios: bool,
    texts: &[String],
    page: &Page<LogAt>,
) -> Result<Vec<(String, Accepted)>> {
    use change::Column::{At, Body, Revision, Topic};
    let scenarios = of_scenarios.then(|| Topic.starts_with(super::SCENARIO));
    let topics = Condition::any().add(Topic.eq(super::FIGURES)).add_option(scenarios);
    let body = || Expr::col(Body).cast_as("text");
    let named = texts.iter().fold(Condition::any(), |any, text| any.add(body().like(format!("%{text}%"))));
    let behind = |at: &LogAt| {
        let in_topic = Condition::all().add(Topic.eq(&*at.topic)).add(Revision.lt(at.revision));
        let at_once = Condition::all().add(At.eq(at.at)).add(Condition::any().add(Topic.lt(&*at.topic)).add(in_topic));
        Condition::any().add(At.lt(at.at)).add(at_once)
    };
    let rows = change::Entity::find()
        .filter(topics)
        .filter(named)
        .apply_if(page.after.as_ref(), |query, at| query.filter(behind(at)))
        .order_by_desc(At)
        .order_by_desc(Topic)
        .order_by_desc(Revision)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("looking through the log")?;
    Ok(rows.into_iter().map(|row| (row.topic.clone(), row.into())).collect())
}
