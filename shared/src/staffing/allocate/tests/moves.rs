//! The limit on moves: no plan that moves as few people is better, the proof of it is checked, and a contradiction says so.

use std::ops::ControlFlow;

use super::{
    brute, budget,
    chance::{self, Problem, With},
    cover::plan_of,
};
use crate::staffing::allocate::{
    Answer, Best, Counted, Cover, Flaw, Infeasible, Instance, Plan, Proof, Proposal, Robust, Step, propose, value_of,
};

fn few_moves(seed: u64, budget: bool) -> Option<Problem> {
    let problem = chance::problem(seed, With { transfers: true, budget });
    problem.1.constraints.transfers.is_some().then(|| chance::with_few_moves(seed, problem))
}

fn answer(instance: &Instance) -> Proposal {
    propose(instance, &mut |_| ControlFlow::Continue(()))
}

#[test]
fn no_plan_with_as_few_moves_is_better() {
    let mut bound = 0;
    for seed in 0..12_000 {
        let Some(problem) = few_moves(seed, false) else { continue };
        bound += u32::from(budget::check(seed, &problem) == Some(true));
    }
    assert!(bound > 300, "{bound}");
}

#[test]
fn no_affordable_plan_with_as_few_moves_is_better() {
    let mut bound = 0;
    for seed in 0..12_000 {
        let Some(problem) = few_moves(seed, true).filter(|(_, request)| request.constraints.budget.is_some()) else {
            continue;
        };
        bound += u32::from(budget::check(seed, &problem) == Some(true));
    }
    assert!(bound > 300, "{bound}");
}

/// Problems in which the limit binds, each with its plan and the proof.
fn proved(count: u64) -> impl Iterator<Item = (u64, Instance, Plan, Cover)> {
    (0..count).filter_map(|seed| {
        let (demand, request) = few_moves(seed, seed % 3 == 0)?;
        let instance = Instance::new(&demand, &request).expect("well posed");
        let Proposal::Best(best) = answer(&instance) else { return None };
        let Best { plan, proof: Proof::Parts { complete: true, cover, .. }, .. } = *best else { return None };
        Some((seed, instance, plan, *cover.unwrap_or_else(|| panic!("seed {seed}: the proof is not kept"))))
    })
}

#[test]
fn every_plan_within_a_limit_has_a_proof_that_the_checker_accepts_for_no_worse_one() {
    fn splits<G>(steps: &[Step<G>]) -> usize {
        steps.iter().filter(|step| matches!(step, Step::Split { of: Counted::Leaving(_), .. })).count()
    }
    let (mut accepted, mut split, mut refused) = (0, 0, 0);
    for (seed, instance, plan, cover) in proved(12_000) {
        assert_eq!(cover.check(&instance, &plan), Ok(()), "seed {seed}");
        accepted += 1;
        split += match &cover {
            Cover::Numbers(steps) => splits(steps),
            Cover::Levels(steps) => splits(steps),
        };
        let best = value_of(&instance, &plan);
        let worse = brute::all(&instance).iter().map(plan_of).find(|other| value_of(&instance, other) > best);
        if let Some(other) = worse {
            assert_eq!(cover.check(&instance, &other), Err(Flaw::Open), "seed {seed}");
            refused += 1;
        }
        // A plan that moves more people is no plan, whatever it is worth, and a tighter limit leaves the proof without ground.
        let tighter = Instance { most_moves: Some(-1), ..instance.clone() };
        assert_eq!(cover.check(&tighter, &plan), Err(Flaw::Moves), "seed {seed}");
    }
    assert!(accepted > 400 && split > 3 && refused > 300, "{accepted}, {split}, {refused}");
}

