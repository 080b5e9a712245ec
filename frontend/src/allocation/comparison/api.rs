//! What the comparison asks of the API, and how it reads the answer.

use cynic::QueryBuilder;
use shared::{
    id::{GlobalId, Kind},
    staffing::{Totals, comparison::Measures, scenario},
};

use crate::{
    allocation::{api::scenario_id, standing::Standing},
    graphql::{DateTime, Failure, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct CompareVariables {
    scenarios: Vec<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CompareVariables")]
struct Compare {
    #[arguments(scenarios: $scenarios)]
    scenario_compare: ScenarioComparison,
}

#[derive(cynic::QueryFragment)]
struct ScenarioComparison {
    figures_revision: i32,
    scenarios: Vec<ComparedScenario>,
    region: Vec<ScenarioMeasures>,
    provinces: Vec<ProvinceComparison>,
    cpis: Vec<CpiComparison>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct ComparedScenario {
    id: cynic::Id,
    name: String,
    year: i32,
    head_count: i32,
    revision: i32,
    standing: Standing,
    own_figures: Vec<OwnFigure>,
    base: Option<Base>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioFigure")]
struct OwnFigure {
    #[expect(dead_code, reason = "they are counted; a selection is never empty")]
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioBase")]
struct Base {
    at: DateTime,
}

#[derive(cynic::QueryFragment)]
struct ScenarioMeasures {
    load: Load,
    worst_pressure: Option<f64>,
    worst_cpi: Option<NamedCpi>,
    gini: Option<f64>,
    cost_cents: f64,
}

#[derive(cynic::QueryFragment)]
struct Load {
    required: f64,
    have: f64,
    placed: i32,
    unmet_hours: f64,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Cpi")]
struct NamedCpi {
    name: String,
}

#[derive(cynic::QueryFragment)]
struct ProvinceComparison {
    province: Province,
    measures: Vec<ScenarioMeasures>,
}

#[derive(cynic::QueryFragment)]
struct Province {
    code: String,
    name: String,
}

#[derive(cynic::QueryFragment)]
struct CpiComparison {
    cpi: Cpi,
    loads: Vec<Load>,
    cells: Vec<CellComparison>,
}

#[derive(cynic::QueryFragment)]
struct Cpi {
    code: String,
    name: String,
    province: CpiProvince,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Province")]
struct CpiProvince {
    code: String,
}

#[derive(cynic::QueryFragment)]
struct CellComparison {
    profile: Profile,
    operators: Vec<i32>,
}

#[derive(cynic::QueryFragment)]
struct Profile {
    code: String,
    name_it: String,
    name_en: String,
}

/// The comparison as the page shows it. Every list over scenarios is in their order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// Revision of the figures under which all were sized.
    pub(super) figures_revision: i32,
    pub(super) scenarios: Vec<Named>,
    pub(super) region: Vec<Seen>,
    pub(super) provinces: Vec<Territory>,
    pub(super) cpis: Vec<Centre>,
}

/// One of the scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) head_count: i32,
    pub(super) revision: i32,
    pub(super) standing: scenario::Standing,
    /// How many figures it changes for itself.
    pub(super) own_figures: usize,
    /// When the base was kept that it rests on, RFC 3339 in UTC; none while it moves with today's.
    pub(super) base_at: Option<String>,
}

/// What a scenario comes to somewhere, and the name of the CPI that is worst off.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) measures: Measures,
    pub(super) worst: String,
}

/// A province.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Territory {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) seen: Vec<Seen>,
}

/// A CPI.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Centre {
    pub(super) code: String,
    pub(super) name: String,
    /// Its province's place.
    pub(super) province: usize,
    pub(super) totals: Vec<Totals>,
    pub(super) cells: Vec<Cell>,
}

/// A profile at a CPI.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) profile: String,
    pub(super) name_it: String,
    pub(super) name_en: String,
    pub(super) operators: Vec<i64>,
}

/// Compares scenarios, by their UUIDs.
pub(super) async fn compare(keys: &[String]) -> Result<Told, Failure> {
    let scenarios = keys.iter().map(|key| scenario_id(key)).collect();
    let answer = ask(Compare::build(CompareVariables { scenarios })).await?.scenario_compare;
    let provinces: Vec<Territory> = answer
        .provinces
        .into_iter()
        .map(|of| Territory { code: of.province.code, name: of.province.name, seen: seen(of.measures) })
        .collect();
    let centre = |of: CpiComparison| Centre {
        province: provinces.iter().position(|known| known.code == of.cpi.province.code).unwrap_or_default(),
        code: of.cpi.code,
        name: of.cpi.name,
        totals: of.loads.iter().map(totals).collect(),
        cells: of.cells.into_iter().map(cell).collect(),
    };
    let cpis = answer.cpis.into_iter().map(centre).collect();
    Ok(Told {
        figures_revision: answer.figures_revision,
        scenarios: answer.scenarios.into_iter().map(named).collect(),
        region: seen(answer.region),
        provinces,
        cpis,
    })
}

fn named(of: ComparedScenario) -> Named {
    Named {
        key: GlobalId::key_of(of.id.inner(), Kind::Scenario).unwrap_or_default(),
        name: of.name,
        year: of.year,
        head_count: of.head_count,
        revision: of.revision,
        standing: of.standing.read(),
        own_figures: of.own_figures.len(),
        base_at: of.base.map(|base| base.at.0),
    }
}

fn seen(of: Vec<ScenarioMeasures>) -> Vec<Seen> {
    let one = |of: ScenarioMeasures| Seen {
        measures: Measures {
            totals: totals(&of.load),
            worst_cpi: None,
            worst: of.worst_pressure.unwrap_or(f64::INFINITY),
            gini: of.gini,
            cost_cents: of.cost_cents as u64,
        },
        worst: of.worst_cpi.map(|cpi| cpi.name).unwrap_or_default(),
    };
    of.into_iter().map(one).collect()
}

fn totals(of: &Load) -> Totals {
    let placed = u64::try_from(of.placed).unwrap_or_default();
    Totals { required: of.required, have: of.have, placed, unmet_hours: of.unmet_hours }
}

fn cell(of: CellComparison) -> Cell {
    Cell {
        profile: of.profile.code,
        name_it: of.profile.name_it,
        name_en: of.profile.name_en,
        operators: of.operators.into_iter().map(i64::from).collect(),
    }
}
