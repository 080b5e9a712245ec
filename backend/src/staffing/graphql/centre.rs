//! One job centre, as partners see it: what each scenario places there, and what was changed of it.

use async_graphql::{
    Context, Object, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, SecondsFormat, Utc};
use shared::{
    code::CpiCode,
    identity::{Resource, policy::act::ReadScenarios},
    staffing::FigureKey,
};
use uuid::Uuid;

use super::{
    Scenario,
    figure::Figure,
    order::ScenarioPosition,
    own_figures::ScenarioFigure,
    scenario::{ScenarioCell, ScenarioChange},
    sizing::{CpiSizing, RegionSizing},
};
use crate::{
    changes::{Accepted, FIGURES, LogAt, changes_naming, scenario_of_topic},
    cx::Cx,
    error::{Context as _, Result},
    graphql::page::{Cursor, Position, connect},
    page::Page,
    staffing::{
        body::FiguresBody,
        store::{self, ScenarioAt, ScenarioFilter, ScenarioOrder},
    },
};

/// What one scenario places at a job centre.
#[derive(SimpleObject)]
pub(crate) struct CpiAllocation {
    scenario: Scenario,
    /// Need, staff and pressure there by the scenario's own figures, with its operators placed.
    sizing: CpiSizing,
}

/// How many scenarios place operators, counted when asked.
pub(crate) struct AllocationTotal;

#[Object]
impl AllocationTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        // Whoever may read none is told that there are none.
        let Ok(permit) = cx.may(&Resource::Region) else { return Ok(0) };
        let count = store::scenario_count(cx.db().read(), &permit, &ScenarioFilter::default()).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// What each scenario places at a job centre: those that the caller may read, without the archive, newest first.
pub(crate) async fn allocations(
    ctx: &Context<'_>,
    cpi: &str,
    first: Option<i32>,
    after: Option<&str>,
) -> Result<Connection<Cursor<ScenarioPosition>, CpiAllocation, AllocationTotal>> {
    let cx = Cx::of(ctx)?;
    let page: Page<ScenarioPosition> = Page::parse(first, after)?;
    let at = page.after(|at| at.0.clone());
    let rows = match cx.may(&Resource::Region) {
        Ok(permit) => {
            let order = ScenarioOrder::Newest;
            store::scenario_list(cx.db().read(), &permit, &ScenarioFilter::default(), order, &at).await?
        }
        Err(_) => Vec::new(),
    };
    let sizings = RegionSizing::of_rows(ctx, &rows).await?;
    let sized = rows.into_iter().zip(sizings).map(|(row, sizing)| Ok((row, sizing.cpi(cpi)?)));
    let rows: Vec<_> = sized.collect::<Result<_>>()?;
    let node =
        |(row, sizing)| (ScenarioPosition(ScenarioAt::of(&row)), CpiAllocation { scenario: Scenario(row), sizing });
    Ok(connect(&page, rows, AllocationTotal, node))
}

/// One accepted change that touched a job centre: of the figures, or of a scenario. Only what is the centre's own is told of it.
#[derive(SimpleObject)]
pub(crate) struct CpiChange {
    at: DateTime<Utc>,
    by: String,
    /// The scenario that changed. Null: the figures of all.
    scenario: Option<Scenario>,
    /// The cells of the centre that changed, as they were after it.
    cells: Vec<ScenarioCell>,
    /// The figures of the centre that changed, as they were after it.
    figures: Vec<Figure>,
    /// The scenario's own figures of the centre that changed.
    own_figures: Vec<ScenarioFigure>,
}

/// What was changed of a job centre, newest first: its figures, and for whoever may read scenarios its cells and their own figures.
pub(crate) async fn history(
    ctx: &Context<'_>,
    cpi: &str,
    first: Option<i32>,
    after: Option<&str>,
) -> Result<Connection<Cursor<Logged>, CpiChange>> {
    let cx = Cx::of(ctx)?;
    let page: Page<Logged> = Page::parse(first, after)?;
    let code = CpiCode::new(cpi).context("reading a job centre's code")?;
    let permit = cx.may::<ReadScenarios>(&Resource::Region).ok();
    let at = page.after(|at| at.0.clone());
    let texts = [format!("\"{code}\""), format!(".{code}.")];
    let found = changes_naming(cx.db().read(), permit.is_some(), &texts, &at).await?;
    let ids: Vec<Uuid> = found.iter().filter_map(|(topic, _)| scenario_of_topic(topic)).collect();
    let scenarios = match &permit {
        Some(permit) if !ids.is_empty() => store::scenario_list_by_id(cx.db().read(), permit, &ids).await?,
        _ => Vec::new(),
    };
    let told = found.into_iter().map(|(topic, accepted)| {
        let at = Logged(LogAt { at: accepted.at, topic: topic.clone(), revision: accepted.revision });
        let row = scenario_of_topic(&topic).and_then(|id| scenarios.iter().find(|(row, _)| row.id == id));
        Ok((at, CpiChange::of(&code, row.cloned().map(Scenario), topic == FIGURES, accepted)?))
    });
    let told: Vec<_> = told.collect::<Result<_>>()?;
    Ok(connect(&page, told, EmptyFields, |row| row))
}

impl CpiChange {
    fn of(cpi: &CpiCode, scenario: Option<Scenario>, of_all: bool, accepted: Accepted) -> Result<Self> {
        let mut change = Self {
            at: accepted.at,
            by: accepted.by.clone(),
            scenario,
            cells: Vec::new(),
            figures: Vec::new(),
            own_figures: Vec::new(),
        };
        if of_all {
            let body: FiguresBody = serde_json::from_value(accepted.body).context("reading a change of the figures")?;
            let own = body.figures.into_iter().filter(|figure| is_of(&figure.key, cpi));
            change.figures = own.map(Figure::told).collect();
        } else {
            let told = ScenarioChange::of(accepted)?;
            change.cells = told.cells.into_iter().filter(|cell| cell.cpi == cpi.as_str()).collect();
            let own = told.figures.into_iter().filter(|figure| figure.key.parse().is_ok_and(|key| is_of(&key, cpi)));
            change.own_figures = own.collect();
        }
        Ok(change)
    }
}

/// Whether a figure is a job centre's own.
fn is_of(key: &FigureKey, cpi: &CpiCode) -> bool {
    matches!(key, FigureKey::Staff(own, _) | FigureKey::IndividualAllowance(own, _) if own == cpi)
}

/// A position in the history of a job centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Logged(LogAt);

impl Position for Logged {
    const LIST: &'static str = "history";

    fn write(&self) -> String {
        let at = self.0.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        format!("{at} {} {}", self.0.revision, self.0.topic)
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let at = DateTime::parse_from_rfc3339(words.next()?).ok()?.to_utc();
        let revision = words.next()?.parse().ok()?;
        let topic = crate::graphql::page::key(words.next()?)?;
        Some(Self(LogAt { at, topic, revision }))
    }
}
