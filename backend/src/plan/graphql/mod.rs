//! What the API says of the plan.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

mod contribution;
mod evidence;
mod indicator;
mod measurement;
mod mutation;
mod query;
mod subscription;
mod tree;

pub(crate) use contribution::{IndicatorContribution, LineContribution, contributions_of};
pub(crate) use measurement::{Measurement, measurement_node};
pub(crate) use mutation::PlanMutation;
pub(crate) use query::PlanQuery;
pub(crate) use subscription::PlanSubscription;
