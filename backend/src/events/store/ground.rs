//! What the programme rests on: the events of the act, who can hold sessions, patron saints' days.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use shared::{
    code::ProvinceCode,
    events::{EventKind, Frequency, Reach, Requirement},
    provenance::Origin,
};

use crate::{
    db::{Tx, put_rows},
    error::{Context as _, Error, Result},
    events::{
        builtin::EventsGround,
        entity::{act_event, facilitator, patron_day},
    },
};

/// Adds and updates what comes with the program. Facilitators whom a planner has set stay as they were set.
pub(crate) async fn events_seed(tx: &Tx, ground: &EventsGround) -> Result<()> {
    put_rows::<act_event::Entity, act_event::ActiveModel>(tx, &ground.act_events).await?;
    let there = facilitator_list(tx).await?;
    let is_planned = |code: &str| there.iter().any(|row| row.code == code && row.origin == Origin::Planner.name());
    let facilitators: Vec<facilitator::Model> =
        ground.facilitators.iter().filter(|row| !is_planned(&row.code)).cloned().collect();
    put_rows::<facilitator::Entity, facilitator::ActiveModel>(tx, &facilitators).await?;
    put_rows::<patron_day::Entity, patron_day::ActiveModel>(tx, &ground.patron_days).await
}

/// The events that the act names, by code; of one status, if it is given.
pub(crate) async fn act_event_list(db: &impl ConnectionTrait, status: Option<&str>) -> Result<Vec<act_event::Model>> {
    act_event::Entity::find()
        .apply_if(status, |query, status| query.filter(act_event::Column::Status.eq(status)))
        .order_by_asc(act_event::Column::Code)
        .all(db)
        .await
        .context("reading the events of the act")
}

pub(super) async fn act_event_codes(db: &impl ConnectionTrait) -> Result<BTreeSet<String>> {
    let codes = act_event::Entity::find().select_only().column(act_event::Column::Code).into_tuple::<String>();
    Ok(codes.all(db).await.context("reading the codes of the act's events")?.into_iter().collect())
}

/// What a row requires.
///
/// # Errors
/// When the row says what the model does not know: a fault of ours.
pub(crate) fn requirement_of(row: &act_event::Model) -> Result<Requirement> {
    let strange = |what: &str| Error::fault("reading a requirement", format!("{}: {what} is none", row.code));
    let frequency = row.frequency.as_deref();
    Ok(Requirement {
        code: row.code.clone(),
        kind: EventKind::from_name(&row.kind).ok_or_else(|| strange(&row.kind))?,
        reach: Reach::from_name(&row.reach).ok_or_else(|| strange(&row.reach))?,
        province: row.province.as_deref().map(ProvinceCode::new).transpose().context("reading a requirement")?,
        number: row.number.map(i32::unsigned_abs),
        frequency: frequency.map(|name| Frequency::from_name(name).ok_or_else(|| strange(name))).transpose()?,
    })
}

/// Who can hold sessions, by code.
pub(crate) async fn facilitator_list(db: &impl ConnectionTrait) -> Result<Vec<facilitator::Model>> {
    let all = facilitator::Entity::find().order_by_asc(facilitator::Column::Code);
    all.all(db).await.context("reading who can hold sessions")
}

/// Some of those who can hold sessions.
pub(crate) async fn facilitator_list_by_code(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<facilitator::Model>> {
    let some = facilitator::Entity::find().filter(facilitator::Column::Code.is_in(codes));
    some.all(db).await.context("reading who holds sessions")
}

pub(super) async fn facilitator_codes(db: &impl ConnectionTrait) -> Result<BTreeSet<String>> {
    let codes = facilitator::Entity::find().select_only().column(facilitator::Column::Code).into_tuple::<String>();
    Ok(codes.all(db).await.context("reading the codes of facilitators")?.into_iter().collect())
}

/// Patron saints' days, by job centre.
pub(crate) async fn patron_day_list(db: &impl ConnectionTrait) -> Result<Vec<patron_day::Model>> {
    let all = patron_day::Entity::find().order_by_asc(patron_day::Column::Cpi);
    all.all(db).await.context("reading patron saints' days")
}
