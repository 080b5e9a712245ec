//! Decisions between scenarios: recorded once, and never changed.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use serde_json::json;
use shared::{
    Problem,
    identity::{
        Permit,
        policy::act::{ApproveScenarios, ReadScenarios},
    },
    staffing::decision::{Frozen, Reasons},
};
use uuid::Uuid;

use super::standing::has_seen_all;
use crate::{
    audit::{Record, append},
    changes::{DECISIONS, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    page::Page,
    staffing::{
        body::DecisionBody,
        entity::decision::{Column, Entity, Model},
    },
};

/// What the register calls it.
const RECORD: &str = "decision";

/// Records a decision. Gives its row.
#[derive(Debug)]
pub(crate) struct DecisionRecord {
    pub(crate) id: Uuid,
    /// The scenario that was chosen.
    pub(crate) chosen: Uuid,
    pub(crate) reasons: Reasons,
    /// What was compared, as it stands.
    pub(crate) compared: Frozen,
    /// The scenarios with the revisions that the caller looked at and those that they have; the figures' alike.
    pub(crate) seen: Seen,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ApproveScenarios>,
    pub(crate) stamp: WriteStamp,
}

/// What the caller looked at, beside what there is.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Each scenario, the revision that was seen, and the one that it has.
    pub(crate) scenarios: Vec<(Uuid, i64, i64)>,
    /// The figures' revision that was seen, and theirs.
    pub(crate) figures: (i64, i64),
}

impl Write for DecisionRecord {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic = topic_lock(tx, DECISIONS).await?.ok_or_else(Error::not_found)?;
        if let Some(before) = seen_write(tx, Some(DECISIONS), &self.stamp).await? {
            let found = Entity::find().filter(Column::Made.eq(before.revision)).one(tx).await;
            return found.context("reading a decision")?.ok_or_else(Error::not_found);
        }
        self.check_seen(tx).await?;
        let row = Model {
            id: self.id,
            made: topic.next(),
            chosen: self.chosen,
            reason: self.reasons.reason.clone(),
            act: self.reasons.act.clone(),
            compared: serde_json::to_value(&self.compared).context("writing a comparison as JSON")?,
            by: self.stamp.by.clone(),
            at: self.stamp.at,
        };
        let new = row.clone().into_active_model();
        Entity::insert(new).exec_without_returning(tx).await.context("recording a decision")?;
        let told = json!({ "chosen": row.chosen, "reason": row.reason, "act": row.act, "compared": row.compared });
        append(tx, &self.stamp, vec![Record::new(RECORD, row.id, None::<&()>, Some(&told))?]).await?;
        change_append(tx, topic, &self.stamp, &DecisionBody { decision: row.id }).await?;
        Ok(row)
    }
}

impl DecisionRecord {
    /// Nothing may have moved since the caller looked: whoever decides knows on what.
    async fn check_seen(&self, tx: &Tx) -> Result<()> {
        let (seen, now) = self.seen.figures;
        let mut is_all = seen == now;
        for (scenario, seen, now) in &self.seen.scenarios {
            is_all = is_all && has_seen_all(tx, *scenario, *seen, *now).await?;
        }
        if is_all { Ok(()) } else { Err(Problem::Conflict { cells: Vec::new(), figures: Vec::new() }.into()) }
    }
}

/// A page of the decisions and one more, if there is one; the last ones come first.
pub(crate) async fn decision_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    page: &Page<i64>,
) -> Result<Vec<Model>> {
    Entity::find()
        .apply_if(page.after, |query, after| query.filter(Column::Made.lt(after)))
        .order_by_desc(Column::Made)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of decisions")
}

/// How many decisions there are.
pub(crate) async fn decision_count(db: &impl ConnectionTrait, _permit: &Permit<ReadScenarios>) -> Result<u64> {
    Entity::find().count(db).await.context("counting the decisions")
}

/// A decision by its place in the log.
pub(crate) async fn decision_find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>> {
    Entity::find_by_id(id).one(db).await.context("reading a decision")
}
