//! A scenario copied: its cells, locks, own figures and bounds as they were at a revision, and a memory of where they come from.

use std::collections::BTreeMap;

use sea_orm::{EntityTrait as _, IntoActiveModel as _};
use serde_json::json;
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    identity::{
        Permit,
        policy::act::{CopyScenarios, EditCells},
    },
    staffing::{CellEdit, CellEdits, CellKey, CellValue, FigureKey, scenario::Outline},
};
use uuid::Uuid;

use super::{
    ScenarioRow,
    cells::{cell_list, cell_row, check_places, lock_of},
    own_figures::own_figures_now,
    past::{Table, Was, scenario_was},
    room::room_check_copy,
    scenarios::{bounds_of, made_before, row_of},
};
use crate::{
    audit::{Record, append},
    changes::{change_append, scenario_topic, seen_write, topic_create, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::{Bounds, CellBody, CellLock, CopiedBody, OwnFigureBody, ScenarioBody},
        entity::{
            scenario::{Entity, Model},
            scenario_cell, scenario_figure,
        },
    },
};

/// Copies a scenario. The copy is a draft; its first change holds all that was copied. Gives it.
#[derive(Debug)]
pub(crate) struct ScenarioCopy {
    /// The id it gets.
    pub(crate) id: Uuid,
    pub(crate) source: Uuid,
    /// The revision to copy; none: the newest.
    pub(crate) revision: Option<i64>,
    /// The name it gets.
    pub(crate) name: String,
    /// What is set in the copy beside, with leave for every one of them.
    pub(crate) edits: Option<(CellEdits, Permit<EditCells>)>,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<CopyScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ScenarioCopy {
    type Done = ScenarioRow;

    async fn run(&self, tx: &Tx) -> Result<ScenarioRow> {
        if let Some(before) = seen_write(tx, None, &self.stamp).await? {
            return made_before(tx, &before.topic).await;
        }
        // Locked, so that row, cells and log are of one revision.
        let from = topic_lock(tx, &scenario_topic(self.source)).await?.ok_or_else(Error::not_found)?;
        let source = Entity::find_by_id(self.source).one(tx).await.context("reading a scenario")?;
        let source = source.ok_or_else(Error::not_found)?;
        let now = from.revision();
        let revision = self.revision.unwrap_or(now);
        if revision > now {
            return Err(Error::invalid("revision", Rule::TooGreat { max: now as f64 }));
        }
        let mut was = if revision == now {
            let (cells, locks) = cells_now(tx, self.source).await?;
            Was { bounds: bounds_of(&source), cells, locks, figures: own_figures_now(tx, self.source).await? }
        } else {
            scenario_was(tx, &source, revision).await?
        };
        if let Some((edits, _)) = &self.edits {
            check_places(tx, edits).await?;
            room_check_copy(tx, &was, edits).await?;
            for CellEdit { cell, value, .. } in edits.as_slice() {
                let lock = was.locks.remove(cell);
                let lock = CellLock::after(lock.as_ref(), *value, None, &self.stamp.by, &self.stamp.at);
                was.locks.extend(lock.map(|lock| (cell.clone(), lock)));
                was.cells.insert(cell.clone(), *value);
            }
        }
        was.bounds.outline = Outline { name: self.name.clone(), ..was.bounds.outline }.check()?;
        self.put(tx, &source, revision, was).await
    }
}

impl ScenarioCopy {
    async fn put(&self, tx: &Tx, source: &Model, revision: i64, was: Was) -> Result<ScenarioRow> {
        let Was { bounds, cells, mut locks, figures } = was;
        let topic = topic_create(tx, &scenario_topic(self.id)).await?;
        let Bounds { outline, sourced } = bounds;
        let copied = CopiedBody { scenario: source.id, name: source.name.clone(), revision };
        let row = Model {
            copied_from: Some(copied.scenario),
            copied_name: Some(copied.name.clone()),
            copied_revision: Some(copied.revision),
            ..row_of(self.id, &outline, &sourced.origin, &sourced.source, &self.stamp.by, self.stamp.at)
        };
        let made = Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await;
        made.context("copying a scenario")?;
        let body = |(cell, value): (CellKey, CellValue)| CellBody { lock: locks.remove(&cell), cell, value };
        let cells: Vec<CellBody> = cells.into_iter().map(body).collect();
        let rows: Vec<scenario_cell::Model> =
            cells.iter().map(|cell| cell_row(self.id, cell, topic.next(), &self.stamp)).collect();
        put_rows::<scenario_cell::Entity, scenario_cell::ActiveModel>(tx, &rows).await?;
        let own: Vec<scenario_figure::Model> =
            figures.iter().map(|(key, (value, note))| self.figure(key, *value, note.clone(), topic.next())).collect();
        put_rows::<scenario_figure::Entity, scenario_figure::ActiveModel>(tx, &own).await?;
        let told = json!({ "outline": outline, "copied": copied, "cells": cells.len(), "figures": figures.len() });
        append(tx, &self.stamp, vec![Record::new("scenario", self.id, None::<&()>, Some(&told))?]).await?;
        let body = ScenarioBody {
            outline: Some(outline),
            sourced: Some(sourced),
            copied: Some(copied),
            cells,
            figures: figures
                .into_iter()
                .map(|(key, (value, note))| OwnFigureBody { key, value: Some(value), note })
                .collect(),
            ..ScenarioBody::default()
        };
        let revision = change_append(tx, topic, &self.stamp, &body).await?;
        Ok((row, revision))
    }

    fn figure(&self, key: &FigureKey, value: f64, note: Option<String>, revision: i64) -> scenario_figure::Model {
        scenario_figure::Model {
            scenario_id: self.id,
            key: key.to_string(),
            value,
            note,
            revision,
            edited_by: self.stamp.by.clone(),
            edited_at: self.stamp.at,
        }
    }
}

async fn cells_now(tx: &Tx, scenario: Uuid) -> Result<(Table, BTreeMap<CellKey, CellLock>)> {
    let (mut cells, mut locks) = (Table::new(), BTreeMap::new());
    for row in cell_list(tx, &[scenario]).await? {
        let lock = lock_of(&row);
        let cpi = CpiCode::new(row.cpi).context("reading a cell's CPI")?;
        let profile = ProfileCode::new(row.profile).context("reading a cell's profile")?;
        let cell = CellKey { cpi, profile };
        locks.extend(lock.map(|lock| (cell.clone(), lock)));
        cells.insert(cell, CellValue { operators: row.operators.unsigned_abs(), locked: row.locked });
    }
    Ok((cells, locks))
}
