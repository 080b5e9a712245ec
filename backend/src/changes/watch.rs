//! Looks at what other processes wrote: once for all who follow, however many they are.
//!
//! The log is the truth, so this works wherever SQL does, behind a pooler too. What this process wrote was told at once; told again
//! here, it is looked for once more and found read.

use std::{collections::BTreeMap, sync::Arc};

use super::topic_revisions;
use crate::{db::Db, live::Live};

/// Tells of every topic that is followed and has moved, for as long as the server runs.
pub(crate) async fn watch(db: Db, live: Live) {
    let mut known: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    loop {
        tokio::select! {
            () = live.closed() => return,
            () = tokio::time::sleep(live.poll()) => {}
        }
        let followed = live.followed();
        known.retain(|topic, _| followed.contains(topic));
        match topic_revisions(db.read(), &followed).await {
            // A topic that is new here is told of as well: it may have moved since its follower read it.
            Ok(now) => {
                for (topic, revision) in now {
                    if known.get(&*topic) != Some(&revision) {
                        live.tell(&topic);
                        known.insert(topic.into(), revision);
                    }
                }
            }
            Err(fault) => tracing::debug!(error = %fault, "what others wrote is looked for again later"),
        }
    }
}
