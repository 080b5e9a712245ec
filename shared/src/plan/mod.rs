//! The act as living data: what was promised, by when, how much of it should stand today, and what was measured.
//!
//! Nothing here reads a record or a clock: the day and what was counted are given.

mod day;
mod derived;
mod expected;
mod indicator;
mod measurement;
mod standing;

pub use day::{Day, NotADay};
pub use derived::{Counted, Evidence, Gain, counting, gain, held, since, sum};
pub use expected::{Period, expected, window};
pub use indicator::{Certainty, Comparator, Frequency, Goal, Indicator, Measure, Reach, Target, Territory, YearTarget};
pub use measurement::{MAX_NOTE, MAX_SOURCE, MAX_VALUE, Measured, NewMeasurement, Taken, taken};
pub use standing::{Standing, Status, status};
