//! What each objective pays for one more operator: the only place that knows their formulas.

use serde::{Deserialize, Serialize};

use super::{Levels, Ratio};

/// One full-time operator in millionths, the exact unit of every requirement and every staff.
pub(super) const OPERATOR: u64 = 1_000_000;
/// The proportional objective is counted in billionths of an operator, each step rounded down.
pub(super) const PROPORTIONAL_SCALE: i128 = 1_000_000_000;
/// In the proportional objective a requirement below a thousandth of an operator divides as if it were that.
pub(super) const LEAST_DIVISOR: u64 = 1_000;
/// A weight of 1 in millionths.
pub(super) const WEIGHT_OF_ONE: u64 = 1_000_000;

/// What makes one division of operators better than another. Each is separable and convex, so the optimum is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Objective {
    /// The worst pressure as small as possible, then the second worst, and so on.
    Equity,
    /// The fewest hours of work that nobody does, each CPI's with its weight.
    LeastUnmet,
    /// The least `Σ (required - staff)² / required`.
    Proportional,
    /// Seats by a rule of apportionment.
    Apportionment {
        /// The rule.
        rule: Rule,
        /// What the seats follow.
        basis: Basis,
    },
}

/// A rule of apportionment.
///
/// # Source
/// M. L. Balinski, H. P. Young, Fair Representation, 1982, chapters 3 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// Largest remainder: the whole plan nearest to the exact quotas.
    Hamilton,
    /// Divisors 1, 2, 3: kind to the large.
    DHondt,
    /// Divisors 1, 3, 5 (Webster): neutral.
    SainteLague,
    /// Divisors `√(k(k+1))`: each part gets one before any gets two.
    HuntingtonHill,
    /// Divisors 0, 1, 2: kind to the small. With fewer seats than parts the parts with the largest claim get one.
    Adams,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 5] = [Self::Hamilton, Self::DHondt, Self::SainteLague, Self::HuntingtonHill, Self::Adams];
}

/// What the seats of an apportionment follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Basis {
    /// Operators required.
    Required,
    /// Operators required and not in service.
    Missing,
}

/// Whether the objective is counted in formal sums of levels rather than in numbers.
pub(super) fn is_in_levels(objective: Objective) -> bool {
    match objective {
        Objective::Equity => true,
        Objective::Apportionment { rule, .. } => rule != Rule::Hamilton,
        Objective::LeastUnmet | Objective::Proportional => false,
    }
}

/// What the objective looks at: a cell, a CPI or a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Operators required, millionths.
    pub required: u64,
    /// Operators in service, millionths.
    pub have: u64,
    /// What an operator who is missing here counts: the weight of an unmet hour, times the working time of the profile over
    /// the longest one, millionths. Over several profiles their mean.
    pub weight: u64,
    /// A requirement below this, millionths, does not count as unserved by itself.
    pub threshold: u64,
    /// For Hamilton's quotas: operators to place.
    pub seats: u64,
    /// For Hamilton's quotas: the claims of all units, millionths.
    pub claims: u64,
}

impl Unit {
    /// The pressure with `count` operators more: required over staff.
    ///
    /// Where less is required than the threshold, the staff counts as at least the threshold, so that the pressure of an
    /// empty place stays below 1.
    pub fn pressure(&self, count: i64) -> Ratio {
        let mut staff = staff(self, count);
        if self.required < self.threshold {
            staff = staff.max(self.threshold);
        }
        Ratio::new(u128::from(self.required), staff)
    }

    /// What the unit brings to an apportionment, millionths of an operator.
    pub fn claim(&self, basis: Basis) -> u64 {
        match basis {
            Basis::Required => self.required,
            Basis::Missing => self.required.saturating_sub(self.have),
        }
    }

    /// `required - have - count`, millionths of an operator; negative when there are too many.
    fn missing(&self, count: i64) -> i128 {
        i128::from(self.required) - i128::from(self.have) - i128::from(count) * i128::from(OPERATOR)
    }
}

fn staff(unit: &Unit, count: i64) -> u64 {
    let added = count.unsigned_abs().saturating_mul(OPERATOR);
    if count < 0 { unit.have.saturating_sub(added) } else { unit.have.saturating_add(added) }
}

/// The step of the proportional objective from `count` to `count + 1`: `(1 - 2 missing) / required`, in billionths.
pub(super) fn proportional_step(unit: &Unit, count: i64) -> i128 {
    let slope = i128::from(OPERATOR) - 2 * unit.missing(count);
    let divisor = unit.required.max(LEAST_DIVISOR);
    // Most quotients fit into 64 bits, where dividing is ten times as quick.
    match (i64::try_from(slope * PROPORTIONAL_SCALE), i64::try_from(divisor)) {
        (Ok(scaled), Ok(divisor)) => i128::from(scaled.div_euclid(divisor)),
        _ => (slope * PROPORTIONAL_SCALE).div_euclid(i128::from(divisor)),
    }
}

pub(super) fn step_in_numbers(objective: Objective, unit: &Unit, count: i64) -> i128 {
    match objective {
        Objective::Proportional => proportional_step(unit, count),
        Objective::LeastUnmet => -i128::from(unit.weight) * unit.missing(count).clamp(0, i128::from(OPERATOR)),
        Objective::Apportionment { rule: Rule::Hamilton, basis } => {
            // The square of the distance to the quota `seats · claim / claims`, times `claims`.
            i128::from(2 * count + 1) * i128::from(unit.claims)
                - 2 * i128::from(unit.seats) * i128::from(unit.claim(basis))
        }
        Objective::Equity | Objective::Apportionment { .. } => 0,
    }
}

pub(super) fn step_in_levels(objective: Objective, unit: &Unit, count: i64) -> Levels {
    match objective {
        Objective::Equity => Levels::exchange(unit.pressure(count), unit.pressure(count + 1)),
        Objective::Apportionment { rule, basis } => Levels::at(priority(rule, unit.claim(basis), count), -1),
        Objective::LeastUnmet | Objective::Proportional => Levels::default(),
    }
}

/// The claim of a part that has `seats` to its next one. Of Huntington and Hill the square, which is in the same order.
fn priority(rule: Rule, claim: u64, seats: i64) -> Ratio {
    let (claim, seats) = (u128::from(claim), u64::try_from(seats).unwrap_or_default());
    match rule {
        Rule::Hamilton => Ratio::ZERO,
        Rule::DHondt => Ratio::new(claim, seats + 1),
        Rule::SainteLague => Ratio::new(claim, 2 * seats + 1),
        Rule::HuntingtonHill => Ratio::new(claim * claim, seats.saturating_mul(seats + 1)),
        Rule::Adams => Ratio::new(claim, seats),
    }
}
