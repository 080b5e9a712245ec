//! Edits that wait in this browser while their board is not open: how many, and where they wait.

use gloo::{
    storage::{LocalStorage, Storage},
    timers::callback::Interval,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::staffing::outbox::Outbox;

use crate::{
    i18n::{Words, counted, fill, t_string},
    session,
};

/// How often the page looks, milliseconds.
const LOOK_MS: u32 = 2_000;

/// A link to each board whose edits wait; the board that is open speaks for itself.
#[component]
pub(super) fn Waiting(words: Words) -> impl IntoView {
    let path = use_location().pathname;
    let found = RwSignal::new(waiting());
    let look = move || {
        let now = waiting();
        if found.try_with_untracked(|before| *before != now) == Some(true) {
            found.set(now);
        }
    };
    Effect::new(move |_| {
        path.track();
        look();
    });
    StoredValue::new_local(Interval::new(LOOK_MS, look));
    let link = move |(scenario, cells): (String, usize)| {
        let text = move || {
            let text =
                counted(cells, t_string!(words, allocation.elsewhere_one), t_string!(words, allocation.elsewhere));
            fill(text, &[("n", &cells.to_string())])
        };
        view! { <a class="shell-waiting" data-waiting=cells.to_string() href=format!("/allocazione/{scenario}")>{text}</a> }
            .into_any()
    };
    view! {
        <span role="status">
            {move || {
                let here = path.get();
                let elsewhere = found.get().into_iter().filter(|(scenario, _)| !here.ends_with(scenario));
                elsewhere.map(link).collect::<Vec<_>>()
            }}
        </span>
    }
}

/// The scenarios in which edits of whoever is signed in wait, are disputed or were refused, and how many.
fn waiting() -> Vec<(String, usize)> {
    let (storage, account) = (LocalStorage::raw(), session::account());
    let mut found: Vec<(String, usize)> = Vec::new();
    for key in (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten()) {
        let Some(name) = key.strip_prefix(session::OUTBOX) else { continue };
        let mut parts = name.split('.');
        let (Some(scenario), Some(true)) = (parts.next(), parts.next().map(|owner| owner == account)) else { continue };
        let text = storage.get_item(&key).ok().flatten().unwrap_or_default();
        let Ok(outbox) = serde_json::from_str::<Outbox>(&text) else { continue };
        let undecided = outbox.disputes().count() + outbox.aside().len() + outbox.stranded().count();
        let cells = outbox.pending_cells().len() + undecided;
        match found.iter_mut().find(|(known, _)| known == scenario) {
            Some((_, all)) => *all += cells,
            None => found.push((scenario.to_owned(), cells)),
        }
    }
    found.retain(|(_, cells)| *cells > 0);
    found.sort();
    found
}
