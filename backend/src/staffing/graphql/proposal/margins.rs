//! What one operator or some money more would bring, as partners see it.

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject};
use shared::{
    problem::Fields,
    staffing::allocate::{self, Margins, Outcome},
};

use super::{
    asked::Asked,
    bound::{InfeasibleBounds, ProposalPart},
    input::{ProposalConstraintsInput, ProposalObjectiveInput},
    read,
    why::{CellShift, LevelExchange, MoveShift},
};
use crate::{
    error::Result,
    graphql::int,
    staffing::{engine, graphql::input::cents},
};

/// What a little more would bring: each line is the best plan that has it, beside the best one as it is.
#[derive(SimpleObject)]
pub(crate) struct ProposalMargins {
    /// Revision of the scenario that was looked at; its cells are not older.
    scenario_revision: i32,
    /// Revision of the figures that the requirements were computed from.
    figures_revision: i32,
    /// The best plan if the head-count were one wider. Null when the other bounds leave none.
    operator: Option<MarginalPlan>,
    /// The best plan with so much more money. Null without a budget, or when there is none.
    money: Option<MarginalPlan>,
    /// For each job centre the best plan with one operator more there, in the sizing's order.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    cpis: Vec<CpiMargin>,
    /// Why no plan keeps all bounds. Null when there is one, or when neither was found in time.
    infeasible: Option<InfeasibleBounds>,
    /// Whether the time was over before there was anything to say.
    stopped: bool,
    /// What was not finished when the time was over: `MARGINS` when lines are missing, `PROOF` when the plan of some line is not
    /// proved.
    unfinished: Vec<ProposalPart>,
}

/// One operator more at a job centre. A pressure that is null is infinite.
#[derive(SimpleObject)]
pub(crate) struct CpiMargin {
    /// Its code.
    cpi: String,
    /// Its pressure over all profiles under the best plan as it is.
    pressure: Option<f64>,
    /// The best plan in which it has one operator more, if the head-count were one wider. Within a budget that binds, another
    /// place pays for it. Null when the bounds leave no such plan.
    next: Option<MarginalPlan>,
}

/// Another plan, by what is different from the best one as it is.
#[derive(SimpleObject)]
pub(crate) struct MarginalPlan {
    /// New operators by cell, more or fewer.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    shifts: Vec<CellShift>,
    /// People in service who move more or fewer.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    moves: Vec<MoveShift>,
    /// The job centres whose number changes.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    cpis: Vec<CpiShift>,
    /// The worst pressure then. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// What is gained, hours a year or operators; below 0, what is lost. Null where the objective has no such number.
    gain: Option<f64>,
    /// What is gained, where the objective has no such number.
    exchange: Option<LevelExchange>,
    /// What the new operators cost more in a year, euro cents.
    yearly_cost_cents: f64,
}

/// How a job centre changes. A pressure that is null is infinite.
#[derive(SimpleObject)]
pub(crate) struct CpiShift {
    /// Its code.
    cpi: String,
    /// How many operators more; below 0, how many fewer.
    by: i32,
    /// Its pressure over all profiles before.
    before: Option<f64>,
    /// Its pressure after.
    after: Option<f64>,
}

impl ProposalMargins {
    /// Finds the best plan of a scenario, and those with a little more.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
    pub(in crate::staffing::graphql) async fn of(
        ctx: &Context<'_>,
        scenario: &ID,
        objective: &ProposalObjectiveInput,
        constraints: &ProposalConstraintsInput,
        more_cents: f64,
    ) -> Result<Self> {
        let mut fields = Fields::default();
        let more = cents(&mut fields, "moreCents", more_cents);
        fields.finish()?;
        let Asked { revision, sizing, demand, request } =
            Asked::read(ctx, scenario, objective, constraints, None).await?;
        let (of, asked) = (Arc::clone(&demand), Arc::clone(&request));
        let outcome = engine::run(move |watch| Margins::of(&of, &asked, more, watch)).await.map_err(read::renamed)?;
        let mut told = Self {
            scenario_revision: int(revision),
            figures_revision: int(sizing.revision()),
            operator: None,
            money: None,
            cpis: Vec::new(),
            infeasible: None,
            stopped: false,
            unfinished: Vec::new(),
        };
        match outcome {
            Outcome::Found(margins) => {
                told.operator = margins.operator.as_ref().map(MarginalPlan::of);
                told.money = margins.money.as_ref().map(MarginalPlan::of);
                told.cpis = margins.cpis.iter().map(CpiMargin::of).collect();
                told.unfinished = margins.unfinished.into_iter().map(ProposalPart::from).collect();
            }
            Outcome::Infeasible(reason) => told.infeasible = Some(InfeasibleBounds::of(&reason)),
            Outcome::Stopped => told.stopped = true,
        }
        Ok(told)
    }
}

impl CpiMargin {
    fn of(line: &allocate::AtCpi) -> Self {
        Self { cpi: line.cpi.to_string(), pressure: line.pressure, next: line.next.as_ref().map(MarginalPlan::of) }
    }
}

impl MarginalPlan {
    fn of(next: &allocate::Next) -> Self {
        let shift = |shift: &allocate::CpiShift| CpiShift {
            cpi: shift.cpi.to_string(),
            by: int(shift.by),
            before: shift.before,
            after: shift.after,
        };
        Self {
            shifts: CellShift::list(&next.shifts),
            moves: MoveShift::list(&next.moves),
            cpis: next.cpis.iter().map(shift).collect(),
            worst_pressure: next.worst_pressure,
            gain: next.gain,
            exchange: next.exchange.map(LevelExchange::of),
            yearly_cost_cents: next.yearly_cost_cents as f64,
        }
    }
}
