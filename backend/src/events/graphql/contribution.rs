//! What an event feeds, told before it is saved and before it is held.

use async_graphql::{Context, ID, Object, SimpleObject};
use shared::events::{Content, Counts};
use uuid::Uuid;

use super::{input::EventInput, mutation::found, types::EventCounts};
use crate::{
    cx::Cx,
    error::Result,
    events::store::{Held, requirement_lines},
    plan::{IndicatorContribution, LineContribution, contributions_of},
};

/// What telling what an event feeds costs, points: all that counts is read.
pub(super) const CONTRIBUTION_COST: usize = 2_000;

/// The query of what a draft feeds.
#[derive(Debug, Default)]
pub(crate) struct ContributionQuery;

/// What an event feeds.
#[derive(SimpleObject)]
pub(crate) struct EventContribution {
    /// The indicators that it serves, itself or by its requirement, by their codes; each in the region, and in its provinces and CPIs
    /// where the indicator is measured there.
    indicators: Vec<IndicatorContribution>,
    /// The results and activities that it serves, itself or by its requirement, by their codes.
    lines: Vec<LineContribution>,
    /// Who came, or who is expected while nobody has counted.
    people: EventCounts,
}

#[Object]
impl ContributionQuery {
    /// What an event would feed once it is held, as it stands in a form. `id`: of the event that the form changes.
    #[graphql(complexity = "CONTRIBUTION_COST + child_complexity")]
    async fn event_contribution(
        &self,
        ctx: &Context<'_>,
        event: EventInput,
        id: Option<ID>,
    ) -> Result<EventContribution> {
        let cx = Cx::of(ctx)?;
        let content = event.parse("event.")?;
        let known = match &id {
            Some(id) => Some(found(cx, id).await?),
            None => None,
        };
        let (id, actual) = known.map_or((Uuid::nil(), None), |(id, record)| (id, record.actual));
        contribution_of(cx, id, &content, actual.as_ref()).await
    }
}

/// What an event with this content feeds.
pub(super) async fn contribution_of(
    cx: &Cx,
    id: Uuid,
    content: &Content,
    actual: Option<&Counts>,
) -> Result<EventContribution> {
    let lines = match &content.requirement {
        Some(code) => requirement_lines(cx.db().read(), code).await?,
        None => Vec::new(),
    };
    let (indicators, lines) = contributions_of(cx, &Held::of(id, content, lines)).await?;
    Ok(EventContribution { indicators, lines, people: EventCounts::of(actual.unwrap_or(&content.planned)) })
}
