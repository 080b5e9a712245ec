//! Writes of what is said of a scenario. They take turns with every other write of the scenario and come in its log, but ask
//! nothing of where it stands: what is said changes no number.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _,
};
use serde_json::{Value, json};
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    identity::{Permit, policy::act::CommentScenarios},
    staffing::talk::{MAX_COMMENTS, MAX_THREADS},
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    changes::{Topic, change_append},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::ScenarioBody,
        entity::{comment, mention, thread},
        store::{
            profile_list,
            turn::{self, Turn},
        },
    },
};

/// What a write of this kind came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said {
    pub(crate) scenario: Uuid,
    pub(crate) thread: Uuid,
    /// The scenario's revision that it made.
    pub(crate) revision: i64,
}

/// Says something: in a thread that is there, or, with a place, in a new one.
#[derive(Debug)]
pub(crate) struct CommentAdd {
    /// The id it gets.
    pub(crate) id: Uuid,
    pub(crate) scenario: Uuid,
    pub(crate) to: To,
    pub(crate) account: Uuid,
    pub(crate) text: String,
    /// Whom the text mentions, by id and name.
    pub(crate) mentions: Vec<(Uuid, String)>,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<CommentScenarios>,
    pub(crate) stamp: WriteStamp,
}

/// Where something is said.
#[derive(Clone, Debug)]
pub(crate) enum To {
    /// In a thread.
    Thread(Uuid),
    /// Of a job centre, or of one profile there: a new thread.
    Place(CpiCode, Option<ProfileCode>),
}

impl Write for CommentAdd {
    type Done = Said;

    async fn run(&self, tx: &Tx) -> Result<Said> {
        let topic = match turn(tx, self.scenario, &self.stamp).await? {
            Turn::Done(said) => return Ok(said),
            Turn::Mine(topic) => topic,
        };
        let thread = match &self.to {
            To::Thread(id) => self.answered(tx, *id).await?,
            To::Place(cpi, profile) => self.begun(tx, cpi, profile.as_ref(), &topic).await?,
        };
        let row = comment::Model {
            id: self.id,
            thread_id: thread.id,
            made: topic.next(),
            account_id: self.account,
            by: self.stamp.by.clone(),
            at: self.stamp.at,
            edited_at: None,
            deleted: false,
            text: self.text.clone(),
        };
        let is = told(&thread, &row);
        comment::Entity::insert(row.into_active_model())
            .exec_without_returning(tx)
            .await
            .context("keeping a comment")?;
        put_mentions(tx, self.id, &self.mentions).await?;
        say(tx, &thread, topic, &self.stamp, Some(Record::new("comment", self.id, None::<&Value>, Some(&is))?)).await
    }
}

impl CommentAdd {
    /// The thread that is answered.
    async fn answered(&self, tx: &Tx, id: Uuid) -> Result<thread::Model> {
        let thread = thread_get(tx, id).await?;
        if thread.scenario_id != self.scenario {
            return Err(Error::not_found());
        }
        let there = comment::Entity::find().filter(comment::Column::ThreadId.eq(id)).count(tx).await;
        if there.context("counting the comments of a thread")? >= MAX_COMMENTS as u64 {
            return Err(Error::invalid("thread", Rule::TooLong { max: MAX_COMMENTS as u32 }));
        }
        // What is answered is not done: or nobody would look at the answer.
        if thread.resolved { resolve(tx, &thread, false, &self.stamp).await } else { Ok(thread) }
    }

    /// A thread that begins at a place.
    async fn begun(
        &self,
        tx: &Tx,
        cpi: &CpiCode,
        profile: Option<&ProfileCode>,
        topic: &Topic,
    ) -> Result<thread::Model> {
        if !crate::territory::cpi_list_all(tx).await?.iter().any(|row| row.code == cpi.as_str()) {
            return Err(Error::invalid("cpi", Rule::Unknown));
        }
        if let Some(profile) = profile
            && !profile_list(tx).await?.iter().any(|row| row.code == profile.as_str())
        {
            return Err(Error::invalid("profile", Rule::Unknown));
        }
        let there = thread::Entity::find().filter(thread::Column::ScenarioId.eq(self.scenario)).count(tx).await;
        if there.context("counting the threads of a scenario")? >= MAX_THREADS as u64 {
            return Err(Error::invalid("scenario", Rule::TooLong { max: MAX_THREADS as u32 }));
        }
        let thread = thread::Model {
            // That of its first comment: no other thread can have it.
            id: self.id,
            scenario_id: self.scenario,
            begun: topic.next(),
            cpi: cpi.to_string(),
            profile: profile.map(ProfileCode::to_string),
            resolved: false,
            resolved_by: None,
            resolved_at: None,
        };
        thread::Entity::insert(thread.clone().into_active_model())
            .exec_without_returning(tx)
            .await
            .context("beginning a thread")?;
        Ok(thread)
    }
}

