//! Rows that are written whole, whatever stands there.

use sea_orm::{EntityTrait, IntoActiveModel, Iterable as _, PrimaryKeyToColumn as _, sea_query::OnConflict};

use super::Tx;
use crate::error::{Context as _, Result};

/// Rows that go into one statement, well under the databases' limits on parameters.
const ROWS: usize = 200;

/// Inserts rows; a row whose key is there is overwritten.
pub(crate) async fn put_rows<E, A>(tx: &Tx, rows: &[E::Model]) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: sea_orm::ActiveModelTrait<Entity = E> + Send,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(sea_orm::PrimaryKeyToColumn::into_column).collect();
    let is_key = |column: &E::Column| E::PrimaryKey::from_column(*column).is_some();
    let others: Vec<E::Column> = E::Column::iter().filter(|column| !is_key(column)).collect();
    for chunk in rows.chunks(ROWS) {
        let models = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        E::insert_many(models)
            .on_conflict(OnConflict::columns(keys.clone()).update_columns(others.clone()).to_owned())
            .exec_without_returning(tx)
            .await
            .context("writing rows")?;
    }
    Ok(())
}
