//! The engine and HiGHS agree on medium problems: the same objective, and the same word on whether there is a plan.

use std::ops::ControlFlow;

use shared::staffing::allocate::{Instance, Measures, Objective, Proof, Proposal, Solver, propose};

#[path = "../peer/mod.rs"]
mod peer;

use peer::{model, region};

/// How far two numbers of about this size may be apart: the peer's tolerances.
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-5 * (1.0 + one.abs().max(other.abs()))
}

#[test]
fn the_same_objective_and_the_same_contradictions() {
    let (mut equal, mut contradictions, mut worst) = (0, 0, 0);
    for seed in 0..400 {
        let (demand, request) = region::medium(seed, false);
        let instance = Instance::new(&demand, &request).expect("well posed");
        let solver = Solver::new(&instance);
        let Ok(plan) = solver.plan() else {
            assert_eq!(model::solve(&demand, &request, Some(f64::INFINITY)), None, "seed {seed}: the peer has a plan");
            contradictions += 1;
            continue;
        };
        if request.objective == Objective::Equity {
            // Only the first level can be told to a peer: the worst pressure is reached, and nothing below it is.
            let moves_cost = request.constraints.transfers.is_some();
            let Some(pressure) = Measures::of(&instance, &plan).worst_pressure else { continue };
            assert!(
                model::solve(&demand, &request, Some(pressure)).is_some(),
                "seed {seed}: {pressure} is not reached"
            );
            if !moves_cost {
                let below = pressure * (1.0 - 1e-5);
                assert_eq!(model::solve(&demand, &request, Some(below)), None, "seed {seed}: less than {pressure}");
                worst += 1;
            }
            continue;
        }
        let mine = solver.value().and_then(|value| value.in_units(&instance)).expect("a number");
        let peer = model::solve(&demand, &request, None).unwrap_or_else(|| panic!("seed {seed}: the peer has no plan"));
        assert!(near(mine, peer), "seed {seed}: {mine} but {peer} in {request:?}");
        equal += 1;
    }
    assert!(equal > 80 && contradictions > 20 && worst > 20, "{equal} equal, {contradictions}, {worst}");
}

#[test]
fn the_same_within_a_budget() {
    let (mut equal, mut bound) = (0, 0);
    for seed in 0..300 {
        let (demand, request) = region::medium(seed, true);
        if request.objective == Objective::Equity {
            continue;
        }
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut steps = 0;
        let mut watch = |_| {
            steps += 1;
            if steps < 20_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let peer = model::solve(&demand, &request, None);
        match propose(&instance, &mut watch) {
            Proposal::Infeasible(_) => assert_eq!(peer, None, "seed {seed}: the peer has a plan"),
            Proposal::Best(best) => {
                let mine = best.value.in_units(&instance).expect("a number");
                let peer = peer.unwrap_or_else(|| panic!("seed {seed}: the peer has no plan"));
                assert!(near(mine, peer), "seed {seed}: {mine} but {peer}, {:?}", best.proof);
                bound += usize::from(steps > 0);
                equal += 1;
            }
            Proposal::Stopped => panic!("seed {seed}: the peer says {peer:?}"),
        }
    }
    assert!(equal > 60 && bound > 20, "{equal} equal, {bound} bound");
}

#[test]
fn the_same_worst_pressure_within_a_budget() {
    let (mut reached, mut proved, mut bound, mut poor) = (0, 0, 0, 0);
    for seed in 0..400 {
        let (demand, mut request) = region::medium(seed, true);
        if seed % 2 == 0 {
            // A price in another measure would be no pressure.
            request.constraints.transfers = None;
        }
        request.objective = Objective::Equity;
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut steps = 0;
        let mut watch = |_| {
            steps += 1;
            if steps < 20_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let best = match propose(&instance, &mut watch) {
            Proposal::Best(best) => best,
            Proposal::Infeasible(_) => {
                assert_eq!(model::solve(&demand, &request, Some(f64::INFINITY)), None, "seed {seed}: there is a plan");
                poor += 1;
                continue;
            }
            Proposal::Stopped => panic!("seed {seed}: neither a plan nor a reason"),
        };
        let Some(pressure) = Measures::of(&instance, &best.plan).worst_pressure else { continue };
        assert!(model::solve(&demand, &request, Some(pressure)).is_some(), "seed {seed}: {pressure} is not reached");
        reached += 1;
        let complete = !matches!(best.proof, Proof::Parts { complete: false, .. } | Proof::Unfinished);
        if complete && request.constraints.transfers.is_none() {
            let below = pressure * (1.0 - 1e-5);
            assert_eq!(model::solve(&demand, &request, Some(below)), None, "seed {seed}: less than {pressure}");
            proved += 1;
            bound += u32::from(matches!(best.proof, Proof::Parts { .. }));
        }
    }
    assert!(reached > 100 && proved > 50 && bound > 20 && poor > 10, "{reached} {proved} {bound} {poor}");
}

#[test]
fn the_same_where_few_people_may_move() {
    let (mut equal, mut bound, mut poor) = (0, 0, 0);
    for seed in 0..700 {
        let (demand, mut request) = region::medium(seed, seed % 4 == 0);
        let Some(transfers) = request.constraints.transfers.as_mut() else { continue };
        if request.objective == Objective::Equity {
            continue;
        }
        transfers.at_most = Some((seed % 7) as u32);
        transfers.cost /= 10.0;
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut steps = 0;
        let mut watch = |_| {
            steps += 1;
            if steps < 20_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let peer = model::solve(&demand, &request, None);
        match propose(&instance, &mut watch) {
            Proposal::Infeasible(_) => {
                assert_eq!(peer, None, "seed {seed}: the peer has a plan");
                poor += 1;
            }
            Proposal::Best(best) => {
                let mine = best.value.in_units(&instance).expect("a number");
                let peer = peer.unwrap_or_else(|| panic!("seed {seed}: the peer has no plan"));
                assert!(near(mine, peer), "seed {seed}: {mine} but {peer}, {:?}", best.proof);
                bound += u32::from(matches!(best.proof, Proof::Parts { complete: true, .. }));
                equal += 1;
            }
            Proposal::Stopped => panic!("seed {seed}: the peer says {peer:?}"),
        }
    }
    assert!(equal > 60 && bound > 40 && poor > 5, "{equal} equal, {bound} bound, {poor}");
}
