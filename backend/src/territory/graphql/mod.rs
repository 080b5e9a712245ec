//! What the API says of the territory.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod map;
mod query;
mod types;

pub(crate) use map::{MapCache, borders};
pub(crate) use query::{TerritoryQuery, cpi_find, cpi_get, municipality_find, province_find};
pub(crate) use types::{Cpi, Municipality, Province};
