//! The proposal: the engine that the page runs, on the server. It loads, asks the engine, maps, and decides nothing.

mod bound;
mod input;
mod plan;
mod read;
mod why;

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, ID, SimpleObject};
use shared::{
    code::{CpiCode, ProfileCode},
    identity::Resource,
    staffing::{
        CellKey,
        allocate::{Answer, Demand, Lock},
    },
};

use bound::InfeasibleBounds;
pub(crate) use input::{ProposalConstraintsInput, ProposalObjectiveInput};
use plan::BestPlan;

use super::sizing::{RegionSizing, scenario_key};
use crate::{
    cx::Cx,
    error::{Context as _, Error, Result},
    graphql::{int, loaders::Loaders},
    staffing::{engine, entity::scenario_cell, loader::CellsOf, store},
};

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
        let id = scenario_key(scenario).ok_or_else(Error::not_found)?;
        // The revision first: the cells are never older than it says.
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let found = store::scenario_find(cx.db().read(), &permit, id).await?;
        let (row, revision) = found.ok_or_else(Error::not_found)?;
        let sizing = RegionSizing::of(ctx, Some(scenario)).await?;
        let demand = Arc::new(sizing.demand());
        let head_count = u32::try_from(row.head_count).unwrap_or_default();
        let mut request = read::request(&demand, objective, constraints, head_count)?;
        if !constraints.ignore_locks {
            let cells = Loaders::of(ctx)?.staffing(CellsOf(id)).await?.unwrap_or_default();
            let locks = locks(&demand, &request.constraints.locked, &cells)?;
            request.constraints.locked.extend(locks);
        }
        let request = Arc::new(request);
        let answer = engine::answer(Arc::clone(&demand), Arc::clone(&request)).await.map_err(read::renamed)?;
        let (best, infeasible) = match answer {
            Answer::Best(told) => (Some(BestPlan::of(told, &demand, &request)), None),
            Answer::Infeasible(reason) => (None, Some(InfeasibleBounds::of(&reason))),
            Answer::Stopped => (None, None),
        };
        let stopped = best.is_none() && infeasible.is_none();
        let (scenario_revision, figures_revision) = (int(revision), int(sizing.revision()));
        Ok(Self { scenario_revision, figures_revision, best, infeasible, stopped })
    }
}

/// The locks of a scenario. Of a cell that the request decides itself, the request's number stands.
fn locks(demand: &Demand, decided: &[Lock], cells: &[scenario_cell::Model]) -> Result<Vec<Lock>> {
    let decided: BTreeSet<&CellKey> = decided.iter().map(|lock| &lock.cell).collect();
    let cpis: BTreeSet<&CpiCode> = demand.cpis.iter().map(|(cpi, _)| cpi).collect();
    let profiles: BTreeSet<&ProfileCode> = demand.profiles.iter().map(|(profile, _)| profile).collect();
    let mut locks = Vec::new();
    for row in cells.iter().filter(|row| row.locked) {
        let cpi = CpiCode::new(&row.cpi).context("reading a cell's CPI")?;
        let profile = ProfileCode::new(&row.profile).context("reading a cell's profile")?;
        // A scenario may still hold cells of a CPI or a profile that is no more.
        let is_known = cpis.contains(&cpi) && profiles.contains(&profile);
        let cell = CellKey { cpi, profile };
        if is_known && !decided.contains(&cell) {
            locks.push(Lock { cell, operators: row.operators.unsigned_abs() });
        }
    }
    Ok(locks)
}
