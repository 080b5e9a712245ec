//! Runs the allocation engine beside the server: few at a time, each within its time, none for a caller who has gone.

use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex, TryLockError},
    time::{Duration, Instant},
};

use shared::staffing::allocate::{Answer, Demand, Memory, Request, Watch};
use tokio::sync::Semaphore;

use crate::error::{Context as _, Result};

/// How many may run at once, so that the other requests keep a processor.
static RUNS: Semaphore = Semaphore::const_new(2);
/// How long a run may take: as many runs as one request can pay for stay within a request's time.
const MAX_RUN: Duration = Duration::from_secs(3);
/// The last optimum: whoever asks for the same with a few cells changed is answered from it, and gets what a fresh start gives.
static LAST: Mutex<Option<Memory>> = Mutex::new(None);

/// The engine's answer. A run that takes too long gives what it has, and says what was not finished.
///
/// # Errors
/// `INVALID` names the fields as [`shared::staffing::allocate::Instance::new`] does.
pub(crate) async fn answer(demand: Arc<Demand>, request: Arc<Request>) -> Result<Answer> {
    run(move |watch| {
        let mut memory = remembered(None).unwrap_or_default();
        let answer = memory.answer(&demand, &request, watch);
        remembered(Some(memory));
        answer
    })
    .await
}

/// Takes the last optimum, or leaves another. Whoever meets somebody else there goes without.
fn remembered(memory: Option<Memory>) -> Option<Memory> {
    let mut last = match LAST.try_lock() {
        Ok(last) => last,
        Err(TryLockError::Poisoned(last)) => last.into_inner(),
        Err(TryLockError::WouldBlock) => return None,
    };
    std::mem::replace(&mut last, memory)
}

/// Runs some work of the engine, which asks `watch` whether it may go on.
///
/// # Errors
/// What the work refuses.
pub(crate) async fn run<T: Send + 'static>(
    work: impl FnOnce(&mut Watch<'_>) -> std::result::Result<T, shared::Problem> + Send + 'static,
) -> Result<T> {
    let turn = RUNS.acquire().await.context("waiting for the engine")?;
    let caller = Arc::new(());
    let waits = Arc::downgrade(&caller);
    let run = tokio::task::spawn_blocking(move || {
        let started = Instant::now();
        let done = work(&mut |_| {
            let in_vain = waits.strong_count() == 0 || started.elapsed() >= MAX_RUN;
            if in_vain { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        drop(turn);
        done
    });
    let done = run.await.context("dividing the operators")?;
    // Until here a dropped future is a caller who has gone.
    drop(caller);
    Ok(done?)
}
