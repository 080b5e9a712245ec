//! The constraints as a network of flows: head-count → profile → cell → CPI → province, and people in service who move.
//!
//! A node that binds nothing is melted into its neighbour, and arcs between the same two nodes form a bundle of which a
//! path only ever wants the best one up and the best one down; so a path is searched among tens of nodes, not thousands.

use super::{
    Cost, Group, Instance, Level, Objective, Side,
    instance::Place,
    measure::{OPERATOR, Unit},
    ranges::{FREE, OPEN, Ranges, with_people},
    tariff::{Price, Tariff},
};

pub(super) const ROOT: usize = 0;
pub(super) const START: usize = 1;
/// Levels of a price that are looked at in the time of a step.
const LEVELS_A_STEP: usize = 8;
/// The arc over which every new operator comes.
pub(super) const HEAD_COUNT: usize = 0;

#[derive(Clone, Debug)]
pub(super) struct Arc<G> {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) flow: i64,
    pub(super) tariff: Tariff,
    /// The range that the planner gave it, if any.
    pub(super) place: Option<Place>,
    /// What one more costs.
    pub(super) up: Cost<G>,
    /// What one less costs.
    pub(super) down: Cost<G>,
    /// Bounds that may be broken at the price of one an operator.
    pub(super) elastic: Vec<(Side, i64)>,
    bundle: usize,
}

/// The arcs between two nodes, in one direction.
#[derive(Clone, Debug)]
pub(super) struct Bundle {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) arcs: Vec<usize>,
    pub(super) best_up: Option<usize>,
    pub(super) best_down: Option<usize>,
}

/// The network with a flow on it.
#[derive(Clone, Debug)]
pub(super) struct Network<G> {
    pub(super) instance: Instance,
    pub(super) units: Vec<Unit>,
    pub(super) price: Option<Price<G>>,
    /// How many steps a look at a cost counts for: with a price in many levels it takes long to add and to compare.
    pub(super) weight: usize,
    pub(super) arcs: Vec<Arc<G>>,
    pub(super) bundles: Vec<Bundle>,
    /// For each node the bundles at it, and whether it is their tail.
    pub(super) at: Vec<Vec<(usize, bool)>>,
    /// The arc of each cell's new operators.
    pub(super) seat_arc: Vec<usize>,
    /// The arc on which each unit's objective is counted.
    pub(super) unit_arc: Vec<usize>,
    /// The arc on which each cell's distance from its need is counted.
    pub(super) spread_arc: Vec<usize>,
    /// The arcs of the head-count, profiles, CPIs and provinces that bind something.
    pub(super) profile_arc: Vec<Option<usize>>,
    pub(super) cpi_arc: Vec<Option<usize>>,
    pub(super) province_arc: Vec<Option<usize>>,
    /// The arc on which the people of a cell stay, and those on which they move: from cell, to cell, arc.
    pub(super) stay_arc: Vec<Option<usize>>,
    pub(super) moves: Vec<(usize, usize, usize)>,
    pub(super) nodes: Nodes,
    pub(super) counts_spread: bool,
}

/// The node of each thing, after those that bind nothing were melted.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    pub(super) count: usize,
    pub(super) profile: Vec<usize>,
    pub(super) cpi: Vec<usize>,
    pub(super) province: Vec<usize>,
    /// Only when people may move.
    pub(super) cell: Vec<usize>,
    pub(super) home: Vec<usize>,
}

impl Nodes {
    fn fresh(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }
}

impl<G: Group> Network<G> {
    /// The network without any flow of new operators, everyone in service where they are.
    pub(super) fn of(instance: &Instance, ranges: &Ranges, price: Option<Price<G>>) -> Self {
        let mut network = Self {
            units: instance.units(),
            weight: price.as_ref().map_or(1, |price| 1 + price.length() / LEVELS_A_STEP),
            price,
            arcs: Vec::with_capacity(instance.len() + 16),
            bundles: Vec::new(),
            at: Vec::new(),
            seat_arc: vec![0; instance.len()],
            unit_arc: Vec::new(),
            spread_arc: vec![0; instance.len()],
            profile_arc: vec![None; instance.profiles.len()],
            cpi_arc: vec![None; instance.cpis.len()],
            province_arc: vec![None; instance.provinces.len()],
            stay_arc: vec![None; instance.len()],
            moves: Vec::new(),
            nodes: Nodes { count: 2, ..Nodes::default() },
            counts_spread: !(instance.objective == Objective::Proportional && instance.level == Level::Cell),
            instance: instance.clone(),
        };
        network.unit_arc = vec![0; network.units.len()];
        network.add(ROOT, START, ranges.head_count, Tariff::default(), Some(Place::HeadCount));
        network.add_profiles(ranges);
        let people = network.people(ranges);
        network.add_places(ranges, &people);
        if instance.has_transfers {
            network.add_people(ranges, &people);
        } else {
            network.add_cells(ranges);
        }
        network.bundle();
        network
    }

