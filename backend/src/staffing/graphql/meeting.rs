//! Meetings at a scenario, as partners see them.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    id::{GlobalId, Kind},
    identity::Resource,
    staffing::{
        meeting::{self as model, Stance},
        scenario::checked_note,
    },
};
use uuid::Uuid;

use super::{sizing::scenario_key, talk::account};
use crate::{
    changes::scenario_topic,
    clock::new_id,
    cx::Cx,
    db::Write,
    error::{Error, Result},
    graphql::{as_text, int, key_of},
    staffing::{
        entity::opinion,
        store::{self, MeetingMove, MeetingRow, Met, OpinionGive},
    },
};

/// Meetings of a scenario that are told at once.
const MEETINGS: u64 = 50;

/// What someone thinks of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Stance")]
pub(crate) enum ScenarioStance {
    /// For it.
    Favourable,
    /// For it, if what the remark says is met.
    Conditional,
    /// Against it.
    Contrary,
    /// Neither.
    Abstaining,
}

/// What is done to a meeting as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::MeetingStep")]
pub(crate) enum ScenarioMeetingStep {
    /// Begins one, led by the caller. A scenario has one at a time.
    Begin,
    /// Takes the lead of the one that is on.
    Lead,
    /// Ends the one that is on.
    End,
}

/// A meeting at a scenario: one leads, the others' boards follow.
#[derive(SimpleObject)]
pub(crate) struct ScenarioMeeting {
    id: ID,
    begun_at: DateTime<Utc>,
    /// The account that leads it, or led it last.
    leader: ID,
    /// That person's name.
    led_by: String,
    /// Null while it is on.
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<String>,
    /// What came of it.
    outcome: Option<String>,
    /// The last opinion of each who gave one, by name.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    opinions: Vec<ScenarioOpinion>,
}

/// What someone said of a scenario at a meeting.
#[derive(SimpleObject)]
pub(crate) struct ScenarioOpinion {
    /// The account that gave it.
    author: ID,
    by: String,
    stance: ScenarioStance,
    remark: Option<String>,
    /// The scenario's revision of which it is.
    revision: i32,
    at: DateTime<Utc>,
}

fn global(kind: Kind, id: Uuid) -> ID {
    GlobalId::new(kind, id.to_string()).to_string().into()
}

impl ScenarioMeeting {
    fn of(row: MeetingRow) -> Result<Self> {
        let MeetingRow { meeting, opinions } = row;
        Ok(Self {
            id: global(Kind::ScenarioMeeting, meeting.id),
            begun_at: meeting.begun_at,
            leader: global(Kind::Account, meeting.leader_id),
            led_by: meeting.leader,
            ended_at: meeting.ended_at,
            ended_by: meeting.ended_by,
            outcome: meeting.outcome,
            opinions: opinions.into_iter().map(ScenarioOpinion::of).collect::<Result<_>>()?,
        })
    }
}

impl ScenarioOpinion {
    fn of(row: opinion::Model) -> Result<Self> {
        let stance =
            Stance::from_name(&row.stance).ok_or_else(|| Error::fault("reading an opinion", "no such stance"))?;
        Ok(Self {
            author: global(Kind::Account, row.account_id),
            by: row.by,
            stance: stance.into(),
            remark: row.remark,
            revision: int(row.revision),
            at: row.at,
        })
    }
}

/// The last meetings at a scenario, the newest first, at most 50.
pub(super) async fn meetings_of(ctx: &Context<'_>, scenario: Uuid) -> Result<Vec<ScenarioMeeting>> {
    let cx = Cx::of(ctx)?;
    let permit = cx.may(&Resource::Region)?;
    let rows = store::meeting_list(cx.db().read(), &permit, scenario, MEETINGS).await?;
    rows.into_iter().map(ScenarioMeeting::of).collect()
}

/// These meetings, as they stand.
pub(super) async fn meetings_by_id(ctx: &Context<'_>, ids: &[Uuid]) -> Result<Vec<ScenarioMeeting>> {
    let cx = Cx::of(ctx)?;
    let permit = cx.may(&Resource::Region)?;
    let rows = store::meeting_list_by_id(cx.db().read(), &permit, ids).await?;
    rows.into_iter().map(ScenarioMeeting::of).collect()
}

/// A step of a meeting at a scenario.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioMeetingStepInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    step: ScenarioMeetingStep,
    /// What came of the meeting, when it ends, at most 500 characters.
    #[graphql(default)]
    outcome: String,
}

/// An opinion.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioOpinionGiveInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// A meeting that is on.
    #[serde(serialize_with = "as_text")]
    meeting: ID,
    stance: ScenarioStance,
    /// Why, or on which condition; at most 500 characters. `CONDITIONAL` wants one.
    #[graphql(default)]
    remark: String,
}

/// The meeting, as it stands now.
#[derive(SimpleObject)]
pub(crate) struct ScenarioMeetingPayload {
    meeting: ScenarioMeeting,
    /// The scenario's revision that this write made.
    revision: i32,
}

impl ScenarioMeetingPayload {
    async fn of<W: Write<Done = Met>>(ctx: &Context<'_>, write: W) -> Result<Self> {
        let cx = Cx::of(ctx)?;
        let met = cx.db().write(&write).await?;
        cx.live().tell(&scenario_topic(met.scenario));
        let meeting = meetings_by_id(ctx, &[met.meeting]).await?.into_iter().next();
        let meeting = meeting.ok_or_else(|| Error::fault("reading a meeting that was written", "it is not there"))?;
        Ok(Self { meeting, revision: int(met.revision) })
    }
}

/// The mutations of meetings.
#[derive(Debug, Default)]
pub(crate) struct MeetingMutation;

#[Object]
impl MeetingMutation {
    /// Begins a meeting at a scenario, whatever its state, takes its lead, or ends it. `INVALID` at `step` when there is one already, or none.
    async fn scenario_meeting_step(
        &self,
        ctx: &Context<'_>,
        input: ScenarioMeetingStepInput,
    ) -> Result<ScenarioMeetingPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let outcome = checked_note(&input.outcome).map_err(|rule| Error::invalid("outcome", rule))?;
        let stamp = cx.stamp(&input.write, "scenarioMeetingStep", &input)?;
        let scenario = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let (id, account, step) = (new_id(), account(cx)?, input.step.into());
        ScenarioMeetingPayload::of(ctx, MeetingMove { id, scenario, step, account, outcome, permit, stamp }).await
    }

    /// Says at a meeting what the caller thinks of the scenario. Said again it takes the place of what was said before.
    async fn scenario_opinion_give(
        &self,
        ctx: &Context<'_>,
        input: ScenarioOpinionGiveInput,
    ) -> Result<ScenarioMeetingPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let stance: Stance = input.stance.into();
        let remark = stance.checked_remark(&input.remark).map_err(|rule| Error::invalid("remark", rule))?;
        let stamp = cx.stamp(&input.write, "scenarioOpinionGive", &input)?;
        let meeting = key_of(Some(&input.meeting), Kind::ScenarioMeeting)?.and_then(|key| Uuid::try_parse(&key).ok());
        let (meeting, account) = (meeting.ok_or_else(Error::not_found)?, account(cx)?);
        ScenarioMeetingPayload::of(ctx, OpinionGive { meeting, account, stance, remark, permit, stamp }).await
    }
}
