//! What the page of one job centre asks of the API about it.

use cynic::{QueryBuilder, SubscriptionBuilder};
use shared::{
    id::{GlobalId, Kind},
    provenance::Origin,
};

use crate::{
    allocation::Standing,
    graphql::{DateTime, Failure, OriginName, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct CentreVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CentreVariables")]
struct CentreQuery {
    figures: FigureSet,
    #[arguments(id: $id)]
    node: Option<CentreNode>,
}

#[derive(cynic::QueryFragment)]
struct FigureSet {
    revision: i32,
}

#[derive(cynic::InlineFragments)]
#[cynic(graphql_type = "Node")]
enum CentreNode {
    Cpi(Box<Cpi>),
    #[cynic(fallback)]
    Other,
}

/// A job centre with all that its page tells of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Cpi {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) province: Province,
    pub(super) seat_istat: String,
    pub(super) seat_provenance: Provenance,
    pub(super) residents: i32,
    pub(super) working_age: i32,
    pub(super) people_provenance: Provenance,
    pub(super) registered_unemployed: Option<i32>,
    pub(super) registered_unemployed_provenance: Option<Provenance>,
    pub(super) municipalities: Vec<Town>,
    pub(super) sizing: Sizing,
    #[arguments(first: 50)]
    pub(super) allocations: AllocationConnection,
    #[arguments(first: 20)]
    pub(super) history: ChangeConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
}

/// One of its municipalities; the provenance is that of its belonging there.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Municipality")]
pub(super) struct Town {
    pub(super) istat: String,
    pub(super) name: String,
    pub(super) residents: i32,
    pub(super) provenance: Provenance,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Provenance {
    origin: OriginName,
    pub(super) source: String,
    pub(super) source_italian: Option<String>,
}

impl Provenance {
    pub(super) fn origin(&self) -> Origin {
        self.origin.into()
    }
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiSizing")]
pub(super) struct Sizing {
    pub(super) weight: f64,
    pub(super) load: Load,
    pub(super) demand: Vec<Asked>,
    pub(super) cells: Vec<Cell>,
}

#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq)]
pub(super) struct Load {
    pub(super) required: f64,
    pub(super) have: f64,
    pub(super) placed: i32,
    pub(super) pressure: Option<f64>,
    pub(super) unmet_hours: f64,
}

impl Load {
    /// The pressure; infinite when nobody is there and work exists.
    pub(super) fn pressure(&self) -> f64 {
        self.pressure.unwrap_or(f64::INFINITY)
    }
}

/// What is asked of one service.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ServiceDemand")]
pub(super) struct Asked {
    pub(super) service: Named,
    pub(super) volume: f64,
    pub(super) whole: f64,
    pub(super) provenance: Provenance,
    pub(super) minutes: f64,
    pub(super) minutes_provenance: Provenance,
    pub(super) hours: f64,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Service")]
pub(super) struct Named {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

/// One profile here.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CellSizing")]
pub(super) struct Cell {
    pub(super) profile: Profile,
    pub(super) load: Load,
    pub(super) have_provenance: Provenance,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Profile {
    pub(super) code: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiAllocationConnection")]
pub(super) struct AllocationConnection {
    pub(super) nodes: Vec<Allocation>,
    pub(super) total_count: i32,
}

/// What one scenario places here.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiAllocation")]
pub(super) struct Allocation {
    pub(super) scenario: Scenario,
    pub(super) sizing: Placed,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Scenario {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) revision: i32,
    pub(super) standing: Standing,
}

impl Scenario {
    /// The UUID, as addresses have it.
    pub(super) fn uuid(&self) -> String {
        GlobalId::key_of(self.id.inner(), Kind::Scenario).unwrap_or_default()
    }
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiSizing")]
pub(super) struct Placed {
    pub(super) load: Load,
    pub(super) cells: Vec<PlacedCell>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CellSizing")]
pub(super) struct PlacedCell {
    pub(super) profile: PlacedProfile,
    pub(super) load: PlacedLoad,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Profile")]
pub(super) struct PlacedProfile {
    pub(super) code: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Load")]
pub(super) struct PlacedLoad {
    pub(super) placed: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiChangeConnection")]
pub(super) struct ChangeConnection {
    pub(super) nodes: Vec<Change>,
}

/// One change of what is kept of the job centre.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CpiChange")]
pub(super) struct Change {
    pub(super) at: DateTime,
    pub(super) by: String,
    pub(super) scenario: Option<ChangedScenario>,
    pub(super) cells: Vec<ChangedCell>,
    pub(super) figures: Vec<ChangedFigure>,
    pub(super) own_figures: Vec<OwnFigure>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Scenario")]
pub(super) struct ChangedScenario {
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioCell")]
pub(super) struct ChangedCell {
    pub(super) profile: String,
    pub(super) operators: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Figure")]
pub(super) struct ChangedFigure {
    pub(super) key: String,
    pub(super) value: Option<f64>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioFigure")]
pub(super) struct OwnFigure {
    pub(super) key: String,
    pub(super) value: Option<f64>,
}

/// What the page knows: the job centre, and the revision of the figures that it was sized by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) figures_revision: i32,
    pub(super) cpi: Cpi,
}

/// Asks for one job centre. `None` when there is none of this code.
pub(super) async fn centre(code: &str) -> Result<Option<Told>, Failure> {
    let id = cynic::Id::new(GlobalId::new(Kind::Cpi, code).to_string());
    let answer = ask(CentreQuery::build(CentreVariables { id })).await?;
    Ok(match answer.node {
        Some(CentreNode::Cpi(cpi)) => Some(Told { figures_revision: answer.figures.revision, cpi: *cpi }),
        _ => None,
    })
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct CentresQuery {
    provinces: Vec<Centres>,
}

/// The job centres of a province, to go from one to another.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Province")]
pub(super) struct Centres {
    pub(super) name: String,
    pub(super) cpis: Vec<Listed>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Cpi")]
pub(super) struct Listed {
    pub(super) code: String,
    pub(super) name: String,
}

/// All job centres, by province.
pub(super) async fn centres() -> Result<Vec<Centres>, Failure> {
    Ok(ask(CentresQuery::build(())).await?.provinces)
}

#[derive(cynic::QueryVariables)]
pub(super) struct FiguresVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "FiguresVariables")]
pub(super) struct FigureChanges {
    #[arguments(after: $after)]
    pub(super) figure_changes: FigureChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct FigureChange {
    pub(super) revision: i32,
}

pub(super) fn figure_changes(after: i32) -> cynic::StreamingOperation<FigureChanges, FiguresVariables> {
    FigureChanges::build(FiguresVariables { after })
}

#[derive(cynic::QueryVariables)]
pub(super) struct ScenarioVariables {
    scenario: cynic::Id,
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ScenarioVariables")]
pub(super) struct ScenarioChanges {
    #[arguments(scenario: $scenario, after: $after)]
    pub(super) scenario_changes: ScenarioChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct ScenarioChange {
    pub(super) revision: i32,
    outline: Option<TouchedOutline>,
    step: Option<TouchedStep>,
    cells: Vec<TouchedCell>,
    figures: Vec<TouchedFigure>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioOutline")]
struct TouchedOutline {
    __typename: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioStepTaken")]
struct TouchedStep {
    __typename: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioCell")]
struct TouchedCell {
    cpi: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioFigure")]
struct TouchedFigure {
    __typename: String,
}

impl ScenarioChange {
    /// Whether it changes what is shown of a job centre: not what is said, nor the cells of others.
    pub(super) fn touches(&self, cpi: &str) -> bool {
        let whole = self.outline.is_some() || self.step.is_some() || !self.figures.is_empty();
        whole || self.cells.iter().any(|cell| cell.cpi == cpi)
    }
}

pub(super) fn scenario_changes(
    scenario: cynic::Id,
    after: i32,
) -> cynic::StreamingOperation<ScenarioChanges, ScenarioVariables> {
    ScenarioChanges::build(ScenarioVariables { scenario, after })
}
