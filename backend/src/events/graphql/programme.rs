//! The programme, as the API proposes it.

use std::collections::BTreeSet;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use jiff::civil::Date;
use shared::{
    Rule,
    code::{CpiCode, ProvinceCode},
    events::{
        Requirement, State, Territory,
        clash::Booking,
        programme::{self as model, Ground, Wishes, propose},
        tally::Counted,
    },
    problem::Fields,
};

use super::{
    ground::{Places, calendar, people, seats},
    names::{ActEventStatus, DayPart, EventKind, UnplacedReason},
    query::may_read,
};
use crate::{
    changes::{EVENTS, topic_revision},
    cx::Cx,
    error::{Context as _, Error, Result},
    events::{
        record::{Viewer, utc},
        store::{self, EventFilter, requirement_of},
    },
    graphql::int,
    territory::cpi_list_today,
};

/// What a programme is asked for.
#[derive(InputObject)]
pub(crate) struct ProgrammeInput {
    /// The first day, `2027-01-11`.
    from: String,
    /// The last day: at most three years later.
    to: String,
    /// Codes of the provinces whose sessions are placed. Left out: all, and the region's own.
    #[graphql(default)]
    provinces: Vec<String>,
    /// Days that must lie between two sessions of one requirement at a CPI, at least.
    #[graphql(default = 60)]
    gap_days: i32,
    /// Whether August may be used.
    #[graphql(default)]
    with_august: bool,
    /// A CPI whose catchment has fewer residents of 15 to 64 years shares its sessions with a neighbour. Left out: each has its own.
    share_below: Option<i32>,
    /// How far such a neighbour may be, in kilometres through the air.
    #[graphql(default = 25)]
    share_within_km: i32,
}

impl ProgrammeInput {
    fn parse(&self) -> Result<Wishes> {
        let mut fields = Fields::default();
        let mut day = |field: &str, text: &str| {
            text.parse::<Date>().map_err(|_| fields.push(format!("input.{field}"), Rule::Unknown)).unwrap_or(Date::ZERO)
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let mut natural = |field: &str, number: i32| {
            u32::try_from(number).unwrap_or_else(|_| {
                fields.push(format!("input.{field}"), Rule::TooSmall { min: 0.0 });
                0
            })
        };
        let gap_days = natural("gapDays", self.gap_days);
        let share_within_km = natural("shareWithinKm", self.share_within_km);
        let share_below = self.share_below.map(|number| u64::from(natural("shareBelow", number)));
        let provinces: Result<BTreeSet<ProvinceCode>, _> = self.provinces.iter().map(ProvinceCode::new).collect();
        fields.check("input.provinces", provinces.is_err().then_some(Rule::Unknown));
        fields.finish()?;
        let provinces = provinces.unwrap_or_default();
        let without_august = !self.with_august;
        let wishes = Wishes { from, to, provinces, gap_days, without_august, share_below, share_within_km };
        Ok(wishes.check()?)
    }
}

/// One session that the programme proposes.
pub(crate) struct ProposedSession(model::Session);

#[Object]
impl ProposedSession {
    /// Code of the requirement that it fulfils.
    async fn requirement(&self) -> &str {
        &self.0.requirement
    }

    async fn kind(&self) -> EventKind {
        self.0.kind.into()
    }

    /// Code of the province whose people hold it.
    async fn province(&self) -> &str {
        self.0.province.as_str()
    }

    /// Whether it belongs to the region, and to no province.
    async fn regional(&self) -> bool {
        self.0.territory == Territory::Region
    }

    /// Code of the CPI that hosts it. Null: a province's session or the region's.
    async fn cpi(&self) -> Option<&str> {
        self.0.territory.cpi().map(CpiCode::as_str)
    }

    /// Codes of other CPIs whose session it is too.
    async fn also_for(&self) -> Vec<&str> {
        self.0.also_for.iter().map(CpiCode::as_str).collect()
    }

