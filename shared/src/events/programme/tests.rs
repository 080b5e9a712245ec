//! The programme against a checker of its own, which knows the rules and nothing of how sessions are placed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::events::{
    Content, Counts, Frequency, Reach, State,
    calendar::{YearDay, holiday},
    clash::{Away, clashes},
    tally::tally,
    time::{days_between, is_weekend, monday_of, plus_days},
};

const PROVINCES: [(&str, usize); 6] = [("BA", 12), ("BR", 3), ("BT", 5), ("FG", 7), ("LE", 10), ("TA", 6)];

fn cpi(code: &str) -> CpiCode {
    CpiCode::new(code).expect("a code")
}

fn province(code: &str) -> ProvinceCode {
    ProvinceCode::new(code).expect("a code")
}

/// Job centres of provinces, some 15 km apart.
fn seats(provinces: &[(&str, usize)]) -> Vec<Seat> {
    let mut seats = Vec::new();
    for (row, (code, number)) in provinces.iter().enumerate() {
        for index in 0..*number {
            let point = Point { latitude: 40.0 + row as f64 * 0.3, longitude: 15.5 + index as f64 * 0.18 };
            let cpi = cpi(&format!("{code}{:02}", index + 1));
            let municipality = format!("{row:03}{index:03}");
            let working_age = 20_000 + 9_000 * ((index as u64 * 7 + row as u64) % 5);
            seats.push(Seat { cpi, province: province(code), point, municipality, working_age });
        }
    }
    seats
}

fn requirement(code: &str, kind: EventKind, reach: Reach, number: u32, frequency: Frequency) -> Requirement {
    Requirement { code: code.into(), kind, reach, province: None, number: Some(number), frequency: Some(frequency) }
}

/// Of the kinds and numbers that the act has, for 43 job centres.
fn requirements() -> Vec<Requirement> {
    let mut all = vec![
        requirement("ER-001", EventKind::TransferSession, Reach::Region, 2, Frequency::Annual),
        requirement("ER-002", EventKind::FollowUp, Reach::Region, 2, Frequency::Annual),
        requirement("ER-008", EventKind::TransferSession, Reach::Cpi, 86, Frequency::Annual),
        requirement("ER-013", EventKind::TrainingSession, Reach::School, 40, Frequency::Once),
        requirement("ER-018", EventKind::TrainingSession, Reach::Cfp, 32, Frequency::Once),
        requirement("ER-064", EventKind::TransferSession, Reach::Cpi, 43, Frequency::Annual),
    ];
    for (index, (code, _)) in (20..).zip(PROVINCES) {
        let event = requirement(&format!("ER-{index:03}"), EventKind::Event, Reach::Province, 1, Frequency::Once);
        all.push(Requirement { province: Some(province(code)), ..event });
    }
    all
}

fn facilitators(each: usize, weekly_limit: u32) -> Vec<Facilitator> {
    let of = |code: &'static str| {
        (1..=each).map(move |index| Facilitator {
            code: format!("F-{code}-{index}"),
            province: province(code),
            weekly_limit,
            away: Vec::new(),
        })
    };
    PROVINCES.iter().flat_map(|(code, _)| of(code)).collect()
}

fn region() -> Ground {
    Ground {
        seats: seats(&PROVINCES),
        facilitators: facilitators(2, 4),
        requirements: requirements(),
        ..Ground::default()
    }
}

fn wishes(from: Date, to: Date) -> Wishes {
    Wishes {
        from,
        to,
        provinces: BTreeSet::new(),
        gap_days: 60,
        without_august: true,
        share_below: None,
        share_within_km: 0,
    }
}

