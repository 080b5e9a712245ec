//! Partnerships: who works with whom, how far each has come, and what of the act's requirements they fill.

mod body;
pub(crate) mod builtin;
mod entity;
pub(crate) mod graphql;
pub(crate) mod loader;
mod store;
mod today;

pub(crate) use entity::tables;
pub(crate) use store::{Signed, partnership_seed, signed_list};
