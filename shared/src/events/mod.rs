//! Events and the programme of sessions: what they are, how they move on, what the plan requires, where they clash, when to hold them.
//!
//! It knows days and hours of Europe/Rome, and never what time it is.

pub mod calendar;
pub mod clash;
pub mod content;
pub mod counts;
pub mod feed;
pub mod kind;
pub mod places;
pub mod programme;
pub mod requirement;
pub mod staff;
pub mod state;
pub mod tally;
pub mod territory;
pub mod time;
pub mod travel;

pub use crate::territory::Point;
pub use content::Content;
pub use counts::{Category, Counts};
pub use feed::{Concern, Feed, FeedKind};
pub use kind::EventKind;
pub use requirement::{Frequency, Reach, Requirement};
pub use state::{State, Step};
pub use territory::Territory;
pub use time::When;

/// An enum whose values have stable names, as the API and the database say them.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$value_doc])* $value,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: [Self; [$(Self::$value),+].len()] = [$(Self::$value),+];

            /// Its stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }

            /// The one with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.name() == name)
            }
        }
    };
}
use named;
