//! Meetings, as the API tells them and takes them.

use cynic::{MutationBuilder, QueryBuilder};
use shared::staffing::meeting::{MeetingStep, Stance};

use crate::{
    allocation::api::scenario_id,
    graphql::{DateTime, Failure, ask, schema},
};

/// A meeting at the scenario.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioMeeting")]
pub(in super::super) struct ToldMeeting {
    pub(super) id: cynic::Id,
    pub(super) begun_at: DateTime,
    pub(super) leader: cynic::Id,
    pub(super) led_by: String,
    pub(super) ended_at: Option<DateTime>,
    pub(super) ended_by: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) opinions: Vec<Opinion>,
}

/// What someone said there.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioOpinion")]
pub(super) struct Opinion {
    pub(super) author: cynic::Id,
    pub(super) by: String,
    pub(super) stance: ToldStance,
    pub(super) remark: Option<String>,
    pub(super) revision: i32,
    pub(super) at: DateTime,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ScenarioStance")]
pub(super) enum ToldStance {
    Favourable,
    Conditional,
    Contrary,
    Abstaining,
}

impl From<ToldStance> for Stance {
    fn from(told: ToldStance) -> Self {
        match told {
            ToldStance::Favourable => Self::Favourable,
            ToldStance::Conditional => Self::Conditional,
            ToldStance::Contrary => Self::Contrary,
            ToldStance::Abstaining => Self::Abstaining,
        }
    }
}

impl From<Stance> for ToldStance {
    fn from(stance: Stance) -> Self {
        match stance {
            Stance::Favourable => Self::Favourable,
            Stance::Conditional => Self::Conditional,
            Stance::Contrary => Self::Contrary,
            Stance::Abstaining => Self::Abstaining,
        }
    }
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ScenarioMeetingStep")]
enum ToldStep {
    Begin,
    Lead,
    End,
}

impl From<MeetingStep> for ToldStep {
    fn from(step: MeetingStep) -> Self {
        match step {
            MeetingStep::Begin => Self::Begin,
            MeetingStep::Lead => Self::Lead,
            MeetingStep::End => Self::End,
        }
    }
}

#[derive(cynic::QueryVariables)]
struct MeetingsVariables {
    scenario: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MeetingsVariables")]
struct Meetings {
    #[arguments(id: $scenario)]
    scenario: Option<Met>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct Met {
    meetings: Vec<ToldMeeting>,
}

/// The meetings at a scenario.
pub(super) async fn meetings(uuid: &str) -> Result<Vec<ToldMeeting>, Failure> {
    let told = ask(Meetings::build(MeetingsVariables { scenario: scenario_id(uuid) })).await?;
    Ok(told.scenario.map(|scenario| scenario.meetings).unwrap_or_default())
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioMeetingStepInput {
    write: String,
    scenario: cynic::Id,
    step: ToldStep,
    outcome: String,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioOpinionGiveInput {
    write: String,
    meeting: cynic::Id,
    stance: ToldStance,
    remark: String,
}

#[derive(cynic::QueryVariables)]
struct StepVariables {
    input: ScenarioMeetingStepInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "StepVariables")]
struct TakeStep {
    #[arguments(input: $input)]
    scenario_meeting_step: Payload,
}

#[derive(cynic::QueryVariables)]
struct OpinionVariables {
    input: ScenarioOpinionGiveInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "OpinionVariables")]
struct GiveOpinion {
    #[arguments(input: $input)]
    scenario_opinion_give: Payload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioMeetingPayload")]
struct Payload {
    meeting: ToldMeeting,
    revision: i32,
}

/// A meeting as it stood at a revision of the scenario.
type Stood = (ToldMeeting, i32);

/// Begins a meeting, takes its lead, or ends it.
pub(super) async fn scenario_meeting_step(
    uuid: &str,
    write: &str,
    step: MeetingStep,
    outcome: &str,
) -> Result<Stood, Failure> {
    let (write, outcome) = (write.to_owned(), outcome.to_owned());
    let input = ScenarioMeetingStepInput { write, scenario: scenario_id(uuid), step: step.into(), outcome };
    let Payload { meeting, revision } = ask(TakeStep::build(StepVariables { input })).await?.scenario_meeting_step;
    Ok((meeting, revision))
}

/// Gives an opinion.
pub(super) async fn scenario_opinion_give(
    meeting: &cynic::Id,
    write: &str,
    stance: Stance,
    remark: &str,
) -> Result<Stood, Failure> {
    let (write, remark) = (write.to_owned(), remark.to_owned());
    let input = ScenarioOpinionGiveInput { write, meeting: meeting.clone(), stance: stance.into(), remark };
    let Payload { meeting, revision } =
        ask(GiveOpinion::build(OpinionVariables { input })).await?.scenario_opinion_give;
    Ok((meeting, revision))
}
