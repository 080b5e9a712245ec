//! Follows the log of one topic: first what was missed, then what comes.
//!
//! A slow reader costs nothing: what it has not taken yet stays in the log, not in memory. A database that is away for a while ends
//! nothing: the log is read again from where the reader stands.

use std::collections::VecDeque;

use futures::stream::{self, Stream};
use shared::Rule;

use super::{Accepted, changes_after, topic_revision};
use crate::{
    cx::Cx,
    db::is_unavailable,
    error::{Error, Result},
    live::Listener,
};

/// Changes that are read at once: few, because one may hold every cell of a table, and each subscriber holds a page.
const PAGE: u64 = 10;

struct Reader {
    cx: Cx,
    topic: String,
    listener: Listener,
    after: i64,
    page: VecDeque<Accepted>,
}

/// Every change of a topic after a revision: none twice, none left out.
///
/// # Errors
/// `INVALID`, field `after`: negative, or greater than the topic's revision.
pub(crate) async fn follow(cx: Cx, topic: String, after: i32) -> Result<impl Stream<Item = Result<Accepted>> + use<>> {
    let after = i64::from(after);
    if after < 0 {
        return Err(Error::invalid("after", Rule::TooSmall { min: 0.0 }));
    }
    // Listening starts before the log is read, so that nothing falls between.
    let listener = cx.live().follow(&topic);
    let now = topic_revision(cx.db().read(), &topic).await?;
    if after > now {
        return Err(Error::invalid("after", Rule::TooGreat { max: now as f64 }));
    }
    let reader = Reader { cx, topic, listener, after, page: VecDeque::new() };
    Ok(stream::try_unfold(reader, |mut reader| async move {
        let change = reader.next().await?;
        Ok(Some((change, reader)))
    }))
}

impl Reader {
    async fn next(&mut self) -> Result<Accepted> {
        loop {
            if let Some(change) = self.page.pop_front() {
                self.after = change.revision;
                return Ok(change);
            }
            match changes_after(self.cx.db().read(), &self.topic, self.after, PAGE).await {
                Ok(page) if page.is_empty() => self.listener.wait_told().await,
                Ok(page) => self.page = page.into(),
                Err(fault) if is_unavailable(&fault) => {
                    tracing::debug!(topic = self.topic, error = %fault, "the log is read again later");
                    self.listener.wait().await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}
