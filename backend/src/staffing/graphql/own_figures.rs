//! The figures of a scenario, as partners see them: those it changes for itself, and the base it was approved on.

use std::collections::BTreeMap;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use shared::{
    Rule,
    identity::Resource,
    problem::Fields,
    staffing::{
        FigureKey,
        own_figures::{OwnEdit, OwnEdits, moved},
    },
    territory::Catchment,
};
use uuid::Uuid;

use super::{
    figure::Unit,
    input::{as_text, natural},
    region::{Ground, moment_of},
    sizing::scenario_key,
};
use crate::{
    changes::scenario_topic,
    cx::Cx,
    error::{Context as _, Error, Result},
    graphql::{int, loaders::Loaders, provenance::Provenance},
    staffing::{
        body::OwnFigureBody,
        entity::{scenario::Model, scenario_base_figure, scenario_figure},
        loader::BaseOf,
        store::OwnFiguresSet,
    },
    territory::Moment,
};

/// A figure that a scenario changes for itself: it holds in this scenario alone, in place of the base's.
#[derive(SimpleObject)]
pub(crate) struct ScenarioFigure {
    /// Its name, as of `Figure.key`.
    pub(super) key: String,
    /// Null in a change that took it back: the base stands again.
    value: Option<f64>,
    unit: Unit,
    /// Why it is another one here.
    note: Option<String>,
    /// The scenario's revision at which it last changed.
    revision: i32,
    edited_by: String,
    edited_at: DateTime<Utc>,
}

impl ScenarioFigure {
    pub(super) fn of(row: scenario_figure::Model) -> Result<Self> {
        let key: FigureKey = row.key.parse().context("reading a figure's key")?;
        Ok(Self {
            unit: key.unit().into(),
            key: row.key,
            value: Some(row.value),
            note: row.note,
            revision: int(row.revision),
            edited_by: row.edited_by,
            edited_at: row.edited_at,
        })
    }

    /// One of a change from the log.
    pub(super) fn changed(body: OwnFigureBody, revision: i64, by: &str, at: DateTime<Utc>) -> Self {
        Self {
            unit: body.key.unit().into(),
            key: body.key.to_string(),
            value: body.value,
            note: body.note,
            revision: int(revision),
            edited_by: by.to_owned(),
            edited_at: at,
        }
    }
}

/// The base that was kept when a scenario was approved: whatever is computed of it rests on these figures and its own.
pub(crate) struct ScenarioBase {
    scenario: Uuid,
    at: DateTime<Utc>,
    revision: i64,
    map: Moment,
}

impl ScenarioBase {
    /// Of a scenario that was approved; of any other there is none.
    pub(super) fn of(row: &Model) -> Option<Self> {
        Some(Self { scenario: row.id, at: row.base_at?, revision: row.base_revision?, map: moment_of(row)? })
    }

    /// What was kept, read when it is asked for.
    async fn rows(&self, ctx: &Context<'_>) -> Result<Vec<scenario_base_figure::Model>> {
        Ok(Loaders::of(ctx)?.staffing(BaseOf(self.scenario)).await?.unwrap_or_default())
    }
}

/// The base on which a scenario was approved. Later changes of the figures and of the catchments do not reach it.
#[Object]
impl ScenarioBase {
    /// When it was kept.
    async fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The revision of the figures that it is.
    async fn revision(&self) -> i32 {
        int(self.revision)
    }

    /// The day whose map of the catchments holds for it.
    async fn map_day(&self) -> NaiveDate {
        self.map.day
    }

    /// Whom each job centre serves on that map, by code.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn catchments(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioCatchment>> {
        let ground = Ground::of(ctx).await?;
        let map = ground.borders.on(&ground.cpis, &self.map)?;
        Ok(map.catchments.into_iter().map(ScenarioCatchment::from).collect())
    }

    /// All figures that had a value, by key.
    #[graphql(complexity = "1 + 500 * child_complexity")]
    async fn figures(&self, ctx: &Context<'_>) -> Result<Vec<BaseFigure>> {
        self.rows(ctx).await?.iter().map(BaseFigure::of).collect()
    }

    /// What has changed in the figures since, by key.
    #[graphql(complexity = "50 + 50 * child_complexity")]
    async fn moved(&self, ctx: &Context<'_>) -> Result<Vec<FigureMove>> {
        let rows = self.rows(ctx).await?;
        let then = values(rows.iter().map(|row| (row.key.as_str(), Some(row.value))))?;
        let ground = Ground::of(ctx).await?;
        let now = values(ground.figures.iter().map(|row| (row.key.as_str(), row.value)))?;
        let told = moved(&then, &now).into_iter();
        Ok(told.map(|of| FigureMove { key: of.key.to_string(), then: of.then, now: of.now }).collect())
    }
}

