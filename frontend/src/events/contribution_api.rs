//! What the window of an event asks about what it feeds.

use cynic::QueryBuilder;

use super::api::{EventCounts, EventInput};
use crate::graphql::{Failure, ask, schema};

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Bilingual")]
pub(super) struct Glossed {
    pub(super) it: String,
    pub(super) en: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct IndicatorContribution {
    pub(super) code: String,
    pub(super) text: Glossed,
    pub(super) territory: String,
    pub(super) by_hand: bool,
    pub(super) without: Option<i32>,
    pub(super) with: Option<i32>,
    pub(super) target: Option<f64>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct LineContribution {
    pub(super) code: String,
    pub(super) text: Option<Glossed>,
    pub(super) without: i32,
    pub(super) with: i32,
}

/// What an event feeds.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventContribution {
    pub(super) indicators: Vec<IndicatorContribution>,
    pub(super) lines: Vec<LineContribution>,
    pub(super) people: EventCounts,
}

#[derive(cynic::QueryVariables)]
struct DraftVariables {
    event: EventInput,
    id: Option<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "DraftVariables")]
struct DraftQuery {
    #[arguments(event: $event, id: $id)]
    event_contribution: EventContribution,
}

/// What stands in a form would feed this.
pub(super) async fn of_draft(event: EventInput, id: Option<cynic::Id>) -> Result<EventContribution, Failure> {
    Ok(ask(DraftQuery::build(DraftVariables { event, id })).await?.event_contribution)
}

#[derive(cynic::QueryVariables)]
struct OneVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Event")]
struct Fed {
    contribution: EventContribution,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OneVariables")]
struct OneQuery {
    #[arguments(id: $id)]
    event: Option<Fed>,
}

/// What an event feeds, or will.
pub(super) async fn of_event(id: cynic::Id) -> Result<Option<EventContribution>, Failure> {
    Ok(ask(OneQuery::build(OneVariables { id })).await?.event.map(|event| event.contribution))
}
