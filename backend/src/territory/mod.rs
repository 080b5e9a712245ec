//! Provinces, job centres and municipalities: who serves whom.

pub(crate) mod builtin;
mod entity;
pub(crate) mod graphql;
pub(crate) mod loader;
pub(crate) mod seed_store;
mod store;

pub(crate) use entity::cpi::Model as CpiRow;
pub(crate) use entity::tables;
pub(crate) use store::{catchment_list, cpi_list_all, municipality_find, municipality_names, province_list_by_code};
