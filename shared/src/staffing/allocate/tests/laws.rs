//! What every division must obey, whatever the numbers.

use std::ops::ControlFlow;

use proptest::prelude::*;
use serde::Serialize;

use super::chance::{self, Chance, With};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::Problem,
    staffing::{
        CellKey,
        allocate::{
            Answer, Basis, Budget, Constraints, Demand, Frontier, Instance, Level, Limit, Lock, Margins, Objective,
            Plan, Range, Reach, Request, Robust, Rule, Solver, Transfers, Value, Weight, check_bounds, propose,
            value_of,
        },
        apportion::largest_remainder,
        sizing::tests::hostile as sizing,
    },
};

fn cpi(number: usize) -> CpiCode {
    CpiCode::new(format!("C{number:03}")).expect("a code")
}

/// One profile, so that a CPI is a cell, and nobody in service.
fn parts(claims: &[u32]) -> Demand {
    Demand {
        profiles: vec![(ProfileCode::new("P").expect("a code"), 1)],
        cpis: (0..claims.len()).map(|row| (cpi(row), ProvinceCode::new("BA").expect("a code"))).collect(),
        seats: Vec::new(),
        available_hours: vec![1_500.0],
        required: claims.iter().map(|&claim| f64::from(claim)).collect(),
        have: vec![0.0; claims.len()],
        present: vec![0; claims.len()],
    }
}

fn seats(claims: &[u32], rule: Rule, seats: u32) -> Vec<u32> {
    let objective = Objective::Apportionment { rule, basis: Basis::Required };
    let request = Request { objective, ..Request::equity(seats) };
    let demand = parts(claims);
    let instance = Instance::new(&demand, &request).expect("well posed");
    instance.as_given(&Solver::new(&instance).plan().expect("a plan").operators)
}

/// What so many seats are worth to the rule.
fn worth(claims: &[u32], rule: Rule, operators: &[u32]) -> Value {
    let objective = Objective::Apportionment { rule, basis: Basis::Required };
    let request = Request { objective, ..Request::equity(operators.iter().sum()) };
    let instance = Instance::new(&parts(claims), &request).expect("well posed");
    value_of(&instance, &Plan { operators: operators.to_vec(), moves: Vec::new() })
}

/// A divisor method as the textbook has it: the next seat to the largest quotient, of equal ones to the first.
fn by_quotients(claims: &[u32], rule: Rule, seats: u32) -> Vec<u32> {
    let mut given = vec![0_u32; claims.len()];
    for _ in 0..seats {
        let quotient = |part: usize| {
            let (claim, has) = (f64::from(claims[part]), f64::from(given[part]));
            let divisor = match rule {
                Rule::DHondt => has + 1.0,
                Rule::SainteLague => 2.0 * has + 1.0,
                Rule::HuntingtonHill => (has * (has + 1.0)).sqrt(),
                Rule::Adams | Rule::Hamilton => has,
            };
            if divisor == 0.0 { 1e30 * claim } else { claim / divisor }
        };
        let best = (0..claims.len()).rev().max_by(|&a, &b| quotient(a).total_cmp(&quotient(b)));
        given[best.expect("some part")] += 1;
    }
    given
}

