//! Quick plans from which a search under a budget or a limit on moves begins, so that what it comes to is never worse than they
//! are, wherever it is stopped.

use super::{
    Instance, Levels, Plan, Side, Solver,
    budget::{self, Start},
    instance::{Limit, Place},
    measure,
    pace::{Metered, Pace},
    propose::MAX_STEPS,
};

/// Where people may move: the best plan in which nobody does, and the best one with the same number of each profile in which some do,
/// as far as a search comes in [`MAX_STEPS`] and in a third of them. `None` when there is none, or nobody may move in any case.
///
/// # Errors
/// It was stopped before the first plan was found.
pub(super) fn of<P: Pace>(instance: &Instance, pace: &mut P) -> Result<Option<Plan>, P::Stop> {
    if !instance.has_transfers {
        return Ok(None);
    }
    let mut still = Instance { has_transfers: false, most_moves: None, ..instance.clone() };
    still.ways.clear();
    let Some(plan) = best(&still, None, MAX_STEPS, pace)? else { return Ok(None) };
    let mut moving = Instance { purse: None, ..instance.clone() };
    let columns = instance.profiles.len();
    for profile in 0..columns {
        let operators = plan.operators.iter().skip(profile).step_by(columns).map(|&n| i64::from(n)).sum();
        for side in [Side::AtLeast, Side::AtMost] {
            moving.limits.push(Limit { place: Place::Profile(profile), side, operators });
        }
    }
    let moved = best(&moving, Some(plan.clone()), MAX_STEPS / 3, pace);
    Ok(Some(moved.ok().flatten().unwrap_or(plan)))
}

/// The best plan of an instance, or the best that was found in so many steps; `None` when there is none.
fn best<P: Pace>(
    instance: &Instance,
    known: Option<Plan>,
    steps: usize,
    pace: &mut P,
) -> Result<Option<Plan>, P::Stop> {
    let Some(plan) = Solver::watched(instance, pace)?.plan_if_any() else { return Ok(None) };
    if instance.affords(&plan) {
        return Ok(Some(plan));
    }
    let pace = &mut Metered::new(steps, pace);
    let found = if measure::is_in_levels(instance.objective) {
        budget::search::<Levels, _>(instance, Start::from(instance, &plan, known), pace)
            .map(|found| found.map(|found| found.plan))
    } else {
        budget::search::<i128, _>(instance, Start::from(instance, &plan, known), pace)
            .map(|found| found.map(|found| found.plan))
    };
    // Spent steps are no reason to end the run.
    match found {
        Ok(plan) => Ok(plan),
        Err(None) => Ok(None),
        Err(Some(stop)) => Err(stop),
    }
}
