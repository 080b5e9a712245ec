//! The changes to people and programs: parse, ask leave, stamp, hand to the store, tell open streams.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::TimeDelta;
use shared::{
    Problem, Rule,
    id::Kind,
    identity::{
        Grant, Permit, Resource,
        account::{LinkPurpose, password_rule},
        policy::act::ManageAccounts,
        token::PREFIX,
    },
};
use uuid::Uuid;

use super::{
    input::{AccountInviteInput, AccountUpdateInput, TokenCreateInput, uuid_of},
    query::{managed, managed_organisations, may_manage},
    types::{Account, Token},
};
use crate::{
    cx::Cx,
    error::{Error, Result},
    identity::{
        hash_of,
        letter::{link_address, link_send},
        new_secret, password_fits, password_hash,
        store::{
            self, AccountIdentityUnlink, AccountInvite, AccountUpdate, IdentityUnlink, LinkMake, PasswordSet,
            SessionsEnd, TokenMake, TokenRevoke,
        },
        try_begin, try_right,
    },
};

/// What changing a password costs, points: it is hashed twice. Only one fits into a request.
const PASSWORD_COST: usize = 60_000;

/// The mutations of people and programs.
#[derive(Debug, Default)]
pub(crate) struct IdentityMutation;

/// The account that was made, and its way in.
#[derive(SimpleObject)]
pub(crate) struct AccountInvitePayload {
    account: Account,
    /// The one-time link, told this once, to be handed over. Null when it was sent by e-mail.
    link: Option<String>,
}

/// The account after the change.
#[derive(SimpleObject)]
pub(crate) struct AccountUpdatePayload {
    account: Account,
}

/// A way to a new password.
#[derive(SimpleObject)]
pub(crate) struct AccountLinkPayload {
    /// The one-time link, told this once, to be handed over. Null when it was sent by e-mail.
    link: Option<String>,
}

/// What ending sessions came to.
#[derive(SimpleObject)]
pub(crate) struct SessionsEndPayload {
    /// How many ended.
    ended: i32,
}

/// What changing a password came to.
#[derive(SimpleObject)]
pub(crate) struct PasswordChangePayload {
    /// Always true: a refusal is an error.
    changed: bool,
}

/// What taking an identity off an account came to.
#[derive(SimpleObject)]
pub(crate) struct AccountIdentityUnlinkPayload {
    /// Always true: a refusal is an error.
    unlinked: bool,
}

/// What unlinking an identity came to.
#[derive(SimpleObject)]
pub(crate) struct IdentityUnlinkPayload {
    /// Always true: a refusal is an error.
    unlinked: bool,
}

/// The token that was made.
#[derive(SimpleObject)]
pub(crate) struct TokenCreatePayload {
    token: Token,
    /// What the program shows, told this once.
    secret: String,
}

/// The token after the change.
#[derive(SimpleObject)]
pub(crate) struct TokenRevokePayload {
    token: Token,
}

#[Object]
impl IdentityMutation {
    /// Makes an account that a one-time link leads into. An address whose account the caller sees is refused, `email`, `DUPLICATE`. One that
    /// has an account elsewhere is invited like any other: its holder follows the link with that account's password, and plays both parts.
    async fn account_invite(&self, ctx: &Context<'_>, input: AccountInviteInput) -> Result<AccountInvitePayload> {
        let cx = Cx::of(ctx)?;
        let invited = input.parse()?;
        let permit = may_give(cx, &invited.grants)?;
        let (_, sees) = managed_organisations::<ManageAccounts>(cx)?;
        let secret = new_secret()?;
        let stamp = cx.mark("accountInvite");
        let invite = AccountInvite {
            id: stamp.id,
            email: invited.email,
            name: invited.name,
            grants: invited.grants,
            link: hash_of(&secret),
            sees,
            permit,
            stamp,
        };
        let row = cx.db().write(&invite).await?;
        let link = delivered(cx, &row.0.email, &row.0.name, LinkPurpose::Invitation, &secret).await;
        Ok(AccountInvitePayload { account: row.into(), link })
    }

