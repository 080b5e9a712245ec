//! What the board asks of the API about what a scenario was.

use cynic::QueryBuilder;
use shared::{
    code::{CpiCode, ProfileCode},
    staffing::{
        CellKey, CellValue,
        past::{Change, Moment, Timeline},
    },
};

use super::Entry;
use crate::{
    allocation::{
        api::{ScenarioCell, ScenarioChange, ScenarioOutline, scenario_id},
        own_figures::OwnFigure,
        standing::StepTaken,
    },
    graphql::{DateTime, Failure, ask, schema},
};

/// Changes that are asked for at once.
const LAST: i32 = 200;

#[derive(cynic::QueryVariables)]
struct PastVariables {
    scenario: cynic::Id,
    last: i32,
    until: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PastVariables")]
struct Asked {
    #[arguments(id: $scenario)]
    scenario: Option<Scenario>,
}

#[derive(cynic::QueryFragment)]
#[cynic(variables = "PastVariables")]
struct Scenario {
    #[arguments(last: $last, until: $until)]
    past: ScenarioPast,
}

#[derive(cynic::QueryFragment)]
struct ScenarioPast {
    revision: i32,
    outline: ScenarioOutline,
    cells: Vec<ScenarioCellThen>,
    own_figures: Vec<ScenarioFigureThen>,
    changes: Vec<PastChange>,
}

/// A change as the history takes it: what is said of the scenario is read elsewhere.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioChange")]
struct PastChange {
    revision: i32,
    by: String,
    at: DateTime,
    outline: Option<ScenarioOutline>,
    step: Option<StepTaken>,
    cells: Vec<ScenarioCell>,
    figures: Vec<OwnFigure>,
}

#[derive(cynic::QueryFragment)]
struct ScenarioCellThen {
    cpi: String,
    profile: String,
    operators: i32,
    locked: bool,
}

#[derive(cynic::QueryFragment)]
struct ScenarioFigureThen {
    key: String,
    value: f64,
}

impl ScenarioCellThen {
    fn read(&self) -> Option<(CellKey, CellValue)> {
        let cell = CellKey { cpi: CpiCode::new(&*self.cpi).ok()?, profile: ProfileCode::new(&*self.profile).ok()? };
        let operators = u32::try_from(self.operators).unwrap_or_default();
        Some((cell, CellValue { operators, locked: self.locked }))
    }
}

/// The last changes of a scenario up to a revision, or up to now. `None` when there is no such scenario any more.
pub(super) async fn past(uuid: &str, until: Option<u64>) -> Result<Option<(Timeline, Vec<Entry>)>, Failure> {
    let until = until.map(|until| i32::try_from(until).unwrap_or(i32::MAX));
    let asked = ask(Asked::build(PastVariables { scenario: scenario_id(uuid), last: LAST, until })).await?;
    Ok(asked.scenario.map(|scenario| {
        let past = scenario.past;
        let figures = past.own_figures.iter().filter_map(|figure| Some((figure.key.parse().ok()?, figure.value)));
        let first = Moment {
            cells: past.cells.iter().filter_map(ScenarioCellThen::read).collect(),
            outline: past.outline.read(),
            figures: figures.collect(),
        };
        let start = u64::try_from(past.revision).unwrap_or_default();
        let all = past.changes.iter();
        let changes = all.clone().map(|change| did(&change.cells, change.outline.as_ref(), &change.figures)).collect();
        let made = all.map(|change| entry((change.revision, &change.by, &change.at), change.step.as_ref()));
        (Timeline::new(start, first, changes), made.collect())
    }))
}

/// A change that came meanwhile: what it did, who made it and when.
pub(super) fn learnt(change: &ScenarioChange) -> (Change, Entry) {
    let made = (change.revision, &*change.by, &change.at);
    (did(&change.cells, change.outline.as_ref(), &change.figures), entry(made, change.step.as_ref()))
}

/// What a change did to the scenario.
fn did(cells: &[ScenarioCell], outline: Option<&ScenarioOutline>, figures: &[OwnFigure]) -> Change {
    Change {
        cells: cells.iter().filter_map(|cell| Some((cell.key()?, cell.value()))).collect(),
        outline: outline.map(ScenarioOutline::read),
        figures: figures.iter().filter_map(|figure| Some((figure.key.parse().ok()?, figure.value))).collect(),
    }
}

/// Who made a change, when, and which step it was.
fn entry((revision, by, at): (i32, &str, &DateTime), step: Option<&StepTaken>) -> Entry {
    Entry {
        revision: u64::try_from(revision).unwrap_or_default(),
        by: by.to_owned(),
        at: at.0.clone(),
        step: step.map(|step| (step.state.into(), step.archived)),
    }
}
