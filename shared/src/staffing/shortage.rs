//! What stays undone after a division of the operators, told by service: how much of each service nobody has the time for,
//! in the region and at each CPI, and which profile lacks for it.

use serde::{Deserialize, Serialize};

use super::Sizing;
use crate::code::{CpiCode, ProfileCode, ServiceCode};

/// What stays undone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shortage {
    /// Every service, in the plan's order.
    pub services: Vec<ServiceShortage>,
    /// Hours a year of the individual allowances (coordination, teaching) that nobody has the time for.
    pub individual_hours: f64,
    /// All of them, hours a year: the services' and the individual allowances'.
    pub unmet_hours: f64,
}

/// What stays undone of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceShortage {
    /// The service.
    pub service: ServiceCode,
    /// What it asks for in the region, units a year.
    pub volume: f64,
    /// Units a year that nobody has the time for.
    pub unserved: f64,
    /// What it asks for, hours a year, with the category allowance of those who work at it.
    pub hours: f64,
    /// Hours a year of that which nobody has.
    pub unmet_hours: f64,
    /// The profiles that lack for it, the one that lacks most first; a tie goes to the earlier one in the plan.
    pub profiles: Vec<(ProfileCode, f64)>,
    /// The CPIs where it is short, by hours, the worst first; a tie goes to the earlier one.
    pub cpis: Vec<CpiShortage>,
}

/// What stays undone of a service at one CPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CpiShortage {
    /// The CPI.
    pub cpi: CpiCode,
    /// Units a year that nobody has the time for.
    pub unserved: f64,
    /// Hours a year.
    pub unmet_hours: f64,
}

impl Shortage {
    /// What stays undone with so many operators in each cell, FTE, shape `[cpis][profiles]`; what is missing, or no number, counts as
    /// 0.
    ///
    /// Where a cell has fewer operators than it requires, each of its services, and its individual allowance, gets the same
    /// share of its hours: `served = staff / required`. Of a service's unit the profile does its share of the minutes, so as
    /// much of the unit stays undone as the profiles that lack would have done. Services add up to what the cells lack:
    /// `Σ max(0, required - staff) · AWT`. Hours hold the category allowance, since who works at a service spends that too.
    ///
    /// Time O(cpis · profiles · services).
    pub fn of(sizing: &Sizing, staff: &[f64]) -> Self {
        let (profiles, columns) = (sizing.profiles(), sizing.profiles().len());
        let mut services: Vec<ServiceShortage> = sizing.services().iter().map(ServiceShortage::none).collect();
        // Hours that each profile lacks, shape `[services][profiles]`.
        let mut lacking = vec![0.0; services.len() * columns];
        let mut individual_hours = 0.0;
        for (row, cpi) in sizing.cpis().iter().enumerate() {
            let mut here = vec![(0.0, 0.0); services.len()];
            for column in 0..columns {
                let cell = row * columns + column;
                let required = sizing.required()[cell];
                let there = staff.get(cell).copied().filter(|there| there.is_finite()).unwrap_or_default();
                let undone = if required > 0.0 { ((required - there) / required).clamp(0.0, 1.0) } else { 0.0 };
                individual_hours += sizing.individual_hours(cell) * undone;
                for (number, part) in sizing.parts(cell).enumerate() {
                    let told = &mut services[number];
                    told.volume += part.volume * part.share;
                    told.hours += part.hours;
                    lacking[number * columns + column] += part.hours * undone;
                    here[number].0 += part.volume * part.share * undone;
                    here[number].1 += part.hours * undone;
                }
            }
            for (told, (unserved, unmet_hours)) in services.iter_mut().zip(here) {
                told.unserved += unserved;
                told.unmet_hours += unmet_hours;
                if unmet_hours > 0.0 {
                    told.cpis.push(CpiShortage { cpi: cpi.clone(), unserved, unmet_hours });
                }
            }
        }
        for (told, lacking) in services.iter_mut().zip(lacking.chunks(columns)) {
            told.cpis.sort_by(|one, other| other.unmet_hours.total_cmp(&one.unmet_hours));
            told.profiles =
                profiles.iter().cloned().zip(lacking.iter().copied()).filter(|(_, hours)| *hours > 0.0).collect();
            told.profiles.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        }
        let unmet_hours = individual_hours + services.iter().map(|told| told.unmet_hours).sum::<f64>();
        Self { services, individual_hours, unmet_hours }
    }
}

