//! Who came to an event: counts, set whole. Earlier counts stay in the register.

use shared::{
    Rule,
    events::{Counts, State},
    identity::{Permit, policy::act::EditEvents},
    problem::Fields,
};
use uuid::Uuid;

use super::update::{Found, Opened, check_seen, close, open};
use crate::{
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    events::record::{EventRecord, timestamp},
    territory::cpi_list_all,
};

/// Sets how many people came to an event, and says that it was held. Gives it.
#[derive(Debug)]
pub(crate) struct EventAttendanceSet {
    pub(crate) id: Uuid,
    pub(crate) actual: Counts,
    /// The event's revision that the writer saw.
    pub(crate) seen: i64,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditEvents>,
    pub(crate) stamp: WriteStamp,
}

impl Write for EventAttendanceSet {
    type Done = EventRecord;

    async fn run(&self, tx: &Tx) -> Result<EventRecord> {
        let Opened { topic, before } = match open(tx, self.id, &self.stamp).await? {
            Found::Open(opened) => *opened,
            Found::Done(record) => return Ok(*record),
        };
        check_seen(&before, self.seen)?;
        // At the door people are counted once it has begun; what is cancelled or only proposed has no door.
        let has_begun = timestamp(self.stamp.at)? >= before.content.when.start;
        if !has_begun || matches!(before.state, State::Proposed | State::Cancelled) {
            return Err(Error::invalid("event", Rule::NotNow));
        }
        let cpis: Vec<String> = cpi_list_all(tx).await?.into_iter().map(|row| row.code).collect();
        let mut fields = Fields::default();
        for cpi in self.actual.operators.keys() {
            let known = cpis.iter().any(|code| code == cpi.as_str());
            fields.check(format!("actual.operators.{cpi}"), (!known).then_some(Rule::Unknown));
        }
        fields.finish()?;
        let mut after = before.clone();
        after.state = State::Held;
        // How many came stands in no calendar; that it was held does.
        after.sequence += i64::from(before.state != State::Held);
        after.actual = Some(self.actual.clone());
        after.counted_by = Some(self.stamp.by.clone());
        after.counted_at = Some(self.stamp.at);
        close(tx, topic, &before, after, &self.stamp).await
    }
}
