//! The places of an event and who registered for them, and the mutations by which organisations do.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    Problem, Rule,
    events::places::Line,
    identity::{OrganisationCode, Resource},
};

use super::{
    input::as_text,
    mutation::{EventChangedPayload, found},
    types::sees_all,
};
use crate::{
    changes::EVENTS,
    cx::Cx,
    error::{Error, Result},
    events::{
        entity::event_registration::Model,
        loader::RegistrationsOf,
        record::{EventRecord, Viewer},
        store::{EventRegister, RegisterLeave, line_of},
    },
    graphql::{int, loaders::Loaders},
    organisations::{Organisation, OrganisationKey},
};

/// The mutations of the registrations for events.
#[derive(Debug, Default)]
pub(crate) struct PlacesMutation;

/// How many places an event has, and how many of them are given.
#[derive(SimpleObject)]
pub(crate) struct EventPlaces {
    /// Places in all. Null: there is no bound.
    capacity: Option<i32>,
    /// Places that are given to who registered.
    taken: i32,
    /// Places that are left. Null: there is no bound.
    left: Option<i32>,
    /// People who wait for a place.
    waiting: i32,
}

/// Whether a registration has its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum RegistrationState {
    /// It has its places, all of them.
    Seated,
    /// It waits for all of them.
    Waiting,
}

/// An organisation that registered people for an event.
pub(crate) struct EventRegistration {
    row: Model,
    position: Option<usize>,
}

#[Object]
impl EventRegistration {
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let key = OrganisationKey(self.row.organisation.clone());
        let found = Loaders::of(ctx)?.organisations(vec![key.clone()]).await?.remove(&key);
        let found = found.ok_or_else(|| Error::fault("following a registration", "its organisation is gone"))?;
        Ok(Organisation(found))
    }

    /// How many people it brings.
    async fn people(&self) -> i32 {
        self.row.people
    }

    async fn state(&self) -> RegistrationState {
        if self.row.seated { RegistrationState::Seated } else { RegistrationState::Waiting }
    }

    /// Where it stands in line; the first is 1. Null: it has its places.
    async fn position(&self) -> Option<i32> {
        self.position.and_then(|position| i32::try_from(position).ok())
    }

    /// When it took its turn.
    async fn registered_at(&self) -> DateTime<Utc> {
        self.row.registered_at
    }

    /// Who registered it. Null for whoever may not read all events.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn registered_by(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(sees_all(ctx)?.then_some(&*self.row.registered_by))
    }
}

/// The places of an event.
pub(super) async fn places_of(ctx: &Context<'_>, event: &EventRecord) -> Result<EventPlaces> {
    let (line, _) = line(ctx, event).await?;
    let number = |people: u64| i32::try_from(people).unwrap_or(i32::MAX);
    Ok(EventPlaces {
        capacity: event.content.capacity.map(|capacity| int(i64::from(capacity))),
        taken: number(line.taken()),
        left: line.left().map(number),
        waiting: number(line.waiting()),
    })
}

/// The registrations for an event that the caller may see: all, or those of the own organisations.
pub(super) async fn registrations_of(ctx: &Context<'_>, event: &EventRecord) -> Result<Vec<EventRegistration>> {
    let viewer = Viewer::of(&Cx::of(ctx)?.who().actor);
    let (line, rows) = line(ctx, event).await?;
    let told = rows.into_iter().filter_map(|row| {
        let code = OrganisationCode::new(row.organisation.as_str()).ok()?;
        let sees = viewer.sees_all || viewer.organisations.contains(&code);
        sees.then(|| EventRegistration { position: line.position(&code), row })
    });
    Ok(told.collect())
}

async fn line(ctx: &Context<'_>, event: &EventRecord) -> Result<(Line, Vec<Model>)> {
    let rows = Loaders::of(ctx)?.events(RegistrationsOf(event.id)).await?.unwrap_or_default();
    Ok((line_of(event.content.capacity, &rows)?, rows))
}

/// People of an organisation for an event.
#[derive(InputObject, Serialize)]
pub(crate) struct EventRegisterInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    id: ID,
    /// Code of the organisation: one's own, or any for whoever plans the event.
    organisation: String,
    /// How many people it brings.
    people: i32,
}

/// An organisation that does not come.
#[derive(InputObject, Serialize)]
pub(crate) struct EventWithdrawInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    id: ID,
    /// Code of the organisation: one's own, or any for whoever plans the event.
    organisation: String,
}

#[Object]
impl PlacesMutation {
    /// Registers people of an organisation for an event that has not begun, or sets how many come. It gets all of its places, or waits for all of them
    /// behind who came before; how the line moves is told in `docs/api.md`. More people than can be seated are refused at `people`.
    async fn event_register(&self, ctx: &Context<'_>, input: EventRegisterInput) -> Result<EventChangedPayload> {
        let people = u32::try_from(input.people).map_err(|_| Error::invalid("people", Rule::TooSmall { min: 1.0 }));
        let stamp = Cx::of(ctx)?.stamp(&input.write, "eventRegister", &input)?;
        write(ctx, &input.id, &input.organisation, people.map(Some), stamp).await
    }

    /// Takes an organisation off an event that has not begun; who waits moves up.
    async fn event_withdraw(&self, ctx: &Context<'_>, input: EventWithdrawInput) -> Result<EventChangedPayload> {
        let stamp = Cx::of(ctx)?.stamp(&input.write, "eventWithdraw", &input)?;
        write(ctx, &input.id, &input.organisation, Ok(None), stamp).await
    }
}

async fn write(
    ctx: &Context<'_>,
    id: &ID,
    organisation: &str,
    people: Result<Option<u32>>,
    stamp: crate::cx::WriteStamp,
) -> Result<EventChangedPayload> {
    let cx = Cx::of(ctx)?;
    let (id, event) = found(cx, id).await?;
    let organisation =
        OrganisationCode::new(organisation).map_err(|_| Error::invalid("organisation", Rule::Unknown))?;
    let leave = may_register(cx, &event, &organisation)?;
    let viewer = Viewer::of(&cx.who().actor);
    let register = EventRegister { id, viewer, organisation, people: people?, leave, stamp };
    Ok(EventChangedPayload::of(cx.write(EVENTS, &register).await?))
}

/// Asks leave to register an organisation: as one of its own, or as whoever plans the event.
fn may_register(cx: &Cx, event: &EventRecord, organisation: &OrganisationCode) -> Result<RegisterLeave> {
    if let Ok(permit) = cx.may(&Resource::Organisation(organisation.clone())) {
        return Ok(RegisterLeave::Own(permit));
    }
    match cx.may(&event.content.territory.resource()) {
        Ok(permit) => Ok(RegisterLeave::Planner(permit, event.content.territory.clone())),
        Err(Error::Refused(Problem::Forbidden)) => Err(Error::invalid("organisation", Rule::NotYours)),
        Err(refused) => Err(refused),
    }
}
