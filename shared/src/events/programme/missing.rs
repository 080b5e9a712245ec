//! The sessions that are missing, each with the days between which it should be held.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::{Ground, MAX_SESSIONS, Part, Reason, Seat, Unplaced, Wishes};
use crate::{
    code::{CpiCode, ProvinceCode},
    events::{
        EventKind, Reach, Requirement, Territory,
        tally::{Tally, tally},
        time::{days_between, plus_days},
    },
};

/// One session to place.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) requirement: String,
    pub(super) kind: EventKind,
    pub(super) territory: Territory,
    pub(super) also_for: Vec<CpiCode>,
    /// Index of the seat in whose town it is.
    pub(super) seat: usize,
    /// The first and the last day that suit.
    pub(super) window: (Date, Date),
    /// The first and the last day that will do, when none that suits is free.
    pub(super) period: (Date, Date),
    /// The day that would suit best: set when all tasks are known.
    pub(super) target: Date,
    pub(super) whole_day: bool,
}

impl Task {
    /// How many half days it takes.
    pub(super) fn halves(&self) -> u32 {
        if self.whole_day { Part::WholeDay.halves() } else { 1 }
    }
}

/// Everything that is missing, in a fixed order; and what is left out because it is too much.
pub(super) fn tasks(
    ground: &Ground,
    wishes: &Wishes,
    groups: &BTreeMap<CpiCode, Vec<CpiCode>>,
) -> (Vec<Task>, Vec<Unplaced>) {
    let cpis: Vec<CpiCode> = ground.seats.iter().map(|seat| seat.cpi.clone()).collect();
    let mut maker = Maker { ground, wishes, tasks: Vec::new(), left_out: Vec::new() };
    for requirement in &ground.requirements {
        let one = std::slice::from_ref(requirement);
        for (from, to) in windows(requirement, wishes) {
            let rows = tally(one, &cpis, &ground.counted, from.year());
            // What is required once is planned once, in whichever year of the period.
            let elsewhere = if requirement.is_annual() { 0 } else { wishes.to.year() - from.year() };
            let later: Vec<Vec<Tally>> =
                (1..=elsewhere).map(|more| tally(one, &cpis, &ground.counted, from.year() + more)).collect();
            let done = |index: usize| -> u32 {
                later.iter().filter_map(|rows| rows.get(index)).map(|row| row.planned + row.held).sum()
            };
            let wanted = rows.iter().enumerate().map(|(index, row)| (row, row.missing().saturating_sub(done(index))));
            maker.add(requirement, &wanted.collect::<Vec<_>>(), groups, (from, to));
        }
    }
    (maker.tasks, maker.left_out)
}

/// The periods for which a requirement is counted: each year of the wishes, or all of them at once.
fn windows(requirement: &Requirement, wishes: &Wishes) -> Vec<(Date, Date)> {
    if !requirement.is_annual() {
        return vec![(wishes.from, wishes.to)];
    }
    let year = |year: i16| (wishes.from.max(date(year, 1, 1)), wishes.to.min(date(year, 12, 31)));
    (wishes.from.year()..=wishes.to.year()).map(year).collect()
}

struct Maker<'a> {
    ground: &'a Ground,
    wishes: &'a Wishes,
    tasks: Vec<Task>,
    left_out: Vec<Unplaced>,
}

