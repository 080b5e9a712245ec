//! Partnerships, as partners see them.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{
    Rule,
    id::{GlobalId, Kind as IdKind},
    organisations as known,
    partnerships::{self as model, Requirement, missing_groups},
};
use uuid::Uuid;

use super::terms::{PartnershipGroup, PartnershipKind, PartnershipState};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::{int, loaders::Loaders},
    organisations::{ActSentence, Level, Organisation},
    partnerships::{
        entity::{entry, partner},
        loader::EntriesOf,
        store::{Full, outline_of, serves_of, state_of},
        today::today,
    },
};

/// A partnership: who works with whom, and how far it has come.
pub(crate) struct Partnership(pub(crate) Full);

/// An organisation that takes part, or took part.
pub(crate) struct PartnershipPartner(partner::Model, Organisation);

#[Object]
impl PartnershipPartner {
    async fn organisation(&self) -> &Organisation {
        &self.1
    }

    /// What it does there; empty when nobody said.
    async fn role(&self) -> &str {
        &self.0.role
    }

    /// The day when it joined. Null when it is not known.
    async fn joined_on(&self) -> Option<&str> {
        self.0.joined_on.as_deref()
    }

    /// The day when it left. Null while it takes part.
    async fn left_on(&self) -> Option<&str> {
        self.0.left_on.as_deref()
    }
}

/// What is to be done next.
#[derive(SimpleObject)]
pub(crate) struct PartnershipNextStep {
    text: String,
    /// Who does it; empty when nobody said.
    owner: String,
    /// Until when, a day. Null: whenever.
    due: Option<String>,
}

/// Something that is due.
#[derive(SimpleObject)]
pub(crate) struct PartnershipDue {
    /// Days from today in Rome; below zero: it is late.
    days: i32,
    /// Of a term: the warning that it is within, 90, 60 or 30 days ahead. Null: it is the next step.
    warning: Option<i32>,
}

/// Groups of a requirement of which nobody takes part.
#[derive(SimpleObject)]
pub(crate) struct PartnershipLack {
    /// Code of the requirement.
    requirement: String,
    groups: Vec<PartnershipGroup>,
}

/// What happened to a partnership.
#[derive(SimpleObject)]
pub(crate) struct PartnershipEntry {
    /// `CREATED`, `EDITED`, `STEP`, `JOINED`, `LEFT` or `NOTE`.
    what: String,
    /// The state after it, of a step and of the beginning.
    state: Option<PartnershipState>,
    /// What was said with it; of a partner that joined or left, its name.
    text: String,
    by: String,
    at: DateTime<Utc>,
    revision: i32,
}

impl PartnershipEntry {
    fn of(row: entry::Model) -> Self {
        let state = row.state.as_deref().and_then(model::State::from_name).map(PartnershipState::from);
        Self { what: row.what, state, text: row.text, by: row.by, at: row.at, revision: int(row.revision) }
    }
}

#[Object]
#[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
impl Partnership {
    pub(crate) async fn id(&self) -> ID {
        global(self.0.row.id)
    }

    /// How the plan's files call it: `P-010`. Null when somebody began it.
    async fn code(&self) -> Option<&str> {
        self.0.row.code.as_deref()
    }

    async fn title(&self) -> &str {
        &self.0.row.title
    }

    async fn kind(&self) -> Result<PartnershipKind> {
        let kind = model::Kind::from_name(&self.0.row.kind);
        Ok(kind.ok_or_else(|| Error::fault("reading a partnership's kind", self.0.row.kind.clone()))?.into())
    }

    /// How far it reaches.
    async fn level(&self) -> Result<Level> {
        let level = known::Level::from_name(&self.0.row.level);
        Ok(level.ok_or_else(|| Error::fault("reading a partnership's level", self.0.row.level.clone()))?.into())
    }

    /// Code of the province, of a provincial one.
    async fn province(&self) -> Option<&str> {
        self.0.row.province.as_deref()
    }

    /// How far it has come, today.
    async fn state(&self, ctx: &Context<'_>) -> Result<PartnershipState> {
        let ends_on = outline_of(&self.0.row)?.term.ends_on;
        Ok(state_of(&self.0.row)?.on(today(Cx::of(ctx)?.now())?, ends_on).into())
    }

    /// Codes of the requirements of the act that it serves: see `partnershipRequirements`.
    async fn serves(&self) -> Vec<&str> {
        serves_of(&self.0.row)
    }

    async fn description(&self) -> &str {
        &self.0.row.description
    }

    /// How many partnerships the act means by it; 1 of all that it names singly.
    async fn stands_for(&self) -> i32 {
        self.0.row.stands_for
    }

