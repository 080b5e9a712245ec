//! What the API says of the events.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod act;
mod address;
mod clash;
mod contribution;
mod ground;
mod input;
mod mutation;
mod names;
mod places;
mod programme;
mod query;
mod staff;
mod subscription;
mod types;

pub(crate) use address::{CalendarMutation, CalendarQuery};
pub(crate) use contribution::ContributionQuery;
pub(crate) use mutation::EventsMutation;
pub(crate) use places::PlacesMutation;
pub(crate) use query::{EventsQuery, event_node};
pub(crate) use staff::StaffMutation;
pub(crate) use subscription::EventsSubscription;
pub(crate) use types::Event;
