//! What the table on the board comes to: its cost, and how evenly the work lies.

use leptos::prelude::*;
use shared::staffing::{
    Totals,
    totals::{cost_cents, gini},
};

use super::board::Board;

impl Board {
    /// What the placed operators cost over the scenario's months, euro cents.
    pub(super) fn cost(&self) -> u64 {
        self.tally.with(|tally| self.cents(&tally.region().by_profile))
    }

    /// What such a division would cost over the scenario's months, euro cents.
    pub(super) fn cost_of(&self, placed: &[u32]) -> u64 {
        let columns = self.plan.with_value(|plan| plan.columns()).max(1);
        let sum = |column: usize| placed.iter().skip(column).step_by(columns).map(|&placed| u64::from(placed)).sum();
        self.cents(&(0..columns).map(sum).collect::<Vec<u64>>())
    }

    fn cents(&self, by_profile: &[u64]) -> u64 {
        let months = self.bounds(|outline| outline.months);
        self.assumptions.with(|assumptions| {
            let Some(assumptions) = assumptions else { return 0 };
            let costs: Vec<u64> = assumptions.profiles.iter().map(|profile| profile.yearly_cost_cents).collect();
            cost_cents(by_profile, &costs, months)
        })
    }

    /// Inequality of the CPIs' pressures, 0 to 1.
    pub(super) fn gini(&self) -> Option<f64> {
        self.cpis.with(|cpis| gini(&cpis.iter().map(Totals::pressure).collect::<Vec<_>>()))
    }

    /// The CPI under the greatest pressure.
    pub(super) fn worst(&self) -> Option<(usize, f64)> {
        let pressures: Vec<f64> = self.cpis.with(|cpis| cpis.iter().map(Totals::pressure).collect());
        pressures.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }
}
