//! The way out of a contradiction: it leads out, and no other moves fewer operators, or as few for less money.

use std::ops::ControlFlow;

use super::{
    brute::{self, Whole},
    chance::{self, With},
};
use crate::staffing::allocate::{
    Infeasible, Instance, Proposal, Side,
    instance::{Limit, Place},
    propose,
};

/// By how many operators a plan breaks the bounds, and what it costs in a year; `None` when people leave a place that must
/// have at least some, which is no way out.
fn paid(instance: &Instance, plan: &Whole) -> Option<(i64, u128)> {
    let columns = instance.profiles.len();
    let net = brute::net(instance, plan);
    let sum = |of: &[i64], inside: &dyn Fn(usize) -> bool| -> i64 {
        of.iter().enumerate().filter(|(cell, _)| inside(*cell)).map(|(_, count)| count).sum()
    };
    let mut broken = 0;
    for limit in &instance.limits {
        let count = match limit.place {
            Place::HeadCount => sum(&plan.placed, &|_| true),
            Place::Profile(profile) => sum(&plan.placed, &|cell| cell % columns == profile),
            Place::Province(province) => sum(&net, &|cell| instance.province_of[cell / columns] == province),
            Place::Cpi(cpi) => sum(&net, &|cell| cell / columns == cpi),
            Place::Cell(cell) | Place::Lock(cell) => plan.placed[cell],
        };
        if limit.side == Side::AtLeast && count < 0 {
            return None;
        }
        broken += match limit.side {
            Side::AtLeast => (limit.operators - count).max(0),
            Side::AtMost => (count - limit.operators).max(0),
        };
    }
    let cost = |(cell, &new): (usize, &i64)| new as u128 * u128::from(instance.costs[cell % columns]);
    Some((broken, plan.placed.iter().enumerate().map(cost).sum()))
}

/// Every plan, whatever the bounds say but for who may move.
fn all_plans(instance: &Instance) -> Vec<Whole> {
    let mut free = instance.clone();
    (free.purse, free.most_moves) = (None, None);
    let locks = instance.limits.iter().filter(|limit| matches!(limit.place, Place::Lock(_)));
    // Who may move depends on the locks, so they stay as what they are while their numbers give way.
    free.limits = locks.map(|limit| Limit { side: Side::AtLeast, operators: 0, ..*limit }).collect();
    free.limits.push(Limit { place: Place::HeadCount, side: Side::AtMost, operators: 6 });
    brute::all(&free)
}

fn mended(instance: &Instance, reason: &Infeasible) -> Instance {
    let mut mended = instance.clone();
    for limit in &mut mended.limits {
        let bound = instance.bound(*limit);
        if let Some(relaxed) = reason.repair.bounds.iter().find(|relaxed| relaxed.bound == bound) {
            limit.operators = i64::from(relaxed.operators);
        }
    }
    if let Some(cents) = reason.repair.yearly_cost_cents {
        mended.purse = Some(u128::from(cents));
    }
    mended
}

#[test]
fn a_repair_leads_out_and_none_is_cheaper() {
    let (mut told, mut money, mut both, mut moving, mut chosen) = (0, 0, 0, 0, 0);
    for seed in 0..4_000 {
        let with = With { transfers: seed % 3 == 0, budget: seed % 2 == 0 };
        let (demand, request) = chance::problem(seed, with);
        let instance = Instance::new(&demand, &request).expect("well posed");
        let many = instance.limits.iter().any(|limit| limit.operators > 4);
        if many || instance.len() > 6 {
            continue;
        }
        let Proposal::Infeasible(reason) = propose(&instance, &mut |_| ControlFlow::Continue(())) else { continue };
        let out = mended(&instance, &reason);
        let way = propose(&out, &mut |_| ControlFlow::Continue(()));
        assert!(matches!(way, Proposal::Best(_)), "seed {seed}: {:?} leads nowhere", reason.repair);
        let moved = reason.repair.bounds.iter();
        let operators: u32 = moved.map(|relaxed| relaxed.bound.operators.abs_diff(relaxed.operators)).sum();
        let all: Vec<(i64, u128)> = all_plans(&instance).iter().filter_map(|plan| paid(&instance, plan)).collect();
        let (fewest, least) = all.iter().copied().min().expect("plans");
        assert_eq!(i64::from(operators), fewest, "seed {seed}: {:?}", reason.repair);
        // Of the ways as short the one that costs least; and money gives way by no cent more than that.
        let short = instance.purse.is_some_and(|purse| least > purse);
        let expected = short.then(|| u64::try_from(least).expect("a small sum"));
        assert_eq!(reason.repair.yearly_cost_cents, expected, "seed {seed}: {:?}", reason.repair);
        told += 1;
        money += u32::from(short);
        both += u32::from(short && operators > 0);
        moving += u32::from(instance.has_transfers && !instance.ways.is_empty());
        chosen += u32::from(all.iter().any(|&(broken, cost)| broken == fewest && cost > least));
    }
    assert!(
        told > 150 && money > 20 && both > 10 && moving > 20 && chosen > 50,
        "{told} {money} {both} {moving} {chosen}"
    );
}
