//! The queries of the staffing.

use async_graphql::{Context, ID, Object, connection::Connection};
use shared::identity::Resource;
use uuid::Uuid;

use super::{
    Profile, Scenario, Service,
    comparison::ScenarioComparison,
    figure::{Figure, FigureSet},
    merge::{MERGE_COST, ScenarioMerge},
    order::{ScenarioOrderName, ScenarioPosition},
    proposal::{
        DemandCaseInput, Proposal, ProposalConstraintsInput, ProposalFrontier, ProposalMargins, ProposalObjectiveInput,
        ProposalRobust, RUN_COST,
    },
    sizing::{RegionSizing, scenario_key},
    standing::ScenarioFilterInput,
};
use crate::{
    cx::Cx,
    error::Result,
    graphql::page::{Cursor, connect, cost},
    page::Page,
    staffing::store::{self, ScenarioAt},
};

/// The queries of the staffing.
#[derive(Debug, Default)]
pub(crate) struct StaffingQuery;

#[Object]
impl StaffingQuery {
    /// The professional profiles, in the plan's order.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn profiles(&self, ctx: &Context<'_>) -> Result<Vec<Profile>> {
        Ok(store::profile_list(Cx::of(ctx)?.db().read()).await?.into_iter().map(Profile).collect())
    }

    /// The services, in the plan's order.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn services(&self, ctx: &Context<'_>) -> Result<Vec<Service>> {
        Ok(store::service_list(Cx::of(ctx)?.db().read()).await?.into_iter().map(Service).collect())
    }

    /// The figures that the sizing rests on, with their revision.
    async fn figures(&self, ctx: &Context<'_>) -> Result<FigureSet> {
        FigureSet::read(ctx).await
    }

    /// The sizing of the whole region under today's figures; with a scenario, by its own figures and with its operators placed.
    async fn sizing(&self, ctx: &Context<'_>, scenario: Option<ID>) -> Result<RegionSizing> {
        RegionSizing::of(ctx, scenario.as_ref()).await
    }

    /// The scenarios that the caller may read, newest first if no other order is asked for; those in the archive only when they are asked for.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn scenarios(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<ScenarioFilterInput>,
        #[graphql(default)] order: ScenarioOrderName,
    ) -> Result<Connection<Cursor<ScenarioPosition>, Scenario, ScenarioTotal>> {
        let cx = Cx::of(ctx)?;
        let page: Page<ScenarioPosition> = Page::parse(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().parse();
        let at = page.after(|at| at.0.clone());
        let rows = match cx.may(&Resource::Region) {
            Ok(permit) => store::scenario_list(cx.db().read(), &permit, &filter, order.into(), &at).await?,
            Err(_) => Vec::new(),
        };
        let node = |row| (ScenarioPosition(ScenarioAt::of(&row)), Scenario(row));
        Ok(connect(&page, rows, ScenarioTotal(filter), node))
    }

    /// The best division of a scenario's new operators, with its proof and its reasons, or why there is none. Nothing is
    /// written: take it over with `scenarioCellsSet`.
    ///
    /// The same engine as the page's, on the scenario's sizing by its own figures. Within a budget or a limit on moves it searches
    /// for 24 million counted steps, and for three seconds at most; only these can make it stop before the proof. It costs 20,000
    /// points, so a query may ask for four.
    #[graphql(complexity = "RUN_COST + child_complexity")]
    async fn proposal(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        objective: ProposalObjectiveInput,
        constraints: Option<ProposalConstraintsInput>,
    ) -> Result<Proposal> {
        Proposal::of(ctx, &scenario, &objective, &constraints.unwrap_or_default()).await
    }

    /// What one operator more would bring, in all and at each job centre in turn, and what more money would: each line is the
    /// best plan that has it, not an estimate. `moreCents` is that money, over the months of the budget; without a budget it
    /// counts nothing.
    ///
    /// It costs 20,000 points and runs for three seconds at most.
    #[graphql(complexity = "RUN_COST + child_complexity")]
    async fn proposal_margins(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        objective: ProposalObjectiveInput,
        constraints: Option<ProposalConstraintsInput>,
        #[graphql(default = 1_000_000.0)] more_cents: f64,
    ) -> Result<ProposalMargins> {
        ProposalMargins::of(ctx, &scenario, &objective, &constraints.unwrap_or_default(), more_cents).await
    }

    /// Cost against the worst-served place: every plan for which no cheaper one keeps the worst pressure as low, until that is no
    /// more than `aim`. All constraints are kept but the budget, since money is what is asked; left out, the head-count has no
    /// limit. The objective decides where pressures are measured, and among plans of one cost.
    ///
    /// It costs 20,000 points and runs for three seconds at most.
    #[graphql(complexity = "RUN_COST + child_complexity")]
    async fn proposal_frontier(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        objective: ProposalObjectiveInput,
        constraints: Option<ProposalConstraintsInput>,
        #[graphql(default = 1.0)] aim: f64,
    ) -> Result<ProposalFrontier> {
        ProposalFrontier::of(ctx, &scenario, &objective, &constraints.unwrap_or_default(), aim).await
    }

    /// One plan for several demands: the one whose greatest regret is the least. A plan's regret in a case is how far its worst
    /// pressure is above the lowest that any plan has in that case; of plans with the same regret the objective decides, in the
    /// first case. With a low, a likely and a high case it carries the band of the need into the plan.
    ///
    /// It costs 20,000 points and runs for three seconds at most.
    #[graphql(complexity = "RUN_COST + child_complexity")]
    async fn proposal_robust(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        objective: ProposalObjectiveInput,
        constraints: Option<ProposalConstraintsInput>,
        cases: Vec<DemandCaseInput>,
    ) -> Result<ProposalRobust> {
        ProposalRobust::of(ctx, &scenario, &objective, &constraints.unwrap_or_default(), &cases).await
    }

    /// Two to four scenarios side by side, each by its own figures: what each comes to in the region, in each province and at each job
    /// centre, and in which cells they differ. Every list over scenarios is in the order of `scenarios`.
    #[graphql(complexity = "100 + child_complexity")]
    async fn scenario_compare(&self, ctx: &Context<'_>, scenarios: Vec<ID>) -> Result<ScenarioComparison> {
        ScenarioComparison::of(ctx, &scenarios).await
    }

    /// What would come of bringing the changes of another scenario into one, cell by cell, since both were one. Nothing is written.
    #[graphql(complexity = "MERGE_COST + child_complexity")]
    async fn scenario_merge(&self, ctx: &Context<'_>, scenario: ID, from: ID) -> Result<ScenarioMerge> {
        ScenarioMerge::of(ctx, &scenario, &from).await
    }

    /// One scenario. Null when there is none that the caller may read.
    async fn scenario(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Scenario>> {
        let cx = Cx::of(ctx)?;
        match (scenario_key(&id), cx.may(&Resource::Region)) {
            (Some(key), Ok(permit)) => Ok(store::scenario_find(cx.db().read(), &permit, key).await?.map(Scenario)),
            _ => Ok(None),
        }
    }
}

/// How many such scenarios there are in all, counted when asked.
pub(crate) struct ScenarioTotal(store::ScenarioFilter);

#[Object]
impl ScenarioTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        // Whoever may read none is told that there are none.
        let Ok(permit) = cx.may(&Resource::Region) else { return Ok(0) };
        let count = store::scenario_count(cx.db().read(), &permit, &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

pub(crate) async fn figure_node(ctx: &Context<'_>, key: &str) -> Result<Option<Figure>> {
    let found = store::figure_find(Cx::of(ctx)?.db().read(), key).await?;
    found.as_ref().map(Figure::of).transpose()
}

pub(crate) async fn scenario_node(ctx: &Context<'_>, key: &str) -> Result<Option<Scenario>> {
    let Ok(id) = Uuid::try_parse(key) else { return Ok(None) };
    let cx = Cx::of(ctx)?;
    // Whoever may not read scenarios learns no more than that there is none.
    let Ok(permit) = cx.may(&Resource::Region) else { return Ok(None) };
    Ok(store::scenario_find(cx.db().read(), &permit, id).await?.map(Scenario))
}
