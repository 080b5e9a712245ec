//! Places: the catchments of the CPIs and the boundaries that the map draws.

pub mod colours;
pub mod neighbour;
mod point;
pub mod topology;

use serde::{Deserialize, Serialize};

pub use point::Point;

use crate::code::{CpiCode, ProvinceCode};

/// What the sizing must know of one CPI: whom it serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Catchment {
    /// The CPI.
    pub cpi: CpiCode,
    /// Its province.
    pub province: ProvinceCode,
    /// Residents of 15 to 64 years in the municipalities it serves, persons.
    pub working_age: u64,
    /// The same of the municipalities that it served when the operators in service were counted. By these they are split:
    /// nobody changes desk because a border moves.
    pub staffed_for: u64,
    /// Jobseekers registered with it, persons, where a source tells.
    pub registered_unemployed: Option<u64>,
}
