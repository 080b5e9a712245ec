//! The optimum by one move: the cheapest way to bring one operator more, or one less, over an arc.
//!
//! A flow is optimal exactly when no circle of its residual network has a negative cost. If it is optimal among those with
//! its present number on one arc, and one unit is sent round the cheapest circle through that arc, it is optimal among
//! those with one more: so a bound is tightened, a number locked, a requirement changed or a move of people allowed one
//! unit at a time, from optimum to optimum, and nothing is ever solved twice.
//!
//! # Source
//! R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, sections 9.7 and 14.4 (successive shortest paths, convex
//! costs).

use std::collections::{BTreeMap, VecDeque};

use super::{
    Cost, Group,
    network::{Network, ROOT},
    pace::Pace,
};

/// Which way the flow of an arc changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Up,
    Down,
}

impl Turn {
    pub(super) fn by(self) -> i64 {
        match self {
            Self::Up => 1,
            Self::Down => -1,
        }
    }
}

/// The arcs of a circle and which way each turns.
pub(super) type Circle = Vec<(usize, Turn)>;

/// What stands in the way: the nodes that can be reached, beyond which every arc is at a bound.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) reached: Vec<bool>,
}

/// Why the flow of an arc could not be changed.
pub(super) enum Halt<Stop> {
    /// No way is left for this arc.
    Blocked(usize, Cut),
    /// The run has to end.
    Stopped(Stop),
}

impl<Stop> From<Stop> for Halt<Stop> {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

/// The working memory of a search, kept so that a search asks for none.
#[derive(Clone, Debug)]
pub(super) struct Search<G> {
    /// What it costs to get one unit to each node, if it can get there.
    labels: Vec<Option<Cost<G>>>,
    /// Over which arc, and which way.
    came: Vec<(usize, Turn)>,
    queue: VecDeque<usize>,
    waits: Vec<bool>,
}

impl<G: Group> Search<G> {
    pub(super) fn of(nodes: usize) -> Self {
        Self {
            labels: vec![None; nodes],
            came: vec![(0, Turn::Up); nodes],
            queue: VecDeque::with_capacity(nodes),
            waits: vec![false; nodes],
        }
    }

    fn clear(&mut self) {
        self.labels.fill(None);
        self.waits.fill(false);
        self.queue.clear();
    }

    fn cut(&self) -> Cut {
        Cut { reached: self.labels.iter().map(Option::is_some).collect() }
    }

    /// What it costs to get to each node, after [`Network::potentials`].
    pub(super) fn into_labels(self) -> Vec<Cost<G>> {
        self.labels.into_iter().map(Option::unwrap_or_default).collect()
    }
}

impl<G: Group> Network<G> {
    /// Spreads the labels until none gets better, leaving one arc out. Gives whether they came to rest.
    fn spread<P: Pace>(&self, search: &mut Search<G>, without: Option<usize>, pace: &mut P) -> Result<bool, P::Stop> {
        // Without a negative circle a node is improved at most once a round, and there are as many rounds as nodes.
        let mut left = (self.nodes.count + 1).saturating_mul(self.nodes.count + 1);
        let closed = without.map(|arc| {
            let bundle = self.bundle_of(arc);
            (bundle, self.best(bundle, true, without), self.best(bundle, false, without))
        });
        let mut cost = Cost::default();
        while let Some(node) = search.queue.pop_front() {
            search.waits[node] = false;
            if left == 0 {
                return Ok(false);
            }
            left -= 1;
            pace.step(self.at[node].len() * self.weight)?;
            for &(bundle, leaves) in &self.at[node] {
                let ends = &self.bundles[bundle];
                let (up, down) = match closed {
                    Some((closed, up, down)) if closed == bundle => (up, down),
                    _ => (ends.best_up, ends.best_down),
                };
                let (arc, next, turn) = if leaves { (up, ends.head, Turn::Up) } else { (down, ends.tail, Turn::Down) };
                let (Some(arc), Some(here)) = (arc, &search.labels[node]) else { continue };
                cost.clone_from(here);
                cost.add(if leaves { &self.arcs[arc].up } else { &self.arcs[arc].down });
                if search.labels[next].as_ref().is_some_and(|known| *known <= cost) {
                    continue;
                }
                search.labels[next] = Some(cost.clone());
                search.came[next] = (arc, turn);
                if !search.waits[next] {
                    search.waits[next] = true;
                    search.queue.push_back(next);
                }
            }
        }
        Ok(true)
    }

    /// What the cheapest circle costs that turns this arc by one, if there is one within the bounds.
    ///
    /// The arc itself may be at its bound: this is how a bound is moved.
    pub(super) fn circle<P: Pace>(
        &self,
        search: &mut Search<G>,
        arc: usize,
        turn: Turn,
        pace: &mut P,
    ) -> Result<Option<Cost<G>>, P::Stop> {
        // Clearing the labels is work too.
        let arcs = self.bundles[self.bundle_of(arc)].arcs.len();
        pace.step(self.nodes.count / 8 + 1 + (self.weight - 1) * arcs)?;
        let turned = &self.arcs[arc];
        let (from, to) = match turn {
            Turn::Up => (turned.head, turned.tail),
            Turn::Down => (turned.tail, turned.head),
        };
        search.clear();
        search.labels[from] = Some(if turn == Turn::Up { turned.up.clone() } else { turned.down.clone() });
        search.queue.push_back(from);
        let rests = self.spread(search, Some(arc), pace)?;
        Ok(if rests { search.labels[to].clone() } else { None })
    }

