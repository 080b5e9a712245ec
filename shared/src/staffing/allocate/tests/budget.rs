//! The budget: no affordable plan is better, and the answer says how sure it is.

use std::ops::ControlFlow;

use super::{
    brute,
    chance::{self, With},
};
use crate::staffing::allocate::{
    Best, Instance, Objective, Plan, Proof, Proposal, Reach, Transfers, Value, check_bounds, propose,
};

/// No plan that the budget and the bounds allow is better than the one found; gives whether the money bound.
pub(super) fn check(seed: u64, (demand, request): &chance::Problem) -> Option<bool> {
    let instance = Instance::new(demand, request).expect("chance makes well-posed problems");
    let all = brute::all(&instance);
    let plan = match propose(&instance, &mut |_| ControlFlow::Continue(())) {
        Proposal::Stopped => panic!("seed {seed}: nobody stopped it"),
        Proposal::Infeasible(reason) => {
            assert!(all.is_empty(), "seed {seed}: {reason:?} but {:?}", all[0]);
            assert!(
                !reason.budget
                    || reason.repair.moves.is_some()
                    || reason.repair.yearly_cost_cents.is_some()
                    || !reason.repair.bounds.is_empty()
            );
            return reason.budget.then_some(false);
        }
        Proposal::Best(best) => best,
    };
    let Best { plan, proof, .. } = *plan;
    assert_eq!(check_bounds(&instance, &plan), Ok(()), "seed {seed}");
    let whole = brute::Whole {
        placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
        moved: plan.moves.iter().map(|moved| (moved.from, moved.to, i64::from(moved.people))).collect(),
    };
    let worth = brute::worth(&instance, &whole);
    for other in &all {
        let order = brute::worth(&instance, other).compare(&worth);
        assert!(order.is_ge(), "seed {seed}: {other:?} is better than {whole:?} in {request:?} {demand:?}");
    }
    matches!(proof, Proof::Parts { complete: true, .. }).then_some(true)
}

#[test]
fn no_affordable_plan_is_better() {
    let (mut bound, mut poor) = (0, 0);
    for seed in 0..3_000 {
        match check(seed, &chance::problem(seed, With { transfers: seed % 4 == 0, budget: true })) {
            Some(true) => bound += 1,
            Some(false) => poor += 1,
            None => {}
        }
    }
    assert!(bound > 100 && poor > 20, "budgets bind: {bound}, {poor}");
}

#[test]
fn no_fairer_plan_with_moves_between_stated_pairs_is_affordable() {
    let mut bound = 0;
    for seed in 0..20_000 {
        let problem = chance::problem(seed, With { transfers: true, budget: true });
        let constraints = &problem.1.constraints;
        let stated = |transfers: &Transfers| matches!(&transfers.reach, Reach::Between { pairs } if !pairs.is_empty());
        let is_one = problem.1.objective == Objective::Equity
            && constraints.budget.is_some()
            && constraints.transfers.as_ref().is_some_and(stated);
        if is_one {
            bound += u32::from(check(seed, &problem) == Some(true));
        }
    }
    assert!(bound > 50, "budgets bind: {bound}");
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

#[test]
fn a_stopped_search_for_equity_tells_a_pressure_that_no_plan_goes_below() {
    let (mut told, mut met, mut open) = (0, 0, 0);
    for seed in 0..12_000 {
        let (demand, mut request) = chance::problem(seed, With { transfers: seed % 2 == 0, budget: true });
        if request.constraints.budget.is_none() {
            continue;
        }
        request.objective = Objective::Equity;
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let mut steps = 0;
        let mut watch = |_| {
            steps += 1;
            if steps > seed % 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let Proposal::Best(stopped) = propose(&instance, &mut watch) else { continue };
        let Proof::Parts { worst_at_least: Some(least), complete: false, gap: None, .. } = stopped.proof else {
            continue;
        };
        let worst = |plan: &Plan| {
            let units = instance.units();
            units.iter().zip(plan.net_by_unit(&instance)).map(|(unit, by)| unit.pressure(by)).max().expect("units")
        };
        let Proposal::Best(full) = propose(&instance, &mut |_| ControlFlow::Continue(())) else { continue };
        assert!(least <= worst(&full.plan), "seed {seed}: {least:?} is no bound");
        told += 1;
        met += u32::from(least == worst(&stopped.plan));
        open += u32::from(least < worst(&stopped.plan));
    }
    assert!(told > 50 && met > 10 && open > 5, "{told}: {met} met, {open} open");
}
