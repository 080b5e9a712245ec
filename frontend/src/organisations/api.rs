//! What the pages ask of the organisations.

use cynic::{MutationBuilder, QueryBuilder};
use shared::organisations::{Contacts, Details, Kind, Level};

use crate::graphql::{Failure, ask, same_names, schema};

same_names!(KindName = Kind, OrganisationKind);
same_names!(LevelName = Level, Level);

/// An organisation.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(crate) struct Organisation {
    pub(crate) id: cynic::Id,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: KindName,
    pub(crate) level: LevelName,
    pub(crate) province: Option<String>,
    pub(crate) municipality: Option<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) generic: bool,
    pub(crate) address: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) sentence: Option<Sentence>,
    pub(crate) revision: i32,
}

/// A sentence of the act.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ActSentence")]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) line: i32,
}

impl Organisation {
    /// What is kept of it, to be edited.
    pub(crate) fn details(&self) -> Details {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Details {
            name: self.name.clone(),
            kind: self.kind.0,
            level: self.level.0,
            province: self.province.as_ref().and_then(|code| code.parse().ok()),
            municipality: self.municipality.clone(),
            aliases: self.aliases.clone(),
            contacts: Contacts {
                address: text(&self.address),
                email: text(&self.email),
                phone: text(&self.phone),
                website: text(&self.website),
            },
            note: text(&self.note),
        }
    }
}

/// Which organisations are asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq)]
#[cynic(graphql_type = "OrganisationFilterInput")]
pub(crate) struct Filter {
    pub(crate) text: Option<String>,
    pub(crate) similar_to: Option<String>,
    pub(crate) kinds: Option<Vec<KindName>>,
    pub(crate) province: Option<String>,
    pub(crate) generic: Option<bool>,
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    filter: Filter,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    #[arguments(filter: $filter, first: $first, after: $after)]
    organisations: OrganisationConnection,
}

#[derive(cynic::QueryFragment)]
struct OrganisationConnection {
    nodes: Vec<Organisation>,
    total_count: i32,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

/// A page of a list: its rows, how many there are in all, and where the next begins.
pub(crate) type Listed = (Vec<Organisation>, i32, Option<String>);

/// A page of organisations.
pub(crate) async fn list(filter: Filter, first: i32, after: Option<String>) -> Result<Listed, Failure> {
    let found = ask(ListQuery::build(ListVariables { filter, first, after })).await?.organisations;
    let next = found.page_info.end_cursor.filter(|_| found.page_info.has_next_page);
    Ok((found.nodes, found.total_count, next))
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "OrganisationDetailsInput")]
struct DetailsInput {
    name: String,
    kind: KindName,
    level: LevelName,
    province: Option<String>,
    municipality: Option<String>,
    aliases: Vec<String>,
    address: String,
    email: String,
    phone: String,
    website: String,
    note: String,
}

impl From<Details> for DetailsInput {
    fn from(details: Details) -> Self {
        Self {
            name: details.name,
            kind: KindName(details.kind),
            level: LevelName(details.level),
            province: details.province.map(String::from),
            municipality: details.municipality,
            aliases: details.aliases,
            address: details.contacts.address,
            email: details.contacts.email,
            phone: details.contacts.phone,
            website: details.contacts.website,
            note: details.note,
        }
    }
}

#[derive(cynic::InputObject)]
struct OrganisationCreateInput {
    write: String,
    details: DetailsInput,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: OrganisationCreateInput,
}

#[derive(cynic::QueryFragment)]
struct OrganisationCreatePayload {
    organisation: Organisation,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(input: $input)]
    organisation_create: OrganisationCreatePayload,
}

/// Adds an organisation.
pub(crate) async fn create(write: String, details: Details) -> Result<Organisation, Failure> {
    let input = OrganisationCreateInput { write, details: details.into() };
    Ok(ask(Create::build(CreateVariables { input })).await?.organisation_create.organisation)
}

#[derive(cynic::InputObject)]
struct OrganisationUpdateInput {
    write: String,
    organisation: cynic::Id,
    seen: i32,
    details: DetailsInput,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    input: OrganisationUpdateInput,
}

#[derive(cynic::QueryFragment)]
struct OrganisationUpdatePayload {
    organisation: Organisation,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct Update {
    #[arguments(input: $input)]
    organisation_update: OrganisationUpdatePayload,
}

/// Corrects an organisation.
pub(crate) async fn update(write: String, before: &Organisation, details: Details) -> Result<Organisation, Failure> {
    let input = OrganisationUpdateInput {
        write,
        organisation: before.id.clone(),
        seen: before.revision,
        details: details.into(),
    };
    Ok(ask(Update::build(UpdateVariables { input })).await?.organisation_update.organisation)
}
