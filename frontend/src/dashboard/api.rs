//! What the Cruscotto asks of the API. The server does the sizing: the first page stays small.

use cynic::{QueryBuilder, SubscriptionBuilder};
use shared::id::{GlobalId, Kind};

use crate::graphql::{DateTime, Failure, ask, schema};

#[derive(cynic::QueryVariables)]
pub(super) struct Variables {
    scenario: Option<cynic::Id>,
}

/// Everything that the page shows.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query", variables = "Variables")]
pub(super) struct Overview {
    #[arguments(scenario: $scenario)]
    pub(super) sizing: Sizing,
    pub(super) figures: FigureSet,
    #[arguments(first: 50)]
    pub(super) scenarios: ScenarioConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Sizing {
    pub(super) load: Load,
    pub(super) provinces: Vec<ProvinceSizing>,
    pub(super) cpis: Vec<CpiSizing>,
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

    /// Operators that are missing, FTE; none when there are enough.
    pub(super) fn missing(&self) -> f64 {
        (self.required - self.have - f64::from(self.placed)).max(0.0)
    }
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct ProvinceSizing {
    pub(super) province: Province,
    pub(super) load: Load,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Province {
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct CpiSizing {
    pub(super) cpi: Cpi,
    pub(super) load: Load,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Cpi {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct FigureSet {
    pub(super) revision: i32,
    pub(super) figures: Vec<Figure>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Figure {
    pub(super) provenance: Provenance,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Provenance {
    pub(super) origin: Origin,
}

/// The contract's names of the origins; only assumptions matter here.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
#[cynic(non_exhaustive)]
pub(super) enum Origin {
    Assumption,
    #[cynic(fallback)]
    Other,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct ScenarioConnection {
    pub(super) nodes: Vec<Scenario>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Scenario {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) head_count: i32,
    pub(super) revision: i32,
    pub(super) edited_at: DateTime,
    pub(super) cells: Vec<Cell>,
}

impl Scenario {
    /// The UUID, as addresses have it.
    pub(super) fn uuid(&self) -> String {
        GlobalId::key_of(self.id.inner(), Kind::Scenario).unwrap_or_default()
    }

    /// Operators placed so far.
    pub(super) fn placed(&self) -> i32 {
        self.cells.iter().map(|cell| cell.operators).sum()
    }
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ScenarioCell")]
pub(super) struct Cell {
    pub(super) operators: i32,
}

/// Asks for everything, with a scenario's operators placed or with none.
pub(super) async fn overview(scenario: Option<&str>) -> Result<Overview, Failure> {
    ask(Overview::build(Variables { scenario: scenario.map(scenario_id) })).await
}

fn scenario_id(uuid: &str) -> cynic::Id {
    cynic::Id::new(GlobalId::new(Kind::Scenario, uuid).to_string())
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
}

pub(super) fn scenario_changes(
    uuid: &str,
    after: i32,
) -> cynic::StreamingOperation<ScenarioChanges, ScenarioVariables> {
    ScenarioChanges::build(ScenarioVariables { scenario: scenario_id(uuid), after })
}
