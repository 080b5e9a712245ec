//! What the API says of partnerships.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod input;
mod matrix;
mod mutation;
mod query;
mod subscription;
mod terms;
mod types;

pub(crate) use mutation::PartnershipMutation;
pub(crate) use query::{PartnershipQuery, partnership_node};
pub(crate) use subscription::PartnershipSubscription;
pub(crate) use types::Partnership;