/// A proposed session as an event.
fn booking(ground: &Ground, session: &Session, id: usize) -> Booking {
    let seat = ground.seats.iter().find(|seat| seat.cpi == session.seat).expect("the seat is there");
    let content = Content {
        organisers: BTreeSet::new(),
        partners: BTreeSet::new(),
        title: session.requirement.clone(),
        kind: session.kind,
        audience: String::new(),
        territory: session.territory.clone(),
        also_for: session.also_for.iter().cloned().collect(),
        online: false,
        municipality: Some(seat.municipality.clone()),
        place: "Sala".into(),
        when: session.part.on(session.day),
        capacity: None,
        public: false,
        facilitators: [session.facilitator.clone()].into(),
        requirement: Some(session.requirement.clone()),
        feeds: BTreeSet::new(),
        planned: Counts::default(),
        notes: String::new(),
    };
    Booking { id: id.to_string(), content, point: Some(seat.point) }
}

fn counted(booking: &Booking) -> Counted {
    Counted::of(&booking.content, State::Planned).expect("it fulfils a requirement")
}

fn missing(ground: &Ground, more: &[Counted], years: std::ops::RangeInclusive<i16>) -> u32 {
    let cpis: Vec<CpiCode> = ground.seats.iter().map(|seat| seat.cpi.clone()).collect();
    let all: Vec<Counted> = ground.counted.iter().chain(more).cloned().collect();
    let (annual, once): (Vec<Requirement>, Vec<Requirement>) =
        ground.requirements.iter().cloned().partition(Requirement::is_annual);
    let of_years =
        years.clone().flat_map(|year| tally(&annual, &cpis, &all, year)).map(|row| row.missing()).sum::<u32>();
    // Of what is required once, whatever there is in any year counts.
    let mut left = 0;
    for (index, row) in tally(&once, &cpis, &all, *years.start()).iter().enumerate() {
        let later = (years.start() + 1..=*years.end())
            .map(|year| tally(&once, &cpis, &all, year)[index].clone())
            .map(|row| row.planned + row.held)
            .sum::<u32>();
        left += row.missing().saturating_sub(later);
    }
    of_years + left
}

/// Everything that must hold of a programme.
fn check(ground: &Ground, wishes: &Wishes, programme: &Programme) {
    let events: Vec<Booking> =
        programme.sessions.iter().enumerate().map(|(index, session)| booking(ground, session, index)).collect();
    let away: Away = ground.facilitators.iter().map(|person| (person.code.clone(), person.away.clone())).collect();
    let all: Vec<Booking> = events.iter().chain(&ground.booked).cloned().collect();
    let mut days: BTreeSet<(&str, Date)> = BTreeSet::new();
    for (event, session) in events.iter().zip(&programme.sessions) {
        let day = session.day;
        assert_eq!(clashes(event, &all, &ground.calendar, &away), [], "{session:?}");
        assert!((wishes.from..=wishes.to).contains(&day) && !is_weekend(day) && holiday(day).is_none(), "{session:?}");
        assert!(!(wishes.without_august && day.month() == 8), "{session:?}");
        let person = ground.facilitators.iter().find(|person| person.code == session.facilitator).expect("a person");
        assert_eq!(person.province, session.province, "{session:?}");
        days.insert((&session.facilitator, day));
    }
    let was_out = |facilitator: &str, day: Date| {
        ground
            .booked
            .iter()
            .any(|other| other.content.facilitators.contains(facilitator) && other.content.when.days().contains(&day))
    };
    let new_days = days.iter().filter(|(person, day)| !was_out(person, *day)).count();
    assert_eq!(programme.facilitator_days as usize, new_days);
    assert!(programme.least_days <= programme.facilitator_days, "a bound is below what it bounds");
    for person in &ground.facilitators {
        let mut weeks: BTreeMap<Date, u32> = BTreeMap::new();
        for event in all.iter().filter(|event| event.content.facilitators.contains(&person.code)) {
            *weeks.entry(monday_of(event.content.when.days()[0])).or_default() += 1;
        }
        let own = programme.sessions.iter().filter(|session| session.facilitator == person.code);
        for session in own {
            assert!(weeks[&monday_of(session.day)] <= person.weekly_limit, "{session:?}");
        }
    }
    for session in &programme.sessions {
        let mine: BTreeSet<&CpiCode> = session.territory.cpi().into_iter().chain(&session.also_for).collect();
        let near = all.iter().filter(|event| {
            let shares = event.content.cpis().into_iter().any(|cpi| mine.contains(cpi));
            let far = days_between(session.day, event.content.when.days()[0]).abs();
            shares
                && event.content.requirement.as_deref() == Some(&*session.requirement)
                && far < i64::from(wishes.gap_days)
        });
        assert!(near.count() <= 1, "only itself is near: {session:?}");
    }
    // Nothing is lost: what was missing is placed, or told as not placed.
    if wishes.share_below.is_none() && wishes.provinces.is_empty() {
        let placed: Vec<Counted> = events.iter().map(counted).collect();
        let left: u32 = programme.unplaced.iter().map(|unplaced| unplaced.number).sum();
        assert_eq!(missing(ground, &placed, wishes.from.year()..=wishes.to.year()), left);
    }
}

