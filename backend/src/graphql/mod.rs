//! The schema, assembled from the features, and what all of them share: pages, ids, limits, errors.

pub(crate) mod budget;
pub mod errors;
pub mod limits;
pub(crate) mod loaders;
mod node;
pub(crate) mod page;
pub(crate) mod provenance;
pub mod rules;
mod shape;

use async_graphql::{
    ID, MergedObject, MergedSubscription, Schema,
    parser::types::{ExecutableDocument, OperationDefinition},
};
use shared::id::{GlobalId, Kind};

use crate::{
    audit::graphql::AuditQuery,
    cx::Cx,
    error::{Error, Result},
    events::graphql::{
        CalendarMutation, CalendarQuery, ContributionQuery, EventsMutation, EventsQuery, EventsSubscription,
        PlacesMutation, StaffMutation,
    },
    identity::graphql::{IdentityMutation, IdentityQuery, ViewMutation, ViewQuery},
    organisations::graphql::{OrganisationMutation, OrganisationQuery},
    partnerships::graphql::{PartnershipMutation, PartnershipQuery, PartnershipSubscription},
    plan::graphql::{PlanMutation, PlanQuery, PlanSubscription},
    staffing::graphql::{
        CatchmentMutation, CatchmentQuery, DecisionMutation, DecisionQuery, DecisionSubscription, MeetingMutation,
        PresenceSubscription, RegionCache, ScenarioFigureMutation, ScenarioMutation, StaffingMutation, StaffingQuery,
        StaffingSubscription, TalkMutation, TalkQuery,
    },
    territory::graphql::{MapCache, TerritoryQuery},
};

/// The queries of all features.
#[derive(Default, MergedObject)]
pub(crate) struct Query(
    node::NodeQuery,
    TerritoryQuery,
    StaffingQuery,
    IdentityQuery,
    AuditQuery,
    PlanQuery,
    EventsQuery,
    OrganisationQuery,
    PartnershipQuery,
    CalendarQuery,
    ContributionQuery,
    ViewQuery,
    TalkQuery,
    DecisionQuery,
    CatchmentQuery,
);

/// The mutations of all features.
#[derive(Default, MergedObject)]
pub(crate) struct Mutation(
    StaffingMutation,
    ScenarioMutation,
    ScenarioFigureMutation,
    TalkMutation,
    DecisionMutation,
    MeetingMutation,
    CatchmentMutation,
    IdentityMutation,
    PlanMutation,
    EventsMutation,
    StaffMutation,
    PlacesMutation,
    OrganisationMutation,
    PartnershipMutation,
    CalendarMutation,
    ViewMutation,
);

/// The subscriptions of all features.
#[derive(Default, MergedSubscription)]
pub(crate) struct Subscription(
    StaffingSubscription,
    PresenceSubscription,
    DecisionSubscription,
    PlanSubscription,
    EventsSubscription,
    PartnershipSubscription,
);

/// The whole schema.
pub(crate) type ApiSchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema. It holds no database: every request brings its own context.
pub(crate) fn schema() -> ApiSchema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .limit_recursive_depth(limits::MAX_NESTING)
        .limit_directives(limits::MAX_DIRECTIVES)
        .extension(limits::CostLimit)
        .extension(rules::Rules)
        .extension(shape::Shape)
        .finish()
}

/// The schema as text: what is committed as `schema.graphql`.
///
/// Directives that every GraphQL server knows are left out.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().prefer_single_line_descriptions();
    let printed = schema().sdl_with_options(options);
    let mut lines: Vec<String> = Vec::new();
    for line in printed.trim().lines() {
        if line.starts_with("directive @") {
            // Its description stands in the line above.
            lines.pop_if(|above| above.starts_with('"'));
        } else if !line.is_empty() || lines.last().is_some_and(|above| !above.is_empty()) {
            lines.push(line.replace('\t', "  "));
        }
    }
    lines.join("\n") + "\n"
}

/// A request with all that its resolvers need: the context, and loaders and caches of its own.
pub(crate) fn prepared(request: async_graphql::Request, cx: &Cx) -> async_graphql::Request {
    let loaders = loaders::Loaders::new(cx.db(), cx.settings().gather);
    request.data(cx.clone()).data(loaders).data(RegionCache::default()).data(MapCache::default())
}

/// The operation of a document that a request chooses. Nothing when it chooses none, which execution will say.
pub(crate) fn selected<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let chosen = match name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    chosen.map(|(_, operation)| &operation.node)
}

/// The key of an id that must be of one kind; nothing when there is no id.
///
/// # Errors
/// `NOT_FOUND`, when it is no id, or of another kind.
pub(crate) fn key_of(id: Option<&ID>, kind: Kind) -> Result<Option<String>> {
    id.map(|id| GlobalId::key_of(id, kind).ok_or_else(Error::not_found)).transpose()
}

/// An id as the hash of a write reads it.
pub(crate) fn as_text<S: serde::Serializer>(id: &ID, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(id)
}

/// A count as GraphQL's `Int`. Counts of people and revisions stay far below its end.
pub(crate) fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
