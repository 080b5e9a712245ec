//! The engine at both sizes, cold and warm, beside HiGHS on the same problems: `cargo bench -p benches --bench allocate`.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shared::staffing::allocate::{Instance, Solver};

#[path = "../peer/mod.rs"]
mod peer;

use peer::{model, region};

fn allocate(criterion: &mut Criterion) {
    for (name, (demand, request)) in [("puglia", region::puglia()), ("italy", region::italy())] {
        let instance = Instance::new(&demand, &request).expect("well posed");
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.bench_function("check", |b| b.iter(|| Instance::new(black_box(&demand), &request)));
        group.bench_function("cold", |b| b.iter(|| Solver::new(black_box(&instance))));
        let mut solver = Solver::new(&instance);
        let plan = solver.plan().expect("a plan");
        let mut cell = 0;
        group.bench_function("warm, a lock", |b| {
            b.iter(|| {
                cell = (cell + 37) % instance.len();
                solver.lock(cell, Some(plan.operators[cell] + 1)).expect("a small number");
                solver.lock(cell, None).expect("no number");
            });
        });
        group.bench_function("warm, a requirement", |b| {
            b.iter(|| {
                cell = (cell + 37) % instance.len();
                let key = instance.cell_key(cell);
                let at = demand.cpis.iter().position(|(cpi, _)| *cpi == key.cpi).unwrap_or_default();
                let needs = demand.required[at * demand.profiles.len()];
                solver.require(at * demand.profiles.len(), needs * 1.05).expect("a small number");
                solver.require(at * demand.profiles.len(), needs).expect("a small number");
            });
        });
        group.sample_size(10);
        group.bench_function("HiGHS, solving alone", |b| {
            b.iter_batched(|| model::increments(&demand, &request).0, highs::Model::solve, BatchSize::PerIteration);
        });
        group.finish();
    }
}

criterion_group!(benches, allocate);
criterion_main!(benches);
