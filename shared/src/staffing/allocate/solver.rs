//! The engine as others use it: an optimum that is kept while numbers change, and all that explains it.

use super::{
    Certificate, Change, Group, Infeasible, Instance, Levels, Placement, Plan, ShadowPrice, Value,
    certificate::Prices,
    cost::total,
    explain,
    instance::{MAX_FTE, Place, millionths},
    measure,
    memory::{self, changes},
    pace::{Endless, Pace},
    state::State,
};
use crate::{
    problem::{Problem, out_of},
    staffing::scenario::MAX_OPERATORS,
};

#[derive(Clone, Debug)]
enum Core {
    Numbers(Box<State<i128>>),
    Levels(Box<State<Levels>>),
}

macro_rules! of {
    ($core:expr, $state:ident => $body:expr) => {
        match $core {
            Core::Numbers($state) => $body,
            Core::Levels($state) => $body,
        }
    };
}

/// An optimum that follows its numbers: after a lock or another requirement it is found from the last one.
///
/// A budget and a limit on moves are not looked at here; [`super::propose()`] does.
///
/// Time, with `n` cells, `u` operators, `v` nodes that bind something and `b` bundles of cells between them: cold
/// O((n + u) log n) by greed, and O(v · b) for each operator by which a bound of the other tree was missed; warm O(v · b) for
/// each operator that a change moves. Memory O(n).
#[derive(Clone, Debug)]
pub struct Solver {
    core: Core,
}

fn numbers(value: i128) -> Value {
    Value::Numbers(value)
}

fn levels(value: Levels) -> Value {
    Value::Levels(value)
}

impl Solver {
    /// Finds the optimum of an instance.
    pub fn new(instance: &Instance) -> Self {
        let Ok(solver) = Self::watched(instance, &mut Endless);
        solver
    }

    /// Finds the optimum of an instance, unless it is stopped.
    pub(super) fn watched<P: Pace>(instance: &Instance, pace: &mut P) -> Result<Self, P::Stop> {
        let core = if measure::is_in_levels(instance.objective) {
            Core::Levels(Box::new(State::of(instance, &instance.limits, None, pace)?))
        } else {
            Core::Numbers(Box::new(State::of(instance, &instance.limits, None, pace)?))
        };
        Ok(Self { core })
    }

    /// The instance as it stands now.
    pub fn instance(&self) -> &Instance {
        of!(&self.core, state => &state.network.instance)
    }

    /// The best plan.
    ///
    /// # Errors
    /// The bounds that contradict each other.
    pub fn plan(&self) -> Result<Plan, Box<Infeasible>> {
        self.plan_if_any().ok_or_else(|| {
            let mut without_budget = self.instance().clone();
            (without_budget.purse, without_budget.most_moves) = (None, None);
            Box::new(Infeasible::of(&without_budget, false, &mut Endless))
        })
    }

    /// The best plan, if there is one.
    pub(super) fn plan_if_any(&self) -> Option<Plan> {
        of!(&self.core, state => state.trouble.is_none().then(|| Plan::of(state)))
    }

    /// What the best plan costs in the objective beyond placing nobody; `None` when there is no plan.
    pub fn value(&self) -> Option<Value> {
        match &self.core {
            Core::Numbers(state) => state.trouble.is_none().then(|| numbers(state.cost().objective)),
            Core::Levels(state) => state.trouble.is_none().then(|| levels(state.cost().objective)),
        }
    }

