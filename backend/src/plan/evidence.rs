//! The records that count for indicators. Each feature that has such records gives them by one function here; the engine in
//! `shared::plan` counts them, and knows none of the features.

use shared::plan::{Counted, Evidence, Territory};

use super::model::day_of;
use crate::{cx::Cx, error::Result, staffing};

/// What is counted today. What is not among these is not measured yet, which is no nought.
pub(super) const CONNECTED: [Counted; 1] = [Counted::CpisAllocated];

/// All records that count for an indicator.
pub(super) async fn evidence(cx: &Cx) -> Result<Vec<Evidence>> {
    allocations(cx).await
}

/// Each job centre that an allocation in force gives operators to, from the day on which it was put in force.
async fn allocations(cx: &Cx) -> Result<Vec<Evidence>> {
    let placed = staffing::cpis_in_force(cx.db().read()).await?;
    let counted = placed.into_iter().filter_map(|(cpi, since)| Some((Territory::of_code(&cpi)?, cpi, since)));
    counted
        .map(|(territory, cpi, since)| {
            Ok(Evidence {
                counted: Counted::CpisAllocated,
                serves: Vec::new(),
                key: cpi,
                territory,
                day: day_of(since.date_naive())?,
                quantity: 1,
            })
        })
        .collect()
}
