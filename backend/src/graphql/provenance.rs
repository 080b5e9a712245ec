//! Where a figure comes from, as the API says it.

use async_graphql::{Enum, SimpleObject};
use shared::provenance as model;

/// Where a figure comes from, from the firmest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Origin")]
pub(crate) enum Origin {
    /// Printed in the act, DGR 269/2020.
    Plan,
    /// National collective agreement, or law.
    Contract,
    /// The calendar of the year.
    Calendar,
    /// A public register or statistic, named in the source.
    Sourced,
    /// A press report.
    Press,
    /// Computed from other figures by a stated formula.
    Derived,
    /// The authors' own, to be replaced by the planners.
    Assumption,
    /// Entered by a planner.
    Planner,
}

/// The source of a figure or of a row.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Provenance {
    pub(crate) origin: Origin,
    /// In words: the document, its date, the formula. Of a planner's own number: the planner's name.
    pub(crate) source: String,
}

impl Provenance {
    /// A stored provenance. What cannot be read is an assumption, so that nothing looks firmer than it is.
    pub(crate) fn of(origin: &str, source: &str) -> Self {
        let origin = model::Origin::from_name(origin).unwrap_or(model::Origin::Assumption);
        Self { origin: origin.into(), source: source.to_owned() }
    }
}
