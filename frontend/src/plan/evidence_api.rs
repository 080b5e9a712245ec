//! What the page asks of the API about the records that count, and how it hears of their changes.

use cynic::{QueryBuilder, SubscriptionBuilder};

use super::api::{ChangesVariables, ChangesVariablesFields, Day};
use crate::graphql::{Failure, ask, schema};

#[derive(cynic::QueryVariables)]
struct EvidenceVariables {
    code: String,
    territory: Option<String>,
    on: Option<Day>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EvidenceVariables")]
struct EvidenceOf {
    #[arguments(code: $code, territory: $territory, on: $on)]
    indicators: Vec<Counted>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Indicator")]
struct Counted {
    evidence: Vec<IndicatorEvidence>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct IndicatorEvidence {
    pub(super) id: cynic::Id,
    pub(super) kind: EvidenceKind,
    pub(super) title: Option<String>,
    pub(super) territory: String,
    pub(super) day: Day,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EvidenceKind {
    Cpi,
    Event,
    Partnership,
}

/// The records that make an indicator's value in a territory, on a day; on none, today.
pub(super) async fn evidence(code: String, territory: String, on: String) -> Result<Vec<IndicatorEvidence>, Failure> {
    let (territory, on) =
        (Some(territory).filter(|code| !code.is_empty()), Some(on).filter(|on| !on.is_empty()).map(Day));
    let found = ask(EvidenceOf::build(EvidenceVariables { code, territory, on })).await?;
    Ok(found.indicators.into_iter().flat_map(|one| one.evidence).collect())
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Counting {
    events_revision: i32,
    #[arguments(first: 0)]
    partnerships: PartnershipConnection,
}

#[derive(cynic::QueryFragment)]
struct PartnershipConnection {
    revision: i32,
}

/// The revisions of the events and of the partnerships, which count for indicators.
pub(super) async fn counting() -> Result<(i32, i32), Failure> {
    let found = ask(Counting::build(())).await?;
    Ok((found.events_revision, found.partnerships.revision))
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct EventChanges {
    #[arguments(after: $after)]
    pub(super) event_changes: EventChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct EventChange {
    pub(super) revision: i32,
}

pub(super) fn event_changes(after: i32) -> cynic::StreamingOperation<EventChanges, ChangesVariables> {
    EventChanges::build(ChangesVariables { after })
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct PartnershipChanges {
    #[arguments(after: $after)]
    pub(super) partnership_changes: PartnershipChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct PartnershipChange {
    pub(super) revision: i32,
}

pub(super) fn partnership_changes(after: i32) -> cynic::StreamingOperation<PartnershipChanges, ChangesVariables> {
    PartnershipChanges::build(ChangesVariables { after })
}
