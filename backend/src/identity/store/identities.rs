//! Identities of the gateway: linked to accounts, used to sign in, unlinked. An account is found by issuer and subject alone.
//!
//! The subject may be a person's fiscal number: it is compared here, and never told, logged or kept in the register.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use shared::{
    Rule,
    identity::{Permit, policy::act::ManageAccounts},
};
use uuid::Uuid;

use super::{
    accounts::{account_get, administers, administrators_lock, others_administer},
    sessions::SessionOpen,
};
use crate::{
    audit::{Record, append},
    clock::new_id,
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    identity::entity::{account, identity, session},
};

/// The most identities that are listed.
const MAX_LISTED: u64 = 20;

/// Who the gateway says that someone is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identified {
    pub(crate) issuer: String,
    pub(crate) subject: String,
}

/// The identities of an account, the oldest first.
pub(crate) async fn identity_list(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<identity::Model>> {
    identity::Entity::find()
        .filter(identity::Column::AccountId.eq(account))
        .order_by_asc(identity::Column::LinkedAt)
        .limit(MAX_LISTED)
        .all(db)
        .await
        .context("reading the identities of an account")
}

pub(super) async fn identity_find(tx: &Tx, who: &Identified) -> Result<Option<identity::Model>> {
    let found = identity::Entity::find()
        .filter(identity::Column::Issuer.eq(&who.issuer))
        .filter(identity::Column::Subject.eq(&who.subject));
    found.one(tx).await.context("reading an identity")
}

/// Links an identity to an account, as part of another write. Linked to it before, nothing changes.
///
/// # Errors
/// `INVALID`, field `identity`, when it is linked to another account.
pub(super) async fn identity_put(tx: &Tx, account: Uuid, who: &Identified, stamp: &WriteStamp) -> Result<()> {
    match identity_find(tx, who).await? {
        Some(row) if row.account_id == account => return Ok(()),
        Some(_) => return Err(Error::invalid("identity", Rule::Duplicate)),
        None => {}
    }
    let row = identity::Model {
        id: new_id(),
        issuer: who.issuer.clone(),
        subject: who.subject.clone(),
        account_id: account,
        linked_at: stamp.at,
        used_at: None,
    };
    let record = Record::new("account", account, None::<&()>, Some(&told(&row)))?;
    let new = row.into_active_model().reset_all();
    identity::Entity::insert(new).exec_without_returning(tx).await.context("linking an identity")?;
    append(tx, stamp, vec![record]).await
}

/// What the register keeps of an identity.
fn told(row: &identity::Model) -> serde_json::Value {
    json!({ "identity": row.id, "issuer": row.issuer })
}

/// Links an identity to the account of whoever is signed in.
#[derive(Debug)]
pub(crate) struct IdentityLink {
    pub(crate) account: Uuid,
    pub(crate) who: Identified,
    pub(crate) stamp: WriteStamp,
}

impl Write for IdentityLink {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let found = account_get(tx, self.account).await?;
        found.filter(|(account, _)| account.active).ok_or_else(Error::not_found)?;
        identity_put(tx, self.account, &self.who, &self.stamp).await
    }
}

/// Unlinks one of one's own identities, and ends the sessions that were opened with it, but the one that asks.
#[derive(Debug)]
pub(crate) struct IdentityUnlink {
    pub(crate) account: Uuid,
    pub(crate) id: Uuid,
    /// The issuer by which one can sign in now.
    pub(crate) issuer: Option<String>,
    pub(crate) keep: Option<Uuid>,
    pub(crate) stamp: WriteStamp,
}

