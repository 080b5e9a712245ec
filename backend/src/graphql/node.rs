//! Any object by its global id.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

use async_graphql::{Context, ID, Interface, Object};
use shared::id::{GlobalId, Kind};

use crate::{
    error::Result,
    events::graphql::{Event, event_node},
    organisations::graphql::{Organisation, organisation_node},
    partnerships::graphql::{Partnership, partnership_node},
    plan::graphql::{Measurement, measurement_node},
    staffing::graphql::{Figure, Profile, Scenario, Service, figure_node, profile_find, scenario_node, service_find},
    territory::graphql::{Cpi, Municipality, Province, cpi_find, municipality_find, province_find},
};

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID"))]
pub(crate) enum Node {
    Province(Province),
    Cpi(Cpi),
    Municipality(Municipality),
    Profile(Profile),
    Service(Service),
    Figure(Figure),
    Scenario(Scenario),
    Measurement(Measurement),
    Event(Event),
    Organisation(Organisation),
    Partnership(Partnership),
}

#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object by its global id. Null when there is none.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        let Some(GlobalId { kind, key }) = GlobalId::parse(&id) else { return Ok(None) };
        Ok(match kind {
            Kind::Province => province_find(ctx, &key).await?.map(Node::from),
            Kind::Cpi => cpi_find(ctx, &key).await?.map(Node::from),
            Kind::Municipality => municipality_find(ctx, &key).await?.map(Node::from),
            Kind::Profile => profile_find(ctx, &key).await?.map(Node::from),
            Kind::Service => service_find(ctx, &key).await?.map(Node::from),
            Kind::Figure => figure_node(ctx, &key).await?.map(Node::from),
            Kind::Scenario => scenario_node(ctx, &key).await?.map(Node::from),
            Kind::Measurement => measurement_node(ctx, &key).await?.map(Node::from),
            Kind::Event => event_node(ctx, &key).await?.map(Node::from),
            Kind::Organisation => organisation_node(ctx, &key).await?.map(Node::from),
            Kind::Partnership => partnership_node(ctx, &key).await?.map(Node::from),
            // Managed through lists of their own, by whoever may; threads and comments are read with their scenario.
            Kind::Account
            | Kind::Session
            | Kind::Token
            | Kind::Identity
            | Kind::CalendarAddress
            | Kind::SavedView
            | Kind::ScenarioThread
            | Kind::ScenarioComment
            | Kind::Decision
            | Kind::ScenarioMeeting => None,
        })
    }
}
