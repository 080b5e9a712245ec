//! What is taken already while the programme is made: people by half day, rooms, job centres by day, and sessions by requirement.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{BREAK_MINUTES, Ground, Part, Reason, Wishes, missing::Task};
use crate::{
    code::CpiCode,
    events::{
        Point, When,
        calendar::is_workday,
        time::{days_between, local, monday_of, plus_days},
    },
};

/// Where somebody is in each half of a day. `Some(None)`: busy, nobody knows where.
type Halves = [Option<Option<Point>>; 2];

/// What is taken.
pub(super) struct Taken<'a> {
    ground: &'a Ground,
    wishes: &'a Wishes,
    /// By facilitator and day.
    people: BTreeMap<(usize, Date), Halves>,
    /// Days on which somebody holds something that was there before.
    before: BTreeSet<(usize, Date)>,
    /// Sessions of a facilitator in the week of a Monday.
    weeks: BTreeMap<(usize, Date), u32>,
    /// Sessions in all, so that work is shared evenly.
    load: Vec<u32>,
    centres: BTreeSet<(CpiCode, Date)>,
    /// By the index of the seat.
    rooms: BTreeSet<(usize, Date, usize)>,
    by_requirement: BTreeMap<(String, CpiCode), Vec<Date>>,
    /// The days of the period on which people work.
    workdays: Vec<Date>,
}

impl<'a> Taken<'a> {
    /// What is taken before anything is placed.
    pub(super) fn new(ground: &'a Ground, wishes: &'a Wishes) -> Self {
        let mut taken = Self {
            ground,
            wishes,
            people: BTreeMap::new(),
            before: BTreeSet::new(),
            weeks: BTreeMap::new(),
            load: vec![0; ground.facilitators.len()],
            centres: BTreeSet::new(),
            rooms: BTreeSet::new(),
            by_requirement: BTreeMap::new(),
            workdays: workdays(wishes),
        };
        for booking in &ground.booked {
            taken.book(booking);
        }
        taken
    }

    fn book(&mut self, booking: &crate::events::clash::Booking) {
        let content = &booking.content;
        let people: Vec<usize> = (0..self.ground.facilitators.len())
            .filter(|index| content.facilitators.contains(&self.ground.facilitators[*index].code))
            .collect();
        let point = if content.online { None } else { booking.point };
        let seat =
            self.ground.seats.iter().position(|seat| content.municipality.as_deref() == Some(&*seat.municipality));
        let days = content.when.days();
        for day in &days {
            for half in 0..2 {
                if !touches(&content.when, *day, half) {
                    continue;
                }
                for person in &people {
                    self.people.entry((*person, *day)).or_default()[half] = Some(point);
                }
                if let Some(seat) = seat.filter(|_| !content.online) {
                    self.rooms.insert((seat, *day, half));
                }
            }
            for person in &people {
                self.before.insert((*person, *day));
            }
            self.centres.extend(content.cpis().into_iter().map(|cpi| (cpi.clone(), *day)));
        }
        if let Some(day) = days.first() {
            for person in people {
                *self.weeks.entry((person, monday_of(*day))).or_default() += 1;
                self.load[person] += 1;
            }
            if let Some(code) = &content.requirement {
                for cpi in content.cpis() {
                    self.by_requirement.entry((code.clone(), cpi.clone())).or_default().push(*day);
                }
            }
        }
    }

    /// The days between two on which people work, the one that suits a task best first.
    pub(super) fn days(&self, task: &Task, (from, to): (Date, Date)) -> Vec<Date> {
        let from = self.workdays.partition_point(|day| *day < from);
        let to = self.workdays.partition_point(|day| *day <= to);
        let mut days = self.workdays.get(from..to).unwrap_or_default().to_vec();
        days.sort_by_key(|day| (days_between(task.target, *day).abs(), *day));
        days
    }

    /// Whether people work on a day of the period.
    pub(super) fn is_workday(&self, day: Date) -> bool {
        self.workdays.binary_search(&day).is_ok()
    }

    /// The facilitators of a task's province, those with the fewest sessions first.
    pub(super) fn people(&self, task: &Task) -> Vec<usize> {
        let province = &self.ground.seats[task.seat].province;
        let all = self.ground.facilitators.iter().enumerate();
        let mut own: Vec<usize> =
            all.filter(|(_, person)| person.province == *province).map(|(index, _)| index).collect();
        own.sort_by_key(|index| (self.load[*index], *index));
        own
    }

