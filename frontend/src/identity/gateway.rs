//! The administration's gateway, as people meet it: its button, and what came of going there.

use leptos::prelude::*;
use leptos_i18n::Locale as _;
use leptos_router::params::ParamsMap;
use shared::{
    FieldProblem,
    identity::gateway::{Departure, Errand, Onward, Outcome, Ways},
};

use crate::{
    graphql::{Failure, post_to},
    i18n::{Words, fill, t_string},
    ui::{field::refuse, problem},
};

/// What the gateway is called; none while it is not known, and where none is set up.
pub(super) fn gateway_name() -> RwSignal<Option<String>> {
    let name = RwSignal::new(None);
    leptos::task::spawn_local(async move {
        let Ok(told) = post_to("/account/ways", "{}".to_owned()).await else { return };
        let Ways { gateway } = serde_json::from_str(&told).unwrap_or_default();
        name.try_set(gateway);
    });
    name
}

/// The way to the gateway, as far as the page sees it.
#[derive(Clone, Copy)]
pub(super) struct Trip {
    words: Words,
    /// What is wrong with the fields beside its button.
    pub(super) wrong: RwSignal<Vec<FieldProblem>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Whether it did not answer.
    away: RwSignal<bool>,
}

impl Trip {
    pub(super) fn new(words: Words) -> Self {
        Self::beside(words, RwSignal::new(Vec::new()))
    }

    /// From a form whose fields it shares.
    pub(super) fn beside(words: Words, wrong: RwSignal<Vec<FieldProblem>>) -> Self {
        Self { words, wrong, failed: RwSignal::new(None), busy: RwSignal::new(false), away: RwSignal::new(false) }
    }

    /// Goes there. The page is left behind, unless something is refused.
    pub(super) fn go(self, errand: Errand) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.away.set(false);
        self.failed.set(None);
        let language = self.words.get_locale_untracked().as_str().to_owned();
        let body = serde_json::to_string(&Departure { errand, language }).unwrap_or_default();
        leptos::task::spawn_local(async move {
            match post_to("/account/oidc/start", body).await {
                Ok(answer) => match serde_json::from_str(&answer) {
                    Ok(Onward { to: Some(to) }) => {
                        // The button stays busy: the page is about to go.
                        let _ = window().location().set_href(&to);
                        return;
                    }
                    Ok(Onward { to: None }) => drop(self.away.try_set(true)),
                    Err(_) => drop(self.failed.try_set(Some(Failure::Broken))),
                },
                Err(failure) => refuse(self.wrong, self.failed, failure),
            }
            self.busy.try_set(false);
        });
    }
}

/// The gateway's button beside a form for a password. Nothing, where no gateway is set up.
#[component]
pub(super) fn GatewayDoor(trip: Trip, errand: Callback<(), Option<Errand>>) -> impl IntoView {
    let (words, name) = (trip.words, gateway_name());
    let press = move |_| {
        if let Some(errand) = errand.run(()) {
            trip.go(errand);
        }
    };
    move || {
        name.get().map(|name| {
            let label = name.clone();
            view! {
                <div class="gateway">
                    <p class="gateway-or">{move || t_string!(words, identity.gateway_or)}</p>
                    <button type="button" class="btn btn-outline-primary" on:click=press
                        aria-disabled=move || trip.busy.get().to_string()>
                        {move || fill(t_string!(words, identity.gateway_enter), &[("name", &label)])}
                    </button>
                    <Stayed trip name/>
                </div>
            }
        })
    }
}

/// Why the page is still here after the button was pressed.
#[component]
pub(super) fn Stayed(trip: Trip, name: String) -> impl IntoView {
    let words = trip.words;
    let text = move || match trip.failed.get() {
        Some(failure) => problem::failure(words, &failure),
        None if trip.away.get() => fill(t_string!(words, identity.gateway_away), &[("name", &name)]),
        None => String::new(),
    };
    view! { <p class="wrong" role="alert">{text}</p> }
}

/// What came of going to the gateway, as the address tells it.
pub(super) fn outcome_of(query: &ParamsMap) -> Option<Outcome> {
    query.get("esito").and_then(|told| told.parse().ok())
}

/// It in words, at the head of the page that one comes back to.
#[component]
pub(super) fn Told(words: Words, outcome: Memo<Option<Outcome>>) -> impl IntoView {
    move || {
        outcome.get().map(|outcome| {
            let is_well = matches!(outcome, Outcome::Done | Outcome::Linked);
            let (role, class) = if is_well { ("status", "outcome") } else { ("alert", "outcome outcome-refused") };
            view! { <p role=role class=class>{move || words_of(words, outcome)}</p> }
        })
    }
}

fn words_of(words: Words, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => t_string!(words, identity.outcome_done),
        Outcome::Linked => t_string!(words, identity.outcome_linked),
        Outcome::Unknown => t_string!(words, identity.outcome_unknown),
        Outcome::Suspended => t_string!(words, identity.outcome_suspended),
        Outcome::Taken => t_string!(words, identity.outcome_taken),
        Outcome::LinkOver => t_string!(words, identity.outcome_link_over),
        Outcome::Refused => t_string!(words, identity.outcome_refused),
        Outcome::Expired => t_string!(words, identity.outcome_expired),
        Outcome::Unreachable => t_string!(words, identity.outcome_unreachable),
        Outcome::Failed => t_string!(words, identity.outcome_failed),
    }
}
