//! What the API says of organisations.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod input;
mod mutation;
mod query;
mod types;

pub(crate) use mutation::OrganisationMutation;
pub(crate) use query::{OrganisationQuery, organisation_node};
pub(crate) use types::{ActSentence, Level, Organisation, OrganisationKind};
