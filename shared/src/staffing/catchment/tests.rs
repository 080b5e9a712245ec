//! By hand, and the rules on catchments and moves by chance.

use proptest::prelude::*;

use super::*;
use crate::{
    code::ProvinceCode,
    plan::Day,
    staffing::{
        Sizing, Totals,
        sizing::tests::{assumptions, catchment},
    },
};

fn town(number: usize) -> MunicipalityCode {
    MunicipalityCode::new(format!("{number:06}")).expect("a code")
}

fn cpi(number: usize) -> CpiCode {
    catchment(number, 0).cpi
}

/// CPIs that serve these municipalities, each by its residents of working age; the first of each is its seat.
fn region(people: &[Vec<u64>]) -> Catchments {
    let mut towns = Vec::new();
    let mut seats = BTreeSet::new();
    let mut catchments = Vec::new();
    for (number, own) in people.iter().enumerate() {
        seats.insert(town(number * 100));
        let served = own.iter().enumerate();
        towns.extend(served.map(|(place, &working_age)| Town {
            code: town(number * 100 + place),
            cpi: cpi(number),
            working_age,
        }));
        catchments.push(catchment(number, own.iter().sum()));
    }
    Catchments::new(catchments, seats, towns)
}

fn sums(catchments: &[Catchment], province: Option<&ProvinceCode>) -> (u64, u64, Option<u64>) {
    let within = catchments.iter().filter(|it| province.is_none_or(|province| it.province == *province));
    within.fold((0, 0, Some(0)), |(working, staffed, unemployed), it| {
        let unemployed = unemployed.zip(it.registered_unemployed).map(|(sum, own)| sum + own);
        (working + it.working_age, staffed + it.staffed_for, unemployed)
    })
}

#[test]
fn a_municipality_takes_its_people_along_and_nobody_changes_desk() {
    let before = region(&[vec![600, 300, 100], vec![500]]);
    let moves = Moves::none().with(town(1), cpi(1));
    let after = before.redrawn(&moves).expect("it may move");
    let numbers = |it: &Catchment| (it.working_age, it.staffed_for, it.registered_unemployed);
    assert_eq!(after.iter().map(numbers).collect::<Vec<_>>(), [(700, 1_000, Some(70)), (800, 500, Some(80))]);
    let given = assumptions(1, &[9_936]);
    let (was, is) = (Sizing::of(&given, before.as_they_are()), Sizing::of(&given, &after));
    let (was, is) = (was.expect("valid"), is.expect("valid"));
    assert_eq!(was.have(), is.have());
    // Where the mix of profiles follows the need, the people of the day before still stay, cell by cell.
    let stated = Sizing::of(&assumptions(2, &[9_936, 400]), before.as_they_are()).expect("valid");
    let moved = Sizing::of(&assumptions(2, &[400, 9_936]), &after).expect("valid");
    assert_ne!(stated.have(), moved.have());
    assert_eq!(moved.staffed_as(&stated).have(), stated.have());
    let need = |of: &Sizing| of.required().iter().sum::<f64>();
    assert!((is.required()[0] / need(&is) - 700.0 / 1_500.0).abs() < 1e-12 && (need(&was) - need(&is)).abs() < 1e-12);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let mut given = region(&[vec![600, 300], vec![500], vec![10]]);
    given.seats.remove(&town(200));
    let moves = Moves::none().with(town(0), cpi(1)).with(town(1), CpiCode::new("ZZ99").expect("a code"));
    let moves = moves.with(town(777), cpi(1)).with(town(200), cpi(0)).with(town(100), cpi(1));
    let refused = given.redrawn(&moves).expect_err("nothing of it may be");
    let expected = [(0, Refusal::Seat), (1, Refusal::Unknown), (200, Refusal::Last), (777, Refusal::Unknown)];
    assert_eq!(refused, expected.into_iter().map(|(number, why)| (town(number), why)).collect());
    // A CPI that loses its own and receives another has somebody to serve; what leads nowhere is no move.
    let swap = Moves::none().with(town(200), cpi(0)).with(town(1), cpi(2)).with(town(100), cpi(1));
    assert!(given.redrawn(&swap).is_ok());
    assert_eq!(given.settled(&swap).len(), 2);
    assert_eq!(given.sift(&moves).0, Moves::none());
    // Of a CPI that serves its seat alone the seat is the reason, and who comes along with nonsense still goes.
    let seats = region(&[vec![600, 300], vec![500]]);
    let (made, refused) = seats.sift(&Moves::none().with(town(100), cpi(0)).with(town(1), cpi(1)));
    assert_eq!((made.len(), refused), (1, [(town(100), Refusal::Seat)].into()));
    assert!(given.is_across(&town(1), &cpi(1)) && !given.is_across(&town(1), &cpi(2)));
}

