//! Steps of an event: planned, confirmed, held, cancelled, opened again.

use shared::{
    Rule,
    events::{State, Step, Territory},
    identity::{Permit, policy::act::EditEvents},
};
use uuid::Uuid;

use super::update::{Found, Opened, check_seen, close, open};
use crate::{
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    events::record::{EventRecord, timestamp},
};

/// Takes a step with an event. Gives it.
#[derive(Debug)]
pub(crate) struct EventStep {
    pub(crate) id: Uuid,
    /// Where it was when leave was given.
    pub(crate) territory: Territory,
    pub(crate) step: Step,
    pub(crate) note: Option<String>,
    /// The revision that the caller looked at, if it matters to them.
    pub(crate) seen: Option<i64>,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditEvents>,
    pub(crate) stamp: WriteStamp,
}

impl Write for EventStep {
    type Done = EventRecord;

    async fn run(&self, tx: &Tx) -> Result<EventRecord> {
        let Opened { topic, before } = match open(tx, self.id, &self.stamp).await? {
            Found::Open(opened) => *opened,
            Found::Done(record) => return Ok(*record),
        };
        // It may have gone elsewhere since, where the caller has no say.
        if before.content.territory != self.territory {
            return Err(Error::not_found());
        }
        if let Some(seen) = self.seen {
            check_seen(&before, seen)?;
        }
        let state = before.state.after(self.step).ok_or_else(|| Error::invalid("step", Rule::NotNow))?;
        // Nothing was held that has not begun.
        if state == State::Held && timestamp(self.stamp.at)? < before.content.when.start {
            return Err(Error::invalid("step", Rule::NotNow));
        }
        let mut after = before.clone();
        after.state = state;
        after.step_note.clone_from(&self.note);
        after.sequence += 1;
        close(tx, topic, &before, after, &self.stamp).await
    }
}
