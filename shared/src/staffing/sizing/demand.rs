//! What is asked of each service at one CPI, whoever works on it.

use super::Sizing;
use crate::code::ServiceCode;

/// What is asked of one service at one CPI.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceDemand {
    /// The service.
    pub service: ServiceCode,
    /// Units a year at the CPI.
    pub volume: f64,
    /// Minutes for one unit.
    pub minutes: f64,
    /// `volume · minutes / 60`, hours a year of all profiles together, before allowances.
    pub hours: f64,
}

impl Sizing {
    /// What is asked of every service at a CPI, in the plan's order; nothing when there is no such CPI. Time O(services).
    pub fn demand(&self, cpi: usize) -> Vec<ServiceDemand> {
        let Some((&weight, &group)) = self.split.weights.get(cpi).zip(self.split.groups.get(cpi)) else {
            return Vec::new();
        };
        let units = self.split.of_group(group, self.services.len()).iter().zip(&self.minutes);
        let asked = self.services.iter().zip(units).map(|(service, (units, &minutes))| {
            let volume = units * weight;
            ServiceDemand { service: service.clone(), volume, minutes, hours: volume * minutes / 60.0 }
        });
        asked.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::staffing::sizing::{
        Sizing,
        tests::{assumptions, catchment},
    };

    #[test]
    fn what_is_asked_of_all_cpis_is_what_is_asked_of_the_region() {
        let given = assumptions(2, &[9_936, 1_200]);
        let cpis = [catchment(1, 750), catchment(2, 250)];
        let sizing = Sizing::of(&given, &cpis).expect("valid");
        let (one, other) = (sizing.demand(0), sizing.demand(1));
        assert!((one[0].volume - 7_452.0).abs() < 1e-9 && (other[0].volume - 2_484.0).abs() < 1e-9);
        assert!((one[1].hours - 900.0 * 30.0 / 60.0).abs() < 1e-9, "900 of 1,200 units of half an hour");
        // Each hour is somebody's: the profiles' parts add up to it.
        let parts: f64 = given
            .profiles
            .iter()
            .filter_map(|profile| sizing.explain(&cpis[0].cpi, &profile.code))
            .flat_map(|told| told.parts)
            .map(|part| part.hours)
            .sum();
        assert!((one.iter().map(|asked| asked.hours).sum::<f64>() - parts).abs() < 1e-9);
        assert!(sizing.demand(2).is_empty());
    }
}
