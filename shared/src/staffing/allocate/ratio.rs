//! Quotients of whole numbers, compared exactly: a pressure, or a claim to the next seat.

use std::cmp::Ordering;

/// A quotient of two whole numbers. Equal quotients are equal, whatever they are written as.
///
/// A denominator of 0 is infinity, and of two infinities the one with the greater numerator is greater: of two CPIs
/// without anybody, the one with more work is worse off, as it would be if both had the same very small staff.
/// Exact while numerator times denominator stays below 2^128, which [`super::Instance`] sees to.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    numerator: u128,
    denominator: u64,
}

impl Ratio {
    /// Nothing: no work, no claim.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A quotient; 0 over 0 is 0.
    pub fn new(numerator: u128, denominator: u64) -> Self {
        if numerator == 0 { Self::ZERO } else { Self { numerator, denominator } }
    }

    /// Its nearest number; infinite when the denominator is 0.
    pub fn value(self) -> f64 {
        if self.denominator == 0 { f64::INFINITY } else { self.numerator as f64 / self.denominator as f64 }
    }

    /// Its numerator and its denominator.
    pub(super) fn parts(self) -> (u128, u64) {
        (self.numerator, self.denominator)
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.denominator, other.denominator) {
            (0, 0) => self.numerator.cmp(&other.numerator),
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            (mine, theirs) => {
                let left = self.numerator.saturating_mul(u128::from(theirs));
                left.cmp(&other.numerator.saturating_mul(u128::from(mine)))
            }
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_that_no_float_could_tell_apart_are_told_apart() {
        let (one, other) =
            (Ratio::new(1_000_000_000_001, 1_000_000_000_000), Ratio::new(1_000_000_000_002, 1_000_000_000_001));
        assert!(one > other);
        assert_eq!(Ratio::new(2, 4), Ratio::new(1, 2));
        assert_eq!(Ratio::new(0, 0), Ratio::ZERO);
        assert!(Ratio::new(2, 0) > Ratio::new(1, 0));
        assert!(Ratio::new(1, 0) > Ratio::new(u128::from(u64::MAX), 1));
    }
}