    /// Changes an account: its name, its parts, whether it may be used.
    async fn account_update(&self, ctx: &Context<'_>, input: AccountUpdateInput) -> Result<AccountUpdatePayload> {
        let cx = Cx::of(ctx)?;
        let (name, grants) = input.parse()?;
        let id = uuid_of(&input.account, Kind::Account)?;
        let (_, permit) = managed(cx, id).await?;
        if let Some(grants) = &grants {
            may_give(cx, grants)?;
        }
        let update = AccountUpdate { id, name, grants, active: input.active, permit, stamp: cx.mark("accountUpdate") };
        let row = cx.write(&format!("account:{id}"), &update).await?;
        Ok(AccountUpdatePayload { account: row.into() })
    }

    /// Makes a one-time link by which the holder of an account chooses a new password. Earlier links no longer work.
    async fn account_link(&self, ctx: &Context<'_>, account: ID) -> Result<AccountLinkPayload> {
        let cx = Cx::of(ctx)?;
        let id = uuid_of(&account, Kind::Account)?;
        let ((row, _), permit) = managed(cx, id).await?;
        let purpose = if row.password.is_some() { LinkPurpose::Reset } else { LinkPurpose::Invitation };
        let secret = new_secret()?;
        let make =
            LinkMake { account: Some(id), purpose, hash: hash_of(&secret), permit, stamp: cx.mark("accountLink") };
        cx.db().write(&make).await?;
        Ok(AccountLinkPayload { link: delivered(cx, &row.email, &row.name, purpose, &secret).await })
    }

    /// Ends all sessions of an account that the caller manages.
    async fn account_sessions_end(&self, ctx: &Context<'_>, account: ID) -> Result<SessionsEndPayload> {
        let cx = Cx::of(ctx)?;
        let id = uuid_of(&account, Kind::Account)?;
        managed(cx, id).await?;
        end(cx, id, None, None, "accountSessionsEnd").await
    }

    /// Ends one of one's own sessions.
    async fn session_end(&self, ctx: &Context<'_>, session: ID) -> Result<SessionsEndPayload> {
        let cx = Cx::of(ctx)?;
        let account = cx.myself()?.0;
        let ended = end(cx, account, Some(uuid_of(&session, Kind::Session)?), None, "sessionEnd").await?;
        if ended.ended == 0 { Err(Error::not_found()) } else { Ok(ended) }
    }

    /// Ends all of one's own sessions but the one that asks.
    async fn sessions_end_others(&self, ctx: &Context<'_>) -> Result<SessionsEndPayload> {
        let cx = Cx::of(ctx)?;
        let account = cx.myself()?.0;
        end(cx, account, None, cx.who().session, "sessionsEndOthers").await
    }

    /// Changes one's own password, and ends one's other sessions.
    #[graphql(complexity = "PASSWORD_COST + child_complexity")]
    async fn password_change(&self, ctx: &Context<'_>, current: String, new: String) -> Result<PasswordChangePayload> {
        let cx = Cx::of(ctx)?;
        let id = cx.myself()?.0;
        let (account, _) = store::account_get(cx.db().read(), id).await?.ok_or_else(Error::not_found)?;
        if let Some(rule) = password_rule(&new, &account.email, &account.name) {
            return Err(Error::invalid("new", rule));
        }
        let mark = hash_of(&format!("account:{id}"));
        try_begin(cx, &mark).await?;
        let long = current.chars().count() > shared::identity::account::MAX_PASSWORD as usize;
        if long || !password_fits(current, account.password).await? {
            return Err(Error::invalid("current", Rule::Wrong));
        }
        try_right(cx, &mark).await?;
        let password = password_hash(new).await?;
        let set = PasswordSet { id, password, keep: cx.who().session, stamp: cx.mark("passwordChange") };
        cx.write(&format!("account:{id}"), &set).await?;
        Ok(PasswordChangePayload { changed: true })
    }

