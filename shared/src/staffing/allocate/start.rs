//! A first optimum by greed: exact for the bounds of one tree, and quick.
//!
//! With costs on a tree and bounds on the same tree, giving each operator where the gain is greatest is exact. The
//! bounds of the other tree are left to [`super::flow`], which mends them one unit at a time.
//!
//! # Source
//! B. Fox, Discrete optimization via marginal analysis, Management Science 13 (1966); A. Federgruen, H. Groenevelt, The
//! greedy procedure for resource allocation problems, Operations Research 34 (1986); D. S. Hochbaum, Lower and upper
//! bounds for the allocation problem, Mathematics of Operations Research 19 (1994).

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{
    Cost, Group, Level,
    network::{HEAD_COUNT, Network},
    pace::Pace,
};

/// Which tree greed follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    Profiles,
    Places,
}

impl<G: Group> Network<G> {
    /// Places operators by greed, then brings all that is remembered up to date.
    pub(super) fn start<P: Pace>(&mut self, pace: &mut P) -> Result<(), P::Stop> {
        pace.step(self.arcs.len() * self.weight)?;
        let by_profile = self.instance.level == Level::Cell && self.profile_arc.iter().any(Option::is_some);
        let tree = if by_profile { Tree::Profiles } else { Tree::Places };
        let cells: Vec<usize> = (0..self.instance.len()).collect();
        for &cell in &cells {
            let low = self.arcs[self.seat_arc[cell]].low;
            if low > 0 {
                self.carry(cell, low);
            }
            // What one less costs is worked out at the end.
            for arc in self.marginal_arcs(cell) {
                self.arcs[arc].up = self.step(arc, self.arcs[arc].flow);
            }
        }
        let columns = self.instance.profiles.len();
        // The least that each branch must have, from the leaves up; then the whole.
        match tree {
            Tree::Profiles => {
                for profile in 0..columns {
                    if let Some(arc) = self.profile_arc[profile] {
                        self.fill(tree, cells.iter().copied().skip(profile).step_by(columns), arc, pace)?;
                    }
                }
            }
            Tree::Places => {
                for cpi in 0..self.instance.cpis.len() {
                    if let Some(arc) = self.cpi_arc[cpi] {
                        self.fill(tree, cpi * columns..(cpi + 1) * columns, arc, pace)?;
                    }
                }
                let mut short = self.province_arc.iter().flatten();
                if short.any(|&arc| self.must_fill(arc)) {
                    let mut inside = vec![Vec::new(); self.instance.provinces.len()];
                    for &cell in &cells {
                        inside[self.instance.province_of[cell / columns]].push(cell);
                    }
                    for (province, cells) in inside.into_iter().enumerate() {
                        if let Some(arc) = self.province_arc[province] {
                            self.fill(tree, cells.into_iter(), arc, pace)?;
                        }
                    }
                }
            }
        }
        self.fill(tree, cells.into_iter(), HEAD_COUNT, pace)?;
        self.refresh();
        Ok(())
    }

    fn must_fill(&self, arc: usize) -> bool {
        self.arcs[arc].flow < self.arcs[arc].low
    }

    /// Gives operators to the cheapest of these cells until the arc has what it must; over the head-count also as long as
    /// it is a gain.
    fn fill<P: Pace>(
        &mut self,
        tree: Tree,
        cells: impl Iterator<Item = usize>,
        arc: usize,
        pace: &mut P,
    ) -> Result<(), P::Stop> {
        if arc != HEAD_COUNT && !self.must_fill(arc) {
            return Ok(());
        }
        let zero = Cost::default();
        let mut heap: BinaryHeap<Reverse<(Cost<G>, usize)>> =
            cells.filter(|&cell| self.has_room(tree, cell)).map(|cell| Reverse((self.marginal(cell), cell))).collect();
        pace.step((self.weight - 1) * heap.len())?;
        while let Some(mut top) = heap.peek_mut() {
            pace.step(self.weight)?;
            let cell = top.0.1;
            if !self.has_room(tree, cell) {
                std::collections::binary_heap::PeekMut::pop(top);
                continue;
            }
            // Another cell of the same CPI may have been served since: the price can only have risen.
            let now = self.marginal(cell);
            if now > top.0.0 {
                top.0.0 = now;
                continue;
            }
            if !(self.must_fill(arc) || arc == HEAD_COUNT && now < zero) {
                break;
            }
            self.carry(cell, 1);
            for arc in self.marginal_arcs(cell) {
                self.arcs[arc].up = self.step(arc, self.arcs[arc].flow);
            }
            top.0.0 = self.marginal(cell);
        }
        Ok(())
    }

    fn cpi_and_province(&self, cell: usize) -> [Option<usize>; 2] {
        let cpi = cell / self.instance.profiles.len();
        [self.cpi_arc[cpi], self.province_arc[self.instance.province_of[cpi]]]
    }

    /// The arcs that an operator of this cell pays for.
    fn marginal_arcs(&self, cell: usize) -> impl Iterator<Item = usize> + use<G> {
        let (seat, there) = (self.seat_arc[cell], self.spread_arc[cell]);
        let [cpi, province] = self.cpi_and_province(cell);
        let counted = match self.instance.level {
            Level::Cell => None,
            Level::Cpi => cpi,
            Level::Province => province,
        };
        [Some(seat), (there != seat).then_some(there), counted].into_iter().flatten()
    }

    fn marginal(&self, cell: usize) -> Cost<G> {
        let mut cost = Cost::default();
        for arc in self.marginal_arcs(cell) {
            cost.add(&self.arcs[arc].up);
        }
        cost
    }

    /// Whether one more fits under the upper bounds of the tree.
    fn has_room(&self, tree: Tree, cell: usize) -> bool {
        let fits = |arc: usize| self.arcs[arc].flow < self.arcs[arc].high;
        let above = match tree {
            Tree::Profiles => [self.profile_arc[cell % self.instance.profiles.len()], None],
            Tree::Places => self.cpi_and_province(cell),
        };
        fits(self.seat_arc[cell]) && fits(HEAD_COUNT) && above.into_iter().flatten().all(fits)
    }

    /// Adds operators of one cell to every arc on their way.
    fn carry(&mut self, cell: usize, operators: i64) {
        let (seat, there) = (self.seat_arc[cell], self.spread_arc[cell]);
        let [cpi, province] = self.cpi_and_province(cell);
        let profile = self.profile_arc[cell % self.instance.profiles.len()];
        let way = [Some(HEAD_COUNT), profile, Some(seat), (there != seat).then_some(there), cpi, province];
        for arc in way.into_iter().flatten() {
            self.arcs[arc].flow += operators;
        }
    }
}
