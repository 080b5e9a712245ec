//! What a question about a proposal rests on: the scenario, its demand, and the request with its locks.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::{Context, ID};
use shared::{
    code::{CpiCode, ProfileCode},
    identity::Resource,
    staffing::{
        CellKey,
        allocate::{Demand, Lock, Range, Request},
    },
};

use super::{
    super::sizing::{RegionSizing, scenario_key},
    input::{ProposalConstraintsInput, ProposalObjectiveInput},
    read,
};
use crate::{
    cx::Cx,
    error::{Context as _, Error, Result},
    graphql::loaders::Loaders,
    staffing::{entity::scenario_cell, loader::CellsOf, store},
};

/// What was read.
pub(super) struct Asked {
    /// Revision of the scenario; its cells are not older.
    pub(super) revision: i64,
    pub(super) sizing: RegionSizing,
    pub(super) demand: Arc<Demand>,
    pub(super) request: Arc<Request>,
}

impl Asked {
    /// Reads the scenario and what is asked of it. Left out, the head-count is `head_count`, or else exactly the scenario's.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
    pub(super) async fn read(
        ctx: &Context<'_>,
        scenario: &ID,
        objective: &ProposalObjectiveInput,
        constraints: &ProposalConstraintsInput,
        head_count: Option<Range>,
    ) -> Result<Self> {
        let id = scenario_key(scenario).ok_or_else(Error::not_found)?;
        // The revision first: the cells are never older than it says.
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let found = store::scenario_find(cx.db().read(), &permit, id).await?;
        let (row, revision) = found.ok_or_else(Error::not_found)?;
        let sizing = RegionSizing::of(ctx, Some(scenario)).await?;
        let demand = Arc::new(sizing.demand());
        let own = Range::exactly(u32::try_from(row.head_count).unwrap_or_default());
        let mut request = read::request(&demand, objective, constraints, head_count.unwrap_or(own))?;
        if !constraints.ignore_locks {
            let cells = Loaders::of(ctx)?.staffing(CellsOf(id)).await?.unwrap_or_default();
            let locks = locks(&demand, &request.constraints.locked, &cells)?;
            request.constraints.locked.extend(locks);
        }
        Ok(Self { revision, sizing, demand, request: Arc::new(request) })
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
