//! The records that count for indicators. Each feature that has such records gives them by one function here; the engine in
//! `shared::plan` counts them, and knows none of the features.

use shared::plan::{Counted, Evidence, Territory};

use super::model::day_of;
use crate::{
    cx::Cx,
    error::{Context as _, Result},
    events::{Held, held_list},
    staffing,
};

/// What is counted today. What is not among these is not measured yet, which is no nought.
pub(super) const CONNECTED: [Counted; 2] = [Counted::CpisAllocated, Counted::EventsHeld];

/// All records that count for an indicator.
pub(super) async fn evidence(cx: &Cx) -> Result<Vec<Evidence>> {
    let mut all = allocations(cx).await?;
    for held in held_list(cx.db().read()).await? {
        all.extend(sessions(&held)?);
    }
    Ok(all)
}

/// An event that was held, at each place whose it was: once where several of them are counted together.
fn sessions(held: &Held) -> Result<Vec<Evidence>> {
    let day = held.day.parse().context("reading the day of an event")?;
    let at = held.places.iter().filter_map(|place| Territory::of_code(place));
    let evidence = at.map(|territory| Evidence {
        counted: Counted::EventsHeld,
        serves: held.serves.clone(),
        key: held.id.to_string(),
        territory,
        day,
        quantity: 1,
    });
    Ok(evidence.collect())
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
