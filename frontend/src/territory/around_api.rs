//! What the page of one job centre asks of the API about its events, and the partnerships of its province.

use cynic::{QueryBuilder, SubscriptionBuilder};

use crate::{
    events::StateName as EventStateName,
    graphql::{DateTime, Failure, ask, same_names, schema},
};

same_names!(PartnershipStateName = shared::partnerships::State, PartnershipState);

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "EventFilterInput")]
pub(super) struct EventsOf {
    from: Option<DateTime>,
    cpi: Option<String>,
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "PartnershipFilterInput")]
pub(super) struct PartnershipsOf {
    province: Option<String>,
}

#[derive(cynic::QueryVariables)]
pub(super) struct AroundVariables {
    events: EventsOf,
    partnerships: PartnershipsOf,
}

/// What is planned at the job centre from now on, and what holds in its province.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "AroundVariables")]
pub(super) struct Around {
    pub(super) events_revision: i32,
    #[arguments(filter: $events, first: 10)]
    pub(super) events: EventConnection,
    #[arguments(filter: $partnerships, first: 20)]
    pub(super) partnerships: PartnershipConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventConnection {
    pub(super) nodes: Vec<Event>,
    pub(super) total_count: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Event {
    pub(super) title: String,
    pub(super) start: DateTime,
    pub(super) state: EventStateName,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct PartnershipConnection {
    pub(super) nodes: Vec<Partnership>,
    pub(super) total_count: i32,
    pub(super) revision: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Partnership {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) state: PartnershipStateName,
}

/// Asks for both.
pub(super) async fn around(code: String, province: String, from: String) -> Result<Around, Failure> {
    let events = EventsOf { from: Some(DateTime(from)), cpi: Some(code) };
    let partnerships = PartnershipsOf { province: Some(province) };
    ask(Around::build(AroundVariables { events, partnerships })).await
}

#[derive(cynic::QueryVariables)]
pub(super) struct EventsVariables {
    after: i32,
    province: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "EventsVariables")]
pub(super) struct EventChanges {
    #[arguments(after: $after, province: $province)]
    pub(super) event_changes: EventChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct EventChange {
    pub(super) revision: i32,
}

pub(super) fn event_changes(after: i32, province: String) -> cynic::StreamingOperation<EventChanges, EventsVariables> {
    EventChanges::build(EventsVariables { after, province: Some(province) })
}

#[derive(cynic::QueryVariables)]
pub(super) struct PartnershipsVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "PartnershipsVariables")]
pub(super) struct PartnershipChanges {
    #[arguments(after: $after)]
    pub(super) partnership_changes: PartnershipChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct PartnershipChange {
    pub(super) revision: i32,
}

pub(super) fn partnership_changes(after: i32) -> cynic::StreamingOperation<PartnershipChanges, PartnershipsVariables> {
    PartnershipChanges::build(PartnershipsVariables { after })
}
