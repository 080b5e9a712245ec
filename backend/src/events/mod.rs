//! Events: when and where sessions are held, what the plan requires of them, who came.

pub(crate) mod address;
pub(crate) mod builtin;
mod entity;
pub(crate) mod feed;
pub(crate) mod graphql;
pub(crate) mod loader;
mod record;
mod store;

pub(crate) use entity::tables;
pub(crate) use store::{Held, events_seed, held_list, public_event_list, single_event_find};
