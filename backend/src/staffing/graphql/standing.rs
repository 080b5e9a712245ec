//! Where scenarios stand, as partners see it: their states, the steps between them, and copies.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    id::{GlobalId, Kind},
    identity::Resource,
    problem::Fields,
    staffing::{
        CellEdit, CellEdits, CellKey, CellValue,
        scenario::{self as model, MAX_EDITS, StepLeave, checked_name},
    },
};

use super::{
    Scenario,
    input::{as_text, natural},
    mutation::may_set,
    sizing::scenario_key,
};
use crate::{
    changes::scenario_topic,
    clock::new_id,
    cx::Cx,
    error::{Error, Result},
    graphql::int,
    staffing::{
        body::StepBody,
        entity::scenario::Model,
        store::{ScenarioCopy, ScenarioFilter, ScenarioStep as Take, standing_of},
    },
};

/// How far a scenario has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::State")]
pub(crate) enum ScenarioState {
    /// It is worked on: only now can its cells, name and bounds be changed.
    Draft,
    /// It waits for the regional planner.
    Proposed,
    /// It is approved, and frozen for good.
    Approved,
    /// It is the approved one that holds for its year; a year has one at most.
    InForce,
}

/// What is done to a whole scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Step")]
pub(crate) enum ScenarioStep {
    /// Hands a draft in for approval.
    Propose,
    /// Makes a draft again of what was proposed. It wants a note.
    SendBack,
    /// Approves what was proposed.
    Approve,
    /// Puts an approved one in force. The one of its year that was in force until then is approved again.
    PutInForce,
    /// Takes one out of force for another of its year. Nobody may ask for it: it follows from `PUT_IN_FORCE`.
    Supersede,
    /// Puts it away, unless it is in force.
    Archive,
    /// Takes it out of the archive, in the state that it had.
    Restore,
}

/// Where a scenario stands.
#[derive(SimpleObject)]
pub(crate) struct ScenarioStanding {
    state: ScenarioState,
    /// Whether it was put away.
    archived: bool,
    /// Who took the last step. Null when nobody took one.
    by: Option<String>,
    /// When.
    at: Option<DateTime<Utc>>,
    /// What was said with it.
    note: Option<String>,
}

impl ScenarioStanding {
    pub(super) fn of(row: &Model) -> Result<Self> {
        let standing = standing_of(row)?;
        Ok(Self {
            state: standing.state.into(),
            archived: standing.archived,
            by: row.step_by.clone(),
            at: row.step_at,
            note: row.step_note.clone(),
        })
    }
}

/// What a scenario was copied from.
#[derive(SimpleObject)]
pub(crate) struct ScenarioOrigin {
    scenario: ID,
    /// The name that it had then.
    name: String,
    /// The revision that was copied.
    revision: i32,
}

impl ScenarioOrigin {
    pub(super) fn of(row: &Model) -> Option<Self> {
        let (scenario, name) = (row.copied_from?, row.copied_name.clone()?);
        let id = GlobalId::new(Kind::Scenario, scenario.to_string()).to_string().into();
        Some(Self { scenario: id, name, revision: int(row.copied_revision?) })
    }
}

/// A step that was taken, and where the scenario stands after it.
#[derive(SimpleObject)]
pub(crate) struct ScenarioStepTaken {
    step: ScenarioStep,
    state: ScenarioState,
    archived: bool,
    /// What was said with it; of `SUPERSEDE`, the name of the scenario that came in force.
    note: Option<String>,
}

impl From<StepBody> for ScenarioStepTaken {
    fn from(body: StepBody) -> Self {
        Self { step: body.step.into(), state: body.state.into(), archived: body.archived, note: body.note }
    }
}

/// Which scenarios are asked for.
#[derive(Default, InputObject)]
pub(crate) struct ScenarioFilterInput {
    /// Those in one of these states. Left out: in any.
    states: Option<Vec<ScenarioState>>,
    /// Those in the archive, in place of the others.
    #[graphql(default)]
    archived: bool,
}

impl ScenarioFilterInput {
    pub(super) fn parse(self) -> ScenarioFilter {
        let states = self.states.unwrap_or_default().into_iter().map(model::State::from).collect();
        ScenarioFilter { states, archived: self.archived }
    }
}

