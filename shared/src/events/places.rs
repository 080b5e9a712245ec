//! The places of an event, and the line of those who wait for one.
//!
//! An organisation registers a number of people. It gets its places whole or waits whole, in the order of arrival: whoever comes while
//! somebody waits stands behind them, even if fewer places would do. Whenever places become free the first in line moves up, then the
//! next, until one does not fit. A registration that is larger than the whole room is passed over: it can never be seated. Nobody
//! who has places loses them, though the room become smaller.

use serde::{Deserialize, Serialize};

use super::{State, content::MAX_CAPACITY};
use crate::{
    identity::OrganisationCode,
    problem::{Problem, Rule},
};

/// The most organisations that register for one event.
pub const MAX_LINE: usize = 1_000;

/// How many people an organisation brings, and whether they have their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Who comes.
    pub organisation: OrganisationCode,
    /// How many, at least one.
    pub people: u32,
    /// When its turn is: who has less came before.
    pub turn: i64,
    /// Whether it has its places. Otherwise it waits.
    pub seated: bool,
}

/// All registrations of an event, by their turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    capacity: Option<u32>,
    registrations: Vec<Registration>,
}

/// Whether an event in a state takes registrations, before it begins.
pub fn is_open(state: State) -> bool {
    matches!(state, State::Planned | State::Confirmed | State::Moved)
}

impl Line {
    /// The line of an event. `capacity`: places in all; `None`: there is room for everybody.
    pub fn new(capacity: Option<u32>, mut registrations: Vec<Registration>) -> Self {
        registrations.sort_by_key(|registration| registration.turn);
        Self { capacity, registrations }
    }

    /// The registrations, by their turn.
    pub fn registrations(&self) -> &[Registration] {
        &self.registrations
    }

    /// The one of an organisation.
    pub fn of(&self, organisation: &OrganisationCode) -> Option<&Registration> {
        self.registrations.iter().find(|registration| registration.organisation == *organisation)
    }

    /// Places that are given.
    pub fn taken(&self) -> u64 {
        self.people(true)
    }

    /// People who wait for a place.
    pub fn waiting(&self) -> u64 {
        self.people(false)
    }

    /// Places that are left. `None`: there is no bound.
    pub fn left(&self) -> Option<u64> {
        self.capacity.map(|capacity| u64::from(capacity).saturating_sub(self.taken()))
    }

    /// Where an organisation stands among those who wait: the first is 1. `None`: it does not wait.
    pub fn position(&self, organisation: &OrganisationCode) -> Option<usize> {
        let mut waiting = self.registrations.iter().filter(|registration| !registration.seated);
        waiting.position(|registration| registration.organisation == *organisation).map(|before| before + 1)
    }

    /// Registers an organisation, or sets how many people a registered one brings. Fewer keep their places and their turn; more of who has
    /// places fit into what is left, or are refused; more of who waits stand at the end of the line. `turn` is later than every other.
    ///
    /// # Errors
    /// [`Problem::Invalid`]: `people` is none, or more than there can be places for; `organisation`, that the line is full.
    pub fn register(&mut self, organisation: OrganisationCode, people: u32, turn: i64) -> Result<(), Problem> {
        let greatest = u64::from(self.capacity.unwrap_or(MAX_CAPACITY));
        let own = self.registrations.iter().position(|known| known.organisation == organisation);
        let before = own.and_then(|at| self.registrations.get(at)).map_or(0, |known| known.people);
        if people == 0 {
            return Err(Problem::invalid("people", Rule::TooSmall { min: 1.0 }));
        }
        if people > before && u64::from(people) > greatest {
            return Err(Problem::invalid("people", too_great(greatest)));
        }
        let most = self.most_of_seated(before);
        let is_full = self.registrations.len() >= MAX_LINE;
        match own.and_then(|at| self.registrations.get_mut(at)) {
            Some(known) if known.seated && u64::from(people) > most => {
                return Err(Problem::invalid("people", too_great(most)));
            }
            Some(known) => {
                if people > known.people && !known.seated {
                    known.turn = turn;
                }
                known.people = people;
            }
            None if is_full => {
                return Err(Problem::invalid("organisation", Rule::TooLong { max: MAX_LINE as u32 }));
            }
            None => self.registrations.push(Registration { organisation, people, turn, seated: false }),
        }
        self.registrations.sort_by_key(|registration| registration.turn);
        self.move_up();
        Ok(())
    }

    /// Takes an organisation off, and moves up who waits. Says whether it was there.
    pub fn withdraw(&mut self, organisation: &OrganisationCode) -> bool {
        let before = self.registrations.len();
        self.registrations.retain(|registration| registration.organisation != *organisation);
        self.move_up();
        self.registrations.len() < before
    }

    /// Gives free places to who waits, whole registrations only and in order.
    pub fn move_up(&mut self) {
        let Some(capacity) = self.capacity.map(u64::from) else {
            self.registrations.iter_mut().for_each(|registration| registration.seated = true);
            return;
        };
        let mut taken = self.taken();
        for next in self.registrations.iter_mut().filter(|registration| !registration.seated) {
            let people = u64::from(next.people);
            if people > capacity {
                continue;
            }
            if taken + people > capacity {
                break;
            }
            next.seated = true;
            taken += people;
        }
    }

