//! Meetings at a scenario and the opinions that are given there. They come in the scenario's log and change no number of it.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::{Value, json};
use shared::{
    Rule,
    identity::{
        Permit,
        policy::act::{ApproveScenarios, CommentScenarios, ReadScenarios},
    },
    staffing::meeting::{MeetingStep, Stance},
};
use uuid::Uuid;

use super::turn::{self, Turn};
use crate::{
    audit::{Record, append},
    changes::{Topic, change_append},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::ScenarioBody,
        entity::{meeting, opinion},
    },
};

/// A meeting with the opinions given at it, by name.
#[derive(Clone, Debug)]
pub(crate) struct MeetingRow {
    pub(crate) meeting: meeting::Model,
    pub(crate) opinions: Vec<opinion::Model>,
}

/// The last meetings at a scenario, the newest first.
pub(crate) async fn meeting_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    scenario: Uuid,
    limit: u64,
) -> Result<Vec<MeetingRow>> {
    let found = meeting::Entity::find()
        .filter(meeting::Column::ScenarioId.eq(scenario))
        .order_by_desc(meeting::Column::Begun)
        .limit(limit)
        .all(db)
        .await;
    with_opinions(db, found.context("reading the meetings at a scenario")?).await
}

/// The meetings of these ids, in any order.
pub(crate) async fn meeting_list_by_id(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    ids: &[Uuid],
) -> Result<Vec<MeetingRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = meeting::Entity::find().filter(meeting::Column::Id.is_in(ids.iter().copied())).all(db).await;
    with_opinions(db, found.context("reading some meetings")?).await
}

async fn with_opinions(db: &impl ConnectionTrait, meetings: Vec<meeting::Model>) -> Result<Vec<MeetingRow>> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    let found = opinion::Entity::find()
        .filter(opinion::Column::MeetingId.is_in(meetings.iter().map(|meeting| meeting.id)))
        .order_by_asc(opinion::Column::By)
        .order_by_asc(opinion::Column::AccountId)
        .all(db)
        .await;
    let mut given: BTreeMap<Uuid, Vec<opinion::Model>> = BTreeMap::new();
    for row in found.context("reading the opinions of meetings")? {
        given.entry(row.meeting_id).or_default().push(row);
    }
    let row = |meeting: meeting::Model| MeetingRow { opinions: given.remove(&meeting.id).unwrap_or_default(), meeting };
    Ok(meetings.into_iter().map(row).collect())
}

/// What a write of a meeting came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    pub(crate) scenario: Uuid,
    pub(crate) meeting: Uuid,
    /// The scenario's revision that it made.
    pub(crate) revision: i64,
}

