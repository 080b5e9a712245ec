//! The queries of the events.

use async_graphql::{Context, ID, InputObject, Object, connection::Connection};
use chrono::{DateTime, Datelike as _, SecondsFormat, Utc};
use shared::{
    Rule,
    code::{CpiCode, ProvinceCode},
    events::{Requirement, content::is_code, tally::tally, time::YEARS},
    identity::{Permit, Resource, policy::act::ReadEvents},
    problem::Fields,
};
use uuid::Uuid;

use super::{
    act::{ActEvent, EventRequirements, RequirementCell},
    clash::{EventClash, clashes_of},
    ground::{Facilitator, PatronDay, seats},
    input::EventInput,
    names::{ActEventStatus, EventKind, EventOrder, EventState},
    programme::{Programme, ProgrammeInput},
    types::{Event, event_key, id_of},
};
use crate::{
    changes::{EVENTS, topic_revision},
    cx::Cx,
    error::{Error, Result},
    events::{
        record::{EventRecord, Viewer},
        store::{self, EventFilter, requirement_of},
    },
    graphql::{
        int,
        page::{Cursor, Position, connect, cost},
    },
    page::Page,
    territory::cpi_list_all,
};

/// What counting the requirements of a year costs, in points: it reads every event that counts.
const TALLY_COST: usize = 2_000;
/// What a programme costs: it is some tenths of a second of the server's time.
pub(super) const PROGRAMME_COST: usize = 20_000;
/// What looking for clashes costs.
const CLASH_COST: usize = 200;

/// The queries of the events.
#[derive(Debug, Default)]
pub(crate) struct EventsQuery;

/// Which events are asked for. All that is said has to hold.
#[derive(Default, InputObject)]
pub(crate) struct EventFilterInput {
    /// Those that are not over at this time.
    from: Option<DateTime<Utc>>,
    /// Those that have begun before this time.
    to: Option<DateTime<Utc>>,
    /// Code of the province that they belong to, themselves or by their CPI.
    province: Option<String>,
    /// Code of a CPI whose session they are.
    cpi: Option<String>,
    /// Of one of these kinds.
    kinds: Option<Vec<EventKind>>,
    /// In one of these states.
    states: Option<Vec<EventState>>,
    /// Code of somebody who holds them. Only for whoever may read all events.
    facilitator: Option<String>,
    /// Code of the requirement that they fulfil.
    requirement: Option<String>,
    /// Code of an organisation that organises them, or is a partner.
    organisation: Option<String>,
}

impl EventFilterInput {
    fn parse(self, viewer: Viewer) -> Result<EventFilter> {
        let mut fields = Fields::default();
        let strange = |code: &Option<String>| code.as_ref().is_some_and(|code| !is_code(code)).then_some(Rule::Unknown);
        fields.check(
            "filter.province",
            self.province.as_ref().and_then(|code| ProvinceCode::new(code).err()).map(|_| Rule::Unknown),
        );
        fields.check("filter.cpi", self.cpi.as_ref().and_then(|code| CpiCode::new(code).err()).map(|_| Rule::Unknown));
        fields.check("filter.facilitator", strange(&self.facilitator));
        fields.check("filter.requirement", strange(&self.requirement));
        fields.check("filter.organisation", strange(&self.organisation));
        fields.check("filter.facilitator", (self.facilitator.is_some() && !viewer.sees_all).then_some(Rule::NotYours));
        for (field, time) in [("filter.from", self.from), ("filter.to", self.to)] {
            let strange = time.is_some_and(|time| !YEARS.contains(&i16::try_from(time.year()).unwrap_or_default()));
            fields.check(field, strange.then_some(Rule::Unknown));
        }
        fields.finish()?;
        Ok(EventFilter {
            viewer,
            from: self.from,
            to: self.to,
            province: self.province,
            cpi: self.cpi,
            facilitator: self.facilitator,
            requirement: self.requirement,
            organisation: self.organisation,
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            states: self.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            concern: None,
        })
    }
}

