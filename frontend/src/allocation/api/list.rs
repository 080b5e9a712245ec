//! What the list of scenarios asks of the API.

use cynic::QueryBuilder;

use crate::{
    allocation::standing::{Standing, State},
    graphql::{DateTime, Failure, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct ScenariosVariables {
    filter: ScenarioFilterInput,
    after: Option<String>,
}

/// Which scenarios the list shows.
#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioFilterInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    states: Option<Vec<State>>,
    archived: bool,
}

/// The scenarios, for the list: a hundred at a time, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query", variables = "ScenariosVariables")]
struct Scenarios {
    #[arguments(first: 100, filter: $filter, after: $after)]
    scenarios: ScenarioConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ScenarioConnection")]
struct ScenarioConnection {
    nodes: Vec<ListedScenario>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// One scenario of the list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Scenario")]
pub(in crate::allocation) struct ListedScenario {
    pub(in crate::allocation) id: cynic::Id,
    pub(in crate::allocation) name: String,
    pub(in crate::allocation) year: i32,
    pub(in crate::allocation) head_count: i32,
    pub(in crate::allocation) revision: i32,
    pub(in crate::allocation) created_by: String,
    pub(in crate::allocation) edited_at: DateTime,
    pub(in crate::allocation) standing: Standing,
    pub(in crate::allocation) cells: Vec<ListedCell>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioCell")]
pub(in crate::allocation) struct ListedCell {
    pub(in crate::allocation) operators: i32,
}

/// The scenarios in a state, or in any, those in the archive or the others, that come after a place in the list; and the
/// place after them, if there are more.
pub(in crate::allocation) async fn scenarios(
    state: Option<State>,
    archived: bool,
    after: Option<String>,
) -> Result<(Vec<ListedScenario>, Option<String>), Failure> {
    let filter = ScenarioFilterInput { states: state.map(|state| vec![state]), archived };
    let found = ask(Scenarios::build(ScenariosVariables { filter, after })).await?.scenarios;
    let more = found.page_info.end_cursor.filter(|_| found.page_info.has_next_page);
    Ok((found.nodes, more))
}
