//! Decisions: which of the compared scenarios is chosen, why, and those that were taken before, each with what was known then.

mod api;
mod card;
mod form;

use std::{collections::BTreeMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use shared::identity::Action;

use self::{api::Decision, card::Card, form::DecisionWindow};
use super::api::Told;
use crate::{
    graphql::Failure,
    i18n::{Words, t_string},
    live,
    session::Session,
    ui::{problem, skeleton::Skeleton},
};

/// What the section knows: the decisions by their place in the log, and where more of them are.
#[derive(Clone, Copy)]
struct Log {
    all: RwSignal<BTreeMap<i32, Decision>>,
    more: RwSignal<Option<String>>,
    /// The revision that is known; none before the first answer.
    known: RwSignal<Option<i32>>,
    failed: RwSignal<Option<Failure>>,
}

impl Log {
    fn new() -> Self {
        Self {
            all: RwSignal::new(BTreeMap::new()),
            more: RwSignal::new(None),
            known: RwSignal::new(None),
            failed: RwSignal::new(None),
        }
    }

    /// Asks for the last decisions, or for those before the ones that are here.
    fn load(self) {
        let after = self.more.get_untracked();
        spawn_local(async move {
            match api::decisions(after).await {
                Ok(told) => {
                    self.all.try_update(|all| all.extend(told.decisions));
                    self.more.try_set(told.more);
                    self.failed.try_set(None);
                    if self.known.try_get_untracked() == Some(None) {
                        self.known.set(Some(told.total));
                    }
                }
                Err(failure) => drop(self.failed.try_set(Some(failure))),
            }
        });
    }

    fn learn(self, place: i32, decision: Decision) {
        self.all.try_update(|all| all.insert(place, decision));
        self.known.try_update(|known| *known = (*known).max(Some(place)));
    }
}

/// The section: what was decided, and the button that decides between the scenarios that are compared.
#[component]
pub(super) fn Decisions(words: Words, told: Memo<Option<Arc<Told>>>, on_again: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let (log, open) = (Log::new(), RwSignal::new(false));
    Effect::new(move |_| {
        session.changes.track();
        spawn_local(async move {
            session.known().await;
            if session.viewer.try_with_untracked(Option::is_some) == Some(true) {
                log.load();
            }
        });
    });
    // Followed once it is known how many there are: each of them made one revision.
    let is_known = Memo::new(move |_| log.known.with(Option::is_some));
    Effect::new(move |_| {
        if is_known.get() {
            live::follow(
                move || api::decision_changes(log.known.get_untracked().unwrap_or_default()),
                move |answer: api::DecisionChanges| {
                    if let Some((place, decision)) = answer.read() {
                        log.learn(place, decision);
                    }
                },
            );
        }
    });
    let places = Memo::new(move |_| log.all.with(|all| all.keys().rev().copied().collect::<Vec<i32>>()));
    let may = move || session.may_at_all(Action::ApproveScenarios) && told.with(Option::is_some);
    view! {
        <Show when=move || session.viewer.with(Option::is_some)>
            <section class="decisions">
                <h2 id="decisions">{move || t_string!(words, decision.title)}</h2>
                <p>{move || t_string!(words, decision.lead)}</p>
                <Show when=may>
                    <p>
                        <button type="button" class="btn btn-primary btn-xs" data-decide="" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                            {move || t_string!(words, decision.open)}
                        </button>
                    </p>
                </Show>
                <Show when=move || !is_known.get() && log.failed.with(Option::is_none)><Skeleton words lines=3/></Show>
                <p hidden=move || !is_known.get() || places.with(|places| !places.is_empty())>{move || t_string!(words, decision.none)}</p>
                <ol class="decision-list">
                    <For each=move || places.get() key=|place| *place let:place>
                        {log.all.with_untracked(|all| all.get(&place).cloned()).map(|of| view! { <Card words decision=of/> })}
                    </For>
                </ol>
                {move || log.failed.get().map(|failure| view! { <p role="alert">{problem::failure(words, &failure)}</p> })}
                <Show when=move || log.more.with(Option::is_some) || log.failed.with(Option::is_some)>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-decisions-more="" on:click=move |_| log.load()>
                        {move || if log.failed.with(Option::is_some) { t_string!(words, problem.retry) } else { t_string!(words, decision.more) }}
                    </button>
                </Show>
            </section>
            <DecisionWindow words told open on_again on_done=Callback::new(move |(place, of)| log.learn(place, of))/>
        </Show>
    }
}
