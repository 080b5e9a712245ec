//! What is said about an answer: each statement applied, each proof checked, each reason tried.

use super::{
    brute,
    chance::{self, Chance, With},
};
use crate::staffing::allocate::{
    Certificate, Flaw, Infeasible, Instance, Level, Measures, Move, Plan, Side, Solver, Value,
    instance::{Limit, Place},
    reason::feasible,
    value_of,
};

const BOTH: [With; 2] = [With { transfers: false, budget: false }, With { transfers: true, budget: false }];

fn instances(count: u64) -> impl Iterator<Item = (u64, Instance)> {
    BOTH.into_iter().flat_map(move |with| {
        (0..count).map(move |seed| {
            let (demand, request) = chance::problem(seed, with);
            (seed, Instance::new(&demand, &request).expect("chance makes well-posed problems"))
        })
    })
}

fn difference(one: &Value, other: &Value) -> Value {
    use crate::staffing::allocate::Group as _;
    match (one.clone(), other) {
        (Value::Numbers(one), Value::Numbers(other)) => Value::Numbers(one - other),
        (Value::Levels(mut one), Value::Levels(other)) => {
            one.sub(other);
            Value::Levels(one)
        }
        _ => panic!("one instance has one measure"),
    }
}

fn tightened(instance: &Instance, limit: Limit) -> Instance {
    let mut tighter = instance.clone();
    tighter.limits.push(limit);
    tighter
}

#[test]
fn every_optimum_has_a_certificate_that_the_checker_accepts() {
    let mut proved = 0;
    for (seed, instance) in instances(1_000) {
        let solver = Solver::new(&instance);
        let Ok(plan) = solver.plan() else { continue };
        let certificate = solver.certificate().unwrap_or_else(|| panic!("seed {seed}: no prices"));
        assert_eq!(certificate.check(&instance, &plan), Ok(()), "seed {seed}");
        assert_eq!(solver.value(), Some(value_of(&instance, &plan)), "seed {seed}");
        proved += 1;
    }
    assert!(proved > 500, "most problems have a plan");
}

#[test]
fn the_checker_refuses_what_is_broken() {
    let mut refused = [0; 6];
    for (seed, instance) in instances(600) {
        let solver = Solver::new(&instance);
        let (Ok(plan), Some(certificate)) = (solver.plan(), solver.certificate()) else { continue };
        let mut chance = Chance::new(seed);
        // Another plan that keeps the bounds but is not the best, under the prices of the best.
        for other in brute::all(&instance) {
            let other = Plan {
                operators: other.placed.iter().map(|&n| n as u32).collect(),
                moves: other.moved.iter().map(|&(from, to, n)| Move { from, to, people: n as u32 }).collect(),
            };
            if value_of(&instance, &other) > value_of(&instance, &plan) {
                assert!(matches!(certificate.check(&instance, &other), Err(Flaw::Gain(_))), "seed {seed}: {other:?}");
                refused[0] += 1;
            }
        }
        // One operator too many in one cell.
        let mut more = plan.clone();
        let cell = chance.below(instance.len() as u64) as usize;
        more.operators[cell] += 1_000;
        assert!(certificate.check(&instance, &more).is_err(), "seed {seed}");
        refused[1] += 1;
        // A cell too few.
        let mut short = plan.clone();
        short.operators.pop();
        assert_eq!(certificate.check(&instance, &short), Err(Flaw::Shape));
        refused[2] += 1;
        // Somebody moves who is not there.
        let mut ghosts = plan.clone();
        ghosts.moves.push(Move { from: cell, to: cell, people: 1 });
        assert_eq!(certificate.check(&instance, &ghosts), Err(Flaw::Move));
        refused[3] += 1;
        // A price that is too low.
        let mut cheap = certificate.clone();
        match &mut cheap {
            Certificate::Numbers(prices) => prices.head_count.objective -= 1_000_000_000_000_000_000_000,
            Certificate::Levels(prices) => {
                let level = crate::staffing::allocate::Ratio::new(1_000_000, 0);
                prices.head_count.objective = crate::staffing::allocate::Levels::at(level, -1);
            }
        }
        if instance.limits.iter().all(|limit| limit.side == Side::AtMost) && plan.operators.iter().any(|&n| n > 0) {
            assert!(cheap.check(&instance, &plan).is_err(), "seed {seed}");
            refused[4] += 1;
        }
        // The prices of another measure.
        let strange = match certificate {
            Certificate::Numbers(_) => Certificate::Levels(Box::default()),
            Certificate::Levels(_) => Certificate::Numbers(Box::default()),
        };
        assert_eq!(strange.check(&instance, &plan), Err(Flaw::Shape));
        refused[5] += 1;
    }
    assert!(refused.iter().all(|&count| count > 20), "each kind was tried: {refused:?}");
}

