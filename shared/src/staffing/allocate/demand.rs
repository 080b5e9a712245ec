//! What the cells need and have: what an [`super::Instance`] is made from.

use serde::{Deserialize, Serialize};

use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{Profile, Sizing},
    territory::Point,
};

/// What the cells need and have. Arrays over cells have the shape `[cpis][profiles]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// The profiles, each with the yearly cost of an operator in euro cents.
    pub profiles: Vec<(ProfileCode, u64)>,
    /// The CPIs, each with its province.
    pub cpis: Vec<(CpiCode, ProvinceCode)>,
    /// Where the CPIs lie, shape `[cpis]`; empty where that is not known. Only moves within a distance ask for it.
    #[serde(default)]
    pub seats: Vec<Point>,
    /// Available working time of one operator of each profile, hours a year, shape `[profiles]`.
    pub available_hours: Vec<f64>,
    /// Operators required, FTE.
    pub required: Vec<f64>,
    /// Operators in service, FTE.
    pub have: Vec<f64>,
    /// Operators that the present plan places.
    pub present: Vec<u32>,
}

impl Demand {
    /// What a sizing says, beside the present plan of shape `[cpis][profiles]`; what is missing in it counts as 0.
    pub fn of(sizing: &Sizing, profiles: &[Profile], present: &[u32]) -> Self {
        let mut present = present.to_vec();
        present.resize(sizing.cells(), 0);
        Self {
            profiles: profiles.iter().map(|profile| (profile.code.clone(), profile.yearly_cost_cents)).collect(),
            cpis: sizing.cpis().iter().cloned().zip(sizing.provinces().iter().cloned()).collect(),
            seats: Vec::new(),
            available_hours: sizing.available_hours().to_vec(),
            required: sizing.required().to_vec(),
            have: sizing.have().to_vec(),
            present,
        }
    }

    /// The same, with the places where the CPIs lie.
    #[must_use]
    pub fn with_seats(self, seats: Vec<Point>) -> Self {
        Self { seats, ..self }
    }
}
