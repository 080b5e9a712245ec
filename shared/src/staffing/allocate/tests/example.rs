//! The worked example of `docs/allocation-model.md`, number by number.

use std::ops::ControlFlow;

use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{
            Answer, Basis, Bound, Budget, Demand, Frontier, Instance, Level, Limit, Lock, Margins, Measures, Objective,
            Outcome, Proposal, Range, Ratio, Reach, Relaxed, Request, Rule, Scope, Side, Solver, Transfers, propose,
        },
    },
};

const NAMES: [&str; 3] = ["FG01", "LE01", "TA01"];

fn province(row: usize) -> ProvinceCode {
    ProvinceCode::new(&NAMES[row][..2]).expect("a code")
}

/// Three CPIs that need 6, 3 and 2 operators and have 4, 1 and 2; an operator costs 36,000 euro a year.
fn three() -> Demand {
    Demand {
        profiles: vec![(ProfileCode::new("OR").expect("a code"), 3_600_000)],
        cpis: (0..3).map(|row| (CpiCode::new(NAMES[row]).expect("a code"), province(row))).collect(),
        seats: Vec::new(),
        available_hours: vec![1_500.0],
        required: vec![6.0, 3.0, 2.0],
        have: vec![4.0, 1.0, 2.0],
        present: vec![0; 3],
    }
}

fn solver(request: &Request) -> Solver {
    Solver::new(&Instance::new(&three(), request).expect("well posed"))
}

fn plan(request: &Request) -> Vec<u32> {
    solver(request).plan().expect("a plan").operators
}

#[test]
fn equity_places_three_operators() {
    let solver = solver(&Request::equity(3));
    let plan = solver.plan().expect("a plan");
    assert_eq!(plan.operators, [1, 2, 0]);
    let order: Vec<(usize, f64, f64, Option<usize>)> = solver
        .placements(&plan)
        .iter()
        .map(|at| (at.cell, at.before.value(), at.after.value(), at.runner_up.map(|(cell, _)| cell)))
        .collect();
    assert_eq!(order, [(1, 3.0, 1.5, Some(0)), (1, 1.5, 1.0, Some(0)), (0, 1.5, 1.2, Some(2))]);
    let measures = Measures::of(solver.instance(), &plan);
    assert_eq!((measures.worst_pressure, measures.unmet_hours), (Some(1.2), 1_500.0));
}

#[test]
fn the_alternative_and_the_price_of_a_bound() {
    let mut free = solver(&Request::equity(3));
    let instead = free.alternative(1).expect("another place");
    assert_eq!(instead.cells, [(0, 1), (1, -1)], "Lecce's second operator would go to Foggia");
    let mut request = Request::equity(3);
    request.constraints.cpis.push(Limit { of: CpiCode::new("LE01").expect("a code"), range: Range::at_most(1) });
    let mut bound = solver(&request);
    assert_eq!(bound.plan().expect("a plan").operators, [2, 1, 0]);
    let prices = bound.shadow_prices();
    let of_lecce = prices.iter().find(|price| matches!(price.bound.scope, Scope::Cpi { .. })).expect("it binds");
    assert_eq!(of_lecce.change.cells, [(0, -1), (1, 1)]);
    let worst = |operators: &[u32]| {
        let unit = bound.instance().units();
        (0..3).map(|row| unit[row].pressure(i64::from(operators[row]))).max().expect("three")
    };
    assert_eq!((worst(&[2, 1, 0]), worst(&[1, 2, 0])), (Ratio::new(3, 2), Ratio::new(6, 5)));
}

#[test]
fn the_other_objectives_and_rules() {
    let with = |objective: Objective, operators: u32| Request { objective, ..Request::equity(operators) };
    assert_eq!(plan(&with(Objective::Proportional, 3)), [1, 2, 0]);
    assert_eq!(plan(&with(Objective::Proportional, 4)), [2, 2, 0]);
    assert_eq!(plan(&with(Objective::LeastUnmet, 3)), [1, 2, 0]);
    let rule = |rule: Rule| plan(&with(Objective::Apportionment { rule, basis: Basis::Required }, 3));
    assert_eq!(rule(Rule::Hamilton), [2, 1, 0]);
    assert_eq!(rule(Rule::DHondt), [2, 1, 0]);
    assert_eq!(rule(Rule::SainteLague), [2, 1, 0]);
    assert_eq!(rule(Rule::HuntingtonHill), [1, 1, 1]);
    assert_eq!(rule(Rule::Adams), [1, 1, 1]);
}

#[test]
fn an_hour_counts_the_same_whoever_works_it() {
    // One operator of each of two profiles is missing; a guidance counsellor works 1,500 hours, a matcher 1,200.
    let mut demand = three();
    demand.profiles.push((ProfileCode::new("DO").expect("a code"), 3_600_000));
    demand.available_hours = vec![1_500.0, 1_200.0];
    demand.cpis.truncate(1);
    (demand.required, demand.have, demand.present) = (vec![2.0, 2.0], vec![1.0, 1.0], vec![0, 0]);
    let request = Request { objective: Objective::LeastUnmet, level: Level::Cell, ..Request::equity(1) };
    let instance = Instance::new(&demand, &request).expect("well posed");
    let plan = Solver::new(&instance).plan().expect("a plan");
    assert_eq!(instance.as_given(&plan.operators), [1, 0]);
    assert_eq!(Measures::of(&instance, &plan).unmet_hours, 1_200.0);
    demand.available_hours.reverse();
    let instance = Instance::new(&demand, &request).expect("well posed");
    assert_eq!(instance.as_given(&Solver::new(&instance).plan().expect("a plan").operators), [0, 1]);
}

