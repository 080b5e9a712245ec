//! What the causes of a difference are asked of the API, and how the answer is read.

use std::collections::BTreeMap;

use cynic::QueryBuilder;
use shared::{
    code::ServiceCode,
    staffing::{FigureKey, comparison::causes::Cause, own_figures::Moved},
};

use crate::{
    allocation::api::scenario_id,
    graphql::{Failure, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct CausesVariables {
    scenarios: Vec<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CausesVariables")]
struct AskCauses {
    services: Vec<Service>,
    #[arguments(scenarios: $scenarios)]
    scenario_compare: Compared,
}

#[derive(cynic::QueryFragment)]
struct Service {
    code: String,
    name_it: String,
    name_en: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioComparison")]
struct Compared {
    figures_revision: i32,
    scenarios: Vec<ComparedScenario>,
    causes: Option<DifferenceCauses>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct ComparedScenario {
    revision: i32,
}

#[derive(cynic::QueryFragment)]
struct DifferenceCauses {
    figures: Vec<DifferingFigure>,
    region: ExplainedDifference,
    provinces: Vec<ProvinceCauses>,
    cpis: Vec<CpiCauses>,
}

#[derive(cynic::QueryFragment)]
struct DifferingFigure {
    key: String,
    base: Option<f64>,
    other: Option<f64>,
}

#[derive(cynic::QueryFragment)]
struct ProvinceCauses {
    explained: ExplainedDifference,
}

#[derive(cynic::QueryFragment)]
struct CpiCauses {
    explained: ExplainedDifference,
    cells: Vec<CellCauses>,
}

#[derive(cynic::QueryFragment)]
struct CellCauses {
    explained: ExplainedDifference,
}

#[derive(cynic::QueryFragment)]
struct ExplainedDifference {
    placed: SplitDifference,
    required: SplitDifference,
    missing: SplitDifference,
}

#[derive(cynic::QueryFragment)]
struct SplitDifference {
    difference: f64,
    parts: Vec<CausePart>,
}

#[derive(cynic::QueryFragment)]
struct CausePart {
    cause: DifferenceCause,
    operators: f64,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
enum DifferenceCause {
    Volume,
    Standard,
    Share,
    WorkingTime,
    Staff,
    HeadCount,
    Lock,
    ByHand,
}

impl From<DifferenceCause> for Cause {
    fn from(of: DifferenceCause) -> Self {
        match of {
            DifferenceCause::Volume => Self::Volume,
            DifferenceCause::Standard => Self::Standard,
            DifferenceCause::Share => Self::Share,
            DifferenceCause::WorkingTime => Self::WorkingTime,
            DifferenceCause::Staff => Self::Staff,
            DifferenceCause::HeadCount => Self::HeadCount,
            DifferenceCause::Lock => Self::Lock,
            DifferenceCause::ByHand => Self::ByHand,
        }
    }
}

/// A difference, and what each cause makes of it: those that make nothing are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Split {
    pub(super) difference: f64,
    pub(super) parts: Vec<(Cause, f64)>,
}

/// The differences somewhere, in the order of [`Quantity::ALL`](shared::staffing::comparison::causes::Quantity::ALL).
pub(super) type Explained = [Split; 3];

/// Why two scenarios differ, as the page shows it. Provinces and CPIs are in the comparison's order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// The revisions of the figures and of both scenarios that it rests on.
    pub(super) revisions: (i32, Vec<i32>),
    /// The names of the services, Italian and English.
    pub(super) services: BTreeMap<ServiceCode, (String, String)>,
    /// The figures that differ.
    pub(super) moved: Vec<Moved>,
    pub(super) region: Explained,
    pub(super) provinces: Vec<Explained>,
    pub(super) cpis: Vec<Explained>,
    /// Shape `[cpis][profiles]`.
    pub(super) cells: Vec<Vec<Explained>>,
}

/// Asks why one scenario differs from another, by their UUIDs. `None`: the server's time was over before it knew.
pub(super) async fn causes(base: &str, other: &str) -> Result<Option<Told>, Failure> {
    let scenarios = vec![scenario_id(base), scenario_id(other)];
    let answer = ask(AskCauses::build(CausesVariables { scenarios })).await?;
    let named = |of: Service| Some((ServiceCode::new(of.code).ok()?, (of.name_it, of.name_en)));
    let services: BTreeMap<ServiceCode, (String, String)> = answer.services.into_iter().filter_map(named).collect();
    let Compared { figures_revision, scenarios, causes } = answer.scenario_compare;
    let revisions = (figures_revision, scenarios.iter().map(|one| one.revision).collect());
    Ok(causes.map(|told| read(told, services, revisions)))
}

fn read(told: DifferenceCauses, services: BTreeMap<ServiceCode, (String, String)>, revisions: (i32, Vec<i32>)) -> Told {
    let figure = |of: DifferingFigure| {
        let key: FigureKey = of.key.parse().ok()?;
        Some(Moved { key, then: of.base, now: of.other })
    };
    let (mut cpis, mut cells) = (Vec::with_capacity(told.cpis.len()), Vec::with_capacity(told.cpis.len()));
    for of in told.cpis {
        cpis.push(explained(of.explained));
        cells.push(of.cells.into_iter().map(|cell| explained(cell.explained)).collect());
    }
    Told {
        revisions,
        services,
        moved: told.figures.into_iter().filter_map(figure).collect(),
        region: explained(told.region),
        provinces: told.provinces.into_iter().map(|of| explained(of.explained)).collect(),
        cpis,
        cells,
    }
}

fn explained(of: ExplainedDifference) -> Explained {
    let split = |of: SplitDifference| Split {
        difference: of.difference,
        parts: of.parts.into_iter().map(|part| (part.cause.into(), part.operators)).collect(),
    };
    [split(of.placed), split(of.required), split(of.missing)]
}