    /// Decides a cell's number, or leaves it open again, and finds the optimum from the last one.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `cell` or `operators`.
    pub fn lock(&mut self, cell: usize, operators: Option<u32>) -> Result<(), Problem> {
        if cell >= self.instance().len() {
            return Err(Problem::invalid("cell", crate::problem::Rule::Unknown));
        }
        if let Some(rule) = out_of(f64::from(operators.unwrap_or_default()), 0.0, f64::from(MAX_OPERATORS)) {
            return Err(Problem::invalid("operators", rule));
        }
        let mut instance = self.instance().clone();
        instance.limits.retain(|limit| limit.place != Place::Lock(cell));
        if let Some(operators) = operators {
            instance.lock(cell, operators);
        }
        if instance.has_transfers {
            // Whose people may move depends on the locks.
            *self = Self::new(&instance);
            return Ok(());
        }
        let range = instance.range_of(cell);
        of!(&mut self.core, state => {
            state.network.instance.limits = instance.limits;
            state.set_cell_range(cell, range);
        });
        Ok(())
    }

    /// Gives a cell another requirement, FTE, and finds the optimum from the last one.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `cell` or `required`.
    pub fn require(&mut self, cell: usize, required: f64) -> Result<(), Problem> {
        let Some(unit) = self.instance().cells.get(cell).copied() else {
            return Err(Problem::invalid("cell", crate::problem::Rule::Unknown));
        };
        if let Some(rule) = out_of(required, 0.0, MAX_FTE) {
            return Err(Problem::invalid("required", rule));
        }
        let required = millionths(required);
        if self.instance().has_quotas() {
            // Hamilton's quotas all hang on each requirement.
            let mut instance = self.instance().clone();
            instance.cells[cell].required = required;
            instance.share_out_claims();
            *self = Self::new(&instance);
            return Ok(());
        }
        of!(&mut self.core, state => state.set_need(cell, required, unit.have));
        Ok(())
    }

    /// Finds the optimum of another instance from this one's. `false`: they differ in more than a few cells, and nothing is done.
    pub(super) fn adopt(&mut self, instance: &Instance) -> bool {
        let Some(changes) = changes(self.instance(), instance) else { return false };
        of!(&mut self.core, state => {
            state.network.instance.limits.clone_from(&instance.limits);
            for memory::Change { cell, needs, present, range } in changes {
                let unit = &instance.cells[cell];
                if needs {
                    state.set_need(cell, unit.required, unit.have);
                }
                if present {
                    state.set_present(cell, instance.present[cell]);
                }
                if let Some(range) = range {
                    state.set_cell_range(cell, range);
                }
            }
            let kept = &mut state.network.instance;
            (kept.purse, kept.most_moves) = (instance.purse, instance.most_moves);
            kept.given.clone_from(&instance.given);
        });
        true
    }

    /// Prices that prove the plan optimal; `None` when there is no plan.
    pub fn certificate(&self) -> Option<Certificate> {
        let Ok(certificate) = self.certificate_watched(&mut Endless);
        certificate
    }

    pub(super) fn certificate_watched<P: Pace>(&self, pace: &mut P) -> Result<Option<Certificate>, P::Stop> {
        Ok(match &self.core {
            Core::Numbers(state) if state.trouble.is_none() => {
                Prices::of(state, pace)?.map(Box::new).map(Certificate::Numbers)
            }
            Core::Levels(state) if state.trouble.is_none() => {
                Prices::of(state, pace)?.map(Box::new).map(Certificate::Levels)
            }
            _ => None,
        })
    }

    /// The cheapest plan with one operator fewer in this cell: who would get the operator instead, and what is lost.
    /// `None` when the cell's bounds or the others' leave no such plan. Time O(v · b) as in [`Solver`]: one cheapest circle.
    ///
    /// # Source
    /// R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993.
    pub fn alternative(&mut self, cell: usize) -> Option<Change> {
        if cell >= self.instance().len() {
            return None;
        }
        let Ok(change) = match &mut self.core {
            Core::Numbers(state) if state.trouble.is_none() => explain::alternative(state, cell, numbers, &mut Endless),
            Core::Levels(state) if state.trouble.is_none() => explain::alternative(state, cell, levels, &mut Endless),
            _ => Ok(None),
        };
        change
    }