impl ServiceShortage {
    fn none(service: &ServiceCode) -> Self {
        Self {
            service: service.clone(),
            volume: 0.0,
            unserved: 0.0,
            hours: 0.0,
            unmet_hours: 0.0,
            profiles: Vec::new(),
            cpis: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::staffing::sizing::tests::{assumptions, catchment};

    #[test]
    fn one_cpi_by_hand() {
        // 4,968 visits of 15 minutes are 1,242 hours; a quarter more for support work: 1,552.5 of 1,490.4 an operator, which is
        // 1.041666... operators. With half an operator 0.541666... are missing: 52 of 100.
        let sizing = Sizing::of(&assumptions(1, &[4_968]), &[catchment(1, 1_000)]).expect("valid");
        let shortage = Shortage::of(&sizing, &[0.5]);
        let service = &shortage.services[0];
        assert!((service.volume - 4_968.0).abs() < 1e-6 && (service.hours - 1_552.5).abs() < 1e-6, "{service:?}");
        assert!((service.unserved - 4_968.0 * 0.52).abs() < 1e-6, "{service:?}");
        assert!((service.unmet_hours - 1_552.5 * 0.52).abs() < 1e-6, "{service:?}");
        assert_eq!((service.cpis.len(), service.profiles.len(), shortage.individual_hours), (1, 1, 0.0));
        let nothing = Shortage::of(&sizing, &[2.0]);
        assert_eq!((nothing.unmet_hours, nothing.services[0].cpis.len()), (0.0, 0));
    }

    proptest! {
        #[test]
        fn services_add_up_to_what_the_cells_lack(
            volumes in prop::collection::vec(0_u32..200_000, 1..5),
            profiles in 1_usize..4,
            people in prop::collection::vec(1_u64..90_000, 1..6),
            quarters in prop::collection::vec(0_u32..80, 18),
            coordination in 0_u32..900,
        ) {
            let mut given = assumptions(profiles, &volumes);
            for service in &mut given.services {
                // Every profile has some part in every service.
                service.mix.iter_mut().for_each(|share| *share = 1.0 / profiles as f64);
            }
            let catchments: Vec<_> = people.iter().enumerate().map(|(n, &people)| catchment(n, people)).collect();
            let first = given.profiles[0].code.clone();
            given.individual_allowance.entry(catchments[0].cpi.clone()).or_default().insert(first, f64::from(coordination));
            let sizing = Sizing::of(&given, &catchments).expect("valid");
            let staff: Vec<f64> = quarters.iter().map(|&n| f64::from(n) / 4.0).take(sizing.cells()).collect();
            let shortage = Shortage::of(&sizing, &staff);
            let near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * (1.0 + one.abs());
            let at = |cell: usize| staff.get(cell).copied().unwrap_or_default();
            let lacks = |cell: usize| {
                (sizing.required()[cell] - at(cell)).max(0.0) * sizing.available_hours()[cell % profiles]
            };
            let all: f64 = (0..sizing.cells()).map(lacks).sum();
            prop_assert!(near(all, shortage.unmet_hours), "{} is not {}", shortage.unmet_hours, all);
            for (told, &volume) in shortage.services.iter().zip(&volumes) {
                prop_assert!(near(told.volume, f64::from(volume)), "{told:?}");
                prop_assert!(told.unserved >= 0.0 && told.unserved <= told.volume * (1.0 + 1e-9), "{told:?}");
                prop_assert!(told.unmet_hours <= told.hours * (1.0 + 1e-9), "{told:?}");
                let by_cpi: f64 = told.cpis.iter().map(|cpi| cpi.unmet_hours).sum();
                let by_profile: f64 = told.profiles.iter().map(|(_, hours)| hours).sum();
                prop_assert!(near(by_cpi, told.unmet_hours) && near(by_profile, told.unmet_hours), "{told:?}");
                prop_assert!(near(told.cpis.iter().map(|cpi| cpi.unserved).sum(), told.unserved), "{told:?}");
            }
        }
    }
}
