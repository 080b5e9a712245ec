//! What is said of a scenario: read here, written by [`mod@write`].

mod write;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, RelationDef, Select,
};
use shared::identity::{Permit, policy::act::ReadScenarios};
use uuid::Uuid;

pub(crate) use write::{CommentAdd, CommentChange, Said, ThreadResolve, To};

use crate::{
    error::{Context as _, Result},
    page::Page,
    staffing::entity::{comment, mention, scenario, thread},
};

/// Mentions of one person that are looked through for those that wait for an answer, the newest first.
const MENTIONS: u64 = 200;

/// A thread with its comments, the oldest first, and whom each mentions.
#[derive(Clone, Debug)]
pub(crate) struct ThreadRow {
    pub(crate) thread: thread::Model,
    pub(crate) comments: Vec<(comment::Model, Vec<mention::Model>)>,
}

/// Which threads of a scenario are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ThreadFilter {
    pub(crate) scenario: Uuid,
    /// Those that are not resolved, or those that are. None: both.
    pub(crate) open: Option<bool>,
}

/// A place in the list of threads: the revision at which a thread began.
pub(crate) type ThreadAt = i64;

impl ThreadFilter {
    fn select(self) -> Select<thread::Entity> {
        thread::Entity::find()
            .filter(thread::Column::ScenarioId.eq(self.scenario))
            .apply_if(self.open, |query, open| query.filter(thread::Column::Resolved.eq(!open)))
    }
}

/// A page of a scenario's threads and one more, if there is one; those that began last come first.
pub(crate) async fn thread_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    filter: ThreadFilter,
    page: &Page<ThreadAt>,
) -> Result<Vec<ThreadRow>> {
    let threads = filter
        .select()
        .apply_if(page.after, |query, after| query.filter(thread::Column::Begun.lt(after)))
        .order_by_desc(thread::Column::Begun)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of threads")?;
    with_comments(db, threads).await
}

/// How many such threads there are.
pub(crate) async fn thread_count(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    filter: ThreadFilter,
) -> Result<u64> {
    filter.select().count(db).await.context("counting the threads of a scenario")
}

/// The threads of these ids, in any order.
pub(crate) async fn thread_list_by_id(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    ids: &[Uuid],
) -> Result<Vec<ThreadRow>> {
    let threads = thread::Entity::find().filter(thread::Column::Id.is_in(ids.iter().copied())).all(db).await;
    with_comments(db, threads.context("reading some threads")?).await
}

/// Whom a comment mentions, and by which names.
pub(crate) async fn mention_list(db: &impl ConnectionTrait, comment: Uuid) -> Result<Vec<(Uuid, String)>> {
    let found = mention::Entity::find().filter(mention::Column::CommentId.eq(comment)).all(db).await;
    let found = found.context("reading whom a comment mentions")?;
    Ok(found.into_iter().map(|row| (row.account_id, row.name)).collect())
}

async fn with_comments(db: &impl ConnectionTrait, threads: Vec<thread::Model>) -> Result<Vec<ThreadRow>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let of = comment::Column::ThreadId.is_in(threads.iter().map(|thread| thread.id));
    let comments = comment::Entity::find().filter(of.clone()).order_by_asc(comment::Column::Made).all(db).await;
    let mentions = mention::Entity::find()
        .join(JoinType::InnerJoin, comment_of_mention())
        .filter(of)
        .order_by_asc(mention::Column::Name)
        .all(db)
        .await;
    let mut mentioned: BTreeMap<Uuid, Vec<mention::Model>> = BTreeMap::new();
    for row in mentions.context("reading whom comments mention")? {
        mentioned.entry(row.comment_id).or_default().push(row);
    }
    let mut said: BTreeMap<Uuid, Vec<(comment::Model, Vec<mention::Model>)>> = BTreeMap::new();
    for row in comments.context("reading the comments of threads")? {
        let mentions = mentioned.remove(&row.id).unwrap_or_default();
        said.entry(row.thread_id).or_default().push((row, mentions));
    }
    let row = |thread: thread::Model| ThreadRow { comments: said.remove(&thread.id).unwrap_or_default(), thread };
    Ok(threads.into_iter().map(row).collect())
}

fn comment_of_mention() -> RelationDef {
    mention::Entity::belongs_to(comment::Entity).from(mention::Column::CommentId).to(comment::Column::Id).into()
}

/// A comment that mentions someone and waits for their answer.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    pub(crate) scenario: scenario::Model,
    pub(crate) thread: thread::Model,
    pub(crate) comment: comment::Model,
}

/// The comments that wait for someone's answer, the newest first, at most `limit`: each the last one of its thread that
/// mentions them, as long as the thread is open and they have said nothing in it since.
pub(crate) async fn asking_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    account: Uuid,
    limit: usize,
) -> Result<Vec<Asking>> {
    let comments = comment::Entity::find()
        .join_rev(JoinType::InnerJoin, comment_of_mention())
        .filter(mention::Column::AccountId.eq(account))
        .filter(comment::Column::AccountId.ne(account))
        .order_by_desc(comment::Column::At)
        .order_by_desc(comment::Column::Made)
        .limit(MENTIONS)
        .all(db)
        .await
        .context("reading who mentions someone")?;
    let ids: BTreeSet<Uuid> = comments.iter().map(|comment| comment.thread_id).collect();
    let answers: BTreeMap<Uuid, i64> = comment::Entity::find()
        .filter(comment::Column::ThreadId.is_in(ids.iter().copied()))
        .filter(comment::Column::AccountId.eq(account))
        .filter(comment::Column::Deleted.eq(false))
        .order_by_asc(comment::Column::Made)
        .all(db)
        .await
        .context("reading what someone answered")?
        .into_iter()
        .map(|answer| (answer.thread_id, answer.made))
        .collect();
    let of_scenario: RelationDef =
        thread::Entity::belongs_to(scenario::Entity).from(thread::Column::ScenarioId).to(scenario::Column::Id).into();
    let mut threads: BTreeMap<Uuid, (thread::Model, scenario::Model)> = thread::Entity::find()
        .join(JoinType::InnerJoin, of_scenario)
        .select_also(scenario::Entity)
        .filter(thread::Column::Id.is_in(ids))
        .filter(thread::Column::Resolved.eq(false))
        .all(db)
        .await
        .context("reading the threads that mention someone")?
        .into_iter()
        .filter_map(|(thread, scenario)| Some((thread.id, (thread, scenario?))))
        .collect();
    let waits =
        comments.into_iter().filter(|comment| answers.get(&comment.thread_id).is_none_or(|at| *at < comment.made));
    // A thread is told once, by the last comment in it: the threads are taken as they are met.
    let asking = waits.filter_map(|comment| {
        let (thread, scenario) = threads.remove(&comment.thread_id)?;
        Some(Asking { scenario, thread, comment })
    });
    Ok(asking.take(limit).collect())
}