#[test]
fn the_divisor_rules_by_hand() {
    // Ten seats over 53, 24 and 23: the textbook's rules part ways (computed by hand from the quotients).
    let claims = [53, 24, 23];
    assert_eq!(seats(&claims, Rule::Hamilton, 10), [5, 3, 2]);
    assert_eq!(seats(&claims, Rule::DHondt, 10), [6, 2, 2]);
    assert_eq!(seats(&claims, Rule::SainteLague, 10), [6, 2, 2]);
    assert_eq!(seats(&claims, Rule::HuntingtonHill, 10), [5, 3, 2]);
    assert_eq!(seats(&claims, Rule::Adams, 10), [5, 3, 2]);
    assert_eq!(seats(&[1, 9, 4], Rule::Adams, 2), [0, 1, 1], "with too few seats the largest claims get one");
    assert_eq!(seats(&[5, 5], Rule::DHondt, 1), [1, 0], "a tie goes to the first in the list");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn divisor_rules_follow_their_quotients_and_are_house_monotone(
        claims in prop::collection::vec(1_u32..5_000, 1..9),
        number in 0_u32..40,
    ) {
        for rule in [Rule::DHondt, Rule::SainteLague, Rule::HuntingtonHill, Rule::Adams] {
            let given = seats(&claims, rule, number);
            prop_assert_eq!(given.iter().sum::<u32>(), number);
            // Where quotients tie the seats may lie elsewhere; what they are worth is the same.
            let textbook = by_quotients(&claims, rule, number);
            prop_assert_eq!(worth(&claims, rule, &given), worth(&claims, rule, &textbook), "{:?} {:?}", rule, textbook);
            for (more, less) in seats(&claims, rule, number + 1).iter().zip(&given) {
                prop_assert!(more >= less, "nobody loses a seat when there is one more");
            }
        }
    }

    #[test]
    fn hamilton_keeps_quota(claims in prop::collection::vec(0_u32..5_000, 1..9), number in 0_u32..60) {
        let given = seats(&claims, Rule::Hamilton, number);
        let total: u64 = claims.iter().map(|&claim| u64::from(claim)).sum();
        prop_assume!(total > 0);
        for (&seats, &claim) in given.iter().zip(&claims) {
            let floor = u64::from(number) * u64::from(claim) / total;
            prop_assert!(u64::from(seats) == floor || u64::from(seats) == floor + 1, "quota");
        }
        // The product's own largest remainder, where no remainder ties.
        let weights: Vec<u64> = claims.iter().map(|&claim| u64::from(claim)).collect();
        let remainders: Vec<u64> = weights.iter().map(|weight| u64::from(number) * weight % total).collect();
        let distinct: std::collections::BTreeSet<&u64> = remainders.iter().collect();
        if distinct.len() == remainders.len() {
            let names: Vec<usize> = (0..claims.len()).collect();
            let other = largest_remainder(u64::from(number), &weights, &names);
            prop_assert_eq!(given.iter().map(|&n| u64::from(n)).collect::<Vec<_>>(), other);
        }
    }

    #[test]
    fn one_operator_more_never_worsens_the_optimum(seed in any::<u64>()) {
        let (demand, mut request) = chance::problem(seed, With::default());
        prop_assume!(!matches!(request.objective, Objective::Apportionment { rule: Rule::Hamilton, .. }));
        request.constraints.head_count.at_least = 0;
        let value = |request: &Request| {
            let instance = Instance::new(&demand, request).expect("well posed");
            Solver::new(&instance).value()
        };
        let before = value(&request);
        request.constraints.head_count.at_most = request.constraints.head_count.at_most.map(|most| most + 1);
        let after = value(&request);
        if let Some(before) = before {
            prop_assert!(after.expect("more room leaves a plan") <= before);
        }
    }

    #[test]
    fn the_order_of_the_cpis_and_profiles_changes_nothing(seed in any::<u64>(), transfers in any::<bool>()) {
        let (demand, request) = chance::problem(seed, With { transfers, budget: false });
        let mut other = demand.clone();
        let columns = demand.profiles.len();
        let cells = demand.required.len();
        other.cpis.reverse();
        other.profiles.reverse();
        other.available_hours.reverse();
        // Both orders turned round turn the cells round.
        other.required.reverse();
        other.have.reverse();
        other.present.reverse();
        prop_assert_eq!(cells, other.cpis.len() * columns);
        let solve = |demand: &Demand| {
            let instance = Instance::new(demand, &request).expect("well posed");
            Solver::new(&instance).plan().map(|plan| instance.as_given(&plan.operators))
        };
        match (solve(&demand), solve(&other)) {
            (Ok(mut one), Ok(other)) => {
                one.reverse();
                prop_assert_eq!(one, other);
            }
            (Err(one), Err(other)) => prop_assert_eq!(one, other),
            (one, other) => prop_assert!(false, "{:?} but {:?}", one, other),
        }
    }

    #[test]
    fn other_names_change_nothing(seed in any::<u64>(), transfers in any::<bool>()) {
        let problem = chance::problem(seed, With { transfers, budget: false });
        let solve = |(demand, request): &(Demand, Request)| {
            let instance = Instance::new(demand, request).expect("well posed");
            let solver = Solver::new(&instance);
            (solver.plan().ok().map(|plan| instance.as_given(&plan.operators)), solver.value())
        };
        let (plan, value) = solve(&problem);
        // Names in the same order: the same plan. In another order ties may fall otherwise, the objective may not.
        prop_assert_eq!(&(plan, value.clone()), &solve(&renamed(&problem, |row| format!("N{row}"))));
        prop_assert_eq!(value, solve(&renamed(&problem, |row| format!("N{}", 9 - row))).1);
    }

    #[test]
    fn no_input_panics(seed in any::<u64>(), values in prop::collection::vec(any::<f64>(), 12), big in any::<u32>()) {
        hostile(seed, &values, big);
    }
}

