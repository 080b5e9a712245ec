//! What there is only so much of and no bound of the network sees: money, and moves of people in service.
//!
//! What a plan takes of the one hangs only on how many operators of each profile it has, what it takes of the other only on
//! how many people leave each cell: so a part of all plans is told by ranges of these numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cost, Group, Instance, Plan, solver::objective_of, tariff::Price};

/// What there is only so much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scarce {
    /// Euro cents a year.
    Money,
    /// People in service who move.
    Moves,
}

impl Scarce {
    /// A price on this alone, beside so many times the objective.
    pub(super) fn price<G: Group>(self, scale: i128, one: Cost<G>) -> Price<G> {
        match self {
            Self::Money => Price { scale, per_cent: one, ..Price::default() },
            Self::Moves => Price { scale, per_move: one, ..Price::default() },
        }
    }
}

/// Of plans that are equal in the objective those that take the least: of both, where a move weighs as much as so many cents.
pub(super) fn frugal<G: Group>(cents_a_move: i128) -> Price<G> {
    let least = |by: i128| Cost { changes: by, ..Cost::default() };
    Price { scale: 1, per_cent: least(1), per_move: least(cents_a_move) }
}

/// A plan with its cost in the objective and what it takes.
#[derive(Clone, Debug)]
pub(super) struct Point<G> {
    pub(super) plan: Plan,
    /// New operators of each profile.
    pub(super) profiles: Vec<i64>,
    pub(super) value: Cost<G>,
    money: i128,
    moves: i128,
}

impl<G: Group> Point<G> {
    pub(super) fn of(instance: &Instance, plan: Plan, value: Cost<G>) -> Self {
        let columns = instance.profiles.len();
        let mut profiles = vec![0; columns];
        for (cell, &operators) in plan.operators.iter().enumerate() {
            profiles[cell % columns] += i64::from(operators);
        }
        let money = profiles.iter().zip(&instance.costs).map(|(&n, &cost)| i128::from(n) * i128::from(cost)).sum();
        let moves = plan.moves.iter().map(|moved| i128::from(moved.people)).sum();
        Self { plan, profiles, value, money, moves }
    }

    /// A plan that was found elsewhere. Of plans that change as much, any other one is put before it.
    pub(super) fn of_worth(instance: &Instance, plan: Plan) -> Self {
        let moved = plan.moves.iter().map(|moved| i128::from(moved.people)).sum::<i128>();
        let seats = plan.operators.iter().zip(&instance.present);
        let changed = seats
            .map(|(&operators, &present)| i128::from(operators) - 2 * i128::from(present.min(i64::from(operators))));
        let objective = objective_of(instance, &plan);
        let value = Cost { objective, changes: changed.sum::<i128>() + moved, spread: i128::MAX >> 8, order: 0 };
        Self::of(instance, plan, value)
    }

    pub(super) fn takes(&self, scarce: Scarce) -> i128 {
        match scarce {
            Scarce::Money => self.money,
            Scarce::Moves => self.moves,
        }
    }

    /// How many people leave each cell, where some do.
    pub(super) fn leaving(&self) -> BTreeMap<usize, i64> {
        let mut leaving = BTreeMap::new();
        for moved in &self.plan.moves {
            *leaving.entry(moved.from).or_default() += i64::from(moved.people);
        }
        leaving
    }

    /// What it costs under a price.
    pub(super) fn priced(&self, price: &Price<G>) -> Cost<G> {
        let mut cost = self.value.times(price.scale);
        cost.add(&price.per_cent.times(self.money));
        cost.add(&price.per_move.times(self.moves));
        cost
    }
}

/// The plans of a part: the fewest and the most operators of each profile, and people who leave each cell that was split by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) profiles: Vec<(i64, i64)>,
    pub(super) leaving: BTreeMap<usize, (i64, i64)>,
}

/// A number that a part of all plans is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Operators of a profile, by its place in the engine's order.
    Profile(usize),
    /// People in service who leave a cell, by its place in the engine's order.
    Leaving(usize),
}

impl Extent {
    /// The plans with at most so many, and those with more; `None` for a profile that there is not.
    pub(super) fn split(&self, of: Counted, most: i64, people: i64) -> Option<[Self; 2]> {
        let (mut below, mut above) = (self.clone(), self.clone());
        let ranges = |extent: &mut Self| -> Option<(i64, i64)> {
            match of {
                Counted::Profile(profile) => extent.profiles.get(profile).copied(),
                Counted::Leaving(cell) => Some(extent.leaving.get(&cell).copied().unwrap_or((0, people))),
            }
        };
        let (low, high) = ranges(&mut below)?;
        for (extent, range) in
            [(&mut below, (low, high.min(most))), (&mut above, (low.max(most.saturating_add(1)), high))]
        {
            match of {
                Counted::Profile(profile) => extent.profiles[profile] = range,
                Counted::Leaving(cell) => drop(extent.leaving.insert(cell, range)),
            }
        }
        Some([below, above])
    }
}

impl Instance {
    /// How much there is of something; `None` without a limit.
    pub(super) fn there_is(&self, scarce: Scarce) -> Option<i128> {
        match scarce {
            Scarce::Money => self.purse.map(|purse| i128::try_from(purse).unwrap_or(i128::MAX)),
            Scarce::Moves => self.most_moves.map(i128::from),
        }
    }

    /// Whether a plan takes no more than there is.
    pub(super) fn affords(&self, plan: &Plan) -> bool {
        let moves: i64 = plan.moves.iter().map(|moved| i64::from(moved.people)).sum();
        self.purse.is_none_or(|purse| self.yearly_cost(plan) <= purse)
            && self.most_moves.is_none_or(|most| moves <= most)
    }

    /// Whether anything is scarce.
    pub(super) fn is_scarce(&self) -> bool {
        self.purse.is_some() || self.most_moves.is_some()
    }
}
