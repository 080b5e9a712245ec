//! What the sizing refuses, and that it names the field.

use proptest::prelude::*;

use super::*;
use crate::staffing::{FigureKey, band::Band, sensitivity::Sensitivity, shortage::Shortage, uncertainty::VolumeRange};

/// The fields that a refusal names.
fn named(refused: Result<Sizing, Problem>) -> Vec<String> {
    match refused {
        Err(Problem::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
        other => panic!("not a field's problem: {other:?}"),
    }
}

fn province(code: &str) -> ProvinceCode {
    ProvinceCode::new(code).expect("a code")
}

#[test]
fn bad_catchments_are_named() {
    let good = assumptions(2, &[100, 200]);
    assert_eq!(named(Sizing::of(&good, &[])), ["catchments"]);
    assert_eq!(named(Sizing::of(&good, &[catchment(1, 5), catchment(1, 5)])), ["catchment.FG01"]);
    let crowded = [catchment(1, u64::MAX), catchment(2, u64::MAX)];
    let both = ["working_age", "registered_unemployed"];
    let expected: Vec<String> =
        ["FG01", "FG02"].iter().flat_map(|cpi| both.map(|name| format!("catchment.{cpi}.{name}"))).collect();
    assert_eq!(named(Sizing::of(&good, &crowded)), expected);
}

#[test]
fn what_is_missing_twice_or_does_not_fit_together_is_named() {
    let good = assumptions(2, &[100, 200]);
    let cpis = [catchment(1, 5), catchment(2, 5)];
    let broken = |change: &dyn Fn(&mut Assumptions)| {
        let mut bad = good.clone();
        change(&mut bad);
        named(Sizing::of(&bad, &cpis))
    };
    let nothing = broken(&|bad| (bad.profiles, bad.services) = (Vec::new(), Vec::new()));
    assert_eq!(nothing, ["profiles", "services"]);
    assert_eq!(broken(&|bad| bad.profiles[1].code = bad.profiles[0].code.clone()), ["profile.FO"]);
    assert_eq!(broken(&|bad| bad.services[1].code = bad.services[0].code.clone()), ["service.S0"]);
    assert_eq!(broken(&|bad| bad.services[0].mix = vec![0.5, 0.4]), ["service.S0.share"]);
    assert_eq!(broken(&|bad| bad.working_time.weekdays = 10.0), ["working_time.weekdays"]);
    let own = |bad: &mut Assumptions| {
        bad.profiles[1].working_time.insert(WorkingTimeTerm::LeaveDays, 300.0);
    };
    assert_eq!(broken(&own), ["working_time.leave_days.OR"]);
    let volumes = |bad: &mut Assumptions, of: &[(&str, f64)]| {
        bad.services[0].volume_by_province = of.iter().map(|(code, volume)| (province(code), *volume)).collect();
    };
    let all = broken(&|bad| volumes(bad, &[("FG", 60.0), ("BA", 50.0)]));
    assert_eq!(all, ["service.S0.volume.BA", "service.S0.volume.FG", "service.S0.volume"]);
    assert_eq!(broken(&|bad| volumes(bad, &[("FG", 60.0), ("BA", 30.0)])), ["service.S0.volume"]);
    assert_eq!(broken(&|bad| volumes(bad, &[("LE", 1.0)])), ["service.S0.volume.LE"]);
    let deserted = [catchment(1, 5), catchment(2, 0)];
    let mut bad = good.clone();
    volumes(&mut bad, &[("FG", 1.0)]);
    assert_eq!(named(Sizing::of(&bad, &deserted)), ["service.S0.volume.FG"]);
}

/// Numbers that computations trip over, beside some that make sense.
fn wild() -> impl Strategy<Value = f64> {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 5e-324, 1e308, -1.0, 0.5, 1e9, 366.0];
    prop_oneof![
        3 => prop::sample::select(special.to_vec()),
        1 => prop::num::f64::ANY,
        2 => (0_u32..100).prop_map(f64::from),
    ]
}

/// The figures that are struck, by number: each kind that there is.
fn struck(given: &mut Assumptions, which: usize, value: f64) -> FigureKey {
    let (profile, service) = (given.profiles[0].code.clone(), given.services[0].code.clone());
    match which {
        0..8 => {
            let term = WorkingTimeTerm::ALL[which];
            given.working_time = given.working_time.with(term, value);
            FigureKey::WorkingTime(term)
        }
        8..16 => {
            let term = WorkingTimeTerm::ALL[which - 8];
            given.profiles[0].working_time.insert(term, value);
            FigureKey::OwnWorkingTime(term, profile)
        }
        16 => {
            given.profiles[0].category_allowance = value;
            FigureKey::CategoryAllowance(profile)
        }
        17 => {
            given.services[0].volume = value;
            FigureKey::Volume(service)
        }
        18 => {
            given.services[0].volume_by_province.insert(province("BA"), value);
            FigureKey::ProvinceVolume(service, province("BA"))
        }
        19 => {
            given.services[0].minutes = value;
            FigureKey::Minutes(service)
        }
        20 => {
            given.services[0].mix[0] = value;
            FigureKey::Share(service, profile)
        }
        21 => {
            given.staff.entry(cpi(1)).or_default().insert(profile.clone(), value);
            FigureKey::Staff(cpi(1), profile)
        }
        _ => {
            given.individual_allowance.entry(cpi(1)).or_default().insert(profile.clone(), value);
            FigureKey::IndividualAllowance(cpi(1), profile)
        }
    }
}

