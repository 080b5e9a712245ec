//! Places one session after the other: whole days first, then pairs that one person holds on one day, then what is left.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    BREAK_MINUTES, Ground, Part, Programme, Reason, Session, Unplaced, Wishes,
    missing::{Task, leave_out},
    state::{Taken, halves},
};
use crate::{
    code::ProvinceCode,
    events::time::{days_between, plus_days},
};

/// Where a task went.
struct Placed {
    task: usize,
    day: Date,
    part: Part,
    person: usize,
}

struct Placer<'a> {
    ground: &'a Ground,
    tasks: Vec<Task>,
    taken: Taken<'a>,
    open: Vec<bool>,
    placed: Vec<Placed>,
}

/// Places the tasks.
pub(super) fn place(ground: &Ground, wishes: &Wishes, mut tasks: Vec<Task>, mut left: Vec<Unplaced>) -> Programme {
    spread_targets(ground, &mut tasks);
    let taken = Taken::new(ground, wishes);
    let before = free_halves(ground, &taken, wishes);
    let mut placer = Placer { ground, open: vec![true; tasks.len()], tasks, taken, placed: Vec::new() };
    for index in placer.order() {
        if placer.open[index] && placer.tasks[index].whole_day {
            placer.whole_day(index);
        }
    }
    placer.fill_half_days();
    for index in placer.order() {
        if placer.open[index] && !placer.tasks[index].whole_day {
            placer.pair(index);
        }
    }
    placer.fill_half_days();
    for index in placer.order() {
        if placer.open[index] {
            let reason = placer.single(index);
            let task = &placer.tasks[index];
            if let Some(reason) = reason {
                leave_out(&mut left, task.requirement.clone(), task.territory.clone(), reason);
            }
        }
    }
    placer.programme(left, &before)
}

/// Gives the tasks of a province that may be on the same days a target each, one after the other.
fn spread_targets(ground: &Ground, tasks: &mut [Task]) {
    let key = |task: &Task| (ground.seats[task.seat].province.clone(), task.window);
    let mut numbers: BTreeMap<(ProvinceCode, (Date, Date)), i64> = BTreeMap::new();
    for task in tasks.iter() {
        *numbers.entry(key(task)).or_default() += 1;
    }
    let mut next: BTreeMap<(ProvinceCode, (Date, Date)), i64> = BTreeMap::new();
    for task in tasks {
        let own = key(task);
        let (number, turn) = (numbers.get(&own).copied().unwrap_or(1), next.entry(own).or_default());
        let days = days_between(task.window.0, task.window.1);
        task.target = plus_days(task.window.0, days * (2 * *turn + 1) / (2 * number));
        *turn += 1;
    }
}

/// Half days that are free beside what was there before, within the period, by province.
fn free_halves(ground: &Ground, taken: &Taken<'_>, wishes: &Wishes) -> BTreeMap<ProvinceCode, u32> {
    let mut free: BTreeMap<ProvinceCode, u32> = BTreeMap::new();
    for (person, day) in taken.half_days() {
        if (wishes.from..=wishes.to).contains(&day) {
            *free.entry(ground.facilitators[person].province.clone()).or_default() += 1;
        }
    }
    free
}