    fn add(&mut self, tail: usize, head: usize, range: (i64, i64), tariff: Tariff, place: Option<Place>) -> usize {
        self.arcs.push(Arc {
            tail,
            head,
            low: range.0,
            high: range.1,
            flow: 0,
            tariff,
            place,
            up: Cost::default(),
            down: Cost::default(),
            elastic: Vec::new(),
            bundle: 0,
        });
        self.arcs.len() - 1
    }

    fn add_profiles(&mut self, ranges: &Ranges) {
        for (profile, &range) in ranges.profiles.iter().enumerate() {
            let mut node = START;
            if range != FREE {
                node = self.nodes.fresh();
                let place = Some(Place::Profile(profile));
                self.profile_arc[profile] = Some(self.add(START, node, range, Tariff::default(), place));
            }
            self.nodes.profile.push(node);
        }
    }

    /// How many people of each cell may move.
    fn people(&self, ranges: &Ranges) -> Vec<i64> {
        let movable = |(cell, unit): (usize, &Unit)| {
            if self.instance.has_transfers && !ranges.locked[cell] { (unit.have / OPERATOR) as i64 } else { 0 }
        };
        self.instance.cells.iter().enumerate().map(movable).collect()
    }

    fn add_places(&mut self, ranges: &Ranges, people: &[i64]) {
        let columns = self.instance.profiles.len();
        let at_cpi: Vec<i64> = people.chunks(columns).map(|row| row.iter().sum()).collect();
        let mut at_province = vec![0; self.instance.provinces.len()];
        for (cpi, count) in at_cpi.iter().enumerate() {
            at_province[self.instance.province_of[cpi]] += count;
        }
        for (province, &range) in ranges.provinces.iter().enumerate() {
            let mut node = ROOT;
            let counted = self.instance.level == Level::Province;
            if range != OPEN || counted {
                node = self.nodes.fresh();
                let offset = at_province[province];
                let tariff = Tariff { unit: counted.then_some(province), offset, ..Tariff::default() };
                let place = Some(Place::Province(province));
                let arc = self.add(node, ROOT, with_people(range, offset), tariff, place);
                self.arcs[arc].flow = offset;
                self.province_arc[province] = Some(arc);
                if counted {
                    self.unit_arc[province] = arc;
                }
            }
            self.nodes.province.push(node);
        }
        for (cpi, &range) in ranges.cpis.iter().enumerate() {
            let mut node = self.nodes.province[self.instance.province_of[cpi]];
            let counted = self.instance.level == Level::Cpi;
            if range != OPEN || counted {
                let province = node;
                node = self.nodes.fresh();
                let offset = at_cpi[cpi];
                let tariff = Tariff { unit: counted.then_some(cpi), offset, ..Tariff::default() };
                let arc = self.add(node, province, with_people(range, offset), tariff, Some(Place::Cpi(cpi)));
                self.arcs[arc].flow = offset;
                self.cpi_arc[cpi] = Some(arc);
                if counted {
                    self.unit_arc[cpi] = arc;
                }
            }
            self.nodes.cpi.push(node);
        }
    }

    fn add_cells(&mut self, ranges: &Ranges) {
        let columns = self.instance.profiles.len();
        for (cell, &range) in ranges.cells.iter().enumerate() {
            let counted = (self.instance.level == Level::Cell).then_some(cell);
            let tariff = Tariff { unit: counted, spread: Some(cell), seat: Some(cell), ..Tariff::default() };
            let (tail, head) = (self.nodes.profile[cell % columns], self.nodes.cpi[cell / columns]);
            let arc = self.add(tail, head, range, tariff, Some(Place::Cell(cell)));
            (self.seat_arc[cell], self.spread_arc[cell]) = (arc, arc);
            if counted.is_some() {
                self.unit_arc[cell] = arc;
            }
        }
    }

