//! Partnerships: what kinds there are, how one comes about and ends, what the act requires, and which one fills what.

mod composition;
mod day;
mod due;
mod kind;
mod outline;
pub mod requirement;
mod state;

pub use composition::{Group, missing_groups};
pub use day::Day;
pub use due::{Due, WARN_DAYS, due_of};
pub use kind::Kind;
pub use outline::{MAX_DESCRIPTION, MAX_OWNER, MAX_ROLE, MAX_TITLE, NextStep, Outline, Term};
pub use requirement::{Counted, REQUIREMENTS, Requirement, Sentence, Tally, tally};
pub use state::{Facts, MAX_NOTE, MIN_PARTNERS, State, check_step};
