//! Loads: what is required against who is there, for a cell, a CPI, a province or the region.

use serde::{Deserialize, Serialize};

use super::Sizing;

/// The sums over some cells. Add up cells to get a CPI, CPIs to get a province, provinces to get the region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Operators needed, FTE.
    pub required: f64,
    /// Operators in service, FTE.
    pub have: f64,
    /// Operators placed by the scenario.
    pub placed: u64,
    /// Work that nobody does, hours a year: `Σ AWT · max(0, required - have - placed)`, cell by cell.
    pub unmet_hours: f64,
}

impl Totals {
    /// The totals of one cell of a sizing, with `placed` operators added. `None` when there is no such cell.
    pub fn of_cell(sizing: &Sizing, cell: usize, placed: u32) -> Option<Self> {
        let (required, have) = (*sizing.required().get(cell)?, *sizing.have().get(cell)?);
        let missing = f64::max(0.0, required - have - f64::from(placed));
        let hours = sizing.available_hours().get(cell % sizing.profiles().len())?;
        Some(Self { required, have, placed: u64::from(placed), unmet_hours: missing * hours })
    }

    /// The totals of each CPI, shape `[cpis]`. `placed` has shape `[cpis][profiles]`; what is missing counts as 0.
    pub fn of_cpis(sizing: &Sizing, placed: &[u32]) -> Vec<Self> {
        let profiles = sizing.profiles().len();
        (0..sizing.cpis().len())
            .map(|cpi| {
                (cpi * profiles..(cpi + 1) * profiles)
                    .filter_map(|cell| Self::of_cell(sizing, cell, placed.get(cell).copied().unwrap_or_default()))
                    .sum()
            })
            .collect()
    }

    /// Operators there in all, FTE.
    pub fn staff(&self) -> f64 {
        self.have + self.placed as f64
    }

    /// `required - staff`, FTE: how many are missing; below 0, how many there are beyond the need.
    pub fn gap(&self) -> f64 {
        self.required - self.staff()
    }

    /// `required / staff`: above 1 there are too few. Infinite when nobody is there and work exists; 0 without work.
    pub fn pressure(&self) -> f64 {
        if self.required <= 0.0 {
            0.0
        } else if self.staff() <= 0.0 {
            f64::INFINITY
        } else {
            self.required / self.staff()
        }
    }

    /// `staff / required`, the WHO's direction: below 1 there are too few. `None` without work.
    pub fn wisn_ratio(&self) -> Option<f64> {
        (self.required > 0.0).then(|| self.staff() / self.required)
    }
}

impl std::ops::Add for Totals {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            required: self.required + other.required,
            have: self.have + other.have,
            placed: self.placed + other.placed,
            unmet_hours: self.unmet_hours + other.unmet_hours,
        }
    }
}

impl std::iter::Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| sum + part)
    }
}

/// What `months` of the placed operators cost, euro cents, rounded to the nearest cent, halves up.
///
/// `placed` and `yearly_cost_cents` have one entry a profile.
pub fn cost_cents(placed: &[u64], yearly_cost_cents: &[u64], months: u32) -> u64 {
    let yearly: u128 = placed.iter().zip(yearly_cost_cents).map(|(&n, &cents)| u128::from(n) * u128::from(cents)).sum();
    u64::try_from((yearly * u128::from(months) + 6) / 12).unwrap_or(u64::MAX)
}

/// How unequal the pressures are, 0 (all alike) to 1: the Gini coefficient, each CPI counting once.
///
/// `None` without any pressure above 0, or with an infinite one. Time O(n log n).
pub fn gini(pressures: &[f64]) -> Option<f64> {
    let sum: f64 = pressures.iter().sum();
    if !sum.is_finite() || sum <= 0.0 {
        return None;
    }
    let mut sorted = pressures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let ranked: f64 = sorted.iter().enumerate().map(|(rank, pressure)| (rank as f64 + 1.0) * pressure).sum();
    Some((2.0 * ranked / (n * sum) - (n + 1.0) / n).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cpi_with_work_is_under_infinite_pressure_and_without_work_under_none() {
        let work = Totals { required: 2.0, ..Totals::default() };
        assert_eq!(work.pressure(), f64::INFINITY);
        assert_eq!(work.wisn_ratio(), Some(0.0));
        assert_eq!(Totals::default().pressure(), 0.0);
        assert_eq!(Totals::default().wisn_ratio(), None);
        let served = Totals { have: 1.5, placed: 1, ..work };
        assert!((served.pressure() - 0.8).abs() < 1e-12);
        assert_eq!((work.gap(), served.gap()), (2.0, -0.5));
    }

    #[test]
    fn cost_is_exact_to_the_cent() {
        // 2 at 36,000.00 and 1 at 38,500.01 for 18 months: 165,750.015 euro, halves up.
        assert_eq!(cost_cents(&[2, 1], &[3_600_000, 3_850_001], 18), 16_575_002);
        assert_eq!(cost_cents(&[], &[], 18), 0);
    }

    #[test]
    fn gini_of_equals_is_nothing_and_of_one_rich_is_almost_one() {
        assert_eq!(gini(&[1.0, 1.0, 1.0]), Some(0.0));
        assert!((gini(&[0.0, 0.0, 0.0, 4.0]).expect("a sum") - 0.75).abs() < 1e-12);
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[1.0, f64::INFINITY]), None);
    }
}
