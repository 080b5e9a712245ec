//! What must hold whatever the assumptions are, under either key of the split.

use proptest::prelude::*;

use super::*;
use crate::staffing::Totals;

/// Assumptions that make sense together, with the CPIs that they are for.
#[derive(Clone, Debug)]
struct Case {
    given: Assumptions,
    cpis: Vec<Catchment>,
}

impl Case {
    fn size(&self) -> Sizing {
        Sizing::of(&self.given, &self.cpis).expect("valid")
    }
}

/// Persons of a CPI, and what is known of its unemployed.
fn some_cpis() -> impl Strategy<Value = Vec<Catchment>> {
    let one = (1_u64..300_000, prop::option::weighted(0.8, 0_u64..40_000));
    prop::collection::vec(one, 1..12).prop_map(|persons| {
        let place = |(number, (working_age, unemployed)): (usize, (u64, Option<u64>))| Catchment {
            registered_unemployed: unemployed,
            ..catchment(number, working_age)
        };
        persons.into_iter().enumerate().map(place).collect()
    })
}

/// With either key, stated staff, allowances, a profile's own working time and a province's own volume.
fn some_case() -> impl Strategy<Value = Case> {
    let volumes = prop::collection::vec(0_u32..500_000, 1..8);
    let cells = || prop::collection::vec((0_usize..12, 0_usize..3, 0_u32..2_000), 0..5);
    let own_terms = prop::option::of((0_usize..3, 20_u32..60));
    let own_volume = prop::option::of((0_usize..8, 0_u32..=100));
    (some_cpis(), volumes, any::<bool>(), cells(), cells(), own_terms, own_volume).prop_map(
        |(cpis, volumes, by_unemployed, staff, allowances, own_terms, own_volume)| {
            let mut given = assumptions(3, &volumes);
            given.split_by_registered_unemployed = by_unemployed;
            let profile = |given: &Assumptions, number: usize| given.profiles[number].code.clone();
            for (place, of, quarters) in staff {
                let of = profile(&given, of);
                given.staff.entry(cpi(place)).or_default().insert(of, f64::from(quarters) / 4.0);
            }
            for (place, of, hours) in allowances {
                let of = profile(&given, of);
                given.individual_allowance.entry(cpi(place)).or_default().insert(of, f64::from(hours));
            }
            if let Some((of, days)) = own_terms {
                given.profiles[of].working_time.insert(WorkingTimeTerm::LeaveDays, f64::from(days));
            }
            // Of one province of two, so that the other is there to take the rest.
            if let Some((of, percent)) = own_volume
                && cpis.len() > 1
            {
                let service = of % given.services.len();
                let service = &mut given.services[service];
                let volume = (service.volume * f64::from(percent) / 100.0).floor();
                service.volume_by_province.insert(cpis[0].province.clone(), volume);
            }
            Case { given, cpis }
        },
    )
}

