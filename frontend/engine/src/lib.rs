//! The planning model's long work, in a worker: a job comes in as text, what it came to goes out as text.
//!
//! Whoever listens to the progress may answer `true`: then the work ends with what it has. Who wants nothing of it ends the
//! worker.

use std::{cell::RefCell, ops::ControlFlow};

use shared::{
    problem::{Problem, Rule},
    staffing::{
        allocate::Memory,
        job::{Done, Job, Step},
    },
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

thread_local! {
    /// What the last job left: a worker that is kept answers a little change from it.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Does a job, a [`Job`] in JSON, and gives its [`Done`] in JSON. `progress` is called with the [`Step`] that it has come to, in
/// JSON, thousands of times a second at most.
#[wasm_bindgen]
pub fn work(job: &str, progress: &js_sys::Function) -> String {
    let mut watch = |step: Step| {
        let step = serde_json::to_string(&step).unwrap_or_default();
        // A listener that fails does not stop the work.
        let enough = progress.call1(&JsValue::NULL, &JsValue::from_str(&step));
        if enough.is_ok_and(|enough| enough.is_truthy()) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let done = match serde_json::from_str::<Job>(job) {
        // A listener cannot begin another job: the worker hears of one only when this is over.
        Ok(job) => MEMORY.with_borrow_mut(|memory| job.run(memory, &mut watch)),
        Err(_) => Done::Refused(Problem::invalid("job", Rule::Unknown)),
    };
    serde_json::to_string(&done).unwrap_or_default()
}
