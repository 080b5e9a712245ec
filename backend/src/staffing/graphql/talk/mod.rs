//! What is said of a scenario, as partners see it.

mod mutation;
mod query;

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use shared::id::{GlobalId, Kind};
use uuid::Uuid;

pub(crate) use mutation::TalkMutation;
pub(crate) use query::TalkQuery;
pub(super) use query::{ThreadPosition, ThreadTotal, account, people, threads_by_id, threads_of};

use crate::staffing::{
    entity::{comment, mention},
    store::{Asking, ThreadRow},
};

/// What is said of one cell of a scenario, or of all of a job centre.
#[derive(SimpleObject)]
pub(crate) struct ScenarioThread {
    id: ID,
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile. Null: it is said of the whole CPI.
    profile: Option<String>,
    /// Whether somebody said that it is done.
    resolved: bool,
    resolved_by: Option<String>,
    resolved_at: Option<DateTime<Utc>>,
    /// What was said, the oldest first; at most 50.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    comments: Vec<ScenarioComment>,
}

/// One comment.
#[derive(SimpleObject)]
pub(crate) struct ScenarioComment {
    id: ID,
    /// The account that said it.
    author: ID,
    by: String,
    at: DateTime<Utc>,
    /// When its author changed it. Null: never.
    edited_at: Option<DateTime<Utc>>,
    /// Whether its author took it back: its text is gone.
    deleted: bool,
    /// Plain text.
    text: String,
    /// Whom it mentions.
    mentions: Vec<ScenarioPerson>,
}

/// Someone who may comment on scenarios.
#[derive(SimpleObject)]
pub(crate) struct ScenarioPerson {
    /// The account.
    pub(super) id: ID,
    pub(super) name: String,
}

/// A comment that mentions the caller and waits for an answer.
#[derive(SimpleObject)]
pub(crate) struct ScenarioMention {
    scenario: ID,
    /// The scenario's name.
    name: String,
    thread: ID,
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile. Null: it is said of the whole CPI.
    profile: Option<String>,
    by: String,
    at: DateTime<Utc>,
    text: String,
}

fn global(kind: Kind, id: Uuid) -> ID {
    GlobalId::new(kind, id.to_string()).to_string().into()
}

impl From<ThreadRow> for ScenarioThread {
    fn from(ThreadRow { thread, comments }: ThreadRow) -> Self {
        Self {
            id: global(Kind::ScenarioThread, thread.id),
            cpi: thread.cpi,
            profile: thread.profile,
            resolved: thread.resolved,
            resolved_by: thread.resolved_by,
            resolved_at: thread.resolved_at,
            comments: comments.into_iter().map(ScenarioComment::from).collect(),
        }
    }
}

impl From<(comment::Model, Vec<mention::Model>)> for ScenarioComment {
    fn from((row, mentions): (comment::Model, Vec<mention::Model>)) -> Self {
        let person = |row: mention::Model| ScenarioPerson { id: global(Kind::Account, row.account_id), name: row.name };
        Self {
            id: global(Kind::ScenarioComment, row.id),
            author: global(Kind::Account, row.account_id),
            by: row.by,
            at: row.at,
            edited_at: row.edited_at,
            deleted: row.deleted,
            text: row.text,
            mentions: mentions.into_iter().map(person).collect(),
        }
    }
}

impl From<Asking> for ScenarioMention {
    fn from(Asking { scenario, thread, comment }: Asking) -> Self {
        Self {
            scenario: global(Kind::Scenario, scenario.id),
            name: scenario.name,
            thread: global(Kind::ScenarioThread, thread.id),
            cpi: thread.cpi,
            profile: thread.profile,
            by: comment.by,
            at: comment.at,
            text: comment.text,
        }
    }
}