#[test]
fn a_contradiction_with_the_limit_says_so_and_its_repair_leads_out() {
    let (mut named, mut raised, mut both) = (0, 0, 0);
    for seed in 0..40_000 {
        let Some((demand, request)) = few_moves(seed, seed % 2 == 0) else { continue };
        let instance = Instance::new(&demand, &request).expect("well posed");
        let Proposal::Infeasible(reason) = answer(&instance) else { continue };
        let Infeasible { bounds, budget, moves, repair, unfinished } = *reason;
        assert!(unfinished.is_empty());
        let mut out = instance.clone();
        for limit in &mut out.limits {
            let bound = instance.bound(*limit);
            if let Some(relaxed) = repair.bounds.iter().find(|relaxed| relaxed.bound == bound) {
                limit.operators = i64::from(relaxed.operators);
            }
        }
        out.purse = repair.yearly_cost_cents.map(u128::from).or(out.purse);
        out.most_moves = repair.moves.map(i64::from).or(out.most_moves);
        assert!(matches!(answer(&out), Proposal::Best(_)), "seed {seed}: {repair:?} leads nowhere");
        if !moves {
            continue;
        }
        named += 1;
        raised += u32::from(repair.moves.is_some());
        both += u32::from(budget);
        // Only the bounds that are named, and then one of the named fewer.
        let with = |keep: &dyn Fn(usize) -> bool, purse: bool, moves: bool| {
            let mut part = instance.clone();
            let kept = bounds.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, bound)| bound);
            let kept: Vec<_> = kept.cloned().collect();
            part.limits.retain(|limit| kept.contains(&instance.bound(*limit)));
            part.purse = part.purse.filter(|_| purse);
            part.most_moves = part.most_moves.filter(|_| moves);
            matches!(answer(&part), Proposal::Infeasible(_))
        };
        let all = |_: usize| true;
        assert!(with(&all, budget, true), "seed {seed}: {bounds:?} do not contradict the limit");
        assert!(!with(&all, budget, false), "seed {seed}: the limit is not needed");
        assert!(!budget || !with(&all, false, true), "seed {seed}: the budget is not needed");
        for (gone, bound) in bounds.iter().enumerate() {
            assert!(!with(&|at| at != gone, budget, true), "seed {seed}: {bound:?} is not needed");
        }
    }
    assert!(named > 100 && raised > 50 && both > 3, "{named} {raised} {both}");
}

#[test]
fn what_is_told_beside_a_plan_keeps_the_limit() {
    let mut told_of = 0;
    for seed in 0..6_000 {
        let Some((demand, request)) = few_moves(seed, false) else { continue };
        let answer = Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(())).expect("well posed");
        let Answer::Best(told) = answer else { continue };
        let most = request.constraints.transfers.and_then(|transfers| transfers.at_most).expect("a limit");
        let moved: u32 = told.moves.iter().map(|of| of.people).sum();
        assert!(moved <= most, "seed {seed}");
        let more = |by: &[crate::staffing::allocate::Reroute]| by.iter().map(|of| of.by).sum::<i64>();
        let changes = told.alternatives.iter().map(|of| &of.moves).chain(told.prices.iter().map(|of| &of.room.moves));
        for moves in changes {
            assert!(i64::from(moved) + more(moves) <= i64::from(most), "seed {seed}");
            told_of += 1;
        }
    }
    assert!(told_of > 1_000, "{told_of}");
}

#[test]
fn the_least_regret_keeps_the_limit() {
    let mut found = 0;
    for seed in 0..3_000 {
        let Some((demand, request)) = few_moves(seed, false) else { continue };
        let mut more = demand.clone();
        more.required.iter_mut().for_each(|need| *need *= 1.25);
        let outcome = Robust::of(&[demand, more], &request, &mut |_| ControlFlow::Continue(())).expect("well posed");
        let crate::staffing::allocate::Outcome::Found(robust) = outcome else { continue };
        let most = request.constraints.transfers.and_then(|transfers| transfers.at_most).expect("a limit");
        assert!(robust.moves.iter().map(|of| of.people).sum::<u32>() <= most, "seed {seed}");
        found += 1;
    }
    assert!(found > 300, "{found}");
}
