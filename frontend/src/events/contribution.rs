//! What an event feeds: while it is typed what it would, and in its window what it will, or has.

use leptos::prelude::*;
use shared::{
    events::{Category, State},
    identity::Action,
};

use super::{
    api::{Event, EventInput},
    board::Board,
    contribution_api::{self as api, EventContribution, IndicatorContribution, LineContribution},
    draft::Draft,
    names,
    quiet::when_quiet,
};
use crate::{
    graphql::Failure,
    i18n::{either, fill, t_string},
    ui::{format::number, problem},
};

/// What stands in a form would feed this.
#[component]
pub(super) fn DraftContribution(board: Board, draft: Draft) -> impl IntoView {
    let words = board.words;
    let found = when_quiet(draft, part, api::of_draft);
    // While the next answer is on its way the last one stands, so that the form does not jump.
    let told = Memo::new(move |last: Option<&Option<EventContribution>>| {
        found.get().flatten().or_else(|| last.cloned().flatten())
    });
    let may_ask =
        move || board.session.may_at_all(Action::ReadAllEvents) || board.session.may_at_all(Action::ProposeEvents);
    view! {
        <Show when=may_ask>
            <section class="contribution" aria-labelledby="contribution-title">
                <h3 id="contribution-title">{move || t_string!(words, contribution.title_draft)}</h3>
                <div aria-live="polite">{move || match told.get() {
                    Some(told) => view! { <Fed board told/> }.into_any(),
                    None => view! { <p class="muted">{t_string!(words, contribution.not_yet)}</p> }.into_any(),
                }}</div>
            </section>
        </Show>
    }
}

/// What an event feeds depends on this alone.
fn part(input: &EventInput) -> String {
    let EventInput { province, cpi, also_for, start, requirement, feeds, planned, .. } = input.clone();
    format!("{:?}", (province, cpi, also_for, start, requirement, feeds, planned))
}

/// What an event feeds once it is held, or has fed.
#[component]
pub(super) fn Contribution(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    let (id, state) = (event.id, State::from(event.state));
    let found = LocalResource::new(move || {
        board.again.track();
        api::of_event(id.clone())
    });
    let title = move || match state {
        State::Held => t_string!(words, contribution.title_held),
        _ => t_string!(words, contribution.title_ahead),
    };
    let told = move |answer: Result<Option<EventContribution>, Failure>| match answer {
        Ok(Some(told)) => view! { <Fed board told/> }.into_any(),
        Ok(None) => ().into_any(),
        Err(failure) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
    };
    // What is called off feeds nothing.
    (state != State::Cancelled).then(|| {
        view! {
            <section class="contribution" aria-labelledby="contribution-title">
                <h3 id="contribution-title">{title}</h3>
                <Transition fallback=move || view! { <p class="muted">{t_string!(words, contribution.asking)}</p> }>
                    {move || found.get().map(told)}
                </Transition>
            </section>
        }
    })
}

#[component]
fn Fed(board: Board, told: EventContribution) -> impl IntoView {
    let words = board.words;
    let EventContribution { indicators, lines, people } = told;
    let is_nothing = indicators.is_empty() && lines.is_empty();
    let rows = indicators.into_iter().map(|one| view! { <Gained board one/> }).collect_view();
    let people = people.people.into_iter().filter(|row| row.number > 0).map(|row| {
        let category: Category = row.category.into();
        format!("{} {}", row.number, names::category(words, category))
    });
    let people: Vec<String> = people.collect();
    let lines = lines.into_iter().map(|line| {
        let LineContribution { code, text, without, with } = line;
        let path = fill(
            t_string!(words, contribution.held),
            &[("from", &number(words, f64::from(without), 0)), ("to", &number(words, f64::from(with), 0))],
        );
        let more = Some(format!("+{}", number(words, f64::from(with - without), 0)));
        view! { <FedRow code text=text.map(|text| either(words, &text.it, &text.en).to_owned()) more path/> }
    });
    let lines = lines.collect_view();
    view! {
        {is_nothing.then(|| view! { <p class="muted">{t_string!(words, contribution.nothing)}</p> })}
        <ul class="contribution-rows">{rows}{lines}</ul>
        {(!people.is_empty()).then(|| view! { <p>{fill(t_string!(words, contribution.people), &[("people", &people.join(", "))])}</p> })}
    }
}

/// An indicator in a territory: how much more, and from what to what.
#[component]
fn Gained(board: Board, one: IndicatorContribution) -> impl IntoView {
    let words = board.words;
    let is_cpi = one.territory.bytes().any(|byte| byte.is_ascii_digit());
    let (province, cpi) = if is_cpi { (None, Some(&*one.territory)) } else { (Some(&*one.territory), None) };
    let place = board.place(province, cpi);
    let whole = |value: i32| number(words, f64::from(value), 0);
    let counted = one.without.zip(one.with).filter(|_| !one.by_hand);
    let more = counted.map(|(without, with)| format!("+{}", whole(with - without)));
    let path = match (counted, one.target) {
        (None, _) => t_string!(words, contribution.by_hand).to_owned(),
        (Some((without, with)), Some(target)) => fill(
            t_string!(words, contribution.from_to_of),
            &[
                ("place", &place),
                ("from", &whole(without)),
                ("to", &whole(with)),
                ("target", &number(words, target, 0)),
            ],
        ),
        (Some((without, with)), None) => fill(
            t_string!(words, contribution.from_to),
            &[("place", &place), ("from", &whole(without)), ("to", &whole(with))],
        ),
    };
    let text = Some(either(words, &one.text.it, &one.text.en).to_owned());
    view! { <FedRow code=one.code text more path/> }
}

/// A line of the plan: how much more, what it is, from what to what.
#[component]
fn FedRow(code: String, text: Option<String>, more: Option<String>, path: String) -> impl IntoView {
    view! {
        <li>
            <strong class="contribution-more">{more}</strong>
            <span><a href=format!("/piano#{code}")>{code.clone()}</a>" "{text}<br/><span class="muted">{path}</span></span>
        </li>
    }
}
