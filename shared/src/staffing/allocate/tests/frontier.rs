//! Cost against the worst-served place: the points are exactly those that no plan beats.

use super::{
    brute::{self, Whole},
    chance::{self, With},
};
use crate::staffing::allocate::{
    End, Frontier, Instance, Outcome, Plan, Ratio, Request, check_bounds, frontier::walk, pace::Endless,
};

fn worst(instance: &Instance, net: &[i64]) -> Ratio {
    let units = instance.units();
    let mut counts = vec![0; units.len()];
    for (cell, by) in net.iter().enumerate() {
        counts[instance.unit_of(cell)] += by;
    }
    units.iter().zip(counts).map(|(unit, count)| unit.pressure(count)).max().expect("units")
}

fn cost(instance: &Instance, plan: &Whole) -> u128 {
    let columns = instance.profiles.len();
    let cells = plan.placed.iter().enumerate();
    cells.map(|(cell, &n)| n as u128 * u128::from(instance.costs[cell % columns])).sum()
}

/// The points that no plan beats, by going over all of them.
fn counted_out(instance: &Instance) -> Vec<(u128, Ratio)> {
    let mut all: Vec<(u128, Ratio)> = brute::all(instance)
        .iter()
        .map(|plan| (cost(instance, plan), worst(instance, &brute::net(instance, plan))))
        .collect();
    all.sort_unstable();
    let mut points: Vec<(u128, Ratio)> = Vec::new();
    for (cost, worst) in all {
        if points.last().is_none_or(|(_, known)| worst < *known) {
            points.push((cost, worst));
        }
    }
    points
}

#[test]
fn the_frontier_is_that_of_all_plans() {
    let (mut told, mut points) = (0, 0);
    for seed in 0..1_500 {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 3 == 0, budget: false });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let mut rungs = Vec::new();
        let Ok(end) = walk(&instance, Ratio::ZERO, &mut Endless, &mut rungs);
        let expected = counted_out(&instance);
        let found: Vec<(u128, Ratio)> = rungs.iter().map(|rung| (rung.cost, rung.worst)).collect();
        assert_eq!(found, expected, "seed {seed}: {request:?} {demand:?}");
        assert_eq!(end.is_none(), expected.is_empty(), "seed {seed}");
        for rung in &rungs {
            assert_eq!(check_bounds(&instance, &rung.plan), Ok(()), "seed {seed}");
            assert_eq!(instance.yearly_cost(&rung.plan), rung.cost, "seed {seed}");
            assert_eq!(worst(&instance, &rung.plan.net()), rung.worst, "seed {seed}");
        }
        told += u32::from(rungs.len() > 1);
        points += rungs.len();
    }
    assert!(told > 200 && points > 1_000, "{told} with several points, {points} in all");
}

#[test]
fn of_the_plans_of_a_point_none_is_better_in_the_objective() {
    let mut told = 0;
    for seed in 0..400 {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 2 == 0, budget: false });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let mut rungs = Vec::new();
        let Ok(_) = walk(&instance, Ratio::ZERO, &mut Endless, &mut rungs);
        let all = brute::all(&instance);
        let whole = |plan: &Plan| Whole {
            placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
            moved: plan.moves.iter().map(|of| (of.from, of.to, i64::from(of.people))).collect(),
        };
        for rung in &rungs {
            let worth = brute::worth(&instance, &whole(&rung.plan));
            let is_there = |plan: &&Whole| {
                cost(&instance, plan) == rung.cost && worst(&instance, &brute::net(&instance, plan)) <= rung.worst
            };
            for other in all.iter().filter(is_there) {
                let order = brute::worth(&instance, other).compare(&worth);
                assert!(order.is_ge(), "seed {seed}: {other:?} beats {:?} in {request:?}", rung.plan);
                told += 1;
            }
        }
    }
    assert!(told > 500, "{told}");
}

#[test]
fn an_aim_ends_it_and_a_contradiction_is_told() {
    let (demand, mut request) = chance::problem(17, With::default());
    request = Request { objective: request.objective, level: request.level, ..Request::equity(5) };
    request.constraints.head_count.at_least = 0;
    let go =
        |request: &Request, aim: f64| Frontier::of(&demand, request, aim, &mut |_| std::ops::ControlFlow::Continue(()));
    let Outcome::Found(all) = go(&request, 0.0).expect("well posed") else { panic!("there are plans") };
    let aim = all.points[all.points.len() / 2].worst_pressure.expect("finite");
    let Outcome::Found(some) = go(&request, aim).expect("well posed") else { panic!("there are plans") };
    assert_eq!((some.end, some.points.len()), (End::Aim, all.points.len() / 2 + 1));
    assert_eq!(some.points, all.points[..some.points.len()]);
    assert!(go(&request, f64::NAN).is_err() && go(&request, -1.0).is_err());
    request.constraints.profiles.push(crate::staffing::allocate::Limit {
        of: demand.profiles[0].0.clone(),
        range: crate::staffing::allocate::Range::at_least(6),
    });
    assert!(matches!(go(&request, 0.0).expect("well posed"), Outcome::Infeasible(_)));
}
