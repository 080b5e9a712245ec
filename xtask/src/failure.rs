//! What went wrong, in words for the person at the terminal. There is nobody else to tell.

use std::fmt;

/// One or more plain sentences: what failed, and what to do when we know it.
#[derive(Debug)]
pub(crate) struct Failure(String);

pub(crate) type Done<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what was being done when a foreign error came.
pub(crate) trait While<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Done<T>;
}

impl<T, E: fmt::Display> While<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Done<T> {
        self.map_err(|error| Failure(format!("{}: {error}", what())))
    }
}
