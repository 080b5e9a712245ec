//! Events, as partners see them.

use std::collections::BTreeSet;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{
    events::{Category as ModelCategory, Counts},
    id::{GlobalId, Kind},
    identity::OrganisationCode,
};
use uuid::Uuid;

use super::{
    contribution::{CONTRIBUTION_COST, EventContribution, contribution_of},
    names::{Category, EventKind, EventState},
    places::{EventPlaces, EventRegistration, places_of, registrations_of},
};
use crate::{
    cx::Cx,
    error::Result,
    events::record::{EventRecord, Viewer, utc},
    graphql::{int, loaders::Loaders},
    organisations::{Organisation, OrganisationKey},
    territory::{
        graphql::{Cpi, Municipality, Province, municipality_find},
        loader::{CpiKey, ProvinceKey},
    },
};

/// An event: a session, a meeting, a seminar, an employer day.
pub(crate) struct Event(Box<EventRecord>);

impl From<EventRecord> for Event {
    fn from(record: EventRecord) -> Self {
        Self(Box::new(record))
    }
}

#[Object]
impl Event {
    pub(crate) async fn id(&self) -> ID {
        id_of(self.0.id)
    }

    async fn title(&self) -> &str {
        &self.0.content.title
    }

    async fn kind(&self) -> EventKind {
        self.0.content.kind.into()
    }

    /// Whom it is for, in words.
    async fn audience(&self) -> &str {
        &self.0.content.audience
    }

    async fn state(&self) -> EventState {
        self.0.state.into()
    }

    /// What was said with the last step: of a cancelled event, why.
    async fn state_note(&self) -> Option<&str> {
        self.0.step_note.as_deref()
    }

    /// When it begins. UTC; the region's time is Europe/Rome.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn start(&self) -> Result<DateTime<Utc>> {
        utc(self.0.content.when.start)
    }

    /// When it is over.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn end(&self) -> Result<DateTime<Utc>> {
        utc(self.0.content.when.end)
    }

    /// The province that it belongs to. Null: the region's.
    async fn province(&self, ctx: &Context<'_>) -> Result<Option<Province>> {
        let Some(code) = self.0.content.territory.province() else { return Ok(None) };
        Ok(Loaders::of(ctx)?.territory(ProvinceKey(code.to_string())).await?.map(Province))
    }

    /// The CPI that hosts it. Null: a province's or the region's.
    async fn cpi(&self, ctx: &Context<'_>) -> Result<Option<Cpi>> {
        let Some(code) = self.0.content.territory.cpi() else { return Ok(None) };
        Ok(Loaders::of(ctx)?.territory(CpiKey(code.to_string())).await?.map(Cpi))
    }

    /// Codes of other CPIs whose session it is too.
    async fn also_for(&self) -> Vec<String> {
        self.0.content.also_for.iter().map(ToString::to_string).collect()
    }

    /// Whether one takes part from a distance.
    async fn online(&self) -> bool {
        self.0.content.online
    }

    /// The municipality where it is.
    async fn municipality(&self, ctx: &Context<'_>) -> Result<Option<Municipality>> {
        match &self.0.content.municipality {
            Some(istat) => municipality_find(ctx, istat).await,
            None => Ok(None),
        }
    }

    /// The room or the address.
    async fn place(&self) -> &str {
        &self.0.content.place
    }

    /// How many people the place takes.
    async fn capacity(&self) -> Option<i32> {
        self.0.content.capacity.map(|capacity| int(i64::from(capacity)))
    }

    /// How many places are given and left.
    #[graphql(complexity = "5 + child_complexity")]
    async fn places(&self, ctx: &Context<'_>) -> Result<EventPlaces> {
        places_of(ctx, &self.0).await
    }

    /// The organisations that registered for it, by their turn: all for whoever may read all events, else the caller's own.
    #[graphql(complexity = "5 + 50 * child_complexity")]
    async fn registrations(&self, ctx: &Context<'_>) -> Result<Vec<EventRegistration>> {
        registrations_of(ctx, &self.0).await
    }

    /// Whether it is open to everybody. Then it is public once it is confirmed.
    async fn public(&self) -> bool {
        self.0.content.public
    }

    /// Codes of those who hold it. Empty for whoever may not read all events.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn facilitators(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let told = sees_all(ctx)?.then(|| self.0.content.facilitators.iter().cloned().collect());
        Ok(told.unwrap_or_default())
    }

    /// The organisations that organise it, by code. Empty: the region, the province or the CPI that it belongs to does, alone.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn organisers(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        organisations(ctx, &self.0.content.organisers).await
    }

    /// The organisations with which it is held, by code.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    async fn partners(&self, ctx: &Context<'_>) -> Result<Vec<Organisation>> {
        organisations(ctx, &self.0.content.partners).await
    }

    /// Code of the requirement of the plan that it fulfils.
    async fn requirement(&self) -> Option<&str> {
        self.0.content.requirement.as_deref()
    }

    /// Codes of the results and indicators of the plan that it feeds.
    async fn feeds(&self) -> Vec<String> {
        self.0.content.feeds.iter().cloned().collect()
    }

    /// What it feeds once it is held: the indicators before and after, and the people.
    #[graphql(complexity = "CONTRIBUTION_COST + child_complexity")]
    async fn contribution(&self, ctx: &Context<'_>) -> Result<EventContribution> {
        contribution_of(Cx::of(ctx)?, self.0.id, &self.0.content, self.0.actual.as_ref()).await
    }

    /// Who is expected.
    async fn planned(&self) -> EventCounts {
        EventCounts::of(&self.0.content.planned)
    }

    /// Who came. Null: nobody has counted yet.
    async fn actual(&self) -> Option<EventCounts> {
        self.0.actual.as_ref().map(EventCounts::of)
    }

    /// Who counted. Null for whoever may not read all events.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn counted_by(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(if sees_all(ctx)? { self.0.counted_by.as_deref() } else { None })
    }

    async fn counted_at(&self) -> Option<DateTime<Utc>> {
        self.0.counted_at
    }

    /// Notes for colleagues. Empty for whoever may not read all events.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn notes(&self, ctx: &Context<'_>) -> Result<&str> {
        Ok(if sees_all(ctx)? { &self.0.content.notes } else { "" })
    }

    /// The revision of the events' log that changed it last: what a change of it has to have seen.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// Grows with each change that a calendar has to show: `SEQUENCE` of its iCalendar entry.
    async fn sequence(&self) -> i32 {
        int(self.0.sequence)
    }

    async fn edited_at(&self) -> DateTime<Utc> {
        self.0.edited_at
    }

    /// Who changed it last. Null for whoever may not read all events.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn edited_by(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(sees_all(ctx)?.then_some(&*self.0.edited_by))
    }
}

