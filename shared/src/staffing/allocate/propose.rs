//! The one question with one answer: the best plan with its proof, or why there is none.

use super::{
    Certificate, Cost, Cover, Group, Infeasible, Instance, Levels, Part, Plan, Ratio, Solver, Step, Value, Watch,
    budget::{self, Start},
    gap, incumbent, measure,
    pace::{Metered, Pace, Watched},
    reason::has_no_plan,
    solver::objective_of,
    value_of,
};

/// The steps that a search under a budget or a limit on moves may take: it ends after them, on every machine at the same place.
/// About a second natively.
pub(super) const MAX_STEPS: usize = 24_000_000;
/// So many times as many where there is no plan by then.
const MANY: usize = 16;

/// Why a plan is the best one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Prices under which nothing can be gained: see [`Certificate::check`]. Budget and limit on moves, if any, were no hindrance.
    Prices(Certificate),
    /// Every part of all plans within the budget and the limit on moves was bounded by a price on money or on a move.
    Parts {
        /// How many parts.
        parts: u64,
        /// How much better than this plan another could still be, in the objective; nothing unless the search was stopped.
        gap: Option<Value>,
        /// When the search for the fairest plan was stopped: a pressure below which no plan's worst one can lie.
        worst_at_least: Option<Ratio>,
        /// Whether every part was closed.
        complete: bool,
        /// What shows it, part by part: see [`Cover::check`]. `None` unless it is complete, or when it is too long to keep.
        cover: Option<Box<Cover>>,
    },
    /// It was not worked out: the run was stopped.
    Unfinished,
}

/// The best plan and all that is proved of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// The plan.
    pub plan: Plan,
    /// What it costs in the objective beyond placing nobody.
    pub value: Value,
    /// Why no plan is better.
    pub proof: Proof,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// The best plan.
    Best(Box<Best>),
    /// No plan keeps all bounds.
    Infeasible(Box<Infeasible>),
    /// The run was stopped before a plan or a contradiction was found.
    Stopped,
}

/// Finds the best plan of an instance, its budget included, or the reason why there is none.
///
/// Without a budget or a limit on moves that binds it takes the time of [`Solver::new`]. With one it bounds parts of all plans, a few
/// flows for each, and ends after 24 million steps, proved or not, if it has a plan by then (otherwise after 384 million more): what it comes to hangs on the problem alone, unless `watch` breaks
/// before. Where people may move it begins with the best plan in which nobody does, which has as many steps, and with the best one of as
/// many operators of each profile, which has a third: what it comes to is no worse. Time O(p · f · v · b) for `p` parts and `f` operators
/// or people who move, with `v` and `b` as [`Solver`] has them.
///
/// `watch` is asked every few thousand steps and at every bound; when it breaks, the answer says what it has and what
/// is still open.
///
/// # Source
/// A. M. Geoffrion, Mathematical Programming Study 2 (1974); A. H. Land, A. G. Doig, Econometrica 28 (1960).
pub fn propose(instance: &Instance, watch: &mut Watch<'_>) -> Proposal {
    found(instance, &mut Watched::new(watch)).0
}

/// The same, with the optimum that it comes from where no budget binds.
pub(super) fn found<P: Pace>(instance: &Instance, pace: &mut P) -> (Proposal, Option<Solver>) {
    pace.begin(Part::Plan);
    match Solver::watched(instance, pace) {
        Ok(solver) => found_from(instance, solver, pace),
        Err(_) => (Proposal::Stopped, None),
    }
}

/// The same, from the optimum without the budget.
pub(super) fn found_from<P: Pace>(instance: &Instance, solver: Solver, pace: &mut P) -> (Proposal, Option<Solver>) {
    let (sought, solver) = sought_from(instance, solver, None, pace);
    let proposal = match sought {
        Sought::Best(best) => Proposal::Best(best),
        Sought::Nothing { scarce } => Proposal::Infeasible(Box::new(Infeasible::of(instance, scarce, pace))),
        Sought::Stopped => Proposal::Stopped,
    };
    (proposal, solver)
}

/// What a search came to.
pub(super) enum Sought {
    /// The best plan.
    Best(Box<Best>),
    /// No plan keeps all bounds.
    Nothing {
        /// Whether it is what is scarce that leaves none.
        scarce: bool,
    },
    /// It was stopped before it knew.
    Stopped,
}

/// What is known of a problem from one that is almost the same.
#[derive(Clone, Copy)]
pub(super) struct Hint<'a> {
    /// A plan that keeps all bounds.
    pub(super) plan: Option<&'a Plan>,
    /// A plan of which it is proved that none is better in the objective.
    pub(super) floor: Option<&'a Plan>,
}

