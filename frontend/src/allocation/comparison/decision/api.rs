//! What the section of decisions asks of the API.

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};
use shared::id::{GlobalId, Kind};

use crate::{
    allocation::api::scenario_id,
    graphql::{DateTime, Failure, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct DecisionsVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "DecisionsVariables")]
struct AskDecisions {
    #[arguments(first: 10, after: $after)]
    scenario_decisions: ScenarioDecisionConnection,
}

#[derive(cynic::QueryFragment)]
struct ScenarioDecisionConnection {
    total_count: i32,
    nodes: Vec<ScenarioDecision>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment)]
struct ScenarioDecision {
    place: i32,
    id: cynic::Id,
    at: DateTime,
    by: String,
    chosen: cynic::Id,
    reason: String,
    act: Option<String>,
    figures_revision: i32,
    candidates: Vec<DecisionCandidate>,
}

#[derive(cynic::QueryFragment)]
struct DecisionCandidate {
    scenario: cynic::Id,
    name: String,
    revision: i32,
    head_count: i32,
    placed: i32,
    mean_pressure: Option<f64>,
    worst_pressure: Option<f64>,
    unmet_hours: f64,
    gini: Option<f64>,
    cost_cents: f64,
}

/// A decision as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decision {
    pub(super) id: String,
    pub(super) at: String,
    pub(super) by: String,
    /// The UUID of the scenario that was chosen.
    pub(super) chosen: String,
    pub(super) reason: String,
    pub(super) act: Option<String>,
    pub(super) figures_revision: i32,
    pub(super) candidates: Vec<Candidate>,
}

/// One of the scenarios that a decision was between, as it was then.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// Its UUID.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) revision: i32,
    pub(super) head_count: i32,
    pub(super) placed: i32,
    pub(super) mean: f64,
    pub(super) worst: f64,
    pub(super) unmet_hours: f64,
    pub(super) gini: Option<f64>,
    pub(super) cost_cents: f64,
}

/// A page of decisions, each with its place in the log.
pub(super) struct Told {
    pub(super) total: i32,
    pub(super) decisions: Vec<(i32, Decision)>,
    /// Where the next page begins, if there is one.
    pub(super) more: Option<String>,
}

impl ScenarioDecision {
    fn read(self) -> (i32, Decision) {
        let key = |id: &cynic::Id| GlobalId::key_of(id.inner(), Kind::Scenario).unwrap_or_default();
        let candidate = |of: DecisionCandidate| Candidate {
            key: key(&of.scenario),
            name: of.name,
            revision: of.revision,
            head_count: of.head_count,
            placed: of.placed,
            mean: of.mean_pressure.unwrap_or(f64::INFINITY),
            worst: of.worst_pressure.unwrap_or(f64::INFINITY),
            unmet_hours: of.unmet_hours,
            gini: of.gini,
            cost_cents: of.cost_cents,
        };
        let decision = Decision {
            id: self.id.inner().to_owned(),
            at: self.at.0,
            by: self.by,
            chosen: key(&self.chosen),
            reason: self.reason,
            act: self.act,
            figures_revision: self.figures_revision,
            candidates: self.candidates.into_iter().map(candidate).collect(),
        };
        (self.place, decision)
    }
}

/// The last decisions, or those after a place in the list.
pub(super) async fn decisions(after: Option<String>) -> Result<Told, Failure> {
    let found = ask(AskDecisions::build(DecisionsVariables { after })).await?.scenario_decisions;
    Ok(Told {
        total: found.total_count,
        decisions: found.nodes.into_iter().map(ScenarioDecision::read).collect(),
        more: found.page_info.end_cursor.filter(|_| found.page_info.has_next_page),
    })
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct DecisionChanges {
    #[arguments(after: $after)]
    decision_changes: Option<DecisionChange>,
}

#[derive(cynic::QueryFragment)]
struct DecisionChange {
    decision: ScenarioDecision,
}

impl DecisionChanges {
    /// The decision and its place.
    pub(super) fn read(self) -> Option<(i32, Decision)> {
        self.decision_changes.map(|change| change.decision.read())
    }
}

/// Every decision after a place in the log.
pub(super) fn decision_changes(after: i32) -> cynic::StreamingOperation<DecisionChanges, ChangesVariables> {
    DecisionChanges::build(ChangesVariables { after })
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct DecisionCandidateInput {
    scenario: cynic::Id,
    seen: i32,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioDecideInput {
    write: String,
    candidates: Vec<DecisionCandidateInput>,
    chosen: cynic::Id,
    figures_seen: i32,
    reason: String,
    act: String,
}

#[derive(cynic::QueryVariables)]
struct DecideVariables {
    input: ScenarioDecideInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct Decide {
    #[arguments(input: $input)]
    scenario_decide: ScenarioDecidePayload,
}

#[derive(cynic::QueryFragment)]
struct ScenarioDecidePayload {
    decision: ScenarioDecision,
}

/// A choice between scenarios, as they were looked at.
pub(super) struct Choice {
    /// The UUIDs of the scenarios and the revisions that were seen.
    pub(super) candidates: Vec<(String, i32)>,
    /// The UUID of the one that is chosen.
    pub(super) chosen: String,
    pub(super) figures_seen: i32,
    pub(super) reason: String,
    pub(super) act: String,
}

/// Records a decision. Gives it with its place in the log.
pub(super) async fn decide(write: &str, choice: &Choice) -> Result<(i32, Decision), Failure> {
    let candidate = |(key, seen): &(String, i32)| DecisionCandidateInput { scenario: scenario_id(key), seen: *seen };
    let input = ScenarioDecideInput {
        write: write.to_owned(),
        candidates: choice.candidates.iter().map(candidate).collect(),
        chosen: scenario_id(&choice.chosen),
        figures_seen: choice.figures_seen,
        reason: choice.reason.clone(),
        act: choice.act.clone(),
    };
    Ok(ask(Decide::build(DecideVariables { input })).await?.scenario_decide.decision.read())
}
