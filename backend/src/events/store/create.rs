//! New events: one, or a programme's, all or none.

use shared::{
    events::{Content, State},
    identity::{
        Permit,
        policy::act::{EditEvents, ProposeEvents},
    },
    problem::Fields,
};
use uuid::Uuid;

use super::{known::Known, read::record_find, rows::records_put};
use crate::{
    audit::{Record, append},
    changes::{EVENTS, Topic, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    events::record::{EventBody, EventRecord, EventsBody, ids_of},
};

/// Leave to make an event, which decides where it begins.
#[derive(Clone, Debug)]
pub(crate) enum NewEvent {
    /// It is planned at once.
    Planned(Permit<EditEvents>),
    /// It is a proposal.
    Proposed(Permit<ProposeEvents>),
}

/// Makes events, all or none. Gives them.
#[derive(Debug)]
pub(crate) struct EventsCreate {
    /// Each with the id it gets and leave to make it.
    pub(crate) events: Vec<(Uuid, Content, NewEvent)>,
    /// Whether the fields of a refusal are named by the event's place in the batch.
    pub(crate) is_batch: bool,
    pub(crate) stamp: WriteStamp,
}

impl Write for EventsCreate {
    type Done = Vec<EventRecord>;

    async fn run(&self, tx: &Tx) -> Result<Vec<EventRecord>> {
        let topic = events_lock(tx).await?;
        if let Some(before) = seen_write(tx, Some(EVENTS), &self.stamp).await? {
            return made_before(tx, before.revision).await;
        }
        let contents: Vec<&Content> = self.events.iter().map(|(_, content, _)| content).collect();
        let known = Known::read(tx, &contents).await?;
        let mut fields = Fields::default();
        for (index, content) in contents.iter().enumerate() {
            let at = if self.is_batch { format!("events.{index}.") } else { "event.".to_owned() };
            known.check(content, &at, &mut fields);
        }
        fields.finish()?;
        let records: Vec<EventRecord> = self.events.iter().map(|event| self.record(event, topic.next())).collect();
        records_put(tx, &records).await?;
        let kept = records.iter().map(|record| Record::new("event", record.id, None::<&()>, Some(record)));
        append(tx, &self.stamp, kept.collect::<Result<Vec<_>>>()?).await?;
        let events = records.iter().map(|event| EventBody { event: event.clone(), was: None }).collect();
        change_append(tx, topic, &self.stamp, &EventsBody { events }).await?;
        Ok(records)
    }
}

impl EventsCreate {
    fn record(&self, (id, content, leave): &(Uuid, Content, NewEvent), revision: i64) -> EventRecord {
        let state = match leave {
            NewEvent::Planned(_) => State::Planned,
            NewEvent::Proposed(_) => State::Proposed,
        };
        EventRecord {
            id: *id,
            content: content.clone(),
            state,
            step_note: None,
            published: false,
            actual: None,
            counted_by: None,
            counted_at: None,
            sequence: 0,
            revision,
            created_by: self.stamp.by.clone(),
            created_actor: self.stamp.actor.clone(),
            created_at: self.stamp.at,
            edited_by: self.stamp.by.clone(),
            edited_at: self.stamp.at,
        }
    }
}

/// Locks the events' topic, so that their writers take turns.
pub(super) async fn events_lock(tx: &Tx) -> Result<Topic> {
    topic_lock(tx, EVENTS).await?.ok_or_else(|| Error::fault("taking turns", "there is no topic of the events"))
}

/// The events that the same write made before, as they are now.
async fn made_before(tx: &Tx, revision: i64) -> Result<Vec<EventRecord>> {
    let mut records = Vec::new();
    for change in crate::changes::changes_after(tx, EVENTS, revision - 1, 1).await? {
        for id in ids_of(change.body)? {
            records.extend(record_find(tx, id).await?);
        }
    }
    Ok(records)
}
