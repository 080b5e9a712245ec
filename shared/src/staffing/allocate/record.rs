//! What a search within a budget has shown of every part, kept as the proof that goes with the plan.

use super::{Closing, Counted, Group, Prices, Step};

/// The most numbers that a proof may hold: some tens of megabytes. A longer one is not kept.
const MAX_NUMBERS: usize = 2_000_000;

/// The tree of parts, each by its place in it.
pub(super) struct Record<G> {
    nodes: Vec<Node<G>>,
    numbers: usize,
    is_kept: bool,
}

enum Node<G> {
    Open,
    Split { of: Counted, most: i64, below: usize },
    Shown(Step<G>),
}

/// The place of all plans.
pub(super) const WHOLE: usize = 0;

impl<G: Group> Record<G> {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::Open], numbers: 0, is_kept: true }
    }

    /// Whether what is shown still goes into it.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Splits a part; gives the places of its halves.
    pub(super) fn split(&mut self, part: usize, of: Counted, most: i64) -> [usize; 2] {
        let below = self.nodes.len();
        if !self.is_kept {
            return [below, below];
        }
        self.nodes.extend([Node::Open, Node::Open]);
        self.nodes[part] = Node::Split { of, most, below };
        [below, below + 1]
    }

    /// A part is closed. Without a step it stays open in the proof.
    pub(super) fn show(&mut self, part: usize, step: Option<Step<G>>) {
        let Some(step) = step.filter(|_| self.is_kept) else { return };
        self.numbers += step.numbers();
        self.nodes[part] = Node::Shown(step);
        if self.numbers > MAX_NUMBERS {
            (self.is_kept, self.nodes) = (false, Vec::new());
        }
    }

    /// All steps in their order. `None` when something is left open, or too long to keep.
    pub(super) fn steps(mut self) -> Option<Vec<Step<G>>> {
        let mut steps = Vec::with_capacity(self.nodes.len());
        let mut next = vec![WHOLE];
        while let Some(place) = next.pop() {
            match std::mem::replace(self.nodes.get_mut(place)?, Node::Open) {
                Node::Open => return None,
                Node::Shown(step) => steps.push(step),
                Node::Split { of, most, below } => {
                    steps.push(Step::Split { of, most });
                    next.extend([below + 1, below]);
                }
            }
        }
        Some(steps)
    }
}

impl<G: Group> Step<G> {
    fn numbers(&self) -> usize {
        let Self::Closed(closing) = self else { return 1 };
        let Closing { cent, person, prices, .. } = &**closing;
        let Prices { root, head_count, profiles, provinces, cpis, cells, homes } = prices;
        let lists = [profiles, provinces, cpis, cells, homes].into_iter().flatten();
        lists.chain([cent, person, root, head_count]).map(Group::length).sum()
    }
}
