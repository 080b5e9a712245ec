//! What must hold of causes, whatever is compared.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::staffing::{
    WorkingTimeTerm,
    sizing::tests::{assumptions, catchment},
};

/// A scenario with everything that may differ.
#[derive(Clone, Debug)]
struct Case {
    assumptions: Assumptions,
    head_count: u32,
    placed: Vec<u32>,
    locked: Vec<bool>,
}

impl Case {
    fn subject(&self) -> Subject<'_> {
        let Self { assumptions, head_count, placed, locked } = self;
        Subject { assumptions, head_count: *head_count, placed, locked }
    }

    /// What the engine would place, its locks kept.
    fn like_the_engine(mut self, places: &[Catchment]) -> Self {
        let sizing = Sizing::of(&self.assumptions, places).expect("valid");
        let locks = self.subject().locks(sizing.cells());
        self.placed = reference(&sizing, &self.assumptions.profiles, self.head_count, &locks).expect("it is asked");
        self
    }
}

fn told(base: &Case, other: &Case, places: &[Catchment]) -> Causes {
    let on = &mut |_| ControlFlow::Continue(());
    Causes::between(&base.subject(), &other.subject(), [places, places], on)
        .expect("they can be compared")
        .expect("not stopped")
}

fn places() -> Vec<Catchment> {
    [70_000, 23_000, 51_000, 38_000].into_iter().zip(1..).map(|(people, number)| catchment(number, people)).collect()
}

const CELLS: usize = 12;

fn some_case() -> impl Strategy<Value = Case> {
    let volumes = prop::collection::vec(prop::sample::select(vec![20_000_u32, 40_000, 90_000]), 3);
    let minutes = prop::sample::select(vec![15.0, 30.0]);
    let share = prop::sample::select(vec![0.0, 0.25]);
    let (leave, staff) = (prop::sample::select(vec![28.0, 40.0]), 5_u64..8);
    let cells = (prop::collection::vec(0_u32..6, CELLS), prop::collection::vec(prop::bool::weighted(0.2), CELLS));
    let figures = (volumes, minutes, share, leave, staff, prop::option::of(0_u32..15_000), prop::bool::ANY);
    (figures, 3_u32..30, cells).prop_map(
        |((volumes, minutes, share, leave, staff, province, split), head_count, cells)| {
            let mut assumptions = assumptions(3, &volumes);
            assumptions.services[1].minutes = minutes;
            assumptions.services[0].mix = vec![1.0 - share, share, 0.0];
            assumptions.profiles[2].working_time.insert(WorkingTimeTerm::LeaveDays, leave);
            (assumptions.staff_total, assumptions.split_by_registered_unemployed) = (staff, split);
            let foggia = ProvinceCode::new("FG").expect("a code");
            assumptions.services[2].volume_by_province.extend(province.map(|volume| (foggia, f64::from(volume))));
            Case { assumptions, head_count, placed: cells.0, locked: cells.1 }
        },
    )
}

