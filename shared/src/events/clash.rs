//! What an event gets in the way of: told while it is typed, by name. A clash is a fact, not a refusal.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Content, Point, When,
    calendar::{Calendar, Holiday, holiday},
    time::day_of,
};
use crate::code::CpiCode;

/// An event as it takes up people and rooms.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// Its id; empty for one that is not saved yet.
    pub id: String,
    /// What it says of itself.
    pub content: Content,
    /// Where it is on the map, if that is known.
    pub point: Option<Point>,
}

/// The days on which a facilitator is away, first and last.
pub type Away = BTreeMap<String, Vec<(Date, Date)>>;

/// The other event of a clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// One clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Clash {
    /// Somebody holds two events at once.
    FacilitatorTwice {
        /// Who.
        facilitator: String,
        /// The other event.
        other: Other,
    },
    /// Somebody cannot get from one to the other in time.
    TravelTooShort {
        /// Who.
        facilitator: String,
        /// The other event.
        other: Other,
        /// Minutes that the way takes, estimated.
        needed: i64,
        /// Minutes that there are.
        free: i64,
    },
    /// Somebody is away that day.
    FacilitatorAway {
        /// Who.
        facilitator: String,
        /// Which day.
        day: Date,
    },
    /// The same room is taken.
    RoomTaken {
        /// The other event.
        other: Other,
    },
    /// A job centre has another session that day.
    CpiTwice {
        /// Which job centre.
        cpi: CpiCode,
        /// The other event.
        other: Other,
    },
    /// It is a public holiday.
    PublicHoliday {
        /// Which day.
        day: Date,
        /// Which holiday.
        holiday: Holiday,
    },
    /// It is the patron saint's day of a job centre's town.
    PatronDay {
        /// Which job centre.
        cpi: CpiCode,
        /// Which day.
        day: Date,
    },
}

/// All clashes of an event, in a fixed order: its days, its people, then each other event. An event does not clash with itself.
///
/// `others` are those that take place or may: what was cancelled is in nobody's way. Time O(others · people).
pub fn clashes(event: &Booking, others: &[Booking], calendar: &Calendar, away: &Away) -> Vec<Clash> {
    let mut found = Vec::new();
    let days = event.content.when.days();
    for day in &days {
        found.extend(holiday(*day).map(|holiday| Clash::PublicHoliday { day: *day, holiday }));
        let patrons = event.content.cpis().into_iter().filter(|cpi| calendar.is_patron_day(cpi, *day));
        found.extend(patrons.map(|cpi| Clash::PatronDay { cpi: cpi.clone(), day: *day }));
    }
    for facilitator in &event.content.facilitators {
        let spans = away.get(facilitator).into_iter().flatten();
        let first = days.iter().find(|day| spans.clone().any(|(from, to)| (from..=to).contains(day)));
        found.extend(first.map(|day| Clash::FacilitatorAway { facilitator: facilitator.clone(), day: *day }));
    }
    for other in others.iter().filter(|other| other.id != event.id || other.id.is_empty()) {
        with_other(event, other, &mut found);
    }
    found
}

fn with_other(event: &Booking, other: &Booking, found: &mut Vec<Clash>) {
    let named = || Other { id: other.id.clone(), title: other.content.title.clone() };
    let (mine, theirs) = (&event.content, &other.content);
    for facilitator in mine.facilitators.intersection(&theirs.facilitators) {
        if mine.when.overlaps(&theirs.when) {
            found.push(Clash::FacilitatorTwice { facilitator: facilitator.clone(), other: named() });
        } else if let Some((needed, free)) = too_short(event, other) {
            found.push(Clash::TravelTooShort { facilitator: facilitator.clone(), other: named(), needed, free });
        }
    }
    if mine.when.overlaps(&theirs.when) && is_same_room(mine, theirs) {
        found.push(Clash::RoomTaken { other: named() });
    }
    if share_a_day(&mine.when, &theirs.when) {
        let theirs = theirs.cpis();
        let both = mine.cpis().into_iter().filter(|cpi| theirs.contains(cpi));
        found.extend(both.map(|cpi| Clash::CpiTwice { cpi: cpi.clone(), other: named() }));
    }
}

/// Minutes that the way takes and that there are, when these are too few. Only on one day, and between two places.
fn too_short(event: &Booking, other: &Booking) -> Option<(i64, i64)> {
    if event.content.online || other.content.online || !share_a_day(&event.content.when, &other.content.when) {
        return None;
    }
    let needed = event.point?.minutes_to(&other.point?);
    let free = event.content.when.minutes_between(&other.content.when);
    (free < needed).then_some((needed, free))
}

/// A room is known by its municipality and its name, whatever the capitals.
fn is_same_room(one: &Content, other: &Content) -> bool {
    let name = |content: &Content| content.place.trim().to_lowercase();
    !one.online
        && !other.online
        && !one.place.is_empty()
        && one.municipality == other.municipality
        && name(one) == name(other)
}

