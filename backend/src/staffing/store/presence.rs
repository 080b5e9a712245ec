//! Who is at a scenario. No change of anything: it is in no log and in no register, and what is old is deleted.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::identity::{Permit, policy::act::ReadScenarios};
use uuid::Uuid;

use crate::{
    db::{Tx, Write, put_rows},
    error::{Context as _, Result},
    staffing::entity::presence::{Column, Entity, Model},
};

/// Pages of one scenario that are told at most: whoever opens more than that many only hides others from himself.
const MAX_PAGES: u64 = 500;

/// The pages of a scenario that were seen since then, those that moved last first.
pub(crate) async fn presence_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    scenario: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Model>> {
    Entity::find()
        .filter(Column::ScenarioId.eq(scenario))
        .filter(Column::SeenAt.gt(since))
        .order_by_desc(Column::MovedAt)
        .order_by_asc(Column::Id)
        .limit(MAX_PAGES)
        .all(db)
        .await
        .context("reading who is at a scenario")
}

/// Says that a page is there, and takes away what was not seen since `gone`, of whatever scenario.
#[derive(Debug)]
pub(crate) struct PresenceKeep {
    pub(crate) page: Model,
    pub(crate) gone: DateTime<Utc>,
}

impl Write for PresenceKeep {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        Entity::delete_many()
            .filter(Column::SeenAt.lte(self.gone))
            .exec(tx)
            .await
            .context("forgetting who is gone from a scenario")?;
        put_rows::<Entity, _>(tx, std::slice::from_ref(&self.page)).await
    }
}

/// Says that a page is gone.
#[derive(Debug)]
pub(crate) struct PresenceEnd(pub(crate) Uuid);

impl Write for PresenceEnd {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        Entity::delete_by_id(self.0).exec(tx).await.map(|_| ()).context("saying that a page is gone")
    }
}
