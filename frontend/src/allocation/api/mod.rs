//! What the allocation pages ask of the API.

mod cpis;
mod list;

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};
use serde::Serialize;
use shared::{
    code::{CpiCode, ProfileCode},
    id::{GlobalId, Kind},
    staffing::{
        CellKey, CellValue,
        outbox::Write,
        scenario::{Lock, Outline},
    },
};

pub(super) use cpis::{CpiConnection, cpis};
pub(super) use list::{ListedScenario, scenarios};

use super::{
    meeting::ToldMeeting,
    own_figures::{Base, OwnFigure},
    standing::{Origin, Standing, StepTaken},
    talk::ToldThread,
};
use crate::graphql::{DateTime, Failure, ask, schema};

#[derive(cynic::QueryVariables)]
pub(super) struct BoardVariables {
    scenario: cynic::Id,
}

/// Everything that the board shows.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[cynic(graphql_type = "Query", variables = "BoardVariables")]
#[serde(rename_all = "camelCase")]
pub(super) struct Board {
    #[arguments(id: $scenario)]
    pub(super) scenario: Option<Scenario>,
    pub(super) figures: FigureSet,
    pub(super) profiles: Vec<Profile>,
    pub(super) services: Vec<Service>,
    pub(super) provinces: Vec<Province>,
    #[arguments(first: 500)]
    pub(super) cpis: CpiConnection,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scenario {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) head_count: i32,
    pub(super) budget_cents: f64,
    pub(super) months: i32,
    pub(super) revision: i32,
    pub(super) provenance: Provenance,
    pub(super) standing: Standing,
    pub(super) copied_from: Option<Origin>,
    pub(super) cells: Vec<ScenarioCell>,
    pub(super) own_figures: Vec<OwnFigure>,
    pub(super) base: Option<Base>,
}

impl Scenario {
    /// Takes the outline that the page has learned since.
    pub(super) fn take_outline(&mut self, outline: &Outline) {
        self.name.clone_from(&outline.name);
        self.year = i32::from(outline.year);
        self.head_count = i32::try_from(outline.head_count).unwrap_or(i32::MAX);
        self.budget_cents = outline.budget_cents as f64;
        self.months = i32::try_from(outline.months).unwrap_or(i32::MAX);
    }
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provenance {
    pub(super) source: String,
    pub(super) source_italian: Option<String>,
}

impl Provenance {
    /// That of a number which someone typed.
    pub(super) fn of(writer: &str) -> Self {
        Self { source: writer.to_owned(), source_italian: None }
    }
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScenarioCell {
    pub(super) cpi: String,
    pub(super) profile: String,
    pub(super) operators: i32,
    pub(super) locked: bool,
    pub(super) revision: i32,
    pub(super) edited_by: String,
    pub(super) edited_at: DateTime,
    pub(super) lock: Option<CellLock>,
}

/// Who locked a cell, and why.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioCellLock")]
pub(super) struct CellLock {
    by: String,
    at: DateTime,
    reason: Option<String>,
}

impl CellLock {
    pub(super) fn of(lock: &Lock<String>) -> Self {
        Self { by: lock.by.clone(), at: DateTime(lock.at.clone()), reason: lock.reason.clone() }
    }

    pub(super) fn read(&self) -> Lock<String> {
        Lock { by: self.by.clone(), at: self.at.0.clone(), reason: self.reason.clone() }
    }
}

impl ScenarioCell {
    /// Which cell. `None` when the server names one that cannot be.
    pub(super) fn key(&self) -> Option<CellKey> {
        Some(CellKey { cpi: CpiCode::new(&*self.cpi).ok()?, profile: ProfileCode::new(&*self.profile).ok()? })
    }

