//! The proof of a plan within a budget: every one is accepted by the checker, and what is broken is refused.

use std::ops::ControlFlow;

use super::{
    brute::{self, Whole},
    chance::{self, Chance, With},
};
use crate::staffing::allocate::{
    Answer, Best, Budget, Closing, Constraints, Counted, Cover, Flaw, Group, Instance, Level, Levels, Move, Objective,
    Plan, Proof, Proposal, Range, Ratio, Step, propose, value_of,
};

/// Problems in which the money binds, each with its plan and the proof.
fn proved(count: u64) -> impl Iterator<Item = (u64, Instance, Plan, Cover)> {
    (0..count).filter_map(|seed| {
        let (demand, request) = chance::problem(seed, With { transfers: seed % 3 == 0, budget: true });
        let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
        let Proposal::Best(best) = propose(&instance, &mut |_| ControlFlow::Continue(())) else { return None };
        let Best { plan, proof: Proof::Parts { complete: true, cover, .. }, .. } = *best else { return None };
        Some((seed, instance, plan, *cover.unwrap_or_else(|| panic!("seed {seed}: the proof is not kept"))))
    })
}

pub(super) fn plan_of(whole: &Whole) -> Plan {
    Plan {
        operators: whole.placed.iter().map(|&n| n as u32).collect(),
        moves: whole.moved.iter().map(|&(from, to, n)| Move { from, to, people: n as u32 }).collect(),
    }
}

#[test]
fn every_plan_within_a_budget_has_a_proof_that_the_checker_accepts() {
    let (mut accepted, mut split, mut levels, mut empty) = (0, 0, 0, 0);
    for (seed, instance, plan, cover) in proved(12_000) {
        assert_eq!(cover.check(&instance, &plan), Ok(()), "seed {seed}");
        accepted += 1;
        levels += u32::from(matches!(cover, Cover::Levels(_)));
        let (splits, without) = counted(&cover);
        split += u32::from(splits > 0);
        empty += without;
    }
    assert!(accepted > 1_000 && split > 50 && levels > 500 && empty > 20, "{accepted}, {split}, {levels}, {empty}");
}

/// How many parts were split, and how many were shown to have no plan.
fn counted(cover: &Cover) -> (usize, usize) {
    fn of<G>(steps: &[Step<G>]) -> (usize, usize) {
        let is_split = |step: &&Step<G>| matches!(step, Step::Split { .. });
        let is_empty = |step: &&Step<G>| match step {
            Step::Closed(closing) => closing.objective == 0,
            Step::Unaffordable => true,
            Step::Split { .. } => false,
        };
        (steps.iter().filter(is_split).count(), steps.iter().filter(is_empty).count())
    }
    match cover {
        Cover::Numbers(steps) => of(steps),
        Cover::Levels(steps) => of(steps),
    }
}