    /// The cells where people may move: who is in service comes from the home of the cell, stays, or goes elsewhere.
    fn add_people(&mut self, ranges: &Ranges, people: &[i64]) {
        let columns = self.instance.profiles.len();
        for (cell, &range) in ranges.cells.iter().enumerate() {
            let (node, home) = (self.nodes.fresh(), self.nodes.fresh());
            self.nodes.cell.push(node);
            self.nodes.home.push(home);
            let seat = Tariff { seat: Some(cell), ..Tariff::default() };
            self.seat_arc[cell] =
                self.add(self.nodes.profile[cell % columns], node, range, seat, Some(Place::Cell(cell)));
            let counted = (self.instance.level == Level::Cell).then_some(cell);
            let there = Tariff { unit: counted, spread: Some(cell), offset: people[cell], ..Tariff::default() };
            let arc = self.add(node, self.nodes.cpi[cell / columns], FREE, there, None);
            self.arcs[arc].flow = people[cell];
            self.spread_arc[cell] = arc;
            if counted.is_some() {
                self.unit_arc[cell] = arc;
            }
            let comes = self.add(ROOT, home, (people[cell], people[cell]), Tariff::default(), None);
            self.arcs[comes].flow = people[cell];
            let leaving = ranges.leaving.get(&cell);
            let staying = leaving.map_or(FREE, |(fewest, most)| ((people[cell] - most).max(0), people[cell] - fewest));
            let stays = self.add(home, node, staying, Tariff::default(), None);
            self.arcs[stays].flow = people[cell];
            self.stay_arc[cell] = Some(stays);
        }
        for way in 0..self.instance.ways.len() {
            let (from, to) = self.instance.ways[way];
            for column in 0..columns {
                let (from, to) = (from * columns + column, to * columns + column);
                if people[from] > 0 && !ranges.locked[to] {
                    let tariff = Tariff { moved: Some(self.moves.len()), ..Tariff::default() };
                    // Closed at first: see `flow::open_moves`.
                    let arc = self.add(self.nodes.home[from], self.nodes.cell[to], (0, 0), tariff, None);
                    self.moves.push((from, to, arc));
                }
            }
        }
    }

    fn bundle(&mut self) {
        self.at = vec![Vec::new(); self.nodes.count];
        // The bundles that leave a node, so far: a node has few.
        let mut leaving: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.nodes.count];
        for arc in 0..self.arcs.len() {
            let (tail, head) = (self.arcs[arc].tail, self.arcs[arc].head);
            let known = leaving[tail].iter().rev().find(|(other, _)| *other == head).map(|&(_, bundle)| bundle);
            let bundle = known.unwrap_or_else(|| {
                let bundle = self.bundles.len();
                self.bundles.push(Bundle { tail, head, arcs: Vec::new(), best_up: None, best_down: None });
                self.at[tail].push((bundle, true));
                self.at[head].push((bundle, false));
                leaving[tail].push((head, bundle));
                bundle
            });
            self.bundles[bundle].arcs.push(arc);
            self.arcs[arc].bundle = bundle;
        }
    }

    /// Brings what an arc costs up to date with its flow.
    pub(super) fn refresh_arc(&mut self, arc: usize) {
        let flow = self.arcs[arc].flow;
        let (up, mut down) = (self.step(arc, flow), self.step(arc, flow - 1));
        down = down.negated();
        let arc = &mut self.arcs[arc];
        (arc.up, arc.down) = (up, down);
    }

    /// Brings the best arcs of the arc's bundle up to date.
    pub(super) fn refresh_bundle(&mut self, arc: usize) {
        let bundle = self.arcs[arc].bundle;
        let up = self.best(bundle, true, None);
        let down = self.best(bundle, false, None);
        let bundle = &mut self.bundles[bundle];
        (bundle.best_up, bundle.best_down) = (up, down);
    }

    /// Brings everything up to date.
    pub(super) fn refresh(&mut self) {
        for arc in 0..self.arcs.len() {
            self.refresh_arc(arc);
        }
        for bundle in 0..self.bundles.len() {
            self.refresh_bundle(self.bundles[bundle].arcs[0]);
        }
    }

    pub(super) fn bundle_of(&self, arc: usize) -> usize {
        self.arcs[arc].bundle
    }

    /// The cheapest arc of a bundle to raise (`up`) or to lower, leaving one out.
    pub(super) fn best(&self, bundle: usize, up: bool, without: Option<usize>) -> Option<usize> {
        let mut best: Option<usize> = None;
        for &arc in &self.bundles[bundle].arcs {
            let candidate = &self.arcs[arc];
            let may = if up { candidate.flow < candidate.high } else { candidate.flow > candidate.low };
            if !may || Some(arc) == without {
                continue;
            }
            let is_better = |best: usize| {
                let best = &self.arcs[best];
                if up { candidate.up < best.up } else { candidate.down < best.down }
            };
            if best.is_none_or(is_better) {
                best = Some(arc);
            }
        }
        best
    }

    /// Changes the flow of one arc and what depends on it.
    pub(super) fn push(&mut self, arc: usize, by: i64) {
        self.arcs[arc].flow += by;
        self.refresh_arc(arc);
        self.refresh_bundle(arc);
    }

    /// New operators of each cell.
    pub(super) fn placed(&self) -> Vec<i64> {
        self.seat_arc.iter().map(|&arc| self.arcs[arc].flow).collect()
    }
}
