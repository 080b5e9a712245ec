//! Organisations: the register of who takes part, found under any spelling.

pub(crate) mod builtin;
mod entity;
pub(crate) mod graphql;
pub(crate) mod loader;
mod store;

pub(crate) use entity::organisation::Model as OrganisationRow;
pub(crate) use entity::tables;
pub(crate) use graphql::{ActSentence, Level, Organisation};
pub(crate) use loader::OrganisationKey;
pub(crate) use store::{organisation_list_by_code, organisation_seed, organisations_unknown};
