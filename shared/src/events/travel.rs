//! How long one is on the way between two places: an estimate, told as such.

use crate::territory::Point;

/// Roads are longer than the line through the air.
const DETOUR: f64 = 1.3;
/// Kilometres in a minute, 60 km/h from door to door.
const KM_MINUTE: f64 = 1.0;
/// Minutes to leave one room and be ready in another.
const CHANGE: f64 = 15.0;

impl Point {
    /// Minutes from door to door, rounded up: the line through the air, a third more for the road, at 60 km/h, and a
    /// quarter of an hour to change. Nothing within the same place.
    pub fn minutes_to(&self, other: &Self) -> i64 {
        let km = self.km_to(other);
        if km < 0.5 { 0 } else { (km * DETOUR / KM_MINUTE + CHANGE).ceil() as i64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_foggia_to_lecce_it_takes_hours_and_to_lucera_half_of_one() {
        let foggia = Point { latitude: 41.458_45, longitude: 15.551_88 };
        let lecce = Point { latitude: 40.354_81, longitude: 18.172_44 };
        let lucera = Point { latitude: 41.5055, longitude: 15.3391 };
        assert!((235.0..265.0).contains(&foggia.km_to(&lecce)), "{}", foggia.km_to(&lecce));
        assert!((30..50).contains(&foggia.minutes_to(&lucera)), "{}", foggia.minutes_to(&lucera));
        assert_eq!(foggia.minutes_to(&foggia), 0);
    }
}
