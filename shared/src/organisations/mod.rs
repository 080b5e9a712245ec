//! Organisations: who takes part in partnerships, what is kept of each, and how one is found under a name that is not quite its own.

mod details;
mod kind;
mod search;

pub use details::{Contacts, Details, MAX_ALIASES, MAX_NAME};
pub(crate) use kind::named;
pub use kind::{Kind, Level};
pub use search::{LIKELY, fold, likeness, match_score, trigrams};
