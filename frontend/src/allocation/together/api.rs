//! Who is at a scenario, as the API tells it.

use cynic::SubscriptionBuilder;
use shared::staffing::CellKey;

use crate::{allocation::api::scenario_id, graphql::schema};

#[derive(cynic::QueryVariables)]
pub(super) struct PresenceVariables {
    scenario: cynic::Id,
    cpi: Option<String>,
    profile: Option<String>,
    look: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "PresenceVariables")]
pub(super) struct Presence {
    #[arguments(scenario: $scenario, cpi: $cpi, profile: $profile, look: $look)]
    pub(super) scenario_presence: Vec<ToldVisitor>,
}

/// Someone who is there.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioVisitor")]
pub(super) struct ToldVisitor {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) cpi: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) look: Option<String>,
}

/// Who is at a scenario, told to someone who is in a cell of it, and whose board shows something that others follow.
pub(super) fn presence(
    uuid: &str,
    cell: Option<&CellKey>,
    look: Option<String>,
) -> cynic::StreamingOperation<Presence, PresenceVariables> {
    Presence::build(PresenceVariables {
        scenario: scenario_id(uuid),
        cpi: cell.map(|cell| cell.cpi.to_string()),
        profile: cell.map(|cell| cell.profile.to_string()),
        look,
    })
}
