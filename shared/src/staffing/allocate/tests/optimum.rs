//! The solver against every plan there is.

use super::{
    brute::{self, Whole},
    chance::{self, With},
};
use crate::staffing::allocate::{Group, Instance, Level, Levels, Objective, measure, pace::Endless, state::State};

fn whole<G: Group>(state: &State<G>) -> Whole {
    let network = &state.network;
    let moved = network.moves.iter().map(|&(from, to, arc)| (from, to, network.arcs[arc].flow));
    Whole { placed: network.placed(), moved: moved.filter(|(_, _, people)| *people > 0).collect() }
}

pub(super) fn solved(instance: &Instance) -> Option<Whole> {
    fn of<G: Group>(instance: &Instance) -> Option<Whole> {
        let Ok(state) = State::<G>::of(instance, &instance.limits, None, &mut Endless);
        state.trouble.is_none().then(|| whole(&state))
    }
    if measure::is_in_levels(instance.objective) { of::<Levels>(instance) } else { of::<i128>(instance) }
}

fn check(seed: u64, with: With) {
    let (demand, request) = chance::problem(seed, with);
    let instance = Instance::new(&demand, &request).expect("chance makes well-posed problems");
    let all = brute::all(&instance);
    let answer = solved(&instance);
    let Some(plan) = answer else {
        assert!(all.is_empty(), "seed {seed}: there are plans, such as {:?}", all[0]);
        return;
    };
    assert!(brute::keeps_bounds(&instance, &plan), "seed {seed}: {plan:?} breaks a bound of {request:?}");
    let worth = brute::worth(&instance, &plan);
    let ties = brute::ties(&instance, &plan);
    let counts_spread = (request.objective, request.level) != (Objective::Proportional, Level::Cell);
    for other in &all {
        let order = brute::worth(&instance, other).compare(&worth);
        assert!(order.is_ge(), "seed {seed}: {other:?} is better than {plan:?} in {request:?} {demand:?}");
        if order.is_eq() && counts_spread {
            assert!(brute::ties(&instance, other) >= ties, "seed {seed}: {other:?} wins the tie with {plan:?}");
        }
    }
}

#[test]
fn no_plan_is_better() {
    for seed in 0..4_000 {
        check(seed, With::default());
    }
}

#[test]
fn no_plan_with_moves_is_better() {
    for seed in 0..2_000 {
        check(seed, With { transfers: true, budget: false });
    }
}
