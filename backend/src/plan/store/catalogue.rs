//! The rows of the act, in its order. There are a few hundred, and they do not grow.

use sea_orm::{ConnectionTrait, EntityTrait as _, QueryOrder as _};

use crate::{
    error::{Context as _, Error, Result},
    plan::entity::{ambiguity, baseline, indicator, item, plan, target},
};

/// The act, and its period.
pub(crate) async fn plan_get(db: &impl ConnectionTrait) -> Result<plan::Model> {
    let found = plan::Entity::find().order_by_desc(plan::Column::Start).one(db).await.context("reading the plan")?;
    found.ok_or_else(|| Error::fault("reading the plan", "it was never loaded"))
}

/// The rows of the tree.
pub(crate) async fn item_list(db: &impl ConnectionTrait) -> Result<Vec<item::Model>> {
    item::Entity::find().order_by_asc(item::Column::Place).all(db).await.context("reading the rows of the plan")
}

/// The indicators.
pub(crate) async fn indicator_list(db: &impl ConnectionTrait) -> Result<Vec<indicator::Model>> {
    let rows = indicator::Entity::find().order_by_asc(indicator::Column::Place);
    rows.all(db).await.context("reading the indicators")
}

/// One indicator.
pub(crate) async fn indicator_find(db: &impl ConnectionTrait, code: &str) -> Result<Option<indicator::Model>> {
    indicator::Entity::find_by_id(code).one(db).await.context("reading an indicator")
}

/// What the indicators ask for, by year.
pub(crate) async fn target_list(db: &impl ConnectionTrait) -> Result<Vec<target::Model>> {
    let rows = target::Entity::find().order_by_asc(target::Column::Indicator).order_by_asc(target::Column::Year);
    rows.all(db).await.context("reading the targets")
}

/// The figures of the state of the art.
pub(crate) async fn baseline_list(db: &impl ConnectionTrait) -> Result<Vec<baseline::Model>> {
    baseline::Entity::find().order_by_asc(baseline::Column::Place).all(db).await.context("reading the baselines")
}

/// What can be read in several ways.
pub(crate) async fn ambiguity_list(db: &impl ConnectionTrait) -> Result<Vec<ambiguity::Model>> {
    ambiguity::Entity::find().order_by_asc(ambiguity::Column::Place).all(db).await.context("reading the ambiguities")
}
