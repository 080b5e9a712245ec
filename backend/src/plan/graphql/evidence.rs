//! The records behind a counted value, as partners see them.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::NaiveDate;
use shared::{
    id::{GlobalId, Kind},
    plan::{Counted, Evidence},
};

use crate::{
    error::Result,
    plan::{evidence::Records, model::date_of},
};

/// What kind of record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EvidenceKind {
    /// A job centre that the allocation in force gives operators to.
    Cpi,
    /// An event that was held.
    Event,
    /// A partnership that was signed.
    Partnership,
}

/// A record that counts for an indicator.
#[derive(SimpleObject)]
pub(crate) struct IndicatorEvidence {
    /// The record, for `node`.
    id: ID,
    kind: EvidenceKind,
    /// What it is called. Null: it counts, but it is not public, and the caller does not see all.
    title: Option<String>,
    /// The code of the province or of the job centre; empty for the region.
    territory: String,
    /// The day since which it counts.
    day: NaiveDate,
    /// How much it counts.
    quantity: i32,
}

impl IndicatorEvidence {
    pub(super) fn of(record: &Evidence, records: &Records) -> Result<Self> {
        let (kind, of) = match record.counted {
            Counted::CpisAllocated => (EvidenceKind::Cpi, Kind::Cpi),
            Counted::EventsHeld | Counted::Participants => (EvidenceKind::Event, Kind::Event),
            Counted::PartnershipsSigned => (EvidenceKind::Partnership, Kind::Partnership),
        };
        Ok(Self {
            id: GlobalId::new(of, &record.key).to_string().into(),
            kind,
            title: records.title(record).map(str::to_owned),
            territory: record.territory.code().to_owned(),
            day: date_of(record.day)?,
            quantity: i32::try_from(record.quantity).unwrap_or(i32::MAX),
        })
    }
}
