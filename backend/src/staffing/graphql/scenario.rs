//! Scenarios and their cells, as partners see them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject, connection::Connection};
use chrono::{DateTime, Utc};
use shared::{
    id::{GlobalId, Kind},
    staffing::scenario::Outline,
};
use uuid::Uuid;

use super::{
    meeting::{ScenarioMeeting, meetings_by_id, meetings_of},
    own_figures::{ScenarioBase, ScenarioFigure},
    past::{self, ScenarioPast},
    standing::{ScenarioOrigin, ScenarioStanding, ScenarioStepTaken},
    talk::{ScenarioPerson, ScenarioThread, ThreadPosition, ThreadTotal, people, threads_by_id, threads_of},
};
use crate::{
    changes::Accepted,
    error::{Context as _, Result},
    graphql::{
        int,
        loaders::Loaders,
        page::{Cursor, cost},
        provenance::Provenance,
    },
    staffing::{
        body::{CellLock, ScenarioBody},
        entity::scenario_cell,
        loader::{CellsOf, OwnFiguresOf},
        store::{self, ScenarioRow, ThreadFilter},
    },
};

/// A hypothesis of where new operators go.
pub(crate) struct Scenario(pub(crate) ScenarioRow);

#[Object]
impl Scenario {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Scenario, self.0.0.id.to_string()).to_string().into()
    }

    async fn name(&self) -> &str {
        &self.0.0.name
    }

    async fn year(&self) -> i32 {
        self.0.0.year
    }

    /// Operators to place.
    async fn head_count(&self) -> i32 {
        int(self.0.0.head_count)
    }

    /// Money there is, euro cents.
    async fn budget_cents(&self) -> f64 {
        self.0.0.budget_cents as f64
    }

    /// Months that the money has to last.
    async fn months(&self) -> i32 {
        self.0.0.months
    }

    /// Where head-count, budget and months come from.
    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.0.origin, &self.0.0.source)
    }

    /// How far it has come, and who brought it there.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn standing(&self) -> Result<ScenarioStanding> {
        ScenarioStanding::of(&self.0.0)
    }

    /// What it was copied from. Null when it was made anew.
    async fn copied_from(&self) -> Option<ScenarioOrigin> {
        ScenarioOrigin::of(&self.0.0)
    }

    /// Grows by one with each accepted change.
    async fn revision(&self) -> i32 {
        int(self.0.1)
    }

    async fn created_by(&self) -> &str {
        &self.0.0.created_by
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.0.created_at
    }

    async fn edited_at(&self) -> DateTime<Utc> {
        self.0.0.edited_at
    }

    /// The cells that were ever set, by CPI and profile; all others hold 0, unlocked, at revision 0.
    #[graphql(complexity = "1 + 250 * child_complexity")]
    async fn cells(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioCell>> {
        let rows = Loaders::of(ctx)?.staffing(CellsOf(self.0.0.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(ScenarioCell::of).collect())
    }

    /// The figures that it changes for itself, by key; all others are the base's.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn own_figures(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioFigure>> {
        let rows = Loaders::of(ctx)?.staffing(OwnFiguresOf(self.0.0.id)).await?;
        rows.unwrap_or_default().into_iter().map(ScenarioFigure::of).collect()
    }

    /// What it was: the last changes up to a revision (by default up to now), at most 500, and the scenario before them.
    #[graphql(complexity = "past::cost(last, child_complexity)")]
    async fn past(&self, ctx: &Context<'_>, last: Option<i32>, until: Option<i32>) -> Result<ScenarioPast> {
        ScenarioPast::of(ctx, &self.0, last, until).await
    }

    /// What is said of its cells and job centres, those threads first that began last: those that are open, those that are done, or all.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn threads(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        open: Option<bool>,
    ) -> Result<Connection<Cursor<ThreadPosition>, ScenarioThread, ThreadTotal>> {
        threads_of(ctx, ThreadFilter { scenario: self.0.0.id, open }, first, after.as_deref()).await
    }

    /// The meetings at it, the newest first, at most 50.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn meetings(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioMeeting>> {
        meetings_of(ctx, self.0.0.id).await
    }

    /// Those whom a comment on it may mention, by name, at most 20: all, or those whose name contains a text.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn people(&self, ctx: &Context<'_>, #[graphql(default)] text: String) -> Result<Vec<ScenarioPerson>> {
        people(ctx, &text).await
    }

    /// The base that it was approved on. Null before: it rests on today's figures and moves with them.
    #[graphql(complexity = "1 + child_complexity")]
    async fn base(&self) -> Option<ScenarioBase> {
        ScenarioBase::of(&self.0.0)
    }
}

