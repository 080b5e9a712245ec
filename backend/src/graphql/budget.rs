//! What a caller may ask for over time: points that fill up by themselves. The cost of a query is spent before it is executed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use shared::Problem;
use tokio::time::Instant;

use crate::caller::Caller;

/// The most points that a caller can have when the settings say nothing else: ten of the costliest requests, or some hundred
/// pages, at once.
pub(crate) const MAX_POINTS: u32 = 1_000_000;
/// How long it takes until all points are there again.
const FILL_TIME: Duration = Duration::from_mins(1);
/// What every request costs beside its query, so that a flood of empty ones is bounded too.
pub(crate) const REQUEST_POINTS: u32 = 20;
/// What credentials that are none cost the address that shows them: a thousand of them a minute are looked up.
pub(crate) const WRONG_POINTS: u32 = 1_000;
/// The most callers that are told apart. Beyond it, whoever is new shares one budget with all who are new.
const MAX_CALLERS: usize = 50_000;
/// How often callers with all their points, who need no memory, are forgotten at most.
const SWEEP: Duration = Duration::from_secs(5);

/// The budgets of all callers.
#[derive(Debug)]
pub(crate) struct Budgets(Mutex<Purses>);

#[derive(Debug)]
struct Purses {
    most: f64,
    known: HashMap<Caller, Purse>,
    swept: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Purse {
    points: f64,
    most: f64,
    at: Instant,
}

/// What a caller has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// The most points that there can be.
    pub(crate) limit: u32,
    /// Points.
    pub(crate) remaining: u32,
    /// Seconds until all points are there again.
    pub(crate) full_in_s: u32,
}

impl Purse {
    fn now(self, now: Instant) -> Self {
        let passed = now.saturating_duration_since(self.at);
        let points = self.points + passed.as_secs_f64() / FILL_TIME.as_secs_f64() * self.most;
        Self { points: points.min(self.most), at: now, ..self }
    }

    fn left(self) -> Left {
        let full_in_s = self.seconds_for(self.most - self.points);
        Left { limit: self.most as u32, remaining: self.points as u32, full_in_s }
    }

    /// How long it takes until so many points have come, in seconds, rounded up.
    fn seconds_for(self, points: f64) -> u32 {
        (points / self.most * FILL_TIME.as_secs_f64()).ceil() as u32
    }
}

impl Budgets {
    /// Nobody has spent anything of so many points.
    pub(crate) fn new(most: u32, now: Instant) -> Self {
        Self(Mutex::new(Purses { most: f64::from(most.max(1)), known: HashMap::new(), swept: now }))
    }

    /// Takes points from a caller.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when there are not so many; then none are taken.
    fn spend(&self, caller: Caller, points: u32, now: Instant) -> Result<Left, Problem> {
        let mut purses = self.purses();
        let purse = purses.of(caller, now);
        let points = f64::from(points);
        if points > purse.points {
            return Err(Problem::TooMany { retry_after_s: purse.seconds_for(points - purse.points).max(1) });
        }
        purse.points -= points;
        Ok(purse.left())
    }

    /// Gives points back that were taken in advance.
    fn give_back(&self, caller: Caller, points: u32, now: Instant) {
        let mut purses = self.purses();
        let purse = purses.of(caller, now);
        purse.points = (purse.points + f64::from(points)).min(purse.most);
    }

    /// What a caller has.
    fn left(&self, caller: Caller, now: Instant) -> Left {
        self.purses().of(caller, now).left()
    }

    fn purses(&self) -> MutexGuard<'_, Purses> {
        // Numbers that a panic left behind are still numbers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Purses {
    fn of(&mut self, caller: Caller, now: Instant) -> &mut Purse {
        let is_full = self.known.len() >= MAX_CALLERS && !self.known.contains_key(&caller);
        if is_full && now.saturating_duration_since(self.swept) >= SWEEP {
            self.swept = now;
            self.known.retain(|_, purse| purse.now(now).points < purse.most);
        }
        let has_room = self.known.len() < MAX_CALLERS || self.known.contains_key(&caller);
        let caller = if has_room { caller } else { Caller::Rest };
        let purse = self.known.entry(caller).or_insert(Purse { points: self.most, most: self.most, at: now });
        *purse = purse.now(now);
        purse
    }
}