/// One input of another scenario in place of one's own.
fn with(case: &Case, other: &Case, cause: Cause) -> Case {
    let mut mixed = case.clone();
    match cause {
        Cause::HeadCount => mixed.head_count = other.head_count,
        Cause::Lock => (mixed.locked, mixed.placed) = (other.locked.clone(), other.placed.clone()),
        Cause::ByHand => {}
        figures => {
            let (own, others) = (case.assumptions.figures(), other.assumptions.figures());
            let profiles: Vec<_> = case.assumptions.profiles.iter().map(|of| of.code.clone()).collect();
            let services: Vec<_> = case.assumptions.services.iter().map(|of| of.code.clone()).collect();
            mixed.assumptions =
                Assumptions::from_figures(&profiles, &services, &cause::mixed(&own, &others, &[figures]))
                    .expect("valid");
        }
    }
    mixed
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-5
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_parts_add_up_to_the_difference_in_every_cell_cpi_province_and_the_region(base in some_case(), other in some_case()) {
        let places = places();
        let causes = told(&base, &other, &places);
        let [from, to] = [&base, &other].map(|case| Sizing::of(&case.assumptions, &places).expect("valid"));
        for (cell, explained) in causes.cells().iter().enumerate() {
            let placed = f64::from(other.placed[cell]) - f64::from(base.placed[cell]);
            let required = to.required()[cell] - from.required()[cell];
            let missing = required - (to.have()[cell] - from.have()[cell]);
            for (quantity, difference) in Quantity::ALL.into_iter().zip([placed, required, missing]) {
                let split = explained.of(quantity);
                prop_assert!(near(split.difference(), difference), "{quantity:?} of {cell}");
                prop_assert!(near(Cause::ALL.iter().map(|&cause| split.part(cause)).sum(), difference));
                for cause in Cause::ALL.into_iter().filter(|cause| !causes.differing().contains(cause)) {
                    let is_rest = cause == Cause::ByHand && quantity == Quantity::Placed;
                    prop_assert!(is_rest || split.part(cause) == 0.0, "{cause:?} does not differ");
                }
            }
        }
        let provinces: Explained = ["BA", "FG"].map(|code| causes.of_province(&ProvinceCode::new(code).expect("a code"))).into_iter().sum();
        prop_assert_eq!(provinces, causes.region());
        prop_assert_eq!((0..places.len()).map(|cpi| causes.of_cpi(cpi)).sum::<Explained>(), causes.region());
    }

    #[test]
    fn backwards_every_part_is_the_opposite(base in some_case(), other in some_case()) {
        let (there, back) = (told(&base, &other, &places()), told(&other, &base, &places()));
        prop_assert_eq!(there.differing(), back.differing());
        for (one, other) in there.cells().iter().zip(back.cells()) {
            prop_assert_eq!(*one + *other, Explained::default());
        }
    }

    #[test]
    fn a_scenario_differs_from_itself_in_nothing_and_what_is_typed_is_by_hand(base in some_case(), placed in prop::collection::vec(0_u32..6, CELLS)) {
        prop_assert!(told(&base, &base, &places()).cells().iter().all(|cell| *cell == Explained::default()));
        let mut typed = base.clone();
        for (cell, operators) in placed.into_iter().enumerate().filter(|(cell, _)| !base.locked[*cell]) {
            typed.placed[cell] = operators;
        }
        let causes = told(&base, &typed, &places());
        prop_assert!(causes.differing().is_empty());
        for cell in causes.cells() {
            let split = cell.of(Quantity::Placed);
            prop_assert_eq!(split.part(Cause::ByHand), split.difference());
        }
    }

    #[test]
    fn what_differs_alone_makes_all_of_it(base in some_case(), other in some_case(), at in 0_usize..7) {
        let places = places();
        let cause = Cause::ALL[at];
        let alone = with(&base, &other, cause).like_the_engine(&places);
        let base = base.like_the_engine(&places);
        let causes = told(&base, &alone, &places);
        for cell in causes.cells() {
            for quantity in Quantity::ALL {
                let split = cell.of(quantity);
                prop_assert_eq!(split.part(cause), split.difference(), "{:?} of {:?}", cause, quantity);
                prop_assert_eq!(split.part(Cause::ByHand), 0.0, "what the engine placed is not by hand");
            }
        }
    }

    #[test]
    fn figures_are_given_back_as_they_were_gathered(case in some_case()) {
        let of = &case.assumptions;
        let profiles: Vec<_> = of.profiles.iter().map(|profile| profile.code.clone()).collect();
        let services: Vec<_> = of.services.iter().map(|service| service.code.clone()).collect();
        prop_assert_eq!(&Assumptions::from_figures(&profiles, &services, &of.figures()).expect("valid"), of);
    }

    #[test]
    fn parts_add_up_as_they_are_written(parts in prop::collection::vec((-5_000_i32..5_000).prop_map(|part| f64::from(part) / 7.0), 1..8)) {
        let difference: f64 = parts.iter().sum();
        let (total, shown) = tenths(difference, &parts);
        prop_assert_eq!(shown.iter().sum::<i64>(), total);
        prop_assert!((total as f64 / 10.0 - difference).abs() <= 0.05 + 1e-6);
        for (shown, part) in shown.iter().zip(&parts) {
            prop_assert!((*shown as f64 / 10.0 - part).abs() < 0.1 + 1e-6);
            prop_assert!(*part != 0.0 || *shown == 0);
        }
    }
}

