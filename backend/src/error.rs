//! What can go wrong on the server: a refusal that the caller may read, or a fault of ours that only the log may.

use std::sync::Arc;

use shared::{Problem, Rule};

/// The result of everything that can be refused or fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The caller is told, as data.
    #[error("refused: {}", .0.code())]
    Refused(Problem),
    /// A fault of ours or of the machine. `context` says what was being done.
    #[error("{context}")]
    Internal {
        /// What was being done: "reading the figures".
        context: &'static str,
        /// Why it failed.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// One field that breaks one rule.
    pub fn invalid(field: impl Into<String>, rule: Rule) -> Self {
        Self::Refused(Problem::invalid(field, rule))
    }

    /// No such thing.
    pub fn not_found() -> Self {
        Self::Refused(Problem::NotFound)
    }

    /// A fault of ours, from what is wrong in words.
    pub fn fault(context: &'static str, what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal { context, source: Arc::from(what.into()) }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// Says what was being done when something failed.
pub trait Context<T> {
    /// The error with what was being done.
    ///
    /// # Errors
    /// [`Error::Internal`], when there was an error.
    fn context(self, context: &'static str) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> Context<T> for Result<T, E> {
    fn context(self, context: &'static str) -> Result<T> {
        self.map_err(|source| Error::fault(context, source))
    }
}

/// The only door from an error of ours to one that leaves.
///
/// A fault keeps its cause as the error's `source`, which is never sent: `http` logs it once, under the request's id.
#[expect(clippy::disallowed_types, reason = "this is the one From")]
impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(problem) => {
                let mut out = Self::new(crate::graphql::errors::message(&problem));
                out.extensions = crate::graphql::errors::extensions(&problem);
                out
            }
            fault @ Error::Internal { .. } => Self::new_with_source(fault),
        }
    }
}
