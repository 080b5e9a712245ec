//! What a little more brings: each line is the best of all plans that have it.

use std::ops::ControlFlow;

use super::{
    brute::{self, Whole},
    chance::{self, With},
};
use crate::staffing::allocate::{
    Answer, Change, Instance, Margins, Memory, Move, Next, Outcome, Plan, Progress, Proposal, Request, Value,
    check_bounds, margin::wider, propose,
};

fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn whole(plan: &Plan) -> Whole {
    Whole {
        placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
        moved: plan.moves.iter().map(|of: &Move| (of.from, of.to, i64::from(of.people))).collect(),
    }
}

fn applied(instance: &Instance, before: &Plan, next: &Next) -> Plan {
    let at = |key: &_| instance.position(key).expect("known");
    let change = Change {
        cells: next.shifts.iter().map(|shift| (at(&shift.cell), shift.by)).collect(),
        moves: next.moves.iter().map(|of| (at(&of.from), at(&of.to), of.by)).collect(),
        loss: Value::Numbers(0),
    };
    change.applied(before)
}

/// The line is a plan of the problem, and of all that `counts` none is better.
fn is_best(
    seed: u64,
    instance: &Instance,
    before: &Plan,
    next: Option<&Next>,
    counts: impl Fn(&Whole) -> bool,
) -> bool {
    let all: Vec<Whole> = brute::all(instance).into_iter().filter(|plan| counts(plan)).collect();
    let Some(next) = next else {
        assert!(all.is_empty(), "seed {seed}: there is such a plan: {:?}", all[0]);
        return false;
    };
    let plan = applied(instance, before, next);
    assert_eq!(check_bounds(instance, &plan), Ok(()), "seed {seed}: {next:?}");
    assert!(counts(&whole(&plan)), "seed {seed}: {next:?}");
    let worth = brute::worth(instance, &whole(&plan));
    for other in &all {
        assert!(
            brute::worth(instance, other).compare(&worth).is_ge(),
            "seed {seed}: {other:?} is better than {plan:?}"
        );
    }
    let (cost, was) = (instance.yearly_cost(&plan), instance.yearly_cost(before));
    assert_eq!(i128::from(next.yearly_cost_cents), cost as i128 - was as i128, "seed {seed}");
    true
}

fn net_of_cpi(instance: &Instance, plan: &Whole, cpi: usize) -> i64 {
    let columns = instance.profiles.len();
    brute::net(instance, plan)[cpi * columns..(cpi + 1) * columns].iter().sum()
}

#[test]
fn every_line_is_the_best_of_all_plans_that_have_so_much_more() {
    let (mut told, mut none, mut richer, mut paths) = (0, 0, 0, 0);
    for seed in 0..700 {
        let with = With { transfers: seed % 3 == 0, budget: seed % 2 == 0 };
        let (demand, request) = chance::problem(seed, with);
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let margins = match Margins::of(&demand, &request, 5_000, &mut go).expect("well posed") {
            Outcome::Found(margins) => margins,
            Outcome::Infeasible(_) => continue,
            Outcome::Stopped => panic!("seed {seed}: nobody stopped it"),
        };
        assert!(margins.unfinished.is_empty(), "seed {seed}");
        let Proposal::Best(best) = propose(&instance, &mut go) else { panic!("seed {seed}: it has a plan") };
        let (before, wider) = (best.plan, wider(&instance));
        is_best(seed, &wider, &before, margins.operator.as_ref(), |_| true);
        if let Some(budget) = request.constraints.budget {
            let mut more: Request = request.clone();
            more.constraints.budget = Some(crate::staffing::allocate::Budget { cents: budget.cents + 5_000, ..budget });
            let more = Instance::new(&demand, &more).expect("well posed");
            is_best(seed, &more, &before, margins.money.as_ref(), |_| true);
            richer += 1;
        } else {
            assert!(margins.money.is_none());
            paths += 1;
        }
        let names: Vec<_> = margins.cpis.iter().map(|line| line.cpi.clone()).collect();
        assert_eq!(names, demand.cpis.iter().map(|(cpi, _)| cpi.clone()).collect::<Vec<_>>(), "in the order given");
        for line in &margins.cpis {
            let cpi = instance.cpis.iter().position(|cpi| *cpi == line.cpi).expect("known");
            let now = net_of_cpi(&instance, &whole(&before), cpi);
            let counts = |plan: &Whole| net_of_cpi(&instance, plan, cpi) > now;
            let is_told = is_best(seed, &wider, &before, line.next.as_ref(), counts);
            (told, none) = (told + u32::from(is_told), none + u32::from(!is_told));
        }
    }
    assert!(told > 300 && none > 50 && richer > 50 && paths > 100, "{told}, {none}, {richer}, {paths}");
}

