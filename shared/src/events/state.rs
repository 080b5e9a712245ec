//! How far an event has come, and which step leads where.
//!
//! A confirmed event whose day, hour or place changes is *moved*: those who knew of it have to be told, and it is confirmed anew.
//! What is held or cancelled is closed: only its attendance can be corrected, until it is opened again.

use super::named;
use crate::problem::{Problem, Rule};

/// The longest note of a step, in characters.
pub const MAX_NOTE: usize = 500;

named! {
    /// How far an event has come.
    State {
        /// Someone proposes it, nobody has taken it over yet.
        Proposed = "PROPOSED",
        /// It is planned.
        Planned = "PLANNED",
        /// Day and place stand. If it is open to the public, it is public.
        Confirmed = "CONFIRMED",
        /// It was confirmed, and day, hour or place changed since.
        Moved = "MOVED",
        /// It took place.
        Held = "HELD",
        /// It does not take place.
        Cancelled = "CANCELLED",
    }
}

named! {
    /// What is done to an event.
    Step {
        /// Takes a proposal over.
        Plan = "PLAN",
        /// Says that day and place stand.
        Confirm = "CONFIRM",
        /// Says that it took place. Not before it has begun.
        Hold = "HOLD",
        /// Calls it off. It wants a note.
        Cancel = "CANCEL",
        /// Opens what was cancelled or held again.
        Reopen = "REOPEN",
    }
}

impl State {
    /// Where a step leads from here. `None`: nowhere.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Proposed, Step::Plan) | (Self::Cancelled, Step::Reopen) => Some(Self::Planned),
            (Self::Planned | Self::Moved, Step::Confirm) | (Self::Held, Step::Reopen) => Some(Self::Confirmed),
            (Self::Planned | Self::Confirmed | Self::Moved, Step::Hold) => Some(Self::Held),
            (Self::Proposed | Self::Planned | Self::Confirmed | Self::Moved, Step::Cancel) => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// Where an event stands whose day, hour or place was changed.
    #[must_use]
    pub fn when_moved(self) -> Self {
        if self == Self::Confirmed { Self::Moved } else { self }
    }

    /// Whether nothing but the attendance can be changed.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Held | Self::Cancelled)
    }

    /// Whether it takes the time of people and rooms: it will take place, or may.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Proposed | Self::Planned | Self::Confirmed | Self::Moved)
    }
}

impl Step {
    /// The note of a step, without blanks around it; `None` when there is none.
    ///
    /// # Errors
    /// [`Problem::Invalid`], field `note`: it is missing and the step wants one, or it is too long.
    pub fn checked_note(self, note: &str) -> Result<Option<String>, Problem> {
        let note = note.trim();
        if note.chars().count() > MAX_NOTE {
            return Err(Problem::invalid("note", Rule::TooLong { max: MAX_NOTE as u32 }));
        }
        if note.is_empty() && self == Self::Cancel {
            return Err(Problem::invalid("note", Rule::Required));
        }
        Ok((!note.is_empty()).then(|| note.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_planned_confirmed_moved_confirmed_and_held() {
        let mut state = State::Proposed;
        for (step, expected) in [(Step::Plan, State::Planned), (Step::Confirm, State::Confirmed)] {
            state = state.after(step).expect("it leads on");
            assert_eq!(state, expected);
        }
        state = state.when_moved();
        assert_eq!(state, State::Moved);
        assert_eq!(state.after(Step::Confirm), Some(State::Confirmed));
        assert_eq!(state.after(Step::Hold), Some(State::Held));
        assert_eq!(State::Planned.when_moved(), State::Planned, "nobody was told of it yet");
    }

    #[test]
    fn what_is_closed_is_only_opened_again() {
        for state in [State::Held, State::Cancelled] {
            for step in Step::ALL {
                assert_eq!(state.after(step).is_some(), step == Step::Reopen, "{state:?} {step:?}");
            }
        }
        assert_eq!(State::Proposed.after(Step::Confirm), None);
        assert_eq!(State::Proposed.after(Step::Hold), None);
    }

    #[test]
    fn calling_off_says_why() {
        assert_eq!(Step::Cancel.checked_note(" ").err(), Some(Problem::invalid("note", Rule::Required)));
        assert_eq!(Step::Cancel.checked_note(" sala inagibile "), Ok(Some("sala inagibile".to_owned())));
        assert_eq!(Step::Confirm.checked_note(""), Ok(None));
        assert!(Step::Confirm.checked_note(&"a".repeat(MAX_NOTE + 1)).is_err());
    }
}
