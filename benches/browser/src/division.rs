//! The allocation engine behind a handle that a page can drive: the problems of the benchmark beside HiGHS.

use shared::staffing::allocate::{Demand, Instance, Plan, Request, Solver};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::region;

/// A problem with its optimum.
#[wasm_bindgen]
pub struct Division {
    demand: Demand,
    request: Request,
    instance: Instance,
    solver: Solver,
    plan: Plan,
}

#[wasm_bindgen]
impl Division {
    /// Puglia's problem, or the generated Italy's.
    #[wasm_bindgen(constructor)]
    pub fn new(is_italy: bool) -> Self {
        let (demand, request) = if is_italy { region::italy() } else { region::puglia() };
        let instance = Instance::new(&demand, &request).expect("the generated problem is well posed");
        let solver = Solver::new(&instance);
        let plan = solver.plan().expect("the generated problem has a plan");
        Self { demand, request, instance, solver, plan }
    }

    /// Checks the problem and solves it from nothing. Returns the operators placed, so that no step can be left out.
    pub fn cold(&self) -> u32 {
        let instance = Instance::new(&self.demand, &self.request).expect("it is the one of before");
        Solver::new(&instance).plan().map_or(0, |plan| plan.operators.iter().sum())
    }

    /// Locks a cell one above its number, and opens it again: two optimums from the last one.
    pub fn lock_and_open(&mut self, cell: usize) {
        let cell = cell % self.instance.len();
        self.solver.lock(cell, Some(self.plan.operators[cell] + 1)).expect("a small number");
        self.solver.lock(cell, None).expect("no number");
    }
}
