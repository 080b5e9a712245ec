//! Reading what is said, and whom one may mention.

use async_graphql::{Context, Object, connection::Connection};
use shared::{
    Problem,
    id::Kind,
    identity::{Action, Permit, Resource, policy::act::CommentScenarios, policy::act::ReadScenarios},
};
use uuid::Uuid;

use super::{ScenarioMention, ScenarioPerson, ScenarioThread, global};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{
        int,
        page::{Cursor, Position, connect},
    },
    identity::store::{ColleagueFilter, colleague_list},
    page::Page,
    staffing::store::{self, ThreadAt, ThreadFilter, ThreadRow},
};

/// People that are offered at once.
const PEOPLE: u64 = 20;
/// Mentions that are told at once.
const MENTIONS: usize = 50;

/// The queries of what is said.
#[derive(Debug, Default)]
pub(crate) struct TalkQuery;

#[Object]
impl TalkQuery {
    /// The comments that mention the caller and wait for an answer, in whatever scenario, the newest first, at most 50. One waits
    /// until the caller has said something in its thread, or somebody has said that the thread is done.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn mentions(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioMention>> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let asking = store::asking_list(cx.db().read(), &permit, account(cx)?, MENTIONS).await?;
        Ok(asking.into_iter().map(ScenarioMention::from).collect())
    }
}

/// The account that asks.
pub(in crate::staffing::graphql) fn account(cx: &Cx) -> Result<Uuid> {
    let id = cx.who().actor.account.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    id.ok_or(Error::Refused(Problem::SignedOut))
}

/// A position in the list of a scenario's threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ThreadPosition(ThreadAt);

impl Position for ThreadPosition {
    const LIST: &'static str = "threads";

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// How many such threads there are in all, counted when asked.
pub(crate) struct ThreadTotal(ThreadFilter);

#[Object]
impl ThreadTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let count = store::thread_count(cx.db().read(), &permit, self.0).await?;
        Ok(int(i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

/// A page of a scenario's threads.
pub(in crate::staffing::graphql) async fn threads_of(
    ctx: &Context<'_>,
    filter: ThreadFilter,
    first: Option<i32>,
    after: Option<&str>,
) -> Result<Connection<Cursor<ThreadPosition>, ScenarioThread, ThreadTotal>> {
    let cx = Cx::of(ctx)?;
    let permit = cx.may(&Resource::Region)?;
    let page: Page<ThreadPosition> = Page::parse(first, after)?;
    let rows = store::thread_list(cx.db().read(), &permit, filter, &page.after(|at| at.0)).await?;
    let node = |row: ThreadRow| (ThreadPosition(row.thread.begun), ScenarioThread::from(row));
    Ok(connect(&page, rows, ThreadTotal(filter), node))
}

/// Threads as they stand now.
pub(in crate::staffing::graphql) async fn threads_by_id(
    ctx: &Context<'_>,
    ids: &[Uuid],
) -> Result<Vec<ScenarioThread>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cx = Cx::of(ctx)?;
    let permit: Permit<ReadScenarios> = cx.may(&Resource::Region)?;
    let rows = store::thread_list_by_id(cx.db().read(), &permit, ids).await?;
    Ok(rows.into_iter().map(ScenarioThread::from).collect())
}

/// Those whom a comment may mention. Only to whoever may comment are they named, and never by their address; they are those who may
/// comment themselves, and so sign what they say to everybody who reads.
pub(in crate::staffing::graphql) async fn people(ctx: &Context<'_>, text: &str) -> Result<Vec<ScenarioPerson>> {
    let cx = Cx::of(ctx)?;
    let _: Permit<CommentScenarios> = cx.may(&Resource::Region)?;
    // PostgreSQL takes no zero in a text; no name has one.
    let text = Some(text.trim().replace('\0', "\u{fffd}")).filter(|text| !text.is_empty());
    let found = colleague_list(cx.db().read(), &colleagues(cx, text), PEOPLE).await?;
    let named = found.into_iter().map(|(account, _)| (account.id, account.name));
    Ok(named.map(|(id, name)| ScenarioPerson { id: global(Kind::Account, id), name }).collect())
}

/// Those who may be mentioned.
pub(super) fn colleagues(cx: &Cx, text: Option<String>) -> ColleagueFilter {
    ColleagueFilter { action: Action::CommentScenarios, demo: cx.settings().demo, ids: None, text }
}
