//! How long a run may go on: whoever asked hears how far it has come, and may stop it. It knows no clock.
//!
//! Work is counted in steps, one for each look along a bundle of arcs, and after so many steps the one who watches is asked.
//! The count hangs on the problem alone, so every machine asks at the same places.

use std::{convert::Infallible, ops::ControlFlow};

use serde::{Deserialize, Serialize};

/// Steps between two questions: a few milliseconds at most.
const EVERY: usize = 8_192;

/// A part of an answer, in the order in which they are worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Part {
    /// A plan that keeps all bounds but the budget.
    #[default]
    Plan,
    /// That no plan is better: the prices, or the bounds of all plans within the budget.
    Proof,
    /// The order of placement.
    Placements,
    /// The best other place for each operator.
    Alternatives,
    /// What each bound costs.
    Prices,
    /// That none of the bounds that contradict each other is superfluous.
    Reason,
    /// The cheapest way out of a contradiction.
    Repair,
    /// What one operator or some money more would bring: see [`super::Margins`].
    Margins,
    /// Cost against the worst-served place: see [`super::Frontier`].
    Frontier,
    /// One plan for demands that differ: see [`super::Robust`].
    Cases,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being worked out.
    pub part: Part,
    /// How much of it is done: operators moved ([`Part::Plan`]), parts of all plans bounded ([`Part::Proof`]), operators,
    /// cells, bounds, CPIs, points or cases told or tried (the others).
    pub done: u64,
    /// How much of it is left, where that is known.
    pub left: Option<u64>,
}

/// Hears of the progress, and may stop the run.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// What a long run asks on its way.
pub(super) trait Pace {
    /// Why it ends early.
    type Stop;

    /// So many steps were done: may there be more?
    ///
    /// # Errors
    /// There may not.
    fn step(&mut self, steps: usize) -> Result<(), Self::Stop>;

    /// May it go on, whatever was done?
    ///
    /// # Errors
    /// It may not.
    fn ask(&mut self) -> Result<(), Self::Stop>;

    /// Another part of the answer begins. It is asked about anew, so that what takes few steps is told in any case.
    fn begin(&mut self, _part: Part) {}

    /// From here on so many steps and no more, whoever watches, until this is said again or a part begins. Gives how many are left of
    /// those allowed before: where they end hangs on the problem alone. Who allows any number gives all there are.
    fn allow(&mut self, _steps: u64) -> u64 {
        u64::MAX
    }

    /// How far the part has come.
    fn at(&mut self, _done: u64, _left: Option<u64>) {}

    /// An operator was moved.
    fn moved(&mut self) {}
}

/// A run that nobody watches: it always comes to its end.
pub(super) struct Endless;

impl Pace for Endless {
    type Stop = Infallible;

    fn step(&mut self, _steps: usize) -> Result<(), Infallible> {
        Ok(())
    }

    fn ask(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// A run within a run: its steps count, and what it is doing is the outer one's.
pub(super) struct Quiet<'p, P>(pub(super) &'p mut P);

impl<P: Pace> Pace for Quiet<'_, P> {
    type Stop = P::Stop;

    fn step(&mut self, steps: usize) -> Result<(), P::Stop> {
        self.0.step(steps)
    }

    fn ask(&mut self) -> Result<(), P::Stop> {
        self.0.ask()
    }
}

/// A run that may take so many steps, whoever else watches: the end of it hangs on the problem alone and not on a clock.
pub(super) struct Metered<'p, P> {
    pace: &'p mut P,
    left: usize,
}

impl<'p, P: Pace> Metered<'p, P> {
    pub(super) fn new(steps: usize, pace: &'p mut P) -> Self {
        Self { pace, left: steps }
    }
}

impl<P: Pace> Pace for Metered<'_, P> {
    /// `None` when the steps are spent.
    type Stop = Option<P::Stop>;

    fn step(&mut self, steps: usize) -> Result<(), Self::Stop> {
        self.left = self.left.checked_sub(steps).ok_or(None)?;
        self.pace.step(steps).map_err(Some)
    }

    fn ask(&mut self) -> Result<(), Self::Stop> {
        self.pace.ask().map_err(Some)
    }

    fn at(&mut self, done: u64, left: Option<u64>) {
        self.pace.at(done, left);
    }
}

/// Whoever watched has had enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// A run that somebody watches.
pub(super) struct Watched<'a, 'w> {
    watch: &'a mut Watch<'w>,
    every: usize,
    /// Steps until the next question.
    left: usize,
    progress: Progress,
    stopped: bool,
    /// Steps that may still be taken, whoever watches.
    allowed: u64,
}

impl<'a, 'w> Watched<'a, 'w> {
    pub(super) fn new(watch: &'a mut Watch<'w>) -> Self {
        Self::every(EVERY, watch)
    }

    /// Asks after so many steps.
    pub(super) fn every(every: usize, watch: &'a mut Watch<'w>) -> Self {
        Self { watch, every, left: every, progress: Progress::default(), stopped: false, allowed: u64::MAX }
    }
}

impl Pace for Watched<'_, '_> {
    type Stop = Stopped;

    fn step(&mut self, steps: usize) -> Result<(), Stopped> {
        let Some(allowed) = self.allowed.checked_sub(steps as u64) else {
            self.allowed = 0;
            return Err(Stopped);
        };
        self.allowed = allowed;
        match self.left.checked_sub(steps) {
            Some(left) if left > 0 && !self.stopped => {
                self.left = left;
                Ok(())
            }
            _ => self.ask(),
        }
    }

    fn ask(&mut self) -> Result<(), Stopped> {
        self.left = self.every;
        self.stopped = self.stopped || (self.watch)(self.progress).is_break();
        if self.stopped { Err(Stopped) } else { Ok(()) }
    }

    fn begin(&mut self, part: Part) {
        self.progress = Progress { part, ..Progress::default() };
        (self.left, self.stopped, self.allowed) = (self.every, false, u64::MAX);
    }

    fn allow(&mut self, steps: u64) -> u64 {
        std::mem::replace(&mut self.allowed, steps)
    }

    fn at(&mut self, done: u64, left: Option<u64>) {
        (self.progress.done, self.progress.left) = (done, left);
    }

    fn moved(&mut self) {
        if self.progress.part == Part::Plan {
            self.progress.done += 1;
        }
    }
}
