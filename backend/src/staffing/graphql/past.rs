//! What a scenario was, as partners see it: a stretch of its history, from one moment on.

use async_graphql::{Context, Object, SimpleObject};
use shared::{
    Rule,
    staffing::{CellKey, CellValue, FigureKey},
};

use super::scenario::{ScenarioChange, ScenarioOutline};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::int,
    staffing::store::{self, Past, ScenarioRow},
};

/// Changes that are told without being asked for a number.
const USUAL: i32 = 100;
/// The most changes that are told at once.
const MOST: i32 = 500;

/// A stretch of a scenario's history: what it was at one revision, and every change after that.
pub(crate) struct ScenarioPast(Past);

/// A cell as it was.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCellThen {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
    operators: i32,
    locked: bool,
}

/// One of a scenario's own figures as it was.
#[derive(SimpleObject)]
pub(crate) struct ScenarioFigureThen {
    /// Its name, as of `Figure.key`.
    key: String,
    value: f64,
}

/// What it costs beside to go through the log up to where a stretch begins.
const REPLAY_COST: usize = 1_000;

/// What a stretch costs: that of its lists once for every hundred changes, and the way there.
pub(super) fn cost(last: Option<i32>, child: usize) -> usize {
    let last = last.unwrap_or(USUAL).clamp(1, MOST).unsigned_abs() as usize;
    last.div_ceil(100).saturating_mul(child).saturating_add(REPLAY_COST)
}

impl ScenarioPast {
    /// The last changes of a scenario up to a revision.
    ///
    /// # Errors
    /// `INVALID` names `last` or `until`.
    pub(super) async fn of(
        ctx: &Context<'_>,
        (row, now): &ScenarioRow,
        last: Option<i32>,
        until: Option<i32>,
    ) -> Result<Self> {
        let last = last.unwrap_or(USUAL);
        if last < 1 {
            return Err(Error::invalid("last", Rule::TooSmall { min: 1.0 }));
        }
        if last > MOST {
            return Err(Error::invalid("last", Rule::TooGreat { max: f64::from(MOST) }));
        }
        let until = until.map_or(*now, i64::from);
        if until < 0 {
            return Err(Error::invalid("until", Rule::TooSmall { min: 0.0 }));
        }
        let db = Cx::of(ctx)?.db().read();
        Ok(Self(store::scenario_past(db, row, until.min(*now), i64::from(last)).await?))
    }
}

#[Object]
impl ScenarioPast {
    /// The revision that it begins with. 0: the scenario's beginning.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// Name and bounds at that revision.
    async fn outline(&self) -> ScenarioOutline {
        self.0.was.bounds.outline.clone().into()
    }

    /// The cells that had ever been set by then; all others held 0, unlocked.
    #[graphql(complexity = "1 + 250 * child_complexity")]
    async fn cells(&self) -> Vec<ScenarioCellThen> {
        let then = |(cell, value): (&CellKey, &CellValue)| ScenarioCellThen {
            cpi: cell.cpi.to_string(),
            profile: cell.profile.to_string(),
            operators: int(i64::from(value.operators)),
            locked: value.locked,
        };
        self.0.was.cells.iter().map(then).collect()
    }

    /// The figures that it changed for itself then; all others were the base's.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn own_figures(&self) -> Vec<ScenarioFigureThen> {
        let then = |(key, (value, _)): (&FigureKey, &(f64, Option<String>))| ScenarioFigureThen {
            key: key.to_string(),
            value: *value,
        };
        self.0.was.figures.iter().map(then).collect()
    }

    /// Every change after that revision, in order.
    #[graphql(complexity = "1 + 100 * child_complexity")]
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn changes(&self) -> Result<Vec<ScenarioChange>> {
        self.0.changes.iter().cloned().map(ScenarioChange::of).collect()
    }
}
