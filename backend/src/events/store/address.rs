//! The secret addresses of calendars: made, renewed, ended, and what somebody finds at one.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use shared::{
    Rule,
    events::{Feed, feed::MAX_ADDRESSES},
    identity::{Permit, policy::act::ManageSelf},
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    events::entity::calendar_address::{Column, Entity, Model},
    identity::hash_of,
    territory::cpi_list_all,
};

/// How much of a secret is kept to recognise it by.
const SHOWN: usize = 6;

/// What is kept of a secret: it cannot be turned back.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    hash: String,
    shown: String,
}

impl Mark {
    /// The mark of a secret.
    pub(crate) fn of(secret: &str) -> Self {
        Self { hash: hash_of(secret), shown: secret.chars().take(SHOWN).collect() }
    }
}

/// The addresses of an account, the newest first.
pub(crate) async fn address_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ManageSelf>,
    account: Uuid,
) -> Result<Vec<Model>> {
    let own = Entity::find().filter(Column::AccountId.eq(account));
    let own = own.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(MAX_ADDRESSES);
    own.all(db).await.context("reading the addresses of calendars")
}

/// The address whose secret has this hash.
pub(crate) async fn address_by_hash(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Model>> {
    Entity::find().filter(Column::Hash.eq(hash)).one(db).await.context("reading the address of a calendar")
}

/// Notes that somebody read a calendar.
#[derive(Debug)]
pub(crate) struct AddressTouch {
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
}

impl Write for AddressTouch {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let touch = Entity::update_many().col_expr(Column::UsedAt, self.at.into()).filter(Column::Id.eq(self.id));
        touch.exec(tx).await.map(|_| ()).context("noting that a calendar was read")
    }
}

/// Makes an address. Gives its row.
#[derive(Debug)]
pub(crate) struct AddressMake {
    pub(crate) account: Uuid,
    pub(crate) feed: Feed,
    pub(crate) mark: Mark,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageSelf>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AddressMake {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        if !is_known(tx, &self.feed).await? {
            return Err(Error::invalid("code", Rule::Unknown));
        }
        let own = Entity::find().filter(Column::AccountId.eq(self.account));
        // Near the end there are rows to lock: those who make one at once count in turn.
        let turn = own.clone().order_by_asc(Column::Id).lock_exclusive();
        turn.all(tx).await.context("locking the addresses of calendars")?;
        if own.count(tx).await.context("counting the addresses of calendars")? >= MAX_ADDRESSES {
            return Err(Error::invalid("kind", Rule::TooGreat { max: MAX_ADDRESSES as f64 }));
        }
        let row = Model {
            id: self.stamp.id,
            hash: self.mark.hash.clone(),
            shown: self.mark.shown.clone(),
            account_id: self.account,
            kind: self.feed.kind().name().to_owned(),
            code: self.feed.code().map(str::to_owned),
            created_at: self.stamp.at,
            renewed_at: None,
            used_at: None,
        };
        let new = row.clone().into_active_model().reset_all();
        Entity::insert(new).exec_without_returning(tx).await.context("making the address of a calendar")?;
        append(tx, &self.stamp, vec![Record::new(RECORD, row.id, None::<&()>, Some(&told(&row)))?]).await?;
        Ok(row)
    }
}

/// Gives an address of one's own another secret: the old one leads nowhere from then on. Gives the row.
#[derive(Debug)]
pub(crate) struct AddressRenew {
    pub(crate) account: Uuid,
    pub(crate) id: Uuid,
    pub(crate) mark: Mark,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageSelf>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AddressRenew {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let before = own_locked(tx, self.account, self.id).await?;
        let after = Model {
            hash: self.mark.hash.clone(),
            shown: self.mark.shown.clone(),
            renewed_at: Some(self.stamp.at),
            used_at: None,
            ..before.clone()
        };
        let mut changed = before.clone().into_active_model();
        changed.hash = Set(after.hash.clone());
        changed.shown = Set(after.shown.clone());
        changed.renewed_at = Set(after.renewed_at);
        changed.used_at = Set(None);
        changed.update(tx).await.context("renewing the address of a calendar")?;
        append(tx, &self.stamp, vec![Record::new(RECORD, self.id, Some(&told(&before)), Some(&told(&after)))?]).await?;
        Ok(after)
    }
}

/// Ends an address of one's own. Nothing is kept of it but what the register says.
#[derive(Debug)]
pub(crate) struct AddressEnd {
    pub(crate) account: Uuid,
    pub(crate) id: Uuid,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageSelf>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AddressEnd {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let before = own_locked(tx, self.account, self.id).await?;
        Entity::delete_by_id(self.id).exec(tx).await.context("ending the address of a calendar")?;
        append(tx, &self.stamp, vec![Record::new(RECORD, self.id, Some(&told(&before)), None::<&()>)?]).await
    }
}

/// What the register calls such an address.
const RECORD: &str = "calendarAddress";

/// What the register keeps of it: nothing that leads to the calendar.
fn told(row: &Model) -> serde_json::Value {
    json!({ "kind": row.kind, "code": row.code, "shown": row.shown, "renewedAt": row.renewed_at })
}

async fn own_locked(tx: &Tx, account: Uuid, id: Uuid) -> Result<Model> {
    let own = Entity::find_by_id(id).filter(Column::AccountId.eq(account)).lock_exclusive();
    own.one(tx).await.context("reading the address of a calendar")?.ok_or_else(Error::not_found)
}

/// Whether what a calendar is of is there.
async fn is_known(tx: &Tx, feed: &Feed) -> Result<bool> {
    Ok(match feed {
        Feed::Mine => true,
        Feed::Province(code) => cpi_list_all(tx).await?.iter().any(|cpi| cpi.province == code.as_str()),
        Feed::Cpi(code) => cpi_list_all(tx).await?.iter().any(|cpi| cpi.code == code.as_str()),
        Feed::Organisation(code) => crate::organisations::organisations_unknown(tx, &[code.as_str()]).await?.is_empty(),
    })
}
