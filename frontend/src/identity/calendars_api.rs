//! What the section of one's own calendars asks of the API.

use cynic::{MutationBuilder, QueryBuilder};
use shared::events as model;

use crate::graphql::{DateTime, Failure, ask, schema};

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "CalendarKind")]
pub(super) enum CalendarKind {
    Mine,
    Province,
    Cpi,
    Organisation,
}

impl From<model::FeedKind> for CalendarKind {
    fn from(kind: model::FeedKind) -> Self {
        match kind {
            model::FeedKind::Mine => Self::Mine,
            model::FeedKind::Province => Self::Province,
            model::FeedKind::Cpi => Self::Cpi,
            model::FeedKind::Organisation => Self::Organisation,
        }
    }
}

/// The secret address of a calendar; its secret is not part of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct CalendarAddress {
    pub(super) id: cynic::Id,
    pub(super) kind: CalendarKind,
    pub(super) code: Option<String>,
    pub(super) shown: String,
    pub(super) created_at: DateTime,
    pub(super) renewed_at: Option<DateTime>,
    pub(super) used_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Province")]
pub(super) struct CalendarProvince {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Cpi")]
pub(super) struct CalendarCpi {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CpiConnection")]
struct CalendarCpis {
    nodes: Vec<CalendarCpi>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Organisation")]
pub(super) struct CalendarOrganisation {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "OrganisationConnection")]
struct CalendarOrganisations {
    nodes: Vec<CalendarOrganisation>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct CalendarsQuery {
    calendar_addresses: Vec<CalendarAddress>,
    provinces: Vec<CalendarProvince>,
    #[arguments(first: 100)]
    cpis: CalendarCpis,
    #[arguments(first: 500)]
    organisations: CalendarOrganisations,
}

/// One's own addresses, and what there can be calendars of.
#[derive(Clone, Debug)]
pub(super) struct Calendars {
    pub(super) addresses: Vec<CalendarAddress>,
    pub(super) provinces: Vec<CalendarProvince>,
    pub(super) cpis: Vec<CalendarCpi>,
    pub(super) organisations: Vec<CalendarOrganisation>,
}

pub(super) async fn calendars() -> Result<Calendars, Failure> {
    let all = ask(CalendarsQuery::build(())).await?;
    Ok(Calendars {
        addresses: all.calendar_addresses,
        provinces: all.provinces,
        cpis: all.cpis.nodes,
        organisations: all.organisations.nodes,
    })
}

/// An address that was made or renewed. `url` is told this once.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "CalendarAddressPayload")]
pub(super) struct MadeAddress {
    pub(super) address: CalendarAddress,
    pub(super) url: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct CalendarAddressCreateInput {
    pub(super) kind: CalendarKind,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct MakeVariables {
    input: CalendarAddressCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "MakeVariables")]
struct AddressMake {
    #[arguments(input: $input)]
    calendar_address_create: MadeAddress,
}

pub(super) async fn address_create(input: CalendarAddressCreateInput) -> Result<MadeAddress, Failure> {
    Ok(ask(AddressMake::build(MakeVariables { input })).await?.calendar_address_create)
}

#[derive(cynic::QueryVariables)]
struct AddressVariables {
    address: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AddressVariables")]
struct AddressRenew {
    #[arguments(address: $address)]
    calendar_address_renew: MadeAddress,
}

pub(super) async fn address_renew(address: cynic::Id) -> Result<MadeAddress, Failure> {
    Ok(ask(AddressRenew::build(AddressVariables { address })).await?.calendar_address_renew)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CalendarAddressEndPayload")]
struct Ended {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    ended: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AddressVariables")]
struct AddressEnd {
    #[arguments(address: $address)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    calendar_address_end: Ended,
}

pub(super) async fn address_end(address: cynic::Id) -> Result<(), Failure> {
    ask(AddressEnd::build(AddressVariables { address })).await.map(|_| ())
}
