//! Who can hold sessions, as planners set it. Each change is in the register.

use sea_orm::EntityTrait as _;
use serde_json::json;
use shared::{
    events::staff::Staff,
    identity::{Permit, policy::act::EditEvents},
    provenance::Origin,
};

use super::create::events_lock;
use crate::{
    audit::{Record, append},
    changes::{EVENTS, seen_write, write_keep},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Result},
    events::entity::facilitator::{ActiveModel, Entity, Model},
};

/// Sets somebody who can hold sessions: a new one, or all of one that is there. Gives the row.
#[derive(Debug)]
pub(crate) struct FacilitatorSet {
    pub(crate) staff: Staff,
    /// Leave for where they work now, and will.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permits: Vec<Permit<EditEvents>>,
    pub(crate) stamp: WriteStamp,
}

impl Write for FacilitatorSet {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic = events_lock(tx).await?;
        let before = Entity::find_by_id(&self.staff.code).one(tx).await.context("reading a facilitator")?;
        if let (Some(_), Some(before)) = (seen_write(tx, Some(EVENTS), &self.stamp).await?, &before) {
            return Ok(before.clone());
        }
        let staff = &self.staff;
        let after = Model {
            code: staff.code.clone(),
            name: staff.name.clone(),
            role: staff.role.clone(),
            organisation: staff.organisation.clone(),
            province: staff.province.to_string(),
            weekly_limit: staff.weekly_limit.cast_signed(),
            away: json!(staff.away),
            origin: Origin::Planner.name().to_owned(),
            source: self.stamp.by.clone(),
        };
        put_rows::<Entity, ActiveModel>(tx, std::slice::from_ref(&after)).await?;
        let said = |row: &Model| {
            json!({ "name": row.name, "role": row.role, "organisation": row.organisation, "province": row.province,
                "weeklyLimit": row.weekly_limit, "away": row.away })
        };
        let record = Record::new("facilitator", &staff.code, before.as_ref().map(said).as_ref(), Some(&said(&after)))?;
        append(tx, &self.stamp, vec![record]).await?;
        write_keep(tx, EVENTS, topic.revision(), &self.stamp).await?;
        Ok(after)
    }
}
