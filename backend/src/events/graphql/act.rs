//! What the act says of events, with its own sentence; and what is required, planned and held, place by place.

use async_graphql::{Object, SimpleObject};
use shared::events::{Frequency as ModelFrequency, Reach as ModelReach, Territory, tally::Tally};

use super::names::{ActEventStatus, EventKind, Frequency, Reach};
use crate::{
    events::entity::act_event,
    graphql::{int, provenance::Provenance},
};

/// An event that the act, DGR 269/2020, names: it has to be held, is planned, or was held.
pub(crate) struct ActEvent(pub(crate) act_event::Model);

#[Object]
impl ActEvent {
    /// `ER-008`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn status(&self) -> ActEventStatus {
        ActEventStatus::of(&self.0.status)
    }

    async fn title_it(&self) -> &str {
        &self.0.title_it
    }

    async fn title_en(&self) -> &str {
        &self.0.title_en
    }

    async fn audience_it(&self) -> &str {
        &self.0.audience_it
    }

    async fn audience_en(&self) -> &str {
        &self.0.audience_en
    }

    async fn kind(&self) -> EventKind {
        shared::events::EventKind::from_name(&self.0.kind).unwrap_or(shared::events::EventKind::Event).into()
    }

    async fn reach(&self) -> Reach {
        ModelReach::from_name(&self.0.reach).unwrap_or(ModelReach::Region).into()
    }

    /// Code of the province that the act names.
    async fn province(&self) -> Option<&str> {
        self.0.province.as_deref()
    }

    /// How many the act asks for in all, a year or once. Null: it prints no number.
    async fn number(&self) -> Option<i32> {
        self.0.number
    }

    /// How many were held, of what is past. Null: the act prints no number.
    async fn done(&self) -> Option<i32> {
        self.0.done
    }

    /// Whether more than the number are welcome: the act says "at least".
    async fn at_least(&self) -> bool {
        self.0.at_least
    }

    async fn frequency(&self) -> Option<Frequency> {
        self.0.frequency.as_deref().and_then(ModelFrequency::from_name).map(Frequency::from)
    }

    /// Code of the area of the plan.
    async fn area(&self) -> &str {
        &self.0.area
    }

    /// Code of the objective.
    async fn objective(&self) -> &str {
        &self.0.objective
    }

    /// Code of the expected result that it feeds.
    async fn result(&self) -> Option<&str> {
        self.0.result.as_deref()
    }

    /// Code of the indicator that it feeds.
    async fn indicator(&self) -> Option<&str> {
        self.0.indicator.as_deref()
    }

    /// How many people or bodies the act expects, or tells to have come.
    async fn people(&self) -> Option<i32> {
        self.0.people
    }

    /// What those are: `operator`, `teacher`, `company`.
    async fn people_unit(&self) -> Option<&str> {
        self.0.people_unit.as_deref()
    }

    /// The first day, as far as it is known: `2019-10-15`, or a month, `2019-03`.
    async fn first_day(&self) -> Option<&str> {
        self.0.first_day.as_deref()
    }

    async fn last_day(&self) -> Option<&str> {
        self.0.last_day.as_deref()
    }

    async fn place(&self) -> &str {
        &self.0.place
    }

    /// The act's own sentence, as it is printed.
    async fn quote(&self) -> &str {
        &self.0.quote
    }

    /// How it was read, where that is not plain.
    async fn note(&self) -> &str {
        &self.0.note
    }

    async fn provenance(&self) -> Provenance {
        Provenance::of("PLAN", "DGR 269/2020")
    }
}

/// What the plan requires of events in a year.
#[derive(SimpleObject)]
pub(crate) struct EventRequirements {
    pub(crate) year: i32,
    /// The revision of the events' log that this rests on.
    pub(crate) revision: i32,
    /// The requirements, by code.
    pub(crate) requirements: Vec<ActEvent>,
    /// One cell for each requirement and each place that it asks, in that order.
    pub(crate) cells: Vec<RequirementCell>,
}

/// What a requirement asks of a place in a year, and what there is.
pub(crate) struct RequirementCell(pub(crate) Tally);

#[Object]
impl RequirementCell {
    /// Code of the requirement.
    async fn requirement(&self) -> &str {
        &self.0.requirement
    }

    /// Code of the province; of a CPI's cell, the CPI's. Null: the region.
    async fn province(&self) -> Option<String> {
        self.0.place.province().map(|province| province.to_string())
    }

    /// Code of the CPI. Null: a province's cell or the region's.
    async fn cpi(&self) -> Option<&str> {
        match &self.0.place {
            Territory::Cpi(cpi) => Some(cpi.as_str()),
            Territory::Region | Territory::Province(_) => None,
        }
    }

    /// How many the plan asks for. Null: the act prints no number. Of what is required once: what was not held in an earlier year.
    async fn required(&self) -> Option<i32> {
        self.0.required.map(|number| int(i64::from(number)))
    }

    /// How many are planned, confirmed or moved.
    async fn planned(&self) -> i32 {
        int(i64::from(self.0.planned))
    }

    async fn held(&self) -> i32 {
        int(i64::from(self.0.held))
    }

    /// How many are neither held nor planned.
    async fn missing(&self) -> i32 {
        int(i64::from(self.0.missing()))
    }
}
