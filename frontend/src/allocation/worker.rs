//! The browser's worker that does the model's long work, so that the page stays quick; ending it stops the work. One that has
//! come to its end is kept: it answers a little change from what it did last.

use leptos::prelude::*;
use shared::staffing::job::{Done, Job, Step};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// How the work stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum State {
    /// Nothing was asked, or it was stopped.
    #[default]
    Idle,
    /// How far it has come.
    Working(Step),
    /// It is done.
    Done(Box<Done>),
    /// The worker did not start, or broke.
    Broken,
}

/// A place for one piece of work at a time.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    pub(super) state: RwSignal<State>,
    worker: StoredValue<Option<Hired>, LocalStorage>,
}

/// A worker, and what is called when it speaks or breaks: both live as long as its work.
struct Hired {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _broke: Closure<dyn Fn()>,
}

impl Bench {
    pub(super) fn new() -> Self {
        let bench = Self { state: RwSignal::new(State::Idle), worker: StoredValue::new_local(None) };
        on_cleanup(move || bench.end());
        bench
    }

    /// Begins a job; what was under way is stopped.
    pub(super) fn start(self, job: &Job) {
        if matches!(self.state.get_untracked(), State::Working(_)) {
            self.end();
        }
        let begun = serde_json::to_string(job).ok().and_then(|job| self.give(&job).ok());
        self.state.set(if begun.is_some() { State::Working(Step::default()) } else { State::Broken });
    }

    /// Stops what is under way.
    pub(super) fn stop(self) {
        self.end();
        self.state.set(State::Idle);
    }

    fn end(self) {
        self.worker.try_update_value(|worker| {
            if let Some(hired) = worker.take() {
                hired.worker.set_onmessage(None);
                hired.worker.set_onerror(None);
                hired.worker.terminate();
                // One of its closures may be the one that runs now: they end after it.
                set_timeout(move || drop(hired), std::time::Duration::ZERO);
            }
        });
    }

    /// Gives a job to the worker who waits, or to a new one.
    fn give(self, job: &str) -> Result<(), JsValue> {
        let waits = self.worker.with_value(|hired| {
            hired.as_ref().is_some_and(|hired| hired.worker.post_message(&JsValue::from_str(job)).is_ok())
        });
        if waits {
            return Ok(());
        }
        self.end();
        self.hire(job)
    }

    fn hire(self, job: &str) -> Result<(), JsValue> {
        let address = document()
            .query_selector("meta[name=engine]")?
            .and_then(|meta| meta.get_attribute("content"))
            .ok_or(JsValue::NULL)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address, &options)?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| self.hear(&event.data()));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let broke = Closure::<dyn Fn()>::new(move || {
            self.end();
            self.state.try_set(State::Broken);
        });
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        worker.post_message(&JsValue::from_str(job))?;
        self.worker.set_value(Some(Hired { worker, _heard: heard, _broke: broke }));
        Ok(())
    }

    fn hear(self, said: &JsValue) {
        let part = |name: &str| js_sys::Reflect::get(said, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if let Some(result) = part("result").as_string() {
            let done = serde_json::from_str(&result).map_or(State::Broken, |done| State::Done(Box::new(done)));
            self.state.try_set(done);
        } else if let Some(step) = part("step").as_string().and_then(|step| serde_json::from_str(&step).ok()) {
            self.state.try_set(State::Working(step));
        }
    }
}
