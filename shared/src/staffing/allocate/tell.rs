//! Says all there is to say of a best plan, as far as the one who watches allows.

use super::{
    Best, Certificate, Evidence, Instance, MAX_PLACEMENTS, Measures, Objective, Part, Placed, Plan, Proof, Ratio,
    RunnerUp, Solver, Told, Transfer, explain, pace::Pace, reasons::Reasons,
};

/// A best plan in words that leave this module, beside the measures of the present one. Without a solver something scarce binds.
pub(super) fn told<P: Pace>(
    instance: &Instance,
    present: Measures,
    best: &Best,
    solver: Option<&mut Solver>,
    pace: &mut P,
) -> Told {
    let plan = &best.plan;
    let proof = evidence(instance, best, pace);
    let mut told = Told {
        operators: instance.as_given(&plan.operators),
        moves: Vec::new(),
        present,
        proposed: Measures::of(instance, plan),
        placements: Vec::new(),
        alternatives: Vec::new(),
        prices: Vec::new(),
        scarce: Vec::new(),
        unfinished: if proof.complete { Vec::new() } else { vec![Part::Proof] },
        proof,
    };
    told.moves = transfers(instance, plan);
    pace.begin(Part::Placements);
    let mut order = Vec::new();
    if explain::order(instance, plan, MAX_PLACEMENTS, pace, &mut order).is_err() {
        told.unfinished.push(Part::Placements);
    }
    told.placements = order.iter().map(|at| placed(instance, at)).collect();
    let mut reasons = Reasons::of(instance, best, solver);
    reasons.begin(Part::Alternatives, pace);
    if reasons.alternatives(&mut told.alternatives, pace).is_err() || reasons.is_open() {
        told.unfinished.push(Part::Alternatives);
    }
    reasons.begin(Part::Prices, pace);
    if reasons.prices(&mut told, pace).is_err() || reasons.is_open() {
        told.unfinished.push(Part::Prices);
    }
    told
}

fn evidence<P: Pace>(instance: &Instance, best: &Best, pace: &mut P) -> Evidence {
    let nothing = Evidence { complete: false, certified: false, parts: 0, gap: None, worst_at_least: None };
    match &best.proof {
        Proof::Prices(certificate) => {
            let certified = Certificate::check(certificate, instance, &best.plan).is_ok();
            let has_number = !matches!(instance.objective, Objective::Equity | Objective::Apportionment { .. });
            Evidence { complete: certified, certified, gap: has_number.then_some(0.0), ..nothing }
        }
        Proof::Parts { parts, gap, worst_at_least, complete, cover } => Evidence {
            complete: *complete,
            certified: cover.as_ref().is_some_and(|cover| {
                cover.check_watched(instance, &best.plan, pace).is_ok_and(|checked| checked.is_ok())
            }),
            parts: *parts,
            gap: gap.as_ref().and_then(|gap| gap.in_units(instance)),
            worst_at_least: worst_at_least.and_then(finite),
        },
        Proof::Unfinished => nothing,
    }
}

fn placed(instance: &Instance, at: &explain::Placement) -> Placed {
    let next =
        at.runner_up.map(|(cell, pressure)| RunnerUp { cell: instance.cell_key(cell), pressure: finite(pressure) });
    Placed { cell: instance.cell_key(at.cell), before: finite(at.before), after: finite(at.after), runner_up: next }
}

/// The people whom a plan moves.
pub(super) fn transfers(instance: &Instance, plan: &Plan) -> Vec<Transfer> {
    let moves = plan.moves.iter();
    moves
        .map(|of| Transfer { from: instance.cell_key(of.from), to: instance.cell_key(of.to), people: of.people })
        .collect()
}

/// A pressure as a number; `None` is infinite.
pub(super) fn finite(pressure: Ratio) -> Option<f64> {
    Some(pressure.value()).filter(|value| value.is_finite())
}