fn share_a_day(one: &When, other: &When) -> bool {
    let last = |when: &When| when.days().last().copied().unwrap_or(day_of(when.start));
    day_of(one.start) <= last(other) && day_of(other.start) <= last(one)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::events::{Counts, EventKind, Territory, calendar::YearDay};

    const FOGGIA: Point = Point { latitude: 41.458_45, longitude: 15.551_88 };
    const VICO: Point = Point { latitude: 41.896_61, longitude: 15.956_82 };

    fn booking(id: &str, cpi: &str, from: &str, to: &str, point: Point) -> Booking {
        let when = When { start: from.parse().expect("an instant"), end: to.parse().expect("an instant") };
        let content = Content {
            organisers: [].into(),
            partners: [].into(),
            title: format!("Sessione {id}"),
            kind: EventKind::TransferSession,
            audience: String::new(),
            territory: Territory::Cpi(CpiCode::new(cpi).expect("a code")),
            also_for: std::collections::BTreeSet::new(),
            online: false,
            municipality: Some(cpi.to_owned()),
            place: "Sala".into(),
            when,
            capacity: None,
            public: false,
            facilitators: ["F1".to_owned()].into(),
            requirement: None,
            feeds: std::collections::BTreeSet::new(),
            planned: Counts::default(),
            notes: String::new(),
        };
        Booking { id: id.into(), content, point: Some(point) }
    }

    fn found(one: &Booking, other: &Booking) -> Vec<Clash> {
        clashes(one, std::slice::from_ref(other), &Calendar::default(), &Away::new())
    }

    #[test]
    fn one_person_is_in_one_place_and_gets_there_in_time() {
        let mine = booking("a", "FG03", "2027-03-22T08:00:00Z", "2027-03-22T11:00:00Z", FOGGIA);
        let other = |from: &str, to: &str| booking("b", "FG07", from, to, VICO);
        let named = Other { id: "b".into(), title: "Sessione b".into() };
        let at_once = found(&mine, &other("2027-03-22T10:30:00Z", "2027-03-22T13:00:00Z"));
        assert_eq!(at_once, [Clash::FacilitatorTwice { facilitator: "F1".into(), other: named.clone() }]);
        let soon = found(&mine, &other("2027-03-22T11:30:00Z", "2027-03-22T13:00:00Z"));
        assert!(
            matches!(&soon[..], [Clash::TravelTooShort { needed, free: 30, other, .. }] if *needed > 60 && *other == named),
            "{soon:?}"
        );
        assert_eq!(found(&mine, &other("2027-03-22T13:30:00Z", "2027-03-22T15:00:00Z")), []);
        assert_eq!(found(&mine, &mine), [], "not with itself");
    }

    #[test]
    fn a_room_is_taken_once_and_a_job_centre_has_one_session_a_day() {
        let mut mine = booking("a", "FG03", "2027-03-22T08:00:00Z", "2027-03-22T11:00:00Z", FOGGIA);
        mine.content.facilitators.clear();
        let named = Other { id: "b".into(), title: "Sessione b".into() };
        let cpi = CpiCode::new("FG03").expect("a code");
        let mut other = booking("b", "FG03", "2027-03-22T09:00:00Z", "2027-03-22T12:00:00Z", FOGGIA);
        other.content.place = " SALA".into();
        let twice = Clash::CpiTwice { cpi, other: named.clone() };
        assert_eq!(found(&mine, &other), [Clash::RoomTaken { other: named }, twice.clone()]);
        let later = booking("b", "FG03", "2027-03-22T14:00:00Z", "2027-03-22T16:00:00Z", FOGGIA);
        assert_eq!(found(&mine, &later), [twice]);
        let tomorrow = booking("b", "FG03", "2027-03-23T08:00:00Z", "2027-03-23T11:00:00Z", FOGGIA);
        assert_eq!(found(&mine, &tomorrow), []);
    }

    #[test]
    fn holidays_patrons_and_days_away_are_told() {
        let mine = booking("", "FG03", "2027-03-22T08:00:00Z", "2027-03-22T11:00:00Z", FOGGIA);
        let cpi = CpiCode::new("FG03").expect("a code");
        let calendar = Calendar { patrons: [(cpi.clone(), YearDay { month: 3, day: 22 })].into() };
        let away = Away::from([("F1".to_owned(), vec![(date(2027, 3, 20), date(2027, 3, 22))])]);
        let day = date(2027, 3, 22);
        let expected = [Clash::PatronDay { cpi, day }, Clash::FacilitatorAway { facilitator: "F1".into(), day }];
        assert_eq!(clashes(&mine, &[], &calendar, &away), expected);
        let easter = booking("", "FG03", "2027-03-29T08:00:00Z", "2027-03-29T11:00:00Z", FOGGIA);
        let told = Clash::PublicHoliday { day: date(2027, 3, 29), holiday: Holiday::EasterMonday };
        assert_eq!(clashes(&easter, &[], &calendar, &away), [told]);
    }
}
