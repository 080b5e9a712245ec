//! Finds out who asks, from the session's cookie or the token of a request.

use chrono::{DateTime, TimeDelta, Utc};
use shared::identity::{Actor, Grant, Role, token::TokenScope};
use uuid::Uuid;

use super::{
    entity::{session, token},
    hash_of,
    store::{SessionTouch, TokenTouch, account_get, session_by_hash, token_by_hash},
};
use crate::{
    config::Settings,
    cx::Who,
    db::Db,
    error::{Error, Result},
};

/// How old the note of the last use may grow before it is written again: not every read is a write.
const TOUCH: TimeDelta = TimeDelta::seconds(60);

/// What a request shows of who sent it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// Nothing.
    None,
    /// The secret of a session, from a cookie.
    Session(String),
    /// The secret of a token.
    Token(String),
}

/// Who shows these credentials. A session that is over shows nobody; a token that is over is refused, because its program must know.
///
/// # Errors
/// `UNAUTHENTICATED`, when the token is none, revoked or expired.
pub(crate) async fn who(db: &Db, settings: &Settings, now: DateTime<Utc>, shown: &Credentials) -> Result<Who> {
    find(db, settings, now, shown, true).await
}

async fn find(db: &Db, settings: &Settings, now: DateTime<Utc>, shown: &Credentials, is_use: bool) -> Result<Who> {
    match shown {
        Credentials::None => Ok(Who::default()),
        Credentials::Session(secret) => Ok(by_session(db, settings, now, secret, is_use).await?.unwrap_or_default()),
        Credentials::Token(secret) => {
            by_token(db, now, secret, is_use).await?.ok_or(Error::Refused(shared::Problem::SignedOut))
        }
    }
}

/// Whether who showed these credentials is still who it was, with the same rights: asked again while a stream is open.
/// That is no use of a session: a page that was left open must not keep it alive.
///
/// # Errors
/// When the database fails.
pub(crate) async fn still(
    db: &Db,
    settings: &Settings,
    now: DateTime<Utc>,
    shown: &Credentials,
    was: &Who,
) -> Result<bool> {
    match find(db, settings, now, shown, false).await {
        Ok(is) => Ok(is.actor == was.actor && is.session == was.session && is.token == was.token),
        Err(Error::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

async fn by_session(
    db: &Db,
    settings: &Settings,
    now: DateTime<Utc>,
    secret: &str,
    is_use: bool,
) -> Result<Option<Who>> {
    let found = session_by_hash(db.read(), &hash_of(secret)).await?;
    let open = |row: &session::Model| row.expires_at > now && row.seen_at + settings.session_idle > now;
    let Some(session) = found.filter(open) else { return Ok(None) };
    let Some((actor, name)) = holder(db, settings, session.account_id).await? else { return Ok(None) };
    if is_use && session.seen_at + TOUCH < now {
        noted(db.write(&SessionTouch { id: session.id, at: now }).await);
    }
    Ok(Some(Who { actor, name, session: Some(session.id), ..Who::default() }))
}

/// The holder of an account with the parts that they play now, and their name. None: the account may not be used.
///
/// # Errors
/// When the database fails.
pub(crate) async fn holder(db: &Db, settings: &Settings, account: Uuid) -> Result<Option<(Actor, String)>> {
    let Some((account, grants)) = account_get(db.read(), account).await? else { return Ok(None) };
    let may_be_used = account.active && (!account.demo || settings.demo);
    let actor = Actor { account: Some(account.id.to_string()), grants, token: None };
    Ok(may_be_used.then_some((actor, account.name)))
}

/// A note of use that could not be written is no loss: whoever asks is answered, and the next use notes it.
fn noted(touched: Result<()>) {
    if let Err(error) = touched {
        tracing::warn!(%error, "a use could not be noted");
    }
}

async fn by_token(db: &Db, now: DateTime<Utc>, secret: &str, is_use: bool) -> Result<Option<Who>> {
    let found = token_by_hash(db.read(), &hash_of(secret)).await?;
    let open = |row: &token::Model| row.expires_at > now && row.revoked_at.is_none();
    let Some(token) = found.filter(open) else { return Ok(None) };
    if is_use && token.used_at.is_none_or(|used| used + TOUCH < now) {
        noted(db.write(&TokenTouch { id: token.id, at: now }).await);
    }
    let scopes: Vec<TokenScope> = token.scopes.split(' ').filter_map(|scope| scope.parse().ok()).collect();
    let grants = Grant::new(Role::Partner, Some(&token.organisation)).into_iter().collect();
    let actor = Actor { account: None, grants, token: Some(scopes) };
    let name = format!("{} ({})", token.name, token.organisation);
    Ok(Some(Who { actor, name, token: Some(token.id), ..Who::default() }))
}
