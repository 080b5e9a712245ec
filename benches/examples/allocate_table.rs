//! Prints the engine's times beside HiGHS's on the same problems, as the table of `docs/allocation-model.md`:
//! `cargo run --release -p benches --example allocate_table`.

use std::io::Write as _;
use std::time::Instant;

use shared::staffing::allocate::{Instance, Solver};

#[path = "../peer/mod.rs"]
mod peer;

use peer::{model, region};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| problem | HiGHS ms | cold ms | HiGHS / cold | warm, a lock ms | warm, a requirement ms | HiGHS / warm |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- |")?;
    for (name, (demand, request), runs) in
        [("43 x 5, 236", region::puglia(), 201), ("550 x 6, 11,600", region::italy(), 21)]
    {
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut said = 0.0;
        let highs = median(runs.min(21), || {
            let model = model::increments(&demand, &request);
            let began = Instant::now();
            let solved = model.solve();
            let took = milliseconds(began);
            said = solved.objective_value();
            took
        });
        let cold = median(runs, || {
            let began = Instant::now();
            std::hint::black_box(Solver::new(&instance));
            milliseconds(began)
        });
        let mut solver = Solver::new(&instance);
        let mine = solver.value().and_then(|value| value.in_units(&instance)).expect("a number");
        assert!((mine - said).abs() <= 1e-5 * said.abs(), "both find the same: {mine} and {said}");
        let plan = solver.plan().expect("a plan");
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
        let warm = f64::max(locked, needed);
        let (quick, quicker) = (highs / cold, highs / warm);
        writeln!(out, "| {name} | {highs:.2} | {cold:.3} | {quick:.0} | {locked:.4} | {needed:.4} | {quicker:.0} |")?;
    }
    Ok(())
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

fn median(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..runs).map(|_| run()).collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