/// One cell of a scenario: a profile at a CPI.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCell {
    /// Code of the CPI.
    pub(super) cpi: String,
    /// Code of the profile.
    profile: String,
    operators: i32,
    locked: bool,
    /// The scenario's revision at which it last changed.
    revision: i32,
    edited_by: String,
    edited_at: DateTime<Utc>,
    /// Null while the cell is open.
    lock: Option<ScenarioCellLock>,
}

/// Why proposals work around a cell.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCellLock {
    /// Whoever locked the cell; once a reason is told, whoever told that.
    by: String,
    at: DateTime<Utc>,
    /// Null when nobody told one.
    reason: Option<String>,
}

impl From<CellLock> for ScenarioCellLock {
    fn from(lock: CellLock) -> Self {
        Self { by: lock.by, at: lock.at, reason: lock.reason }
    }
}

impl ScenarioCell {
    fn of(row: scenario_cell::Model) -> Self {
        Self {
            lock: store::lock_of(&row).map(ScenarioCellLock::from),
            cpi: row.cpi,
            profile: row.profile,
            operators: row.operators,
            locked: row.locked,
            revision: int(row.revision),
            edited_by: row.edited_by,
            edited_at: row.edited_at,
        }
    }
}

/// A scenario's name and bounds.
#[derive(SimpleObject)]
pub(crate) struct ScenarioOutline {
    name: String,
    year: i32,
    head_count: i32,
    budget_cents: f64,
    months: i32,
}

impl From<Outline> for ScenarioOutline {
    fn from(outline: Outline) -> Self {
        Self {
            name: outline.name,
            year: i32::from(outline.year),
            head_count: int(i64::from(outline.head_count)),
            budget_cents: outline.budget_cents as f64,
            months: int(i64::from(outline.months)),
        }
    }
}

/// One accepted change of a scenario.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct ScenarioChange {
    /// The scenario's revision that it made; the one before is one less.
    revision: i32,
    /// The write that made it.
    write: String,
    by: String,
    at: DateTime<Utc>,
    /// The scenario's name and bounds after it, when they changed.
    outline: Option<ScenarioOutline>,
    /// The step that was taken, and where the scenario stands after it. Null when none was.
    step: Option<ScenarioStepTaken>,
    /// The cells that changed, as they are after it.
    pub(super) cells: Vec<ScenarioCell>,
    /// The figures of its own that changed.
    pub(super) figures: Vec<ScenarioFigure>,
    #[graphql(skip)]
    said_in: Vec<Uuid>,
    #[graphql(skip)]
    met_in: Vec<Uuid>,
}

#[ComplexObject]
impl ScenarioChange {
    /// The threads in which something was said, as they stand now.
    #[graphql(complexity = "1 + child_complexity")]
    async fn threads(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioThread>> {
        threads_by_id(ctx, &self.said_in).await
    }

    /// The meetings that it changed, as they stand now.
    #[graphql(complexity = "1 + child_complexity")]
    async fn meetings(&self, ctx: &Context<'_>) -> Result<Vec<ScenarioMeeting>> {
        meetings_by_id(ctx, &self.met_in).await
    }
}

impl ScenarioChange {
    /// A change from the log.
    pub(crate) fn of(accepted: Accepted) -> Result<Self> {
        let body: ScenarioBody = serde_json::from_value(accepted.body).context("reading a change of a scenario")?;
        let cells: Vec<ScenarioCell> = body
            .cells
            .into_iter()
            .map(|cell| ScenarioCell {
                lock: cell.lock_since(&accepted.by, accepted.at).map(ScenarioCellLock::from),
                cpi: cell.cell.cpi.to_string(),
                profile: cell.cell.profile.to_string(),
                operators: int(i64::from(cell.value.operators)),
                locked: cell.value.locked,
                revision: int(accepted.revision),
                edited_by: accepted.by.clone(),
                edited_at: accepted.at,
            })
            .collect();
        let own = |figure| ScenarioFigure::changed(figure, accepted.revision, &accepted.by, accepted.at);
        let figures = body.figures.into_iter().map(own).collect();
        Ok(Self {
            figures,
            said_in: body.threads,
            met_in: body.meetings,
            revision: int(accepted.revision),
            write: accepted.write.to_string(),
            outline: body.outline.map(ScenarioOutline::from),
            step: body.step.map(ScenarioStepTaken::from),
            cells,
            by: accepted.by,
            at: accepted.at,
        })
    }
}
