//! Runs the allocation engine beside the server: few at a time, each within its time, none for a caller who has gone.

use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use shared::staffing::allocate::{Answer, Demand, Request};
use tokio::sync::Semaphore;

use crate::error::{Context as _, Result};

/// How many may run at once, so that the other requests keep a processor.
static RUNS: Semaphore = Semaphore::const_new(2);
/// How long a run may take: as many runs as one request can pay for stay within a request's time.
const MAX_RUN: Duration = Duration::from_secs(3);

/// The engine's answer. A run that takes too long gives what it has, and says what was not finished.
///
/// # Errors
/// `INVALID` names the fields as [`shared::staffing::allocate::Instance::new`] does.
pub(crate) async fn answer(demand: Arc<Demand>, request: Arc<Request>) -> Result<Answer> {
    let turn = RUNS.acquire().await.context("waiting for the engine")?;
    let caller = Arc::new(());
    let waits = Arc::downgrade(&caller);
    let run = tokio::task::spawn_blocking(move || {
        let started = Instant::now();
        let answer = Answer::of(&demand, &request, &mut |_| {
            let in_vain = waits.strong_count() == 0 || started.elapsed() >= MAX_RUN;
            if in_vain { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        drop(turn);
        answer
    });
    let answer = run.await.context("dividing the operators")?;
    // Until here a dropped future is a caller who has gone.
    drop(caller);
    Ok(answer?)
}