#[test]
fn a_line_tells_the_job_centres_that_change_with_their_pressures() {
    let mut told = 0;
    for seed in 0..200 {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 2 == 0, budget: false });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let Outcome::Found(margins) = Margins::of(&demand, &request, 0, &mut go).expect("well posed") else { continue };
        let Proposal::Best(best) = propose(&instance, &mut go) else { continue };
        for line in &margins.cpis {
            let Some(next) = &line.next else { continue };
            let after = applied(&instance, &best.plan, next);
            for (cpi, code) in instance.cpis.iter().enumerate() {
                let by = net_of_cpi(&instance, &whole(&after), cpi) - net_of_cpi(&instance, &whole(&best.plan), cpi);
                let said = next.cpis.iter().find(|shift| shift.cpi == *code);
                assert_eq!(said.map_or(0, |shift| shift.by), by, "seed {seed}");
            }
            let own = next.cpis.iter().find(|shift| shift.cpi == line.cpi).expect("it has one more");
            assert_eq!(own.before, line.pressure, "seed {seed}");
            let is_lower = match (own.before, own.after) {
                (Some(before), Some(after)) => after <= before,
                (None, _) => true,
                (Some(_), None) => false,
            };
            assert!(own.by > 0 && is_lower, "seed {seed}: {own:?}");
            told += 1;
        }
    }
    assert!(told > 100, "{told}");
}

#[test]
fn a_memory_gives_what_a_fresh_start_gives() {
    let (mut memory, mut asked) = (Memory::default(), 0);
    for seed in 0..400 {
        let with = With { transfers: seed % 3 == 0, budget: seed % 4 == 0 };
        let (mut demand, mut request) = chance::problem(seed, with);
        let mut chance = chance::Chance::new(seed ^ 0x3e3);
        for _ in 0..5 {
            let warm = memory.answer(&demand, &request, &mut go).expect("well posed");
            let cold = Answer::of(&demand, &request, &mut go).expect("well posed");
            assert_eq!(warm, cold, "seed {seed}: {request:?} {demand:?}");
            asked += 1;
            let cell = chance.below(demand.required.len() as u64) as usize;
            match chance.below(5) {
                0 => demand.required[cell] = chance.below(30) as f64 / 4.0,
                1 => demand.have[cell] = chance.below(12) as f64 / 4.0,
                2 => demand.present[cell] = chance.below(4) as u32,
                3 => {
                    let key = Instance::new(&demand, &request).expect("well posed").cell_key(cell);
                    let locked = &mut request.constraints.locked;
                    locked.retain(|lock| lock.cell != key);
                    locked.push(crate::staffing::allocate::Lock { cell: key, operators: chance.below(3) as u32 });
                }
                _ => request.constraints.locked.clear(),
            }
        }
    }
    assert!(memory.warm() > asked / 3, "{} of {asked} from the last", memory.warm());
}

#[test]
fn money_that_brings_nothing_changes_nothing() {
    let mut idle = 0;
    for seed in 0..3_000 {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 2 == 0, budget: true });
        let Outcome::Found(margins) = Margins::of(&demand, &request, 500, &mut go).expect("well posed") else {
            continue;
        };
        let Some(next) = margins.money else { continue };
        if next.gain == Some(0.0) || (next.gain.is_none() && next.exchange.is_none()) {
            assert_eq!(
                (&next.shifts[..], &next.moves[..], next.yearly_cost_cents),
                (&[][..], &[][..], 0),
                "seed {seed}"
            );
            assert!(next.gain.is_none_or(f64::is_sign_positive), "seed {seed}: nothing is not less than nothing");
            idle += 1;
        }
    }
    assert!(idle > 100, "{idle}");
}
