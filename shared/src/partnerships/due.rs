//! What is due of a partnership: its next step, and its term, of which one is warned 90, 60 and 30 days ahead.

use serde::{Deserialize, Serialize};

use super::{Day, State};

/// Days before a term at which one is warned, the earliest first.
pub const WARN_DAYS: [i32; 3] = [90, 60, 30];

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Due {
    /// Its next step, so many days from today; below zero: late.
    Step(i32),
    /// Its term, within the warning of so many days, so many days from today.
    Term {
        /// The warning that it is within: 90, 60 or 30.
        warning: i32,
        /// Days from today; below zero: it has passed.
        days: i32,
    },
}

impl Due {
    /// Days from today.
    pub fn days(self) -> i32 {
        match self {
            Self::Step(days) | Self::Term { days, .. } => days,
        }
    }
}

/// What is due of a partnership on a day, the most urgent first. A step is always told; a term from ninety days ahead.
pub fn due_of(state: State, next_due: Option<Day>, ends_on: Option<Day>, today: Day) -> Vec<Due> {
    if matches!(state, State::Ended | State::Dropped | State::Declined) {
        return Vec::new();
    }
    let step = next_due.map(|day| Due::Step(today.until(day)));
    let days = ends_on.filter(|_| state.is_signed()).map(|end| today.until(end));
    let warning = |days: i32| WARN_DAYS.into_iter().rev().find(|warning| days <= *warning);
    let term = days.and_then(|days| warning(days).map(|warning| Due::Term { warning, days }));
    let mut due: Vec<Due> = step.into_iter().chain(term).collect();
    due.sort_by_key(|due| due.days());
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_warned_of_at_ninety_sixty_and_thirty_days() {
        let today: Day = "2026-11-25".parse().expect("it is a day");
        let warned = |days: u16| match due_of(State::Active, None, Some(today.plus(days)), today).as_slice() {
            [Due::Term { warning, .. }] => Some(*warning),
            _ => None,
        };
        let told: Vec<Option<i32>> = [91, 90, 61, 60, 31, 30, 0].map(warned).to_vec();
        assert_eq!(told, [None, Some(90), Some(90), Some(60), Some(60), Some(30), Some(30)]);
        let past: Day = "2026-11-01".parse().expect("it is a day");
        assert_eq!(due_of(State::Signed, None, Some(past), today), [Due::Term { warning: 30, days: -24 }]);
        assert_eq!(due_of(State::Negotiation, None, Some(past), today), []);
        assert_eq!(due_of(State::Ended, Some(past), Some(past), today), []);
    }

    #[test]
    fn what_is_late_comes_first() {
        let today: Day = "2026-11-25".parse().expect("it is a day");
        let due = due_of(State::Active, Some(today.plus(3)), Some(today), today);
        assert_eq!(due, [Due::Term { warning: 30, days: 0 }, Due::Step(3)]);
    }
}
