//! The proposal: the engine that the page runs, on the server. It loads, asks the engine, maps, and decides nothing.

mod asked;
mod bound;
mod frontier;
mod input;
mod margins;
mod plan;
mod read;
mod robust;
mod shortage;
mod why;

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject};
use shared::staffing::allocate::Answer;

use asked::Asked;
use bound::InfeasibleBounds;
pub(crate) use frontier::ProposalFrontier;
pub(crate) use input::{ProposalConstraintsInput, ProposalObjectiveInput};
pub(crate) use margins::ProposalMargins;
use plan::BestPlan;
pub(crate) use robust::{DemandCaseInput, ProposalRobust};

use crate::{error::Result, graphql::int, staffing::engine};

/// What one run of the engine costs, in points: a request may ask for four, which its time allows.
pub(super) const RUN_COST: usize = 20_000;

/// The answer to a request: the best plan, or why there is none.
#[derive(SimpleObject)]
pub(crate) struct Proposal {
    /// Revision of the scenario that was looked at; its cells are not older.
    scenario_revision: i32,
    /// Revision of the figures that the requirements were computed from.
    figures_revision: i32,
    /// The best plan. Null when no plan keeps all bounds, or when none was found in time.
    best: Option<BestPlan>,
    /// Why no plan keeps all bounds. Null when there is a best plan, or when neither was found in time.
    infeasible: Option<InfeasibleBounds>,
    /// Whether the time was over before a plan or a contradiction was found. Fewer bounds or no transfers make it shorter.
    stopped: bool,
}

impl Proposal {
    /// Finds the best plan for a scenario.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
    pub(super) async fn of(
        ctx: &Context<'_>,
        scenario: &ID,
        objective: &ProposalObjectiveInput,
        constraints: &ProposalConstraintsInput,
    ) -> Result<Self> {
        let Asked { revision, sizing, demand, request } =
            Asked::read(ctx, scenario, objective, constraints, None).await?;
        let answer = engine::answer(Arc::clone(&demand), Arc::clone(&request)).await.map_err(read::renamed)?;
        let (best, infeasible) = match answer {
            Answer::Best(told) => (Some(BestPlan::of(told, &demand, &request, sizing.model())), None),
            Answer::Infeasible(reason) => (None, Some(InfeasibleBounds::of(&reason))),
            Answer::Stopped => (None, None),
        };
        let stopped = best.is_none() && infeasible.is_none();
        let (scenario_revision, figures_revision) = (int(revision), int(sizing.revision()));
        Ok(Self { scenario_revision, figures_revision, best, infeasible, stopped })
    }
}
