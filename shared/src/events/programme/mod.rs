//! The programme: a day, an hour and a facilitator for every session that is still missing, or why there is none.
//!
//! [`propose`] is deterministic. How it works, what it promises and what it is measured by: `docs/programme.md`.

mod missing;
mod place;
mod share;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};

use super::{
    EventKind, Point, Requirement, Territory, When, calendar::Calendar, clash::Booking, named, tally::Counted,
    time::instant,
};
use crate::{
    code::{CpiCode, ProvinceCode},
    problem::{Fields, Problem, Rule},
};

/// The longest period that is planned at once, in days.
pub const MAX_PERIOD: i64 = 1_100;
/// The most sessions that one programme places; more are told as not placed.
pub const MAX_SESSIONS: u32 = 2_000;

/// Where a job centre is, as the programme sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// Which one.
    pub cpi: CpiCode,
    /// Its province.
    pub province: ProvinceCode,
    /// Where it is.
    pub point: Point,
    /// ISTAT code of its town.
    pub municipality: String,
    /// Residents of 15 to 64 years in its catchment.
    pub working_age: u64,
}

/// Who can hold sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facilitator {
    /// The code.
    pub code: String,
    /// The province in which they work.
    pub province: ProvinceCode,
    /// The most sessions in one week, Monday to Sunday.
    pub weekly_limit: u32,
    /// The days on which they are away, first and last.
    pub away: Vec<(Date, Date)>,
}

/// What the planner asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wishes {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Provinces whose sessions are placed; empty: all, and those of the region.
    pub provinces: BTreeSet<ProvinceCode>,
    /// Days that must lie between two sessions of one requirement at a job centre, at least.
    pub gap_days: u32,
    /// Whether August stays free.
    pub without_august: bool,
    /// A job centre with fewer residents of 15 to 64 years shares its sessions with a neighbour. `None`: each has its own.
    pub share_below: Option<u64>,
    /// How far such a neighbour may be, in kilometres through the air.
    pub share_within_km: u32,
}

impl Wishes {
    /// Checks that the period is one.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names the fields.
    pub fn check(self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let days = super::time::days_between(self.from, self.to);
        let broken = if days < 0 {
            Some(Rule::NotAfter)
        } else {
            (days > MAX_PERIOD).then_some(Rule::TooGreat { max: MAX_PERIOD as f64 })
        };
        fields.check("to", broken);
        fields.check("from", (!super::time::YEARS.contains(&self.from.year())).then_some(Rule::Unknown));
        fields.check("gapDays", (self.gap_days > 365).then_some(Rule::TooGreat { max: 365.0 }));
        fields.check("shareWithinKm", (self.share_within_km > 200).then_some(Rule::TooGreat { max: 200.0 }));
        fields.finish()?;
        Ok(self)
    }
}

/// All that the programme rests on.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Where the job centres are.
    pub seats: Vec<Seat>,
    /// Who can hold sessions.
    pub facilitators: Vec<Facilitator>,
    /// What the plan requires.
    pub requirements: Vec<Requirement>,
    /// What there is already, as it counts.
    pub counted: Vec<Counted>,
    /// What takes up people, rooms and days already.
    pub booked: Vec<Booking>,
    /// Patron saints' days.
    pub calendar: Calendar,
}

named! {
    /// A part of a day.
    Part {
        /// From 9:30 to 12:30.
        Morning = "MORNING",
        /// From 14:30 to 17:30.
        Afternoon = "AFTERNOON",
        /// From 9:30 to 17:30.
        WholeDay = "WHOLE_DAY",
    }
}

impl Part {
    /// From when to when on a day, in Rome.
    pub fn on(self, day: Date) -> When {
        let (start, end) = match self {
            Self::Morning => (Time::constant(9, 30, 0, 0), Time::constant(12, 30, 0, 0)),
            Self::Afternoon => (Time::constant(14, 30, 0, 0), Time::constant(17, 30, 0, 0)),
            Self::WholeDay => (Time::constant(9, 30, 0, 0), Time::constant(17, 30, 0, 0)),
        };
        let at = |time| -> Timestamp { instant(day.to_datetime(time)) };
        When { start: at(start), end: at(end) }
    }

    /// How many half days it takes.
    pub fn halves(self) -> u32 {
        if self == Self::WholeDay { 2 } else { 1 }
    }
}

/// Minutes between morning and afternoon.
pub const BREAK_MINUTES: i64 = 120;

named! {
    /// What stood in the way of a session, most often.
    Reason {
        /// The province has nobody who could hold it.
        NoFacilitator = "NO_FACILITATOR",
        /// The period has no day on which people work.
        NoWorkday = "NO_WORKDAY",
        /// Everybody is away or holds other sessions.
        Busy = "BUSY",
        /// Everybody has as many sessions that week as they may.
        WeeklyLimit = "WEEKLY_LIMIT",
        /// The job centre has another session that day, or the town its patron saint's day.
        CentreTaken = "CENTRE_TAKEN",
        /// Another session of the same kind at the job centre is too near in time.
        TooNear = "TOO_NEAR",
        /// The room is taken.
        RoomTaken = "ROOM_TAKEN",
        /// More sessions are missing than a programme places.
        TooMany = "TOO_MANY",
    }
}

/// One session that the programme proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The requirement that it fulfils.
    pub requirement: String,
    /// Its kind.
    pub kind: EventKind,
    /// To which part of the region it belongs.
    pub territory: Territory,
    /// Other job centres whose session it is too.
    pub also_for: Vec<CpiCode>,
    /// The job centre in whose town it is.
    pub seat: CpiCode,
    /// The province whose people hold it.
    pub province: ProvinceCode,
    /// The day.
    pub day: Date,
    /// The part of the day.
    pub part: Part,
    /// Who holds it.
    pub facilitator: String,
}

/// Sessions that could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unplaced {
    /// Of which requirement.
    pub requirement: String,
    /// Of which part of the region.
    pub territory: Territory,
    /// How many.
    pub number: u32,
    /// What stood in the way, most often.
    pub reason: Reason,
}

/// A programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Programme {
    /// By day, then part, then town.
    pub sessions: Vec<Session>,
    /// What is left.
    pub unplaced: Vec<Unplaced>,
    /// Days on which somebody holds a session of this programme, and none that was there before.
    pub facilitator_days: u32,
    /// No programme with these sessions needs fewer such days.
    pub least_days: u32,
}

/// Places the sessions that are missing between two days.
///
/// # Errors
/// [`Problem::Invalid`] when the wishes make no sense.
pub fn propose(ground: &Ground, wishes: &Wishes) -> Result<Programme, Problem> {
    let wishes = wishes.clone().check()?;
    let groups = share::groups(&ground.seats, &wishes);
    let (tasks, left_out) = missing::tasks(ground, &wishes, &groups);
    Ok(place::place(ground, &wishes, tasks, left_out))
}
