//! Measurements: made, corrected by newer ones, confirmed. A value that was kept is never changed.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use shared::{
    Rule,
    identity::{
        Permit,
        policy::act::{ConfirmMeasurements, ReadMeasurements, RecordMeasurements},
    },
    plan::Territory,
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    changes::{MEASUREMENTS, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    page::Page,
    plan::entity::measurement::{ActiveModel, Column, Entity, Model},
};

/// Which measurements are asked for.
#[derive(Clone, Debug)]
pub(crate) struct MeasurementFilter {
    pub(crate) indicator: String,
    /// The code of a territory, empty for the region; `None`: wherever they were made.
    pub(crate) territory: Option<String>,
}

impl MeasurementFilter {
    fn condition(&self) -> Condition {
        let place = self.territory.as_ref().map(|code| Column::Territory.eq(code));
        Condition::all().add(Column::Indicator.eq(&self.indicator)).add_option(place)
    }
}

/// A page of measurements, newest first, and one more, if there is one.
pub(crate) async fn measurement_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadMeasurements>,
    filter: &MeasurementFilter,
    page: &Page<i64>,
) -> Result<Vec<Model>> {
    let before = page.after.map(|place| Column::Place.lt(place));
    Entity::find()
        .filter(filter.condition().add_option(before))
        .order_by_desc(Column::Place)
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of measurements")
}

/// How many such measurements there are.
pub(crate) async fn measurement_count(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadMeasurements>,
    filter: &MeasurementFilter,
) -> Result<u64> {
    Entity::find().filter(filter.condition()).count(db).await.context("counting the measurements")
}

/// One measurement.
pub(crate) async fn measurement_find(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadMeasurements>,
    id: Uuid,
) -> Result<Option<Model>> {
    Entity::find_by_id(id).one(db).await.context("reading a measurement")
}

/// The measurements that stand; of one indicator, or of all. Those that the region has not confirmed only when asked for.
pub(crate) async fn measured_list(
    db: &impl ConnectionTrait,
    indicator: Option<&str>,
    unconfirmed: bool,
) -> Result<Vec<Model>> {
    let own = indicator.map(|code| Column::Indicator.eq(code));
    let confirmed = (!unconfirmed).then(|| Column::ConfirmedAt.is_not_null());
    let wanted = Condition::all().add(Column::Standing.eq(true)).add_option(own).add_option(confirmed);
    Entity::find().filter(wanted).all(db).await.context("reading the measurements that stand")
}

/// Keeps a measurement, which may correct one that stands. Gives it.
#[derive(Debug)]
pub(crate) struct MeasurementAdd {
    pub(crate) id: Uuid,
    pub(crate) indicator: String,
    pub(crate) territory: Territory,
    pub(crate) value: f64,
    pub(crate) day: NaiveDate,
    pub(crate) source: String,
    pub(crate) note: String,
    pub(crate) corrects: Option<Uuid>,
    /// Leave to measure in that territory.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<RecordMeasurements>,
    pub(crate) stamp: WriteStamp,
}

impl Write for MeasurementAdd {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic =
            topic_lock(tx, MEASUREMENTS).await?.ok_or_else(|| Error::fault("measuring", "there is no topic"))?;
        if let Some(before) = seen_write(tx, Some(MEASUREMENTS), &self.stamp).await? {
            return made_at(tx, before.revision).await;
        }
        let before = self.corrected(tx).await?;
        if let Some(before) = &before {
            stand_no_more(tx, before).await?;
        }
        let row = Model {
            id: self.id,
            place: topic.next(),
            indicator: self.indicator.clone(),
            territory: self.territory.code().to_owned(),
            value: self.value,
            day: self.day,
            source: self.source.clone(),
            note: self.note.clone(),
            corrects: self.corrects,
            standing: true,
            made_by: self.stamp.by.clone(),
            made_at: self.stamp.at,
            confirmed_by: None,
            confirmed_at: None,
        };
        let made = row.clone().into_active_model();
        Entity::insert(made).exec_without_returning(tx).await.context("keeping a measurement")?;
        let record = Record::new("measurement", self.id, before.as_ref().map(told).as_ref(), Some(&told(&row)))?;
        append(tx, &self.stamp, vec![record]).await?;
        change_append(tx, topic, &self.stamp, &json!({ "indicator": row.indicator, "measurement": row.id })).await?;
        Ok(row)
    }
}

impl MeasurementAdd {
    /// The measurement that this one corrects: of the same indicator and territory, and still standing.
    async fn corrected(&self, tx: &Tx) -> Result<Option<Model>> {
        let Some(id) = self.corrects else { return Ok(None) };
        let found = Entity::find_by_id(id).one(tx).await.context("reading a measurement")?;
        let same = |row: &Model| row.indicator == self.indicator && row.territory == self.territory.code();
        let found = found.filter(same).ok_or_else(|| Error::invalid("corrects", Rule::Unknown))?;
        if found.standing { Ok(Some(found)) } else { Err(Error::invalid("corrects", Rule::Duplicate)) }
    }
}

/// A corrected measurement stands no more; its value, its day and its words stay as they were.
async fn stand_no_more(tx: &Tx, before: &Model) -> Result<()> {
    let mut corrected = before.clone().into_active_model();
    corrected.standing = sea_orm::ActiveValue::Set(false);
    corrected.update(tx).await.map(|_| ()).context("noting that a measurement was corrected")
}

/// The measurement that the same write made before.
async fn made_at(tx: &Tx, place: i64) -> Result<Model> {
    let made = Entity::find().filter(Column::Place.eq(place)).one(tx).await.context("reading a measurement")?;
    made.ok_or_else(Error::not_found)
}

/// Confirms a measurement that stands. Confirmed again, it stays as it was. Gives it.
#[derive(Debug)]
pub(crate) struct MeasurementConfirm {
    pub(crate) id: Uuid,
    /// Leave to confirm.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ConfirmMeasurements>,
    pub(crate) stamp: WriteStamp,
}

impl Write for MeasurementConfirm {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic =
            topic_lock(tx, MEASUREMENTS).await?.ok_or_else(|| Error::fault("confirming", "there is no topic"))?;
        let before = Entity::find_by_id(self.id).one(tx).await.context("reading a measurement")?;
        let before = before.ok_or_else(Error::not_found)?;
        if seen_write(tx, Some(MEASUREMENTS), &self.stamp).await?.is_some() || before.confirmed_at.is_some() {
            return Ok(before);
        }
        if !before.standing {
            return Err(Error::invalid("measurement", Rule::Duplicate));
        }
        let confirmed =
            Model { confirmed_by: Some(self.stamp.by.clone()), confirmed_at: Some(self.stamp.at), ..before.clone() };
        let changed: ActiveModel = confirmed.clone().into_active_model().reset_all();
        changed.update(tx).await.context("confirming a measurement")?;
        let record = Record::new("measurement", self.id, Some(&told(&before)), Some(&told(&confirmed)))?;
        append(tx, &self.stamp, vec![record]).await?;
        change_append(tx, topic, &self.stamp, &json!({ "indicator": before.indicator, "measurement": before.id }))
            .await?;
        Ok(confirmed)
    }
}

/// What the register keeps of a measurement.
fn told(row: &Model) -> serde_json::Value {
    json!({
        "indicator": row.indicator,
        "territory": row.territory,
        "value": row.value,
        "day": row.day,
        "source": row.source,
        "note": row.note,
        "confirmedBy": row.confirmed_by,
    })
}