#[test]
fn a_cpi_that_receives_unknown_unemployed_knows_its_own_no_more() {
    let mut silent = region(&[vec![600, 300], vec![500], vec![10]]).today;
    silent[0].registered_unemployed = None;
    let towns = region(&[vec![600, 300], vec![500], vec![10]]).towns.into_values().collect();
    let given = Catchments::new(silent, [town(0), town(100), town(200)].into(), towns);
    let after = given.redrawn(&Moves::none().with(town(1), cpi(2))).expect("it may move");
    assert_eq!(after.iter().map(|it| it.registered_unemployed).collect::<Vec<_>>(), [None, Some(50), None]);
}

#[test]
fn an_address_gives_back_what_it_was_made_of() {
    let moves = Moves::none().with(town(1), cpi(1)).with(town(2), cpi(3));
    assert_eq!(moves.write(), "000001-FG01.000002-FG03");
    assert_eq!(Moves::read(&moves.write()), moves);
    assert_eq!(Moves::read("x.000001-fg01.-.000002-FG03"), moves.without(&town(1)));
    assert!(Moves::read("").is_empty());
}

#[test]
fn steps_are_taken_back_and_done_again_until_another_is_taken() {
    let (one, two) = (Moves::none().with(town(1), cpi(1)), Moves::none().with(town(2), cpi(1)));
    let mut trail = Trail::default();
    assert_eq!(trail.undo(Moves::none()), None);
    trail.record(Moves::none());
    trail.record(one.clone());
    assert_eq!(trail.undo(two.clone()), Some(one.clone()));
    assert!(trail.can_undo() && trail.can_redo());
    assert_eq!(trail.redo(one.clone()), Some(two.clone()));
    assert_eq!(trail.undo(two), Some(one.clone()));
    trail.record(one);
    assert!(!trail.can_redo());
}

/// A region of a few CPIs, and where some of its municipalities are sent; seats stay.
fn some_moves() -> impl Strategy<Value = (Catchments, Moves)> {
    let people = prop::collection::vec(prop::collection::vec(1_u64..90_000, 1..6), 2..7);
    let sent = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..9);
    (people, sent).prop_map(|(people, sent)| {
        let given = region(&people);
        let free: Vec<MunicipalityCode> = given.towns.keys().filter(|code| !given.is_seat(code)).cloned().collect();
        let mut moves = Moves::none();
        for (which, to) in sent.iter().filter(|_| !free.is_empty()) {
            moves = moves.with(which.get(&free).clone(), cpi(to.index(people.len())));
        }
        (given, moves)
    })
}

