//! The questions about people and programs.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]
#![expect(clippy::unused_async, reason = "the macros want resolvers to be async, whether they wait or not")]

use std::collections::BTreeSet;

use async_graphql::{Context, Enum, ID, Object, connection::Connection};
use chrono::{DateTime, SecondsFormat};
use shared::{
    id::Kind,
    identity::{
        Grant as SharedGrant, OrganisationCode, Part as SharedPart, Permit, Resource, Role as SharedRole, Scope,
        policy::{
            self,
            act::{ManageAccounts, ManageSelf, ManageTokens},
        },
    },
};
use uuid::Uuid;

use super::types::{Account, Grant, Identity, Right, Session, Token, global};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::page::{Cursor, Position, connect, cost, key},
    identity::store::{self, AccountAt, AccountFilter, AccountOrder},
    page::Page,
};

/// The queries about people and programs.
#[derive(Debug, Default)]
pub(crate) struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// Who asks. Null for a visitor.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let cx = Cx::of(ctx)?;
        Ok((!cx.who().actor.is_visitor()).then(|| Viewer { account: cx.who().actor.account.clone() }))
    }

    /// The table of rights: who may do what.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn rights(&self) -> Result<Vec<Right>> {
        Ok(policy::TABLE.iter().map(Right::from).collect())
    }

    /// The accounts that the caller manages: all, or those whose name or address contains a text. By address if no other order is asked for.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        text: Option<String>,
        first: Option<i32>,
        after: Option<String>,
        #[graphql(default)] order: AccountOrderName,
    ) -> Result<Connection<Cursor<AccountPosition>, Account, AccountTotal>> {
        let cx = Cx::of(ctx)?;
        let (permit, organisations) = managed_organisations::<ManageAccounts>(cx)?;
        let page: Page<AccountPosition> = Page::parse(first, after.as_deref())?;
        // PostgreSQL takes no zero in a text; no name has one.
        let text = text.map(|text| text.trim().replace('\0', "\u{fffd}")).filter(|text| !text.is_empty());
        let filter = AccountFilter { organisations, text };
        let at = page.after(|at| at.0.clone());
        let rows = store::account_list(cx.db().read(), &permit, &filter, order.into(), &at).await?;
        let node = |row: store::AccountRow| (AccountPosition::of(&row), Account::from(row));
        Ok(connect(&page, rows, AccountTotal { permit, filter }, node))
    }

    /// The sessions of an account that the caller manages.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn account_sessions(&self, ctx: &Context<'_>, account: ID) -> Result<Vec<Session>> {
        let cx = Cx::of(ctx)?;
        let id = super::input::uuid_of(&account, Kind::Account)?;
        managed(cx, id).await?;
        sessions_of(cx, id).await
    }

    /// The identities of the administration's gateway by which the holder of an account that the caller manages signs in, the oldest
    /// first, at most 20.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn account_identities(&self, ctx: &Context<'_>, account: ID) -> Result<Vec<Identity>> {
        let cx = Cx::of(ctx)?;
        let id = super::input::uuid_of(&account, Kind::Account)?;
        managed(cx, id).await?;
        Ok(store::identity_list(cx.db().read(), id).await?.into_iter().map(Identity::from).collect())
    }

    /// The tokens that the caller manages, newest first, at most 200.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<Token>> {
        let cx = Cx::of(ctx)?;
        let (permit, organisations) = managed_organisations::<ManageTokens>(cx)?;
        let rows = store::token_list(cx.db().read(), &permit, organisations.as_deref()).await?;
        Ok(rows.into_iter().map(Token::from).collect())
    }
}

/// How many accounts there are in all, counted when asked.
pub(crate) struct AccountTotal {
    permit: Permit<ManageAccounts>,
    filter: AccountFilter,
}

#[Object]
impl AccountTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = store::account_total(Cx::of(ctx)?.db().read(), &self.permit, &self.filter).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// The order of a list of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "AccountOrder", remote = "AccountOrder")]
pub(crate) enum AccountOrderName {
    /// By address.
    #[default]
    Email,
    Name,
    /// Who signed in last comes first, and who never did comes last.
    SignedIn,
}

/// A position in the list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountPosition(AccountAt);

impl AccountPosition {
    fn of((account, _): &store::AccountRow) -> Self {
        let (email, name) = (account.email.clone(), account.name.clone());
        Self(AccountAt { id: account.id, email, name, signed_in_at: account.signed_in_at })
    }
}

impl Position for AccountPosition {
    const LIST: &'static str = "accounts";

    fn write(&self) -> String {
        let AccountAt { id, email, name, signed_in_at } = &self.0;
        let time = signed_in_at.map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true));
        format!("{id} {} {email} {name}", time.as_deref().unwrap_or("-"))
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.splitn(4, ' ');
        let id = Uuid::try_parse(words.next()?).ok()?;
        let signed_in_at = match words.next()? {
            "-" => None,
            time => Some(DateTime::parse_from_rfc3339(time).ok()?.to_utc()),
        };
        let (email, name) = (key(words.next()?)?, words.next()?);
        // The first administrator may have no name yet.
        let name = if name.is_empty() { String::new() } else { key(name)? };
        Some(Self(AccountAt { id, email, name, signed_in_at }))
    }
}

