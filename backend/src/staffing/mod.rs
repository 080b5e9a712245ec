//! The sizing of the services and the division of the operators: figures, scenarios and their cells.

mod body;
pub(crate) mod builtin;
mod engine;
mod entity;
pub(crate) mod graphql;
pub(crate) mod loader;
mod presence;
pub(crate) mod store;
mod table;

pub(crate) use entity::tables;
pub(crate) use store::cpis_in_force;
pub(crate) use table::{Table, csv_of, reading_of, xlsx_of};
