//! The largest problems that are permitted: solved, or stopped with an answer that holds, and never out of bounds.

use std::ops::ControlFlow;

use super::chance::{self, Chance};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::{Problem, Rule},
    staffing::{
        CellKey,
        allocate::{
            Answer, Basis, Budget, Demand, Instance, Level, Limit, MAX_CELLS, MAX_FTE, MAX_YEARLY_COST, Move,
            Objective, Part, Plan, Progress, Range, Reach, Request, Told, Transfers, check_bounds,
        },
        scenario::{MAX_BUDGET_CENTS, MAX_HEAD_COUNT, MAX_OPERATORS},
    },
};

fn demand(rows: usize, columns: usize, provinces: usize) -> Demand {
    let mut chance = Chance::new(16_384);
    let size = rows * columns;
    let required: Vec<f64> = (0..size).map(|_| chance.below(40_000) as f64 / 2_000.0).collect();
    Demand {
        profiles: (0..columns)
            .map(|column| {
                (ProfileCode::new(format!("P{column}")).expect("a code"), 3_500_000 + column as u64 * 170_001)
            })
            .collect(),
        cpis: (0..rows)
            .map(|row| {
                let province = ProvinceCode::new(format!("P{:03}", row * provinces / rows)).expect("a code");
                (CpiCode::new(format!("C{row:05}")).expect("a code"), province)
            })
            .collect(),
        seats: (0..rows).map(chance::seat).collect(),
        available_hours: vec![1_500.0; columns],
        have: required.iter().map(|need| (need * 0.6).floor()).collect(),
        present: vec![0; size],
        required,
    }
}

