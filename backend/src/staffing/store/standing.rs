//! Where scenarios stand, and the steps that move them. Every step is in the register and in the scenario's own log.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, JoinType,
    QueryFilter as _, QuerySelect as _, RelationDef,
};
use serde_json::json;
use shared::{
    Problem,
    staffing::scenario::{Standing, State, Step, StepLeave},
};
use uuid::Uuid;

use super::ScenarioRow;
use crate::{
    audit::{Record, append},
    changes::{SCENARIOS, change_append, changes_after, scenario_topic, seen_write, topic_lock},
    clock::new_id,
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    staffing::{
        body::{ScenarioBody, StepBody},
        entity::{
            scenario::{Column, Entity, Model},
            scenario_cell,
        },
    },
};

/// Changes that are looked through for one that a step had to see. Whoever has missed more looks again.
const UNSEEN: u64 = 100;

/// Where a scenario stands.
///
/// # Errors
/// When its state is none: a fault of ours.
pub(crate) fn standing_of(row: &Model) -> Result<Standing> {
    let state = State::from_name(&row.state)
        .ok_or_else(|| Error::fault("reading a scenario's state", format!("{} is none", row.state)))?;
    let at = row.step_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default();
    Ok(Standing { state, archived: row.archived, by: row.step_by.clone().unwrap_or_default(), at })
}

/// Refuses to change a scenario that is no draft. Its topic must be locked, or it could be frozen a moment later.
///
/// # Errors
/// `WRONG_STATE`, with who brought it there.
pub(super) async fn scenario_open(tx: &Tx, id: Uuid) -> Result<Model> {
    let row = scenario_get(tx, id).await?;
    standing_of(&row)?.check_open()?;
    Ok(row)
}

/// The job centres to which a scenario in force gives operators, and since when it is in force.
pub(crate) async fn cpis_in_force(db: &impl ConnectionTrait) -> Result<Vec<(String, DateTime<Utc>)>> {
    let rows = scenario_cell::Entity::find()
        .join(JoinType::InnerJoin, in_force())
        .filter(Column::State.eq(State::InForce.name()))
        .filter(scenario_cell::Column::Operators.gt(0))
        .select_only()
        .column(scenario_cell::Column::Cpi)
        .column(Column::StepAt)
        .distinct()
        .into_tuple::<(String, Option<DateTime<Utc>>)>()
        .all(db)
        .await
        .context("reading the job centres of the allocation in force")?;
    Ok(rows.into_iter().filter_map(|(cpi, since)| Some((cpi, since?))).collect())
}

fn in_force() -> RelationDef {
    scenario_cell::Entity::belongs_to(Entity).from(scenario_cell::Column::ScenarioId).to(Column::Id).into()
}

async fn scenario_get(tx: &Tx, id: Uuid) -> Result<Model> {
    let found = Entity::find_by_id(id).one(tx).await.context("reading a scenario")?;
    found.ok_or_else(Error::not_found)
}

