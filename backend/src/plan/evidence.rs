//! The records that count for indicators. Each feature that has such records gives them by one function here; the engine in
//! `shared::plan` counts them, and knows none of the features.

use std::collections::BTreeMap;

use shared::{
    identity::{Action, Reach},
    plan::{Counted, Evidence, Territory},
};

use super::model::day_of;
use crate::{
    cx::Cx,
    error::{Context as _, Result},
    events::{Held, held_list},
    partnerships::{Signed, signed_list},
    staffing, territory,
};

/// What is counted today. What is not among these is not measured yet, which is no nought.
pub(super) const CONNECTED: [Counted; 3] = [Counted::CpisAllocated, Counted::EventsHeld, Counted::PartnershipsSigned];

/// All records that count for an indicator, and what those are called that the caller may see.
#[derive(Default)]
pub(super) struct Records {
    pub(super) evidence: Vec<Evidence>,
    /// By the key of the record.
    titles: BTreeMap<String, String>,
}

impl Records {
    /// What a record is called. None: it counts, and the caller may not see it.
    pub(super) fn title(&self, record: &Evidence) -> Option<&str> {
        self.titles.get(&record.key).map(String::as_str)
    }

    /// Reads all of them.
    pub(super) async fn read(cx: &Cx) -> Result<Self> {
        let mut records = Self::default();
        records.allocations(cx).await?;
        let sees_all = |action| cx.who().actor.reach(action) == Reach::All;
        let (events, partnerships) = (sees_all(Action::ReadAllEvents), sees_all(Action::ReadPartnerships));
        for held in held_list(cx.db().read()).await? {
            records.session(held, events)?;
        }
        for signed in signed_list(cx.db().read()).await? {
            records.signed(signed, partnerships)?;
        }
        Ok(records)
    }

    /// An event that was held, at each place whose it was: once where several of them are counted together.
    fn session(&mut self, held: Held, sees_all: bool) -> Result<()> {
        let day = held.day.parse().context("reading the day of an event")?;
        let places = held.places.iter().map(String::as_str);
        self.evidence.extend(shared::plan::held(&held.id.to_string(), &held.serves, places, day));
        if held.is_public || sees_all {
            self.titles.insert(held.id.to_string(), held.title);
        }
        Ok(())
    }

    /// A partnership that was signed.
    fn signed(&mut self, signed: Signed, sees_all: bool) -> Result<()> {
        let Some(territory) = Territory::of_code(&signed.place) else { return Ok(()) };
        self.evidence.push(Evidence {
            counted: Counted::PartnershipsSigned,
            serves: signed.serves,
            key: signed.id.to_string(),
            territory,
            day: signed.day.parse().context("reading the day of a signature")?,
            quantity: 1,
        });
        if signed.is_public || sees_all {
            self.titles.insert(signed.id.to_string(), signed.title);
        }
        Ok(())
    }

    /// Each job centre that an allocation in force gives operators to, from the day on which it was put in force.
    async fn allocations(&mut self, cx: &Cx) -> Result<()> {
        let db = cx.db().read();
        for (cpi, since) in staffing::cpis_in_force(db).await? {
            let Some(territory) = Territory::of_code(&cpi) else { continue };
            self.evidence.push(Evidence {
                counted: Counted::CpisAllocated,
                serves: Vec::new(),
                key: cpi,
                territory,
                day: day_of(since.date_naive())?,
                quantity: 1,
            });
        }
        if !self.evidence.is_empty() {
            let names = territory::cpi_list_all(db).await?;
            self.titles.extend(names.into_iter().map(|cpi| (cpi.code, cpi.name)));
        }
        Ok(())
    }
}
