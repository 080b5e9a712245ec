//! Changes of one event: what it is, how far it has come, who came. Each is in the events' log and in the register.

use shared::{
    Problem, Rule,
    events::{Content, State},
    identity::{Permit, policy::act::EditEvents},
};
use uuid::Uuid;

use super::{create::events_lock, known::check_known, places::line_move_up, read::record_find, rows::records_put};
use crate::{
    audit::{Record, append},
    changes::{EVENTS, Topic, change_append, seen_write},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    events::record::{EventBody, EventRecord, EventsBody, Was},
};

/// Changes what an event is. Gives it.
#[derive(Debug)]
pub(crate) struct EventUpdate {
    pub(crate) id: Uuid,
    pub(crate) content: Content,
    /// The event's revision that the writer saw.
    pub(crate) seen: i64,
    /// Leave for the event where it is, and where it goes.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permits: [Permit<EditEvents>; 2],
    pub(crate) stamp: WriteStamp,
}

impl Write for EventUpdate {
    type Done = EventRecord;

    async fn run(&self, tx: &Tx) -> Result<EventRecord> {
        let Opened { topic, before } = match open(tx, self.id, &self.stamp).await? {
            Found::Open(opened) => *opened,
            Found::Done(record) => return Ok(*record),
        };
        check_seen(&before, self.seen)?;
        if before.state.is_closed() {
            return Err(Error::invalid("event", Rule::NotNow));
        }
        check_known(tx, &self.content).await?;
        let mut after = before.clone();
        after.content = self.content.clone();
        if self.content.is_moved_from(&before.content) {
            after.state = before.state.when_moved();
        }
        after.sequence += 1;
        let after = close(tx, topic, &before, after, &self.stamp).await?;
        if after.content.capacity != before.content.capacity {
            line_move_up(tx, &after, &self.stamp).await?;
        }
        Ok(after)
    }
}

/// An event that is to be changed, under the lock of the events' log.
pub(super) struct Opened {
    pub(super) topic: Topic,
    pub(super) before: EventRecord,
}

/// What a write finds: the event to change, or that it was applied before.
pub(super) enum Found {
    Open(Box<Opened>),
    Done(Box<EventRecord>),
}

/// Locks the log and reads an event.
pub(super) async fn open(tx: &Tx, id: Uuid, stamp: &WriteStamp) -> Result<Found> {
    let topic = events_lock(tx).await?;
    let before = record_find(tx, id).await?.ok_or_else(Error::not_found)?;
    if seen_write(tx, Some(EVENTS), stamp).await?.is_some() {
        return Ok(Found::Done(Box::new(before)));
    }
    Ok(Found::Open(Box::new(Opened { topic, before })))
}

/// Refuses what was written on an older event.
pub(super) fn check_seen(before: &EventRecord, seen: i64) -> Result<()> {
    if before.revision == seen {
        return Ok(());
    }
    Err(Problem::Conflict { cells: Vec::new(), figures: Vec::new() }.into())
}

/// Writes an event as it is after a change, with the change itself.
pub(super) async fn close(
    tx: &Tx,
    topic: Topic,
    before: &EventRecord,
    mut after: EventRecord,
    stamp: &WriteStamp,
) -> Result<EventRecord> {
    after.revision = topic.next();
    after.edited_by.clone_from(&stamp.by);
    after.edited_at = stamp.at;
    if after.content.public && after.state == State::Confirmed {
        after.published = true;
    }
    records_put(tx, std::slice::from_ref(&after)).await?;
    append(tx, stamp, vec![Record::new("event", after.id, Some(before), Some(&after))?]).await?;
    let body = EventsBody { events: vec![EventBody { event: after.clone(), was: Some(Was::of(before)) }] };
    change_append(tx, topic, stamp, &body).await?;
    Ok(after)
}
