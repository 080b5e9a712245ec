//! What the API says of the staffing.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod catalogue;
mod catchments;
mod causes;
mod centre;
mod comparison;
mod decision;
mod demand;
mod explanation;
mod figure;
mod input;
mod meeting;
mod merge;
mod mutation;
mod order;
mod own_figures;
mod past;
mod presence;
mod proposal;
mod query;
mod region;
mod scenario;
mod sizing;
mod standing;
mod subscription;
mod talk;
mod what_if;

pub(crate) use catalogue::{Profile, Service, profile_find, service_find};
pub(crate) use catchments::{CatchmentMutation, CatchmentQuery};
pub(crate) use centre::{AllocationTotal, CpiAllocation, CpiChange, Logged, allocations, history};
pub(crate) use decision::{DecisionMutation, DecisionQuery, DecisionSubscription};
pub(crate) use figure::Figure;
pub(crate) use meeting::MeetingMutation;
pub(crate) use mutation::StaffingMutation;
pub(crate) use order::ScenarioPosition;
pub(crate) use own_figures::ScenarioFigureMutation;
pub(crate) use presence::PresenceSubscription;
pub(crate) use query::StaffingQuery;
pub(crate) use query::{figure_node, scenario_node};
pub(in crate::staffing) use region::Region;
pub(crate) use region::RegionCache;
pub(crate) use scenario::Scenario;
pub(crate) use sizing::{CpiSizing, RegionSizing};
pub(crate) use standing::ScenarioMutation;
pub(crate) use subscription::StaffingSubscription;
pub(crate) use talk::{TalkMutation, TalkQuery};
