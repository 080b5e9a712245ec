//! What the board asks of the API about its scenario's figures.

use cynic::{MutationBuilder, QueryBuilder};
use serde::Serialize;
use shared::{
    staffing::{FigureKey, own_figures::OwnEdit},
    territory::Catchment,
};

use super::{Kept, Own};
use crate::{
    allocation::api::scenario_id,
    graphql::{DateTime, Failure, ask, schema},
};

/// A figure of a scenario's own.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioFigure")]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct OwnFigure {
    pub(in super::super) key: String,
    pub(in super::super) value: Option<f64>,
    pub(in super::super) note: Option<String>,
    pub(in super::super) revision: i32,
    pub(in super::super) edited_by: String,
    pub(in super::super) edited_at: DateTime,
}

impl OwnFigure {
    /// Which figure. `None` for one of a newer server that this page does not know.
    pub(super) fn key(&self) -> Option<FigureKey> {
        self.key.parse().ok()
    }

    /// What the scenario says of it; `None` when the base stands again.
    pub(super) fn read(&self) -> Option<Own> {
        Some(Own {
            value: self.value?,
            note: self.note.clone(),
            revision: u64::try_from(self.revision).unwrap_or_default(),
            by: self.edited_by.clone(),
            at: self.edited_at.0.clone(),
        })
    }

    /// As the server would tell it.
    pub(in super::super) fn of(key: &FigureKey, own: &Own) -> Self {
        Self {
            key: key.to_string(),
            value: Some(own.value),
            note: own.note.clone(),
            revision: i32::try_from(own.revision).unwrap_or(i32::MAX),
            edited_by: own.by.clone(),
            edited_at: DateTime(own.at.clone()),
        }
    }
}

/// The base that was kept with a scenario.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[cynic(graphql_type = "ScenarioBase")]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Base {
    at: DateTime,
    revision: i32,
    figures: Vec<BaseFigure>,
    catchments: Vec<BaseCatchment>,
}

/// Whom a CPI serves on the map that was kept.
#[derive(cynic::QueryFragment, Serialize, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioCatchment")]
#[serde(rename_all = "camelCase")]
pub(super) struct BaseCatchment {
    cpi: String,
    working_age: i32,
    staffed_for: i32,
    registered_unemployed: Option<i32>,
}

impl BaseCatchment {
    /// As the sizing knows it, if it is this CPI's.
    pub(super) fn of(&self, own: &Catchment) -> Option<Catchment> {
        let count = |people: i32| u64::try_from(people).unwrap_or_default();
        (self.cpi == own.cpi.as_str()).then(|| Catchment {
            working_age: count(self.working_age),
            staffed_for: count(self.staffed_for),
            registered_unemployed: self.registered_unemployed.map(count),
            ..own.clone()
        })
    }
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
struct BaseFigure {
    key: String,
    value: f64,
}

impl Base {
    pub(super) fn read(&self) -> Kept {
        let figures = self.figures.iter().filter_map(|figure| Some((figure.key.parse().ok()?, figure.value)));
        Kept {
            at: self.at.0.clone(),
            revision: self.revision,
            figures: figures.collect(),
            catchments: self.catchments.clone(),
        }
    }

    /// As the server would tell it.
    pub(in super::super) fn of(kept: &Kept) -> Self {
        let figure = |(key, value): (&FigureKey, &f64)| BaseFigure { key: key.to_string(), value: *value };
        Self {
            at: DateTime(kept.at.clone()),
            revision: kept.revision,
            figures: kept.figures.iter().map(figure).collect(),
            catchments: kept.catchments.clone(),
        }
    }
}

#[derive(cynic::QueryVariables)]
struct BaseVariables {
    scenario: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "BaseVariables")]
struct BaseQuery {
    #[arguments(id: $scenario)]
    scenario: Option<Based>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario")]
struct Based {
    base: Option<Base>,
}

/// The base that was kept with a scenario; none while it moves with today's.
pub(super) async fn base(uuid: &str) -> Result<Option<Base>, Failure> {
    let answer = ask(BaseQuery::build(BaseVariables { scenario: scenario_id(uuid) })).await?;
    Ok(answer.scenario.and_then(|scenario| scenario.base))
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioFigureEditInput {
    key: String,
    value: Option<f64>,
    note: String,
    seen: i32,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioFiguresSetInput {
    write: String,
    scenario: cynic::Id,
    edits: Vec<ScenarioFigureEditInput>,
}

#[derive(cynic::QueryVariables)]
struct FiguresSetVariables {
    input: ScenarioFiguresSetInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "FiguresSetVariables")]
struct OwnFiguresSet {
    #[arguments(input: $input)]
    scenario_figures_set: OwnFiguresSetPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioFiguresSetPayload")]
struct OwnFiguresSetPayload {
    revision: i32,
}

/// Sets one figure of a scenario's own, or gives it back to the base. Answers the scenario's revision that it made.
pub(super) async fn scenario_figure_set(uuid: &str, write: &str, edit: &OwnEdit) -> Result<i32, Failure> {
    let edits = vec![ScenarioFigureEditInput {
        key: edit.key.to_string(),
        value: edit.value,
        note: edit.note.clone().unwrap_or_default(),
        seen: i32::try_from(edit.seen).unwrap_or(i32::MAX),
    }];
    let input = ScenarioFiguresSetInput { write: write.to_owned(), scenario: scenario_id(uuid), edits };
    Ok(ask(OwnFiguresSet::build(FiguresSetVariables { input })).await?.scenario_figures_set.revision)
}