#[test]
fn two_causes_that_multiply_share_what_they_make_together() {
    // Twice the volume and twice the minutes of the only service: four times the work, three times as much more. Half of the
    // product comes to each: as much as it makes alone (once) and half of what only both make.
    let places = [catchment(1, 1_000)];
    let base = Case { assumptions: assumptions(1, &[9_936]), head_count: 0, placed: vec![0], locked: vec![false] };
    let mut other = base.clone();
    (other.assumptions.services[0].volume, other.assumptions.services[0].minutes) = (2.0 * 9_936.0, 30.0);
    let causes = told(&base, &other, &places);
    let once = 9_936.0 * 15.0 / 60.0 / 1_490.4 / 0.8;
    let split = *causes.region().of(Quantity::Required);
    assert!(near(split.difference(), 3.0 * once));
    assert!(near(split.part(Cause::Volume), 1.5 * once) && near(split.part(Cause::Standard), 1.5 * once));
    assert_eq!(causes.moved().len(), 2);
    assert_eq!(causes.differing(), [Cause::Volume, Cause::Standard]);
}

#[test]
fn two_maps_differ_by_where_the_work_is() {
    let case =
        Case { assumptions: assumptions(1, &[9_936]), head_count: 0, placed: vec![0; 2], locked: vec![false; 2] };
    let (one, mut other) = ([catchment(1, 1_000), catchment(2, 1_000)], [catchment(1, 1_000), catchment(2, 1_000)]);
    (other[0].working_age, other[1].working_age) = (500, 1_500);
    let on = &mut |_| ControlFlow::Continue(());
    let causes =
        Causes::between(&case.subject(), &case.subject(), [&one, &other], on).expect("compared").expect("not stopped");
    assert_eq!(causes.differing(), [Cause::Volume]);
    let quarter = Sizing::of(&case.assumptions, &one).expect("valid").required().iter().sum::<f64>() / 4.0;
    for (cpi, part) in [(0, -quarter), (1, quarter)] {
        let split = *causes.of_cpi(cpi).of(Quantity::Required);
        assert!(near(split.difference(), part) && near(split.part(Cause::Volume), part));
    }
    assert!(near(causes.region().of(Quantity::Required).difference(), 0.0));
}

#[test]
fn there_is_a_plan_of_reference_whatever_locks_and_head_count_meet() {
    let places = [catchment(1, 1_000), catchment(2, 1_000)];
    let of = assumptions(1, &[200_000]);
    let sizing = Sizing::of(&of, &places).expect("valid");
    let placed = |head_count, locked: [Option<u32>; 2]| reference(&sizing, &of.profiles, head_count, &locked);
    assert_eq!(placed(2, [Some(7), None]), Ok(vec![7, 0]), "more are locked than there are");
    assert_eq!(placed(9, [Some(1), Some(2)]), Ok(vec![1, 2]), "nothing is open");
    assert_eq!(placed(9, [Some(1), None]).map(|placed| placed.iter().sum::<u32>()), Ok(9));
    assert_eq!(placed(0, [None, None]), Ok(vec![0, 0]));
}

#[test]
fn a_run_that_is_stopped_says_so_and_a_figure_of_another_cause_belongs_to_none() {
    let case = Case { assumptions: assumptions(1, &[9_936]), head_count: 3, placed: vec![3], locked: vec![false] };
    let place: &[Catchment] = &[catchment(1, 1_000)];
    let stopped = Causes::between(&case.subject(), &case.subject(), [place, place], &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Ok(None));
    let key = |text: &str| Cause::of(&text.parse().expect("it is a key"));
    assert_eq!(key("profile.FO.yearly_cost"), None);
    assert_eq!(key("staff.FG01.OR"), Some(Cause::Staff));
    assert_eq!(key("individual_allowance.FG01.OR"), Some(Cause::WorkingTime));
}