#[test]
fn a_reason_is_a_contradiction_and_no_member_is_superfluous() {
    let mut told = 0;
    for (seed, instance) in instances(2_500) {
        let Err(reason) = Solver::new(&instance).plan() else { continue };
        let Infeasible { bounds, repair, .. } = *reason;
        let mine: Vec<Limit> =
            instance.limits.iter().copied().filter(|limit| bounds.contains(&instance.bound(*limit))).collect();
        assert_eq!(mine.len(), bounds.len(), "seed {seed}: every bound of the reason was asked for: {bounds:?}");
        let with = |limits: Vec<Limit>| feasible(&instance, &limits).trouble.is_none();
        assert!(!with(mine.clone()), "seed {seed}: {bounds:?} is no contradiction");
        for left_out in 0..mine.len() {
            let mut rest = mine.clone();
            rest.remove(left_out);
            assert!(with(rest), "seed {seed}: {:?} is superfluous in {bounds:?}", bounds[left_out]);
        }
        let mended = instance.limits.iter().map(|limit| {
            let bound = instance.bound(*limit);
            let relaxed = repair.bounds.iter().find(|relaxed| relaxed.bound == bound);
            relaxed.map_or(*limit, |relaxed| Limit { operators: i64::from(relaxed.operators), ..*limit })
        });
        assert!(with(mended.collect()), "seed {seed}: {repair:?} mends nothing");
        told += 1;
    }
    assert!(told > 100, "some problems have no plan: {told}");
}

#[test]
fn no_repair_is_cheaper() {
    let mut told = 0;
    for (seed, instance) in instances(1_200) {
        let Err(reason) = Solver::new(&instance).plan() else { continue };
        let paid: u32 =
            reason.repair.bounds.iter().map(|relaxed| relaxed.bound.operators.abs_diff(relaxed.operators)).sum();
        let mut free = instance.clone();
        let bounds = std::mem::take(&mut free.limits);
        // Who may move depends on the locks, so they stay as what they are while their numbers give way.
        free.limits.push(Limit { place: Place::HeadCount, side: Side::AtMost, operators: 6 });
        if instance.has_transfers || bounds.iter().any(|limit| limit.operators > 4) {
            continue;
        }
        let cheapest = brute::all(&free)
            .iter()
            .map(|plan| {
                let columns = instance.profiles.len();
                let sum = |inside: &dyn Fn(usize) -> bool| -> i64 {
                    plan.placed.iter().enumerate().filter(|(cell, _)| inside(*cell)).map(|(_, n)| n).sum()
                };
                bounds
                    .iter()
                    .map(|limit| {
                        let count = match limit.place {
                            Place::HeadCount => sum(&|_| true),
                            Place::Profile(profile) => sum(&|cell| cell % columns == profile),
                            Place::Province(of) => sum(&|cell| instance.province_of[cell / columns] == of),
                            Place::Cpi(cpi) => sum(&|cell| cell / columns == cpi),
                            Place::Cell(cell) | Place::Lock(cell) => plan.placed[cell],
                        };
                        match limit.side {
                            Side::AtLeast => (limit.operators - count).max(0),
                            Side::AtMost => (count - limit.operators).max(0),
                        }
                    })
                    .sum::<i64>()
            })
            .min();
        assert!(i64::from(paid) <= cheapest.expect("plans"), "seed {seed}: {:?}", reason.repair);
        told += 1;
    }
    assert!(told > 30, "some problems have no plan: {told}");
}

#[test]
fn a_stated_alternative_applied_gives_exactly_the_stated_loss() {
    let mut told = 0;
    for (seed, instance) in instances(400) {
        let mut solver = Solver::new(&instance);
        let (Ok(plan), Some(best)) = (solver.plan(), solver.value()) else { continue };
        for cell in 0..instance.len() {
            let operators = i64::from(plan.operators[cell]);
            if operators == 0 {
                assert_eq!(solver.alternative(cell), None);
                continue;
            }
            let forced =
                tightened(&instance, Limit { place: Place::Cell(cell), side: Side::AtMost, operators: operators - 1 });
            let other = Solver::new(&forced);
            match solver.alternative(cell) {
                None => assert!(other.plan().is_err(), "seed {seed}: there is another plan"),
                Some(change) => {
                    let value = other.value().expect("the alternative is a plan");
                    assert_eq!(difference(&value, &best), change.loss, "seed {seed} cell {cell}");
                    let mut changed = plan.clone();
                    for &(cell, by) in &change.cells {
                        changed.operators[cell] = changed.operators[cell].saturating_add_signed(by as i32);
                    }
                    if change.moves.is_empty() {
                        assert_eq!(value_of(&instance, &changed), value, "seed {seed}: the change leads there");
                    }
                    told += 1;
                }
            }
        }
    }
    assert!(told > 300, "{told}");
}

