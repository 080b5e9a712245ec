//! The clock and the maker of ids: the only places that ask the machine for time or chance.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound as _, Utc};
use uuid::Uuid;

/// Tells the time. Milliseconds, so that both databases give back what was stored.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else must ask")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that tests set.
    pub fn from_fn(tell: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)().trunc_subsecs(3)
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// A new random id.
#[expect(clippy::disallowed_methods, reason = "this is the maker of ids that everything else must ask")]
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}
