//! Prints the engine's times beside HiGHS's on the same problems, as the table of `docs/allocation-model.md`:
//! `cargo run --release -p benches --example allocate_table`.
//!
//! Below them stand the times of the sizing. HiGHS is timed as it comes, with presolve off, and after a lock from its last basis. Only its solving counts.

use std::io::Write as _;
use std::time::Instant;

use browser_bench::Region;
use highs::{Col, Model, SolvedModel};
use shared::staffing::allocate::{Demand, Instance, Plan, Request, Solver};

#[path = "../peer/mod.rs"]
mod peer;

use peer::{model, region};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| problem | HiGHS, cold, as it comes ms | HiGHS, cold, presolve off ms | ours, cold ms | ratios | HiGHS, warm, a lock ms \
         | ours, warm, a lock ms | ratio | ours, warm, a requirement ms |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
    for (name, (demand, request), runs) in
        [("43 x 5, 236 operators", region::puglia(), 201), ("550 x 6, 11,600 operators", region::italy(), 41)]
    {
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut solver = Solver::new(&instance);
        let plan = solver.plan().expect("a plan");
        let cold = median(runs, || {
            let began = Instant::now();
            std::hint::black_box(Solver::new(&instance));
            milliseconds(began)
        });
        let peer = median(runs.min(41), || solved(&demand, &request, None, &solver));
        let plain = median(runs.min(41), || solved(&demand, &request, Some("off"), &solver));
        let mut cell = 0;
        let locked = median(runs * 5, || {
            cell = (cell + 37) % instance.len();
            let began = Instant::now();
            solver.lock(cell, Some(plan.operators[cell] + 1)).expect("a small number");
            let took = milliseconds(began);
            solver.lock(cell, None).expect("no number");
            took
        });
        let needed = median(runs * 5, || {
            cell = (cell + 37) % instance.len();
            let needs = demand.required[cell];
            let began = Instant::now();
            solver.require(cell, needs * 1.05).expect("a small number");
            let took = milliseconds(began);
            solver.require(cell, needs).expect("a small number");
            took
        });
        let warm = warm(&demand, &request, &plan, &mut solver, runs.min(101));
        let (on, off, of_warm) = (peer / cold, plain / cold, warm / locked);
        writeln!(
            out,
            "| {name} | {peer:.2} | {plain:.2} | {cold:.3} | {on:.0}, {off:.0} | {warm:.3} | {locked:.4} | {of_warm:.0} | {needed:.4} |"
        )?;
    }
    writeln!(out, "\n| sizing | one cell, and every total ms | one assumption: every requirement and total ms |")?;
    writeln!(out, "| --- | --- | --- |")?;
    for (name, cpis, profiles) in [("43 x 5 x 14", 43, 5), ("550 x 6 x 14", 550, 6)] {
        let mut region = Region::new(cpis, profiles, 14);
        let mut cell = 0;
        let placed = median(501, || {
            cell = (cell + 37) % (cpis * profiles);
            let began = Instant::now();
            std::hint::black_box(region.place(cell, cell as u32 % 7));
            milliseconds(began)
        });
        let sized = median(501, || {
            cell += 1;
            let began = Instant::now();
            std::hint::black_box(region.set_minutes(15.0 + (cell % 40) as f64));
            milliseconds(began)
        });
        writeln!(out, "| {name} | {placed:.4} | {sized:.4} |")?;
    }
    Ok(())
}

/// How long the peer takes from nothing.
fn solved(demand: &Demand, request: &Request, presolve: Option<&str>, mine: &Solver) -> f64 {
    let (mut model, _) = model::increments(demand, request);
    if let Some(presolve) = presolve {
        model.set_option("presolve", presolve);
    }
    let began = Instant::now();
    let solved = model.solve();
    let took = milliseconds(began);
    same(mine, &solved);
    took
}

/// How long the peer takes after a lock, from the basis of the optimum before it: the median over cells, each opened again.
fn warm(demand: &Demand, request: &Request, plan: &Plan, mine: &mut Solver, runs: usize) -> f64 {
    let (mut model, cells) = model::increments(demand, request);
    model.set_option("presolve", "off");
    let mut solved = model.solve();
    let mut cell = 0;
    let mut times = Vec::new();
    while times.len() < runs {
        cell = (cell + 37) % cells.len();
        let operators = plan.operators[cell] as usize + 1;
        let Some(columns) = cells.get(cell).filter(|columns| columns.len() >= operators) else { continue };
        let locked = bounded(solved.into(), columns, |number| if number < operators { (1.0, 1.0) } else { (0.0, 0.0) });
        let began = Instant::now();
        solved = locked.solve();
        times.push(milliseconds(began));
        mine.lock(cell, Some(operators as u32)).expect("a small number");
        same(mine, &solved);
        mine.lock(cell, None).expect("no number");
        solved = bounded(solved.into(), columns, |_| (0.0, 1.0)).solve();
    }
    median(runs, || times.pop().unwrap_or_default())
}

fn bounded(mut model: Model, columns: &[Col], bounds: impl Fn(usize) -> (f64, f64)) -> Model {
    for (number, &column) in columns.iter().enumerate() {
        let (low, high) = bounds(number);
        model.change_column_bounds(column, low..=high);
    }
    model
}

/// Both find the same objective, or both find none.
fn same(mine: &Solver, peer: &SolvedModel) {
    let Some(mine) = mine.value().and_then(|value| value.in_units(mine.instance())) else {
        return assert_ne!(peer.status(), highs::HighsModelStatus::Optimal, "the peer has a plan");
    };
    let said = peer.objective_value();
    assert!((mine - said).abs() <= 1e-5 * said.abs().max(1.0), "{mine} and {said}");
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

fn median(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..runs).map(|_| run()).collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