    /// Unlinks one of one's own identities, and ends the sessions that were opened with it, but the one that asks.
    ///
    /// The only way in stays: without a password, the last identity is refused.
    async fn identity_unlink(&self, ctx: &Context<'_>, identity: ID) -> Result<IdentityUnlinkPayload> {
        let cx = Cx::of(ctx)?;
        let account = cx.myself()?.0;
        let unlink = IdentityUnlink {
            account,
            id: uuid_of(&identity, Kind::Identity)?,
            issuer: cx.settings().gateway.as_ref().map(|gateway| gateway.issuer.clone()),
            keep: cx.who().session,
            stamp: cx.mark("identityUnlink"),
        };
        cx.write(&format!("account:{account}"), &unlink).await?;
        Ok(IdentityUnlinkPayload { unlinked: true })
    }

    /// Unlinks an identity of an account that the caller manages, and ends the sessions that were opened with it. If no other way in is
    /// left, a one-time link (`accountLink`) makes one; the last administrator's last way in is refused.
    async fn account_identity_unlink(
        &self,
        ctx: &Context<'_>,
        account: ID,
        identity: ID,
    ) -> Result<AccountIdentityUnlinkPayload> {
        let cx = Cx::of(ctx)?;
        let account = uuid_of(&account, Kind::Account)?;
        let (_, permit) = managed(cx, account).await?;
        let id = uuid_of(&identity, Kind::Identity)?;
        let unlink = AccountIdentityUnlink { account, id, permit, stamp: cx.mark("accountIdentityUnlink") };
        cx.write(&format!("account:{account}"), &unlink).await?;
        Ok(AccountIdentityUnlinkPayload { unlinked: true })
    }

    /// Makes a token for a partner's program.
    async fn token_create(&self, ctx: &Context<'_>, input: TokenCreateInput) -> Result<TokenCreatePayload> {
        let cx = Cx::of(ctx)?;
        let wanted = input.parse()?;
        let permit = cx.may(&Resource::Organisation(wanted.organisation.clone()))?;
        let secret = format!("{PREFIX}{}", new_secret()?);
        let stamp = cx.mark("tokenCreate");
        let until = stamp.at + TimeDelta::days(input.days.into());
        let make =
            TokenMake::new(&permit, input.name.trim(), &wanted.organisation, &wanted.scopes, &secret, until, stamp);
        let token = cx.db().write(&make).await?;
        Ok(TokenCreatePayload { token: token.into(), secret })
    }

    /// Revokes a token. Its open streams end at once.
    async fn token_revoke(&self, ctx: &Context<'_>, token: ID) -> Result<TokenRevokePayload> {
        let cx = Cx::of(ctx)?;
        let id = uuid_of(&token, Kind::Token)?;
        let resource = store::token_organisation(cx.db().read(), id).await?;
        let permit = cx.may(&resource.map_or(Resource::Region, Resource::Organisation))?;
        let revoke = TokenRevoke { id, permit, stamp: cx.mark("tokenRevoke") };
        let row = cx.write(&format!("token:{id}"), &revoke).await?;
        Ok(TokenRevokePayload { token: row.into() })
    }
}

/// Asks leave to give these parts: nobody gives what lies outside of what they manage.
fn may_give(cx: &Cx, grants: &[Grant]) -> Result<Permit<ManageAccounts>> {
    match may_manage(cx, grants) {
        Err(Error::Refused(Problem::NotFound)) => Err(Error::invalid("grants", Rule::NotYours)),
        answer => answer,
    }
}

async fn end(
    cx: &Cx,
    account: Uuid,
    only: Option<Uuid>,
    keep: Option<Uuid>,
    action: &str,
) -> Result<SessionsEndPayload> {
    let end = SessionsEnd { account, only, keep, stamp: cx.mark(action) };
    let ended = cx.write(&format!("account:{account}"), &end).await?;
    Ok(SessionsEndPayload { ended: i32::try_from(ended.len()).unwrap_or(i32::MAX) })
}

/// Sends a link, or gives it to be handed over.
async fn delivered(cx: &Cx, to: &str, name: &str, purpose: LinkPurpose, secret: &str) -> Option<String> {
    let address = link_address(cx.settings(), secret);
    let sent = link_send(cx.settings(), to, name, purpose, &address).await;
    (!sent).then_some(address)
}