impl Maker<'_> {
    fn add(
        &mut self,
        requirement: &Requirement,
        rows: &[(&Tally, u32)],
        groups: &BTreeMap<CpiCode, Vec<CpiCode>>,
        window: (Date, Date),
    ) {
        let of = |cpi: &CpiCode| {
            rows.iter().find(|(row, _)| row.place.cpi() == Some(cpi)).map_or(0, |(_, missing)| *missing)
        };
        for (row, missing) in rows {
            match &row.place {
                Territory::Cpi(cpi) => {
                    let Some(guests) = groups.get(cpi) else { continue };
                    let guest = guests.iter().map(of).max().unwrap_or_default();
                    for index in 0..(*missing).max(guest) {
                        let coming = guests.iter().filter(|guest| of(guest) > index).cloned().collect();
                        let own = spread(window, index, (*missing).max(guest));
                        self.push(requirement, row.place.clone(), coming, self.seat_of(cpi), (own, window));
                    }
                }
                Territory::Province(province) => {
                    for _ in 0..*missing {
                        let seat = self.capital(Some(province));
                        self.push(requirement, row.place.clone(), Vec::new(), seat, (window, window));
                    }
                }
                Territory::Region => self.regional(requirement, *missing, window),
            }
        }
    }

    /// Sessions of schools and training bodies are shared out among the provinces by their people; others are in the region's chief town.
    fn regional(&mut self, requirement: &Requirement, missing: u32, window: (Date, Date)) {
        let provinces = if matches!(requirement.reach, Reach::School | Reach::Cfp) {
            shared_out(&self.ground.seats, missing)
        } else {
            Vec::new()
        };
        for index in 0..missing {
            let province = provinces.get(index as usize);
            let territory = province.map_or(Territory::Region, |province| Territory::Province(province.clone()));
            let seat = self.capital(province);
            self.push(requirement, territory, Vec::new(), seat, (window, window));
        }
    }

    fn seat_of(&self, cpi: &CpiCode) -> Option<usize> {
        self.ground.seats.iter().position(|seat| seat.cpi == *cpi)
    }

    /// The seat with the most people, of a province or of all.
    fn capital(&self, province: Option<&ProvinceCode>) -> Option<usize> {
        let seats = self.ground.seats.iter().enumerate();
        let own = seats.filter(|(_, seat)| province.is_none_or(|province| seat.province == *province));
        own.max_by_key(|(index, seat)| (seat.working_age, std::cmp::Reverse(*index))).map(|(index, _)| index)
    }

    fn push(
        &mut self,
        requirement: &Requirement,
        territory: Territory,
        also_for: Vec<CpiCode>,
        seat: Option<usize>,
        (window, period): ((Date, Date), (Date, Date)),
    ) {
        let own = &self.wishes.provinces;
        // The region's own sessions belong to no province: they are placed when all provinces are.
        let wanted = own.is_empty() || territory.province().is_some_and(|province| own.contains(&province));
        if !wanted {
            return;
        }
        // Where there is no job centre there is nobody who works with it.
        let Some(seat) = seat else {
            let code = requirement.code.clone();
            return leave_out(&mut self.left_out, code, territory, Reason::NoFacilitator);
        };
        if self.tasks.len() >= MAX_SESSIONS as usize {
            let code = requirement.code.clone();
            return leave_out(&mut self.left_out, code, territory, Reason::TooMany);
        }
        let (whole_day, kind) = (requirement.kind.is_whole_day(), requirement.kind);
        let (requirement, target) = (requirement.code.clone(), window.0);
        self.tasks.push(Task { requirement, kind, territory, also_for, seat, window, period, target, whole_day });
    }
}

/// Adds one session to those that are not placed.
pub(super) fn leave_out(left: &mut Vec<Unplaced>, requirement: String, territory: Territory, reason: Reason) {
    let same = |known: &&mut Unplaced| {
        known.requirement == requirement && known.territory == territory && known.reason == reason
    };
    match left.iter_mut().find(same) {
        Some(known) => known.number += 1,
        None => left.push(Unplaced { requirement, territory, number: 1, reason }),
    }
}

/// The share of a period that the n-th of several has: equal parts, one after the other.
fn spread((from, to): (Date, Date), index: u32, number: u32) -> (Date, Date) {
    let (days, index, number) = (days_between(from, to) + 1, i64::from(index), i64::from(number.max(1)));
    let first = plus_days(from, days * index / number);
    let last = plus_days(from, (days * (index + 1) / number - 1).max(0));
    (first, last.max(first))
}

/// So many provinces, each as often as its people have it, mixed so that no province has all of its own at the end.
fn shared_out(seats: &[Seat], number: u32) -> Vec<ProvinceCode> {
    let mut people: BTreeMap<&ProvinceCode, u64> = BTreeMap::new();
    for seat in seats {
        *people.entry(&seat.province).or_default() += seat.working_age;
    }
    let all: u64 = people.values().sum();
    let mut given: BTreeMap<&ProvinceCode, u64> = BTreeMap::new();
    let mut provinces = Vec::new();
    for turn in 1..=u64::from(number) {
        // Whoever is farthest behind its share comes next; the first of equals.
        let behind = |province: &ProvinceCode| {
            let due = i128::from(people.get(province).copied().unwrap_or_default()) * i128::from(turn);
            due - i128::from(given.get(province).copied().unwrap_or_default()) * i128::from(all)
        };
        let next = people.keys().rev().max_by_key(|province| behind(province));
        if let Some(province) = next {
            *given.entry(province).or_default() += 1;
            provinces.push((*province).clone());
        }
    }
    provinces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_period_follow_each_other_without_a_gap() {
        let year = (date(2027, 1, 1), date(2027, 12, 31));
        assert_eq!(spread(year, 0, 1), year);
        let halves = [spread(year, 0, 2), spread(year, 1, 2)];
        assert_eq!(halves, [(date(2027, 1, 1), date(2027, 7, 1)), (date(2027, 7, 2), date(2027, 12, 31))]);
        let short = (date(2027, 1, 1), date(2027, 1, 2));
        assert!((0..5).map(|index| spread(short, index, 5)).all(|(from, to)| from <= to && to <= short.1));
    }
}
