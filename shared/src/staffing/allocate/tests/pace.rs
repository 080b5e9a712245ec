//! A run that is stopped says what it did not finish, wherever it is stopped, and nothing that it says is wrong.

use std::{convert::Infallible, ops::ControlFlow};

use super::chance::{self, With};
use crate::staffing::{
    CellKey,
    allocate::{
        Answer, Cost, Group, Infeasible, Instance, Levels, Move, Objective, Part, Plan, Progress, Ratio, Told, Watch,
        check_bounds,
        pace::{Endless, Pace, Watched},
        reason::feasible,
        state::State,
        tariff::Price,
        value_of,
    },
};

const ALL: [With; 3] = [
    With { transfers: false, budget: false },
    With { transfers: true, budget: false },
    With { transfers: true, budget: true },
];

fn problems(count: u64) -> impl Iterator<Item = (u64, chance::Problem)> {
    ALL.into_iter().flat_map(move |with| (0..count).map(move |seed| (seed, chance::problem(seed, with))))
}

/// The answer of a run that is asked at every step.
fn answer((demand, request): &chance::Problem, watch: &mut Watch<'_>) -> Answer {
    Answer::watched(demand, request, &mut Watched::every(1, watch)).expect("well posed")
}

fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn is_start<T: PartialEq>(some: &[T], all: &[T]) -> bool {
    all.starts_with(some)
}

fn plan_of(instance: &Instance, told: &Told) -> Plan {
    let at = |key: &CellKey| instance.position(key).expect("known");
    let moves = told.moves.iter().map(|of| Move { from: at(&of.from), to: at(&of.to), people: of.people });
    Plan { operators: instance.from_given(&told.operators), moves: moves.collect() }
}

/// What a stopped run says beside what a finished one says.
fn holds(instance: &Instance, told: &Told, full: &Told) {
    let has = |part: Part| told.unfinished.contains(&part);
    let plan = plan_of(instance, told);
    assert_eq!(check_bounds(instance, &plan), Ok(()));
    assert_eq!(has(Part::Proof), !told.proof.complete);
    let full_plan = plan_of(instance, full);
    if !has(Part::Proof) {
        // Under a budget plans that are equal in the objective are not told apart.
        assert_eq!(value_of(instance, &plan), value_of(instance, &full_plan));
        assert!(full.proof.parts > 0 || plan == full_plan);
    }
    if plan == full_plan {
        assert!(is_start(&told.placements, &full.placements));
        assert!(is_start(&told.alternatives, &full.alternatives) && is_start(&told.prices, &full.prices));
        assert!(has(Part::Placements) || told.placements == full.placements);
        assert!(has(Part::Alternatives) || told.alternatives == full.alternatives);
        assert!(has(Part::Prices) || (&told.prices, &told.scarce) == (&full.prices, &full.scarce));
        assert!(is_start(&told.scarce, &full.scarce));
    }
    let best = full.proposed.worst_pressure.unwrap_or(f64::INFINITY);
    assert!(told.proof.worst_at_least.is_none_or(|least| least <= best * (1.0 + 1e-12)));
}

fn is_contradiction(instance: &Instance, reason: &Infeasible) -> bool {
    let is_member = |bound| reason.bounds.contains(&bound);
    let members: Vec<_> = instance.limits.iter().copied().filter(|limit| is_member(instance.bound(*limit))).collect();
    let Ok(state) = feasible(instance, &members, &mut Endless);
    state.trouble.is_some() || reason.budget
}

