//! Failed tries to sign in, by who was tried and from where. Kept in the database, so that all instances count together.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};

use crate::{
    clock::new_id,
    db::Db,
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
pub(crate) async fn failure_note(
    db: &Db,
    who: &str,
    address: &str,
    now: DateTime<Utc>,
    forget: DateTime<Utc>,
) -> Result<()> {
    let old = failure::Entity::delete_many().filter(failure::Column::At.lt(forget));
    old.exec(db.read()).await.context("forgetting failed tries")?;
    let model = failure::ActiveModel {
        id: Set(new_id()),
        who: Set(who.to_owned()),
        address: Set(address.to_owned()),
        at: Set(now),
    };
    failure::Entity::insert(model).exec_without_returning(db.read()).await.map(|_| ()).context("noting a failed try")
}

/// Forgets the failed tries of someone who has signed in.
pub(crate) async fn failures_clear(db: &Db, who: &str) -> Result<()> {
    let rows = failure::Entity::delete_many().filter(failure::Column::Who.eq(who));
    rows.exec(db.read()).await.map(|_| ()).context("forgetting failed tries")
}
