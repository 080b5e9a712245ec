//! The mutations of the events.

use async_graphql::{Context, Object, SimpleObject};
use shared::{
    Problem, Rule,
    events::{Content, State, Step, content::MAX_MANY},
    identity::{
        OrganisationCode, Permit, Resource,
        policy::act::{EditEvents, ProposeEvents, ReadEvents},
    },
    problem::Fields,
};
use uuid::Uuid;

use super::{
    clash::{EventClash, clashes_of},
    input::{EventAttendanceSetInput, EventCreateInput, EventStepInput, EventUpdateInput, EventsCreateInput, seen},
    types::{Event, event_key, id_of},
};
use crate::{
    changes::EVENTS,
    clock::new_id,
    cx::Cx,
    error::{Error, Result},
    events::{
        record::{EventRecord, Viewer},
        store::{self, EventAttendanceSet, EventStep, EventUpdate, EventsCreate, NewEvent},
    },
};

/// The most events that one write makes.
const MAX_BATCH: usize = 1_000;

/// The mutations of the events.
#[derive(Debug, Default)]
pub(crate) struct EventsMutation;

/// The event that was made or changed, and what it clashes with.
#[derive(SimpleObject)]
pub(crate) struct EventPayload {
    event: Event,
    /// What it gets in the way of. Empty for whoever may not read all events.
    clashes: Vec<EventClash>,
}

/// The events that were made.
#[derive(SimpleObject)]
pub(crate) struct EventsCreatePayload {
    events: Vec<Event>,
}

/// The event after the step, after its people were counted, or after an organisation registered for it.
#[derive(SimpleObject)]
pub(crate) struct EventChangedPayload {
    event: Event,
}

impl EventChangedPayload {
    pub(super) fn of(record: EventRecord) -> Self {
        Self { event: record.into() }
    }
}

#[Object]
impl EventsMutation {
    /// Makes an event: planned, where the caller may plan; or, if that is asked, proposed. A partner proposes what its organisation organises.
    async fn event_create(&self, ctx: &Context<'_>, input: EventCreateInput) -> Result<EventPayload> {
        let cx = Cx::of(ctx)?;
        let mut content = input.event.parse("event.")?;
        let leave = if input.propose {
            NewEvent::Proposed(may_propose(cx, &mut content)?)
        } else {
            NewEvent::Planned(may_edit(cx, &content, "event.")?)
        };
        let stamp = cx.stamp(&input.write, "eventCreate", &input)?;
        let create = EventsCreate { events: vec![(new_id(), content, leave)], is_batch: false, stamp };
        let made = cx.write(EVENTS, &create).await?;
        with_clashes(cx, made.into_iter().next().ok_or_else(Error::not_found)?).await
    }

    /// Makes several events, all or none: a programme, or a part of it. Each is planned.
    async fn events_create(&self, ctx: &Context<'_>, input: EventsCreateInput) -> Result<EventsCreatePayload> {
        let cx = Cx::of(ctx)?;
        if input.events.len() > MAX_BATCH {
            return Err(Error::invalid("events", Rule::TooLong { max: MAX_BATCH as u32 }));
        }
        let mut fields = Fields::default();
        let mut events = Vec::with_capacity(input.events.len());
        for (index, event) in input.events.iter().enumerate() {
            let at = format!("events.{index}.");
            let parsed = event.parse(&at).and_then(|content| Ok((may_edit(cx, &content, &at)?, content)));
            match parsed {
                Ok((permit, content)) => events.push((new_id(), content, NewEvent::Planned(permit))),
                Err(Error::Refused(Problem::Invalid { fields: more })) => {
                    for problem in more {
                        fields.push(problem.field, problem.rule);
                    }
                }
                Err(other) => return Err(other),
            }
        }
        fields.check("events", input.events.is_empty().then_some(Rule::Required));
        fields.finish()?;
        let stamp = cx.stamp(&input.write, "eventsCreate", &input)?;
        let made = cx.write(EVENTS, &EventsCreate { events, is_batch: true, stamp }).await?;
        Ok(EventsCreatePayload { events: made.into_iter().map(Event::from).collect() })
    }

