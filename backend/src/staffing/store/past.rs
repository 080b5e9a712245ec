//! What a scenario was: the log replayed up to a revision, and the changes after it.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use shared::staffing::{CellKey, CellValue};

use super::{own_figures::OwnTable, scenarios::bounds_of};
use crate::{
    changes::{Accepted, changes_after},
    error::{Context as _, Result},
    staffing::{
        body::{Bounds, CellLock, OwnFigureBody, ScenarioBody},
        entity::scenario::Model,
    },
};

/// Changes that are read at once.
const PAGE: u64 = 200;

/// The cells that had ever been set.
pub(super) type Table = BTreeMap<CellKey, CellValue>;

/// A scenario as it was.
pub(crate) struct Was {
    pub(crate) bounds: Bounds,
    pub(crate) cells: Table,
    /// The locks of those that were locked.
    pub(crate) locks: BTreeMap<CellKey, CellLock>,
    pub(crate) figures: OwnTable,
}

/// A stretch of a scenario's history.
pub(crate) struct Past {
    /// The revision that it begins with.
    pub(crate) revision: i64,
    /// The scenario at that revision.
    pub(crate) was: Was,
    /// Every change after it, in order.
    pub(crate) changes: Vec<Accepted>,
}

/// The last changes up to a revision, at most `last`, and what the scenario was before them.
pub(crate) async fn scenario_past(db: &impl ConnectionTrait, scenario: &Model, until: i64, last: i64) -> Result<Past> {
    let revision = (until - last).max(0);
    let count = until.saturating_sub(revision).unsigned_abs();
    // What was accepted is never changed, so what is read after it belongs to it.
    let was = scenario_was(db, scenario, revision).await?;
    let changes = if count == 0 { Vec::new() } else { changes_after(db, &scenario.topic, revision, count).await? };
    Ok(Past { revision, was, changes })
}

/// Bounds, cells and own figures as the log says they were: the changes up to the revision, and of the first one after it what it changed.
pub(crate) async fn scenario_was(db: &impl ConnectionTrait, source: &Model, revision: i64) -> Result<Was> {
    let (mut bounds, mut cells, mut locks, mut figures, mut after) =
        (None, Table::new(), BTreeMap::new(), OwnTable::new(), 0);
    loop {
        let page = changes_after(db, &source.topic, after, PAGE).await?;
        let Some(last) = page.last().map(|change| change.revision) else { break };
        for change in page {
            let body: ScenarioBody = serde_json::from_value(change.body).context("reading a change of a scenario")?;
            if change.revision <= revision {
                for told in body.cells {
                    match told.lock_since(&change.by, change.at) {
                        Some(lock) => locks.insert(told.cell.clone(), lock),
                        None => locks.remove(&told.cell),
                    };
                    cells.insert(told.cell, told.value);
                }
                for OwnFigureBody { key, value, note } in body.figures {
                    match value {
                        Some(value) => figures.insert(key, (value, note)),
                        None => figures.remove(&key),
                    };
                }
                bounds =
                    body.outline.zip(body.sourced).map(|(outline, sourced)| Bounds { outline, sourced }).or(bounds);
            } else {
                bounds = bounds.or(body.was);
            }
        }
        if last > revision && bounds.is_some() {
            break;
        }
        after = last;
    }
    Ok(Was { bounds: bounds.unwrap_or_else(|| bounds_of(source)), cells, locks, figures })
}