    /// Whether a task can be on a day at all, whoever holds it.
    pub(super) fn check_day(&self, task: &Task, day: Date) -> Result<(), Reason> {
        for cpi in task.territory.cpi().into_iter().chain(&task.also_for) {
            if self.centres.contains(&(cpi.clone(), day)) || self.ground.calendar.is_patron_day(cpi, day) {
                return Err(Reason::CentreTaken);
            }
            let near = |other: &Date| days_between(*other, day).abs() < i64::from(self.wishes.gap_days);
            let held = self.by_requirement.get(&(task.requirement.clone(), cpi.clone()));
            if held.is_some_and(|days| days.iter().any(near)) {
                return Err(Reason::TooNear);
            }
        }
        let seat = &self.ground.seats[task.seat].cpi;
        if self.ground.calendar.is_patron_day(seat, day) { Err(Reason::CentreTaken) } else { Ok(()) }
    }

    /// Whether somebody can hold a task in some halves of a day on which it can be.
    pub(super) fn check_person(&self, task: &Task, day: Date, halves: &[usize], person: usize) -> Result<(), Reason> {
        if halves.iter().any(|half| self.rooms.contains(&(task.seat, day, *half))) {
            return Err(Reason::RoomTaken);
        }
        if self.ground.facilitators[person].away.iter().any(|(from, to)| (*from..=*to).contains(&day)) {
            return Err(Reason::Busy);
        }
        if self.left_in_week(person, day) == 0 {
            return Err(Reason::WeeklyLimit);
        }
        let there = self.people.get(&(person, day)).copied().unwrap_or_default();
        let here = self.ground.seats[task.seat].point;
        for (half, other) in there.iter().enumerate() {
            let Some(other) = other else { continue };
            let too_far = other.is_none_or(|point| point.minutes_to(&here) > BREAK_MINUTES);
            if halves.contains(&half) || too_far {
                return Err(Reason::Busy);
            }
        }
        Ok(())
    }

    /// How many sessions more somebody may hold in the week of a day.
    pub(super) fn left_in_week(&self, person: usize, day: Date) -> u32 {
        let held = self.weeks.get(&(person, monday_of(day))).copied().unwrap_or_default();
        self.ground.facilitators[person].weekly_limit.saturating_sub(held)
    }

    /// Whether somebody holds something on a day already.
    pub(super) fn is_out(&self, person: usize, day: Date) -> bool {
        self.people.contains_key(&(person, day))
    }

    /// The days on which somebody has one half free and the other not: a session there needs no further day.
    pub(super) fn half_days(&self) -> Vec<(usize, Date)> {
        let half = |halves: &Halves| halves.iter().flatten().count() == 1;
        self.people.iter().filter(|(_, halves)| half(halves)).map(|(key, _)| *key).collect()
    }

    /// Takes people, room and day for a task.
    pub(super) fn take(&mut self, task: &Task, day: Date, halves: &[usize], person: usize) {
        let here = self.ground.seats[task.seat].point;
        for half in halves {
            self.people.entry((person, day)).or_default()[*half] = Some(Some(here));
            self.rooms.insert((task.seat, day, *half));
        }
        *self.weeks.entry((person, monday_of(day))).or_default() += 1;
        self.load[person] += 1;
        for cpi in task.territory.cpi().into_iter().chain(&task.also_for) {
            self.centres.insert((cpi.clone(), day));
            self.by_requirement.entry((task.requirement.clone(), cpi.clone())).or_default().push(day);
        }
    }

    /// Days on which somebody holds something, and nothing that was there before.
    pub(super) fn new_days(&self) -> u32 {
        self.people.keys().filter(|key| !self.before.contains(key)).count() as u32
    }
}

/// The days of the wishes on which people work.
fn workdays(wishes: &Wishes) -> Vec<Date> {
    let all = (0..=days_between(wishes.from, wishes.to)).map(|days| plus_days(wishes.from, days));
    all.filter(|day| is_workday(*day) && !(wishes.without_august && day.month() == 8)).collect()
}

/// Whether a time touches a half of a day: until 13:30, or after it.
fn touches(when: &When, day: Date, half: usize) -> bool {
    let noon = day.at(13, 30, 0, 0);
    let (start, end) = (local(when.start), local(when.end));
    let (from, to) = if half == 0 { (day.at(0, 0, 0, 0), noon) } else { (noon, plus_days(day, 1).at(0, 0, 0, 0)) };
    start < to && end > from
}

/// The halves of a part of a day.
pub(super) fn halves(part: Part) -> &'static [usize] {
    match part {
        Part::Morning => &[0],
        Part::Afternoon => &[1],
        Part::WholeDay => &[0, 1],
    }
}
