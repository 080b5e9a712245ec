//! People and programs in the API: who asks, the accounts, sessions and tokens, and the table of rights.

mod input;
mod mutation;
mod query;
mod types;
mod views;

pub(crate) use mutation::IdentityMutation;
pub(crate) use query::IdentityQuery;
pub(crate) use views::{ViewMutation, ViewQuery};
