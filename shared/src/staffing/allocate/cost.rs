//! What a plan costs: numbers, or formal sums of levels, with the rules that break a tie behind them.
//!
//! The shortest paths of the engine ask of a cost only that it can be added, taken away and compared, that is, an ordered
//! abelian group. So "the worst pressure first, then the second worst" needs no large constants: a formal sum of levels
//! is such a group.

use std::{cmp::Ordering, fmt::Debug};

use smallvec::SmallVec;

use super::{
    Instance, Objective, Ratio,
    measure::{self, OPERATOR, Unit},
};
use crate::staffing::chance::Chance;

/// An ordered abelian group: what the objective is counted in.
pub trait Group: Clone + Ord + Default + Debug {
    /// The price of breaking a bound by one operator.
    fn one() -> Self;
    /// More than the objective of any plan, and small enough to be counted in cents.
    fn dominant() -> Self;
    /// Adds.
    fn add(&mut self, other: &Self);
    /// Takes away.
    fn sub(&mut self, other: &Self);
    /// So many times itself.
    #[must_use]
    fn times(&self, factor: i128) -> Self;
    /// What the objective pays when the unit's operators go from `count` to `count + 1`.
    fn step(objective: Objective, unit: &Unit, count: i64) -> Self;
    /// What the objective pays when the unit's operators go from `from` up to `to`.
    fn steps(objective: Objective, unit: &Unit, from: i64, to: i64) -> Self;
    /// What the objective pays for one person who moves.
    fn move_cost(instance: &Instance) -> Self;
    /// Whether it is so small that adding another such one is exact.
    fn is_exact(&self) -> bool;
    /// How many numbers it takes to write it down.
    fn length(&self) -> usize;
    /// The greatest number in it, whatever its sign.
    fn greatest(&self) -> u128;
}

/// Sums of two numbers below this stay within 128 bits.
const EXACT: u128 = 1 << 126;

impl Group for i128 {
    fn one() -> Self {
        1
    }

    fn dominant() -> Self {
        // Hamilton's squares come to 2^82 at most, and all money to 2^43.3 cents: together they stay below 2^127.
        1 << 83
    }

    fn add(&mut self, other: &Self) {
        *self = self.saturating_add(*other);
    }

    fn sub(&mut self, other: &Self) {
        *self = self.saturating_sub(*other);
    }

    fn times(&self, factor: i128) -> Self {
        self.saturating_mul(factor)
    }

    fn step(objective: Objective, unit: &Unit, count: i64) -> Self {
        measure::step_in_numbers(objective, unit, count)
    }

    fn steps(objective: Objective, unit: &Unit, from: i64, to: i64) -> Self {
        (from..to).map(|count| measure::step_in_numbers(objective, unit, count)).sum()
    }

    fn move_cost(instance: &Instance) -> Self {
        Self::from(instance.move_cost)
    }

    fn is_exact(&self) -> bool {
        self.unsigned_abs() < EXACT
    }

    fn length(&self) -> usize {
        1
    }

    fn greatest(&self) -> u128 {
        self.unsigned_abs()
    }
}

/// A sum of levels, such as "two CPIs at 1.5, one less at 1.2": compared from the highest level down.
///
/// The sum of the levels of all CPIs is smallest exactly when the worst is as small as possible, then the number of
/// those at the worst, then the second worst, and so on.
///
/// # Source
/// A. Frank, K. Murota, Decreasing minimization on M-convex sets, Mathematical Programming 195 (2022).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(SmallVec<[(Ratio, i128); 2]>);

impl Levels {
    /// One at `to` in place of one at `from`. A level of 0 counts as nothing.
    pub fn exchange(from: Ratio, to: Ratio) -> Self {
        let mut sum = Self::default();
        match from.cmp(&to) {
            Ordering::Equal => {}
            Ordering::Greater => sum.0.extend([(from, -1), (to, 1)]),
            Ordering::Less => sum.0.extend([(to, 1), (from, -1)]),
        }
        sum.0.retain(|(level, _)| !level.is_zero());
        sum
    }

    /// `count` at the level.
    pub fn at(level: Ratio, count: i128) -> Self {
        let mut sum = Self::default();
        if !level.is_zero() && count != 0 {
            sum.0.push((level, count));
        }
        sum
    }

