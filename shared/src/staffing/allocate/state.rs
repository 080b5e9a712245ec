//! A network at its optimum, and what may change while it stays there.

use super::{
    Cost, Group, Instance, Level, Side,
    cost::total,
    flow::{Circle, Cut, Halt, Search, Turn},
    instance::{Limit, Place},
    measure::Unit,
    network::Network,
    pace::{Endless, Pace},
    ranges::{BOUNDLESS, Ranges},
    tariff::Price,
};

/// Bounds that cannot be kept together: the arc that could not be turned, and what can be reached from it.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) arc: usize,
    pub(super) cut: Cut,
}

/// A network at its optimum, unless its bounds contradict each other.
#[derive(Clone, Debug)]
pub(super) struct State<G> {
    pub(super) network: Network<G>,
    search: Search<G>,
    pub(super) trouble: Option<Trouble>,
}

impl<G: Group> State<G> {
    /// The optimum within some limits, from nothing.
    pub(super) fn of<P: Pace>(
        instance: &Instance,
        limits: &[Limit],
        price: Option<Price<G>>,
        pace: &mut P,
    ) -> Result<Self, P::Stop> {
        Self::within(instance, &Ranges::of(instance, limits), price, pace)
    }

    /// The optimum within some ranges, from nothing.
    pub(super) fn within<P: Pace>(
        instance: &Instance,
        ranges: &Ranges,
        price: Option<Price<G>>,
        pace: &mut P,
    ) -> Result<Self, P::Stop> {
        let mut network = Network::of(instance, ranges, price);
        let mut search = Search::of(network.nodes.count);
        network.start(pace)?;
        network.open_moves(&mut search, pace)?;
        let mut state = Self { network, search, trouble: None };
        state.keep_all(pace)?;
        Ok(state)
    }

    /// The network with no bound in force and nothing placed.
    pub(super) fn bare<P: Pace>(instance: &Instance, price: Option<Price<G>>, pace: &mut P) -> Result<Self, P::Stop> {
        pace.step(instance.len())?;
        let mut network = Network::of(instance, &Ranges::of(instance, &instance.limits), price);
        for arc in network.arcs.iter_mut().filter(|arc| arc.place.is_some()) {
            // A lower bound gives way down to nothing, not to people who leave: "at least -1" is no answer.
            let has_least = arc.low > 0;
            (arc.low, arc.high) = (if has_least { arc.tariff.offset } else { 0 }, BOUNDLESS);
        }
        network.refresh();
        let mut search = Search::of(network.nodes.count);
        network.open_moves(&mut search, pace)?;
        Ok(Self { network, search, trouble: None })
    }

    /// Lets these limits of an arc bend at the price of one an operator, and finds the optimum from the last one.
    pub(super) fn bend<P: Pace>(&mut self, arc: usize, limits: Vec<(Side, i64)>, pace: &mut P) -> Result<(), P::Stop> {
        self.network.arcs[arc].elastic = limits;
        self.cost_changed(arc, pace)
    }

    fn keep_all<P: Pace>(&mut self, pace: &mut P) -> Result<(), P::Stop> {
        self.trouble = None;
        for arc in 0..self.network.arcs.len() {
            match self.network.keep(&mut self.search, arc, pace) {
                Ok(()) => {}
                Err(Halt::Blocked(arc, cut)) => {
                    self.trouble = Some(Trouble { arc, cut });
                    break;
                }
                Err(Halt::Stopped(stop)) => return Err(stop),
            }
        }
        Ok(())
    }

    /// Gives the cell's seats another range, and finds the optimum from the last one.
    pub(super) fn set_cell_range(&mut self, cell: usize, range: (i64, i64)) {
        self.set_range(self.network.seat_arc[cell], range);
    }

    /// The arc that bears the range of a place, when it binds something already.
    pub(super) fn arc_of(&self, place: Place) -> Option<usize> {
        match place {
            Place::HeadCount => Some(super::network::HEAD_COUNT),
            Place::Profile(profile) => self.network.profile_arc[profile],
            Place::Province(province) => self.network.province_arc[province],
            Place::Cpi(cpi) => self.network.cpi_arc[cpi],
            Place::Cell(cell) | Place::Lock(cell) => Some(self.network.seat_arc[cell]),
        }
    }

