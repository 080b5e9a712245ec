//! What is asked of the API about states, steps and copies.

use cynic::MutationBuilder;
use serde::Serialize;
use shared::{
    id::{GlobalId, Kind},
    staffing::{
        CellKey, CellValue,
        scenario::{self, Step},
    },
};

use crate::{
    allocation::api::scenario_id,
    graphql::{DateTime, Failure, ask, schema},
};

/// How far a scenario has come, as the API says it.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ScenarioState")]
pub(in super::super) enum State {
    Draft,
    Proposed,
    Approved,
    InForce,
}

/// The same state by its two names: the model's and the API's.
const STATES: [(scenario::State, State); 4] = [
    (scenario::State::Draft, State::Draft),
    (scenario::State::Proposed, State::Proposed),
    (scenario::State::Approved, State::Approved),
    (scenario::State::InForce, State::InForce),
];

impl From<scenario::State> for State {
    fn from(state: scenario::State) -> Self {
        STATES.iter().find(|(model, _)| *model == state).map_or(Self::Draft, |(_, told)| *told)
    }
}

impl From<State> for scenario::State {
    fn from(state: State) -> Self {
        STATES.iter().find(|(_, told)| *told == state).map(|(model, _)| *model).unwrap_or_default()
    }
}

/// Where a scenario stands.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioStanding")]
pub(crate) struct Standing {
    pub(in super::super) state: State,
    pub(in super::super) archived: bool,
    pub(in super::super) by: Option<String>,
    pub(in super::super) at: Option<DateTime>,
    pub(in super::super) note: Option<String>,
}

impl Standing {
    /// As the model says it.
    pub(crate) fn read(&self) -> scenario::Standing {
        let at = self.at.as_ref().map(|at| at.0.clone()).unwrap_or_default();
        scenario::Standing {
            state: self.state.into(),
            archived: self.archived,
            by: self.by.clone().unwrap_or_default(),
            at,
        }
    }

    /// As the API would say it.
    pub(in super::super) fn of(standing: &scenario::Standing, note: Option<String>) -> Self {
        let told = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            state: standing.state.into(),
            archived: standing.archived,
            by: told(&standing.by),
            at: told(&standing.at).map(DateTime),
            note,
        }
    }
}

/// What a scenario was copied from.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioOrigin")]
pub(in super::super) struct Origin {
    pub(in super::super) scenario: cynic::Id,
    pub(in super::super) name: String,
    pub(in super::super) revision: i32,
}

/// Where a scenario stands after a step that someone took.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ScenarioStepTaken")]
pub(in super::super) struct StepTaken {
    pub(in super::super) state: State,
    pub(in super::super) archived: bool,
    pub(in super::super) note: Option<String>,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ScenarioStep")]
enum ToldStep {
    Propose,
    SendBack,
    Approve,
    PutInForce,
    Supersede,
    Archive,
    Restore,
}

impl From<Step> for ToldStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Propose => Self::Propose,
            Step::SendBack => Self::SendBack,
            Step::Approve => Self::Approve,
            Step::PutInForce => Self::PutInForce,
            Step::Supersede => Self::Supersede,
            Step::Archive => Self::Archive,
            Step::Restore => Self::Restore,
        }
    }
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioStepInput {
    write: String,
    scenario: cynic::Id,
    step: ToldStep,
    note: String,
    #[cynic(skip_serializing_if = "Option::is_none")]
    seen: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct StepVariables {
    input: ScenarioStepInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "StepVariables")]
struct TakeStep {
    #[arguments(input: $input)]
    scenario_step: StepPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioStepPayload")]
struct StepPayload {
    scenario: Stood,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct Stood {
    standing: Standing,
}

/// Takes a step. What is approved or put in force is what was looked at: `seen` is its revision. Answers where it stands then.
pub(super) async fn scenario_step(
    uuid: &str,
    write: &str,
    step: Step,
    note: &str,
    seen: u64,
) -> Result<Standing, Failure> {
    let matters = matches!(step, Step::Approve | Step::PutInForce);
    let input = ScenarioStepInput {
        write: write.to_owned(),
        scenario: scenario_id(uuid),
        step: step.into(),
        note: note.to_owned(),
        seen: matters.then(|| i32::try_from(seen).unwrap_or(i32::MAX)),
    };
    Ok(ask(TakeStep::build(StepVariables { input })).await?.scenario_step.scenario.standing)
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct CopiedCellInput {
    cpi: String,
    profile: String,
    operators: i32,
    locked: bool,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCopyInput {
    write: String,
    scenario: cynic::Id,
    name: String,
    revision: Option<i32>,
    edits: Vec<CopiedCellInput>,
}

#[derive(cynic::QueryVariables)]
struct CopyVariables {
    input: ScenarioCopyInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CopyVariables")]
struct CopyScenario {
    #[arguments(input: $input)]
    scenario_copy: CopyPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioCopyPayload")]
struct CopyPayload {
    scenario: Copied,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct Copied {
    id: cynic::Id,
}

/// Copies a scenario as it was at a revision, with some cells otherwise. Answers the copy's UUID.
pub(super) async fn scenario_copy(
    uuid: &str,
    write: &str,
    name: &str,
    revision: u64,
    edits: &[(CellKey, CellValue)],
) -> Result<String, Failure> {
    let edits = edits.iter().map(|(cell, value)| CopiedCellInput {
        cpi: cell.cpi.to_string(),
        profile: cell.profile.to_string(),
        operators: i32::try_from(value.operators).unwrap_or(i32::MAX),
        locked: value.locked,
    });
    let input = ScenarioCopyInput {
        write: write.to_owned(),
        scenario: scenario_id(uuid),
        name: name.to_owned(),
        revision: i32::try_from(revision).ok(),
        edits: edits.collect(),
    };
    let made = ask(CopyScenario::build(CopyVariables { input })).await?;
    GlobalId::key_of(made.scenario_copy.scenario.id.inner(), Kind::Scenario).ok_or(Failure::Broken)
}
