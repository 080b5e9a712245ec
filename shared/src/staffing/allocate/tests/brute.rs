//! Every plan there is, one after the other: what the solver must not be worse than.
//!
//! The objective is worked out from its definition, on whole plans and not in steps.

use std::cmp::Ordering;

use crate::staffing::allocate::{
    Instance, Objective, Ratio, Rule, Side,
    instance::Place,
    measure::{self, LEAST_DIVISOR, OPERATOR, PROPORTIONAL_SCALE},
};

/// A plan in full: new operators by cell, people who move by way and profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) placed: Vec<i64>,
    pub(super) moved: Vec<(usize, usize, i64)>,
}

/// What a plan is worth: smaller is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Number(i128),
    /// Pressures and prices of moves, the highest first.
    Falling(Vec<Ratio>),
    /// Claims that were served, the highest first: greater is better.
    Served(Vec<Ratio>),
}

impl Worth {
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let fall = |one: &[Ratio], other: &[Ratio]| {
            let at = |list: &[Ratio], place: usize| list.get(place).copied().unwrap_or(Ratio::ZERO);
            (0..one.len().max(other.len()))
                .map(|place| at(one, place).cmp(&at(other, place)))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.cmp(other),
            (Self::Falling(one), Self::Falling(other)) => fall(one, other),
            (Self::Served(one), Self::Served(other)) => fall(other, one),
            _ => panic!("one objective has one measure"),
        }
    }
}

/// How many operators each cell has more or fewer.
pub(super) fn net(instance: &Instance, plan: &Whole) -> Vec<i64> {
    let mut net = plan.placed.clone();
    net.resize(instance.len(), 0);
    for &(from, to, people) in &plan.moved {
        net[from] -= people;
        net[to] += people;
    }
    net
}

pub(super) fn keeps_bounds(instance: &Instance, plan: &Whole) -> bool {
    let net = net(instance, plan);
    let columns = instance.profiles.len();
    let sum = |of: &[i64], inside: &dyn Fn(usize) -> bool| -> i64 {
        of.iter().enumerate().filter(|(cell, _)| inside(*cell)).map(|(_, count)| count).sum()
    };
    let kept = instance.limits.iter().all(|limit| {
        let count = match limit.place {
            Place::HeadCount => sum(&plan.placed, &|_| true),
            Place::Profile(profile) => sum(&plan.placed, &|cell| cell % columns == profile),
            Place::Province(province) => sum(&net, &|cell| instance.province_of[cell / columns] == province),
            Place::Cpi(cpi) => sum(&net, &|cell| cell / columns == cpi),
            Place::Cell(cell) | Place::Lock(cell) => plan.placed[cell],
        };
        if limit.side == Side::AtLeast { count >= limit.operators } else { count <= limit.operators }
    });
    let spent: u128 =
        plan.placed.iter().enumerate().map(|(cell, &n)| n as u128 * u128::from(instance.costs[cell % columns])).sum();
    let moved: i64 = plan.moved.iter().map(|(_, _, people)| people).sum();
    kept && instance.purse.is_none_or(|purse| spent <= purse) && instance.most_moves.is_none_or(|most| moved <= most)
}

