//! Brings the built-in plan into the database: added, updated, and what the files no longer name taken away.
//!
//! An indicator that was measured is never taken away: its measurements would hang in the air, and loading refuses.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::{
    db::{Tx, put_rows},
    error::{Context as _, Result},
    plan::{
        builtin::Plan,
        entity::{ambiguity, baseline, indicator, item, plan, target},
    },
};

/// Adds and updates the plan.
///
/// # Errors
/// When the database holds measurements of an indicator that the files no longer name.
pub(crate) async fn plan_seed(tx: &Tx, built_in: &Plan) -> Result<()> {
    let doing = "taking away rows of the plan";
    // The targets hang on the indicators, so they go first and come last.
    target::Entity::delete_many().exec(tx).await.context(doing)?;
    let items = built_in.items.iter().map(|row| row.code.as_str());
    item::Entity::delete_many().filter(item::Column::Code.is_not_in(items)).exec(tx).await.context(doing)?;
    let facts = built_in.baselines.iter().map(|row| row.code.as_str());
    baseline::Entity::delete_many().filter(baseline::Column::Code.is_not_in(facts)).exec(tx).await.context(doing)?;
    let unclear = built_in.ambiguities.iter().map(|row| row.code.as_str());
    ambiguity::Entity::delete_many()
        .filter(ambiguity::Column::Code.is_not_in(unclear))
        .exec(tx)
        .await
        .context(doing)?;
    let codes = built_in.indicators.iter().map(|row| row.code.as_str());
    indicator::Entity::delete_many().filter(indicator::Column::Code.is_not_in(codes)).exec(tx).await.context(doing)?;
    put_rows::<plan::Entity, plan::ActiveModel>(tx, std::slice::from_ref(&built_in.act)).await?;
    put_rows::<item::Entity, item::ActiveModel>(tx, &built_in.items).await?;
    put_rows::<indicator::Entity, indicator::ActiveModel>(tx, &built_in.indicators).await?;
    put_rows::<target::Entity, target::ActiveModel>(tx, &built_in.targets).await?;
    put_rows::<baseline::Entity, baseline::ActiveModel>(tx, &built_in.baselines).await?;
    put_rows::<ambiguity::Entity, ambiguity::ActiveModel>(tx, &built_in.ambiguities).await
}