#[Object]
impl EventsQuery {
    /// The events that the caller may see: without signing in, those that are public. By their beginning.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<EventFilterInput>,
        #[graphql(default)] order: EventOrder,
    ) -> Result<Connection<Cursor<Beginning>, Event, EventTotal>> {
        let cx = Cx::of(ctx)?;
        let permit = may_read(cx)?;
        let page: Page<Beginning> = Page::parse(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().parse(Viewer::of(&cx.who().actor))?;
        let at = page.after(|at| (at.0, at.1));
        let rows = store::event_list(cx.db().read(), &permit, &filter, order == EventOrder::Latest, &at).await?;
        let place = |record: EventRecord| -> (Beginning, Event) {
            let start = crate::events::record::utc(record.content.when.start).unwrap_or_default();
            (Beginning(start, record.id), record.into())
        };
        Ok(connect(&page, rows, EventTotal(filter), place))
    }

    /// One event. Null when there is none that the caller may see.
    async fn event(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Event>> {
        match event_key(&id) {
            Some(key) => find(ctx, key).await,
            None => Ok(None),
        }
    }

    /// The revision of the events' log: where to begin with `eventChanges`.
    async fn events_revision(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(int(topic_revision(Cx::of(ctx)?.db().read(), EVENTS).await?))
    }

    /// The events that the act names, with its own sentences: those that it requires, plans, and tells to have been held.
    #[graphql(complexity = "1 + 100 * child_complexity")]
    async fn act_events(&self, ctx: &Context<'_>, status: Option<ActEventStatus>) -> Result<Vec<ActEvent>> {
        let rows = store::act_event_list(Cx::of(ctx)?.db().read(), status.map(ActEventStatus::name)).await?;
        Ok(rows.into_iter().map(ActEvent).collect())
    }

    /// What the plan requires of events in a year, by CPI, province and region, and what is planned and held.
    #[graphql(complexity = "TALLY_COST + 200 * child_complexity")]
    async fn event_requirements(&self, ctx: &Context<'_>, year: i32) -> Result<EventRequirements> {
        let cx = Cx::of(ctx)?;
        let permit = may_read(cx)?;
        let number = i16::try_from(year).ok().filter(|year| YEARS.contains(year));
        let number = number.ok_or_else(|| Error::invalid("year", Rule::Unknown))?;
        let db = cx.db().read();
        let revision = topic_revision(db, EVENTS).await?;
        let rows = store::act_event_list(db, Some(ActEventStatus::Required.name())).await?;
        let requirements = rows.iter().map(requirement_of).collect::<Result<Vec<Requirement>>>()?;
        let cpis: Vec<CpiCode> = seats(&cpi_list_all(db).await?)?.into_iter().map(|seat| seat.cpi).collect();
        let counted = store::counted_list(db, &permit).await?;
        let cells = tally(&requirements, &cpis, &counted, number).into_iter().map(RequirementCell).collect();
        let requirements = rows.into_iter().map(ActEvent).collect();
        Ok(EventRequirements { year, revision: int(revision), requirements, cells })
    }

    /// The patron saints' days of the towns where CPIs have their seats, as far as they are known.
    #[graphql(complexity = "1 + 40 * child_complexity")]
    async fn patron_days(&self, ctx: &Context<'_>) -> Result<Vec<PatronDay>> {
        let rows = store::patron_day_list(Cx::of(ctx)?.db().read()).await?;
        Ok(rows.into_iter().map(PatronDay).collect())
    }

    /// Who can hold sessions, by code.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn facilitators(&self, ctx: &Context<'_>) -> Result<Vec<Facilitator>> {
        let rows = store::facilitator_list(Cx::of(ctx)?.db().read()).await?;
        Ok(rows.into_iter().map(Facilitator).collect())
    }

    /// What an event would get in the way of. With the id of one that is there, as it would be after the change.
    #[graphql(complexity = "CLASH_COST + 20 * child_complexity")]
    async fn event_clashes(&self, ctx: &Context<'_>, event: EventInput, id: Option<ID>) -> Result<Vec<EventClash>> {
        let cx = Cx::of(ctx)?;
        let permit = may_read(cx)?;
        let content = event.parse("event.")?;
        // As the API prints it, so that it is the same text as the other events'.
        let id = id.as_ref().and_then(event_key).map(|key| id_of(key).to_string());
        clashes_of(cx, &permit, id, &content).await
    }

    /// A day, an hour and a facilitator for every session that is still missing, or why there is none. Nothing is written: take it over, whole
    /// or in part, with `eventsCreate`. The same method as the page's; how it works is told in `docs/programme.md`.
    #[graphql(complexity = "PROGRAMME_COST + child_complexity")]
    async fn programme_proposal(&self, ctx: &Context<'_>, input: ProgrammeInput) -> Result<Programme> {
        Programme::of(ctx, input).await
    }
}

/// Everybody may read events; which ones, the viewer says.
pub(super) fn may_read(cx: &Cx) -> Result<Permit<ReadEvents>> {
    cx.may(&Resource::Region)
}

async fn find(ctx: &Context<'_>, key: Uuid) -> Result<Option<Event>> {
    let cx = Cx::of(ctx)?;
    // Whoever may read none learns no more than that there is none.
    let Ok(permit) = may_read(cx) else { return Ok(None) };
    let found = store::event_find(cx.db().read(), &permit, &Viewer::of(&cx.who().actor), key).await?;
    Ok(found.map(Event::from))
}

pub(crate) async fn event_node(ctx: &Context<'_>, key: &str) -> Result<Option<Event>> {
    match Uuid::try_parse(key) {
        Ok(key) => find(ctx, key).await,
        Err(_) => Ok(None),
    }
}

/// A position in the list of events: when one begins, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beginning(DateTime<Utc>, Uuid);

impl Position for Beginning {
    const LIST: &'static str = "events";

    fn write(&self) -> String {
        format!("{} {}", self.0.to_rfc3339_opts(SecondsFormat::Secs, true), self.1)
    }

    fn read(text: &str) -> Option<Self> {
        let (start, id) = text.split_once(' ')?;
        Some(Self(DateTime::parse_from_rfc3339(start).ok()?.to_utc(), Uuid::try_parse(id).ok()?))
    }
}

/// How many such events there are in all, counted when asked.
pub(crate) struct EventTotal(EventFilter);

#[Object]
impl EventTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        let count = store::event_count(cx.db().read(), &may_read(cx)?, &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