#[test]
fn an_alternative_elsewhere_applied_gives_exactly_the_stated_loss() {
    let mut told = 0;
    for (seed, instance) in instances(400) {
        let mut solver = Solver::new(&instance);
        let (Ok(plan), Some(best)) = (solver.plan(), solver.value()) else { continue };
        let net = plan.net_by_unit(&instance);
        for cell in 0..instance.len() {
            let unit = instance.unit_of(cell);
            let place = match instance.level {
                Level::Cell if instance.has_transfers => continue,
                Level::Cell => Place::Cell(unit),
                Level::Cpi => Place::Cpi(unit),
                Level::Province => Place::Province(unit),
            };
            // Hamilton's quotas count every place's ceiling.
            if net[unit] <= 0 || instance.cells[0].claims > 0 {
                continue;
            }
            let forced = tightened(&instance, Limit { place, side: Side::AtMost, operators: net[unit] - 1 });
            let other = Solver::new(&forced);
            match solver.alternative_elsewhere(cell) {
                None => assert!(other.plan().is_err(), "seed {seed}: there is another plan"),
                Some(change) => {
                    let value = other.value().expect("the alternative is a plan");
                    assert_eq!(difference(&value, &best), change.loss, "seed {seed} cell {cell}");
                    told += 1;
                }
            }
        }
    }
    assert!(told > 200, "{told}");
}

#[test]
fn a_shadow_price_is_what_one_more_brings() {
    let mut told = 0;
    for (seed, instance) in instances(800) {
        let mut solver = Solver::new(&instance);
        let Some(best) = solver.value() else { continue };
        for price in solver.shadow_prices() {
            let mut wider = instance.clone();
            for limit in &mut wider.limits {
                if instance.bound(*limit) == price.bound {
                    limit.operators += if limit.side == Side::AtMost { 1 } else { -1 };
                    break;
                }
            }
            // Hamilton's quotas follow the head-count: there the wider bound is another problem.
            if wider.cells[0].claims > 0 {
                continue;
            }
            let value = Solver::new(&wider).value().expect("a wider bound has a plan");
            assert_eq!(difference(&value, &best), price.change.loss, "seed {seed}: {:?}", price.bound);
            assert!(value < best, "seed {seed}: a price is a gain");
            told += 1;
        }
    }
    assert!(told > 300, "{told}");
}

#[test]
fn a_warm_start_gives_what_a_cold_one_gives() {
    let mut changed = 0;
    for (seed, mut instance) in instances(700) {
        let mut chance = Chance::new(seed ^ 0xabcd);
        let mut solver = Solver::new(&instance);
        for _ in 0..6 {
            let cell = chance.below(instance.len() as u64) as usize;
            if chance.below(2) == 0 {
                let operators = [None, Some(0), Some(1), Some(2)][chance.below(4) as usize];
                solver.lock(cell, operators).expect("a small number");
                instance.limits.retain(|limit| limit.place != Place::Lock(cell));
                if let Some(operators) = operators {
                    instance.lock(cell, operators);
                }
            } else {
                let quarters = chance.below(24);
                solver.require(cell, quarters as f64 / 4.0).expect("a small number");
                instance.cells[cell].required = quarters * 250_000;
                instance.share_out_claims();
            }
            let cold = Solver::new(&instance);
            match (solver.plan(), cold.plan()) {
                (Ok(warm), Ok(cold)) => assert_eq!(warm, cold, "seed {seed}"),
                (Err(warm), Err(cold)) => assert_eq!(warm, cold, "seed {seed}"),
                (warm, cold) => panic!("seed {seed}: {warm:?} but {cold:?}"),
            }
            changed += 1;
        }
    }
    assert!(changed > 1_000);
}

#[test]
fn the_order_of_placement_ends_at_the_plan() {
    for (seed, instance) in instances(400) {
        let solver = Solver::new(&instance);
        let Ok(plan) = solver.plan() else { continue };
        let mut operators = vec![0; instance.len()];
        for placement in solver.placements(&plan) {
            operators[placement.cell] += 1;
            assert!(placement.after <= placement.before, "seed {seed}");
            if let Some((other, _)) = placement.runner_up {
                assert_ne!(instance.unit_of(other), instance.unit_of(placement.cell), "seed {seed}");
            }
        }
        assert_eq!(operators, plan.operators, "seed {seed}");
        let measures = Measures::of(&instance, &plan);
        assert_eq!(measures.placed, operators.iter().sum::<u32>());
    }
}

#[test]
fn hamiltons_quotas_follow_a_first_claim() {
    use crate::staffing::allocate::{Basis, Objective, Request, Rule};
    let (mut demand, _) = chance::problem(4, With::default());
    demand.have.fill(10.0);
    let objective = Objective::Apportionment { rule: Rule::Hamilton, basis: Basis::Missing };
    let request = Request { objective, ..Request::equity(3) };
    let instance = Instance::new(&demand, &request).expect("well posed");
    let mut solver = Solver::new(&instance);
    let cell = instance.len() - 1;
    solver.require(cell, 40.0).expect("a good number");
    let mut changed = instance.clone();
    changed.cells[cell].required = 40_000_000;
    changed.share_out_claims();
    assert_eq!(solver.plan(), Solver::new(&changed).plan());
}