    /// So many at each of these levels. Time O(n log n).
    pub(super) fn sum(mut terms: Vec<(Ratio, i128)>) -> Self {
        terms.retain(|(level, _)| !level.is_zero());
        terms.sort_by(|(one, _), (other, _)| other.cmp(one));
        let mut sum = Self::default();
        for (level, count) in terms {
            match sum.0.last_mut().filter(|(last, _)| *last == level) {
                Some((_, known)) => *known += count,
                None => sum.0.push((level, count)),
            }
        }
        sum.0.retain(|(_, count)| *count != 0);
        sum
    }

    /// The levels with how many stand at each, the highest first, none of them with 0.
    pub fn terms(&self) -> &[(Ratio, i128)] {
        &self.0
    }

    fn combine(&mut self, other: &Self, sign: i128) {
        if other.0.is_empty() {
            return;
        }
        let mut sum = SmallVec::with_capacity(self.0.len() + other.0.len());
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let next = match (mine.peek(), theirs.peek()) {
                (Some((level, _)), Some((other, _))) => level.cmp(other),
                (Some(_), None) => Ordering::Greater,
                (None, Some(_)) => Ordering::Less,
                (None, None) => break,
            };
            let mut term = (Ratio::ZERO, 0_i128);
            if next.is_ge()
                && let Some(&(level, count)) = mine.next()
            {
                term = (level, count);
            }
            if next.is_le()
                && let Some(&(level, count)) = theirs.next()
            {
                term = (level, term.1.saturating_add(count.saturating_mul(sign)));
            }
            if term.1 != 0 {
                sum.push(term);
            }
        }
        self.0 = sum;
    }
}

impl Ord for Levels {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut mine, mut theirs) = (self.0.iter(), other.0.iter());
        loop {
            let (level, count, their_level, their_count) = match (mine.next(), theirs.next()) {
                (Some((level, count)), Some((their_level, their_count))) => (level, count, their_level, their_count),
                (Some((_, count)), None) => return count.cmp(&0),
                (None, Some((_, count))) => return 0.cmp(count),
                (None, None) => return Ordering::Equal,
            };
            match level.cmp(their_level) {
                Ordering::Greater => return count.cmp(&0),
                Ordering::Less => return 0.cmp(their_count),
                Ordering::Equal if count == their_count => {}
                Ordering::Equal => return count.cmp(their_count),
            }
        }
    }
}

impl PartialOrd for Levels {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Group for Levels {
    fn one() -> Self {
        Self::at(Ratio::new(1, 1), 1)
    }

    fn dominant() -> Self {
        Self::at(Ratio::new(u128::MAX, 0), 1)
    }

    fn add(&mut self, other: &Self) {
        self.combine(other, 1);
    }

    fn sub(&mut self, other: &Self) {
        self.combine(other, -1);
    }

    fn times(&self, factor: i128) -> Self {
        if factor == 0 {
            return Self::default();
        }
        Self(self.0.iter().map(|&(level, count)| (level, count.saturating_mul(factor))).collect())
    }

    fn step(objective: Objective, unit: &Unit, count: i64) -> Self {
        measure::step_in_levels(objective, unit, count)
    }

    fn steps(objective: Objective, unit: &Unit, from: i64, to: i64) -> Self {
        if objective == Objective::Equity {
            // The levels between cancel out.
            return Self::exchange(unit.pressure(from), unit.pressure(to));
        }
        let mut sum = Self::default();
        for (level, count) in (from..to).flat_map(|count| measure::step_in_levels(objective, unit, count).0) {
            // Claims fall from seat to seat, so the terms come in their order.
            match sum.0.last_mut().filter(|(last, _)| *last == level) {
                Some((_, known)) => *known += count,
                None => sum.0.push((level, count)),
            }
        }
        sum
    }

    fn move_cost(instance: &Instance) -> Self {
        Self::at(Ratio::new(u128::from(instance.move_cost), OPERATOR), 1)
    }

    fn is_exact(&self) -> bool {
        self.0.iter().all(|(_, count)| count.unsigned_abs() < EXACT)
    }

    fn length(&self) -> usize {
        self.0.len().max(2)
    }

