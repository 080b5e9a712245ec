//! The planning model's long work, in a worker: a job comes in as text, what it came to goes out as text.
//!
//! Whoever listens to the progress may answer `true`: then the work ends with what it has. Who wants nothing of it ends the
//! worker.

use std::ops::ControlFlow;

use shared::{
    problem::{Problem, Rule},
    staffing::job::{Done, Job},
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Does a job, a [`Job`] in JSON, and gives its [`Done`] in JSON. `progress` is called with the steps done and, if that is known,
/// how many there are.
#[wasm_bindgen]
pub fn work(job: &str, progress: &js_sys::Function) -> String {
    let mut watch = |done: u64, of: Option<u64>| {
        let of = of.map_or(JsValue::UNDEFINED, |of| JsValue::from_f64(of as f64));
        // A listener that fails does not stop the work.
        let enough = progress.call2(&JsValue::NULL, &JsValue::from_f64(done as f64), &of);
        if enough.is_ok_and(|enough| enough.is_truthy()) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let done = match serde_json::from_str::<Job>(job) {
        Ok(job) => job.run(&mut watch),
        Err(_) => Done::Refused(Problem::invalid("job", Rule::Unknown)),
    };
    serde_json::to_string(&done).unwrap_or_default()
}
