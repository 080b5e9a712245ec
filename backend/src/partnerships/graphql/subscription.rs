//! The changes of partnerships: the log from a revision on, then live, only of what the caller could see or can.

use async_graphql::{Context, ID, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt as _};

use super::{Partnership, types::global};
use crate::{
    changes::{Accepted, PARTNERSHIPS, stream::follow},
    cx::Cx,
    error::{Context as _, Result},
    graphql::int,
    partnerships::{
        body::{PartnershipBody, Sight},
        store,
    },
};

/// One accepted change of a partnership.
#[derive(SimpleObject)]
pub(crate) struct PartnershipChange {
    /// The revision of the partnerships that it made. Those of changes that the caller may not see are left out.
    revision: i32,
    /// The write that made it.
    write: String,
    /// Who made it. Null for whoever sees only what is public of it.
    by: Option<String>,
    at: DateTime<Utc>,
    /// The partnership that changed.
    id: ID,
    /// The partnership as it is now. Null when the caller may not see it any more.
    partnership: Option<Partnership>,
}

/// The subscriptions of the partnerships.
#[derive(Debug, Default)]
pub(crate) struct PartnershipSubscription;

#[Subscription]
impl PartnershipSubscription {
    /// Every accepted change of a partnership that the caller may see, after a revision: first those that were missed, then live; none
    /// twice, none left out.
    async fn partnership_changes(
        &self,
        ctx: &Context<'_>,
        after: i32,
    ) -> Result<impl Stream<Item = Result<PartnershipChange>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        let sight = Sight::of(&cx.who().actor);
        let changes = follow(cx.clone(), PARTNERSHIPS.to_owned(), after).await?;
        Ok(changes.filter_map(move |change| {
            let (cx, sight) = (cx.clone(), sight.clone());
            async move {
                match change {
                    Ok(change) => told(&cx, &sight, change).await.transpose(),
                    Err(error) => Some(Err(error)),
                }
            }
        }))
    }
}

/// A change as the caller is told of it; nothing when it could not see the partnership, and cannot.
async fn told(cx: &Cx, sight: &Sight, change: Accepted) -> Result<Option<PartnershipChange>> {
    let body: PartnershipBody = serde_json::from_value(change.body).context("reading a change of a partnership")?;
    let full = sight.is_full(&body.organisations);
    // By what was so then: what it has become since is another change.
    if !body.was_public && !body.is_public && !full {
        return Ok(None);
    }
    let now = store::partnership_find(cx.db().read(), sight, body.id).await?;
    Ok(Some(PartnershipChange {
        revision: int(change.revision),
        write: change.write.to_string(),
        by: full.then_some(change.by),
        at: change.at,
        id: global(body.id),
        partnership: now.map(Partnership),
    }))
}
