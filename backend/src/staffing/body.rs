//! What the log keeps of a change: the values after it, so that a client that reads the log needs nothing else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::staffing::{CellKey, CellValue, FigureKey, scenario::Outline};

use super::entity::figure;

/// A change of a scenario.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ScenarioBody {
    /// Name and bounds, when they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outline: Option<Outline>,
    /// The cells that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) cells: Vec<CellBody>,
}

/// A cell after a change. Its revision, writer and time are the change's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CellBody {
    #[serde(flatten)]
    pub(crate) cell: CellKey,
    #[serde(flatten)]
    pub(crate) value: CellValue,
}

/// A change of the figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FiguresBody {
    /// The figures that changed, whole.
    pub(crate) figures: Vec<FigureBody>,
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