/// The same problem with other names of its CPIs.
fn renamed((demand, request): &(Demand, Request), name: impl Fn(usize) -> String) -> (Demand, Request) {
    let mut demand = demand.clone();
    let mut text = serde_json::to_string(request).expect("plain data");
    for (row, (cpi, _)) in demand.cpis.iter_mut().enumerate() {
        text = text.replace(&format!("\"{cpi}\""), &format!("\"{}\"", name(row)));
        *cpi = CpiCode::new(name(row)).expect("a code");
    }
    (demand, serde_json::from_str(&text).expect("it reads back"))
}

/// A problem with anything at all in its fields: refused with the field's name, or solved within its bounds.
fn hostile(seed: u64, values: &[f64], big: u32) {
    let mut problem = chance::problem(seed, With { transfers: true, budget: true });
    if seed.is_multiple_of(2) {
        problem = chance::with_few_moves(seed, problem);
    }
    let (demand, request) = problem;
    disturbed(demand, request, seed, values, big, 12);
}

/// The same, of a problem with hundreds of cells; what takes long is stopped.
fn hostile_and_large(seed: u64, values: &[f64], big: u32) {
    let (demand, mut request) = chance::large_problem(seed);
    if let Some(transfers) = request.constraints.transfers.as_mut().filter(|_| seed.is_multiple_of(2)) {
        transfers.at_most = Some((seed >> 8) as u32 % 60);
    }
    disturbed(demand, request, seed, values, big, 60);
}

fn disturbed(mut demand: Demand, mut request: Request, seed: u64, values: &[f64], big: u32, patience: u32) {
    let mut chance = Chance::new(seed ^ 0x00f0_0f00);
    let cell = CellKey { cpi: demand.cpis[0].0.clone(), profile: demand.profiles[0].0.clone() };
    let big = [big, u32::MAX, 9_999, 100_000, 40, 0][chance.below(6) as usize];
    for &value in values {
        let size = demand.required.len() as u64;
        match chance.below(18) {
            0 => demand.required[chance.below(size) as usize] = value,
            1 => demand.have[chance.below(size) as usize] = value,
            2 => demand.available_hours[0] = value,
            3 => request.threshold = value,
            4 => demand.present[0] = big,
            5 => request.constraints.head_count = Range { at_least: big / 2, at_most: Some(big) },
            6 => request.constraints.cells.push(Limit { of: cell.clone(), range: Range::at_least(big) }),
            7 => request.constraints.locked.push(Lock { cell: cell.clone(), operators: big }),
            8 => request.constraints.weights.push(Weight { cpi: cell.cpi.clone(), weight: value }),
            9 => request.constraints.budget = Some(Budget { cents: u64::from(big) * 1_000_000, months: big % 20 }),
            10 => {
                let reach = if chance.below(2) == 0 { Reach::Province } else { Reach::Within { km: value } };
                request.constraints.transfers =
                    Some(moves(value, chance.pick(&[None, Some(0), Some(2), Some(big)]), reach));
            }
            11 => demand.required[chance.below(size) as usize] = chance.below(10_001) as f64,
            12 => demand.have[chance.below(size) as usize] = chance.below(20) as f64 / 3.0,
            13 => request.level = chance.pick(&[Level::Cell, Level::Cpi, Level::Province]),
            15 => demand.seats[0].latitude = value,
            16 => demand.seats.iter_mut().for_each(|seat| seat.longitude = value),
            14 => demand.profiles[0].1 = u64::from(big) << chance.below(20),
            _ => request.constraints.head_count.at_most = None,
        }
    }
    if chance.below(20) == 0 {
        demand.cpis.pop();
    }
    match Instance::new(&demand, &request) {
        Err(Problem::Invalid { fields }) => assert!(fields.iter().all(|problem| !problem.field.is_empty())),
        Err(other) => panic!("{other:?} names no field"),
        Ok(instance) => {
            let mut left = patience;
            let mut watch = |_| {
                left = left.saturating_sub(1);
                if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            };
            if let super::super::Proposal::Best(best) = propose(&instance, &mut watch) {
                assert_eq!(check_bounds(&instance, &best.plan), Ok(()));
                assert_eq!(best.value, value_of(&instance, &best.plan));
            }
            left = patience;
            let mut watch = |_| {
                left = left.saturating_sub(1);
                if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            };
            let told = Answer::of(&demand, &request, &mut watch).expect("it was well posed just now");
            serde_json::to_string(&told).expect("an answer is plain data");
            beside(&demand, &request, values, patience);
        }
    }
}

