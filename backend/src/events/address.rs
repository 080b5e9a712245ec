//! The calendar that a secret address leads to: what its holder may see at the moment it is read, and nothing once they may not
//! sign in any more.

use chrono::{DateTime, TimeDelta, Utc};
use shared::events::{Feed, FeedKind};
use uuid::Uuid;

use super::{
    feed,
    record::Viewer,
    store::{AddressTouch, address_by_hash, feed_event_list},
};
use crate::{
    config::Settings,
    db::Db,
    error::{Error, Result},
    identity::{hash_of, holder},
};

/// Where the secret addresses are. The secret and `.ics` follow.
pub(crate) const OWN: &str = "/calendars/own/";
/// How old the note of the last use may grow before it is written again: not every read is a write.
const TOUCH: TimeDelta = TimeDelta::hours(1);

/// The whole address of a secret.
pub(crate) fn address_of(settings: &Settings, secret: &str) -> String {
    format!("{}{OWN}{secret}.ics", settings.public_url)
}

/// The calendar at an address, from an instant on.
///
/// # Errors
/// `NOT_FOUND`, when there is no such address, it was renewed or ended, or its holder may not sign in.
pub(crate) async fn own_calendar(
    db: &Db,
    settings: &Settings,
    secret: &str,
    host: &str,
    (now, kept): (DateTime<Utc>, TimeDelta),
) -> Result<String> {
    let row = address_by_hash(db.read(), &hash_of(secret)).await?.ok_or_else(Error::not_found)?;
    let (actor, name) = holder(db, settings, row.account_id).await?.ok_or_else(Error::not_found)?;
    let feed = FeedKind::from_name(&row.kind).and_then(|kind| Feed::new(kind, row.code.as_deref()).ok());
    let feed = feed.ok_or_else(|| Error::fault("reading the address of a calendar", format!("{} is none", row.id)))?;
    if row.used_at.is_none_or(|used| used + TOUCH < now) {
        noted(db, row.id, now).await;
    }
    let events = feed_event_list(db.read(), Viewer::of(&actor), feed.concern(&actor.grants), now - kept).await?;
    feed::calendar(db.read(), &format!("Eventi {}", feed.code().unwrap_or(&name)), host, &events).await
}

/// A note of use that could not be written is no loss: the calendar is given, and the next use notes it.
async fn noted(db: &Db, id: Uuid, at: DateTime<Utc>) {
    if let Err(error) = db.write(&AddressTouch { id, at }).await {
        tracing::warn!(%error, "a use of a calendar could not be noted");
    }
}