#[test]
fn a_region_of_43_job_centres_is_planned_whole_and_near_the_bound() {
    let (ground, wishes) = (region(), wishes(date(2027, 1, 1), date(2028, 12, 31)));
    let programme = propose(&ground, &wishes).expect("the wishes make sense");
    check(&ground, &wishes, &programme);
    assert_eq!(programme.unplaced, []);
    assert_eq!(programme.sessions.len(), 2 * (86 + 43 + 4) + 40 + 32 + 6);
    let (days, least) = (programme.facilitator_days, programme.least_days);
    assert!(f64::from(days) <= f64::from(least) * 1.05, "{days} days, at least {least}");
    assert_eq!(propose(&ground, &wishes), Ok(programme), "the same question has the same answer");
}

#[test]
fn what_is_there_already_is_not_planned_again_and_stays_in_the_way() {
    let (mut ground, wishes) = (region(), wishes(date(2027, 1, 1), date(2027, 12, 31)));
    let first = propose(&ground, &wishes).expect("the wishes make sense");
    let half = first.sessions.iter().step_by(2).enumerate();
    ground.booked = half.map(|(index, session)| booking(&ground, session, 10_000 + index)).collect();
    ground.counted = ground.booked.iter().map(counted).collect();
    let second = propose(&ground, &wishes).expect("the wishes make sense");
    check(&ground, &wishes, &second);
    assert_eq!(second.sessions.len(), first.sessions.len() / 2);
    ground.booked.extend(
        second
            .sessions
            .iter()
            .enumerate()
            .map(|(index, session)| booking(&ground, session, 20_000 + index))
            .collect::<Vec<_>>(),
    );
    ground.counted = ground.booked.iter().map(counted).collect();
    assert_eq!(propose(&ground, &wishes).map(|programme| programme.sessions), Ok(Vec::new()));
}

#[test]
fn what_cannot_be_placed_says_why() {
    let year = wishes(date(2027, 1, 1), date(2027, 12, 31));
    let reasons = |ground: &Ground, wishes: &Wishes| -> BTreeSet<Reason> {
        let programme = propose(ground, wishes).expect("the wishes make sense");
        check(ground, wishes, &programme);
        programme.unplaced.iter().map(|unplaced| unplaced.reason).collect()
    };
    let mut nobody = region();
    nobody.facilitators.retain(|person| person.province != province("FG"));
    assert_eq!(reasons(&nobody, &year), [Reason::NoFacilitator].into());
    let mut away = region();
    away.facilitators
        .iter_mut()
        .filter(|person| person.province == province("FG"))
        .for_each(|person| person.away = vec![(year.from, year.to)]);
    assert_eq!(reasons(&away, &year), [Reason::Busy].into());
    let mut few = region();
    few.facilitators.iter_mut().for_each(|person| person.weekly_limit = 0);
    assert_eq!(reasons(&few, &year), [Reason::WeeklyLimit].into());
    let august = Wishes { from: date(2027, 8, 1), to: date(2027, 8, 31), ..year.clone() };
    assert_eq!(reasons(&region(), &august), [Reason::NoWorkday].into());
    let far_apart = Wishes { gap_days: 365, ..year };
    assert_eq!(reasons(&region(), &far_apart), [Reason::TooNear].into());
}

