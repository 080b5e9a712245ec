//! Brings the built-in territory into the database: what is missing is added, what changed is updated, nothing is deleted.

use super::{
    builtin::Territory,
    entity::{cpi, municipality, province},
};
use crate::{
    db::{Tx, put_rows},
    error::Result,
};

/// Adds and updates the territory.
pub(crate) async fn territory_seed(tx: &Tx, territory: &Territory) -> Result<()> {
    put_rows::<province::Entity, province::ActiveModel>(tx, &territory.provinces).await?;
    put_rows::<cpi::Entity, cpi::ActiveModel>(tx, &territory.cpis).await?;
    put_rows::<municipality::Entity, municipality::ActiveModel>(tx, &territory.municipalities).await
}