proptest! {
    #[test]
    fn sums_stay((given, moves) in some_moves()) {
        let after = given.redrawn(&moves).expect("seats stay");
        prop_assert_eq!(sums(&after, None), sums(given.as_they_are(), None));
        let inside = moves.only(|town, cpi| !given.is_across(town, cpi));
        let within = given.redrawn(&inside).expect("seats stay");
        for province in given.as_they_are().iter().map(|it| &it.province) {
            prop_assert_eq!(sums(&within, Some(province)), sums(given.as_they_are(), Some(province)));
        }
    }

    #[test]
    fn what_is_moved_back_leaves_no_trace((given, moves) in some_moves()) {
        let mut back = moves.clone();
        for (code, _) in moves.iter() {
            back = back.with(code.clone(), given.towns[code].cpi.clone());
        }
        prop_assert_eq!(given.redrawn(&back).expect("nobody moves"), given.as_they_are().to_vec());
        prop_assert!(given.settled(&back).is_empty());
    }

    #[test]
    fn the_need_of_the_region_stays_and_so_do_people_in_service(
        (given, moves) in some_moves(), by_unemployed in any::<bool>(), volume in 1_u32..500_000,
    ) {
        let mut assumed = assumptions(2, &[volume, 700]);
        assumed.split_by_registered_unemployed = by_unemployed;
        let after = given.redrawn(&moves).expect("seats stay");
        let was = Totals::of_cpis(&Sizing::of(&assumed, given.as_they_are()).expect("valid"), &[]);
        let is = Totals::of_cpis(&Sizing::of(&assumed, &after).expect("valid"), &[]);
        let need = |all: &[Totals]| all.iter().map(|one| one.required).sum::<f64>();
        prop_assert!((need(&was) - need(&is)).abs() <= 1e-9 * need(&was));
        let there = |all: &[Totals]| all.iter().map(|one| one.have.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(there(&was), there(&is));
    }

    #[test]
    fn the_map_is_what_a_recount_from_its_municipalities_gives((given, moves) in some_moves()) {
        for it in given.redrawn(&moves).expect("seats stay") {
            let own = given.towns.values().filter(|town| given.cpi_of(&town.code, &moves) == Some(&it.cpi));
            prop_assert_eq!(it.working_age, own.map(|town| town.working_age).sum::<u64>());
        }
    }
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn change(number: usize, to: usize, from: &str, made: u64) -> Change {
    Change { town: town(number), cpi: cpi(to), from: day(from), made }
}

#[test]
fn a_map_is_that_of_its_day_and_of_what_was_known() {
    let changes = [
        change(1, 1, "2027-03-01", 7),
        change(1, 2, "2027-06-01", 5),
        // Decided later for the same day: it stands.
        change(1, 0, "2027-06-01", 9),
        change(2, 1, "2027-01-01", 8),
    ];
    let on = |text: &str, known: Option<u64>| moves_on(&changes, day(text), known);
    assert!(on("2026-12-31", None).is_empty());
    assert_eq!(on("2027-02-28", None), Moves::none().with(town(2), cpi(1)));
    assert_eq!(on("2027-03-01", None).target(&town(1)), Some(&cpi(1)));
    assert_eq!(on("2027-06-01", None).target(&town(1)), Some(&cpi(0)));
    assert_eq!(on("2027-06-01", Some(8)).target(&town(1)), Some(&cpi(2)));
    assert_eq!(on("2027-06-01", Some(6)), Moves::none().with(town(1), cpi(2)));
}

#[test]
fn what_is_decided_for_a_day_must_bear_what_comes_after_it() {
    let region = region(&[vec![10, 20], vec![30, 40], vec![50]]);
    // The third CPI's only municipality is its seat: it stays.
    let seat = [change(200, 0, "2027-03-01", 1)];
    assert_eq!(region.refused_from(&seat, day("2027-03-01")).get(&town(200)), Some(&Refusal::Seat));
    // What is before the day is not asked for again.
    assert!(region.refused_from(&[change(1, 1, "2027-03-01", 1)], day("2027-03-01")).is_empty());
    let later = [change(1, 1, "2027-03-01", 2), change(999, 1, "2027-09-01", 1)];
    assert_eq!(region.refused_from(&later, day("2027-03-01")).get(&town(999)), Some(&Refusal::Unknown));
}
