//! The budget: no affordable plan is better, and the answer says how sure it is.

use std::ops::ControlFlow;

use super::{
    brute,
    chance::{self, With},
};
use crate::staffing::allocate::{Best, Instance, Proof, Proposal, Value, check_bounds, propose};

#[test]
fn no_affordable_plan_is_better() {
    let (mut bound, mut poor) = (0, 0);
    for seed in 0..3_000 {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 4 == 0, budget: true });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let all = brute::all(&instance);
        match propose(&instance, &mut |_| ControlFlow::Continue(())) {
            Proposal::Infeasible(reason) => {
                assert!(all.is_empty(), "seed {seed}: {reason:?} but {:?}", all[0]);
                poor += usize::from(reason.budget);
                assert!(
                    !reason.budget || reason.repair.yearly_cost_cents.is_some() || !reason.repair.bounds.is_empty()
                );
            }
            Proposal::Best(best) => {
                let Best { plan, proof, .. } = *best;
                assert_eq!(check_bounds(&instance, &plan), Ok(()), "seed {seed}");
                bound += usize::from(matches!(proof, Proof::Parts { complete: true, .. }));
                let whole = brute::Whole {
                    placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
                    moved: plan.moves.iter().map(|moved| (moved.from, moved.to, i64::from(moved.people))).collect(),
                };
                let worth = brute::worth(&instance, &whole);
                for other in &all {
                    let order = brute::worth(&instance, other).compare(&worth);
                    assert!(order.is_ge(), "seed {seed}: {other:?} is better than {whole:?} in {request:?} {demand:?}");
                }
            }
        }
    }
    assert!(bound > 100 && poor > 20, "budgets bind: {bound}, {poor}");
}

#[test]
fn a_stopped_search_says_that_it_was_stopped() {
    let mut stopped = 0;
    for seed in 0..3_000 {
        let (demand, request) = chance::problem(seed, With { transfers: false, budget: true });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let answer = propose(&instance, &mut |_| ControlFlow::Break(()));
        if let Proposal::Best(best) = answer
            && matches!(best.proof, Proof::Parts { complete: false, .. })
        {
            assert_eq!(check_bounds(&instance, &best.plan), Ok(()));
            stopped += 1;
        }
    }
    assert!(stopped > 5, "{stopped}");
}

#[test]
fn a_stopped_search_tells_a_gap_that_holds() {
    let mut told = 0;
    for seed in 0..8_000 {
        let (demand, request) = chance::problem(seed, With { transfers: false, budget: true });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let mut steps = 0;
        let mut watch = |_| {
            steps += 1;
            if steps > seed % 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let Proposal::Best(stopped) = propose(&instance, &mut watch) else { continue };
        let Proof::Parts { gap: Some(Value::Numbers(gap)), complete: false, .. } = stopped.proof else { continue };
        let Proposal::Best(full) = propose(&instance, &mut |_| ControlFlow::Continue(())) else { continue };
        let (Value::Numbers(some), Value::Numbers(best)) = (stopped.value, full.value) else { continue };
        assert!(some - best <= gap, "seed {seed}: {some} is {} above {best}, and the gap is {gap}", some - best);
        told += 1;
    }
    assert!(told > 10, "{told}");
}
