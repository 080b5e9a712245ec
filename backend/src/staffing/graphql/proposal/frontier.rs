//! Cost against the worst-served place, as partners see it.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use shared::staffing::{
    allocate::{self, Frontier, Outcome, Range, Scope},
    scenario::MAX_HEAD_COUNT,
};

use super::{
    asked::Asked,
    bound::InfeasibleBounds,
    input::{ProposalConstraintsInput, ProposalObjectiveInput},
    plan::{cost, listed},
    read,
};
use crate::{error::Result, graphql::int, staffing::engine};

/// Every cost at which the worst pressure can be lower than for less money.
pub(crate) struct ProposalFrontier {
    scenario_revision: i32,
    figures_revision: i32,
    points: Vec<allocate::Point>,
    end: Option<FrontierEnd>,
    infeasible: Option<allocate::Infeasible>,
}

/// Why a frontier goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "allocate::End")]
pub(crate) enum FrontierEnd {
    /// The worst pressure is as low as was asked for.
    Aim,
    /// The bounds let no plan go lower, whatever it costs.
    Bounds,
    /// There are more points than are told.
    Many,
    /// The time was over. The points that are told hold, but for the last one, which a plan of the same cost may go below.
    Stopped,
}

/// One point: no plan costs less with a worst pressure as low, and none has a lower one for as much.
#[derive(SimpleObject)]
pub(crate) struct FrontierPoint {
    /// What the new operators cost in a year, euro cents.
    yearly_cost_cents: f64,
    /// The worst pressure. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// New operators of the point's best plan in the objective.
    placed: i32,
    /// Code of the job centre that stands there, or of the first of several; null when the pressure is measured by province.
    cpi: Option<String>,
    /// Code of the profile, when it is measured by cell.
    profile: Option<String>,
    /// Code of the province, when it is measured by province.
    province: Option<String>,
}

/// Every cost at which the worst pressure can be lower than for less money, the cheapest first.
#[Object]
impl ProposalFrontier {
    /// Revision of the scenario that was looked at; its cells are not older.
    async fn scenario_revision(&self) -> i32 {
        self.scenario_revision
    }

    /// Revision of the figures that the requirements were computed from.
    async fn figures_revision(&self) -> i32 {
        self.figures_revision
    }

    /// The points: the cost rises and the worst pressure falls from each to the next; at most 2,000. Of two infinite pressures, both null,
    /// the one with more work is the worse: the first points serve the places with nobody, the most work first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn points(&self, #[graphql(default = 500)] first: i32) -> Result<Vec<FrontierPoint>> {
        listed(&self.points, first, FrontierPoint::of)
    }

    /// How many points there are.
    async fn count(&self) -> i32 {
        int(i64::try_from(self.points.len()).unwrap_or(i64::MAX))
    }

    /// Why there are no more. Null when no plan keeps the bounds, or when none was found in time.
    async fn end(&self) -> Option<FrontierEnd> {
        self.end
    }

    /// Why no plan keeps all bounds. Null when there is one, or when neither was found in time.
    async fn infeasible(&self) -> Option<InfeasibleBounds> {
        self.infeasible.as_ref().map(InfeasibleBounds::of)
    }
}

impl ProposalFrontier {
    /// Walks down the worst pressure of a scenario.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
    pub(in crate::staffing::graphql) async fn of(
        ctx: &Context<'_>,
        scenario: &ID,
        objective: &ProposalObjectiveInput,
        constraints: &ProposalConstraintsInput,
        aim: f64,
    ) -> Result<Self> {
        let anybody = Range::at_most(MAX_HEAD_COUNT);
        let asked = Asked::read(ctx, scenario, objective, constraints, Some(anybody)).await?;
        let (demand, request) = (Arc::clone(&asked.demand), Arc::clone(&asked.request));
        let outcome = engine::run(move |watch| Frontier::of(&demand, &request, aim, watch)).await;
        let outcome = outcome.map_err(read::renamed)?;
        let (points, end, infeasible) = match outcome {
            Outcome::Found(frontier) => (frontier.points, Some(frontier.end.into()), None),
            Outcome::Infeasible(reason) => (Vec::new(), None, Some(*reason)),
            Outcome::Stopped => (Vec::new(), Some(FrontierEnd::Stopped), None),
        };
        let (scenario_revision, figures_revision) = (int(asked.revision), int(asked.sizing.revision()));
        Ok(Self { scenario_revision, figures_revision, points, end, infeasible })
    }
}

impl FrontierPoint {
    fn of(point: &allocate::Point) -> Self {
        let (cpi, profile, province) = match &point.worst {
            Scope::Cell { cell } => (Some(cell.cpi.to_string()), Some(cell.profile.to_string()), None),
            Scope::Cpi { cpi } => (Some(cpi.to_string()), None, None),
            Scope::Province { province } => (None, None, Some(province.to_string())),
            Scope::HeadCount | Scope::Profile { .. } | Scope::Lock { .. } => (None, None, None),
        };
        Self {
            yearly_cost_cents: point.yearly_cost_cents as f64,
            worst_pressure: point.worst_pressure,
            placed: int(point.placed.into()),
            cpi,
            profile,
            province,
        }
    }
}
