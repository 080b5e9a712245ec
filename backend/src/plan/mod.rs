//! The act as living data: its tree, its indicators against pace, and what was measured by hand.

pub(crate) mod builtin;
mod entity;
mod evidence;
pub(crate) mod graphql;
mod model;
pub(crate) mod store;

pub(crate) use entity::tables;
pub(crate) use graphql::{IndicatorContribution, LineContribution, contributions_of};