/// Whether whoever saw a revision of a scenario has seen all that changed it since. What was only said of it is no change of it.
pub(super) async fn has_seen_all(tx: &Tx, id: Uuid, seen: i64, now: i64) -> Result<bool> {
    if seen >= now {
        return Ok(seen == now);
    }
    let unseen = changes_after(tx, &scenario_topic(id), seen, UNSEEN + 1).await?;
    if unseen.len() as u64 > UNSEEN {
        return Ok(false);
    }
    for change in unseen {
        let body: ScenarioBody = serde_json::from_value(change.body).context("reading a change of a scenario")?;
        if !body.is_talk() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes a step with a scenario.
#[derive(Debug)]
pub(crate) struct ScenarioStep {
    pub(crate) id: Uuid,
    /// Leave for the step, and which one it is.
    pub(crate) leave: StepLeave,
    pub(crate) note: Option<String>,
    /// The revision that the caller looked at, if it matters to them.
    pub(crate) seen: Option<i64>,
    pub(crate) stamp: WriteStamp,
}

/// What a step came to.
#[derive(Debug)]
pub(crate) struct Stepped {
    pub(crate) scenario: ScenarioRow,
    /// The one that was in force until now, if there was one.
    pub(crate) superseded: Option<Uuid>,
}

impl Write for ScenarioStep {
    type Done = Stepped;

    async fn run(&self, tx: &Tx) -> Result<Stepped> {
        let name = scenario_topic(self.id);
        let topic = topic_lock(tx, &name).await?.ok_or_else(Error::not_found)?;
        let before = scenario_get(tx, self.id).await?;
        if seen_write(tx, Some(&name), &self.stamp).await?.is_some() {
            return Ok(Stepped { scenario: (before, topic.revision()), superseded: None });
        }
        let step = self.leave.step();
        let (state, archived) = standing_of(&before)?.after(step)?;
        let now = topic.revision();
        if !has_seen_all(tx, self.id, self.seen.unwrap_or(now), now).await? {
            return Err(Problem::Conflict { cells: Vec::new(), figures: Vec::new() }.into());
        }
        let superseded = if step == Step::PutInForce { self.supersede(tx, &before).await? } else { None };
        let taken = StepBody { step, state, archived, note: self.note.clone() };
        let before = if step == Step::Approve { self.frozen(tx, before).await? } else { before };
        let after = take(tx, &before, &taken, &self.stamp).await?;
        let body = ScenarioBody { step: Some(taken), ..ScenarioBody::default() };
        let revision = change_append(tx, topic, &self.stamp, &body).await?;
        Ok(Stepped { scenario: (after, revision), superseded })
    }
}

impl ScenarioStep {
    /// The scenario with the base that it rests on from now on.
    async fn frozen(&self, tx: &Tx, scenario: Model) -> Result<Model> {
        let revision = super::own_figures::base_keep(tx, scenario.id).await?;
        Ok(Model { base_at: Some(self.stamp.at), base_revision: Some(revision), ..scenario })
    }

    /// Takes the one that is in force in the scenario's year out of force: it is approved, as before.
    ///
    /// Those who put a scenario in force take turns, or two could find none and come in both.
    async fn supersede(&self, tx: &Tx, successor: &Model) -> Result<Option<Uuid>> {
        topic_lock(tx, SCENARIOS).await?.ok_or_else(|| Error::fault("taking turns", "there is no such topic"))?;
        let in_force = Entity::find()
            .filter(Column::State.eq(State::InForce.name()))
            .filter(Column::Year.eq(successor.year))
            .one(tx)
            .await
            .context("looking for the scenario in force")?;
        let Some(before) = in_force else { return Ok(None) };
        let topic = topic_lock(tx, &before.topic).await?.ok_or_else(Error::not_found)?;
        let (state, archived) = standing_of(&before)?.after(Step::Supersede)?;
        // A write's id is kept once, and the caller's is the successor's.
        let stamp = WriteStamp { id: new_id(), ..self.stamp.clone() };
        let taken = StepBody { step: Step::Supersede, state, archived, note: Some(successor.name.clone()) };
        take(tx, &before, &taken, &stamp).await?;
        change_append(tx, topic, &stamp, &ScenarioBody { step: Some(taken), ..ScenarioBody::default() }).await?;
        Ok(Some(before.id))
    }
}

/// Writes where a scenario stands after a step, and notes it in the register.
async fn take(tx: &Tx, before: &Model, taken: &StepBody, stamp: &WriteStamp) -> Result<Model> {
    let after = Model {
        state: taken.state.name().to_owned(),
        archived: taken.archived,
        step_by: Some(stamp.by.clone()),
        step_at: Some(stamp.at),
        step_note: taken.note.clone(),
        edited_at: stamp.at,
        ..before.clone()
    };
    after.clone().into_active_model().reset_all().update(tx).await.context("taking a step with a scenario")?;
    let was = json!({ "state": before.state, "archived": before.archived });
    let is = json!({ "state": after.state, "archived": after.archived, "step": taken.step, "note": taken.note });
    append(tx, stamp, vec![Record::new("scenario", before.id, Some(&was), Some(&is))?]).await?;
    Ok(after)
}