    /// The most people that one who has places for `own` may bring: what is left is theirs only while nobody waits for it.
    fn most_of_seated(&self, own: u32) -> u64 {
        let fits = |known: &Registration| self.capacity.is_none_or(|capacity| known.people <= capacity);
        let is_waited_for = self.registrations.iter().any(|known| !known.seated && fits(known));
        let left = self.left().unwrap_or(u64::from(MAX_CAPACITY));
        u64::from(own) + if is_waited_for { 0 } else { left }
    }

    fn people(&self, seated: bool) -> u64 {
        let of = self.registrations.iter().filter(|registration| registration.seated == seated);
        of.map(|registration| u64::from(registration.people)).sum()
    }
}

fn too_great(max: u64) -> Rule {
    Rule::TooGreat { max: f64::from(u32::try_from(max).unwrap_or(u32::MAX)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(number: usize) -> OrganisationCode {
        OrganisationCode::new(format!("ORG-{number:03}")).expect("a code")
    }

    /// A line of organisations 1, 2, ... with so many people each.
    fn line(capacity: u32, people: &[u32]) -> Line {
        let mut line = Line::new(Some(capacity), Vec::new());
        for (index, number) in people.iter().enumerate() {
            line.register(code(index + 1), *number, index as i64).expect("it is taken");
        }
        line
    }

    fn seated(line: &Line) -> Vec<String> {
        let seated = line.registrations().iter().filter(|registration| registration.seated);
        seated.map(|registration| registration.organisation.to_string()).collect()
    }

    #[test]
    fn whoever_comes_later_waits_behind_who_waits_though_fewer_places_would_do() {
        let mut line = line(10, &[6, 5, 2]);
        assert_eq!(seated(&line), ["ORG-001"]);
        assert_eq!((line.taken(), line.left(), line.waiting()), (6, Some(4), 7));
        assert_eq!(
            (line.position(&code(2)), line.position(&code(3)), line.position(&code(1))),
            (Some(1), Some(2), None)
        );
        assert!(line.withdraw(&code(2)) && !line.withdraw(&code(2)));
        assert_eq!(seated(&line), ["ORG-001", "ORG-003"], "the next in line moves up");
    }

    #[test]
    fn a_larger_room_moves_up_in_order_and_a_smaller_one_takes_nobodys_place() {
        let small = line(10, &[8, 4, 3]);
        let mut larger = Line::new(Some(12), small.registrations().to_vec());
        larger.move_up();
        assert_eq!(seated(&larger), ["ORG-001", "ORG-002"]);
        let mut smaller = Line::new(Some(3), larger.registrations().to_vec());
        smaller.move_up();
        assert_eq!((seated(&smaller).len(), smaller.left()), (2, Some(0)));
        let mut open = Line::new(None, smaller.registrations().to_vec());
        open.move_up();
        assert_eq!((seated(&open).len(), open.left()), (3, None));
    }

    #[test]
    fn what_is_larger_than_the_whole_room_is_refused_and_passed_over() {
        let mut line = line(10, &[10, 9, 3]);
        assert_eq!(line.register(code(4), 11, 9), Err(Problem::invalid("people", Rule::TooGreat { max: 10.0 })));
        assert_eq!(line.register(code(4), 0, 9), Err(Problem::invalid("people", Rule::TooSmall { min: 1.0 })));
        line = Line::new(Some(5), line.registrations().to_vec());
        line.withdraw(&code(1));
        assert_eq!(seated(&line), ["ORG-003"], "nine never fit into five places");
    }

    #[test]
    fn fewer_people_keep_the_turn_and_more_stand_at_the_end_or_are_refused() {
        let mut line = line(10, &[6, 5, 4]);
        line.register(code(2), 6, 7).expect("it is taken");
        assert_eq!(line.position(&code(2)), Some(1), "the third moved up before, to the four that were left");
        assert_eq!(seated(&line), ["ORG-001", "ORG-003"]);
        assert_eq!(line.register(code(1), 7, 8), Err(Problem::invalid("people", Rule::TooGreat { max: 6.0 })));
        line.register(code(1), 4, 8).expect("it is taken");
        assert_eq!(line.of(&code(1)).map(|own| (own.people, own.turn, own.seated)), Some((4, 0, true)));
        line.withdraw(&code(2));
        line.register(code(1), 6, 9).expect("nobody waits for what is left");
        assert_eq!(line.left(), Some(0));
    }

    proptest! {
        #[test]
        fn no_place_is_given_twice_and_who_waits_does_not_fit(
            capacity in 1_u32..40,
            acts in prop::collection::vec((1_usize..12, 0_u32..15), 1..60),
        ) {
            let mut line = Line::new(Some(capacity), Vec::new());
            for (turn, (who, people)) in acts.into_iter().enumerate() {
                if people == 0 {
                    line.withdraw(&code(who));
                } else {
                    let before = line.clone();
                    if line.register(code(who), people, turn as i64).is_err() {
                        prop_assert_eq!(&line, &before, "what is refused changes nothing");
                    }
                }
                prop_assert!(line.taken() <= u64::from(capacity));
                let first = line.registrations().iter().find(|known| !known.seated);
                prop_assert!(first.is_none_or(|first| u64::from(first.people) > line.left().unwrap_or(0)));
            }
        }
    }
}