/// Changes what one has said oneself, or takes it back: then its text is gone, and a trace stays that something was said.
#[derive(Debug)]
pub(crate) struct CommentChange {
    pub(crate) id: Uuid,
    pub(crate) account: Uuid,
    /// The new text and whom it mentions. None: it is taken back.
    pub(crate) text: Option<(String, Vec<(Uuid, String)>)>,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<CommentScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for CommentChange {
    type Done = Said;

    async fn run(&self, tx: &Tx) -> Result<Said> {
        let thread = thread_get(tx, self.mine(tx).await?.thread_id).await?;
        let topic = match turn(tx, thread.scenario_id, &self.stamp).await? {
            Turn::Done(said) => return Ok(said),
            Turn::Mine(topic) => topic,
        };
        // Only now: it may have been taken back a moment ago.
        let before = self.mine(tx).await?;
        if before.deleted {
            return Err(Error::not_found());
        }
        let (text, mentions) = self.text.clone().unwrap_or_default();
        let deleted = self.text.is_none();
        let edited_at = if deleted { before.edited_at } else { Some(self.stamp.at) };
        let after = comment::Model { edited_at, deleted, text, ..before.clone() };
        after.clone().into_active_model().reset_all().update(tx).await.context("changing a comment")?;
        mention::Entity::delete_many()
            .filter(mention::Column::CommentId.eq(self.id))
            .exec(tx)
            .await
            .context("forgetting whom a comment mentioned")?;
        put_mentions(tx, self.id, &mentions).await?;
        let (was, is) = (told(&thread, &before), told(&thread, &after));
        let record = Record::new("comment", self.id, Some(&was), Some(&is).filter(|_| !deleted))?;
        say(tx, &thread, topic, &self.stamp, Some(record)).await
    }
}

impl CommentChange {
    /// The comment, if it is the writer's own.
    async fn mine(&self, tx: &Tx) -> Result<comment::Model> {
        let found = comment::Entity::find_by_id(self.id).one(tx).await.context("reading a comment")?;
        found.filter(|comment| comment.account_id == self.account).ok_or_else(Error::not_found)
    }
}

/// Says that what a thread is about is done, or that it is not after all.
#[derive(Debug)]
pub(crate) struct ThreadResolve {
    pub(crate) id: Uuid,
    pub(crate) resolved: bool,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<CommentScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ThreadResolve {
    type Done = Said;

    async fn run(&self, tx: &Tx) -> Result<Said> {
        let scenario = thread_get(tx, self.id).await?.scenario_id;
        let topic = match turn(tx, scenario, &self.stamp).await? {
            Turn::Done(said) => return Ok(said),
            Turn::Mine(topic) => topic,
        };
        let before = thread_get(tx, self.id).await?;
        let after = resolve(tx, &before, self.resolved, &self.stamp).await?;
        // It has its record already.
        say(tx, &after, topic, &self.stamp, None).await
    }
}

/// Says of a thread that it is done, or is not, with a record in the register. Gives it as it stands then.
async fn resolve(tx: &Tx, before: &thread::Model, resolved: bool, stamp: &WriteStamp) -> Result<thread::Model> {
    let after = thread::Model {
        resolved,
        resolved_by: resolved.then(|| stamp.by.clone()),
        resolved_at: resolved.then_some(stamp.at),
        ..before.clone()
    };
    after.clone().into_active_model().reset_all().update(tx).await.context("resolving a thread")?;
    let told =
        |thread: &thread::Model| json!({ "cpi": thread.cpi, "profile": thread.profile, "resolved": thread.resolved });
    append(tx, stamp, vec![Record::new("thread", before.id, Some(&told(before)), Some(&told(&after)))?]).await?;
    Ok(after)
}

/// Waits for the turn to write of a scenario.
async fn turn(tx: &Tx, scenario: Uuid, stamp: &WriteStamp) -> Result<Turn<Said>> {
    let done = |revision, body: &ScenarioBody| Some(Said { scenario, thread: *body.threads.first()?, revision });
    turn::turn(tx, scenario, stamp, done).await
}

/// Appends to the register and to the scenario's log that something was said in a thread.
async fn say(
    tx: &Tx,
    thread: &thread::Model,
    topic: Topic,
    stamp: &WriteStamp,
    record: Option<Record>,
) -> Result<Said> {
    if let Some(record) = record {
        append(tx, stamp, vec![record]).await?;
    }
    let body = ScenarioBody { threads: vec![thread.id], ..ScenarioBody::default() };
    let revision = change_append(tx, topic, stamp, &body).await?;
    Ok(Said { scenario: thread.scenario_id, thread: thread.id, revision })
}

async fn put_mentions(tx: &Tx, comment: Uuid, mentions: &[(Uuid, String)]) -> Result<()> {
    let row = |(account, name): &(Uuid, String)| mention::Model {
        comment_id: comment,
        account_id: *account,
        name: name.clone(),
    };
    put_rows::<mention::Entity, _>(tx, &mentions.iter().map(row).collect::<Vec<_>>()).await
}

async fn thread_get(tx: &Tx, id: Uuid) -> Result<thread::Model> {
    let found = thread::Entity::find_by_id(id).one(tx).await.context("reading a thread")?;
    found.ok_or_else(Error::not_found)
}

/// What the register keeps of a comment.
fn told(thread: &thread::Model, comment: &comment::Model) -> Value {
    json!({
        "scenario": thread.scenario_id,
        "thread": thread.id,
        "cpi": thread.cpi,
        "profile": thread.profile,
        "text": comment.text,
    })
}