pub(super) fn worth(instance: &Instance, plan: &Whole) -> Worth {
    let units = instance.units();
    let mut counts = vec![0_i64; units.len()];
    for (cell, count) in net(instance, plan).into_iter().enumerate() {
        counts[instance.unit_of(cell)] += count;
    }
    let moved: i64 = plan.moved.iter().map(|(_, _, people)| people).sum();
    let paid = i128::from(moved) * i128::from(instance.move_cost);
    let falling = |mut list: Vec<Ratio>| {
        list.sort_by(|a, b| b.cmp(a));
        list
    };
    let counted = || units.iter().zip(&counts);
    match instance.objective {
        Objective::Equity => {
            let mut list: Vec<Ratio> = counted().map(|(unit, &count)| unit.pressure(count)).collect();
            list.extend((0..moved).map(|_| Ratio::new(u128::from(instance.move_cost), OPERATOR)));
            Worth::Falling(falling(list))
        }
        Objective::LeastUnmet => Worth::Number(
            paid + counted()
                .map(|(unit, &count)| {
                    let left = i128::from(unit.required) - i128::from(unit.have) - i128::from(count) * 1_000_000;
                    i128::from(unit.weight) * left.max(0)
                })
                .sum::<i128>(),
        ),
        // Each step is rounded down, so the sum is that of the rounded steps; a step is the difference of two squares.
        Objective::Proportional => Worth::Number(
            paid + counted()
                .map(|(unit, &count)| {
                    let gap = |k: i64| {
                        i128::from(unit.required) - i128::from(unit.have) - i128::from(k) * i128::from(OPERATOR)
                    };
                    let step = |k: i64| {
                        let squares = gap(k + 1) * gap(k + 1) - gap(k) * gap(k);
                        let divisor = i128::from(unit.required.max(LEAST_DIVISOR)) * i128::from(OPERATOR);
                        (squares * PROPORTIONAL_SCALE).div_euclid(divisor)
                    };
                    (0..count).map(step).sum::<i128>() - (count..0).map(step).sum::<i128>()
                })
                .sum::<i128>(),
        ),
        Objective::Apportionment { rule: Rule::Hamilton, basis } => {
            let (seats, claims) =
                (i128::from(instance.ceiling()), units.iter().map(|unit| i128::from(unit.claim(basis))).sum::<i128>());
            // Σ (count - quota)², times claims², less what no plan changes.
            Worth::Number(
                counted()
                    .map(|(unit, &count)| {
                        let distance = i128::from(count) * claims - seats * i128::from(unit.claim(basis));
                        distance * distance
                    })
                    .sum(),
            )
        }
        Objective::Apportionment { rule, basis } => {
            let served = counted().flat_map(|(unit, &count)| {
                (0..count).map(move |seat| {
                    let (claim, seat) = (u128::from(unit.claim(basis)), seat as u64);
                    match rule {
                        Rule::DHondt => Ratio::new(claim, seat + 1),
                        Rule::SainteLague => Ratio::new(claim, 2 * seat + 1),
                        Rule::HuntingtonHill => Ratio::new(claim * claim, seat * (seat + 1)),
                        Rule::Adams | Rule::Hamilton => Ratio::new(claim, seat),
                    }
                })
            });
            Worth::Served(falling(served.collect()))
        }
    }
}

/// Changes against the present plan, and distance from the need of each cell.
pub(super) fn ties(instance: &Instance, plan: &Whole) -> (i64, i128) {
    let moved: i64 = plan.moved.iter().map(|(_, _, people)| people).sum();
    let changes = plan.placed.iter().zip(&instance.present).map(|(now, before)| (now - before).abs()).sum::<i64>();
    let spread = net(instance, plan)
        .iter()
        .zip(&instance.cells)
        .map(|(&count, unit)| {
            let steps = |from: i64, to: i64| (from..to).map(|k| measure::proportional_step(unit, k)).sum::<i128>();
            steps(0, count) - steps(count, 0)
        })
        .sum();
    (changes + moved, spread)
}

/// Every plan within the bounds.
pub(super) fn all(instance: &Instance) -> Vec<Whole> {
    let columns = instance.profiles.len();
    let locked: Vec<usize> = instance
        .limits
        .iter()
        .filter_map(|limit| if let Place::Lock(cell) = limit.place { Some(cell) } else { None })
        .collect();
    let movable = |cell: usize| {
        if locked.contains(&cell) { 0 } else { (instance.cells[cell].have / OPERATOR) as i64 }
    };
    let ways: Vec<(usize, usize)> = instance
        .ways
        .iter()
        .flat_map(|&(from, to)| (0..columns).map(move |column| (from * columns + column, to * columns + column)))
        .filter(|&(from, to)| movable(from) > 0 && !locked.contains(&to))
        .collect();
    let mut found = Vec::new();
    let mut placed = vec![0; instance.len()];
    place(0, instance.ceiling(), &mut placed, &mut |placed| {
        let mut moved = vec![0; ways.len()];
        move_people(&ways, 0, &movable, &mut moved, &mut |moved| {
            let moved = ways
                .iter()
                .zip(moved)
                .filter(|(_, people)| **people > 0)
                .map(|(&(from, to), &people)| (from, to, people))
                .collect();
            let plan = Whole { placed: placed.to_vec(), moved };
            if keeps_bounds(instance, &plan) {
                found.push(plan);
            }
        });
    });
    found
}

fn place(cell: usize, left: i64, placed: &mut Vec<i64>, seen: &mut dyn FnMut(&[i64])) {
    if cell == placed.len() {
        return seen(placed);
    }
    for count in 0..=left {
        placed[cell] = count;
        place(cell + 1, left - count, placed, seen);
    }
    placed[cell] = 0;
}

fn move_people(
    ways: &[(usize, usize)],
    way: usize,
    movable: &dyn Fn(usize) -> i64,
    moved: &mut Vec<i64>,
    seen: &mut dyn FnMut(&[i64]),
) {
    if way == ways.len() {
        return seen(moved);
    }
    let from = ways[way].0;
    let gone: i64 = ways[..way].iter().zip(moved.iter()).filter(|((home, _), _)| *home == from).map(|(_, n)| n).sum();
    for people in 0..=movable(from) - gone {
        moved[way] = people;
        move_people(ways, way + 1, movable, moved, seen);
    }
    moved[way] = 0;
}