    fn greatest(&self) -> u128 {
        self.0.iter().map(|(_, count)| count.unsigned_abs()).max().unwrap_or_default()
    }
}

/// What a plan costs, the objective first; where two plans are equal in it, the next rule decides, and so on down.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost<G> {
    /// The objective.
    pub objective: G,
    /// Operators placed or taken away against the present plan, and people moved.
    pub changes: i128,
    /// Distance from what each cell is short of (the proportional objective by cell, in billionths), so that a CPI's
    /// operators are spread over its profiles with sense where the objective looks at the CPI as a whole.
    pub spread: i128,
    /// Sum of the places in the list of those who get an operator, and a fixed lot a cell for what is still equal: it makes
    /// the optimum unique, so that a warm start, a cold start and another machine give the same answer.
    pub order: i128,
}

impl<G: Group> Cost<G> {
    pub(super) fn add(&mut self, other: &Self) {
        self.objective.add(&other.objective);
        self.changes = self.changes.saturating_add(other.changes);
        self.spread = self.spread.saturating_add(other.spread);
        self.order = self.order.saturating_add(other.order);
    }

    pub(super) fn sub(&mut self, other: &Self) {
        self.objective.sub(&other.objective);
        self.changes = self.changes.saturating_sub(other.changes);
        self.spread = self.spread.saturating_sub(other.spread);
        self.order = self.order.saturating_sub(other.order);
    }

    pub(super) fn negated(&self) -> Self {
        self.times(-1)
    }

    pub(super) fn times(&self, factor: i128) -> Self {
        Self {
            objective: self.objective.times(factor),
            changes: self.changes.saturating_mul(factor),
            spread: self.spread.saturating_mul(factor),
            order: self.order.saturating_mul(factor),
        }
    }
}

/// The sum of all parts, of two neighbours each time: sums of levels are long, and each is so copied a few times only.
pub(super) fn total<T: Default>(mut parts: Vec<T>, add: impl Fn(&mut T, &T)) -> T {
    while parts.len() > 1 {
        let mut pairs = parts.into_iter();
        let mut sums = Vec::new();
        while let Some(mut sum) = pairs.next() {
            if let Some(other) = pairs.next() {
                add(&mut sum, &other);
            }
            sums.push(sum);
        }
        parts = sums;
    }
    parts.pop().unwrap_or_default()
}

/// The place of a seat in the list, with a fixed lot behind it for what the sum of the places leaves equal.
pub(super) fn order(place: u64) -> i128 {
    i128::from(place) << 32 | i128::from(Chance::new(place).next() >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn levels() -> impl Strategy<Value = Levels> {
        prop::collection::vec((0_u128..6, 0_u64..4, -3_i128..4), 0..6).prop_map(|terms| {
            terms.into_iter().fold(Levels::default(), |mut sum, (numerator, denominator, count)| {
                sum.add(&Levels::at(Ratio::new(numerator, denominator), count));
                sum
            })
        })
    }

    proptest! {
        #[test]
        fn levels_are_an_ordered_group(a in levels(), b in levels(), c in levels()) {
            let sum = |left: &Levels, right: &Levels| { let mut sum = left.clone(); sum.add(right); sum };
            prop_assert_eq!(sum(&a, &b), sum(&b, &a));
            prop_assert_eq!(sum(&sum(&a, &b), &c), sum(&a, &sum(&b, &c)));
            prop_assert_eq!(sum(&a, &a.times(-1)), Levels::default());
            prop_assert_eq!(a.times(3), sum(&a, &sum(&a, &a)));
            prop_assert_eq!(a.cmp(&b), sum(&a, &c).cmp(&sum(&b, &c)), "adding the same keeps the order");
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        }
    }

    #[test]
    fn the_highest_level_decides_first() {
        let (high, low) = (Ratio::new(3, 2), Ratio::new(6, 5));
        let mut many_low = Levels::at(low, 1_000);
        assert!(many_low < Levels::at(high, 1));
        many_low.add(&Levels::at(high, 1));
        assert!(many_low > Levels::at(high, 1));
        assert!(Levels::exchange(high, low) < Levels::default());
        assert_eq!(Levels::exchange(high, Ratio::new(6, 4)), Levels::default());
    }
}