    /// The cheapest plan with one operator fewer in the cell's unit, that is, in the CPI or province where the objective is
    /// measured: where the operator would go instead, and what is lost. `None` when no operator was added there or no plan
    /// has one fewer. Time O(v · b) as in [`Solver`].
    pub fn alternative_elsewhere(&mut self, cell: usize) -> Option<Change> {
        if cell >= self.instance().len() {
            return None;
        }
        let Ok(change) = self.alternative_of_unit(self.instance().unit_of(cell), &mut Endless);
        change
    }

    /// The same of a unit.
    pub(super) fn alternative_of_unit<P: Pace>(
        &mut self,
        unit: usize,
        pace: &mut P,
    ) -> Result<Option<Change>, P::Stop> {
        match &mut self.core {
            Core::Numbers(state) if state.trouble.is_none() => explain::alternative_of_unit(state, unit, numbers, pace),
            Core::Levels(state) if state.trouble.is_none() => explain::alternative_of_unit(state, unit, levels, pace),
            _ => Ok(None),
        }
    }

    /// What each bound that is reached costs: what the best plan would gain if it were one operator wider. Bounds that cost
    /// nothing are left out. Time O(r · v · b) as in [`Solver`], with r bounds that are reached: one cheapest circle each.
    ///
    /// # Source
    /// R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993.
    pub fn shadow_prices(&mut self) -> Vec<ShadowPrice> {
        let mut prices = Vec::new();
        let Ok(()) = self.shadow_prices_watched(&mut Endless, &mut prices);
        prices
    }

    /// The same, as far as it gets.
    pub(super) fn shadow_prices_watched<P: Pace>(
        &mut self,
        pace: &mut P,
        prices: &mut Vec<ShadowPrice>,
    ) -> Result<(), P::Stop> {
        let instance = self.instance().clone();
        match &mut self.core {
            Core::Numbers(state) if state.trouble.is_none() => {
                explain::shadow_prices(state, &instance, numbers, pace, prices)
            }
            Core::Levels(state) if state.trouble.is_none() => {
                explain::shadow_prices(state, &instance, levels, pace, prices)
            }
            _ => Ok(()),
        }
    }

    /// What the best plan would do with one operator more; `None` when no bound but the head-count leaves room for one.
    pub fn one_more(&mut self) -> Option<Change> {
        let Ok(change) = match &mut self.core {
            Core::Numbers(state) if state.trouble.is_none() => explain::one_more(state, numbers, &mut Endless),
            Core::Levels(state) if state.trouble.is_none() => explain::one_more(state, levels, &mut Endless),
            _ => Ok(None),
        };
        change
    }

    /// The order in which the operators of a plan would come if they came one at a time, each with the runner-up.
    ///
    /// Time O(u · n) at worst for n cells and u operators: cells that are owed nothing more are passed over.
    ///
    /// # Source
    /// B. Fox, Management Science 13 (1966).
    pub fn placements(&self, plan: &Plan) -> Vec<Placement> {
        let mut list = Vec::new();
        let Ok(()) = explain::order(self.instance(), plan, usize::MAX, &mut Endless, &mut list);
        list
    }
}

/// What a plan costs in the objective beyond placing nobody, whether or not it is the best one.
pub fn value_of(instance: &Instance, plan: &Plan) -> Value {
    if measure::is_in_levels(instance.objective) {
        levels(objective_of(instance, plan))
    } else {
        numbers(objective_of(instance, plan))
    }
}

/// The same, in the measure of the objective.
pub(super) fn objective_of<G: Group>(instance: &Instance, plan: &Plan) -> G {
    let mut parts = Vec::new();
    for (unit, &by) in instance.units().iter().zip(&plan.net_by_unit(instance)) {
        parts.push(G::steps(instance.objective, unit, 0, by.max(0)));
        parts.push(G::steps(instance.objective, unit, by.min(0), 0).times(-1));
    }
    let moved: u32 = plan.moves.iter().map(|moved| moved.people).sum();
    parts.push(G::move_cost(instance).times(i128::from(moved)));
    total(parts, G::add)
}
