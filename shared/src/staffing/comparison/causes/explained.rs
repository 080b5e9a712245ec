//! A difference with its parts, counted exactly, and how the parts are written so that they add up as written.

use serde::{Deserialize, Serialize};

use super::{Cause, MAX_INPUTS, MILLIONTHS, factorial};

/// What is told of two scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Quantity {
    /// New operators that they place.
    #[default]
    Placed,
    /// Operators that they require, full-time equivalents.
    Required,
    /// The same less who is in service.
    Missing,
}

impl Quantity {
    /// All.
    pub const ALL: [Self; 3] = [Self::Placed, Self::Required, Self::Missing];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Placed => "operatori",
            Self::Required => "fabbisogno",
            Self::Missing => "da-coprire",
        }
    }
}

/// The parts of a difference, by cause. They are counted in pieces so small that each is whole: they add up exactly, over causes and
/// over cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split([i128; Cause::ALL.len()]);

impl Split {
    /// The difference, operators: the sum of all parts.
    pub fn difference(&self) -> f64 {
        operators(self.0.iter().sum())
    }

    /// What a cause makes of it, operators.
    pub fn part(&self, cause: Cause) -> f64 {
        operators(self.0[cause.place()])
    }

    /// Whether neither the difference nor any part of it is anything.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|&pieces| pieces == 0)
    }

    pub(super) fn put(&mut self, cause: Cause, pieces: i128) {
        self.0[cause.place()] = pieces;
    }

    /// Gives a cause what the others leave of a difference.
    pub(super) fn rest_of(&mut self, difference: i128, cause: Cause) {
        let others: i128 = self.0.iter().sum::<i128>() - self.0[cause.place()];
        self.0[cause.place()] = difference - others;
    }
}

/// Pieces of which an operator is made: millionths, each in as many parts as all inputs have orders.
fn operators(pieces: i128) -> f64 {
    pieces as f64 / (MILLIONTHS * factorial(MAX_INPUTS)) as f64
}

/// What is told of a cell, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explained([Split; Quantity::ALL.len()]);

impl Explained {
    /// What is told of one quantity.
    pub fn of(&self, quantity: Quantity) -> &Split {
        &self.0[quantity as usize]
    }

    pub(super) fn of_mut(&mut self, quantity: Quantity) -> &mut Split {
        &mut self.0[quantity as usize]
    }
}

impl std::ops::Add for Explained {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        for (split, more) in self.0.iter_mut().zip(other.0) {
            for (part, more) in split.0.iter_mut().zip(more.0) {
                *part += more;
            }
        }
        self
    }
}

impl std::iter::Sum for Explained {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| sum + part)
    }
}

impl<'a> std::iter::Sum<&'a Self> for Explained {
    fn sum<I: Iterator<Item = &'a Self>>(parts: I) -> Self {
        parts.copied().sum()
    }
}

/// A difference and its parts in tenths, so that the parts add up to the difference as they are written: the difference is rounded to
/// the nearest, each part down, and the tenths that are left go to the largest remainders. A part of 0 stays 0, and none is a whole
/// tenth off. `parts` add up to `difference`; the answer is in their order.
pub fn tenths(difference: f64, parts: &[f64]) -> (i64, Vec<i64>) {
    let whole = |value: f64| (value * 10.0).round() as i64;
    let total = whole(difference);
    // What is a tenth but for its last bits is that tenth.
    let tenth = |part: &f64| {
        let (exact, near) = (part * 10.0, (part * 10.0).round());
        if (exact - near).abs() < 1e-6 { near } else { exact }
    };
    let exact: Vec<f64> = parts.iter().map(tenth).collect();
    let mut shown: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
    let left = usize::try_from(total - shown.iter().sum::<i64>()).unwrap_or_default();
    let mut order: Vec<usize> = (0..exact.len()).filter(|&at| exact[at] > exact[at].floor()).collect();
    order.sort_by(|&one, &other| {
        let remainder = |at: usize| exact[at] - exact[at].floor();
        remainder(other).total_cmp(&remainder(one)).then(one.cmp(&other))
    });
    for at in order.into_iter().take(left) {
        shown[at] += 1;
    }
    (total, shown)
}
