//! Who registers for an event, who waits, who moves up. The writers of events take turns, so that the last places are given once.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::{
    Rule,
    events::{
        Territory,
        places::{Line, Registration, is_open},
    },
    identity::{
        OrganisationCode, Permit,
        policy::act::{EditEvents, RegisterForEvents},
    },
};
use uuid::Uuid;

use super::{create::events_lock, read::record_find, rows::KEYS};
use crate::{
    audit::{Record, append},
    changes::{EVENTS, change_append, seen_write, write_keep},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    events::{
        entity::event_registration::{ActiveModel, Column, Entity, Model},
        record::{EventBody, EventRecord, EventsBody, Viewer, Was, timestamp},
    },
    organisations::organisations_unknown,
};

/// Leave to register an organisation, or to take it off.
#[derive(Clone, Debug)]
pub(crate) enum RegisterLeave {
    /// It is one's own.
    Own(Permit<RegisterForEvents>),
    /// One plans the event where it was when leave was given.
    Planner(Permit<EditEvents>, Territory),
}

/// Registers an organisation for an event, sets how many people it brings, or takes it off. Gives the event.
#[derive(Debug)]
pub(crate) struct EventRegister {
    pub(crate) id: Uuid,
    pub(crate) viewer: Viewer,
    pub(crate) organisation: OrganisationCode,
    /// How many come. `None`: it withdraws.
    pub(crate) people: Option<u32>,
    /// Leave to do it.
    pub(crate) leave: RegisterLeave,
    pub(crate) stamp: WriteStamp,
}

impl Write for EventRegister {
    type Done = EventRecord;

    async fn run(&self, tx: &Tx) -> Result<EventRecord> {
        let topic = events_lock(tx).await?;
        let event = record_find(tx, self.id).await?.filter(|event| event.is_visible_to(&self.viewer));
        let event = event.ok_or_else(Error::not_found)?;
        if seen_write(tx, Some(EVENTS), &self.stamp).await?.is_some() {
            return Ok(event);
        }
        // It may have gone elsewhere since, where the caller has no say.
        if matches!(&self.leave, RegisterLeave::Planner(_, there) if *there != event.content.territory) {
            return Err(Error::not_found());
        }
        // What has begun has its people; what takes none yet, or is called off, can still be left.
        let has_begun = timestamp(self.stamp.at)? >= event.content.when.start;
        if has_begun || (self.people.is_some() && !is_open(event.state)) {
            return Err(Error::invalid("event", Rule::NotNow));
        }
        if !organisations_unknown(tx, &[self.organisation.as_str()]).await?.is_empty() {
            return Err(Error::invalid("organisation", Rule::Unknown));
        }
        let rows = registration_list(tx, &[self.id]).await?;
        let mut line = line_of(event.content.capacity, &rows)?;
        match self.people {
            Some(people) => line.register(self.organisation.clone(), people, topic.next())?,
            None if !line.withdraw(&self.organisation) => return Err(Error::invalid("organisation", Rule::Unknown)),
            None => {}
        }
        if line_put(tx, self.id, &rows, &line, &self.stamp).await? {
            let body = EventsBody { events: vec![EventBody { event: event.clone(), was: Some(Was::of(&event)) }] };
            change_append(tx, topic, &self.stamp, &body).await?;
        } else {
            write_keep(tx, EVENTS, topic.revision(), &self.stamp).await?;
        }
        Ok(event)
    }
}

/// Gives the places that a larger room has to who waits.
pub(super) async fn line_move_up(tx: &Tx, event: &EventRecord, stamp: &WriteStamp) -> Result<()> {
    let rows = registration_list(tx, &[event.id]).await?;
    let mut line = line_of(event.content.capacity, &rows)?;
    line.move_up();
    line_put(tx, event.id, &rows, &line, stamp).await.map(|_| ())
}

/// The registrations of events, by their turn.
pub(crate) async fn registration_list(db: &impl ConnectionTrait, events: &[Uuid]) -> Result<Vec<Model>> {
    let mut rows = Vec::new();
    for events in events.chunks(KEYS) {
        let of = Entity::find().filter(Column::EventId.is_in(events.iter().copied())).order_by_asc(Column::Turn);
        rows.extend(of.all(db).await.context("reading who registered for events")?);
    }
    Ok(rows)
}

/// The line of one event.
///
/// # Errors
/// When a row names what is no organisation: a fault of ours.
pub(crate) fn line_of(capacity: Option<u32>, rows: &[Model]) -> Result<Line> {
    let read = |row: &Model| {
        let organisation = OrganisationCode::new(row.organisation.as_str()).context("reading who registered")?;
        Ok(Registration { organisation, people: row.people.unsigned_abs(), turn: row.turn, seated: row.seated })
    };
    Ok(Line::new(capacity, rows.iter().map(read).collect::<Result<_>>()?))
}

/// Writes what changed in a line, with what the register keeps of it. Says whether anything did.
async fn line_put(tx: &Tx, event: Uuid, before: &[Model], line: &Line, stamp: &WriteStamp) -> Result<bool> {
    let known: BTreeMap<&str, &Model> = before.iter().map(|row| (row.organisation.as_str(), row)).collect();
    let after = line.registrations().iter().map(|now| {
        let was = known.get(now.organisation.as_str());
        let is_same_turn = was.is_some_and(|was| was.turn == now.turn);
        Model {
            event_id: event,
            organisation: now.organisation.to_string(),
            people: now.people.cast_signed(),
            turn: now.turn,
            seated: now.seated,
            registered_by: was
                .filter(|_| is_same_turn)
                .map_or_else(|| stamp.by.clone(), |was| was.registered_by.clone()),
            registered_at: was.filter(|_| is_same_turn).map_or(stamp.at, |was| was.registered_at),
        }
    });
    let changed: Vec<Model> = after.filter(|row| known.get(row.organisation.as_str()) != Some(&row)).collect();
    let is_gone = |row: &&Model| line.registrations().iter().all(|now| now.organisation.as_str() != row.organisation);
    let gone: Vec<&Model> = before.iter().filter(is_gone).collect();
    if changed.is_empty() && gone.is_empty() {
        return Ok(false);
    }
    for row in &gone {
        let key = (row.event_id, row.organisation.clone());
        Entity::delete_by_id(key).exec(tx).await.context("taking a registration off an event")?;
    }
    put_rows::<Entity, ActiveModel>(tx, &changed).await?;
    let was = changed.iter().filter_map(|row| known.get(row.organisation.as_str()).copied()).chain(gone);
    let (was, now) = (told(was), told(&changed));
    append(tx, stamp, vec![Record::new("event", event, was.as_ref(), now.as_ref())?]).await?;
    Ok(true)
}

/// Registrations as the register keeps them. `None`: there are none.
fn told<'a>(rows: impl IntoIterator<Item = &'a Model>) -> Option<serde_json::Value> {
    let said = |row: &Model| serde_json::json!({ "organisation": row.organisation, "people": row.people, "turn": row.turn, "seated": row.seated });
    let said: Vec<serde_json::Value> = rows.into_iter().map(said).collect();
    (!said.is_empty()).then(|| serde_json::json!({ "registrations": said }))
}
