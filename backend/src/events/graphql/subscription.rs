//! The subscription to events: the log from a revision on, then live, as far as the caller may see.

use async_graphql::{Context, ID, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt as _};
use shared::{Rule, code::ProvinceCode};

use super::types::{Event, id_of};
use crate::{
    changes::{Accepted, EVENTS, stream::follow},
    cx::Cx,
    error::{Context as _, Error, Result},
    events::record::{EventBody, EventsBody, Viewer},
    graphql::int,
};

/// The subscriptions of the events.
#[derive(Debug, Default)]
pub(crate) struct EventsSubscription;

/// One accepted change of events.
#[derive(SimpleObject)]
pub(crate) struct EventChange {
    /// The revision of the events' log that it made. Changes that the caller may not see are left out, and so are their numbers.
    revision: i32,
    /// The write that made it.
    write: String,
    /// Who made it. Null for whoever may not read all events.
    by: Option<String>,
    at: DateTime<Utc>,
    /// The events that it changed.
    events: Vec<ChangedEvent>,
}

/// One event of a change.
#[derive(SimpleObject)]
pub(crate) struct ChangedEvent {
    id: ID,
    /// As it is after the change. Null: the caller sees it no longer, because it is not public any more, or left the province that is followed.
    event: Option<Event>,
}

#[Subscription]
impl EventsSubscription {
    /// Every accepted change of events after a revision that the caller may see, first those that were missed, then live; none
    /// twice, none left out. With a province, those of its events only. `eventsRevision` tells where to begin.
    async fn event_changes(
        &self,
        ctx: &Context<'_>,
        after: i32,
        province: Option<String>,
    ) -> Result<impl Stream<Item = Result<EventChange>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        if province.as_ref().is_some_and(|code| ProvinceCode::new(code).is_err()) {
            return Err(Error::invalid("province", Rule::Unknown));
        }
        let viewer = Viewer::of(&cx.who().actor);
        let changes = follow(cx, EVENTS.to_owned(), after).await?;
        Ok(changes.filter_map(move |change| {
            let told = change.and_then(|change| EventChange::of(change, &viewer, province.as_deref()));
            std::future::ready(told.transpose())
        }))
    }
}

impl EventChange {
    /// A change from the log, as far as it is the viewer's to see. `None`: it is not.
    fn of(accepted: Accepted, viewer: &Viewer, province: Option<&str>) -> Result<Option<Self>> {
        let body: EventsBody = serde_json::from_value(accepted.body).context("reading a change of events")?;
        let events = body.events.into_iter().filter_map(|changed| told(changed, viewer, province));
        let events: Vec<ChangedEvent> = events.collect();
        Ok((!events.is_empty()).then(|| Self {
            revision: int(accepted.revision),
            write: accepted.write.to_string(),
            by: viewer.sees_all.then_some(accepted.by),
            at: accepted.at,
            events,
        }))
    }
}

/// An event of a change for a viewer who follows a province, or all. `None`: neither before nor after it was theirs to see.
fn told(changed: EventBody, viewer: &Viewer, province: Option<&str>) -> Option<ChangedEvent> {
    let EventBody { event, was } = changed;
    let is_here = |of: Option<&str>| province.is_none_or(|province| of == Some(province));
    let now = event.content.territory.province();
    let sees = event.is_visible_to(viewer) && is_here(now.as_ref().map(ProvinceCode::as_str));
    let proposed = viewer.account.as_ref().is_some_and(|own| *own == event.created_actor);
    let saw = was.is_some_and(|was| {
        let ours = was.organisations.iter().any(|code| viewer.organisations.contains(code));
        (viewer.sees_all || proposed || ours || was.public) && is_here(was.province.as_deref())
    });
    (sees || saw).then(|| ChangedEvent { id: id_of(event.id), event: sees.then(|| event.into()) })
}