impl Placer<'_> {
    /// The order in which tasks are placed: those with the fewest days first, then the earliest.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.tasks.len()).collect();
        order.sort_by_key(|index| {
            let task = &self.tasks[*index];
            (days_between(task.window.0, task.window.1), task.target, *index)
        });
        order
    }

    fn take(&mut self, index: usize, day: Date, part: Part, person: usize) {
        self.taken.take(&self.tasks[index], day, halves(part), person);
        self.open[index] = false;
        self.placed.push(Placed { task: index, day, part, person });
    }

    fn whole_day(&mut self, index: usize) {
        let task = &self.tasks[index];
        for day in self.taken.days(task, task.period) {
            if self.taken.check_day(task, day).is_err() {
                continue;
            }
            let fits = |person: &usize| self.taken.check_person(task, day, halves(Part::WholeDay), *person).is_ok();
            if let Some(person) = self.taken.people(task).into_iter().find(fits) {
                return self.take(index, day, Part::WholeDay, person);
            }
        }
    }

    /// Places a task in the morning and another one in the afternoon of the same day, both held by one person who is otherwise free.
    fn pair(&mut self, index: usize) {
        let task = &self.tasks[index];
        for day in self.taken.days(task, task.window) {
            if self.taken.check_day(task, day).is_err() {
                continue;
            }
            for person in self.taken.people(task) {
                if self.taken.is_out(person, day)
                    || self.taken.left_in_week(person, day) < 2
                    || self.taken.check_person(task, day, halves(Part::Morning), person).is_err()
                {
                    continue;
                }
                if let Some(other) = self.partner(index, day, person) {
                    self.take(index, day, Part::Morning, person);
                    self.take(other, day, Part::Afternoon, person);
                    return;
                }
            }
        }
    }

    /// The nearest open task that can be held in the afternoon; of those that are as near, the one that wants that day most.
    fn partner(&self, index: usize, day: Date, person: usize) -> Option<usize> {
        let task = &self.tasks[index];
        let seats = &self.ground.seats;
        let here = &seats[task.seat];
        let shares = |other: &Task| {
            let mine = || task.territory.cpi().into_iter().chain(&task.also_for);
            other.territory.cpi().into_iter().chain(&other.also_for).any(|cpi| mine().any(|own| own == cpi))
        };
        let candidates = (0..self.tasks.len()).filter(|other| {
            let (other, candidate) = (*other, &self.tasks[*other]);
            other != index
                && self.open[other]
                && !candidate.whole_day
                && seats[candidate.seat].province == here.province
                && (candidate.window.0..=candidate.window.1).contains(&day)
                && here.point.minutes_to(&seats[candidate.seat].point) <= BREAK_MINUTES
                && !shares(candidate)
                && self.taken.check_day(candidate, day).is_ok()
                && self.taken.check_person(candidate, day, halves(Part::Afternoon), person).is_ok()
        });
        candidates.min_by_key(|other| {
            let candidate = &self.tasks[*other];
            let way = here.point.minutes_to(&seats[candidate.seat].point);
            (way, days_between(candidate.target, day).abs(), *other)
        })
    }

    /// Puts open tasks beside what somebody holds in the other half of a day: that needs no further day.
    fn fill_half_days(&mut self) {
        for (person, day) in self.taken.half_days() {
            let fit = self.order().into_iter().find_map(|index| {
                let task = &self.tasks[index];
                let own = self.ground.seats[task.seat].province == self.ground.facilitators[person].province;
                let within = (task.window.0..=task.window.1).contains(&day);
                if !self.open[index] || task.whole_day || !own || !within || !self.taken.is_workday(day) {
                    return None;
                }
                self.taken.check_day(task, day).ok()?;
                let free = |part: &Part| self.taken.check_person(task, day, halves(*part), person).is_ok();
                [Part::Morning, Part::Afternoon].into_iter().find(free).map(|part| (index, part))
            });
            if let Some((index, part)) = fit {
                self.take(index, day, part, person);
            }
        }
    }

    /// Places a task alone. Gives what stood in the way most often when it cannot.
    fn single(&mut self, index: usize) -> Option<Reason> {
        let task = &self.tasks[index];
        let (people, days) = (self.taken.people(task), self.taken.days(task, task.period));
        if people.is_empty() {
            return Some(Reason::NoFacilitator);
        }
        let parts: &[Part] = if task.whole_day { &[Part::WholeDay] } else { &[Part::Morning, Part::Afternoon] };
        let mut why: BTreeMap<Reason, u32> = BTreeMap::new();
        for day in &days {
            if let Err(reason) = self.taken.check_day(task, *day) {
                *why.entry(reason).or_default() += 1;
                continue;
            }
            for person in &people {
                for part in parts {
                    match self.taken.check_person(task, *day, halves(*part), *person) {
                        Ok(()) => {
                            self.take(index, *day, *part, *person);
                            return None;
                        }
                        Err(reason) => *why.entry(reason).or_default() += 1,
                    }
                }
            }
        }
        let most = why.into_iter().max_by_key(|(reason, times)| (*times, std::cmp::Reverse(*reason)));
        Some(most.map_or(Reason::NoWorkday, |(reason, _)| reason))
    }

    fn programme(mut self, unplaced: Vec<Unplaced>, before: &BTreeMap<ProvinceCode, u32>) -> Programme {
        self.placed.sort_by_key(|placed| (placed.day, placed.part, self.tasks[placed.task].seat, placed.task));
        let mut wanted: BTreeMap<&ProvinceCode, (u32, u32)> = BTreeMap::new();
        for placed in &self.placed {
            let task = &self.tasks[placed.task];
            let (whole, half) = wanted.entry(&self.ground.seats[task.seat].province).or_default();
            *(if task.halves() == 2 { whole } else { half }) += 1;
        }
        let least = |(province, (whole, half)): (&&ProvinceCode, &(u32, u32))| {
            whole + half.saturating_sub(before.get(*province).copied().unwrap_or_default()).div_ceil(2)
        };
        let least_days = wanted.iter().map(least).sum();
        let facilitator_days = self.taken.new_days();
        let session = |placed: &Placed| {
            let task = &self.tasks[placed.task];
            let seat = &self.ground.seats[task.seat];
            Session {
                requirement: task.requirement.clone(),
                kind: task.kind,
                territory: task.territory.clone(),
                also_for: task.also_for.clone(),
                seat: seat.cpi.clone(),
                province: seat.province.clone(),
                day: placed.day,
                part: placed.part,
                facilitator: self.ground.facilitators[placed.person].code.clone(),
            }
        };
        Programme { sessions: self.placed.iter().map(session).collect(), unplaced, facilitator_days, least_days }
    }
}
