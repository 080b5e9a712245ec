//! What is told beside a plan where money or a limit on moves binds: each line against every plan there is.

use std::ops::ControlFlow;

use super::{
    brute::{self, Whole},
    chance::{self, Problem, With},
};
use crate::staffing::{
    CellKey,
    allocate::{
        Answer, Change, Instance, Level, Move, Part, Plan, Reroute, Scarce, Scope, Shift, Side, Told, Transfer, Value,
        check_bounds,
        instance::{Limit, Place},
    },
};

/// A problem with its answer.
struct Case {
    seed: u64,
    instance: Instance,
    told: Box<Told>,
    plan: Plan,
}

fn whole(plan: &Plan) -> Whole {
    Whole {
        placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
        moved: plan.moves.iter().map(|moved| (moved.from, moved.to, i64::from(moved.people))).collect(),
    }
}

impl Case {
    /// Problems in which what is scarce decides.
    fn all(count: u64) -> impl Iterator<Item = Self> {
        (0..count).filter_map(|seed| {
            let problem = chance::problem(seed, With { transfers: seed % 3 > 0, budget: seed % 3 < 2 });
            let is_limited = seed % 3 > 0 && problem.1.constraints.transfers.is_some();
            let problem = if is_limited { chance::with_few_moves(seed, problem) } else { problem };
            Self::of(seed, &problem).filter(|case| case.told.proof.parts > 0)
        })
    }

    fn of(seed: u64, (demand, request): &Problem) -> Option<Self> {
        let instance = Instance::new(demand, request).expect("chance makes well-posed problems");
        let answer = Answer::of(demand, request, &mut |_| ControlFlow::Continue(())).expect("well posed");
        let Answer::Best(told) = answer else { return None };
        let at = |key: &CellKey| instance.position(key).expect("known");
        let people = |of: &Transfer| Move { from: at(&of.from), to: at(&of.to), people: of.people };
        let plan =
            Plan { operators: instance.from_given(&told.operators), moves: told.moves.iter().map(people).collect() };
        Some(Self { seed, instance, told, plan })
    }

    fn at(&self, key: &CellKey) -> usize {
        self.instance.position(key).expect("known")
    }

    fn after(&self, shifts: &[Shift], moves: &[Reroute]) -> Plan {
        let change = Change {
            cells: shifts.iter().map(|shift| (self.at(&shift.cell), shift.by)).collect(),
            moves: moves.iter().map(|of| (self.at(&of.from), self.at(&of.to), of.by)).collect(),
            loss: Value::Numbers(0),
        };
        change.applied(&self.plan)
    }

    /// That a plan is one of a changed problem, and none of it is better. Quotas stay those of the seats that were asked for.
    fn is_best(&self, of: &Instance, plan: &Plan, among: impl Fn(&Whole) -> bool) {
        assert_eq!(check_bounds(of, plan), Ok(()), "seed {}: {plan:?}", self.seed);
        assert!(among(&whole(plan)), "seed {}: {plan:?} is not what was asked for", self.seed);
        let worth = brute::worth(&self.instance, &whole(plan));
        for other in brute::all(of).iter().filter(|other| among(other)) {
            let order = brute::worth(&self.instance, other).compare(&worth);
            assert!(order.is_ge(), "seed {}: {other:?} is better than {plan:?}", self.seed);
        }
    }

    /// That no plan of a wider problem is better than the one of this.
    fn gains_nothing(&self, of: &Instance) {
        let worth = brute::worth(&self.instance, &whole(&self.plan));
        let better = |plan: &&Whole| brute::worth(&self.instance, plan).compare(&worth).is_lt();
        assert_eq!(brute::all(of).iter().find(better), None, "seed {}", self.seed);
    }

    /// How many operators a plan has in a unit; by cell only the new ones, as [`super::super::otherwise`] counts there.
    fn in_unit(&self, plan: &Whole, unit: usize) -> i64 {
        let net =
            if self.instance.level == Level::Cell { plan.placed.clone() } else { brute::net(&self.instance, plan) };
        let cells = net.into_iter().enumerate();
        cells.filter(|(cell, _)| self.instance.unit_of(*cell) == unit).map(|(_, by)| by).sum()
    }
}

#[test]
fn an_alternative_is_the_best_plan_with_one_operator_fewer_there() {
    let (mut told, mut elsewhere) = (0, 0);
    for case in Case::all(12_000) {
        assert!(!case.told.unfinished.contains(&Part::Alternatives), "seed {}", case.seed);
        for other in &case.told.alternatives {
            let unit = case.instance.unit_of(case.at(&other.cell));
            let before = case.in_unit(&whole(&case.plan), unit);
            let after = case.after(&other.shifts, &other.moves);
            case.is_best(&case.instance, &after, |plan| case.in_unit(plan, unit) < before);
            told += 1;
        }
        // Where none is told there is none.
        let silent = |cell: &usize| {
            let key = case.instance.cell_key(*cell);
            case.plan.operators[*cell] > 0 && case.told.alternatives.iter().all(|other| other.cell != key)
        };
        for cell in (0..case.instance.len()).filter(silent) {
            let unit = case.instance.unit_of(cell);
            let before = case.in_unit(&whole(&case.plan), unit);
            let fewer = |plan: &Whole| case.in_unit(plan, unit) < before;
            let is_none = before <= 0 || !brute::all(&case.instance).iter().any(fewer);
            assert!(is_none, "seed {}: cell {cell} has an alternative", case.seed);
            elsewhere += 1;
        }
    }
    assert!(told > 500 && elsewhere > 50, "{told}, {elsewhere}");
}