/// A struck sizing with all that stands beside it: refused with a field's name, or numbers that are some.
pub(in crate::staffing) fn tried(strikes: &[(usize, f64)], [low, high, share]: [f64; 3]) {
    let mut given = assumptions(2, &[1_000, 100]);
    for &(which, value) in strikes {
        struck(&mut given, which % 23, value);
    }
    let cpis = [catchment(1, 30_000), catchment(2, 10_000)];
    if let Ok(sizing) = Sizing::of(&given, &cpis) {
        beside(&given, &cpis, &sizing, [low, high, share]);
    }
}

/// The band, the sensitivity and the shortage of a sizing.
fn beside(given: &Assumptions, cpis: &[Catchment], sizing: &Sizing, [low, high, share]: [f64; 3]) {
    let is_number = |number: &f64| number.is_finite() && *number >= 0.0;
    let is_named = |refused: Problem| {
        assert!(
            matches!(&refused, Problem::Invalid { fields } if fields.iter().all(|of| !of.field.is_empty())),
            "{refused:?}"
        );
    };
    let range = VolumeRange { service: given.services[0].code.clone(), low, high };
    match Band::of(sizing, &[range]) {
        Ok(band) => {
            let ends = band.low.iter().zip(&band.likely).zip(&band.high);
            for ((low, likely), high) in ends {
                assert!([low, likely, high].into_iter().all(is_number), "{low} {likely} {high}");
            }
        }
        Err(refused) => is_named(refused),
    }
    for cpi in [None, Some(&cpis[0].cpi)] {
        match Sensitivity::of(given, cpis, share, cpi) {
            Ok(told) => {
                let ends = told.swings.iter().flat_map(|swing| [swing.need_at_low, swing.need_at_high]);
                assert!(ends.chain([told.need]).all(|need| is_number(&need)), "{told:?}");
            }
            Err(refused) => is_named(refused),
        }
    }
    let staff: Vec<f64> =
        [low, high, share].into_iter().cycle().take(sizing.cells()).map(|n| n.abs().min(9_999.0)).collect();
    let shortage = Shortage::of(sizing, &staff);
    let numbers = shortage.services.iter().flat_map(|of| [of.volume, of.unserved, of.hours, of.unmet_hours]);
    assert!(numbers.chain([shortage.unmet_hours, shortage.individual_hours]).all(|n| is_number(&n)), "{shortage:?}");
}

fn persons() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0_u64..300_000, 1 => any::<u64>(), 1 => Just(u64::MAX)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_input_panics_and_a_wrong_one_is_named(
        strikes in prop::collection::vec((0_usize..23, wild()), 0..4),
        people in prop::collection::vec((persons(), prop::option::of(persons())), 1..4),
        by_unemployed in any::<bool>(),
        total in prop_oneof![0_u64..1_000, any::<u64>()],
        ends in [wild(), wild(), wild()],
    ) {
        let mut given = assumptions(2, &[1_000, 100]);
        (given.split_by_registered_unemployed, given.staff_total) = (by_unemployed, total);
        let mut wrong: BTreeMap<String, bool> = BTreeMap::new();
        for (which, value) in strikes {
            let key = struck(&mut given, which, value);
            wrong.insert(key.to_string(), key.broken_rule(value).is_some());
        }
        let places = people.iter().enumerate().map(|(number, &(working_age, registered_unemployed))| Catchment {
            registered_unemployed,
            ..catchment(number, working_age)
        });
        let cpis: Vec<Catchment> = places.collect();
        match Sizing::of(&given, &cpis) {
            Ok(sizing) => {
                prop_assert!(wrong.values().all(|wrong| !wrong), "{wrong:?} passed");
                prop_assert!(cpis.iter().all(|place| place.working_age <= MAX_PERSONS));
                let numbers = [sizing.required(), sizing.basic(), sizing.have(), sizing.weights()];
                prop_assert!(numbers.iter().all(|all| all.iter().all(|number| number.is_finite() && *number >= 0.0)));
                let by_cpi = sizing.required_by_cpi(sizing.volumes());
                prop_assert!(by_cpi.iter().all(|required| required.is_finite() && *required >= 0.0));
                beside(&given, &cpis, &sizing, ends);
            }
            Err(Problem::Invalid { fields }) => {
                prop_assert!(!fields.is_empty());
                for (key, _) in wrong.iter().filter(|(_, wrong)| **wrong) {
                    prop_assert!(fields.iter().any(|problem| problem.field == *key), "{key} is not named: {fields:?}");
                }
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
