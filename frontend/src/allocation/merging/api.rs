//! What the window of a merge asks of the API, and how it reads the answer.

use cynic::QueryBuilder;
use shared::{
    code::{CpiCode, ProfileCode},
    staffing::{CellKey, CellValue, FigureKey, merge::Sides},
};

use crate::{
    allocation::api::scenario_id,
    graphql::{Failure, ask, schema},
};

#[derive(cynic::QueryVariables)]
struct MergeVariables {
    scenario: cynic::Id,
    from: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MergeVariables")]
struct AskMerge {
    #[arguments(scenario: $scenario, from: $from)]
    scenario_merge: ScenarioMerge,
}

#[derive(cynic::QueryFragment)]
struct ScenarioMerge {
    from: Scenario,
    base: Option<MergeBase>,
    cells: Vec<MergedCell>,
    figures: Vec<MergedFigure>,
    bounds: Vec<MergedBound>,
}

#[derive(cynic::QueryFragment)]
struct Scenario {
    name: String,
    revision: i32,
}

#[derive(cynic::QueryFragment)]
struct MergeBase {
    name: String,
    revision: i32,
}

#[derive(cynic::QueryFragment)]
struct MergedCell {
    cpi: String,
    profile: String,
    base: MergedValue,
    mine: MergedValue,
    theirs: MergedValue,
}

#[derive(cynic::QueryFragment)]
struct MergedValue {
    operators: i32,
    locked: bool,
}

#[derive(cynic::QueryFragment)]
struct MergedFigure {
    key: String,
    mine: Option<f64>,
    theirs: Option<f64>,
}

#[derive(cynic::QueryFragment)]
struct MergedBound {
    bound: ScenarioBound,
    mine: f64,
    theirs: f64,
}

/// A bound of a scenario.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScenarioBound {
    HeadCount,
    BudgetCents,
    Months,
}

/// What another scenario would bring.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// The other one's name and revision.
    pub(super) from: (String, i32),
    /// The name and revision of what both come from; none when that is nothing known.
    pub(super) base: Option<(String, i32)>,
    /// The cells that one of the two changed, as they were when it was asked.
    pub(super) cells: Vec<(CellKey, Sides<CellValue>)>,
    /// The figures that differ: mine, theirs.
    pub(super) figures: Vec<(FigureKey, Option<f64>, Option<f64>)>,
    /// The bounds that differ: mine, theirs.
    pub(super) bounds: Vec<(ScenarioBound, f64, f64)>,
}

/// What the one scenario would bring into the other, by their UUIDs. Nothing is written.
pub(super) async fn merge(scenario: &str, from: &str) -> Result<Told, Failure> {
    let variables = MergeVariables { scenario: scenario_id(scenario), from: scenario_id(from) };
    let told = ask(AskMerge::build(variables)).await?.scenario_merge;
    let figure = |of: MergedFigure| Some((of.key.parse().ok()?, of.mine, of.theirs));
    Ok(Told {
        from: (told.from.name, told.from.revision),
        base: told.base.map(|base| (base.name, base.revision)),
        cells: told.cells.into_iter().filter_map(cell).collect(),
        figures: told.figures.into_iter().filter_map(figure).filter(|(_, mine, theirs)| mine != theirs).collect(),
        bounds: told
            .bounds
            .into_iter()
            .map(|of| (of.bound, of.mine, of.theirs))
            .filter(|(_, mine, theirs)| mine != theirs)
            .collect(),
    })
}

fn cell(of: MergedCell) -> Option<(CellKey, Sides<CellValue>)> {
    let value = |of: &MergedValue| CellValue { operators: of.operators.unsigned_abs(), locked: of.locked };
    let key = CellKey { cpi: CpiCode::new(of.cpi).ok()?, profile: ProfileCode::new(of.profile).ok()? };
    Some((key, Sides { base: value(&of.base), mine: value(&of.mine), theirs: value(&of.theirs) }))
}