#[test]
fn a_contradiction_its_reason_and_its_repair() {
    let mut request = Request::equity(3);
    for row in [0, 1] {
        request.constraints.provinces.push(Limit { of: province(row), range: Range::at_least(2) });
    }
    let reason = solver(&request).plan().expect_err("four are asked for and three are there");
    let bound = |scope: Scope, side: Side, operators: u32| Bound { scope, side, operators };
    let of = |row: usize| bound(Scope::Province { province: province(row) }, Side::AtLeast, 2);
    assert_eq!(reason.bounds, [bound(Scope::HeadCount, Side::AtMost, 3), of(0), of(1)]);
    assert_eq!(reason.repair.bounds.len(), 1, "one bound moved by one operator is enough");
    let Relaxed { bound, operators } = &reason.repair.bounds[0];
    assert_eq!(bound.operators.abs_diff(*operators), 1);
}

#[test]
fn money_locks_and_moves() {
    let answer = |request: &Request| {
        let instance = Instance::new(&three(), request).expect("well posed");
        match propose(&instance, &mut |_| ControlFlow::Continue(())) {
            Proposal::Best(best) => best.plan,
            other => panic!("{other:?}"),
        }
    };
    let mut request = Request::equity(3);
    request.constraints.head_count = Range::at_most(3);
    request.constraints.budget = Some(Budget { cents: 7_300_000, months: 12 });
    assert_eq!(answer(&request).operators, [0, 2, 0], "73,000 euro pay two operators for a year");
    let mut request = Request::equity(3);
    let cell = |row: usize| CellKey {
        cpi: CpiCode::new(NAMES[row]).expect("a code"),
        profile: ProfileCode::new("OR").expect("a code"),
    };
    request.constraints.locked.push(Lock { cell: cell(2), operators: 1 });
    assert_eq!(answer(&request).operators, [0, 2, 1]);
    let mut request = Request::equity(0);
    let pairs = vec![(cell(2).cpi, cell(1).cpi)];
    request.constraints.transfers = Some(Transfers { reach: Reach::Between { pairs }, cost: 1.0, at_most: None });
    let plan = answer(&request);
    assert_eq!(plan.net(), [0, 1, -1], "from 3 and 1 to 1.5 and 2: the worst falls");
}

#[test]
fn one_operator_more_and_the_frontier() {
    let mut go = |_| ControlFlow::Continue(());
    let Outcome::Found(margins) = Margins::of(&three(), &Request::equity(3), 0, &mut go).expect("well posed") else {
        panic!("there is a plan")
    };
    let next = margins.operator.expect("there is room");
    let told: Vec<_> = next.cpis.iter().map(|at| (at.cpi.as_str(), at.by, at.before, at.after)).collect();
    assert_eq!(told, [("FG01", 1, Some(1.2), Some(1.0))]);
    let taranto = margins.cpis[2].next.as_ref().expect("there is room");
    assert_eq!((taranto.cpis[0].before, taranto.cpis[0].after), (Some(1.0), Some(2.0 / 3.0)));
    assert_eq!(taranto.worst_pressure, Some(1.2));
    let mut request = Request::equity(0);
    request.constraints.head_count = Range::at_most(10);
    let Outcome::Found(frontier) = Frontier::of(&three(), &request, 1.0, &mut go).expect("well posed") else {
        panic!("there are plans")
    };
    let points: Vec<_> = frontier.points.iter().map(|at| (at.yearly_cost_cents / 100, at.worst_pressure)).collect();
    assert_eq!(points, [(0, Some(3.0)), (36_000, Some(1.5)), (108_000, Some(1.2)), (144_000, Some(1.0))]);
}

#[test]
fn the_answer_tells_it_in_names() {
    let mut demand = three();
    demand.present = vec![3, 0, 0];
    let answer = Answer::of(&demand, &Request::equity(3), &mut |_| ControlFlow::Continue(())).expect("well posed");
    let Answer::Best(told) = &answer else { panic!("there is a plan") };
    assert_eq!(told.operators, [1, 2, 0]);
    assert_eq!((told.present.worst_pressure, told.proposed.worst_pressure), (Some(3.0), Some(1.2)));
    assert_eq!((told.present.lowest_pressure, told.present.above_one), (Some(6.0 / 7.0), 1));
    assert_eq!((told.proposed.lowest_pressure, told.proposed.above_one), (Some(1.0), 1));
    assert!(told.proof.complete && told.proof.certified);
    let first = &told.placements[0];
    assert_eq!((first.cell.cpi.as_str(), first.before, first.after), ("LE01", Some(3.0), Some(1.5)));
    let lecce = told.alternatives.iter().find(|other| other.cell.cpi.as_str() == "LE01").expect("it has operators");
    assert_eq!(lecce.worst_pressure, Some(1.5));
    let text = serde_json::to_string(&answer).expect("plain data");
    assert_eq!(serde_json::from_str::<Answer>(&text).expect("it reads back"), answer);
}