/// A step to take with a scenario.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioStepInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    step: ScenarioStep,
    /// Why, for whoever reads the history; at most 500 characters.
    #[graphql(default)]
    note: String,
    /// The scenario's revision that the caller looked at: if it is another by now, the step is refused with `CONFLICT`. Left out: whatever it is.
    seen: Option<i32>,
}

/// The scenario after the step.
#[derive(SimpleObject)]
pub(crate) struct ScenarioStepPayload {
    scenario: Scenario,
}

/// One cell to set in a copy.
#[derive(InputObject, Serialize)]
pub(crate) struct CopiedCellInput {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
    operators: i32,
    locked: bool,
}

/// A scenario to copy.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCopyInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    /// The name of the copy.
    name: String,
    /// The revision to copy. Left out: the newest.
    revision: Option<i32>,
    /// Cells that the copy has otherwise, where the caller may place operators.
    #[graphql(default)]
    edits: Vec<CopiedCellInput>,
}

/// The copy.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCopyPayload {
    scenario: Scenario,
}

impl ScenarioCopyInput {
    /// The name, the revision, and the cells if there are any.
    fn parse(&self) -> Result<(String, Option<i64>, Option<CellEdits>)> {
        if self.edits.len() > MAX_EDITS {
            return Err(Error::invalid("edits", Rule::TooLong { max: MAX_EDITS as u32 }));
        }
        let mut fields = Fields::default();
        let name = checked_name(&self.name).map_err(|rule| fields.push("name", rule));
        let revision = self.revision.map(|revision| i64::from(natural(&mut fields, "revision", revision)));
        let edits: Vec<CellEdit> =
            self.edits.iter().enumerate().filter_map(|(index, edit)| edit.parse(index, &mut fields)).collect();
        fields.finish()?;
        let edits = if edits.is_empty() { None } else { Some(CellEdits::new(edits)?) };
        Ok((name.unwrap_or_default(), revision, edits))
    }
}

impl CopiedCellInput {
    fn parse(&self, index: usize, fields: &mut Fields) -> Option<CellEdit> {
        let operators = natural(fields, &format!("edits.{index}.operators"), self.operators);
        let cpi = CpiCode::new(&*self.cpi).ok();
        fields.check(format!("edits.{index}.cpi"), cpi.is_none().then_some(Rule::Unknown));
        let profile = ProfileCode::new(&*self.profile).ok();
        fields.check(format!("edits.{index}.profile"), profile.is_none().then_some(Rule::Unknown));
        let cell = CellKey { cpi: cpi?, profile: profile? };
        Some(CellEdit { cell, value: CellValue { operators, locked: self.locked }, seen: 0, reason: None })
    }
}

/// The mutations that move whole scenarios.
#[derive(Debug, Default)]
pub(crate) struct ScenarioMutation;

#[Object]
impl ScenarioMutation {
    /// Copies a scenario, whatever its state: cells, locks and bounds as they were at a revision. The copy is a draft.
    async fn scenario_copy(&self, ctx: &Context<'_>, input: ScenarioCopyInput) -> Result<ScenarioCopyPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let (name, revision, edits) = input.parse()?;
        let stamp = cx.stamp(&input.write, "scenarioCopy", &input)?;
        let source = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let edits = edits.map(|edits| may_set(cx, &edits).map(|permit| (edits, permit))).transpose()?;
        let id = new_id();
        let copy = ScenarioCopy { id, source, revision, name, edits, permit, stamp };
        let row = cx.write(&scenario_topic(id), &copy).await?;
        Ok(ScenarioCopyPayload { scenario: Scenario(row) })
    }

    /// Takes a step with a scenario. From where it stands the step may not lead on: that is refused with `WRONG_STATE`.
    async fn scenario_step(&self, ctx: &Context<'_>, input: ScenarioStepInput) -> Result<ScenarioStepPayload> {
        let cx = Cx::of(ctx)?;
        let step = model::Step::from(input.step);
        let leave = StepLeave::ask(&cx.who().actor, step)?;
        let note = step.checked_note(&input.note).map_err(|rule| Error::invalid("note", rule))?;
        let stamp = cx.stamp(&input.write, "scenarioStep", &input)?;
        let id = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let seen = input.seen.map(i64::from);
        let done = cx.write(&scenario_topic(id), &Take { id, leave, note, seen, stamp }).await?;
        if let Some(superseded) = done.superseded {
            cx.live().tell(&scenario_topic(superseded));
        }
        Ok(ScenarioStepPayload { scenario: Scenario(done.scenario) })
    }
}