#[test]
fn small_neighbours_share_one_session_and_it_counts_for_both() {
    let ground = region();
    let alone = wishes(date(2027, 1, 1), date(2027, 12, 31));
    let shared = Wishes { share_below: Some(30_000), share_within_km: 40, ..alone.clone() };
    let programme = propose(&ground, &shared).expect("the wishes make sense");
    check(&ground, &shared, &programme);
    let guests: Vec<&Session> = programme.sessions.iter().filter(|session| !session.also_for.is_empty()).collect();
    assert!(guests.len() > 20, "{}", guests.len());
    let separate = propose(&ground, &alone).expect("the wishes make sense");
    assert!(
        programme.sessions.len() + guests.len() == separate.sessions.len()
            && programme.facilitator_days < separate.facilitator_days
    );
    let placed: Vec<Counted> = programme
        .sessions
        .iter()
        .enumerate()
        .map(|(index, session)| counted(&booking(&ground, session, index)))
        .collect();
    assert_eq!(missing(&ground, &placed, 2027..=2027), 0);
}

#[test]
fn a_province_is_planned_alone() {
    let foggia = Wishes { provinces: [province("FG")].into(), ..wishes(date(2027, 1, 1), date(2027, 12, 31)) };
    let ground = region();
    let programme = propose(&ground, &foggia).expect("the wishes make sense");
    check(&ground, &foggia, &programme);
    assert!(
        programme.sessions.len() > 21 && programme.sessions.iter().all(|session| session.province == province("FG"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_no_rule_is_broken_and_nothing_is_lost(
        sizes in proptest::collection::vec(0_usize..7, 6),
        people in 0_usize..4,
        weekly_limit in 0_u32..6,
        gap_days in 0_u32..150,
        first in 0_i64..500,
        length in 0_i64..500,
        without_august: bool,
        share in proptest::option::of(20_000_u64..60_000),
        away in proptest::collection::vec((0_usize..24, 0_i64..900, 0_i64..60), 0..12),
        patrons in proptest::collection::vec((1_i8..13, 1_i8..29), 43),
        kept in proptest::collection::vec(any::<bool>(), 60),
    ) {
        let provinces: Vec<(&str, usize)> = PROVINCES.iter().zip(&sizes).map(|((code, _), size)| (*code, *size)).collect();
        let mut ground = Ground { seats: seats(&provinces), facilitators: facilitators(people, weekly_limit), requirements: requirements(), ..Ground::default() };
        let start = date(2027, 1, 1);
        for (index, from, days) in away {
            if let Some(person) = ground.facilitators.get_mut(index) {
                person.away.push((plus_days(start, from), plus_days(start, from + days)));
            }
        }
        let days = ground.seats.iter().zip(patrons).map(|(seat, (month, day))| (seat.cpi.clone(), YearDay { month, day }));
        ground.calendar.patrons = days.collect();
        let from = plus_days(start, first);
        let wishes = Wishes { gap_days, without_august, share_below: share, share_within_km: 60, ..wishes(from, plus_days(from, length)) };
        let programme = propose(&ground, &wishes).expect("the wishes make sense");
        check(&ground, &wishes, &programme);
        // A part of it is there already, and the rest is asked for again.
        let there = programme.sessions.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(session, _)| session);
        ground.booked = there.enumerate().map(|(index, session)| booking(&ground, session, 10_000 + index)).collect();
        ground.counted = ground.booked.iter().map(counted).collect();
        check(&ground, &wishes, &propose(&ground, &wishes).expect("the wishes make sense"));
    }
}
