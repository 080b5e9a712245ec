//! The difference between two scenarios, split by cause: the parts add up, and hang on no order in which the causes are looked at.
//!
//! The causes that are inputs (figures, head-count, locks) are the players of a game whose worth is what comes of the second
//! scenario's inputs for those who play and the first's for all others: the requirement, as [`Sizing`] computes it, and the operators
//! that the engine places when it is asked the question of [`reference()`]. Each gets its Shapley value. What is placed otherwise than by
//! the engine is the rest, by hand. docs/causes.md says more.

mod cause;
mod explained;
mod reference;

use std::collections::BTreeMap;

pub use cause::Cause;
pub use explained::{Explained, Quantity, Split, tenths};
pub use reference::reference;

use super::super::{
    Assumptions, FigureKey, Sizing,
    allocate::{Progress, Watch},
    own_figures::{Moved, moved},
    shapley::{factorial, shapley},
};
use crate::{
    code::ProvinceCode,
    problem::{Problem, Rule},
    territory::Catchment,
};

/// Parts of an operator that requirements are counted in, as the engine counts them: millionths.
const MILLIONTHS: i128 = 1_000_000;
/// The most causes that are inputs: all but the hand.
const MAX_INPUTS: usize = Cause::ALL.len() - 1;

/// One of the two scenarios.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What its requirement rests on.
    pub assumptions: &'a Assumptions,
    /// Operators that it has to place.
    pub head_count: u32,
    /// Operators that it places, shape `[cpis][profiles]`; what is missing counts as 0.
    pub placed: &'a [u32],
    /// Which of them are decided, of the same shape; what is missing is not.
    pub locked: &'a [bool],
}

impl Subject<'_> {
    fn locks(&self, cells: usize) -> Vec<Option<u32>> {
        let at = |cell: usize| self.placed.get(cell).copied().unwrap_or_default();
        (0..cells).map(|cell| self.locked.get(cell).copied().unwrap_or_default().then(|| at(cell))).collect()
    }

    fn placed_at(&self, cell: usize) -> i128 {
        self.placed.get(cell).copied().unwrap_or_default().into()
    }
}

/// The difference between two scenarios, split by cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Causes {
    /// The inputs that differ, in the order of [`Cause::ALL`].
    differing: Vec<Cause>,
    /// The figures that differ, by key.
    moved: Vec<Moved>,
    provinces: Vec<ProvinceCode>,
    profiles: usize,
    /// Shape `[cpis][profiles]`.
    cells: Vec<Explained>,
}

impl Causes {
    /// Splits `other - base`. `catchments` are those of the one and of the other: the same CPIs in the same order. `None` when `watch`, which is asked before each of the engine's runs, breaks.
    ///
    /// Requirements are counted in millionths of an operator, and all else exactly. With `k` inputs that differ (7 at most) there are
    /// 2^k runs of the engine, and as many sizings as the figures among them make.
    ///
    /// # Errors
    /// [`Problem::Invalid`] as [`Sizing::of`] and [`reference()`] say; `profiles` when the two have not the same plan.
    ///
    /// # Source
    /// As [`shapley()`].
    pub fn between(
        base: &Subject<'_>,
        other: &Subject<'_>,
        catchments: [&[Catchment]; 2],
        watch: &mut Watch<'_>,
    ) -> Result<Option<Self>, Problem> {
        let from = Sizing::of(base.assumptions, catchments[0])?;
        let to = Sizing::of(other.assumptions, catchments[1])?;
        if from.profiles() != to.profiles() || from.services() != to.services() {
            return Err(Problem::invalid("profiles", Rule::Unknown));
        }
        let mut game = Game::of(base, other, catchments, from.cells());
        let players = game.differing.clone();
        let mut worth = Vec::with_capacity(1 << players.len());
        for coalition in 0..1_usize << players.len() {
            if watch(Progress::default()).is_break() {
                return Ok(None);
            }
            let causes: Vec<Cause> = players
                .iter()
                .enumerate()
                .filter(|(n, _)| coalition & (1 << n) != 0)
                .map(|(_, &cause)| cause)
                .collect();
            worth.push(game.worth(&causes)?);
        }
        let values = shapley(&worth);
        let scale = factorial(MAX_INPUTS) / factorial(players.len());
        let cells = from.cells();
        let explained = |cell: usize| {
            let mut told = Explained::default();
            for (quantity, at) in Quantity::ALL.into_iter().zip(0..) {
                let split = told.of_mut(quantity);
                for (cause, value) in players.iter().zip(&values) {
                    split.put(*cause, value[at * cells + cell] * scale);
                }
            }
            let difference = (other.placed_at(cell) - base.placed_at(cell)) * MILLIONTHS * factorial(MAX_INPUTS);
            told.of_mut(Quantity::Placed).rest_of(difference, Cause::ByHand);
            told
        };
        Ok(Some(Self {
            moved: moved(&game.base, &game.other).into_iter().filter(|of| Cause::of(&of.key).is_some()).collect(),
            provinces: from.provinces().to_vec(),
            profiles: from.profiles().len(),
            cells: (0..cells).map(explained).collect(),
            differing: players,
        }))
    }