    /// Code of the CPI in whose town it is.
    async fn seat(&self) -> &str {
        self.0.seat.as_str()
    }

    /// The day, `2027-03-22`.
    async fn day(&self) -> String {
        self.0.day.to_string()
    }

    async fn part(&self) -> DayPart {
        self.0.part.into()
    }

    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn start(&self) -> Result<DateTime<Utc>> {
        utc(self.0.part.on(self.0.day).start)
    }

    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn end(&self) -> Result<DateTime<Utc>> {
        utc(self.0.part.on(self.0.day).end)
    }

    /// Code of who holds it.
    async fn facilitator(&self) -> &str {
        &self.0.facilitator
    }
}

/// Sessions that could not be placed, and why.
#[derive(SimpleObject)]
pub(crate) struct UnplacedSessions {
    /// Code of the requirement.
    requirement: String,
    /// Code of the province. Null: the region.
    province: Option<String>,
    /// Code of the CPI. Null: a province's or the region's.
    cpi: Option<String>,
    /// How many.
    number: i32,
    reason: UnplacedReason,
}

/// A programme: nothing of it is written yet.
#[derive(SimpleObject)]
pub(crate) struct Programme {
    /// The revision of the events' log that it rests on.
    revision: i32,
    /// By day, then part of the day.
    sessions: Vec<ProposedSession>,
    unplaced: Vec<UnplacedSessions>,
    /// Days on which somebody holds a session of this programme and none that was there before.
    facilitator_days: i32,
    /// No programme with these sessions needs fewer such days.
    least_days: i32,
}

impl Programme {
    pub(super) async fn of(ctx: &Context<'_>, input: ProgrammeInput) -> Result<Self> {
        let cx = Cx::of(ctx)?;
        let wishes = input.parse()?;
        let revision = topic_revision(cx.db().read(), EVENTS).await?;
        let ground = ground(cx).await?;
        let done = tokio::task::spawn_blocking(move || propose(&ground, &wishes)).await;
        let programme = done.context("making a programme")?.map_err(Error::from)?;
        let unplaced = programme.unplaced.into_iter().map(|left| UnplacedSessions {
            requirement: left.requirement,
            province: left.territory.province().map(|province| province.to_string()),
            cpi: left.territory.cpi().map(ToString::to_string),
            number: int(i64::from(left.number)),
            reason: left.reason.into(),
        });
        Ok(Self {
            revision: int(revision),
            unplaced: unplaced.collect(),
            sessions: programme.sessions.into_iter().map(ProposedSession).collect(),
            facilitator_days: int(i64::from(programme.facilitator_days)),
            least_days: int(i64::from(programme.least_days)),
        })
    }
}

/// All that a programme rests on.
async fn ground(cx: &Cx) -> Result<Ground> {
    let db = cx.db().read();
    let permit = may_read(cx)?;
    let seats = seats(&cpi_list_today(db, cx.now()).await?)?;
    let places = Places::of(&seats);
    let rows = store::act_event_list(db, Some(ActEventStatus::Required.name())).await?;
    let requirements = rows.iter().map(requirement_of).collect::<Result<Vec<Requirement>>>()?;
    let there = State::ALL.into_iter().filter(|state| *state != State::Cancelled).collect();
    let viewer = Viewer { sees_all: true, ..Viewer::default() };
    let filter = EventFilter { viewer, states: there, ..EventFilter::default() };
    let records = store::event_list_between(db, &permit, &filter).await?;
    let booked: Vec<Booking> = records.iter().map(|record| places.booking(record)).collect();
    let counted = records.iter().filter_map(|record| Counted::of(&record.content, record.state)).collect();
    let facilitators = people(&store::facilitator_list(db).await?)?;
    let calendar = calendar(&store::patron_day_list(db).await?)?;
    Ok(Ground { seats, facilitators, requirements, counted, booked, calendar })
}
