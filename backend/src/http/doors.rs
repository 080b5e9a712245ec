//! How many sockets and streams a caller may hold open: each costs memory for as long as it lasts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{http::StatusCode, response::Response};
use shared::Problem;

use super::{
    RequestId,
    errors::{JSON, refused},
};
use crate::caller::Caller;

/// The most sockets and streams that one caller may hold open. An office behind one address opens one for each page.
pub(super) const MAX_OPEN: usize = 200;

/// The most that all may hold open together: with addresses and tokens enough, one machine could take all memory.
const MAX_ALL: usize = 5_000;

/// When whoever may open no more should try again, seconds: nobody knows when a page is closed.
const RETRY_AFTER_S: u32 = 30;

/// Who holds how many open.
#[derive(Clone, Debug, Default)]
pub(super) struct Doors(Arc<Mutex<HashMap<Caller, usize>>>);

/// One open socket or stream. It is closed when this is dropped.
#[derive(Debug)]
pub(super) struct Door {
    doors: Doors,
    caller: Caller,
}

impl Doors {
    /// Opens one more, if the caller may.
    pub(super) fn open(&self, caller: Caller) -> Option<Door> {
        let mut counts = self.counts();
        // Callers that hold nothing open are not remembered, so this walks at most as many as are open.
        if counts.values().sum::<usize>() >= MAX_ALL {
            return None;
        }
        let count = counts.entry(caller).or_default();
        if *count >= MAX_OPEN {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Door { doors: self.clone(), caller })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<Caller, usize>> {
        // Numbers that a panic left behind are still numbers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What whoever may open no more is told.
pub(super) fn full(id: &RequestId) -> Response {
    too_many(&Problem::TooMany { retry_after_s: RETRY_AFTER_S }, id)
}

/// What whoever has asked for too much is told.
pub(super) fn too_many(problem: &Problem, id: &RequestId) -> Response {
    refused(StatusCode::TOO_MANY_REQUESTS, JSON, problem, id)
}

impl Drop for Door {
    fn drop(&mut self) {
        let mut counts = self.doors.counts();
        if let Some(count) = counts.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.caller);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_that_is_closed_can_be_opened_again_and_nobody_is_remembered() {
        let doors = Doors::default();
        let mut open: Vec<Door> = std::iter::from_fn(|| doors.open(Caller::Rest)).collect();
        assert_eq!(open.len(), MAX_OPEN);
        open.pop();
        open.extend(doors.open(Caller::Rest));
        assert_eq!(open.len(), MAX_OPEN);
        open.clear();
        assert!(doors.counts().is_empty());
    }

    #[test]
    fn all_together_hold_so_many_doors_open_and_no_more() {
        let doors = Doors::default();
        let caller = |number: u32| Caller::Address(std::net::IpAddr::from(number.to_be_bytes()));
        let mut open: Vec<Door> = (0..MAX_ALL as u32).filter_map(|number| doors.open(caller(number))).collect();
        assert_eq!(open.len(), MAX_ALL);
        assert!(doors.open(caller(u32::MAX)).is_none());
        open.pop();
        assert!(doors.open(caller(u32::MAX)).is_some());
    }
}