    /// Gives an arc another range, and finds the optimum from the last one.
    pub(super) fn set_range(&mut self, arc: usize, range: (i64, i64)) {
        let bounds = &mut self.network.arcs[arc];
        (bounds.low, bounds.high) = range;
        self.network.refresh_bundle(arc);
        if self.trouble.is_some() {
            let Ok(()) = self.network.settle(&mut self.search, arc, &mut Endless);
            let Ok(()) = self.keep_all(&mut Endless);
            return;
        }
        match self.network.keep(&mut self.search, arc, &mut Endless) {
            Err(Halt::Blocked(arc, cut)) => self.trouble = Some(Trouble { arc, cut }),
            Ok(()) => {
                let Ok(()) = self.network.settle(&mut self.search, arc, &mut Endless);
            }
        }
    }

    /// Asks at least so much of an arc, and finds the optimum from the last one. `false`: there is none, and the state is of no
    /// more use.
    pub(super) fn raise<P: Pace>(&mut self, arc: usize, low: i64, pace: &mut P) -> Result<bool, P::Stop> {
        if self.network.arcs[arc].low >= low {
            return Ok(true);
        }
        self.network.arcs[arc].low = low;
        self.network.refresh_bundle(arc);
        match self.network.keep(&mut self.search, arc, pace) {
            Ok(()) => Ok(true),
            Err(Halt::Blocked(..)) => Ok(false),
            Err(Halt::Stopped(stop)) => Err(stop),
        }
    }

    /// Gives a cell another number in the present plan, and finds the optimum from the last one.
    pub(super) fn set_present(&mut self, cell: usize, operators: i64) {
        self.network.instance.present[cell] = operators;
        let Ok(()) = self.cost_changed(self.network.seat_arc[cell], &mut Endless);
    }

    /// Gives a cell another requirement or staff, and finds the optimum from the last one.
    pub(super) fn set_need(&mut self, cell: usize, required: u64, have: u64) {
        let unit = self.network.instance.unit_of(cell);
        let old = self.network.instance.cells[cell];
        let counted: &mut Unit = &mut self.network.units[unit];
        counted.required = counted.required - old.required + required;
        counted.have = counted.have - old.have + have;
        let (main, spread) = (self.network.unit_arc[unit], self.network.spread_arc[cell]);
        if self.network.instance.level == Level::Cell {
            let kept = &mut self.network.instance.cells[cell];
            (kept.required, kept.have) = (required, have);
            let Ok(()) = self.cost_changed(main, &mut Endless);
            return;
        }
        let Ok(()) = self.cost_changed(main, &mut Endless);
        let kept = &mut self.network.instance.cells[cell];
        (kept.required, kept.have) = (required, have);
        let Ok(()) = self.cost_changed(spread, &mut Endless);
    }

    fn cost_changed<P: Pace>(&mut self, arc: usize, pace: &mut P) -> Result<(), P::Stop> {
        self.network.refresh_arc(arc);
        self.network.refresh_bundle(arc);
        self.network.settle(&mut self.search, arc, pace)?;
        if self.trouble.is_some() { self.keep_all(pace) } else { Ok(()) }
    }

    /// What the best plan costs more when the arc must carry one more or one less, and the arcs that turn for it.
    pub(super) fn price_of<P: Pace>(
        &mut self,
        arc: usize,
        turn: Turn,
        pace: &mut P,
    ) -> Result<Option<(Cost<G>, Circle)>, P::Stop> {
        let cost = self.network.circle(&mut self.search, arc, turn, pace)?;
        Ok(cost.map(|cost| (cost, self.network.path(&self.search, arc, turn))))
    }

    /// What the flow costs beyond no new operators and no moves.
    pub(super) fn cost(&self) -> Cost<G> {
        let (mut parts, mut money, mut moved) = (Vec::with_capacity(self.network.arcs.len()), 0, 0);
        for (arc, carried) in self.network.arcs.iter().enumerate() {
            let tariff = &carried.tariff;
            let is_free = tariff.unit.or(tariff.spread).or(tariff.seat).or(tariff.moved).is_none();
            if is_free {
                continue;
            }
            let (from, to) = (tariff.offset.min(carried.flow), tariff.offset.max(carried.flow));
            let part = self.network.steps(arc, from, to);
            parts.push(if carried.flow < tariff.offset { part.negated() } else { part });
            money += self.network.cents(arc) * i128::from(carried.flow - tariff.offset);
            moved += tariff.moved.map_or(0, |_| i128::from(carried.flow));
        }
        if let Some(price) = &self.network.price {
            parts.extend([price.per_cent.times(money), price.per_move.times(moved)]);
        }
        total(parts, Cost::add)
    }
}