    pub(super) fn value(&self) -> CellValue {
        CellValue { operators: u32::try_from(self.operators).unwrap_or_default(), locked: self.locked }
    }
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
pub(super) struct FigureSet {
    pub(super) revision: i32,
    pub(super) figures: Vec<Figure>,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
pub(super) struct Figure {
    pub(super) key: String,
    pub(super) value: Option<f64>,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Service {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
}

/// The global id of a scenario, from the UUID in the address.
pub(super) fn scenario_id(uuid: &str) -> cynic::Id {
    cynic::Id::new(GlobalId::new(Kind::Scenario, uuid).to_string())
}

pub(super) async fn board(uuid: &str) -> Result<Board, Failure> {
    let mut board = ask(Board::build(BoardVariables { scenario: scenario_id(uuid) })).await?;
    board.cpis.complete().await?;
    Ok(board)
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct CellEditInput {
    cpi: String,
    profile: String,
    operators: i32,
    locked: bool,
    seen: i32,
    #[cynic(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCellsSetInput {
    write: String,
    scenario: cynic::Id,
    edits: Vec<CellEditInput>,
}

#[derive(cynic::QueryVariables)]
struct CellsSetVariables {
    input: ScenarioCellsSetInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CellsSetVariables")]
struct CellsSet {
    #[arguments(input: $input)]
    scenario_cells_set: CellsSetPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioCellsSetPayload")]
struct CellsSetPayload {
    revision: i32,
}

/// Sends one write. Answers the revision that it made.
pub(super) async fn scenario_cells_set(uuid: &str, write: &Write) -> Result<u64, Failure> {
    let edits = write
        .edits
        .iter()
        .map(|edit| CellEditInput {
            cpi: edit.cell.cpi.to_string(),
            profile: edit.cell.profile.to_string(),
            operators: i32::try_from(edit.value.operators).unwrap_or(i32::MAX),
            locked: edit.value.locked,
            seen: i32::try_from(edit.seen).unwrap_or(i32::MAX),
            reason: edit.reason.clone(),
        })
        .collect();
    let input = ScenarioCellsSetInput { write: write.id.clone(), scenario: scenario_id(uuid), edits };
    let done = ask(CellsSet::build(CellsSetVariables { input })).await?;
    Ok(u64::try_from(done.scenario_cells_set.revision).unwrap_or_default())
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCreateInput {
    write: String,
    name: String,
    year: i32,
    head_count: i32,
    budget_cents: f64,
    months: i32,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: ScenarioCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(input: $input)]
    scenario_create: CreatePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioCreatePayload")]
struct CreatePayload {
    scenario: Named,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct Named {
    id: cynic::Id,
}

/// Creates a scenario. `write` is made once a form, so that a second try does not create a second one. Answers its UUID.
pub(super) async fn scenario_create(write: &str, outline: &Outline) -> Result<String, Failure> {
    let input = ScenarioCreateInput {
        write: write.to_owned(),
        name: outline.name.clone(),
        year: i32::from(outline.year),
        head_count: i32::try_from(outline.head_count).unwrap_or(i32::MAX),
        budget_cents: outline.budget_cents as f64,
        months: i32::try_from(outline.months).unwrap_or(i32::MAX),
    };
    let made = ask(Create::build(CreateVariables { input })).await?;
    GlobalId::key_of(made.scenario_create.scenario.id.inner(), Kind::Scenario).ok_or(Failure::Broken)
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioUpdateInput {
    write: String,
    scenario: cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    head_count: Option<i32>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    budget_cents: Option<f64>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    months: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    input: ScenarioUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct Update {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "a payload must be asked for something; the change arrives by subscription")]
    scenario_update: UpdatePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioUpdatePayload")]
struct UpdatePayload {
    #[expect(dead_code, reason = "as above")]
    scenario: Named,
}

/// Renames a scenario.
pub(super) async fn scenario_rename(uuid: &str, write: &str, name: &str) -> Result<(), Failure> {
    let input = ScenarioUpdateInput { name: Some(name.to_owned()), ..nothing_of(uuid, write) };
    ask(Update::build(UpdateVariables { input })).await.map(|_| ())
}

/// Changes a scenario's year and bounds: what differs from what was there before, and nothing else.
pub(super) async fn scenario_bound(uuid: &str, write: &str, before: &Outline, after: &Outline) -> Result<(), Failure> {
    let int = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let input = ScenarioUpdateInput {
        year: (after.year != before.year).then_some(i32::from(after.year)),
        head_count: (after.head_count != before.head_count).then(|| int(after.head_count)),
        budget_cents: (after.budget_cents != before.budget_cents).then_some(after.budget_cents as f64),
        months: (after.months != before.months).then(|| int(after.months)),
        ..nothing_of(uuid, write)
    };
    ask(Update::build(UpdateVariables { input })).await.map(|_| ())
}

/// An update of a scenario that leaves everything as it is.
fn nothing_of(uuid: &str, write: &str) -> ScenarioUpdateInput {
    ScenarioUpdateInput {
        write: write.to_owned(),
        scenario: scenario_id(uuid),
        name: None,
        year: None,
        head_count: None,
        budget_cents: None,
        months: None,
    }
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    scenario: cynic::Id,
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct ScenarioChanges {
    #[arguments(scenario: $scenario, after: $after)]
    pub(super) scenario_changes: ScenarioChange,
}

/// One accepted change of the scenario.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScenarioChange {
    pub(super) revision: i32,
    pub(super) write: String,
    pub(super) by: String,
    pub(super) at: DateTime,
    pub(super) outline: Option<ScenarioOutline>,
    pub(super) step: Option<StepTaken>,
    pub(super) cells: Vec<ScenarioCell>,
    pub(super) figures: Vec<OwnFigure>,
    pub(super) threads: Vec<ToldThread>,
    pub(super) meetings: Vec<ToldMeeting>,
}

impl ScenarioChange {
    /// Whether it changes nothing of the scenario: something was said of it, and no more.
    pub(super) fn is_talk(&self) -> bool {
        let nothing = self.outline.is_none() && self.step.is_none() && self.cells.is_empty();
        nothing && self.figures.is_empty() && !(self.threads.is_empty() && self.meetings.is_empty())
    }
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScenarioOutline {
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) head_count: i32,
    pub(super) budget_cents: f64,
    pub(super) months: i32,
}

impl ScenarioOutline {
    /// As the model says it.
    pub(super) fn read(&self) -> Outline {
        Outline {
            name: self.name.clone(),
            year: u16::try_from(self.year).unwrap_or_default(),
            head_count: u32::try_from(self.head_count).unwrap_or_default(),
            budget_cents: self.budget_cents.max(0.0) as u64,
            months: u32::try_from(self.months).unwrap_or_default(),
        }
    }
}

pub(super) fn scenario_changes(uuid: &str, after: u64) -> cynic::StreamingOperation<ScenarioChanges, ChangesVariables> {
    let after = i32::try_from(after).unwrap_or(i32::MAX);
    ScenarioChanges::build(ChangesVariables { scenario: scenario_id(uuid), after })
}

#[derive(cynic::QueryVariables)]
pub(super) struct FigureChangesVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "FigureChangesVariables")]
pub(super) struct FigureChanges {
    #[arguments(after: $after)]
    pub(super) figure_changes: FigureChange,
}

/// One accepted change of the figures.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct FigureChange {
    pub(super) revision: i32,
    pub(super) figures: Vec<Figure>,
    /// Whether the catchments changed, or are to change.
    pub(super) catchments: bool,
}

pub(super) fn figure_changes(after: u64) -> cynic::StreamingOperation<FigureChanges, FigureChangesVariables> {
    FigureChanges::build(FigureChangesVariables { after: i32::try_from(after).unwrap_or(i32::MAX) })
}

/// What is kept in the browser, so that the board opens without a network.
pub(super) struct Kept;

impl Kept {
    pub(super) fn of(board: &Board) -> Option<String> {
        serde_json::to_string(board).ok()
    }

    pub(super) fn read(text: &str) -> Option<Board> {
        serde_json::from_str(text).ok()
    }
}
