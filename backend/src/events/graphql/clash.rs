//! What an event gets in the way of.

use async_graphql::{Enum, ID, SimpleObject};
use shared::{
    events::{
        Content,
        clash::{Booking, Clash as Found, Other, clashes},
        time::{instant, plus_days},
    },
    identity::{Permit, policy::act::ReadEvents},
};

use super::{
    ground::{Places, away_map, calendar, seats},
    names::Holiday,
};
use crate::{
    cx::Cx,
    error::Result,
    events::{
        record::{Viewer, utc},
        store::{self, EventFilter},
    },
    graphql::int,
    territory::cpi_list_all,
};

/// What kind of clash it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ClashKind {
    /// Somebody holds two events at once.
    FacilitatorTwice,
    /// Somebody cannot get from one event to the other in time.
    TravelTooShort,
    /// Somebody is away that day.
    FacilitatorAway,
    /// The room is taken.
    RoomTaken,
    /// The CPI has another session that day.
    CpiTwice,
    /// It is a public holiday.
    PublicHoliday,
    /// It is the patron saint's day of the CPI's town.
    PatronDay,
}

/// A clash of an event: with another one, or with a day. It is told, and refuses nothing.
#[derive(SimpleObject)]
pub(crate) struct EventClash {
    kind: ClashKind,
    /// The other event.
    event: Option<ID>,
    /// Its title.
    title: Option<String>,
    /// Code of the facilitator.
    facilitator: Option<String>,
    /// Code of the CPI.
    cpi: Option<String>,
    /// The day, `2027-03-22`.
    day: Option<String>,
    holiday: Option<Holiday>,
    /// Minutes that the way takes, estimated.
    minutes_needed: Option<i32>,
    /// Minutes that there are.
    minutes_free: Option<i32>,
}

impl EventClash {
    fn new(kind: ClashKind) -> Self {
        Self {
            kind,
            event: None,
            title: None,
            facilitator: None,
            cpi: None,
            day: None,
            holiday: None,
            minutes_needed: None,
            minutes_free: None,
        }
    }

    fn with(self, other: Other) -> Self {
        Self { event: Some(other.id.into()), title: Some(other.title), ..self }
    }
}

impl From<Found> for EventClash {
    fn from(found: Found) -> Self {
        match found {
            Found::FacilitatorTwice { facilitator, other } => {
                Self { facilitator: Some(facilitator), ..Self::new(ClashKind::FacilitatorTwice).with(other) }
            }
            Found::TravelTooShort { facilitator, other, needed, free } => Self {
                facilitator: Some(facilitator),
                minutes_needed: Some(int(needed)),
                minutes_free: Some(int(free)),
                ..Self::new(ClashKind::TravelTooShort).with(other)
            },
            Found::FacilitatorAway { facilitator, day } => Self {
                facilitator: Some(facilitator),
                day: Some(day.to_string()),
                ..Self::new(ClashKind::FacilitatorAway)
            },
            Found::RoomTaken { other } => Self::new(ClashKind::RoomTaken).with(other),
            Found::CpiTwice { cpi, other } => {
                Self { cpi: Some(cpi.to_string()), ..Self::new(ClashKind::CpiTwice).with(other) }
            }
            Found::PublicHoliday { day, holiday } => Self {
                day: Some(day.to_string()),
                holiday: Some(holiday.into()),
                ..Self::new(ClashKind::PublicHoliday)
            },
            Found::PatronDay { cpi, day } => {
                Self { cpi: Some(cpi.to_string()), day: Some(day.to_string()), ..Self::new(ClashKind::PatronDay) }
            }
        }
    }
}

/// The clashes of what an event is, or would be. `id`: the event's own, if it has one.
pub(super) async fn clashes_of(
    cx: &Cx,
    permit: &Permit<ReadEvents>,
    id: Option<String>,
    content: &Content,
) -> Result<Vec<EventClash>> {
    let db = cx.db().read();
    let rows = cpi_list_all(db).await?;
    let places = Places::of(&seats(&rows)?);
    // Whatever shares a day with it may clash.
    let days = content.when.days();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let midnight = |day: jiff::civil::Date| utc(instant(day.at(0, 0, 0, 0)));
    let viewer = Viewer { sees_all: true, ..Viewer::default() };
    let ahead = shared::events::State::ALL.into_iter().filter(|state| *state != shared::events::State::Cancelled);
    let filter = EventFilter {
        viewer,
        from: Some(midnight(*first)?),
        to: Some(midnight(plus_days(*last, 1))?),
        states: ahead.collect(),
        ..EventFilter::default()
    };
    let others = store::event_list_between(db, permit, &filter).await?;
    let others: Vec<Booking> = others.iter().map(|record| places.booking(record)).collect();
    let codes: Vec<String> = content.facilitators.iter().cloned().collect();
    let away = away_map(&store::facilitator_list_by_code(db, &codes).await?)?;
    let calendar = calendar(&store::patron_day_list(db).await?)?;
    let event = Booking { id: id.unwrap_or_default(), point: places.point(content), content: content.clone() };
    Ok(clashes(&event, &others, &calendar, &away).into_iter().map(EventClash::from).collect())
}
