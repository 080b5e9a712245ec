//! The board: a column for each state. A card is dragged to another column, or moved by the list on it.

use leptos::prelude::*;
use shared::partnerships::State;

use super::{
    api::Partnership,
    state::{Desk, Stepping, day_text},
    step::{self, Steps},
};
use crate::i18n::{counted, language, t_string};

/// The columns; those at the end are shown only when something stands in them.
const COLUMNS: [State; 11] = [
    State::Proposed,
    State::Idea,
    State::Contact,
    State::Negotiation,
    State::ReadyToSign,
    State::Signed,
    State::Active,
    State::Expiring,
    State::Ended,
    State::Dropped,
    State::Declined,
];

/// The board.
#[component]
pub(super) fn Board(desk: Desk) -> impl IntoView {
    let dragged = RwSignal::new(None::<String>);
    let columns = COLUMNS.map(|state| view! { <Column desk dragged state/> }).collect_view();
    view! {
        <div class="partnership-board" tabindex="0" role="group" aria-label=move || t_string!(desk.words, partnerships.board)>{columns}</div>
    }
}

#[component]
fn Column(desk: Desk, dragged: RwSignal<Option<String>>, state: State) -> impl IntoView {
    let words = desk.words;
    let cards = Memo::new(move |_| {
        desk.all.with(|all| {
            let all = all.iter().flat_map(std::collections::BTreeMap::values);
            let mut cards: Vec<Partnership> = all.filter(|one| one.state.0 == state).cloned().collect();
            cards.sort_by(|one, other| one.title.cmp(&other.title));
            cards
        })
    });
    let always = !matches!(state, State::Proposed | State::Ended | State::Dropped | State::Declined);
    let of_dragged = move || {
        let id = dragged.get()?;
        desk.all.with_untracked(|all| all.as_ref()?.get(&id).cloned())
    };
    let takes = move || of_dragged().is_some_and(|one| one.state.0.next().contains(&state) && desk.may(&one));
    let over = move |event: web_sys::DragEvent| {
        if takes() {
            event.prevent_default();
        }
    };
    let drop_here = move |event: web_sys::DragEvent| {
        event.prevent_default();
        if let Some(partnership) = untrack(of_dragged).filter(|_| untrack(takes)) {
            step::begin(desk, Stepping { partnership, to: state });
        }
        dragged.set(None);
    };
    let id = format!("column-{}", state.name().to_lowercase());
    let head = id.clone();
    let rows = move || cards.get().into_iter().map(|one| view! { <Card desk dragged one/> }).collect_view();
    view! {
        <section class="column" class:takes=takes hidden=move || !always && cards.with(Vec::is_empty) aria-labelledby=head
            on:dragover=over on:drop=drop_here>
            <h2 id=id>{move || state.label(language(words))}" "<span class="muted">{move || cards.with(Vec::len)}</span></h2>
            <ul>{rows}</ul>
        </section>
    }
}

#[component]
fn Card(desk: Desk, dragged: RwSignal<Option<String>>, one: Partnership) -> impl IntoView {
    let words = desk.words;
    let may = desk.may(&one);
    let id = one.id.inner().to_owned();
    let count = one.there().count();
    let place = desk.place(&one);
    let kind = one.kind.0;
    let next = one.next_step.clone().map(|next| {
        let due = next.due.as_deref().map(day_text).unwrap_or_default();
        view! { <p class="next">{next.text}" "<strong>{due}</strong></p> }
    });
    let partners = move || {
        let word = counted(count, t_string!(words, partnerships.partner), t_string!(words, partnerships.partners));
        format!("{count} {}", word.to_lowercase())
    };
    let term = one.ends_on.as_deref().map(day_text);
    let term = (one.state.0 == State::Expiring).then_some(term).flatten();
    let draggable = if may { "true" } else { "false" };
    let moves = may && !one.state.0.next().is_empty();
    let (link, title) = (one.link(), one.title.clone());
    view! {
        <li class="card-item" draggable=draggable
            on:dragstart=move |_| dragged.set(Some(id.clone())) on:dragend=move |_| dragged.set(None)>
            <a href=link draggable="false">{title}</a>
            <p class="muted">{move || kind.label(language(words))}" · "{place}" · "{partners}</p>
            {next}
            {term.map(|term| view! { <p class="next">{move || t_string!(words, partnerships.ends_on)}" "<strong>{term}</strong></p> })}
            {moves.then(|| view! { <Steps desk one/> })}
        </li>
    }
}
