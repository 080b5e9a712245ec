//! What the log keeps of a change: the values after it, so that a client that reads the log needs nothing else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::staffing::{
    CellKey, CellValue, FigureKey,
    scenario::{Lock, Outline, State, Step},
};
use uuid::Uuid;

use super::entity::figure;

/// A change of a scenario.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ScenarioBody {
    /// Name and bounds, when they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outline: Option<Outline>,
    /// Name and bounds before, when they changed: those of the beginning stand nowhere else in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) was: Option<Bounds>,
    /// Where head-count, budget and months come from after it, when name or bounds changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sourced: Option<Sourced>,
    /// The step that was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step: Option<StepBody>,
    /// What the scenario was copied from, in its first change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) copied: Option<CopiedBody>,
    /// The cells that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) cells: Vec<CellBody>,
    /// The threads in which something was said. What, stands in their own tables alone: what is taken back is not told again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) threads: Vec<Uuid>,
    /// The meetings that stand otherwise. How, stands in their own tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) meetings: Vec<Uuid>,
    /// The scenario's own figures that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) figures: Vec<OwnFigureBody>,
}

impl ScenarioBody {
    /// Whether it changes nothing of the scenario: something was said of it, and no more.
    pub(crate) fn is_talk(&self) -> bool {
        let Self { outline, was, sourced, step, copied, cells, threads, meetings, figures } = self;
        let nothing = outline.is_none() && was.is_none() && sourced.is_none() && step.is_none() && copied.is_none();
        nothing && cells.is_empty() && figures.is_empty() && !(threads.is_empty() && meetings.is_empty())
    }
}

/// A decision that was recorded. What, stands in its own table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DecisionBody {
    pub(crate) decision: Uuid,
}

/// A figure of a scenario's own after a change; no value: the base stands again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OwnFigureBody {
    pub(crate) key: FigureKey,
    pub(crate) value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// A cell after a change. Its revision, writer and time are the change's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CellBody {
    #[serde(flatten)]
    pub(crate) cell: CellKey,
    #[serde(flatten)]
    pub(crate) value: CellValue,
    /// Its lock, of a locked cell. What was written before locks had reasons has none: it was the change's writer who locked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lock: Option<CellLock>,
}

impl CellBody {
    /// The lock after the change, which was made by this one then.
    pub(crate) fn lock_since(&self, by: &str, at: DateTime<Utc>) -> Option<CellLock> {
        CellLock::after(self.lock.as_ref(), self.value, None, by, &at)
    }
}

/// The lock of a cell, with its moment as the database has it.
pub(crate) type CellLock = Lock<DateTime<Utc>>;

/// Name and bounds, and where the bounds come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Bounds {
    pub(crate) outline: Outline,
    pub(crate) sourced: Sourced,
}

/// Where numbers come from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sourced {
    pub(crate) origin: String,
    pub(crate) source: String,
}

/// A step, and where the scenario stands after it. By whom and when is the change's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StepBody {
    pub(crate) step: Step,
    pub(crate) state: State,
    pub(crate) archived: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// The scenario that another was copied from, as it was then.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CopiedBody {
    pub(crate) scenario: Uuid,
    pub(crate) name: String,
    pub(crate) revision: i64,
}

/// A change of the figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FiguresBody {
    /// The figures that changed, whole.
    pub(crate) figures: Vec<FigureBody>,
    /// Whether the catchments changed: they are a part of the base, as the figures are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) catchments: bool,
}

/// A figure after a change, whole: a new built-in value may leave a planner's number and its revision as they were.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FigureBody {
    pub(crate) key: FigureKey,
    pub(crate) value: Option<f64>,
    pub(crate) origin: String,
    pub(crate) source: String,
    pub(crate) built_in: Option<f64>,
    pub(crate) revision: i64,
    pub(crate) edited_by: Option<String>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
}

impl FigureBody {
    pub(crate) fn of(key: FigureKey, row: &figure::Model) -> Self {
        Self {
            key,
            value: row.value,
            origin: row.origin.clone(),
            source: row.source.clone(),
            built_in: row.built_in,
            revision: row.revision,
            edited_by: row.edited_by.clone(),
            edited_at: row.edited_at,
        }
    }
}
