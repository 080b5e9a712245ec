//! The one question with one answer: the best plan with its proof, or why there is none.

use std::ops::ControlFlow;

use super::{Certificate, Group, Infeasible, Instance, Levels, Plan, Solver, Value, budget, measure, value_of};

/// How far a long search has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Parts that were looked at.
    pub done: u64,
    /// Parts that still have to be looked at, where that is known.
    pub left: Option<u64>,
}

/// Hears of the progress, and may stop the search.
pub type Watch<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// Why a plan is the best one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Prices under which nothing can be gained: see [`Certificate::check`]. The budget, if there is one, was no hindrance.
    Prices(Certificate),
    /// Every part of all plans within the budget was bounded by a price on money.
    Parts {
        /// How many parts.
        parts: u64,
        /// How much better than this plan another could still be, in the objective; nothing unless the search was stopped.
        gap: Option<Value>,
        /// Whether every part was closed.
        complete: bool,
    },
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
}

/// Finds the best plan of an instance, its budget included, or the reason why there is none.
///
/// Without a budget that binds it takes the time of [`Solver::new`]. With one it bounds parts of all plans, a few flows for
/// each; `watch` hears of every part, and when it breaks the best plan so far is given, with what is still open.
pub fn propose(instance: &Instance, watch: &mut Watch<'_>) -> Proposal {
    let solver = Solver::new(instance);
    let relaxed = solver.plan();
    let plan = match relaxed {
        Ok(plan) => plan,
        // The money belongs to the way out, so the whole instance is asked.
        Err(reason) => return Proposal::Infeasible(Infeasible::of(instance).map_or(reason, Box::new)),
    };
    let money = instance.yearly_cost(&plan);
    if instance.purse.is_none_or(|purse| money <= purse) {
        let value = value_of(instance, &plan);
        // Without prices the plan would not be proved: then that is said instead of claimed.
        let unproved = Proof::Parts { parts: 1, gap: None, complete: false };
        let proof = solver.certificate().map_or(unproved, Proof::Prices);
        return Proposal::Best(Box::new(Best { plan, value, proof }));
    }
    let found = if measure::is_in_levels(instance.objective) {
        budget::search::<Levels>(instance, watch).map(|found| best(found, Value::Levels, |_, _| None))
    } else {
        budget::search::<i128>(instance, watch).map(|found| best(found, Value::Numbers, numeric_gap))
    };
    match found {
        Some(best) => best,
        None => Proposal::Infeasible(Box::new(Infeasible::of(instance).unwrap_or_default())),
    }
}

fn best<G: Group>(
    found: budget::Found<G>,
    value: impl Fn(G) -> Value,
    gap: impl Fn(&budget::Found<G>, &G) -> Option<Value>,
) -> Proposal {
    let complete = found.open.is_empty();
    let gap = if complete { Some(value(G::default())) } else { gap(&found, &found.value.objective) };
    let proof = Proof::Parts { parts: found.parts, gap, complete };
    Proposal::Best(Box::new(Best { plan: found.plan, value: value(found.value.objective), proof }))
}

fn numeric_gap(found: &budget::Found<i128>, value: &i128) -> Option<Value> {
    let least = found.open.iter().map(|(bound, scale)| bound.objective.div_euclid(*scale)).min()?;
    Some(Value::Numbers((value - least).max(0)))
}

impl Instance {
    /// What the new operators of a plan cost in a year, euro cents.
    pub fn yearly_cost(&self, plan: &Plan) -> u128 {
        let columns = self.profiles.len();
        let cost = |(cell, &operators): (usize, &u32)| u128::from(operators) * u128::from(self.costs[cell % columns]);
        plan.operators.iter().enumerate().map(cost).sum()
    }
}
