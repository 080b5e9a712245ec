//! Failed tries to sign in, by who was tried and from where. Kept in the database, so that all instances count together.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};

use crate::{
    clock::new_id,
    db::{Tx, Write},
    error::{Context as _, Result},
    identity::entity::failure,
};

/// How many tries failed since a time: of one typed address, and from one place.
pub(crate) async fn failures_since(
    db: &impl ConnectionTrait,
    who: &str,
    address: &str,
    since: DateTime<Utc>,
) -> Result<(u64, u64)> {
    let recent = || failure::Entity::find().filter(failure::Column::At.gt(since));
    let of_who = recent().filter(failure::Column::Who.eq(who)).count(db).await.context("counting failed tries")?;
    let from = recent().filter(failure::Column::Address.eq(address)).count(db).await;
    Ok((of_who, from.context("counting failed tries")?))
}

/// Notes a failed try, and forgets those before a time.
#[derive(Debug)]
pub(crate) struct FailureNote {
    pub(crate) who: String,
    pub(crate) address: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) forget: DateTime<Utc>,
}

impl Write for FailureNote {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let old = failure::Entity::delete_many().filter(failure::Column::At.lt(self.forget));
        old.exec(tx).await.context("forgetting failed tries")?;
        let model = failure::ActiveModel {
            id: Set(new_id()),
            who: Set(self.who.clone()),
            address: Set(self.address.clone()),
            at: Set(self.at),
        };
        failure::Entity::insert(model).exec_without_returning(tx).await.map(|_| ()).context("noting a failed try")
    }
}

/// Forgets the failed tries of someone who has shown the right password.
#[derive(Debug)]
pub(crate) struct FailuresClear(pub(crate) String);

impl Write for FailuresClear {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let rows = failure::Entity::delete_many().filter(failure::Column::Who.eq(&self.0));
        rows.exec(tx).await.map(|_| ()).context("forgetting failed tries")
    }
}