/// Begins a meeting, takes its lead, or ends it. A scenario has one at a time.
#[derive(Debug)]
pub(crate) struct MeetingMove {
    /// The id that a new one gets.
    pub(crate) id: Uuid,
    pub(crate) scenario: Uuid,
    pub(crate) step: MeetingStep,
    pub(crate) account: Uuid,
    /// What came of it, when it ends.
    pub(crate) outcome: Option<String>,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ApproveScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for MeetingMove {
    type Done = Met;

    async fn run(&self, tx: &Tx) -> Result<Met> {
        let topic = match turn(tx, self.scenario, &self.stamp).await? {
            Turn::Done(met) => return Ok(met),
            Turn::Mine(topic) => topic,
        };
        let on = meeting::Entity::find()
            .filter(meeting::Column::ScenarioId.eq(self.scenario))
            .filter(meeting::Column::EndedAt.is_null())
            .one(tx)
            .await
            .context("reading the meeting that is on")?;
        if !self.step.is_possible(on.is_some()) {
            return Err(Error::invalid("step", Rule::NotNow));
        }
        let (led, at) = ((self.account, self.stamp.by.clone()), self.stamp.at);
        let after = match &on {
            None => meeting::Model {
                id: self.id,
                scenario_id: self.scenario,
                begun: topic.next(),
                begun_at: at,
                leader_id: led.0,
                leader: led.1,
                ended_at: None,
                ended_by: None,
                outcome: None,
            },
            Some(on) if self.step == MeetingStep::Lead => {
                meeting::Model { leader_id: led.0, leader: led.1, ..on.clone() }
            }
            Some(on) => meeting::Model {
                ended_at: Some(at),
                ended_by: Some(led.1),
                outcome: self.outcome.clone(),
                ..on.clone()
            },
        };
        put_rows::<meeting::Entity, _>(tx, std::slice::from_ref(&after)).await?;
        let record = Record::new("meeting", after.id, on.as_ref().map(told).as_ref(), Some(&told(&after)))?;
        say(tx, &after, topic, &self.stamp, record).await
    }
}

/// Gives an opinion of the scenario as it stands, or another one in its place.
#[derive(Debug)]
pub(crate) struct OpinionGive {
    pub(crate) meeting: Uuid,
    pub(crate) account: Uuid,
    pub(crate) stance: Stance,
    pub(crate) remark: Option<String>,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<CommentScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for OpinionGive {
    type Done = Met;

    async fn run(&self, tx: &Tx) -> Result<Met> {
        let topic = match turn(tx, meeting_get(tx, self.meeting).await?.scenario_id, &self.stamp).await? {
            Turn::Done(met) => return Ok(met),
            Turn::Mine(topic) => topic,
        };
        // Only now: it may have ended a moment ago.
        let meeting = meeting_get(tx, self.meeting).await?;
        if meeting.ended_at.is_some() {
            return Err(Error::invalid("meeting", Rule::NotNow));
        }
        let key = (self.meeting, self.account);
        let before = opinion::Entity::find_by_id(key).one(tx).await.context("reading an opinion")?;
        let after = opinion::Model {
            meeting_id: self.meeting,
            account_id: self.account,
            by: self.stamp.by.clone(),
            stance: self.stance.name().to_owned(),
            remark: self.remark.clone(),
            revision: topic.next() - 1,
            at: self.stamp.at,
        };
        put_rows::<opinion::Entity, _>(tx, std::slice::from_ref(&after)).await?;
        let told =
            |row: &opinion::Model| json!({ "stance": row.stance, "remark": row.remark, "revision": row.revision });
        let record = Record::new("opinion", self.meeting, before.as_ref().map(told).as_ref(), Some(&told(&after)))?;
        say(tx, &meeting, topic, &self.stamp, record).await
    }
}

/// Waits for the turn to write of a scenario.
async fn turn(tx: &Tx, scenario: Uuid, stamp: &WriteStamp) -> Result<Turn<Met>> {
    let done = |revision, body: &ScenarioBody| Some(Met { scenario, meeting: *body.meetings.first()?, revision });
    turn::turn(tx, scenario, stamp, done).await
}

/// Appends to the register and to the scenario's log that a meeting stands otherwise.
async fn say(tx: &Tx, meeting: &meeting::Model, topic: Topic, stamp: &WriteStamp, record: Record) -> Result<Met> {
    append(tx, stamp, vec![record]).await?;
    let body = ScenarioBody { meetings: vec![meeting.id], ..ScenarioBody::default() };
    let revision = change_append(tx, topic, stamp, &body).await?;
    Ok(Met { scenario: meeting.scenario_id, meeting: meeting.id, revision })
}

async fn meeting_get(tx: &Tx, id: Uuid) -> Result<meeting::Model> {
    let found = meeting::Entity::find_by_id(id).one(tx).await.context("reading a meeting")?;
    found.ok_or_else(Error::not_found)
}

/// What the register keeps of a meeting.
fn told(meeting: &meeting::Model) -> Value {
    json!({
        "scenario": meeting.scenario_id,
        "leader": meeting.leader,
        "endedBy": meeting.ended_by,
        "outcome": meeting.outcome,
    })
}