#[test]
fn a_plan_that_is_not_the_best_is_refused_whatever_is_done_to_the_proof() {
    let mut refused = 0;
    for (seed, instance, plan, cover) in proved(1_500) {
        let best = value_of(&instance, &plan);
        let others = brute::all(&instance);
        let worse: Vec<Plan> = others.iter().map(plan_of).filter(|other| value_of(&instance, other) > best).collect();
        let mut chance = Chance::new(seed);
        for _ in 0..worse.len().min(5) {
            let other = &worse[chance.below(worse.len() as u64) as usize];
            assert_eq!(cover.check(&instance, other), Err(Flaw::Open), "seed {seed}: {other:?}");
            for _ in 0..10 {
                let broken = broken(&cover, &mut chance, instance.profiles.len());
                assert!(broken.check(&instance, other).is_err(), "seed {seed}: {other:?} by {broken:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 2_000, "{refused}");
}

/// The proof with something changed by chance.
fn broken(cover: &Cover, chance: &mut Chance, profiles: usize) -> Cover {
    fn of<G: Group>(
        steps: &[Step<G>],
        chance: &mut Chance,
        profiles: usize,
        amount: impl Fn(i128) -> G,
    ) -> Vec<Step<G>> {
        let mut steps = steps.to_vec();
        let at = chance.below(steps.len() as u64) as usize;
        let by = amount(i128::from(chance.below(2_000_001)) - 1_000_000);
        match chance.below(8) {
            0 => drop(steps.remove(at)),
            1 => steps.insert(at, Step::Unaffordable),
            2 => steps[at] = Step::Unaffordable,
            3 => steps.swap(0, at),
            4 => steps[at] = Step::Split { of: Counted::Profile(chance.below(profiles as u64) as usize), most: 1 },
            kind => {
                if let Step::Closed(closing) = &mut steps[at] {
                    let Closing { objective, cent, person, prices } = &mut **closing;
                    let place = chance.below(prices.cpis.len() as u64) as usize;
                    match kind {
                        5 => *objective = i128::from(chance.below(3)),
                        6 if chance.below(3) == 0 => *person = by,
                        6 => *cent = by,
                        _ => prices.cpis[place].add(&by),
                    }
                }
            }
        }
        steps
    }
    match cover {
        Cover::Numbers(steps) => Cover::Numbers(of(steps, chance, profiles, |amount| amount)),
        Cover::Levels(steps) => {
            let level = |amount: i128| Levels::at(Ratio::new(amount.unsigned_abs(), 300_000), amount.signum());
            Cover::Levels(of(steps, chance, profiles, level))
        }
    }
}

fn with_first_closing(cover: &Cover, change: impl Fn(&mut dyn Broken)) -> Option<Cover> {
    fn of<G: Group>(steps: &[Step<G>], change: impl Fn(&mut dyn Broken)) -> Option<Vec<Step<G>>> {
        let mut steps = steps.to_vec();
        let closing =
            steps.iter_mut().find_map(|step| if let Step::Closed(closing) = step { Some(closing) } else { None });
        change(&mut **closing?);
        Some(steps)
    }
    match cover {
        Cover::Numbers(steps) => of(steps, change).map(Cover::Numbers),
        Cover::Levels(steps) => of(steps, change).map(Cover::Levels),
    }
}

/// A closing in either measure, to be broken.
trait Broken {
    fn weigh_below_nothing(&mut self);
    fn price_money_below_nothing(&mut self);
    fn lose_a_price(&mut self);
    fn price_the_whole(&mut self);
}

impl<G: Group> Broken for Closing<G> {
    fn weigh_below_nothing(&mut self) {
        self.objective = -1;
    }

    fn price_money_below_nothing(&mut self) {
        self.cent = G::one().times(-1);
    }

    fn lose_a_price(&mut self) {
        self.prices.profiles.pop();
    }

    fn price_the_whole(&mut self) {
        self.prices.head_count = G::dominant().times(-1);
    }
}

#[test]
fn the_checker_refuses_what_is_broken() {
    let mut refused = [0; 8];
    for (seed, instance, plan, cover) in proved(2_500) {
        let steps = |change: fn(&mut Vec<Step<i128>>)| match &cover {
            Cover::Numbers(steps) => {
                let mut steps = steps.clone();
                change(&mut steps);
                Some(Cover::Numbers(steps))
            }
            Cover::Levels(_) => None,
        };
        // A part is left out; another is told twice.
        if let Some(short) = steps(|steps| drop(steps.pop())) {
            assert_eq!(short.check(&instance, &plan), Err(Flaw::Open), "seed {seed}");
            refused[0] += 1;
        }
        if let Some(long) = steps(|steps| steps.push(Step::Unaffordable)) {
            assert_eq!(long.check(&instance, &plan), Err(Flaw::Shape), "seed {seed}");
            refused[1] += 1;
        }
        // All plans are said to cost too much.
        if let Some(poor) = steps(|steps| *steps = vec![Step::Unaffordable]) {
            assert_eq!(poor.check(&instance, &plan), Err(Flaw::Open), "seed {seed}");
            refused[2] += 1;
        }
        let shape: [fn(&mut dyn Broken); 3] =
            [|of| of.weigh_below_nothing(), |of| of.price_money_below_nothing(), |of| of.lose_a_price()];
        for change in shape {
            // A part that has no plan by its numbers alone needs no prices, so only the others are refused.
            let Some(broken) = with_first_closing(&cover, change) else { continue };
            let checked = broken.check(&instance, &plan);
            assert!(matches!(checked, Err(Flaw::Shape)), "seed {seed}: {checked:?}");
            refused[3] += 1;
        }
        if let Some(broken) = with_first_closing(&cover, |closing| closing.price_the_whole()) {
            refused[4] += u32::from(broken.check(&instance, &plan).is_err());
        }
        // The prices of another measure.
        let strange = match &cover {
            Cover::Numbers(_) => Cover::Levels(Vec::new()),
            Cover::Levels(_) => Cover::Numbers(Vec::new()),
        };
        assert_eq!(strange.check(&instance, &plan), Err(Flaw::Shape));
        refused[5] += 1;
        // More money: the same proof says nothing of it where a better plan has become affordable.
        let mut richer = instance.clone();
        richer.purse = instance.purse.map(|purse| purse + 5_000);
        if let Proposal::Best(best) = propose(&richer, &mut |_| ControlFlow::Continue(()))
            && best.value < value_of(&richer, &plan)
        {
            assert!(cover.check(&richer, &plan).is_err(), "seed {seed}");
            refused[6] += 1;
        }
        // A plan that costs more than there is.
        let mut dear = plan.clone();
        dear.operators[0] += 1_000;
        assert!(cover.check(&instance, &dear).is_err());
        refused[7] += 1;
    }
    assert!(refused.iter().all(|&count| count > 20), "each kind was tried: {refused:?}");
}

#[test]
fn proofs_of_many_cells_in_many_parts_are_accepted() {
    let (mut accepted, mut parts) = (0, 0);
    for seed in 0..100 {
        let (mut demand, mut request) = chance::large_problem(seed);
        let mut chance = Chance::new(seed);
        demand.cpis.truncate(15);
        demand.seats.truncate(15);
        let cells = 15 * demand.profiles.len();
        for list in [&mut demand.required, &mut demand.have] {
            list.truncate(cells);
        }
        demand.present.truncate(cells);
        let head_count = 10 + chance.below(30) as u32;
        request.constraints = Constraints { head_count: Range::at_most(head_count), ..Constraints::default() };
        if seed % 2 == 0 {
            // Here a plan that is as good for less money is rare, so there is much to split.
            (request.objective, request.level) =
                (chance.pick(&[Objective::LeastUnmet, Objective::Proportional]), Level::Cell);
        }
        let cents = u64::from(head_count) * (2_000_000 + chance.below(1_500_000));
        request.constraints.budget = Some(Budget { cents, months: 12 });
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut asked = 0;
        let mut watch = |_| {
            asked += 1;
            if asked > 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let Proposal::Best(best) = propose(&instance, &mut watch) else { continue };
        let Best { plan, proof: Proof::Parts { complete: true, cover: Some(cover), parts: of, .. }, .. } = *best else {
            continue;
        };
        assert_eq!(cover.check(&instance, &plan), Ok(()), "seed {seed}");
        accepted += 1;
        parts += of;
    }
    assert!(accepted > 10 && parts > 100, "{accepted} proofs of {parts} parts");
}

#[test]
fn the_answer_says_that_the_proof_was_checked() {
    let mut told = 0;
    for seed in 0..1_500 {
        let (demand, request) = chance::problem(seed, With { transfers: false, budget: true });
        let answer = Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(())).expect("well posed");
        let Answer::Best(best) = answer else { continue };
        assert!(best.proof.complete && best.proof.certified, "seed {seed}: {:?}", best.proof);
        told += u32::from(best.proof.parts > 0);
    }
    assert!(told > 10, "{told} of them within a budget that binds");
}
