//! Accounts and the parts they play.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    Select,
};
use serde::Serialize;
use shared::{
    Problem, Rule,
    identity::{Grant, OrganisationCode, Permit, Role, Scope, account::LinkPurpose, policy::act::ManageAccounts},
    problem::Fields,
};
use uuid::Uuid;

use super::{
    links::link_insert,
    order::{AccountAt, AccountOrder},
    sessions::sessions_end_in_tx,
};
use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::{Tx, Write, contains},
    error::{Context as _, Error, Result},
    identity::entity::{account, grant, identity},
    page::Page,
};

/// An account with its parts.
pub(crate) type AccountRow = (account::Model, Vec<Grant>);

/// What the register keeps of an account: nothing secret.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    email: &'a str,
    name: &'a str,
    active: bool,
    grants: &'a [Grant],
    /// Whether it is an invitation to an address that has an account elsewhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    elsewhere: bool,
}

impl<'a> Told<'a> {
    pub(super) fn of((account, grants): &'a AccountRow) -> Self {
        let account::Model { email, name, active, elsewhere, .. } = account;
        Self { email, name, active: *active, grants, elsewhere: *elsewhere }
    }
}

/// The account with an address.
pub(crate) async fn account_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    let found =
        account::Entity::find().filter(account::Column::Email.eq(email)).filter(account::Column::Elsewhere.eq(false));
    found.one(db).await.context("reading an account")
}

/// The account of an address, and the invitations to it from elsewhere.
async fn account_list_at(db: &impl ConnectionTrait, address: &str) -> Result<Vec<AccountRow>> {
    let found = account::Entity::find().filter(account::Column::Email.eq(address)).all(db).await;
    account_rows(db, found.context("reading the accounts of an address")?).await
}

/// One account with its parts.
pub(crate) async fn account_get(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<AccountRow>> {
    let found = account::Entity::find_by_id(id).one(db).await.context("reading an account")?;
    let Some(account) = found else { return Ok(None) };
    let rows = grant::Entity::find().filter(grant::Column::AccountId.eq(id)).all(db).await;
    let grants = rows.context("reading an account's parts")?.iter().filter_map(grant_of).collect();
    Ok(Some((account, grants)))
}

/// How many accounts have a way in.
pub(crate) async fn account_count(db: &impl ConnectionTrait) -> Result<u64> {
    account::Entity::find().filter(has_a_way_in()).count(db).await.context("counting the accounts")
}

/// That an account has a password or an identity.
fn has_a_way_in() -> Condition {
    let linked = identity::Entity::find().select_only().column(identity::Column::AccountId).into_query();
    Condition::any().add(account::Column::Password.is_not_null()).add(account::Column::Id.in_subquery(linked))
}

/// Which accounts are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountFilter {
    /// Of these organisations; none: of all.
    pub(crate) organisations: Option<Vec<OrganisationCode>>,
    /// Part of the name or of the address, whatever the case.
    pub(crate) text: Option<String>,
}

impl AccountFilter {
    fn select(&self) -> Select<account::Entity> {
        let members = |codes: &[OrganisationCode]| {
            grant::Entity::find()
                .select_only()
                .column(grant::Column::AccountId)
                .filter(grant::Column::Scope.is_in(codes.iter().map(OrganisationCode::as_str)))
        };
        account::Entity::find()
            .apply_if(self.organisations.as_ref(), |query, codes| {
                query.filter(account::Column::Id.in_subquery(members(codes).into_query()))
            })
            .apply_if(self.text.as_ref(), |query, text| {
                let either = Condition::any();
                query.filter(
                    either.add(contains(account::Column::Name, text)).add(contains(account::Column::Email, text)),
                )
            })
    }
}

/// How many accounts there are of those asked for.
pub(crate) async fn account_total(
    db: &impl ConnectionTrait,
    _permit: &Permit<ManageAccounts>,
    filter: &AccountFilter,
) -> Result<u64> {
    filter.select().count(db).await.context("counting accounts")
}

/// A page of accounts and one more, if there is one.
pub(crate) async fn account_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ManageAccounts>,
    filter: &AccountFilter,
    order: AccountOrder,
    page: &Page<AccountAt>,
) -> Result<Vec<AccountRow>> {
    let rest = filter.select().apply_if(page.after.as_ref(), |query, at| query.filter(order.behind(at)));
    let rows = order.sort(rest).limit(page.first + 1).all(db).await;
    account_rows(db, rows.context("reading the accounts")?).await
}