/// The same CPIs under other codes: number `n` becomes what `code` says.
fn renamed(case: &Case, code: impl Fn(usize) -> usize) -> Case {
    let mut renamed = case.clone();
    for (number, place) in renamed.cpis.iter_mut().enumerate() {
        place.cpi = cpi(code(number));
    }
    let new = |old: &CpiCode| {
        let number = case.cpis.iter().position(|place| place.cpi == *old);
        number.map_or_else(|| old.clone(), |number| cpi(code(number)))
    };
    for table in [&mut renamed.given.staff, &mut renamed.given.individual_allowance] {
        *table = std::mem::take(table)
            .into_iter()
            .filter(|(old, _)| case.cpis.iter().any(|place| place.cpi == *old))
            .map(|(old, row)| (new(&old), row))
            .collect();
    }
    renamed
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

proptest! {
    #[test]
    fn raising_one_volume_lowers_no_requirement(case in some_case(), of in 0_usize..8, more in 1_u32..10_000) {
        let before = case.size();
        let mut raised = case.clone();
        let service = of % raised.given.services.len();
        raised.given.services[service].volume += f64::from(more);
        for (new, old) in raised.size().required().iter().zip(before.required()) {
            prop_assert!(new >= old);
        }
    }

    #[test]
    fn scaling_all_volumes_scales_the_basic_need(case in some_case(), k in 1_u32..50) {
        let mut scaled = case.clone();
        for service in &mut scaled.given.services {
            service.volume *= f64::from(k);
            service.volume_by_province.values_mut().for_each(|volume| *volume *= f64::from(k));
        }
        for (many, one) in scaled.size().basic().iter().zip(case.size().basic()) {
            prop_assert!((many - one * f64::from(k)).abs() <= 1e-9 * many.abs().max(1.0));
        }
    }

    #[test]
    fn reordering_the_cpis_permutes_the_answer(case in some_case()) {
        let mut backwards = case.clone();
        backwards.cpis.reverse();
        let (one, two) = (case.size(), backwards.size());
        for place in &case.cpis {
            for profile in one.profiles() {
                let (here, there) = (one.cell(&place.cpi, profile), two.cell(&place.cpi, profile));
                let (here, there) = (here.expect("there"), there.expect("there"));
                prop_assert_eq!(one.required()[here].to_bits(), two.required()[there].to_bits());
                prop_assert_eq!(one.have()[here].to_bits(), two.have()[there].to_bits());
            }
        }
    }

    #[test]
    fn renaming_the_cpis_in_their_order_changes_nothing(case in some_case(), by in 1_usize..80) {
        let (one, two) = (case.size(), renamed(&case, |number| number + by).size());
        prop_assert_eq!(bits(one.required()), bits(two.required()));
        prop_assert_eq!(bits(one.have()), bits(two.have()));
        prop_assert_eq!(bits(one.weights()), bits(two.weights()));
    }

    #[test]
    fn any_renaming_moves_at_most_operators_that_tie(mut case in some_case()) {
        case.given.staff.clear();
        let count = case.cpis.len();
        let (one, two) = (case.size(), renamed(&case, |number| count - 1 - number).size());
        prop_assert_eq!(bits(one.basic()), bits(two.basic()));
        prop_assert_eq!(bits(one.required()), bits(two.required()));
        let by_cpi = |sizing: &Sizing| -> Vec<f64> { sizing.have().chunks(3).map(|row| row.iter().sum()).collect() };
        let residents: Vec<u64> = case.cpis.iter().map(|place| place.working_age).collect();
        let all: u64 = residents.iter().sum();
        let moved: Vec<usize> = (0..count).filter(|&at| by_cpi(&one)[at] != by_cpi(&two)[at]).collect();
        for &at in &moved {
            let remainder = |at: usize| u128::from(residents[at]) * 20 % u128::from(all);
            prop_assert!(moved.iter().any(|&other| other != at && remainder(other) == remainder(at)), "no tie at {}", at);
        }
    }

    #[test]
    fn everyone_in_service_is_somewhere_and_the_parts_add_up(case in some_case()) {
        let sizing = case.size();
        let totals: Totals = Totals::of_cpis(&sizing, &[]).into_iter().sum();
        let required: f64 = sizing.required().iter().sum();
        prop_assert!((totals.required - required).abs() < 1e-6 * required.max(1.0));
        let weights: f64 = sizing.weights().iter().sum();
        prop_assert!((weights - 1.0).abs() < 1e-9);
        // Without stated numbers the total is split to the last one; a stated number stands where it is stated.
        let mut derived = case.clone();
        derived.given.staff.clear();
        let derived = derived.size();
        prop_assert_eq!(derived.have().iter().sum::<f64>(), 20.0);
        for (cell, (&have, &before)) in sizing.have().iter().zip(derived.have()).enumerate() {
            let stated = case.given.staff.get(&sizing.cpis()[cell / 3]).and_then(|row| row.get(&sizing.profiles()[cell % 3]));
            prop_assert_eq!(have, stated.copied().unwrap_or(before));
        }
    }

    #[test]
    fn every_unit_asked_for_falls_to_a_cpi_and_every_explanation_adds_up(case in some_case()) {
        let sizing = case.size();
        for (service, of) in case.given.services.iter().zip(sizing.volumes()) {
            // Every service is worked by one profile alone.
            let worker = service.mix.iter().position(|share| *share > 0.0).expect("it is worked");
            let at = |place: &Catchment| sizing.explain(&place.cpi, &sizing.profiles()[worker]).expect("the cell is there");
            let units = |place: &Catchment| {
                at(place).parts.iter().find(|part| part.service == service.code).map(|part| part.volume).unwrap_or_default()
            };
            let all: f64 = case.cpis.iter().map(units).sum();
            prop_assert!((all - of).abs() <= 1e-6 * of.max(1.0), "{} of {}", all, of);
            if let Some((province, volume)) = service.volume_by_province.first_key_value() {
                let own: f64 = case.cpis.iter().filter(|place| place.province == *province).map(units).sum();
                prop_assert!((own - volume).abs() <= 1e-6 * volume.max(1.0), "{} of {}", own, volume);
            }
        }
        for place in &case.cpis {
            for profile in sizing.profiles() {
                let told = sizing.explain(&place.cpi, profile).expect("the cell is there");
                let basic = told.parts.iter().map(|part| part.hours).sum::<f64>() / told.available_hours;
                prop_assert!((basic - told.basic).abs() <= 1e-9 * basic.max(1.0));
                let required = told.basic * told.allowance_factor + told.individual_hours / told.available_hours;
                prop_assert!((required - told.required).abs() <= 1e-9 * required.max(1.0));
            }
        }
    }
}
