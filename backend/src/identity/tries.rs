//! How often a password may be tried: of one who is tried, and from one place. Counted before it is tried, so that many
//! at once are no way around the count.

use std::net::IpAddr;

use chrono::TimeDelta;
use shared::Problem;

use super::store::{FailureNote, FailuresClear, failures_since};
use crate::{caller::network, cx::Cx, error::Result};

/// How long failed tries count.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed tries of one within the window, after which they have to wait.
const MAX_OF_ONE: u64 = 10;
/// Failed tries from one place within the window: an office shares one address.
const MAX_FROM: u64 = 100;

/// Counts a try of whoever has this mark.
///
/// # Errors
/// `TOO_MANY_REQUESTS`, when there were too many.
pub(crate) async fn try_begin(cx: &Cx, mark: &str) -> Result<()> {
    let (now, address) = (cx.now(), &cx.who().address);
    // Whoever has one address of IPv6 has as many as they like of its network.
    let from = address.parse::<IpAddr>().map_or_else(|_| address.clone(), |address| network(address).to_string());
    let (of_one, of_place) = failures_since(cx.db().read(), mark, &from, now - WINDOW).await?;
    if of_one >= MAX_OF_ONE || of_place >= MAX_FROM {
        return Err(Problem::TooMany { retry_after_s: WINDOW.num_seconds() as u32 }.into());
    }
    cx.db().write(&FailureNote { who: mark.to_owned(), address: from, at: now, forget: now - WINDOW }).await
}

/// Forgets the tries of whoever showed the right password.
///
/// # Errors
/// When the database fails.
pub(crate) async fn try_right(cx: &Cx, mark: &str) -> Result<()> {
    cx.db().write(&FailuresClear(mark.to_owned())).await
}
