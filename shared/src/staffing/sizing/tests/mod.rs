//! The sizing by hand; its rules on random assumptions are in `laws`, what it refuses in `hostile`.

pub(in crate::staffing) mod hostile;
mod laws;

use super::*;
use crate::staffing::{Profile, Service, WorkingTimeTerm, working_time::tests::PUGLIA_2020};

fn cpi(number: usize) -> CpiCode {
    CpiCode::new(format!("FG{number:02}")).expect("a code")
}

pub(in crate::staffing) fn catchment(number: usize, working_age: u64) -> Catchment {
    let province = ProvinceCode::new(if number.is_multiple_of(2) { "FG" } else { "BA" }).expect("a code");
    Catchment {
        cpi: cpi(number),
        province,
        working_age,
        staffed_for: working_age,
        registered_unemployed: Some(working_age / 10),
    }
}

pub(in crate::staffing) fn assumptions(profiles: usize, volumes: &[u32]) -> Assumptions {
    let code = |n: usize| ["FO", "OR", "DO"][n];
    Assumptions {
        working_time: PUGLIA_2020,
        profiles: (0..profiles)
            .map(|n| Profile {
                code: ProfileCode::new(code(n)).expect("a code"),
                category_allowance: 0.2,
                yearly_cost_cents: 3_600_000,
                working_time: BTreeMap::new(),
            })
            .collect(),
        services: volumes
            .iter()
            .enumerate()
            .map(|(n, &volume)| Service {
                code: ServiceCode::new(format!("S{n}")).expect("a code"),
                volume: f64::from(volume),
                volume_by_province: BTreeMap::new(),
                minutes: 15.0 * (n + 1) as f64,
                mix: (0..profiles).map(|p| if p == n % profiles { 1.0 } else { 0.0 }).collect(),
            })
            .collect(),
        staff_total: 20,
        split_by_registered_unemployed: false,
        staff: BTreeMap::new(),
        individual_allowance: BTreeMap::new(),
    }
}

#[test]
fn one_cpi_by_hand() {
    // 9,936 visits of 15 minutes are 2,484 hours; over 1,490.4 hours 1.666... operators; a fifth of their time is
    // support work: x 1.25 = 2.083...; 298.08 hours of coordination add 0.2.
    let mut given = assumptions(1, &[9_936]);
    given.individual_allowance.entry(cpi(1)).or_default().insert(given.profiles[0].code.clone(), 298.08);
    let sizing = Sizing::of(&given, &[catchment(1, 1_000)]).expect("valid");
    assert!((sizing.basic()[0] - 2_484.0 / 1_490.4).abs() < 1e-12);
    assert!((sizing.required()[0] - (2_484.0 / 1_490.4 * 1.25 + 0.2)).abs() < 1e-12);
    assert_eq!(sizing.have(), [20.0]);
    let explained = sizing.explain(&cpi(1), &given.profiles[0].code).expect("the cell is there");
    assert!((explained.parts[0].hours - 2_484.0).abs() < 1e-9);
    assert_eq!(explained.required.to_bits(), sizing.required()[0].to_bits());
}

#[test]
fn registered_unemployed_divide_a_province_only_if_all_its_cpis_know_them() {
    let mut cpis = vec![catchment(2, 600), catchment(4, 400), catchment(1, 1_000)];
    cpis[0].registered_unemployed = Some(10);
    cpis[1].registered_unemployed = Some(30);
    cpis[2].registered_unemployed = None;
    assert_eq!(split_weights(&cpis, true), [0.125, 0.375, 0.5]);
    assert_eq!(split_weights(&cpis, false), [0.3, 0.2, 0.5]);
    cpis[1].registered_unemployed = None;
    assert_eq!(split_weights(&cpis, true), [0.3, 0.2, 0.5]);
}

#[test]
fn a_profile_with_terms_of_its_own_is_sized_by_its_own_time() {
    let mut given = assumptions(2, &[9_936, 9_936]);
    // Ten days more of leave: 197 days of 7.2 hours are left of 207.
    given.profiles[1].working_time.insert(WorkingTimeTerm::LeaveDays, 38.0);
    let sizing = Sizing::of(&given, &[catchment(1, 1_000)]).expect("valid");
    assert!((sizing.available_hours()[0] - 1_490.4).abs() < 1e-9 && (sizing.common_hours() - 1_490.4).abs() < 1e-9);
    assert!((sizing.available_hours()[1] - 1_418.4).abs() < 1e-9);
    assert!((sizing.basic()[0] - 2_484.0 / 1_490.4).abs() < 1e-12);
    assert!((sizing.basic()[1] - 4_968.0 / 1_418.4).abs() < 1e-12);
    let explained = sizing.explain(&cpi(1), &given.profiles[1].code).expect("the cell is there");
    assert_eq!(explained.available_hours.to_bits(), sizing.available_hours()[1].to_bits());
    let by_cpi = sizing.required_by_cpi(sizing.volumes());
    assert!((by_cpi[0] - sizing.required().iter().sum::<f64>()).abs() < 1e-12);
    let missing = crate::staffing::Totals::of_cell(&sizing, 1, 0).expect("the cell is there");
    assert!((missing.unmet_hours - f64::max(0.0, missing.required - missing.have) * 1_418.4).abs() < 1e-6);
}

#[test]
fn a_province_with_a_volume_of_its_own_splits_that_and_the_others_split_the_rest() {
    // 1,000 visits; Foggia says that 700 are its own: its two CPIs share them 3 to 1, those of Bari share 300 evenly.
    let mut given = assumptions(1, &[1_000]);
    let cpis = [catchment(2, 300), catchment(4, 100), catchment(1, 800), catchment(3, 800)];
    given.services[0].volume_by_province.insert(ProvinceCode::new("FG").expect("a code"), 700.0);
    let sizing = Sizing::of(&given, &cpis).expect("valid");
    let visits = |place: &Catchment| {
        sizing.explain(&place.cpi, &given.profiles[0].code).expect("the cell is there").parts[0].volume
    };
    for (place, expected) in cpis.iter().zip([525.0, 175.0, 150.0, 150.0]) {
        assert!((visits(place) - expected).abs() < 1e-9, "{} has {}", place.cpi, visits(place));
    }
    let of = |code: &str| sizing.province_volume(&given.services[0].code, &ProvinceCode::new(code).expect("a code"));
    assert!(
        of("FG").is_some_and(|own| (own - 700.0).abs() < 1e-9)
            && of("BA").is_some_and(|rest| (rest - 300.0).abs() < 1e-9)
    );
    // Twice as many in the region are twice as many in Foggia too.
    for (twice, once) in sizing.required_by_cpi(&[2_000.0]).iter().zip(sizing.required()) {
        assert!((twice - 2.0 * once).abs() < 1e-9);
    }
}

#[test]
fn a_tie_for_the_last_operator_goes_to_the_lower_code_and_a_stated_number_moves_no_other() {
    let mut given = assumptions(1, &[1_000]);
    given.staff_total = 1;
    let twins = [catchment(4, 500), catchment(2, 500)];
    let sizing = Sizing::of(&given, &twins).expect("valid");
    assert_eq!(sizing.have(), [0.0, 1.0], "FG02 stands before FG04");
    given.staff.entry(cpi(4)).or_default().insert(given.profiles[0].code.clone(), 2.5);
    let sizing = Sizing::of(&given, &twins).expect("valid");
    assert_eq!((sizing.have(), sizing.staff_total()), ([2.5, 1.0].as_slice(), 1));
}
