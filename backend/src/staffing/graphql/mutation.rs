//! The mutations of the staffing: parse, stamp, hand to the store.

use async_graphql::{Context, Object, SimpleObject};
use shared::{
    Problem, Rule,
    identity::{
        Permit, Resource,
        policy::act::{EditCells, EditFigures, EditStaff},
    },
    problem::Fields,
    staffing::{CellEdits, FigureKey, figure_edit::FigureEdits},
};

use super::{
    Scenario,
    input::{FiguresSetInput, ScenarioCellsSetInput, ScenarioCreateInput, ScenarioUpdateInput},
    sizing::scenario_key,
};
use crate::{
    changes::{FIGURES, scenario_topic},
    clock::new_id,
    cx::Cx,
    error::{Error, Result},
    graphql::int,
    staffing::store::{CellsSet, FiguresPermit, FiguresSet, ScenarioCreate, ScenarioUpdate},
};

/// The mutations of the staffing.
#[derive(Debug, Default)]
pub(crate) struct StaffingMutation;

/// The scenario that was made.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCreatePayload {
    scenario: Scenario,
}

/// The scenario after the change.
#[derive(SimpleObject)]
pub(crate) struct ScenarioUpdatePayload {
    scenario: Scenario,
}

/// What setting cells came to.
#[derive(SimpleObject)]
pub(crate) struct ScenarioCellsSetPayload {
    /// The scenario's revision that this write made: the new revision of its cells.
    revision: i32,
}

/// What setting figures came to.
#[derive(SimpleObject)]
pub(crate) struct FiguresSetPayload {
    /// The revision of the figures that this write made.
    revision: i32,
}

#[Object]
impl StaffingMutation {
    /// Creates an empty scenario.
    async fn scenario_create(&self, ctx: &Context<'_>, input: ScenarioCreateInput) -> Result<ScenarioCreatePayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let outline = input.parse()?;
        let stamp = cx.stamp(&input.write, "scenarioCreate", &input)?;
        let id = new_id();
        let row = cx.write(&scenario_topic(id), &ScenarioCreate { id, outline, permit, stamp }).await?;
        Ok(ScenarioCreatePayload { scenario: Scenario(row) })
    }

    /// Renames a scenario, or changes its year or its bounds.
    async fn scenario_update(&self, ctx: &Context<'_>, input: ScenarioUpdateInput) -> Result<ScenarioUpdatePayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let bounds = input.parse()?;
        let stamp = cx.stamp(&input.write, "scenarioUpdate", &input)?;
        let id = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let update = ScenarioUpdate {
            id,
            name: input.name,
            year: bounds.year,
            head_count: bounds.head_count,
            budget_cents: bounds.budget_cents,
            months: bounds.months,
            permit,
            stamp,
        };
        let row = cx.write(&scenario_topic(id), &update).await?;
        Ok(ScenarioUpdatePayload { scenario: Scenario(row) })
    }

    /// Sets cells of one scenario, all or none. An older revision refuses the batch with `CONFLICT`.
    async fn scenario_cells_set(
        &self,
        ctx: &Context<'_>,
        input: ScenarioCellsSetInput,
    ) -> Result<ScenarioCellsSetPayload> {
        let cx = Cx::of(ctx)?;
        let edits = input.parse()?;
        let stamp = cx.stamp(&input.write, "scenarioCellsSet", &input)?;
        let scenario = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let permit = may_set(cx, &edits)?;
        let revision = cx.write(&scenario_topic(scenario), &CellsSet { scenario, edits, permit, stamp }).await?;
        Ok(ScenarioCellsSetPayload { revision: int(revision) })
    }

    /// Sets figures, all or none. An older revision refuses the batch with `CONFLICT`.
    async fn figures_set(&self, ctx: &Context<'_>, input: FiguresSetInput) -> Result<FiguresSetPayload> {
        let cx = Cx::of(ctx)?;
        let edits = input.parse()?;
        let stamp = cx.stamp(&input.write, "figuresSet", &input)?;
        let permit = may_change(cx, &edits)?;
        let revision = cx.write(FIGURES, &FiguresSet { edits, permit, stamp }).await?;
        Ok(FiguresSetPayload { revision: int(revision) })
    }
}

/// Asks leave for every cell of a batch. One that lies elsewhere is named, whether it exists or not.
pub(super) fn may_set(cx: &Cx, edits: &CellEdits) -> Result<Permit<EditCells>> {
    let mut fields = Fields::default();
    let mut given = None;
    for (index, edit) in edits.as_slice().iter().enumerate() {
        match cx.may(&Resource::Cpi(edit.cell.cpi.clone())) {
            Ok(permit) => given = Some(permit),
            Err(Error::Refused(Problem::NotFound)) => fields.push(format!("edits.{index}.cpi"), Rule::NotYours),
            Err(other) => return Err(other),
        }
    }
    fields.finish()?;
    given.ok_or_else(|| Error::invalid("edits", Rule::Required))
}

/// Asks leave for every figure of a batch: who is in service at a job centre is its own people's to say, all else the region's.
fn may_change(cx: &Cx, edits: &FigureEdits) -> Result<FiguresPermit> {
    let mut fields = Fields::default();
    let mut given = None;
    for (index, edit) in edits.as_slice().iter().enumerate() {
        let asked = match &edit.key {
            FigureKey::Staff(cpi, _) | FigureKey::IndividualAllowance(cpi, _) => {
                cx.may::<EditStaff>(&Resource::Cpi(cpi.clone())).map(FiguresPermit::Staff)
            }
            _ => cx.may::<EditFigures>(&Resource::Region).map(FiguresPermit::Region),
        };
        match asked {
            Ok(permit) => given = Some(permit),
            Err(Error::Refused(Problem::NotFound | Problem::Forbidden)) => {
                fields.push(format!("edits.{index}.key"), Rule::NotYours);
            }
            Err(other) => return Err(other),
        }
    }
    fields.finish()?;
    given.ok_or_else(|| Error::invalid("edits", Rule::Required))
}