impl Write for IdentityUnlink {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        // The account's row is the turn: two identities that are unlinked at once do not both count on the other.
        let own =
            account::Entity::find_by_id(self.account).lock_exclusive().one(tx).await.context("reading an account")?;
        let own = own.ok_or_else(Error::not_found)?;
        let all = identity::Entity::find().filter(identity::Column::AccountId.eq(self.account)).all(tx).await;
        let all = all.context("reading the identities of an account")?;
        let row = all.iter().find(|row| row.id == self.id).ok_or_else(Error::not_found)?;
        let leads_in = |row: &&identity::Model| Some(&row.issuer) == self.issuer.as_ref();
        let others = all.iter().filter(|other| other.id != self.id).any(|other| leads_in(&other));
        if own.password.is_none() && leads_in(&row) && !others {
            return Err(Error::invalid("identity", Rule::Last));
        }
        unlink(tx, row, self.keep, &self.stamp).await
    }
}

/// Unlinks an identity, and ends the sessions that were opened with it, but one.
async fn unlink(tx: &Tx, row: &identity::Model, keep: Option<Uuid>, stamp: &WriteStamp) -> Result<()> {
    let opened = session::Entity::delete_many().filter(session::Column::IdentityId.eq(row.id));
    let opened = match keep {
        Some(keep) => opened.filter(session::Column::Id.ne(keep)),
        None => opened,
    };
    opened.exec(tx).await.context("ending the sessions of an identity")?;
    identity::Entity::delete_by_id(row.id).exec(tx).await.context("unlinking an identity")?;
    append(tx, stamp, vec![Record::new("account", row.account_id, Some(&told(row)), None::<&()>)?]).await
}

/// Unlinks an identity of somebody's account, because an administrator says so, and ends the sessions that were opened with it.
#[derive(Debug)]
pub(crate) struct AccountIdentityUnlink {
    pub(crate) account: Uuid,
    pub(crate) id: Uuid,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageAccounts>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AccountIdentityUnlink {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        administrators_lock(tx).await?;
        let own = account_get(tx, self.account).await?.ok_or_else(Error::not_found)?;
        let of_account = identity::Entity::find_by_id(self.id).filter(identity::Column::AccountId.eq(self.account));
        let row = of_account.one(tx).await.context("reading an identity")?.ok_or_else(Error::not_found)?;
        unlink(tx, &row, None, &self.stamp).await?;
        let left = identity::Entity::find().filter(identity::Column::AccountId.eq(self.account)).count(tx).await;
        let is_shut = own.0.password.is_none() && left.context("counting the identities of an account")? == 0;
        if is_shut && administers(&own) && !others_administer(tx, self.account).await? {
            return Err(Error::invalid("identity", Rule::Last));
        }
        Ok(())
    }
}

/// What came of signing in with an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A session is open.
    In,
    /// No account is linked to the identity.
    Unknown,
    /// The account may not be used.
    Closed,
}

/// Opens a session for the account that an identity is linked to. When there is none, nothing is made.
#[derive(Debug)]
pub(crate) struct IdentityEnter {
    pub(crate) who: Identified,
    /// Whether the accounts of the demo are let in.
    pub(crate) demo: bool,
    /// The hash of the session's secret.
    pub(crate) hash: String,
    pub(crate) until: DateTime<Utc>,
    pub(crate) browser: String,
    pub(crate) stamp: WriteStamp,
}

impl Write for IdentityEnter {
    type Done = Entry;

    async fn run(&self, tx: &Tx) -> Result<Entry> {
        let Some(row) = identity_find(tx, &self.who).await? else { return Ok(Entry::Unknown) };
        let found = account::Entity::find_by_id(row.account_id).one(tx).await.context("reading an account")?;
        let Some(account) = found.filter(|account| account.active && (!account.demo || self.demo)) else {
            return Ok(Entry::Closed);
        };
        let used = identity::ActiveModel { id: Set(row.id), used_at: Set(Some(self.stamp.at)), ..Default::default() };
        used.update(tx).await.context("noting that an identity was used")?;
        let mut open = SessionOpen::new(account.id, self.hash.clone(), self.until, &self.browser, self.stamp.clone());
        open.session.identity_id = Some(row.id);
        open.run(tx).await?;
        Ok(Entry::In)
    }
}
