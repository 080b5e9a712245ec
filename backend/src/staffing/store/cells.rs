//! The cells of a scenario: set whole batches, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SecondsFormat;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _, sea_query::OnConflict,
};
use shared::{
    Problem, Rule,
    identity::{Permit, policy::act::EditCells},
    problem::{CellConflict, Fields},
    staffing::{CellEdit, CellEdits, CellKey, CellValue},
};
use uuid::Uuid;

use super::scenarios::scenario_touch;
use crate::{
    audit::{Record, append},
    changes::{Topic, change_append, changes_after, scenario_topic, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    staffing::{
        body::{CellBody, CellLock, ScenarioBody},
        entity::{
            scenario,
            scenario_cell::{ActiveModel, Column, Entity, Model},
        },
    },
};

/// Changes of the log that are read at once.
const PAGE: u64 = 200;
/// Cells that go into one statement, well under the databases' limits on parameters.
const ROWS: usize = 500;

/// The cells as they stood, by CPI and profile.
type Before = BTreeMap<(String, String), Model>;

/// The cells of scenarios that were ever set, by CPI and profile.
pub(crate) async fn cell_list(db: &impl ConnectionTrait, scenarios: &[Uuid]) -> Result<Vec<Model>> {
    Entity::find()
        .filter(Column::ScenarioId.is_in(scenarios.iter().copied()))
        .order_by_asc(Column::Cpi)
        .order_by_asc(Column::Profile)
        .all(db)
        .await
        .context("reading the cells of scenarios")
}

/// The cells of a scenario as the log says they were at a revision.
pub(crate) async fn cells_at(
    db: &impl ConnectionTrait,
    scenario: &scenario::Model,
    revision: i64,
) -> Result<BTreeMap<CellKey, CellValue>> {
    let (mut cells, mut after) = (BTreeMap::new(), 0);
    while after < revision {
        let page = changes_after(db, &scenario.topic, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.revision;
        for change in page.into_iter().filter(|change| change.revision <= revision) {
            let body: ScenarioBody = serde_json::from_value(change.body).context("reading a change of a scenario")?;
            cells.extend(body.cells.into_iter().map(|cell| (cell.cell, cell.value)));
        }
    }
    Ok(cells)
}

/// Sets cells of one scenario, all or none. Gives the scenario's new revision.
#[derive(Debug)]
pub(crate) struct CellsSet {
    pub(crate) scenario: Uuid,
    pub(crate) edits: CellEdits,
    /// Leave for every one of them.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditCells>,
    pub(crate) stamp: WriteStamp,
}

impl Write for CellsSet {
    type Done = i64;

    async fn run(&self, tx: &Tx) -> Result<i64> {
        let name = scenario_topic(self.scenario);
        let topic = topic_lock(tx, &name).await?.ok_or_else(Error::not_found)?;
        if let Some(before) = seen_write(tx, Some(&name), &self.stamp).await? {
            return Ok(before.revision);
        }
        let scenario = super::standing::scenario_open(tx, self.scenario).await?;
        check_places(tx, &self.edits).await?;
        let before = self.check_revisions(tx).await?;
        super::room::room_check(tx, &scenario, &before, &self.edits).await?;
        let cells: Vec<CellBody> = self.edits.as_slice().iter().map(|edit| self.after(edit, &before)).collect();
        self.put(tx, &topic, &cells).await?;
        append(tx, &self.stamp, vec![self.record(&before, &cells)?]).await?;
        scenario_touch(tx, self.scenario, self.stamp.at).await?;
        change_append(tx, topic, &self.stamp, &ScenarioBody { cells, ..ScenarioBody::default() }).await
    }
}

impl CellsSet {
    /// A cell after its edit.
    fn after(&self, edit: &CellEdit, before: &Before) -> CellBody {
        let was = before.get(&place(&edit.cell)).and_then(lock_of);
        let (reason, stamp) = (edit.reason.as_deref(), &self.stamp);
        let lock = CellLock::after(was.as_ref(), edit.value, reason, &stamp.by, &stamp.at);
        CellBody { cell: edit.cell.clone(), value: edit.value, lock }
    }

    /// What the register keeps: the cells of the batch, before and after, with the reasons of their locks.
    fn record(&self, before: &Before, after: &[CellBody]) -> Result<Record> {
        let told = |cell: &CellKey, operators: u32, locked: bool, lock: Option<CellLock>| {
            let mut told = serde_json::json!({ "cpi": cell.cpi, "profile": cell.profile, "operators": operators, "locked": locked });
            if let Some(reason) = lock.and_then(|lock| lock.reason) {
                told["reason"] = reason.into();
            }
            told
        };
        let was = |edit: &CellEdit| {
            let row = before.get(&place(&edit.cell));
            let value = row.map(|row| (row.operators.unsigned_abs(), row.locked)).unwrap_or_default();
            told(&edit.cell, value.0, value.1, row.and_then(lock_of))
        };
        let was: Vec<serde_json::Value> = self.edits.as_slice().iter().map(was).collect();
        let now = after.iter().map(|of| told(&of.cell, of.value.operators, of.value.locked, of.lock.clone()));
        Record::new("scenario", self.scenario, Some(&was), Some(&now.collect::<Vec<_>>()))
    }

    /// No cell may have changed since its writer saw it. Gives the cells as they stand.
    async fn check_revisions(&self, tx: &Tx) -> Result<Before> {
        let now: Before = cell_list(tx, &[self.scenario])
            .await?
            .into_iter()
            .map(|row| ((row.cpi.clone(), row.profile.clone()), row))
            .collect();
        let at = |cell: &CellKey| now.get(&place(cell));
        let cells: Vec<CellConflict> = self
            .edits
            .as_slice()
            .iter()
            .filter(|edit| at(&edit.cell).map_or(0, |row| row.revision.unsigned_abs()) != edit.seen)
            .map(|edit| conflict(edit, at(&edit.cell)))
            .collect();
        if cells.is_empty() { Ok(now) } else { Err(Problem::Conflict { cells, figures: Vec::new() }.into()) }
    }

    async fn put(&self, tx: &Tx, topic: &Topic, cells: &[CellBody]) -> Result<()> {
        for chunk in cells.chunks(ROWS) {
            let row = |cell| cell_row(self.scenario, cell, topic.next(), &self.stamp).into_active_model().reset_all();
            let newer = [
                Column::Operators,
                Column::Locked,
                Column::Revision,
                Column::EditedBy,
                Column::EditedAt,
                Column::LockBy,
                Column::LockAt,
                Column::LockReason,
            ];
            let over = OnConflict::columns([Column::ScenarioId, Column::Cpi, Column::Profile])
                .update_columns(newer)
                .to_owned();
            Entity::insert_many::<ActiveModel, _>(chunk.iter().map(row))
                .on_conflict(over)
                .exec_without_returning(tx)
                .await
                .context("setting cells")?;
        }
        Ok(())
    }
}

/// The row of a cell, as a write leaves it.
pub(super) fn cell_row(scenario: Uuid, body: &CellBody, revision: i64, stamp: &WriteStamp) -> Model {
    let CellBody { cell, value, lock } = body.clone();
    let (lock_by, lock_at, lock_reason) = match lock {
        Some(lock) => (Some(lock.by), Some(lock.at), lock.reason),
        None => (None, None, None),
    };
    Model {
        scenario_id: scenario,
        cpi: cell.cpi.to_string(),
        profile: cell.profile.to_string(),
        operators: i32::try_from(value.operators).unwrap_or(i32::MAX),
        locked: value.locked,
        revision,
        edited_by: stamp.by.clone(),
        edited_at: stamp.at,
        lock_by,
        lock_at,
        lock_reason,
    }
}

/// The lock of a cell. Where nothing is known of who locked it, whoever wrote the cell last is told.
pub(crate) fn lock_of(row: &Model) -> Option<CellLock> {
    row.locked.then(|| CellLock {
        by: row.lock_by.clone().unwrap_or_else(|| row.edited_by.clone()),
        at: row.lock_at.unwrap_or(row.edited_at),
        reason: row.lock_reason.clone(),
    })
}

fn place(cell: &CellKey) -> (String, String) {
    (cell.cpi.to_string(), cell.profile.to_string())
}

/// Every cell must be at a CPI and of a profile that exist.
pub(super) async fn check_places(tx: &Tx, edits: &CellEdits) -> Result<()> {
    let cpis: BTreeSet<String> = crate::territory::cpi_list_all(tx).await?.into_iter().map(|row| row.code).collect();
    let profiles: BTreeSet<String> = super::profile_list(tx).await?.into_iter().map(|row| row.code).collect();
    let mut fields = Fields::default();
    for (index, edit) in edits.as_slice().iter().enumerate() {
        if !cpis.contains(edit.cell.cpi.as_str()) {
            fields.push(format!("edits.{index}.cpi"), Rule::Unknown);
        }
        if !profiles.contains(edit.cell.profile.as_str()) {
            fields.push(format!("edits.{index}.profile"), Rule::Unknown);
        }
    }
    Ok(fields.finish()?)
}

/// What stands in the cell now. A cell that was never set, seen at a revision that it never had, holds nothing by nobody.
fn conflict(edit: &CellEdit, now: Option<&Model>) -> CellConflict {
    CellConflict {
        cell: edit.cell.clone(),
        seen: edit.seen,
        revision: now.map(|row| row.revision.unsigned_abs()).unwrap_or_default(),
        operators: now.map(|row| row.operators.unsigned_abs()).unwrap_or_default(),
        locked: now.is_some_and(|row| row.locked),
        by: now.map(|row| row.edited_by.clone()).unwrap_or_default(),
        at: now.map(|row| row.edited_at.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default(),
    }
}
