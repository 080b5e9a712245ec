//! One plan for several demands: none has a smaller greatest regret, and of those that have the same none is better.

use std::ops::ControlFlow;

use super::{
    brute::{self, Whole},
    chance::{self, Chance, With},
};
use crate::staffing::allocate::{
    Demand, Instance, Outcome, Part, Plan, Progress, Ratio, Request, Robust, check_bounds, regret::Excess,
};

fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A problem in up to four cases.
fn cases(seed: u64, with: With) -> (Vec<Demand>, Request) {
    let (demand, request) = chance::problem(seed, with);
    let mut chance = Chance::new(seed ^ 0xca5e);
    let mut all = vec![demand.clone()];
    for _ in 0..chance.below(4) {
        let required = demand.required.iter().map(|&need| need * chance.pick(&[0.5, 1.0, 1.5, 2.0])).collect();
        all.push(Demand { required, ..demand.clone() });
    }
    (all, request)
}

fn worst(instance: &Instance, plan: &Plan) -> Ratio {
    let units = instance.units();
    units.iter().zip(plan.net_by_unit(instance)).map(|(unit, by)| unit.pressure(by)).max().expect("units")
}

fn plan_of(whole: &Whole) -> Plan {
    Plan {
        operators: whole.placed.iter().map(|&n| n as u32).collect(),
        moves: whole
            .moved
            .iter()
            .map(|&(from, to, n)| crate::staffing::allocate::Move { from, to, people: n as u32 })
            .collect(),
    }
}

#[test]
fn no_plan_is_regretted_less() {
    let (mut told, mut regretted, mut poor) = (0, 0, 0);
    for seed in 0..1_200 {
        let with = With { transfers: seed % 3 == 0, budget: seed % 2 == 0 };
        let (demands, request) = cases(seed, with);
        let instances: Vec<Instance> =
            demands.iter().map(|demand| Instance::new(demand, &request).expect("well posed")).collect();
        let all: Vec<Plan> = brute::all(&instances[0]).iter().map(plan_of).collect();
        let robust = match Robust::of(&demands, &request, &mut go).expect("well posed") {
            Outcome::Found(robust) => robust,
            Outcome::Infeasible(_) => {
                assert!(all.is_empty(), "seed {seed}");
                poor += 1;
                continue;
            }
            Outcome::Stopped => panic!("seed {seed}: nobody stopped it"),
        };
        let lowest: Vec<Ratio> = instances
            .iter()
            .map(|instance| all.iter().map(|plan| worst(instance, plan)).min().expect("there are plans"))
            .collect();
        let regret = |plan: &Plan| {
            let each = instances.iter().zip(&lowest).map(|(instance, &low)| Excess::of(worst(instance, plan), low));
            each.max().expect("cases")
        };
        let least = all.iter().map(regret).min().expect("there are plans");
        assert_eq!(robust.regret, least.value(), "seed {seed}: {request:?} {demands:?}");
        let told_lowest: Vec<Option<f64>> = robust.cases.iter().map(|case| case.lowest).collect();
        let finite = |ratio: Ratio| Some(ratio.value()).filter(|value| value.is_finite());
        assert_eq!(told_lowest, lowest.iter().copied().map(finite).collect::<Vec<_>>(), "seed {seed}");
        let at = |key: &_| instances[0].position(key).expect("known");
        let plan = Plan {
            operators: instances[0].from_given(&robust.operators),
            moves: robust
                .moves
                .iter()
                .map(|of| crate::staffing::allocate::Move { from: at(&of.from), to: at(&of.to), people: of.people })
                .collect(),
        };
        assert_eq!(check_bounds(&instances[0], &plan), Ok(()), "seed {seed}");
        assert_eq!(regret(&plan), least, "seed {seed}");
        for (case, instance) in robust.cases.iter().zip(&instances) {
            assert_eq!(case.worst, finite(worst(instance, &plan)), "seed {seed}");
        }
        if !robust.unfinished.contains(&Part::Proof) {
            let whole = |plan: &Plan| Whole {
                placed: plan.operators.iter().map(|&n| i64::from(n)).collect(),
                moved: plan.moves.iter().map(|of| (of.from, of.to, i64::from(of.people))).collect(),
            };
            let worth = brute::worth(&instances[0], &whole(&plan));
            for other in all.iter().filter(|other| regret(other) == least) {
                let order = brute::worth(&instances[0], &whole(other)).compare(&worth);
                assert!(order.is_ge(), "seed {seed}: {other:?} is better than {plan:?} in {request:?} {demands:?}");
            }
        }
        told += 1;
        regretted += u32::from(least > Excess::Nothing);
    }
    assert!(told > 400 && regretted > 50 && poor > 20, "{told}, {regretted} with a regret, {poor} without a plan");
}

#[test]
fn the_own_plan_of_a_case_is_that_of_the_engine_and_seen_everywhere() {
    use crate::staffing::allocate::{Proposal, propose};
    let mut told = 0;
    for seed in 0..200 {
        let (demands, request) = cases(seed, With::default());
        let Outcome::Found(robust) = Robust::of(&demands, &request, &mut go).expect("well posed") else { continue };
        for (number, case) in robust.cases.iter().enumerate() {
            let instance = Instance::new(&demands[number], &request).expect("well posed");
            let Proposal::Best(best) = propose(&instance, &mut go) else { panic!("seed {seed}: it has a plan") };
            assert_eq!(case.operators, instance.as_given(&best.plan.operators), "seed {seed}");
            assert_eq!(case.elsewhere.len(), demands.len());
            let here = worst(&instance, &best.plan).value();
            assert_eq!(case.elsewhere[number], Some(here).filter(|value| value.is_finite()), "seed {seed}");
            assert!(
                case.greatest.is_none() || case.greatest >= robust.regret,
                "seed {seed}: no plan is regretted less"
            );
            told += 1;
        }
    }
    assert!(told > 200, "{told}");
}

#[test]
fn cases_that_are_not_the_same_cells_are_refused() {
    let (demand, request) = chance::problem(3, With::default());
    let mut other = demand.clone();
    other.have[0] += 1.0;
    assert!(Robust::of(&[], &request, &mut go).is_err());
    assert!(Robust::of(&[demand.clone(), other], &request, &mut go).is_err());
    assert!(Robust::of(&vec![demand.clone(); 13], &request, &mut go).is_err());
    let stopped = Robust::of(&[demand], &request, &mut |_| ControlFlow::Break(()));
    assert!(stopped.is_ok());
}