/// The answer of a run that may be asked so many times.
fn answer(demand: &Demand, request: &Request, patience: u32) -> Answer {
    let mut asked = 0;
    Answer::of(demand, request, &mut |_| {
        asked += 1;
        if asked > patience { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .expect("well posed")
}

fn keeps(demand: &Demand, request: &Request, told: &Told) {
    let instance = Instance::new(demand, request).expect("well posed");
    let at = |key: &CellKey| instance.position(key).expect("known");
    let moves = told.moves.iter().map(|of| Move { from: at(&of.from), to: at(&of.to), people: of.people });
    let plan = Plan { operators: instance.from_given(&told.operators), moves: moves.collect() };
    assert_eq!(check_bounds(&instance, &plan), Ok(()));
}

fn request(objective: Objective, level: Level) -> Request {
    Request { objective, level, ..Request::equity(MAX_HEAD_COUNT) }
}

/// Every cell, CPI, province and profile has a range.
fn bound_everything(demand: &Demand, request: &mut Request) {
    let constraints = &mut request.constraints;
    let (rows, columns) = (demand.cpis.len() as u32, demand.profiles.len() as u32);
    let each = |share: u32| Range { at_least: share / 2, at_most: Some(share * 2 + 1) };
    for (profile, _) in &demand.profiles {
        constraints.profiles.push(Limit { of: profile.clone(), range: each(MAX_HEAD_COUNT / columns) });
    }
    let mut provinces: Vec<&ProvinceCode> = demand.cpis.iter().map(|(_, province)| province).collect();
    provinces.dedup();
    for province in &provinces {
        let range = each(MAX_HEAD_COUNT / provinces.len() as u32);
        constraints.provinces.push(Limit { of: (*province).clone(), range });
    }
    for (cpi, _) in &demand.cpis {
        constraints.cpis.push(Limit { of: cpi.clone(), range: each(MAX_HEAD_COUNT / rows) });
        for (profile, _) in &demand.profiles {
            let of = CellKey { cpi: cpi.clone(), profile: profile.clone() };
            constraints.cells.push(Limit { of, range: Range { at_least: 1, at_most: Some(60) } });
        }
    }
}

#[test]
fn the_largest_problem_is_solved_and_proved() {
    let demand = demand(MAX_CELLS / 4, 4, 128);
    let mut request = request(Objective::Proportional, Level::Cell);
    bound_everything(&demand, &mut request);
    // To explain each of 16,384 cells takes long: of that only the beginning.
    let mut left = 20;
    let mut watch = |at: Progress| {
        left -= u32::from(left > 0 && at.part > Part::Placements);
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let answer = Answer::of(&demand, &request, &mut watch).expect("well posed");
    let Answer::Best(told) = answer else { panic!("there is a plan") };
    keeps(&demand, &request, &told);
    assert!(told.proof.certified);
    assert_eq!(told.unfinished, [Part::Alternatives, Part::Prices]);
    assert!(!told.alternatives.is_empty());
    assert_eq!((told.proposed.placed, told.placements.len()), (MAX_HEAD_COUNT, 2_000));
}

#[test]
fn the_largest_problems_stop_when_they_are_told_to() {
    let demand = demand(MAX_CELLS / 4, 4, 512);
    for (objective, level) in [(Objective::Equity, Level::Cpi), (Objective::LeastUnmet, Level::Cell)] {
        let mut request = request(objective, level);
        bound_everything(&demand, &mut request);
        request.constraints.transfers = Some(Transfers { reach: Reach::Province, cost: 1.0, at_most: None });
        request.constraints.head_count = Range::at_most(MAX_HEAD_COUNT);
        request.constraints.budget = Some(Budget { cents: MAX_BUDGET_CENTS / 40, months: 12 });
        for patience in [0, 40, 160] {
            match answer(&demand, &request, patience) {
                Answer::Stopped => {}
                Answer::Best(told) => {
                    keeps(&demand, &request, &told);
                    assert_eq!(told.proof.complete, !told.unfinished.contains(&Part::Proof));
                }
                Answer::Infeasible(reason) => panic!("{:?}", reason.repair),
            }
        }
    }
}

#[test]
fn a_budget_whose_price_is_too_long_to_write_down_is_spent_and_not_claimed_to_be_proved() {
    let demand = demand(500, 4, 8);
    let objective = Objective::Apportionment { rule: super::super::Rule::DHondt, basis: Basis::Required };
    let mut request = request(objective, Level::Cell);
    request.constraints.head_count = Range::at_most(4_000);
    let cents = 2_000 * 4_000_000;
    request.constraints.budget = Some(Budget { cents, months: 12 });
    let Answer::Best(told) = answer(&demand, &request, u32::MAX) else { panic!("there is a plan") };
    keeps(&demand, &request, &told);
    assert!(!told.proof.complete && told.unfinished.contains(&Part::Proof));
    assert!(told.proposed.yearly_cost_cents > cents - 8_000_000, "{} are spent", told.proposed.yearly_cost_cents);
}

#[test]
fn the_largest_contradiction_stops_when_it_is_told_to() {
    let demand = demand(MAX_CELLS / 4, 4, 128);
    let mut request = request(Objective::Equity, Level::Cpi);
    bound_everything(&demand, &mut request);
    for limit in &mut request.constraints.cells {
        limit.range.at_least = 7;
    }
    let Answer::Infeasible(reason) = answer(&demand, &request, 300) else { panic!("114,688 are more than 100,000") };
    assert!(reason.unfinished.contains(&Part::Reason), "16,384 bounds are tried one by one");
    assert!(reason.bounds.len() > 14_000);
}

#[test]
fn the_largest_numbers_stay_within_bounds() {
    let mut demand = demand(3, 2, 2);
    demand.required.fill(MAX_FTE);
    demand.have = vec![MAX_FTE, 0.0, 1.0, 0.0, 0.0, 9_999.999_999];
    for (_, cost) in &mut demand.profiles {
        *cost = MAX_YEARLY_COST;
    }
    demand.profiles[0].1 -= 1;
    let seats = MAX_OPERATORS * 6;
    for objective in super::chance::OBJECTIVES {
        for level in [Level::Cell, Level::Cpi, Level::Province] {
            let mut request = Request { objective, level, ..Request::equity(seats) };
            for (cpi, _) in &demand.cpis {
                for (profile, _) in &demand.profiles {
                    let of = CellKey { cpi: cpi.clone(), profile: profile.clone() };
                    request.constraints.cells.push(Limit { of, range: Range::at_most(MAX_OPERATORS) });
                }
            }
            let Answer::Best(told) = answer(&demand, &request, u32::MAX) else { panic!("there is room for all") };
            keeps(&demand, &request, &told);
            assert!(told.proof.certified);
            assert_eq!(told.proposed.placed, seats);
            request.constraints.head_count = Range::at_most(seats);
            request.constraints.budget = Some(Budget { cents: MAX_BUDGET_CENTS / 2, months: 12 });
            match answer(&demand, &request, 400) {
                Answer::Best(told) => keeps(&demand, &request, &told),
                Answer::Stopped => {}
                Answer::Infeasible(reason) => panic!("nobody is a plan too: {reason:?}"),
            }
        }
    }
}

#[test]
fn one_more_than_the_largest_is_refused() {
    let demand = demand(MAX_CELLS / 4 + 1, 4, 128);
    let refused = Instance::new(&demand, &request(Objective::Equity, Level::Cpi)).err();
    assert_eq!(refused, Some(Problem::invalid("demand", Rule::TooLong { max: MAX_CELLS as u32 })));
}