/// Leave for the whole region, or for the organisations that the caller administers.
pub(super) fn managed_organisations<A: policy::Act>(cx: &Cx) -> Result<(Permit<A>, Option<Vec<OrganisationCode>>)> {
    let refused = match cx.may(&Resource::Region) {
        Ok(permit) => return Ok((permit, None)),
        Err(refused) => refused,
    };
    let own = cx.who().actor.grants.iter().filter_map(|grant| match (grant.part(), grant.scope()) {
        (SharedPart::PartnerAdministrator, Scope::Organisation(code)) => Some(code.clone()),
        _ => None,
    });
    let own: Vec<OrganisationCode> = own.collect();
    let mut leave = Err(refused);
    for organisation in &own {
        leave = Ok(cx.may(&Resource::Organisation(organisation.clone()))?);
    }
    Ok((leave?, Some(own)))
}

/// Asks leave to manage an account: for its organisations, when all of its parts are played there; else for the region.
pub(super) async fn managed(cx: &Cx, id: Uuid) -> Result<(store::AccountRow, Permit<ManageAccounts>)> {
    let row = store::account_get(cx.db().read(), id).await?;
    let permit = may_manage(cx, row.as_ref().map_or(&[], |(_, grants)| grants.as_slice()))?;
    Ok((row.ok_or_else(Error::not_found)?, permit))
}

/// Asks leave to manage whoever plays these parts.
pub(super) fn may_manage(cx: &Cx, grants: &[SharedGrant]) -> Result<Permit<ManageAccounts>> {
    let organisations = grants.iter().map(|grant| match (grant.role(), grant.scope()) {
        (SharedRole::Partner | SharedRole::Administrator, Scope::Organisation(code)) => Some(code),
        _ => None,
    });
    let organisations: Option<BTreeSet<&OrganisationCode>> = organisations.collect();
    let mut leave = None;
    for organisation in organisations.into_iter().flatten() {
        leave = Some(cx.may(&Resource::Organisation(organisation.clone()))?);
    }
    leave.map_or_else(|| cx.may(&Resource::Region), Ok)
}

async fn sessions_of(cx: &Cx, account: Uuid) -> Result<Vec<Session>> {
    let rows = store::session_list(cx.db().read(), account).await?;
    Ok(rows.into_iter().map(|row| Session::of(row, cx.who().session)).collect())
}

/// Who asks: a person, or a program with a token.
pub(crate) struct Viewer {
    account: Option<String>,
}

#[Object]
impl Viewer {
    /// The account. Null for a program.
    async fn id(&self) -> Option<ID> {
        self.account.as_ref().and_then(|id| Uuid::try_parse(id).ok()).map(|id| global(Kind::Account, id))
    }

    /// The name that colleagues see.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(Cx::of(ctx)?.who().name.clone())
    }

    /// The address of the account. Null for a program.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let cx = Cx::of(ctx)?;
        let Some(id) = own_id(cx) else { return Ok(None) };
        Ok(store::account_get(cx.db().read(), id).await?.map(|(account, _)| account.email))
    }

    /// The parts that are played.
    async fn grants(&self, ctx: &Context<'_>) -> Result<Vec<Grant>> {
        Ok(Cx::of(ctx)?.who().actor.grants.iter().map(Grant::from).collect())
    }

    /// Whether the account has a password. False for a program.
    async fn has_password(&self, ctx: &Context<'_>) -> Result<bool> {
        let cx = Cx::of(ctx)?;
        let Some(id) = own_id(cx) else { return Ok(false) };
        Ok(store::account_get(cx.db().read(), id).await?.is_some_and(|(account, _)| account.password.is_some()))
    }

    /// The identities of the administration's gateway that the account is linked to, the oldest first, at most 20.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn identities(&self, ctx: &Context<'_>) -> Result<Vec<Identity>> {
        let cx = Cx::of(ctx)?;
        let Some(id) = own_id(cx) else { return Ok(Vec::new()) };
        cx.may::<ManageSelf>(&Resource::Account(id.to_string()))?;
        let rows = store::identity_list(cx.db().read(), id).await?;
        Ok(rows.into_iter().map(Identity::from).collect())
    }

    /// The browsers that are signed in to the account, the one used last first.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let cx = Cx::of(ctx)?;
        let Some(id) = own_id(cx) else { return Ok(Vec::new()) };
        cx.may::<ManageSelf>(&Resource::Account(id.to_string()))?;
        sessions_of(cx, id).await
    }
}

/// The account of who asks.
pub(super) fn own_id(cx: &Cx) -> Option<Uuid> {
    cx.who().actor.account.as_ref().and_then(|id| Uuid::try_parse(id).ok())
}
