//! At the size of the first scenario, under a budget and with people who move: the answer is no worse than without moves, and
//! always the same.

use std::ops::ControlFlow;

use super::puglia;
use crate::{
    problem::Rule,
    staffing::{
        allocate::{
            Answer, Best, Instance, Level, Measures, Objective, Part, Progress, Proof, Proposal, Range, Reach, Request,
            Scarce, Told, Transfers, Value, check_bounds, propose,
        },
        scenario::MAX_HEAD_COUNT,
    },
};

fn instance(request: &Request) -> Instance {
    Instance::new(&puglia::demand(), request).expect("well posed")
}

fn best(instance: &Instance, watch: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Best {
    let Proposal::Best(best) = propose(instance, watch) else { panic!("nobody placed is a plan too") };
    assert_eq!(check_bounds(instance, &best.plan), Ok(()));
    *best
}

fn no_worse(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Levels(one), Value::Levels(other)) => one <= other,
        (Value::Numbers(one), Value::Numbers(other)) => one <= other,
        _ => panic!("they are of one objective"),
    }
}

#[test]
fn with_a_budget_and_moves_the_fairest_plan_is_proved_no_worse_than_without_moves_and_the_same_twice() {
    let on = &mut |_| ControlFlow::Continue(());
    for (request, placed) in
        [(puglia::fairest(400, 1_344_000_000, 18), 248), (puglia::fairest(100, 300_000_000, 12), 83)]
    {
        let still = best(&instance(&request), on);
        for most in [None, Some(3)] {
            let moving = instance(&puglia::moving(request.clone(), most));
            let first = best(&moving, on);
            assert!(no_worse(&first.value, &still.value), "{most:?}");
            assert_eq!(Measures::of(&moving, &first.plan).placed, placed, "{most:?}: the money is spent");
            let Proof::Parts { complete: true, cover: Some(cover), .. } = &first.proof else {
                panic!("{most:?}: {:?}", first.proof)
            };
            assert_eq!(cover.check(&moving, &first.plan), Ok(()));
            assert_eq!(best(&moving, on), first, "{most:?}");
        }
    }
}

fn told(request: &Request) -> Told {
    let answer = Answer::of(&puglia::demand(), request, &mut |_| ControlFlow::Continue(())).expect("well posed");
    let Answer::Best(told) = answer else { panic!("nobody placed is a plan too") };
    *told
}

#[test]
fn within_a_budget_all_reasons_are_told_and_with_moves_some_and_what_is_not_is_named() {
    let request = puglia::fairest(400, 1_344_000_000, 18);
    let all = told(&request);
    let cells = all.operators.iter().filter(|&&operators| operators > 0).count();
    assert_eq!((all.alternatives.len(), &all.unfinished), (cells, &Vec::new()));
    assert!(all.proof.parts > 0 && all.scarce.iter().any(|price| price.of == Scarce::Money));
    for most in [None, Some(3)] {
        let some = told(&puglia::moving(request.clone(), most));
        assert!(!some.alternatives.is_empty() && some.scarce.iter().any(|price| price.of == Scarce::Money), "{most:?}");
        assert!(some.unfinished.contains(&Part::Alternatives), "{most:?}: each would take a tenth of a second");
    }
}

#[test]
fn stopped_a_search_with_moves_has_the_plan_without_them_and_says_how_far_from_the_best_it_may_be() {
    let mut request = puglia::fairest(100, 300_000_000, 12);
    (request.objective, request.level) = (Objective::LeastUnmet, Level::Cell);
    let still = best(&instance(&request), &mut |_| ControlFlow::Continue(()));
    let moving = instance(&puglia::moving(request, Some(3)));
    for patience in [20, 60, 180] {
        let run = || {
            let mut asked = 0;
            best(&moving, &mut |at| {
                asked += u32::from(at.part == Part::Proof);
                if asked > patience { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        };
        let stopped = run();
        assert!(no_worse(&stopped.value, &still.value), "{patience}");
        assert!(matches!(stopped.proof, Proof::Parts { complete: false, gap: Some(_), .. }), "{:?}", stopped.proof);
        assert_eq!(run(), stopped, "{patience}");
    }
}

#[test]
fn a_search_that_nobody_stops_ends_after_its_steps_and_is_the_same_twice() {
    let mut request = puglia::fairest(100, 300_000_000, 12);
    (request.objective, request.level) = (Objective::Proportional, Level::Cell);
    let moving = instance(&puglia::moving(request, Some(3)));
    let on = &mut |_| ControlFlow::Continue(());
    let spent = best(&moving, on);
    assert!(matches!(spent.proof, Proof::Parts { complete: false, gap: Some(_), .. }), "{:?}", spent.proof);
    assert_eq!(best(&moving, on), spent);
}

#[test]
fn a_fault_is_told_once_and_nobody_moves_to_where_they_are() {
    let fields = |request: &Request| match Instance::new(&puglia::demand(), request) {
        Err(crate::Problem::Invalid { fields }) => fields.into_iter().map(|of| (of.field, of.rule)).collect::<Vec<_>>(),
        other => panic!("it is wrong: {other:?}"),
    };
    let mut request = Request::equity(1);
    request.constraints.head_count = Range::at_most(MAX_HEAD_COUNT + 1);
    let too_great = Rule::TooGreat { max: f64::from(MAX_HEAD_COUNT) };
    assert_eq!(fields(&request), [("constraints.headCount.atMost".to_owned(), too_great)]);
    let mut request = Request::equity(1);
    let cpi = puglia::demand().cpis[0].0.clone();
    let reach = Reach::Between { pairs: vec![(cpi.clone(), cpi)] };
    request.constraints.transfers = Some(Transfers { reach, cost: 0.0, at_most: None });
    assert_eq!(fields(&request), [("constraints.transfers.reach.pairs.0".to_owned(), Rule::Duplicate)]);
}
