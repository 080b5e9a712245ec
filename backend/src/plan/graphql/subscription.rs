//! The subscriptions of the plan: the log of measurements from a revision on, then live.

use async_graphql::{Context, ID, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt as _};
use serde::Deserialize;
use shared::{
    id::{GlobalId, Kind},
    identity::{Resource, policy::act::ReadMeasurements},
};
use uuid::Uuid;

use crate::{
    changes::{Accepted, MEASUREMENTS, stream::follow},
    cx::Cx,
    error::{Context as _, Result},
    graphql::int,
};

/// A measurement was made, or confirmed.
#[derive(SimpleObject)]
pub(crate) struct MeasurementChange {
    /// The revision of all measurements that it made.
    revision: i32,
    /// The code of the indicator.
    indicator: String,
    /// The measurement.
    measurement: ID,
    by: String,
    at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Body {
    indicator: String,
    measurement: Uuid,
}

impl MeasurementChange {
    fn of(change: Accepted) -> Result<Self> {
        let body: Body = serde_json::from_value(change.body).context("reading a change of measurements")?;
        Ok(Self {
            revision: int(change.revision),
            indicator: body.indicator,
            measurement: GlobalId::new(Kind::Measurement, body.measurement).to_string().into(),
            by: change.by,
            at: change.at,
        })
    }
}

/// The subscriptions of the plan.
#[derive(Debug, Default)]
pub(crate) struct PlanSubscription;

#[Subscription]
impl PlanSubscription {
    /// Every measurement that is made or confirmed after a revision, first those that were missed, then live.
    async fn measurement_changes(
        &self,
        ctx: &Context<'_>,
        after: i32,
    ) -> Result<impl Stream<Item = Result<MeasurementChange>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        cx.may::<ReadMeasurements>(&Resource::Region)?;
        let changes = follow(cx, MEASUREMENTS.to_owned(), after).await?;
        Ok(changes.map(|change| MeasurementChange::of(change?)))
    }
}
