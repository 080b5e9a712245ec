//! The subscriptions of the staffing: the log from a revision on, then live.

use async_graphql::{Context, ID, Subscription};
use futures::{Stream, StreamExt as _};
use shared::identity::Resource;

use super::{figure::FigureChange, scenario::ScenarioChange, sizing::scenario_key};
use crate::{
    changes::{FIGURES, scenario_topic, stream::follow},
    cx::Cx,
    error::{Error, Result},
    staffing::store,
};

/// The subscriptions of the staffing.
#[derive(Debug, Default)]
pub(crate) struct StaffingSubscription;

#[Subscription]
impl StaffingSubscription {
    /// Every accepted change of a scenario after a revision, first those that were missed, then live; none twice, none left out.
    async fn scenario_changes(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        after: i32,
    ) -> Result<impl Stream<Item = Result<ScenarioChange>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        let permit = cx.may(&Resource::Region)?;
        let id = scenario_key(&scenario).ok_or_else(Error::not_found)?;
        store::scenario_find(cx.db().read(), &permit, id).await?.ok_or_else(Error::not_found)?;
        let changes = follow(cx, scenario_topic(id), after).await?;
        Ok(changes.map(|change| ScenarioChange::of(change?)))
    }

    /// Every accepted change of the figures after a revision, first those that were missed, then live; none twice, none left out.
    async fn figure_changes(
        &self,
        ctx: &Context<'_>,
        after: i32,
    ) -> Result<impl Stream<Item = Result<FigureChange>> + use<>> {
        let changes = follow(Cx::of(ctx)?.clone(), FIGURES.to_owned(), after).await?;
        Ok(changes.map(|change| FigureChange::of(change?)))
    }
}