#[test]
fn a_run_that_is_stopped_anywhere_says_what_it_did_not_finish() {
    let mut cut = [0; 3];
    for (seed, problem) in problems(120) {
        let instance = Instance::new(&problem.0, &problem.1).expect("well posed");
        let full = answer(&problem, &mut go);
        let mut patience = 0_u64;
        loop {
            let mut asked = 0;
            let mut watch = |_| {
                asked += 1;
                if asked > patience { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let some = answer(&problem, &mut watch);
            match (&some, &full) {
                (Answer::Stopped, _) => cut[0] += 1,
                (Answer::Best(told), Answer::Best(full)) => {
                    holds(&instance, told, full);
                    cut[1] += u32::from(!told.unfinished.is_empty());
                }
                (Answer::Infeasible(reason), Answer::Infeasible(full)) => {
                    assert!(is_contradiction(&instance, reason), "seed {seed}");
                    let has = |part: Part| reason.unfinished.contains(&part);
                    assert!(has(Part::Reason) || (&reason.bounds, reason.budget) == (&full.bounds, full.budget));
                    assert!(has(Part::Repair) || reason.repair == full.repair);
                    assert!(!has(Part::Repair) || reason.repair.bounds.is_empty());
                    cut[2] += u32::from(!reason.unfinished.is_empty());
                }
                (some, full) => panic!("seed {seed}: {some:?} but {full:?}"),
            }
            if asked <= patience {
                assert_eq!(some, full, "seed {seed}: to be asked changes nothing");
                break;
            }
            patience += 1 + patience / 3;
        }
    }
    assert!(cut.iter().all(|&count| count > 100), "each kind of answer was cut short: {cut:?}");
}

#[test]
fn each_part_can_be_stopped_by_itself() {
    let parts =
        [Part::Plan, Part::Proof, Part::Placements, Part::Alternatives, Part::Prices, Part::Reason, Part::Repair];
    for part in parts {
        let mut stopped = 0;
        for (seed, problem) in problems(150) {
            let mut asked = false;
            let mut watch = |at: Progress| {
                asked |= at.part == part;
                if at.part == part { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let answer = answer(&problem, &mut watch);
            let unfinished = match &answer {
                Answer::Stopped => {
                    assert!(matches!(part, Part::Plan | Part::Proof), "seed {seed}: {part:?}");
                    &vec![part]
                }
                Answer::Best(told) => &told.unfinished,
                Answer::Infeasible(reason) => &reason.unfinished,
            };
            // What was found until then may happen to prove all.
            let proved = matches!(&answer, Answer::Best(told) if part == Part::Proof && told.proof.complete);
            let expected = if asked && !proved { vec![part] } else { Vec::new() };
            assert_eq!(*unfinished, expected, "seed {seed}: {answer:?}");
            stopped += u32::from(asked);
        }
        assert!(stopped > 20, "{part:?} was stopped {stopped} times");
    }
}

#[test]
fn progress_is_told_part_by_part_and_never_falls_back() {
    let mut told = Vec::new();
    for (seed, problem) in problems(60) {
        let mut last = Progress::default();
        let mut watch = |at: Progress| {
            assert!(at.part >= last.part, "seed {seed}: {at:?} after {last:?}");
            let has_gone_on = at.part > last.part || at.done >= last.done;
            assert!(has_gone_on, "seed {seed}: {at:?} after {last:?}");
            last = at;
            if !told.contains(&at.part) {
                told.push(at.part);
            }
            ControlFlow::Continue(())
        };
        answer(&problem, &mut watch);
    }
    told.sort_unstable();
    assert_eq!(told.len(), 7, "every part is told: {told:?}");
}

/// A run that nobody watches, with its steps counted.
#[derive(Default)]
struct Counted(usize);

impl Pace for Counted {
    type Stop = Infallible;

    fn step(&mut self, steps: usize) -> Result<(), Infallible> {
        self.0 += steps;
        Ok(())
    }

    fn ask(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[test]
fn a_look_at_a_price_in_many_levels_counts_for_many_steps() {
    let (demand, mut request) = chance::problem(5, With::default());
    request.objective = Objective::Equity;
    let instance = Instance::new(&demand, &request).expect("well posed");
    let steps = |levels: u128| {
        let mut objective = Levels::default();
        for level in 1..=levels {
            objective.add(&Levels::at(Ratio::new(level, 1_000_000), 1));
        }
        let price = Price { scale: 1, per_cent: Cost { objective, ..Cost::default() }, ..Price::default() };
        let mut counted = Counted::default();
        let Ok(_) = State::of(&instance, &instance.limits, Some(price), &mut counted);
        counted.0
    };
    assert!(steps(8_000) > 200 * steps(2), "{} against {}", steps(8_000), steps(2));
}