    /// Changes what an event is. An older revision refuses it with `CONFLICT`; what is held or cancelled is not changed.
    async fn event_update(&self, ctx: &Context<'_>, input: EventUpdateInput) -> Result<EventPayload> {
        let cx = Cx::of(ctx)?;
        let (id, before) = found(cx, &input.id).await?;
        let here = cx.may(&before.content.territory.resource())?;
        let content = input.event.parse("event.")?;
        let there = may_edit(cx, &content, "event.")?;
        let seen = seen(input.seen)?;
        let stamp = cx.stamp(&input.write, "eventUpdate", &input)?;
        let update = EventUpdate { id, content, seen, permits: [here, there], stamp };
        with_clashes(cx, cx.write(EVENTS, &update).await?).await
    }

    /// Takes a step with an event. From where it stands the step may not lead on, or it is too early: then `step` is not valid, rule `NOT_NOW`.
    async fn event_step(&self, ctx: &Context<'_>, input: EventStepInput) -> Result<EventChangedPayload> {
        let cx = Cx::of(ctx)?;
        let (id, before) = found(cx, &input.id).await?;
        let permit = cx.may(&before.content.territory.resource())?;
        let step = Step::from(input.step);
        let note = step.checked_note(&input.note)?;
        let looked_at = input.seen.map(seen).transpose()?;
        let stamp = cx.stamp(&input.write, "eventStep", &input)?;
        let territory = before.content.territory;
        let take = EventStep { id, territory, step, note, seen: looked_at, permit, stamp };
        Ok(EventChangedPayload { event: cx.write(EVENTS, &take).await?.into() })
    }

    /// Sets how many people came, all counts at once, and says that the event was held. Not before it has begun.
    async fn event_attendance_set(
        &self,
        ctx: &Context<'_>,
        input: EventAttendanceSetInput,
    ) -> Result<EventChangedPayload> {
        let cx = Cx::of(ctx)?;
        let (id, before) = found(cx, &input.id).await?;
        let permit = cx.may(&before.content.territory.resource())?;
        let actual = input.actual.parse_actual()?;
        let seen = seen(input.seen)?;
        let stamp = cx.stamp(&input.write, "eventAttendanceSet", &input)?;
        let set = EventAttendanceSet { id, actual, seen, permit, stamp };
        Ok(EventChangedPayload { event: cx.write(EVENTS, &set).await?.into() })
    }
}

/// The event of an id that the caller may see.
pub(super) async fn found(cx: &Cx, id: &async_graphql::ID) -> Result<(Uuid, EventRecord)> {
    let key = event_key(id).ok_or_else(Error::not_found)?;
    let permit: Permit<ReadEvents> = cx.may(&Resource::Region)?;
    let record = store::event_find(cx.db().read(), &permit, &Viewer::of(&cx.who().actor), key).await?;
    Ok((key, record.ok_or_else(Error::not_found)?))
}

/// Asks leave to plan where an event is to be. What lies elsewhere is named by its field, whether it exists or not.
fn may_edit(cx: &Cx, content: &Content, at: &str) -> Result<Permit<EditEvents>> {
    let field = if content.territory.cpi().is_some() { "cpi" } else { "province" };
    cx.may(&content.territory.resource()).map_err(|error| match error {
        Error::Refused(Problem::NotFound) => Error::invalid(format!("{at}{field}"), Rule::NotYours),
        other => other,
    })
}

/// Asks leave to propose an event. A partner's own organisation organises it: of several the one that is named, else the first of all.
fn may_propose(cx: &Cx, content: &mut Content) -> Result<Permit<ProposeEvents>> {
    let refused = match cx.may(&Resource::Region) {
        Ok(permit) => return Ok(permit),
        Err(refused) => refused,
    };
    let own: Vec<&OrganisationCode> = cx.who().actor.organisations().collect();
    let named = own.iter().find(|code| content.organisers.contains(**code));
    let proposer = (*named.or_else(|| own.first()).ok_or(refused)?).clone();
    let permit = cx.may(&Resource::Organisation(proposer.clone()))?;
    content.partners.remove(&proposer);
    content.organisers.insert(proposer);
    if content.organisers.len() > MAX_MANY {
        return Err(Error::invalid("event.organisers", Rule::TooLong { max: MAX_MANY as u32 }));
    }
    Ok(permit)
}

async fn with_clashes(cx: &Cx, record: EventRecord) -> Result<EventPayload> {
    let may_see = Viewer::of(&cx.who().actor).sees_all && record.state != State::Cancelled;
    let clashes = if may_see {
        let permit = cx.may(&Resource::Region)?;
        clashes_of(cx, &permit, Some(id_of(record.id).to_string()), &record.content).await?
    } else {
        Vec::new()
    };
    Ok(EventPayload { event: record.into(), clashes })
}