/// Accounts with their parts, in one statement more.
pub(crate) async fn account_rows(db: &impl ConnectionTrait, accounts: Vec<account::Model>) -> Result<Vec<AccountRow>> {
    let ids = accounts.iter().map(|account| account.id);
    let rows = grant::Entity::find().filter(grant::Column::AccountId.is_in(ids)).all(db).await;
    let mut grants: BTreeMap<Uuid, Vec<Grant>> = BTreeMap::new();
    for row in rows.context("reading the parts of accounts")? {
        grants.entry(row.account_id).or_default().extend(grant_of(&row));
    }
    Ok(accounts
        .into_iter()
        .map(|account| {
            let own = grants.remove(&account.id).unwrap_or_default();
            (account, own)
        })
        .collect())
}

/// A row's grant. One that makes no sense any more gives no right.
fn grant_of(row: &grant::Model) -> Option<Grant> {
    row.role.parse().ok().and_then(|role| Grant::new(role, Some(&row.scope)).ok())
}

/// Makes an account that nobody can sign in to until its link is followed.
///
/// An address may have an account that the inviter knows nothing of, and must learn nothing of: then the same is made, to all
/// appearances, and whoever follows the link shows that the other account is theirs (`join`).
#[derive(Debug)]
pub(crate) struct AccountInvite {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) grants: Vec<Grant>,
    /// The hash of the link's secret.
    pub(crate) link: String,
    /// The organisations whose people the inviter sees. `None`: everybody.
    pub(crate) sees: Option<Vec<OrganisationCode>>,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageAccounts>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AccountInvite {
    type Done = AccountRow;

    async fn run(&self, tx: &Tx) -> Result<AccountRow> {
        check_scopes(tx, &self.grants).await?;
        let there = account_list_at(tx, &self.email).await?;
        if there.iter().any(|(_, grants)| self.is_seen(grants)) {
            return Err(Error::invalid("email", Rule::Duplicate));
        }
        let model = account::Model {
            id: self.id,
            email: self.email.clone(),
            name: self.name.clone(),
            password: None,
            active: true,
            demo: false,
            created_at: self.stamp.at,
            signed_in_at: None,
            elsewhere: !there.is_empty(),
        };
        let new = model.clone().into_active_model().reset_all();
        account::Entity::insert(new).exec_without_returning(tx).await.context("making an account")?;
        grants_put(tx, self.id, &self.grants).await?;
        link_insert(tx, Some(self.id), LinkPurpose::Invitation, &self.link, self.stamp.at).await?;
        let row = (model, self.grants.clone());
        let record = Record::new("account", self.id, None::<&()>, Some(&Told::of(&row)))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok(row)
    }
}

impl AccountInvite {
    /// Whether the inviter sees whoever plays these parts.
    fn is_seen(&self, grants: &[Grant]) -> bool {
        let Some(organisations) = &self.sees else { return true };
        grants.iter().any(|grant| matches!(grant.scope(), Scope::Organisation(code) if organisations.contains(code)))
    }
}

/// Changes an account: its name, its parts, whether it may be used. What is left out stays.
#[derive(Debug)]
pub(crate) struct AccountUpdate {
    pub(crate) id: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) grants: Option<Vec<Grant>>,
    pub(crate) active: Option<bool>,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageAccounts>,
    pub(crate) stamp: WriteStamp,
}

impl Write for AccountUpdate {
    type Done = AccountRow;

    async fn run(&self, tx: &Tx) -> Result<AccountRow> {
        administrators_lock(tx).await?;
        let before = account_get(tx, self.id).await?.ok_or_else(Error::not_found)?;
        let mut after = before.clone();
        if let Some(name) = &self.name {
            after.0.name.clone_from(name);
        }
        if let Some(active) = self.active {
            after.0.active = active;
        }
        if let Some(grants) = &self.grants {
            check_scopes(tx, grants).await?;
            after.1.clone_from(grants);
            grants_put(tx, self.id, grants).await?;
        }
        let changed = after.0.clone().into_active_model().reset_all();
        changed.update(tx).await.context("changing an account")?;
        if administers(&before) && !administers(&after) && !others_administer(tx, self.id).await? {
            let field = if after.0.active { "grants" } else { "active" };
            return Err(Error::invalid(field, Rule::Last));
        }
        if !after.0.active {
            sessions_end_in_tx(tx, self.id, None).await?;
        }
        let record = Record::new("account", self.id, Some(&Told::of(&before)), Some(&Told::of(&after)))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok(after)
    }
}