/// The id of an event in the API.
pub(super) fn id_of(id: Uuid) -> ID {
    GlobalId::new(Kind::Event, id.to_string()).to_string().into()
}

/// The key of an event's id.
pub(super) fn event_key(id: &ID) -> Option<Uuid> {
    GlobalId::key_of(id, Kind::Event).and_then(|key| Uuid::try_parse(&key).ok())
}

async fn organisations(ctx: &Context<'_>, codes: &BTreeSet<OrganisationCode>) -> Result<Vec<Organisation>> {
    let keys: Vec<OrganisationKey> = codes.iter().map(|code| OrganisationKey(code.to_string())).collect();
    let mut found = Loaders::of(ctx)?.organisations(keys.clone()).await?;
    Ok(keys.iter().filter_map(|key| found.remove(key)).map(Organisation).collect())
}

pub(super) fn sees_all(ctx: &Context<'_>) -> Result<bool> {
    Ok(Viewer::of(&Cx::of(ctx)?.who().actor).sees_all)
}

/// People by category; of the operators, those whose CPI is known by CPI.
#[derive(SimpleObject)]
pub(crate) struct EventCounts {
    /// Everybody.
    total: i32,
    /// The categories of which somebody was counted, or nobody was said to be.
    people: Vec<EventPeople>,
    /// Of the operators, by CPI.
    operators: Vec<EventOperators>,
}

/// People of one category.
#[derive(SimpleObject)]
pub(crate) struct EventPeople {
    category: Category,
    number: i32,
}

/// Operators of one CPI.
#[derive(SimpleObject)]
pub(crate) struct EventOperators {
    /// Code of the CPI.
    cpi: String,
    number: i32,
}

impl EventCounts {
    pub(super) fn of(counts: &Counts) -> Self {
        let people = |(category, number): (&ModelCategory, &u32)| EventPeople {
            category: (*category).into(),
            number: int(i64::from(*number)),
        };
        let operators = counts.operators.iter();
        let operators =
            operators.map(|(cpi, number)| EventOperators { cpi: cpi.to_string(), number: int(i64::from(*number)) });
        Self {
            total: i32::try_from(counts.total()).unwrap_or(i32::MAX),
            people: counts.people.iter().map(people).collect(),
            operators: operators.collect(),
        }
    }
}
