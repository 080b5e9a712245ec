//! The proposal: the engine that the page runs, on the server.

mod input;
mod output;

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use async_graphql::{Context, ID};
use shared::{
    code::{CpiCode, ProfileCode},
    id::Kind,
    staffing::{
        CellKey,
        allocate::{Answer, Demand, Lock},
    },
};
use uuid::Uuid;

pub(crate) use input::{ProposalConstraintsInput, ProposalObjectiveInput};
pub(crate) use output::Proposal;

use super::sizing::RegionSizing;
use crate::{
    cx::Cx,
    error::{Context as _, Error, Result},
    graphql::loaders::Loaders,
    staffing::{loader::CellsOf, store},
};

/// How long one proposal may search; after that the best plan so far is given, with what is still open.
const PATIENCE: Duration = Duration::from_secs(5);

/// Finds the best plan for a scenario.
///
/// # Errors
/// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
pub(super) async fn proposal(
    ctx: &Context<'_>,
    scenario: &ID,
    objective: &ProposalObjectiveInput,
    constraints: &ProposalConstraintsInput,
) -> Result<Proposal> {
    let key = crate::graphql::key_of(Some(scenario), Kind::Scenario)?.ok_or_else(Error::not_found)?;
    let key = Uuid::try_parse(&key).map_err(|_| Error::not_found())?;
    let row = store::scenario_find(Cx::of(ctx)?.db().read(), key).await?.ok_or_else(Error::not_found)?;
    let sizing = RegionSizing::of(ctx, Some(scenario)).await?;
    let locked = if constraints.ignore_locks { Vec::new() } else { locks(ctx, key).await? };
    let head_count = u32::try_from(row.0.head_count).unwrap_or_default();
    let request = input::request(objective, constraints, head_count, locked)?;
    let demand = sizing.demand();
    let (answer, demand) = tokio::task::spawn_blocking(move || {
        let began = Instant::now();
        let mut watch = |_| if began.elapsed() < PATIENCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        (Answer::of(&demand, &request, &mut watch), demand)
    })
    .await
    .context("dividing the operators")?;
    Ok(Proposal::of(answer?, cells(&demand)))
}

/// The cells that are locked in a scenario, with their numbers.
async fn locks(ctx: &Context<'_>, scenario: Uuid) -> Result<Vec<Lock>> {
    let cells = Loaders::of(ctx)?.staffing(CellsOf(scenario)).await?.unwrap_or_default();
    let mut locks = Vec::new();
    for row in cells.into_iter().filter(|row| row.locked) {
        let cpi = CpiCode::new(row.cpi).context("reading a cell's CPI")?;
        let profile = ProfileCode::new(row.profile).context("reading a cell's profile")?;
        locks.push(Lock { cell: CellKey { cpi, profile }, operators: row.operators.unsigned_abs() });
    }
    Ok(locks)
}

/// Every cell of a demand with what is placed there, in the demand's order.
fn cells(demand: &Demand) -> Vec<(CellKey, u32)> {
    let keys = demand.cpis.iter().flat_map(|(cpi, _)| {
        demand.profiles.iter().map(|(profile, _)| CellKey { cpi: cpi.clone(), profile: profile.clone() })
    });
    keys.zip(demand.present.iter().copied()).collect()
}