fn moves(cost: f64, at_most: Option<u32>, reach: Reach) -> Transfers {
    Transfers { reach, cost, at_most }
}

/// What stands beside the proposal of a problem that is well posed: refused with a field's name, or an answer that can be
/// written down.
fn beside(demand: &Demand, request: &Request, values: &[f64], patience: u32) {
    let patient = || {
        let mut left = patience;
        move |_| {
            left = left.saturating_sub(1);
            if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        }
    };
    let value = values.first().copied().unwrap_or_default();
    // From a number below nothing, or from none at all, there is no money: 0.
    written(&Margins::of(demand, request, (value * 1e9) as u64, &mut patient()));
    written(&Frontier::of(demand, request, value, &mut patient()));
    let needs = |share: f64| demand.required.iter().map(|need| need * share).collect();
    let mut cases = vec![demand.clone(); 3];
    (cases[1].required, cases[2].required) = (needs(1.0 / 3.0), needs(value));
    written(&Robust::of(&cases, request, &mut patient()));
    written(&Robust::of(&cases[..2], request, &mut patient()));
}

fn written<T: Serialize>(answer: &Result<T, Problem>) {
    match answer {
        Ok(answer) => assert!(!serde_json::to_string(answer).expect("an answer is plain data").is_empty()),
        Err(Problem::Invalid { fields }) => assert!(fields.iter().all(|problem| !problem.field.is_empty())),
        Err(other) => panic!("{other:?} names no field"),
    }
}

/// Ten minutes of hostile input: `TAVOLIERE_FUZZ_SECONDS=600 cargo test --profile fuzz -p shared fuzz -- --nocapture`.
#[test]
fn fuzz() {
    let seconds = std::env::var("TAVOLIERE_FUZZ_SECONDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    #[expect(clippy::disallowed_types, reason = "how long to go on is not part of the model")]
    let began = std::time::Instant::now();
    let mut chance = Chance::new(20_200_227);
    let mut tried = 0_u64;
    let mut slow = Vec::new();
    while began.elapsed().as_secs() < seconds {
        let seed = (chance.below(1 << 32) << 32) | chance.below(1 << 32);
        let mut values = Vec::new();
        for _ in 0..12 {
            let value = f64::from_bits((chance.below(1 << 32) << 32) | chance.below(1 << 32));
            values.push(if chance.below(3) == 0 { value } else { (value % 97.0).abs() });
        }
        let big = chance.below(1 << 32) as u32;
        #[expect(clippy::disallowed_types, reason = "how long a problem takes is not part of the model")]
        let begun = std::time::Instant::now();
        let strikes: Vec<_> = values.iter().take(3).map(|&value| (chance.below(23) as usize, value)).collect();
        sizing::tried(&strikes, [values[3], values[4], values[5] / 50.0]);
        // One in thirty is large.
        if tried % 30 == 29 {
            hostile_and_large(seed, &values, big);
        } else {
            hostile(seed, &values, big);
        }
        slow.push((begun.elapsed(), seed));
        slow.sort_unstable_by(|one, other| other.cmp(one));
        slow.truncate(5);
        tried += 1;
    }
    assert!(tried > 0);
    // A slow machine still tries something; how many is told to whoever asks with --nocapture.
    if seconds > 1 {
        std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("{tried} problems, the slowest: {slow:?}\n").as_bytes(),
        )
        .expect("stderr");
    }
}

#[test]
fn constraints_travel_as_json() {
    let (_, request) = chance::problem(77, With { transfers: true, budget: true });
    let text = serde_json::to_string(&request).expect("plain data");
    assert_eq!(serde_json::from_str::<Request>(&text).expect("it reads back"), request);
    let empty: Constraints = serde_json::from_str("{}").expect("every constraint may be left out");
    assert_eq!(empty, Constraints::default());
}
