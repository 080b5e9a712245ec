//! Tables as things that can be copied and compared, whatever their rows mean.

use std::{fmt::Debug, marker::PhantomData, pin::pin};

use futures::{StreamExt as _, TryStreamExt as _, future::BoxFuture};
use sea_orm::{
    ActiveModelTrait, EntityTrait, FromQueryResult, IntoActiveModel, Iterable as _, PrimaryKeyToColumn as _,
    QueryOrder as _,
};

use super::Tx;
use crate::error::{Context as _, Result};

/// Parameters of one statement: the fewest that a database takes is 32,766, SQLite's.
const PARAMETERS: usize = 30_000;
/// The most rows of one statement.
const ROWS: usize = 500;

/// What a table holds: equal for equal rows, in whatever order, on whatever database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seal {
    /// How many rows.
    pub(crate) rows: u64,
    /// The hashes of all rows, one over the other.
    hash: [u8; 32],
}

impl Seal {
    fn add(&mut self, row: &impl Debug) {
        self.rows += 1;
        let hash = blake3::hash(format!("{row:?}").as_bytes());
        for (sum, byte) in self.hash.iter_mut().zip(hash.as_bytes()) {
            *sum ^= byte;
        }
    }

    /// The first signs of it, for people.
    pub(crate) fn short(&self) -> String {
        blake3::Hash::from_bytes(self.hash).to_hex().chars().take(16).collect()
    }
}

/// A table of the database.
pub(crate) trait Table: Send + Sync {
    /// What it is called there.
    fn name(&self) -> String;

    /// What it holds.
    fn seal<'a>(&'a self, db: &'a Tx) -> BoxFuture<'a, Result<Seal>>;

    /// Takes all its rows away.
    fn clear<'a>(&'a self, db: &'a Tx) -> BoxFuture<'a, Result<()>>;

    /// Writes the rows of one database into another, which has none of them, in an order in which none comes before what it points at.
    fn copy<'a>(&'a self, from: &'a Tx, to: &'a Tx) -> BoxFuture<'a, Result<()>>;
}

/// The table of an entity, whose rows are copied in the order of their keys.
pub(crate) fn table<E, A>() -> Box<dyn Table>
where
    E: EntityTrait + 'static,
    E::Model: IntoActiveModel<A> + FromQueryResult + Debug + Send + Sync + 'static,
    A: ActiveModelTrait<Entity = E> + Send + 'static,
{
    Box::new(Of::<E, A> { by: None, kind: PhantomData })
}

/// The same, for rows that point at earlier ones of their own table: they are copied in the order of a column.
pub(crate) fn table_by<E, A>(column: E::Column) -> Box<dyn Table>
where
    E: EntityTrait + 'static,
    E::Model: IntoActiveModel<A> + FromQueryResult + Debug + Send + Sync + 'static,
    A: ActiveModelTrait<Entity = E> + Send + 'static,
{
    Box::new(Of::<E, A> { by: Some(column), kind: PhantomData })
}

struct Of<E: EntityTrait, A> {
    by: Option<E::Column>,
    kind: PhantomData<fn() -> A>,
}

impl<E, A> Of<E, A>
where
    E: EntityTrait,
{
    fn in_order(&self) -> sea_orm::Select<E> {
        let rows = self.by.iter().fold(E::find(), |rows, column| rows.order_by_asc(*column));
        E::PrimaryKey::iter().fold(rows, |rows, key| rows.order_by_asc(key.into_column()))
    }
}

impl<E, A> Table for Of<E, A>
where
    E: EntityTrait + 'static,
    E::Model: IntoActiveModel<A> + FromQueryResult + Debug + Send + Sync + 'static,
    A: ActiveModelTrait<Entity = E> + Send + 'static,
{
    fn name(&self) -> String {
        E::default().table_name().to_owned()
    }

    fn seal<'a>(&'a self, db: &'a Tx) -> BoxFuture<'a, Result<Seal>> {
        Box::pin(async move {
            let mut seal = Seal::default();
            let rows = E::find().stream(db).await.context("reading a table")?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await.context("reading a table")? {
                seal.add(&row);
            }
            Ok(seal)
        })
    }

    fn clear<'a>(&'a self, db: &'a Tx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            E::delete_many().exec(db).await.context("emptying a table")?;
            Ok(())
        })
    }

    fn copy<'a>(&'a self, from: &'a Tx, to: &'a Tx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let columns = E::Column::iter().count().max(1);
            let rows = self.in_order().stream(from).await.context("reading a table")?;
            let mut chunks = pin!(rows.chunks((PARAMETERS / columns).clamp(1, ROWS)));
            while let Some(chunk) = chunks.next().await {
                let rows = chunk.into_iter().collect::<Result<Vec<_>, _>>().context("reading a table")?;
                let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
                E::insert_many(rows).exec_without_returning(to).await.context("writing a table")?;
            }
            Ok(())
        })
    }
}
