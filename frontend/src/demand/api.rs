//! What the demand page asks of the API.

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};
use serde::Serialize;
use shared::staffing::FigureKey;

use crate::graphql::{DateTime, Failure, OriginName, ask, schema};

/// Everything that the page shows.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
#[cynic(graphql_type = "Query")]
pub(super) struct Demand {
    pub(super) figures: FigureSet,
    pub(super) profiles: Vec<Profile>,
    pub(super) services: Vec<Service>,
    pub(super) provinces: Vec<Province>,
    #[arguments(first: 500)]
    pub(super) cpis: CpiConnection,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct FigureSet {
    pub(super) revision: i32,
    pub(super) figures: Vec<Figure>,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Figure {
    pub(super) key: String,
    pub(super) value: Option<f64>,
    pub(super) provenance: Provenance,
    pub(super) built_in: Option<f64>,
    pub(super) revision: i32,
    pub(super) edited_by: Option<String>,
    pub(super) edited_at: Option<DateTime>,
}

impl Figure {
    /// Which figure. `None` when the server names one that this page does not know.
    pub(super) fn key(&self) -> Option<FigureKey> {
        self.key.parse().ok()
    }
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provenance {
    pub(super) origin: OriginName,
    pub(super) source: String,
    pub(super) source_italian: Option<String>,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Service {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct CpiConnection {
    pub(super) nodes: Vec<Cpi>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct MoreVariables {
    after: String,
}

/// The centres that did not fit into one page.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MoreVariables")]
struct More {
    #[arguments(first: 500, after: $after)]
    cpis: CpiConnection,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cpi {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) working_age: i32,
    pub(super) staffed_for: i32,
    pub(super) registered_unemployed: Option<i32>,
    pub(super) province: CpiProvince,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
#[cynic(graphql_type = "Province")]
pub(super) struct CpiProvince {
    pub(super) code: String,
}

pub(super) async fn demand() -> Result<Demand, Failure> {
    let mut answer = ask(Demand::build(())).await?;
    let cpis = &mut answer.cpis;
    while let Some(after) = cpis.page_info.end_cursor.take().filter(|_| cpis.page_info.has_next_page) {
        let next = ask(More::build(MoreVariables { after })).await?.cpis;
        cpis.nodes.extend(next.nodes);
        cpis.page_info = next.page_info;
    }
    Ok(answer)
}

/// A wish to set one figure.
#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct FigureEditInput {
    pub(super) key: String,
    pub(super) value: Option<f64>,
    pub(super) seen: i32,
}

#[derive(cynic::InputObject)]
struct FiguresSetInput {
    write: String,
    edits: Vec<FigureEditInput>,
}

#[derive(cynic::QueryVariables)]
struct FiguresSetVariables {
    input: FiguresSetInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "FiguresSetVariables")]
struct FiguresSet {
    #[arguments(input: $input)]
    figures_set: FiguresSetPayload,
}

#[derive(cynic::QueryFragment)]
struct FiguresSetPayload {
    revision: i32,
}

/// Sends one write. Answers the revision that it made.
pub(super) async fn figures_set(write: &str, edits: &[FigureEditInput]) -> Result<i32, Failure> {
    let input = FiguresSetInput { write: write.to_owned(), edits: edits.to_vec() };
    Ok(ask(FiguresSet::build(FiguresSetVariables { input })).await?.figures_set.revision)
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct FigureChanges {
    #[arguments(after: $after)]
    pub(super) figure_changes: FigureChange,
}

/// One accepted change of the figures.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct FigureChange {
    pub(super) revision: i32,
    pub(super) by: String,
    pub(super) figures: Vec<Figure>,
    /// Whether the catchments changed, or are to change.
    pub(super) catchments: bool,
}

pub(super) fn figure_changes(after: i32) -> cynic::StreamingOperation<FigureChanges, ChangesVariables> {
    FigureChanges::build(ChangesVariables { after })
}