/// What one request spends. It travels with the request, so that the cost is taken where it is known.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    budgets: Arc<Budgets>,
    caller: Caller,
    spent: Arc<Mutex<Spent>>,
}

/// What one request has come to so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// The points that it costs, whether or not they were there.
    pub(crate) requested: u32,
    /// When to come back, in seconds, if they were not.
    pub(crate) retry_after_s: Option<u32>,
}

impl Meter {
    /// A request of a caller, which has cost nothing yet.
    pub(crate) fn new(budgets: Arc<Budgets>, caller: Caller) -> Self {
        Self { budgets, caller, spent: Arc::default() }
    }

    /// Takes points for the request.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when the caller has not so many.
    pub(crate) fn spend(&self, points: u32) -> Result<(), Problem> {
        let taken = self.budgets.spend(self.caller, points, Instant::now());
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.requested = spent.requested.saturating_add(points);
        if let Err(Problem::TooMany { retry_after_s }) = &taken {
            spent.retry_after_s = Some(*retry_after_s);
        }
        taken.map(|_| ())
    }

    /// Says that the request is refused for want of points that were counted elsewhere.
    pub(crate) fn refuse(&self, retry_after_s: u32) {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner).retry_after_s = Some(retry_after_s);
    }

    /// Gives points back that turned out not to be due.
    pub(crate) fn give_back(&self, points: u32) {
        self.budgets.give_back(self.caller, points, Instant::now());
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.requested = spent.requested.saturating_sub(points);
    }

    /// What the request has come to.
    pub(crate) fn spent(&self) -> Spent {
        *self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What its caller has.
    pub(crate) fn left(&self) -> Left {
        self.budgets.left(self.caller, Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn caller(number: u32) -> Caller {
        Caller::Address(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn points_are_spent_refused_and_come_back() {
        let start = Instant::now();
        let budgets = Budgets::new(MAX_POINTS, start);
        let half = MAX_POINTS / 2;
        let limit = MAX_POINTS;
        assert_eq!(budgets.spend(caller(1), half, start), Ok(Left { limit, remaining: half, full_in_s: 30 }));
        assert_eq!(budgets.spend(caller(1), half, start), Ok(Left { limit, remaining: 0, full_in_s: 60 }));
        assert_eq!(budgets.spend(caller(1), 1, start), Err(Problem::TooMany { retry_after_s: 1 }));
        assert_eq!(budgets.spend(caller(1), half, start), Err(Problem::TooMany { retry_after_s: 30 }));
        assert!(budgets.spend(caller(2), half, start).is_ok(), "each has a budget of their own");
        let later = start + Duration::from_secs(30);
        assert_eq!(budgets.spend(caller(1), half, later), Ok(Left { limit, remaining: 0, full_in_s: 60 }));
        assert_eq!(budgets.left(caller(1), later + Duration::from_hours(1)).remaining, MAX_POINTS, "no more than all");
    }

    #[test]
    fn a_crowd_of_callers_is_bounded_and_forgotten_once_it_is_quiet() {
        let start = Instant::now();
        let budgets = Budgets::new(MAX_POINTS, start);
        for number in 0..MAX_CALLERS as u32 {
            budgets.spend(caller(number), 1000, start).expect("there are points");
        }
        let (one, another) = (caller(u32::MAX), caller(u32::MAX - 1));
        budgets.spend(one, MAX_POINTS, start).expect("there are points");
        assert!(budgets.spend(another, 1, start).is_err(), "those without room share one budget");
        assert!(budgets.spend(caller(7), 1000, start).is_ok(), "who was there keeps their own");
        let later = start + Duration::from_mins(2);
        assert_eq!(budgets.left(another, later).remaining, MAX_POINTS);
        assert!(budgets.purses().known.len() < 3, "the quiet are forgotten");
    }
}
