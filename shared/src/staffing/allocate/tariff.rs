//! What the flow of an arc costs: in the objective, in distance from the need, in what changes, and under the prices of what is scarce.

use super::{Cost, Group, Side, cost::order, measure, network::Network};

/// What is paid for the flow of one arc.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tariff {
    /// The unit whose objective counts this flow.
    pub(super) unit: Option<usize>,
    /// The cell whose distance from its need counts this flow.
    pub(super) spread: Option<usize>,
    /// The cell whose new operators this flow is.
    pub(super) seat: Option<usize>,
    /// Which move of people in service this flow is.
    pub(super) moved: Option<usize>,
    /// People in service among the flow.
    pub(super) offset: i64,
}

/// What a cent of yearly cost and a move weigh against the objective where either is scarce; all costs times `scale`.
#[derive(Clone, Debug, Default)]
pub(super) struct Price<G> {
    pub(super) scale: i128,
    pub(super) per_cent: Cost<G>,
    pub(super) per_move: Cost<G>,
}

impl<G: Group> Network<G> {
    /// What the flow of an arc costs more when it goes from `flow` to `flow + 1`.
    pub(super) fn step(&self, arc: usize, flow: i64) -> Cost<G> {
        let tariff = &self.arcs[arc].tariff;
        let count = flow - tariff.offset;
        let objective = tariff.unit.map(|unit| G::step(self.instance.objective, &self.units[unit], count));
        let mut cost = self.tariff_step(arc, count, objective.unwrap_or_default());
        if let Some(price) = &self.price {
            let cents = self.cents(arc);
            if cents > 0 {
                cost.add(&price.per_cent.times(cents));
            }
            if tariff.moved.is_some() {
                cost.add(&price.per_move);
            }
        }
        cost
    }

    /// What one operator more on an arc costs in a year, euro cents.
    pub(super) fn cents(&self, arc: usize) -> i128 {
        let cost = |cell: usize| i128::from(self.instance.costs[cell % self.instance.profiles.len()]);
        self.arcs[arc].tariff.seat.map_or(0, cost)
    }

    /// What the flow of an arc costs more when it goes from `from` up to `to`, the prices on money and moves left out.
    pub(super) fn steps(&self, arc: usize, from: i64, to: i64) -> Cost<G> {
        let tariff = &self.arcs[arc].tariff;
        let (from, to) = (from - tariff.offset, to - tariff.offset);
        let mut cost = Cost::default();
        if let Some(unit) = tariff.unit {
            let objective = G::steps(self.instance.objective, &self.units[unit], from, to);
            cost.objective = objective.times(self.price.as_ref().map_or(1, |price| price.scale));
        }
        for count in from..to {
            cost.add(&self.tariff_step(arc, count, G::default()));
        }
        cost
    }

    /// One step of all that is paid but money, with what the objective pays for it.
    fn tariff_step(&self, arc: usize, count: i64, objective: G) -> Cost<G> {
        let tariff = &self.arcs[arc].tariff;
        let mut cost = Cost { objective, ..Cost::default() };
        if let Some(cell) = tariff.spread.filter(|_| self.counts_spread) {
            cost.spread = measure::proportional_step(&self.instance.cells[cell], count);
        }
        if let Some(cell) = tariff.seat {
            cost.changes = if count < self.instance.present[cell] { -1 } else { 1 };
            cost.order = order(cell as u64);
        }
        if let Some(way) = tariff.moved {
            cost.objective = G::move_cost(&self.instance);
            cost.changes = 1;
            cost.order = order((self.instance.len() + way) as u64);
        }
        if let Some(price) = &self.price {
            cost = cost.times(price.scale);
        }
        for &(side, operators) in &self.arcs[arc].elastic {
            match side {
                Side::AtLeast if count < operators => cost.objective.sub(&G::one()),
                Side::AtMost if count >= operators => cost.objective.add(&G::one()),
                Side::AtLeast | Side::AtMost => {}
            }
        }
        cost
    }
}

impl<G: Group> Price<G> {
    /// How many numbers it takes to write the longer of the two down.
    pub(super) fn length(&self) -> usize {
        self.per_cent.objective.length().max(self.per_move.objective.length())
    }

    pub(super) fn times(&self, factor: i128) -> Self {
        Self {
            scale: self.scale.saturating_mul(factor),
            per_cent: self.per_cent.times(factor),
            per_move: self.per_move.times(factor),
        }
    }
}
