//! Where things lie, and how far apart.

use serde::{Deserialize, Serialize};

/// Kilometres of one degree of latitude.
const KM_LATITUDE: f64 = 111.2;
/// Kilometres of one degree of longitude at 41 degrees north, where Puglia lies: constant, so that every machine gives the same bits.
const KM_LONGITUDE: f64 = 83.9;

/// A place on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Point {
    /// How far north the other lies, kilometres; below 0 it lies south.
    pub fn km_north_to(&self, other: &Self) -> f64 {
        (other.latitude - self.latitude) * KM_LATITUDE
    }

    /// Kilometres through the air. Exact enough within a region: as far north as 46 degrees it makes a way from east to west 8 per cent
    /// too long.
    pub fn km_to(&self, other: &Self) -> f64 {
        let north = self.km_north_to(other);
        let east = (self.longitude - other.longitude) * KM_LONGITUDE;
        (north * north + east * east).sqrt()
    }
}
