//! The figures that scenarios change for themselves, and the base that is kept when one is approved.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::{
    Problem,
    identity::{Permit, policy::act::EditScenarios},
    problem::FigureConflict,
    provenance::Origin,
    staffing::{
        FigureKey,
        own_figures::{OwnEdit, OwnEdits},
    },
};
use uuid::Uuid;

use super::{
    figures::{check_keys, check_together, figure_list},
    scenarios::scenario_touch,
};
use crate::{
    audit::{Record, append},
    changes::{FIGURES, change_append, scenario_topic, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::{OwnFigureBody, ScenarioBody},
        entity::{figure, scenario_base_figure as base, scenario_figure as own},
    },
};

/// The figures that scenarios change for themselves, by key.
pub(crate) async fn own_figure_list(db: &impl ConnectionTrait, scenarios: &[Uuid]) -> Result<Vec<own::Model>> {
    let asked = own::Entity::find().filter(own::Column::ScenarioId.is_in(scenarios.iter().copied()));
    let mut rows = asked.all(db).await.context("reading the figures of scenarios")?;
    // Sorted here, so that both databases agree whatever their collation.
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(rows)
}

/// The bases on which scenarios were approved, by key.
pub(crate) async fn base_figure_list(db: &impl ConnectionTrait, scenarios: &[Uuid]) -> Result<Vec<base::Model>> {
    let asked = base::Entity::find().filter(base::Column::ScenarioId.is_in(scenarios.iter().copied()));
    let mut rows = asked.all(db).await.context("reading the bases of scenarios")?;
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(rows)
}

/// The rows that a scenario is sized by: a base, and over it its own figures.
pub(crate) fn figures_over(base: Vec<figure::Model>, own: &[own::Model]) -> Vec<figure::Model> {
    let mut rows: BTreeMap<String, figure::Model> = base.into_iter().map(|row| (row.key.clone(), row)).collect();
    for figure in own {
        let planner = (Origin::Planner.name(), figure.edited_by.as_str());
        rows.insert(figure.key.clone(), row_of(&figure.key, figure.value, planner));
    }
    rows.into_values().collect()
}

/// A base that was kept, as rows of figures.
pub(crate) fn figures_kept(kept: &[base::Model]) -> Vec<figure::Model> {
    kept.iter().map(|row| row_of(&row.key, row.value, (&row.origin, &row.source))).collect()
}

fn row_of(key: &str, value: f64, (origin, source): (&str, &str)) -> figure::Model {
    figure::Model {
        key: key.to_owned(),
        value: Some(value),
        origin: origin.to_owned(),
        source: source.to_owned(),
        built_in: None,
        built_in_origin: None,
        built_in_source: None,
        revision: 0,
        edited_by: None,
        edited_at: None,
    }
}

/// Keeps today's base with a scenario that is being approved. Gives the base's revision.
///
/// # Errors
/// `INVALID`, when it makes no sense together with the scenario's own figures: that could not be sized.
pub(super) async fn base_keep(tx: &Tx, scenario: Uuid) -> Result<i64> {
    // Locked, so that the rows are those of the revision.
    let topic = topic_lock(tx, FIGURES).await?.ok_or_else(|| Error::fault("keeping the figures", "never seeded"))?;
    let figures = figure_list(tx).await?;
    let row = |figure: &figure::Model| {
        figure.value.map(|value| base::Model {
            scenario_id: scenario,
            key: figure.key.clone(),
            value,
            origin: figure.origin.clone(),
            source: figure.source.clone(),
        })
    };
    let rows: Vec<base::Model> = figures.iter().filter_map(row).collect();
    let own = own_figure_list(tx, &[scenario]).await?;
    check_together(tx, figures_over(figures, &own).iter()).await?;
    put_rows::<base::Entity, base::ActiveModel>(tx, &rows).await?;
    Ok(topic.revision())
}

