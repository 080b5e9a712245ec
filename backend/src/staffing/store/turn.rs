//! The turn to write what is said of a scenario: such writes come in its log and ask nothing of where it stands.

use uuid::Uuid;

use crate::{
    changes::{Topic, changes_after, scenario_topic, seen_write, topic_lock},
    cx::WriteStamp,
    db::Tx,
    error::{Context as _, Error, Result},
    staffing::body::ScenarioBody,
};

/// Whether a write is to be done, or was.
pub(super) enum Turn<T> {
    /// It is this one's turn.
    Mine(Topic),
    /// It was done before, and came to this.
    Done(T),
}

/// Waits for the turn to write of a scenario; `done` reads what the same write came to before, from its revision and its change.
pub(super) async fn turn<T>(
    tx: &Tx,
    scenario: Uuid,
    stamp: &WriteStamp,
    done: impl FnOnce(i64, &ScenarioBody) -> Option<T>,
) -> Result<Turn<T>> {
    let name = scenario_topic(scenario);
    let topic = topic_lock(tx, &name).await?.ok_or_else(Error::not_found)?;
    let Some(before) = seen_write(tx, Some(&name), stamp).await? else { return Ok(Turn::Mine(topic)) };
    let change = changes_after(tx, &name, before.revision - 1, 1).await?.into_iter().next();
    let body = change.map(|change| serde_json::from_value::<ScenarioBody>(change.body)).transpose();
    let told = body.context("reading a change of a scenario")?.and_then(|body| done(before.revision, &body));
    told.map(Turn::Done)
        .ok_or_else(|| Error::fault("answering a write again", "its change names nothing that was said"))
}