/// Gives an account a new password, and ends all its sessions but one.
#[derive(Debug)]
pub(crate) struct PasswordSet {
    pub(crate) id: Uuid,
    pub(crate) password: String,
    pub(crate) keep: Option<Uuid>,
    pub(crate) stamp: WriteStamp,
}

impl Write for PasswordSet {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        password_put(tx, self.id, &self.password).await?;
        sessions_end_in_tx(tx, self.id, self.keep).await?;
        let record = Record::new("account", self.id, None::<&()>, Some(&"a new password"))?;
        append(tx, &self.stamp, vec![record]).await
    }
}

/// Keeps a password's hash.
pub(super) async fn password_put(tx: &Tx, id: Uuid, password: &str) -> Result<()> {
    let changed = account::ActiveModel { id: Set(id), password: Set(Some(password.to_owned())), ..Default::default() };
    changed.update(tx).await.map(|_| ()).context("keeping a password")
}

/// Whether an account manages people of the whole installation.
pub(super) fn administers((account, grants): &AccountRow) -> bool {
    let region = |grant: &Grant| grant.role() == Role::Administrator && *grant.scope() == Scope::Region;
    account.active && grants.iter().any(region)
}

/// Locks the parts of the region's administrators until the transaction ends: two who take each other's away take turns.
pub(super) async fn administrators_lock(tx: &Tx) -> Result<()> {
    let rows = grant::Entity::find()
        .filter(grant::Column::Role.eq(Role::Administrator.name()))
        .filter(grant::Column::Scope.eq(""))
        .order_by_asc(grant::Column::AccountId)
        .lock_exclusive();
    rows.all(tx).await.map(|_| ()).context("locking the administrators")
}

pub(super) async fn others_administer(tx: &Tx, id: Uuid) -> Result<bool> {
    let rows = grant::Entity::find()
        .filter(grant::Column::Role.eq(Role::Administrator.name()))
        .filter(grant::Column::Scope.eq(""))
        .filter(grant::Column::AccountId.ne(id))
        .all(tx)
        .await
        .context("looking for administrators")?;
    let ids = rows.into_iter().map(|row| row.account_id);
    let active = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .filter(account::Column::Active.eq(true))
        .filter(has_a_way_in());
    Ok(active.count(tx).await.context("counting administrators")? > 0)
}

/// Takes the parts of an account as they shall be.
pub(super) async fn grants_put(tx: &Tx, id: Uuid, grants: &[Grant]) -> Result<()> {
    let before = grant::Entity::delete_many().filter(grant::Column::AccountId.eq(id));
    before.exec(tx).await.context("taking the parts of an account")?;
    let rows = grants.iter().map(|grant| grant::ActiveModel {
        account_id: Set(id),
        role: Set(grant.role().name().to_owned()),
        scope: Set(grant.scope_code().unwrap_or_default()),
    });
    if !grants.is_empty() {
        grant::Entity::insert_many(rows).exec_without_returning(tx).await.context("giving an account its parts")?;
    }
    Ok(())
}

/// Every scope must be a province, a job centre or an organisation that exists, and no part may be named twice.
async fn check_scopes(tx: &Tx, grants: &[Grant]) -> Result<()> {
    let cpis = crate::territory::cpi_list_all(tx).await?;
    let organisations: Vec<&str> = grants
        .iter()
        .filter_map(|grant| match grant.scope() {
            Scope::Organisation(code) => Some(code.as_str()),
            _ => None,
        })
        .collect();
    let unknown = crate::organisations::organisations_unknown(tx, &organisations).await?;
    let mut fields = Fields::default();
    for (index, grant) in grants.iter().enumerate() {
        let known = match grant.scope() {
            Scope::Region => true,
            Scope::Organisation(code) => !unknown.contains(code.as_str()),
            Scope::Province(code) => cpis.iter().any(|cpi| cpi.province == code.as_str()),
            Scope::Cpi(code) => cpis.iter().any(|cpi| cpi.code == code.as_str()),
        };
        if !known {
            fields.push(format!("grants.{index}.scope"), Rule::Unknown);
        }
        if grants.iter().take(index).any(|earlier| earlier == grant) {
            fields.push(format!("grants.{index}"), Rule::Duplicate);
        }
    }
    fields.finish().map_err(Problem::into)
}
