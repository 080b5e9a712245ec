//! What is tried out, kept in the address: a link opens what its sender saw.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::staffing::catchment::Moves;

/// Where the page is.
const PAGE: &str = "/bacini";
/// The longest name of a scenario in an address: a UUID's.
const MAX_KEY: usize = 36;

/// The address of the page with a scenario, by its UUID, before anybody moved.
pub(in super::super) fn address_of(scenario: &str) -> String {
    address(Some(scenario), &Moves::none())
}

fn address(scenario: Option<&str>, moves: &Moves) -> String {
    let scenario = scenario.map(|key| format!("scenario={key}"));
    let moves = (!moves.is_empty()).then(|| format!("sposta={}", moves.write()));
    let query: Vec<String> = [scenario, moves].into_iter().flatten().collect();
    if query.is_empty() { PAGE.to_owned() } else { format!("{PAGE}?{}", query.join("&")) }
}

/// What is tried out, as the page reads it when it opens and writes it whenever it changes: cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Address {
    /// The UUID of the scenario; none for the base alone.
    pub(super) scenario: RwSignal<Option<String>>,
    pub(super) moves: RwSignal<Moves>,
    go: StoredValue<Box<dyn Fn(String)>, LocalStorage>,
}

impl Address {
    pub(super) fn new() -> Self {
        let (query, navigate) = (use_query_map(), use_navigate());
        let go: Box<dyn Fn(String)> = Box::new(move |path| {
            navigate(&path, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        });
        let is_key = |key: &String| {
            !key.is_empty()
                && key.len() <= MAX_KEY
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let (scenario, moves) = query.with_untracked(|query| (query.get("scenario"), query.get("sposta")));
        Self {
            scenario: RwSignal::new(scenario.filter(is_key)),
            moves: RwSignal::new(moves.map(|text| Moves::read(&text)).unwrap_or_default()),
            go: StoredValue::new_local(go),
        }
    }

    /// Looks at another scenario, or at the base alone; whoever was moved stays moved.
    pub(super) fn choose(self, scenario: Option<String>) {
        self.scenario.set(scenario);
        self.write();
    }

    /// Moves others.
    pub(super) fn set(self, moves: Moves) {
        self.moves.set(moves);
        self.write();
    }

    /// Where the page is, following what it shows.
    pub(super) fn path(self) -> String {
        address(self.scenario.get().as_deref(), &self.moves.get())
    }

    fn write(self) {
        let path = untrack(|| self.path());
        self.go.try_with_value(|go| go(path));
    }
}