    /// The day of the signature, as `2026-11-25`. Null when it is not signed, or the act does not say when.
    async fn signed_on(&self) -> Option<&str> {
        self.0.row.signed_on.as_deref()
    }

    /// The first day of its term.
    async fn starts_on(&self) -> Option<&str> {
        self.0.row.starts_on.as_deref()
    }

    /// The last day of its term.
    async fn ends_on(&self) -> Option<&str> {
        self.0.row.ends_on.as_deref()
    }

    /// Who takes or took part, in the order of joining.
    #[graphql(complexity = "1 + 8 * child_complexity")]
    async fn partners(&self) -> Vec<PartnershipPartner> {
        let partner = |(row, organisation): &(partner::Model, crate::organisations::OrganisationRow)| {
            PartnershipPartner(row.clone(), Organisation(organisation.clone()))
        };
        self.0.partners.iter().map(partner).collect()
    }

    /// Who the act wants to take part and does not, by requirement that it serves.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    async fn lacks(&self) -> Vec<PartnershipLack> {
        let there = self.0.partners.iter().filter(|(row, _)| row.left_on.is_none());
        let kinds: Vec<_> = there.filter_map(|(_, organisation)| known::Kind::from_name(&organisation.kind)).collect();
        let lack = |code: &str| {
            let groups = missing_groups(Requirement::find(code)?.composition, &kinds);
            let groups: Vec<PartnershipGroup> = groups.into_iter().map(PartnershipGroup::from).collect();
            (!groups.is_empty()).then(|| PartnershipLack { requirement: code.to_owned(), groups })
        };
        serves_of(&self.0.row).into_iter().filter_map(lack).collect()
    }

    /// What is to be done next. Null when nothing is, and for whoever sees only what is public of it.
    async fn next_step(&self) -> Option<PartnershipNextStep> {
        let row = &self.0.row;
        let told = self.0.whole && !row.next_step.is_empty();
        told.then(|| PartnershipNextStep {
            text: row.next_step.clone(),
            owner: row.next_owner.clone(),
            due: row.next_due.clone(),
        })
    }

    /// What is due of it, the most urgent first. Empty for whoever sees only what is public of it.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    async fn due(&self, ctx: &Context<'_>) -> Result<Vec<PartnershipDue>> {
        if !self.0.whole {
            return Ok(Vec::new());
        }
        let (outline, today) = (outline_of(&self.0.row)?, today(Cx::of(ctx)?.now())?);
        let due = model::due_of(state_of(&self.0.row)?, outline.next.due, outline.term.ends_on, today);
        let told = |due: model::Due| PartnershipDue {
            days: due.days(),
            warning: match due {
                model::Due::Step(_) => None,
                model::Due::Term { warning, .. } => Some(warning),
            },
        };
        Ok(due.into_iter().map(told).collect())
    }

    /// Code of the organisation that proposed it. Null when none did, and for whoever sees only what is public of it.
    async fn proposed_by(&self) -> Option<&str> {
        self.0.row.proposed_by.as_deref().filter(|_| self.0.whole)
    }

    /// Where the act tells of it. Null when somebody began it.
    async fn sentence(&self) -> Option<ActSentence> {
        let text = self.0.row.quote.clone()?;
        Some(ActSentence { text, line: self.0.row.act_line.unwrap_or_default() })
    }

    /// What the act leaves open about it, in English.
    async fn act_note(&self) -> Option<&str> {
        self.0.row.act_note.as_deref()
    }

    /// What happened to it, the newest first. Empty for whoever sees only what is public of it.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<PartnershipEntry>> {
        if !self.0.whole {
            return Ok(Vec::new());
        }
        let rows = Loaders::of(ctx)?.partnerships(EntriesOf(self.0.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(PartnershipEntry::of).collect())
    }

    /// The revision of the partnerships at which it last changed; 0 when it never did since it came with the data.
    async fn revision(&self) -> i32 {
        int(self.0.row.revision)
    }

    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.edited_at
    }
}

/// The global id of a partnership.
pub(super) fn global(id: Uuid) -> ID {
    GlobalId::new(IdKind::Partnership, id.to_string()).to_string().into()
}

/// The key of a partnership's global id.
pub(super) fn key_of(id: &ID) -> Option<Uuid> {
    GlobalId::key_of(id, IdKind::Partnership).and_then(|key| Uuid::try_parse(&key).ok())
}

/// A day that was sent.
///
/// # Errors
/// `INVALID` with the field, when it is no day of the calendar.
pub(super) fn day_of(field: &'static str, text: Option<&str>) -> Result<Option<model::Day>> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| Error::invalid(field, Rule::Unknown))).transpose()
}
