//! What the page asks of the API about the places of an event, and how an organisation registers for them.

use cynic::{MutationBuilder, QueryBuilder};

use super::api::EventOrganisation;
use crate::graphql::{Failure, ask, schema};

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
pub(super) enum RegistrationState {
    Seated,
    Waiting,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventPlaces {
    pub(super) capacity: Option<i32>,
    pub(super) taken: i32,
    pub(super) left: Option<i32>,
    pub(super) waiting: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventRegistration {
    pub(super) organisation: EventOrganisation,
    pub(super) people: i32,
    pub(super) state: RegistrationState,
    pub(super) position: Option<i32>,
}

/// The places of one event, and the registrations that may be seen.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Event")]
pub(super) struct Seats {
    pub(super) places: EventPlaces,
    pub(super) registrations: Vec<EventRegistration>,
}

#[derive(cynic::QueryVariables)]
struct SeatsVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "SeatsVariables")]
struct SeatsQuery {
    #[arguments(id: $id)]
    event: Option<Seats>,
}

pub(super) async fn seats(id: cynic::Id) -> Result<Option<Seats>, Failure> {
    Ok(ask(SeatsQuery::build(SeatsVariables { id })).await?.event)
}

#[derive(cynic::InputObject)]
struct EventRegisterInput {
    write: String,
    id: cynic::Id,
    organisation: String,
    people: i32,
}

#[derive(cynic::QueryVariables)]
struct RegisterVariables {
    input: EventRegisterInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RegisterVariables")]
struct RegisterMutation {
    #[arguments(input: $input)]
    event_register: SeatsPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EventChangedPayload")]
struct SeatsPayload {
    event: Seats,
}

/// Registers an organisation, or sets how many people it brings.
pub(super) async fn register(
    write: String,
    id: cynic::Id,
    organisation: String,
    people: i32,
) -> Result<Seats, Failure> {
    let input = EventRegisterInput { write, id, organisation, people };
    Ok(ask(RegisterMutation::build(RegisterVariables { input })).await?.event_register.event)
}

#[derive(cynic::InputObject)]
struct EventWithdrawInput {
    write: String,
    id: cynic::Id,
    organisation: String,
}

#[derive(cynic::QueryVariables)]
struct WithdrawVariables {
    input: EventWithdrawInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "WithdrawVariables")]
struct WithdrawMutation {
    #[arguments(input: $input)]
    event_withdraw: SeatsPayload,
}

/// Takes an organisation off.
pub(super) async fn withdraw(write: String, id: cynic::Id, organisation: String) -> Result<Seats, Failure> {
    let input = EventWithdrawInput { write, id, organisation };
    Ok(ask(WithdrawMutation::build(WithdrawVariables { input })).await?.event_withdraw.event)
}
