//! Provinces, job centres and municipalities: who serves whom.

mod borders;
pub(crate) mod builtin;
mod entity;
pub(crate) mod graphql;
pub(crate) mod loader;
pub(crate) mod seed_store;
mod store;

pub(crate) use borders::{Borders, Map, Moment};
pub(crate) use entity::catchment_change::Model as ChangeRow;
pub(crate) use entity::cpi::Model as CpiRow;
pub(crate) use entity::tables;
pub(crate) use store::{
    borders_read, borders_read_whole, catchment_change_delete, catchment_change_put, catchment_list, cpi_list_all,
    cpi_list_today, municipality_find, municipality_names, province_list_by_code,
};
