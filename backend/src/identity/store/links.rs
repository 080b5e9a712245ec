//! One-time links: made, looked at, used once.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _,
};
use shared::{
    Rule,
    identity::{Grant, Permit, Role, account::LinkPurpose, policy::act::ManageAccounts},
};
use uuid::Uuid;

use super::{
    accounts::{account_by_email, account_get, grants_put, password_put},
    identities::{Identified, identity_put},
    join::invitation_join,
    sessions::sessions_end_in_tx,
};
use crate::{
    audit::{Record, append},
    clock::new_id,
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    identity::entity::{account, link},
};

/// How long a link may be followed, in days.
pub(crate) const LINK_DAYS: i64 = 3;

fn name_of(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::First => "FIRST",
        LinkPurpose::Invitation => "INVITATION",
        LinkPurpose::Reset => "RESET",
    }
}

fn purpose_of(row: &link::Model) -> LinkPurpose {
    match row.purpose.as_str() {
        "FIRST" => LinkPurpose::First,
        "INVITATION" => LinkPurpose::Invitation,
        _ => LinkPurpose::Reset,
    }
}

/// Keeps a link. Those that the account had before can no longer be followed.
pub(super) async fn link_insert(
    tx: &Tx,
    account: Option<Uuid>,
    purpose: LinkPurpose,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let earlier = match account {
        Some(account) => link::Column::AccountId.eq(account),
        None => link::Column::AccountId.is_null(),
    };
    link::Entity::delete_many().filter(earlier).exec(tx).await.context("taking back earlier links")?;
    let model = link::ActiveModel {
        id: Set(new_id()),
        hash: Set(hash.to_owned()),
        account_id: Set(account),
        purpose: Set(name_of(purpose).to_owned()),
        created_at: Set(now),
        expires_at: Set(now + TimeDelta::days(LINK_DAYS)),
        used_at: Set(None),
    };
    link::Entity::insert(model).exec_without_returning(tx).await.map(|_| ()).context("keeping a link")
}

/// The purpose and the account of a link that can still be followed.
pub(crate) async fn link_find(
    db: &impl ConnectionTrait,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<(LinkPurpose, Option<account::Model>)>> {
    let found = link::Entity::find().filter(link::Column::Hash.eq(hash)).one(db).await.context("reading a link")?;
    let Some(row) = found.filter(|row| row.used_at.is_none() && row.expires_at > now) else { return Ok(None) };
    let account = match row.account_id {
        Some(id) => account_get(db, id).await?.map(|(account, _)| account).filter(|account| account.active),
        None => None,
    };
    let purpose = purpose_of(&row);
    Ok((purpose == LinkPurpose::First || account.is_some()).then_some((purpose, account)))
}

/// Makes a link to an account, or for the first administrator.
#[derive(Debug)]
pub(crate) struct LinkMake {
    pub(crate) account: Option<Uuid>,
    pub(crate) purpose: LinkPurpose,
    pub(crate) hash: String,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageAccounts>,
    pub(crate) stamp: WriteStamp,
}

impl Write for LinkMake {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        if let Some(account) = self.account {
            account_get(tx, account).await?.filter(|(account, _)| account.active).ok_or_else(Error::not_found)?;
        }
        link_insert(tx, self.account, self.purpose, &self.hash, self.stamp.at).await?;
        let key = self.account.map(|id| id.to_string()).unwrap_or_default();
        let record = Record::new("account", key, None::<&()>, Some(&"a one-time link"))?;
        append(tx, &self.stamp, vec![record]).await
    }
}

/// How the holder of a link will sign in from now on.
#[derive(Debug)]
pub(crate) enum Way {
    /// By a password, of which this is the hash.
    Password(String),
    /// By an identity of the gateway.
    Identity(Identified),
    /// As before, by an account whose password was right: of an invitation to an address that has one.
    Account(Uuid),
}

/// Follows a link: the account gets its way in (the first administrator an account), the link is spent. Gives the account.
#[derive(Debug)]
pub(crate) struct LinkAccept {
    pub(crate) hash: String,
    /// The first administrator's address.
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) way: Way,
    pub(crate) stamp: WriteStamp,
}

impl Write for LinkAccept {
    type Done = Uuid;

    async fn run(&self, tx: &Tx) -> Result<Uuid> {
        let found = link::Entity::find().filter(link::Column::Hash.eq(&self.hash)).lock_exclusive().one(tx).await;
        let open = |row: &link::Model| row.used_at.is_none() && row.expires_at > self.stamp.at;
        let row = found.context("reading a link")?.filter(open).ok_or_else(Error::not_found)?;
        let id = match row.account_id {
            Some(id) => {
                let known = account_get(tx, id).await?.filter(|(account, _)| account.active);
                let known = known.ok_or_else(Error::not_found)?;
                if known.0.elsewhere {
                    return invitation_join(tx, &known, &self.way, &self.stamp).await;
                }
                self.name(tx, &known.0).await?;
                id
            }
            None => self.first(tx).await?,
        };
        let mut spent = row.into_active_model();
        spent.used_at = Set(Some(self.stamp.at));
        spent.update(tx).await.context("spending a link")?;
        sessions_end_in_tx(tx, id, None).await?;
        let stamp = WriteStamp { actor: id.to_string(), ..self.stamp.clone() };
        let done = match &self.way {
            Way::Password(hash) => {
                password_put(tx, id, hash).await?;
                "followed a one-time link; a new password"
            }
            Way::Identity(who) => {
                identity_put(tx, id, who, &stamp).await?;
                "followed a one-time link; an identity"
            }
            Way::Account(_) => return Err(Error::not_found()),
        };
        append(tx, &stamp, vec![Record::new("account", id, None::<&()>, Some(&done))?]).await?;
        Ok(id)
    }
}

impl LinkAccept {
    async fn name(&self, tx: &Tx, account: &account::Model) -> Result<()> {
        if let Some(name) = self.name.as_ref().filter(|name| **name != account.name) {
            let changed = account::ActiveModel { id: Set(account.id), name: Set(name.clone()), ..Default::default() };
            changed.update(tx).await.context("naming an account")?;
        }
        Ok(())
    }

    async fn first(&self, tx: &Tx) -> Result<Uuid> {
        let email = self.email.clone().ok_or_else(|| Error::invalid("email", Rule::Required))?;
        if account_by_email(tx, &email).await?.is_some() {
            return Err(Error::invalid("email", Rule::Duplicate));
        }
        let id = new_id();
        let model = account::Model {
            id,
            email,
            name: self.name.clone().unwrap_or_default(),
            password: None,
            active: true,
            demo: false,
            created_at: self.stamp.at,
            signed_in_at: None,
            elsewhere: false,
        };
        let new = model.into_active_model().reset_all();
        account::Entity::insert(new).exec_without_returning(tx).await.context("making the first account")?;
        // Whoever sets an installation up plans with it too, until others are invited.
        let roles = [Role::Administrator, Role::Planner];
        let grants: Vec<Grant> = roles.into_iter().filter_map(|role| Grant::new(role, None).ok()).collect();
        grants_put(tx, id, &grants).await?;
        Ok(id)
    }
}
