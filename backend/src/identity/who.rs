//! Finds out who asks, from the session's cookie or the token of a request.

use chrono::{DateTime, TimeDelta, Utc};
use shared::identity::{Actor, Grant, Role, token::TokenScope};

use super::{
    entity::{session, token},
    hash_of,
    store::{account_get, session_by_hash, session_touch, token_by_hash, token_touch},
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
    match shown {
        Credentials::None => Ok(Who::default()),
        Credentials::Session(secret) => Ok(by_session(db, settings, now, secret).await?.unwrap_or_default()),
        Credentials::Token(secret) => {
            by_token(db, now, secret).await?.ok_or(Error::Refused(shared::Problem::SignedOut))
        }
    }
}

/// Whether who showed these credentials is still who it was, with the same rights: asked again while a stream is open.
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
    match who(db, settings, now, shown).await {
        Ok(is) => Ok(is.actor == was.actor && is.session == was.session && is.token == was.token),
        Err(Error::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

async fn by_session(db: &Db, settings: &Settings, now: DateTime<Utc>, secret: &str) -> Result<Option<Who>> {
    let found = session_by_hash(db.read(), &hash_of(secret)).await?;
    let open = |row: &session::Model| row.expires_at > now && row.seen_at + settings.session_idle > now;
    let Some(session) = found.filter(open) else { return Ok(None) };
    let Some((account, grants)) = account_get(db.read(), session.account_id).await? else { return Ok(None) };
    if !account.active || (account.demo && !settings.demo) {
        return Ok(None);
    }
    if session.seen_at + TOUCH < now {
        session_touch(db, session.id, now).await?;
    }
    let actor = Actor { account: Some(account.id.to_string()), grants, token: None };
    Ok(Some(Who { actor, name: account.name, session: Some(session.id), ..Who::default() }))
}

async fn by_token(db: &Db, now: DateTime<Utc>, secret: &str) -> Result<Option<Who>> {
    let found = token_by_hash(db.read(), &hash_of(secret)).await?;
    let open = |row: &token::Model| row.expires_at > now && row.revoked_at.is_none();
    let Some(token) = found.filter(open) else { return Ok(None) };
    if token.used_at.is_none_or(|used| used + TOUCH < now) {
        token_touch(db, token.id, now).await?;
    }
    let scopes: Vec<TokenScope> = token.scopes.split(' ').filter_map(|scope| scope.parse().ok()).collect();
    let grants = Grant::new(Role::Partner, Some(&token.organisation)).into_iter().collect();
    let actor = Actor { account: None, grants, token: Some(scopes) };
    let name = format!("{} ({})", token.name, token.organisation);
    Ok(Some(Who { actor, name, token: Some(token.id), ..Who::default() }))
}
