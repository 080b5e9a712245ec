//! Rules of the sizing, on random assumptions, and one CPI by hand.

use proptest::prelude::*;

use super::*;
use crate::staffing::{Profile, Service, Totals, working_time::tests::PUGLIA_2020};

fn cpi(number: usize) -> CpiCode {
    CpiCode::new(format!("FG{number:02}")).expect("a code")
}

pub(in crate::staffing) fn catchment(number: usize, working_age: u64) -> Catchment {
    let province = ProvinceCode::new(if number.is_multiple_of(2) { "FG" } else { "BA" }).expect("a code");
    Catchment { cpi: cpi(number), province, working_age, registered_unemployed: Some(working_age / 10) }
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
            })
            .collect(),
        services: volumes
            .iter()
            .enumerate()
            .map(|(n, &volume)| Service {
                code: ServiceCode::new(format!("S{n}")).expect("a code"),
                volume: f64::from(volume),
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
fn bad_catchments_and_figures_are_named() {
    let good = assumptions(2, &[100, 200]);
    let field = |problem: Problem| match problem {
        Problem::Invalid { fields } => fields[0].field.clone(),
        other => panic!("not a field's problem: {other:?}"),
    };
    assert_eq!(field(Sizing::of(&good, &[]).expect_err("nobody")), "catchments");
    let twice = [catchment(1, 5), catchment(1, 5)];
    assert_eq!(field(Sizing::of(&good, &twice).expect_err("twice")), "catchment.FG01");
    for (volume, minutes, wrong) in [
        (f64::NAN, 1.0, "service.S0.volume"),
        (-1.0, 1.0, "service.S0.volume"),
        (1e9, 1.0, "service.S0.volume"),
        (1.0, f64::INFINITY, "service.S0.minutes"),
    ] {
        let mut bad = good.clone();
        (bad.services[0].volume, bad.services[0].minutes) = (volume, minutes);
        assert_eq!(field(Sizing::of(&bad, &[catchment(1, 5)]).expect_err("nonsense")), wrong);
    }
    let mut bad = good.clone();
    bad.services[0].mix = vec![0.5, 0.4];
    assert_eq!(field(Sizing::of(&bad, &[catchment(1, 5)]).expect_err("0.9")), "service.S0.share");
    let mut bad = good;
    bad.working_time.weekdays = 10.0;
    assert_eq!(field(Sizing::of(&bad, &[catchment(1, 5)]).expect_err("no time")), "working_time.weekdays");
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

fn some_cpis() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(1_u64..300_000, 1..12)
}

fn some_volumes() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0_u32..500_000, 1..8)
}

fn cpis_of(residents: &[u64]) -> Vec<Catchment> {
    residents.iter().enumerate().map(|(n, &age)| catchment(n, age)).collect()
}

proptest! {
    #[test]
    fn raising_one_volume_lowers_no_requirement(residents in some_cpis(), mut volumes in some_volumes(), more in 1_u32..10_000) {
        let cpis = cpis_of(&residents);
        let before = Sizing::of(&assumptions(3, &volumes), &cpis).expect("valid");
        volumes[0] += more;
        let after = Sizing::of(&assumptions(3, &volumes), &cpis).expect("valid");
        for (new, old) in after.required().iter().zip(before.required()) {
            prop_assert!(new >= old);
        }
    }

    #[test]
    fn scaling_all_volumes_scales_the_basic_need(residents in some_cpis(), volumes in some_volumes(), k in 1_u32..50) {
        let cpis = cpis_of(&residents);
        let scaled: Vec<u32> = volumes.iter().map(|volume| volume * k).collect();
        let one = Sizing::of(&assumptions(3, &volumes), &cpis).expect("valid");
        let many = Sizing::of(&assumptions(3, &scaled), &cpis).expect("valid");
        for (many, one) in many.basic().iter().zip(one.basic()) {
            prop_assert!((many - one * f64::from(k)).abs() <= 1e-9 * many.abs().max(1.0));
        }
    }

    #[test]
    fn reordering_the_cpis_permutes_the_answer(residents in some_cpis(), volumes in some_volumes()) {
        let cpis = cpis_of(&residents);
        let backwards: Vec<Catchment> = cpis.iter().rev().cloned().collect();
        let given = assumptions(2, &volumes);
        let (one, two) = (Sizing::of(&given, &cpis).expect("valid"), Sizing::of(&given, &backwards).expect("valid"));
        for place in &cpis {
            for profile in one.profiles() {
                let (here, there) = (one.cell(&place.cpi, profile), two.cell(&place.cpi, profile));
                let (here, there) = (here.expect("there"), there.expect("there"));
                prop_assert_eq!(one.required()[here].to_bits(), two.required()[there].to_bits());
                prop_assert_eq!(one.have()[here], two.have()[there]);
            }
        }
    }

    #[test]
    fn everyone_in_service_is_somewhere_and_the_parts_add_up(residents in some_cpis(), volumes in some_volumes()) {
        let sizing = Sizing::of(&assumptions(3, &volumes), &cpis_of(&residents)).expect("valid");
        let there: f64 = sizing.have().iter().sum();
        prop_assert_eq!(there, 20.0);
        let totals: Totals = Totals::of_cpis(&sizing, &[]).into_iter().sum();
        let required: f64 = sizing.required().iter().sum();
        prop_assert!((totals.required - required).abs() < 1e-6 * required.max(1.0));
        let weights: f64 = sizing.weights().iter().sum();
        prop_assert!((weights - 1.0).abs() < 1e-9);
    }

    #[test]
    fn no_input_panics(volume in any::<f64>(), minutes in any::<f64>(), cas in any::<f64>(), weekdays in any::<f64>(), age in any::<u32>()) {
        let mut given = assumptions(2, &[1, 1]);
        (given.services[0].volume, given.services[0].minutes) = (volume, minutes);
        given.profiles[0].category_allowance = cas;
        given.working_time.weekdays = weekdays;
        if let Ok(sizing) = Sizing::of(&given, &[catchment(1, u64::from(age))]) {
            prop_assert!(sizing.required().iter().all(|required| required.is_finite() && *required >= 0.0));
        }
    }
}
