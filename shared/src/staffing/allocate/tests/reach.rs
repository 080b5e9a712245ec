//! How far people may move: within a distance, whatever the province.

use std::{collections::BTreeSet, ops::ControlFlow};

use super::chance::{self, With};
use crate::{
    problem::{Problem, Rule},
    staffing::allocate::{Answer, Demand, Instance, Reach, Request, Transfers},
};

/// A problem of five CPIs in a row, 42 km from one to the next, with moves within a distance.
fn within(km: f64) -> (Demand, Request) {
    let five = |seed: &u64| chance::problem(*seed, With::default()).0.cpis.len() == 5;
    let seed = (0..100).find(five).expect("one of a hundred");
    let (demand, mut request) = chance::problem(seed, With::default());
    request.objective = crate::staffing::allocate::Objective::Equity;
    request.constraints.transfers = Some(Transfers { reach: Reach::Within { km }, cost: 0.0, at_most: None });
    (demand, request)
}

fn ways(km: f64) -> BTreeSet<(usize, usize)> {
    let (demand, request) = within(km);
    let instance = Instance::new(&demand, &request).expect("well posed");
    let row = |cpi: usize| instance.cpis[cpi].as_str()[1..].parse().expect("a number");
    instance.ways.iter().map(|&(from, to)| (row(from), row(to))).collect()
}

#[test]
fn people_may_move_to_every_job_centre_within_the_distance_and_to_no_other() {
    let near = BTreeSet::from([(0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2), (3, 4), (4, 3)]);
    assert_eq!(ways(41.0), BTreeSet::new());
    assert_eq!(ways(42.0), near);
    assert_eq!(ways(83.0), near);
    assert_eq!(ways(84.0).len(), 14);
    assert_eq!(ways(1_000.0).len(), 20);
}

#[test]
fn a_distance_is_what_the_same_pairs_are() {
    let mut told = 0;
    for seed in 0..2_000 {
        let (demand, mut request) = chance::problem(seed, With { transfers: true, budget: seed % 2 == 0 });
        let Some(transfers) = &mut request.constraints.transfers else { continue };
        let Reach::Within { .. } = transfers.reach else { continue };
        let by_km = Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(()));
        let pairs = demand.cpis.windows(2).map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect();
        if let Some(transfers) = &mut request.constraints.transfers {
            transfers.reach = Reach::Between { pairs };
        }
        assert_eq!(by_km, Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(())), "seed {seed}");
        told += 1;
    }
    assert!(told > 100, "{told}");
}

#[test]
fn a_distance_that_is_none_is_refused_at_its_field() {
    let refused = |km: f64| {
        let (demand, request) = within(km);
        Instance::new(&demand, &request).map(|_| ()).expect_err("no distance")
    };
    let at = |rule: Rule| Problem::invalid("constraints.transfers.reach.km", rule);
    assert_eq!(refused(0.0), at(Rule::TooSmall { min: 1.0 }));
    assert_eq!(refused(-7.0), at(Rule::TooSmall { min: 1.0 }));
    assert_eq!(refused(f64::NAN), at(Rule::NotANumber));
    assert_eq!(refused(f64::INFINITY), at(Rule::NotANumber));
    assert_eq!(refused(1_000.5), at(Rule::TooGreat { max: 1_000.0 }));
    let (demand, request) = within(50.0);
    let nowhere = Demand { seats: Vec::new(), ..demand.clone() };
    assert_eq!(Instance::new(&nowhere, &request).map(|_| ()), Err(Problem::invalid("seats", Rule::Required)));
    let few = Demand { seats: demand.seats[1..].to_vec(), ..demand };
    let wrong = Rule::WrongSum { expected: 5.0, actual: 4.0 };
    assert_eq!(Instance::new(&few, &request).map(|_| ()), Err(Problem::invalid("seats", wrong)));
}