fn values<'a>(rows: impl Iterator<Item = (&'a str, Option<f64>)>) -> Result<BTreeMap<FigureKey, f64>> {
    rows.filter_map(|(key, value)| Some((key, value?)))
        .map(|(key, value)| Ok((key.parse().context("reading a figure's key")?, value)))
        .collect()
}

/// Whom a job centre serves on the map of an approved scenario.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCatchment {
    /// Code of the CPI.
    cpi: String,
    /// Residents of 15 to 64 years.
    working_age: i32,
    /// The same of those for whom its operators in service were counted, as of `Cpi.staffedFor`.
    staffed_for: i32,
    /// Registered jobseekers, where a source tells.
    registered_unemployed: Option<i32>,
}

impl From<Catchment> for ScenarioCatchment {
    fn from(of: Catchment) -> Self {
        let count = |people: u64| i32::try_from(people).unwrap_or(i32::MAX);
        Self {
            cpi: of.cpi.to_string(),
            working_age: count(of.working_age),
            staffed_for: count(of.staffed_for),
            registered_unemployed: of.registered_unemployed.map(count),
        }
    }
}

/// A figure of the base on which a scenario was approved.
#[derive(SimpleObject)]
pub(crate) struct BaseFigure {
    key: String,
    value: f64,
    unit: Unit,
    provenance: Provenance,
}

impl BaseFigure {
    fn of(row: &scenario_base_figure::Model) -> Result<Self> {
        let key: FigureKey = row.key.parse().context("reading a figure's key")?;
        let provenance = Provenance::of(&row.origin, &row.source);
        Ok(Self { unit: key.unit().into(), key: row.key.clone(), value: row.value, provenance })
    }
}

/// A figure that is another one today than when the scenario was approved.
#[derive(SimpleObject)]
pub(crate) struct FigureMove {
    key: String,
    /// Null when there was none.
    then: Option<f64>,
    /// Null when there is none any more.
    now: Option<f64>,
}

/// A wish to set one figure of a scenario's own.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioFigureEditInput {
    key: String,
    /// Null takes it back: the base stands again.
    value: Option<f64>,
    /// Why it is another one here; at most 500 characters.
    #[graphql(default)]
    note: String,
    /// The figure's revision in this scenario that the writer saw; 0 for one that was the base's.
    seen: i32,
}

/// A batch of figures of a scenario's own.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioFiguresSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    edits: Vec<ScenarioFigureEditInput>,
}

/// What setting figures of a scenario came to.
#[derive(SimpleObject)]
pub(crate) struct ScenarioFiguresSetPayload {
    /// The scenario's revision that this write made: the new revision of its figures.
    revision: i32,
}

impl ScenarioFiguresSetInput {
    fn parse(&self) -> Result<OwnEdits> {
        let mut fields = Fields::default();
        let edits: Vec<OwnEdit> =
            self.edits.iter().enumerate().filter_map(|(index, edit)| edit.parse(index, &mut fields)).collect();
        fields.finish()?;
        Ok(OwnEdits::new(edits)?)
    }
}

impl ScenarioFigureEditInput {
    fn parse(&self, index: usize, fields: &mut Fields) -> Option<OwnEdit> {
        let seen = natural(fields, &format!("edits.{index}.seen"), self.seen);
        let key: Option<FigureKey> = self.key.parse().ok();
        fields.check(format!("edits.{index}.key"), key.is_none().then_some(Rule::Unknown));
        Some(OwnEdit { key: key?, value: self.value, note: Some(self.note.clone()), seen: u64::from(seen) })
    }
}

/// The mutations of a scenario's own figures.
#[derive(Debug, Default)]
pub(crate) struct ScenarioFigureMutation;

#[Object]
impl ScenarioFigureMutation {
    /// Sets figures that hold in one scenario alone, in place of the base's, all or none; null gives one back to the base. Only a
    /// draft takes them. An older revision refuses the batch with `CONFLICT`.
    async fn scenario_figures_set(
        &self,
        ctx: &Context<'_>,
        input: ScenarioFiguresSetInput,
    ) -> Result<ScenarioFiguresSetPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let edits = input.parse()?;
        let stamp = cx.stamp(&input.write, "scenarioFiguresSet", &input)?;
        let scenario = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let revision = cx.write(&scenario_topic(scenario), &OwnFiguresSet { scenario, edits, permit, stamp }).await?;
        Ok(ScenarioFiguresSetPayload { revision: int(revision) })
    }
}
