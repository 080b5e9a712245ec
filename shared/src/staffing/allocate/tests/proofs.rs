//! What is said about an answer: each statement applied, each proof checked, each reason tried.

use std::ops::ControlFlow;

use super::{
    brute,
    chance::{self, Chance, With},
};
use crate::staffing::{
    CellKey,
    allocate::{
        Answer, Certificate, Change, Exchange, Flaw, Infeasible, Instance, Level, Measures, Move, Plan, Side, Solver,
        Transfer, Value, check_bounds,
        instance::{Limit, Place},
        pace::Endless,
        reason::feasible,
        value_of,
    },
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
        let with = |limits: Vec<Limit>| {
            let Ok(state) = feasible(&instance, &limits, &mut Endless);
            state.trouble.is_none()
        };
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

/// The change applied to the plan is a plan of the other instance, and worth what was said.
fn leads_there(instance: &Instance, plan: &Plan, change: &Change, value: &Value) {
    let changed = change.applied(plan);
    assert_eq!(check_bounds(instance, &changed), Ok(()), "{change:?} of {plan:?}");
    assert_eq!(value_of(instance, &changed), *value, "{change:?} of {plan:?}");
}

#[test]
fn a_stated_alternative_applied_gives_exactly_the_stated_loss() {
    let (mut told, mut with_moves) = (0, 0);
    for (seed, instance) in instances(700) {
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
                    leads_there(&forced, &plan, &change, &value);
                    told += 1;
                    with_moves += u32::from(!change.moves.is_empty());
                }
            }
        }
    }
    assert!(told > 300 && with_moves > 50, "{told}, {with_moves} of them with people who move");
}

#[test]
fn an_alternative_elsewhere_applied_gives_exactly_the_stated_loss() {
    let (mut told, mut with_moves) = (0, 0);
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
                    leads_there(&forced, &plan, &change, &value);
                    told += 1;
                    with_moves += u32::from(!change.moves.is_empty());
                }
            }
        }
    }
    assert!(told > 200 && with_moves > 20, "{told}, {with_moves} of them with people who move");
}

#[test]
fn a_shadow_price_is_what_one_more_brings() {
    let (mut told, mut with_moves) = (0, 0);
    for (seed, instance) in instances(800) {
        let mut solver = Solver::new(&instance);
        let (Ok(plan), Some(best)) = (solver.plan(), solver.value()) else { continue };
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
            leads_there(&wider, &plan, &price.change, &value);
            told += 1;
            with_moves += u32::from(!price.change.moves.is_empty());
        }
    }
    assert!(told > 300 && with_moves > 20, "{told}, {with_moves} of them with people who move");
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

/// What an answer says of its alternatives and prices, against the plan gone over anew.
#[test]
fn the_told_alternatives_and_prices_are_those_of_the_changed_plan() {
    let (mut told, mut with_moves, mut levels, mut scarce) = (0, 0, 0, 0);
    let poor = [With { transfers: false, budget: true }, With { transfers: true, budget: true }];
    for with in BOTH.into_iter().chain(poor) {
        for seed in 0..800 {
            let problem = chance::problem(seed, with);
            let (demand, request) =
                if with.budget && seed % 2 == 0 { chance::with_few_moves(seed, problem) } else { problem };
            let answer = Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(())).expect("well posed");
            let Answer::Best(best) = answer else { continue };
            let instance = Instance::new(&demand, &request).expect("well posed");
            let at = |key: &CellKey| instance.position(key).expect("known");
            let people = |of: &Transfer| Move { from: at(&of.from), to: at(&of.to), people: of.people };
            let plan = Plan {
                operators: instance.from_given(&best.operators),
                moves: best.moves.iter().map(people).collect(),
            };
            let all =
                best.alternatives.iter().map(|of| (&of.shifts, &of.moves, of.worst_pressure, of.loss, of.exchange));
            scarce += best.scarce.len();
            let rooms = best.prices.iter().map(|of| &of.room).chain(best.scarce.iter().map(|of| &of.room));
            let prices =
                rooms.map(|of| (&of.shifts, &of.moves, of.worst_pressure, of.gain.map(|gain| -gain), of.exchange));
            for (shifts, moves, worst, loss, exchange) in all.chain(prices) {
                let change = Change {
                    cells: shifts.iter().map(|shift| (at(&shift.cell), shift.by)).collect(),
                    moves: moves.iter().map(|of| (at(&of.from), at(&of.to), of.by)).collect(),
                    loss: Value::Numbers(0),
                };
                let after = change.applied(&plan);
                assert_eq!(Measures::of(&instance, &after).worst_pressure, worst, "seed {seed}");
                let difference = difference(&value_of(&instance, &after), &value_of(&instance, &plan));
                assert_eq!(difference.in_units(&instance), loss, "seed {seed}");
                let highest = difference.highest_levels(&instance).map(|(before, after)| Exchange {
                    before: Some(before).filter(|level| level.is_finite()),
                    after: Some(after).filter(|level| level.is_finite()),
                });
                assert_eq!(highest, exchange, "seed {seed}");
                let says_nothing = instance.has_quotas();
                assert!(says_nothing || loss.is_some() != exchange.is_some(), "one of the two says what is lost");
                told += 1;
                with_moves += u32::from(!moves.is_empty());
                levels += u32::from(exchange.is_some());
            }
        }
    }
    assert!(told > 500 && with_moves > 50 && levels > 100 && scarce > 50, "{told}, {with_moves}, {levels}, {scarce}");
}