#[test]
fn a_price_is_the_best_plan_with_the_bound_one_wider() {
    let (mut told, mut silent) = (0, 0);
    for case in Case::all(12_000) {
        assert!(!case.told.unfinished.contains(&Part::Prices), "seed {}", case.seed);
        for price in &case.told.prices {
            let mut wider = case.instance.clone();
            let is_it = |place: Place| case.instance.scope(place) == price.bound.scope;
            let limits = wider.limits.iter_mut();
            for limit in limits.filter(|limit| is_it(limit.place) && limit.side == price.bound.side) {
                limit.operators += if limit.side == Side::AtMost { 1 } else { -1 };
            }
            let after = case.after(&price.room.shifts, &price.room.moves);
            case.is_best(&wider, &after, |_| true);
            let (before, after) = (whole(&case.plan), whole(&after));
            let order = brute::worth(&case.instance, &after).compare(&brute::worth(&case.instance, &before));
            assert!(order.is_lt(), "seed {}: {:?} gains nothing", case.seed, price.bound);
            assert!(
                price.bound.scope != Scope::HeadCount || price.bound.operators > 0 || price.bound.side == Side::AtMost
            );
            told += 1;
        }
        // A bound that is reached, alone on its place, and has no price gains nothing when it is one wider.
        let columns = case.instance.profiles.len();
        let (plan, net) = (whole(&case.plan), case.plan.net());
        let count = |place: Place| -> i64 {
            let placed = |inside: &dyn Fn(usize) -> bool| {
                plan.placed.iter().enumerate().filter(|(cell, _)| inside(*cell)).map(|(_, n)| n).sum()
            };
            let all = |inside: &dyn Fn(usize) -> bool| {
                net.iter().enumerate().filter(|(cell, _)| inside(cell / columns)).map(|(_, n)| n).sum()
            };
            match place {
                Place::HeadCount => placed(&|_| true),
                Place::Profile(profile) => placed(&|cell| cell % columns == profile),
                Place::Cell(own) | Place::Lock(own) => placed(&|cell| cell == own),
                Place::Cpi(own) => all(&|cpi| cpi == own),
                Place::Province(own) => all(&|cpi| case.instance.province_of[cpi] == own),
            }
        };
        let is_reached = |limit: &Limit| count(limit.place) == limit.operators;
        let is_alone = |limit: &Limit| {
            let same = |other: &&Limit| {
                (other.place.on_arc(), other.side, other.operators)
                    == (limit.place.on_arc(), limit.side, limit.operators)
            };
            case.instance.limits.iter().filter(same).count() == 1
        };
        for (number, limit) in
            case.instance.limits.iter().enumerate().filter(|(_, limit)| is_alone(limit) && is_reached(limit))
        {
            let bound = case.instance.bound(*limit);
            if case.told.prices.iter().any(|price| price.bound == bound)
                || bound.operators == 0 && bound.side == Side::AtLeast
            {
                continue;
            }
            let mut wider = case.instance.clone();
            wider.limits[number].operators += if limit.side == Side::AtMost { 1 } else { -1 };
            case.gains_nothing(&wider);
            silent += 1;
        }
    }
    assert!(told > 300 && silent > 300, "{told}, {silent}");
}

#[test]
fn what_is_scarce_has_a_price() {
    let (mut money, mut moves, mut free) = (0, 0, 0);
    for case in Case::all(12_000) {
        let richer = |of: Scarce, more: u64| {
            let mut richer = case.instance.clone();
            match of {
                Scarce::Money => richer.purse = richer.purse.map(|purse| purse + u128::from(more)),
                Scarce::Moves => richer.most_moves = richer.most_moves.map(|most| most + 1),
            }
            richer
        };
        for price in &case.told.scarce {
            let after = case.after(&price.room.shifts, &price.room.moves);
            case.is_best(&richer(price.of, price.more), &after, |_| true);
            *(if price.of == Scarce::Money { &mut money } else { &mut moves }) += 1;
        }
        // What is not told gains nothing.
        let dearest = case.instance.costs.iter().copied().max().unwrap_or_default();
        let money_is_scarce = case.instance.purse.is_some().then_some((Scarce::Money, dearest));
        let moves_are_scarce = case.instance.most_moves.is_some().then_some((Scarce::Moves, 1));
        for (of, more) in money_is_scarce.into_iter().chain(moves_are_scarce) {
            if case.told.scarce.iter().all(|price| price.of != of) {
                case.gains_nothing(&richer(of, more));
                free += 1;
            }
        }
    }
    assert!(money > 100 && moves > 100 && free > 5, "{money}, {moves}, {free}");
}