    /// The arcs of the circle that [`Self::circle`] found last, the turned one first.
    pub(super) fn path(&self, search: &Search<G>, arc: usize, turn: Turn) -> Circle {
        let turned = &self.arcs[arc];
        let (from, mut node) = match turn {
            Turn::Up => (turned.head, turned.tail),
            Turn::Down => (turned.tail, turned.head),
        };
        let mut path = vec![(arc, turn)];
        while node != from && path.len() <= self.nodes.count + 1 {
            let (arc, turn) = search.came[node];
            path.push((arc, turn));
            node = if turn == Turn::Up { self.arcs[arc].tail } else { self.arcs[arc].head };
        }
        path
    }

    /// Turns an arc by one at the least cost.
    fn turn<P: Pace>(
        &mut self,
        search: &mut Search<G>,
        arc: usize,
        turn: Turn,
        pace: &mut P,
    ) -> Result<(), Halt<P::Stop>> {
        if self.circle(search, arc, turn, pace)?.is_none() {
            return Err(Halt::Blocked(arc, search.cut()));
        }
        self.apply(search, arc, turn, pace)?;
        Ok(())
    }

    /// Turns the circle that was found last.
    fn apply<P: Pace>(&mut self, search: &Search<G>, arc: usize, turn: Turn, pace: &mut P) -> Result<(), P::Stop> {
        let mut looks = 0;
        for (arc, turn) in self.path(search, arc, turn) {
            self.push(arc, turn.by());
            looks += self.bundles[self.bundle_of(arc)].arcs.len();
        }
        pace.moved();
        pace.step((self.weight - 1) * looks)
    }

    /// Brings the flow of an arc within its bounds, from optimum to optimum.
    ///
    /// # Errors
    /// The arc and the cut; nothing is reached where the arc's own bounds contradict each other.
    pub(super) fn keep<P: Pace>(
        &mut self,
        search: &mut Search<G>,
        arc: usize,
        pace: &mut P,
    ) -> Result<(), Halt<P::Stop>> {
        if self.arcs[arc].low > self.arcs[arc].high {
            return Err(Halt::Blocked(arc, Cut { reached: vec![false; self.nodes.count] }));
        }
        while self.arcs[arc].flow > self.arcs[arc].high {
            self.turn(search, arc, Turn::Down, pace)?;
        }
        while self.arcs[arc].flow < self.arcs[arc].low {
            self.turn(search, arc, Turn::Up, pace)?;
        }
        Ok(())
    }

    /// Brings the flow of an arc to where it costs least, after its own costs or bounds have changed.
    pub(super) fn settle<P: Pace>(&mut self, search: &mut Search<G>, arc: usize, pace: &mut P) -> Result<(), P::Stop> {
        let zero = Cost::default();
        for turn in [Turn::Up, Turn::Down] {
            loop {
                let Some(turned) = self.arcs.get(arc) else { return Ok(()) };
                let may = if turn == Turn::Up { turned.flow < turned.high } else { turned.flow > turned.low };
                if !may || self.circle(search, arc, turn, pace)?.is_none_or(|cost| cost >= zero) {
                    break;
                }
                self.apply(search, arc, turn, pace)?;
            }
        }
        Ok(())
    }

    /// Opens the moves of people in service, one home after the other, from optimum to optimum.
    pub(super) fn open_moves<P: Pace>(&mut self, search: &mut Search<G>, pace: &mut P) -> Result<(), P::Stop> {
        let zero = Cost::default();
        let mut homes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(from, _, arc) in &self.moves {
            homes.entry(from).or_default().push(arc);
        }
        for (from, mine) in homes {
            for arc in mine {
                self.arcs[arc].high = super::ranges::BOUNDLESS;
                self.refresh_bundle(arc);
            }
            // Every new circle leaves the home instead of staying.
            let Some(stays) = self.stay_arc[from] else { continue };
            while self.arcs[stays].flow > self.arcs[stays].low
                && self.circle(search, stays, Turn::Down, pace)?.is_some_and(|cost| cost < zero)
            {
                self.apply(search, stays, Turn::Down, pace)?;
            }
        }
        Ok(())
    }

    /// What it costs to get to each node from anywhere: prices under which no arc can be turned at a gain, if the flow is
    /// optimal. `None` when it is not.
    pub(super) fn potentials<P: Pace>(&self, pace: &mut P) -> Result<Option<Vec<Cost<G>>>, P::Stop> {
        let mut search = Search::of(self.nodes.count);
        search.labels.fill(Some(Cost::default()));
        search.waits.fill(true);
        search.queue.extend(ROOT..self.nodes.count);
        Ok(self.spread(&mut search, None, pace)?.then(|| search.into_labels()))
    }
}