/// As [`found`], but it does not ask why there is no plan. With a hint the search begins with that instead of plans without moves.
pub(super) fn sought<P: Pace>(instance: &Instance, hint: Option<Hint<'_>>, pace: &mut P) -> Sought {
    Solver::watched(instance, pace).map_or(Sought::Stopped, |solver| sought_from(instance, solver, hint, pace).0)
}

fn sought_from<P: Pace>(
    instance: &Instance,
    solver: Solver,
    hint: Option<Hint<'_>>,
    pace: &mut P,
) -> (Sought, Option<Solver>) {
    let Some(plan) = solver.plan_if_any() else { return (Sought::Nothing { scarce: false }, None) };
    pace.begin(Part::Proof);
    if instance.affords(&plan) {
        let value = value_of(instance, &plan);
        // Without prices the plan would not be proved: then that is said instead of claimed.
        let prices = solver.certificate_watched(pace).ok().flatten();
        let proof = prices.map_or(Proof::Unfinished, Proof::Prices);
        return (Sought::Best(Box::new(Best { plan, value, proof })), Some(solver));
    }
    let known = hint.map_or_else(|| incumbent::of(instance, pace), |hint| Ok(hint.plan.cloned()));
    let Ok(incumbent) = known else { return (Sought::Stopped, None) };
    let floor = hint.and_then(|hint| hint.floor).unwrap_or(&plan);
    if incumbent.is_none() && instance.purse.is_some() && instance.most_moves.is_some() {
        // What closes each part by one of the two alone can take long to find that both leave nothing.
        match has_no_plan(instance, &instance.limits, pace) {
            Ok(false) => {}
            Ok(true) => return (Sought::Nothing { scarce: true }, None),
            Err(_) => return (Sought::Stopped, None),
        }
    }
    let searched = if measure::is_in_levels(instance.objective) {
        searched::<Levels, P>(instance, floor, incumbent, pace).map(|found| {
            found.map(|found| {
                let worst = gap::worst_pressure(instance, &found);
                best(found, (Value::Levels, Cover::Levels), |_| None, worst)
            })
        })
    } else {
        searched::<i128, P>(instance, floor, incumbent, pace)
            .map(|found| found.map(|found| best(found, (Value::Numbers, Cover::Numbers), gap::in_numbers, None)))
    };
    let sought = match searched {
        Ok(Some(best)) => Sought::Best(Box::new(best)),
        Ok(None) => Sought::Nothing { scarce: true },
        Err(_) => Sought::Stopped,
    };
    (sought, None)
}

/// The search within [`MAX_STEPS`]. Only where it has no plan by then, as where no bound keeps the operators few, within many more.
fn searched<G: Group, P: Pace>(
    instance: &Instance,
    floor: &Plan,
    incumbent: Option<Plan>,
    pace: &mut P,
) -> Result<Option<budget::Found<G>>, Option<P::Stop>> {
    let start = Start::from(instance, floor, incumbent);
    match budget::search(instance, start, &mut Metered::new(MAX_STEPS, pace)) {
        Err(None) => {
            let start = Start::from(instance, floor, None);
            budget::search(instance, start, &mut Metered::new(MAX_STEPS * MANY, pace))
        }
        found => found,
    }
}

impl<G: Group> Start<G> {
    /// What is known before a search: a plan within what is scarce, and one that no other can be better than, such as the best of those
    /// that look at nothing scarce.
    pub(super) fn from(instance: &Instance, floor: &Plan, incumbent: Option<Plan>) -> Self {
        let value = Cost { objective: objective_of(instance, floor), ..Cost::default() };
        Self { plan: incumbent, bound: Some(budget::Bound { value, scale: 1 }) }
    }
}

fn best<G: Group>(
    found: budget::Found<G>,
    (value, cover): (impl Fn(G) -> Value, impl Fn(Vec<Step<G>>) -> Cover),
    gap: impl Fn(&budget::Found<G>) -> Option<Value>,
    worst_at_least: Option<Ratio>,
) -> Best {
    let complete = found.open.is_empty();
    let gap = if complete { Some(value(G::default())) } else { gap(&found) };
    let proof = Proof::Parts {
        parts: found.parts.max(1),
        gap,
        worst_at_least,
        complete,
        cover: found.cover.map(cover).map(Box::new),
    };
    Best { plan: found.plan, value: value(found.value.objective), proof }
}

impl Proof {
    /// Whether no plan is better.
    pub(super) fn is_complete(&self) -> bool {
        !matches!(self, Self::Parts { complete: false, .. } | Self::Unfinished)
    }
}

impl Instance {
    /// What the new operators of a plan cost in a year, euro cents.
    pub fn yearly_cost(&self, plan: &Plan) -> u128 {
        let columns = self.profiles.len();
        let cost = |(cell, &operators): (usize, &u32)| u128::from(operators) * u128::from(self.costs[cell % columns]);
        plan.operators.iter().enumerate().map(cost).sum()
    }
}
