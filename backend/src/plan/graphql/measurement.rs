//! Measurements, as the API says them.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    id::{GlobalId, Kind},
    identity::Resource,
};
use uuid::Uuid;

use crate::{
    cx::Cx,
    error::Result,
    plan::{entity::measurement, store},
};

/// What somebody measured. It is never changed: a newer one corrects it.
pub(crate) struct Measurement(pub(crate) measurement::Model);

#[Object]
impl Measurement {
    pub(crate) async fn id(&self) -> ID {
        id_of(self.0.id)
    }

    /// The code of the indicator.
    async fn indicator(&self) -> &str {
        &self.0.indicator
    }

    /// The code of the province or of the job centre; empty for the region.
    async fn territory(&self) -> &str {
        &self.0.territory
    }

    /// In the indicator's unit.
    async fn value(&self) -> f64 {
        self.0.value
    }

    /// The day on which it stood so.
    async fn day(&self) -> NaiveDate {
        self.0.day
    }

    /// Where it comes from.
    async fn source(&self) -> &str {
        &self.0.source
    }

    async fn note(&self) -> &str {
        &self.0.note
    }

    /// The measurement that it corrects.
    async fn corrects(&self) -> Option<ID> {
        self.0.corrects.map(id_of)
    }

    /// Whether no newer one corrects it.
    async fn standing(&self) -> bool {
        self.0.standing
    }

    async fn made_by(&self) -> &str {
        &self.0.made_by
    }

    async fn made_at(&self) -> DateTime<Utc> {
        self.0.made_at
    }

    /// Who confirmed it for the region; null: nobody yet.
    async fn confirmed_by(&self) -> Option<&str> {
        self.0.confirmed_by.as_deref()
    }

    async fn confirmed_at(&self) -> Option<DateTime<Utc>> {
        self.0.confirmed_at
    }
}

fn id_of(id: Uuid) -> ID {
    GlobalId::new(Kind::Measurement, id).to_string().into()
}

/// The key of a measurement's id.
pub(super) fn measurement_key(id: &ID) -> Option<Uuid> {
    GlobalId::key_of(id, Kind::Measurement).and_then(|key| Uuid::try_parse(&key).ok())
}

/// A measurement by its key, for whoever may read measurements.
pub(crate) async fn measurement_node(ctx: &Context<'_>, key: &str) -> Result<Option<Measurement>> {
    let Ok(id) = Uuid::try_parse(key) else { return Ok(None) };
    let cx = Cx::of(ctx)?;
    let Ok(permit) = cx.may(&Resource::Region) else { return Ok(None) };
    Ok(store::measurement_find(cx.db().read(), &permit, id).await?.map(Measurement))
}