    /// The inputs that differ, in the order of [`Cause::ALL`].
    pub fn differing(&self) -> &[Cause] {
        &self.differing
    }

    /// The figures that differ and belong to a cause, by key.
    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    /// By cell, shape `[cpis][profiles]`, in the sizing's order.
    pub fn cells(&self) -> &[Explained] {
        &self.cells
    }

    /// Of a CPI, by its place in the sizing.
    pub fn of_cpi(&self, cpi: usize) -> Explained {
        self.cells.iter().skip(cpi * self.profiles).take(self.profiles).sum()
    }

    /// Of a province; nothing when it has no CPI.
    pub fn of_province(&self, province: &ProvinceCode) -> Explained {
        let own = self.provinces.iter().enumerate().filter(|(_, of)| *of == province);
        own.map(|(cpi, _)| self.of_cpi(cpi)).sum()
    }

    /// Of the region.
    pub fn region(&self) -> Explained {
        self.cells.iter().sum()
    }
}

/// What comes of inputs of the one scenario mixed with the other's.
struct Game<'a> {
    subjects: [&'a Subject<'a>; 2],
    base: BTreeMap<FigureKey, f64>,
    other: BTreeMap<FigureKey, f64>,
    locks: [Vec<Option<u32>>; 2],
    catchments: [&'a [Catchment]; 2],
    differing: Vec<Cause>,
    /// The sizings by the causes whose figures are the other scenario's.
    sized: BTreeMap<Vec<Cause>, Sizing>,
}

impl<'a> Game<'a> {
    fn of(base: &'a Subject<'a>, other: &'a Subject<'a>, catchments: [&'a [Catchment]; 2], cells: usize) -> Self {
        let (figures, others) = (base.assumptions.figures(), other.assumptions.figures());
        let locks = [base.locks(cells), other.locks(cells)];
        let mut differing: Vec<Cause> =
            moved(&figures, &others).iter().filter_map(|figure| Cause::of(&figure.key)).collect();
        differing.extend((catchments[0] != catchments[1]).then_some(Cause::Volume));
        differing.extend((base.head_count != other.head_count).then_some(Cause::HeadCount));
        differing.extend((locks[0] != locks[1]).then_some(Cause::Lock));
        differing.sort_unstable();
        differing.dedup();
        Self {
            subjects: [base, other],
            base: figures,
            other: others,
            locks,
            catchments,
            differing,
            sized: BTreeMap::new(),
        }
    }

    /// What is placed, required and missing, one after the other, shape `[quantities][cells]`, in millionths of an operator, when the
    /// other scenario's inputs of these causes stand in place of the base's.
    fn worth(&mut self, causes: &[Cause]) -> Result<Vec<i128>, Problem> {
        let side = |cause: Cause| usize::from(causes.contains(&cause));
        let figures: Vec<Cause> =
            causes.iter().copied().filter(|cause| !matches!(cause, Cause::HeadCount | Cause::Lock)).collect();
        if !self.sized.contains_key(&figures) {
            let sizing = Sizing::of(&self.assumptions(&figures)?, self.catchments[side(Cause::Volume)])?;
            self.sized.insert(figures.clone(), sizing);
        }
        let Some(sizing) = self.sized.get(&figures) else { return Ok(Vec::new()) };
        let profiles = &self.subjects[0].assumptions.profiles;
        let head_count = self.subjects[side(Cause::HeadCount)].head_count;
        let placed = reference(sizing, profiles, head_count, &self.locks[side(Cause::Lock)])?;
        let required = sizing.required().iter().map(|&value| millionths(value));
        let have = sizing.have().iter().map(|&value| millionths(value));
        let missing = required.clone().zip(have).map(|(required, have)| required - have);
        let placed = placed.into_iter().map(|operators| i128::from(operators) * MILLIONTHS);
        Ok(placed.chain(required).chain(missing).collect())
    }

    fn assumptions(&self, causes: &[Cause]) -> Result<Assumptions, Problem> {
        let assumptions = self.subjects[0].assumptions;
        let profiles: Vec<_> = assumptions.profiles.iter().map(|profile| profile.code.clone()).collect();
        let services: Vec<_> = assumptions.services.iter().map(|service| service.code.clone()).collect();
        Assumptions::from_figures(&profiles, &services, &cause::mixed(&self.base, &self.other, causes))
    }
}

/// Operators in millionths, to the nearest.
fn millionths(operators: f64) -> i128 {
    (operators * MILLIONTHS as f64).round() as i128
}

#[cfg(test)]
mod tests;