/// Sets figures of one scenario's own, all or none. Gives the scenario's new revision.
#[derive(Debug)]
pub(crate) struct OwnFiguresSet {
    pub(crate) scenario: Uuid,
    pub(crate) edits: OwnEdits,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for OwnFiguresSet {
    type Done = i64;

    async fn run(&self, tx: &Tx) -> Result<i64> {
        let name = scenario_topic(self.scenario);
        let topic = topic_lock(tx, &name).await?.ok_or_else(Error::not_found)?;
        if let Some(before) = seen_write(tx, Some(&name), &self.stamp).await? {
            return Ok(before.revision);
        }
        super::standing::scenario_open(tx, self.scenario).await?;
        let figures = figure_list(tx).await?;
        let keys = self.edits.as_slice().iter().map(|edit| &edit.key);
        check_keys(tx, keys, |key| figures.iter().any(|row| row.key == key.to_string())).await?;
        let mut now: BTreeMap<String, own::Model> =
            own_figure_list(tx, &[self.scenario]).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
        self.check_revisions(&now)?;
        let before: Vec<serde_json::Value> = self.edits.as_slice().iter().map(|edit| told(edit, &now)).collect();
        let mut put = Vec::new();
        for edit in self.edits.as_slice() {
            let key = edit.key.to_string();
            if let Some(value) = edit.value {
                let row = self.row(edit, value, topic.next());
                now.insert(key, row.clone());
                put.push(row);
            } else {
                now.remove(&key);
                self.remove(tx, &key).await?;
            }
        }
        let own: Vec<own::Model> = now.values().cloned().collect();
        check_together(tx, figures_over(figures, &own).iter()).await?;
        put_rows::<own::Entity, own::ActiveModel>(tx, &put).await?;
        let after: Vec<serde_json::Value> = self.edits.as_slice().iter().map(|edit| told(edit, &now)).collect();
        append(tx, &self.stamp, vec![Record::new("scenario", self.scenario, Some(&before), Some(&after))?]).await?;
        scenario_touch(tx, self.scenario, self.stamp.at).await?;
        let edits = self.edits.as_slice().iter();
        let figures = edits.map(|edit| OwnFigureBody {
            key: edit.key.clone(),
            value: edit.value,
            note: edit.note.clone().filter(|_| edit.value.is_some()),
        });
        let body = ScenarioBody { figures: figures.collect(), ..ScenarioBody::default() };
        change_append(tx, topic, &self.stamp, &body).await
    }
}

impl OwnFiguresSet {
    /// No figure may have changed in this scenario since its writer saw it.
    fn check_revisions(&self, now: &BTreeMap<String, own::Model>) -> Result<()> {
        let revision = |row: Option<&own::Model>| row.map_or(0, |row| row.revision.unsigned_abs());
        let conflicts: Vec<FigureConflict> = self
            .edits
            .as_slice()
            .iter()
            .map(|edit| (edit, now.get(&edit.key.to_string())))
            .filter(|(edit, row)| revision(*row) != edit.seen)
            .map(|(edit, row)| FigureConflict {
                key: edit.key.clone(),
                seen: edit.seen,
                revision: revision(row),
                value: row.map(|row| row.value),
                by: row.map(|row| row.edited_by.clone()).unwrap_or_default(),
                at: row.map(|row| row.edited_at.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default(),
            })
            .collect();
        if conflicts.is_empty() {
            Ok(())
        } else {
            Err(Problem::Conflict { cells: Vec::new(), figures: conflicts }.into())
        }
    }

    async fn remove(&self, tx: &Tx, key: &str) -> Result<()> {
        let row = own::Entity::delete_by_id((self.scenario, key.to_owned()));
        row.exec(tx).await.map(|_| ()).context("taking back a figure of a scenario")
    }

    fn row(&self, edit: &OwnEdit, value: f64, revision: i64) -> own::Model {
        own::Model {
            scenario_id: self.scenario,
            key: edit.key.to_string(),
            value,
            note: edit.note.clone(),
            revision,
            edited_by: self.stamp.by.clone(),
            edited_at: self.stamp.at,
        }
    }
}

/// What the register keeps of a figure of a scenario's own.
fn told(edit: &OwnEdit, rows: &BTreeMap<String, own::Model>) -> serde_json::Value {
    let row = rows.get(&edit.key.to_string());
    serde_json::json!({ "figure": edit.key, "value": row.map(|row| row.value), "note": row.and_then(|row| row.note.clone()) })
}

/// The figures of a scenario's own, as a copy takes them.
pub(super) type OwnTable = BTreeMap<FigureKey, (f64, Option<String>)>;

/// The figures of a scenario's own as they are now.
pub(super) async fn own_figures_now(tx: &Tx, scenario: Uuid) -> Result<OwnTable> {
    let read = |row: own::Model| Ok((row.key.parse().context("reading a figure's key")?, (row.value, row.note)));
    own_figure_list(tx, &[scenario]).await?.into_iter().map(read).collect()
}
