//! Who came: counts by category with large buttons for a phone at the door, operators by job centre. Never a name.

use leptos::prelude::*;
use shared::events::Category;

use super::{
    api::{self, Event, EventCountsInput, EventOperatorsInput, EventPeopleInput},
    board::Board,
    draft::number_of,
    names,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::problem,
};

/// The form of an attendance.
#[component]
pub(super) fn Attendance(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    let counts = Category::ALL.map(|category| {
        let known = event.actual.as_ref().and_then(|actual| number_of(actual, category));
        (category, RwSignal::new(known.unwrap_or_default()))
    });
    let cpis = centres(board, &event);
    let (failed, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let (write, own) = (StoredValue::new(uuid()), StoredValue::new(cpis.clone()));
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        submitted.prevent_default();
        let told = own.get_value().into_iter().map(|(cpi, _, number)| (cpi, number.get_untracked()));
        let operators: Vec<EventOperatorsInput> =
            told.filter(|(_, number)| *number > 0).map(|(cpi, number)| EventOperatorsInput { cpi, number }).collect();
        let from_centres: i32 = operators.iter().map(|own| own.number).sum();
        let people = counts.into_iter().map(|(category, number)| {
            let number = number.get_untracked();
            // Whoever is counted at a job centre is an operator.
            let number = if category == Category::Operator { number.max(from_centres) } else { number };
            EventPeopleInput { category: category.into(), number }
        });
        let actual = EventCountsInput { people: people.filter(|own| own.number > 0).collect(), operators };
        let event = event.clone();
        busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let saved = api::attend(write.get_value(), &event, actual).await;
            busy.try_set(false);
            match saved {
                Ok(after) => {
                    let n = after.actual.map(|actual| actual.total).unwrap_or_default().to_string();
                    board.done(fill(t_string!(words, events.attended), &[("n", &n)]));
                }
                Err(failure) => {
                    if failure != Failure::Offline {
                        write.try_set_value(uuid());
                    }
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    let rows = counts.into_iter().map(|(category, value)| {
        let label = Signal::derive(move || names::category(words, category).to_owned());
        view! { <Counter words id=format!("came-{}", category.name().to_lowercase()) label value/> }
    });
    let rows = rows.collect_view();
    let centres = cpis.into_iter().map(|(code, name, value)| {
        view! { <Counter words id=format!("came-{code}") label=Signal::stored(name) value/> }
    });
    let centres = centres.collect_view();
    view! {
        <p>{move || t_string!(words, events.attendance_lead)}</p>
        <form class="attendance" on:submit=submit>
            {rows}
            <fieldset><legend>{move || t_string!(words, events.operators_by_cpi)}</legend>{centres}</fieldset>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary" disabled=move || busy.get()>{move || t_string!(words, events.attendance_save)}</button>
        </form>
    }
}

/// The job centres whose operators may have come: the event's own, those that were counted, and of a province all of it.
fn centres(board: Board, event: &Event) -> Vec<(String, String, RwSignal<i32>)> {
    let mut codes: Vec<String> =
        event.cpi.iter().map(|cpi| cpi.code.clone()).chain(event.also_for.iter().cloned()).collect();
    if let (None, Some(province)) = (&event.cpi, &event.province) {
        let own = |cpi: &&api::Cpi| cpi.code.starts_with(&province.code);
        codes.extend(
            board.ground.with_value(|ground| {
                ground.cpis.nodes.iter().filter(own).map(|cpi| cpi.code.clone()).collect::<Vec<_>>()
            }),
        );
    }
    let counted = event.actual.as_ref().map(|actual| actual.operators.clone()).unwrap_or_default();
    for own in &counted {
        if !codes.contains(&own.cpi) {
            codes.push(own.cpi.clone());
        }
    }
    let number = |code: &str| counted.iter().find(|own| own.cpi == code).map(|own| own.number).unwrap_or_default();
    codes.into_iter().map(|code| (code.clone(), board.place(None, Some(&code)), RwSignal::new(number(&code)))).collect()
}

/// A number with two large buttons.
#[component]
fn Counter(words: Words, id: String, label: Signal<String>, value: RwSignal<i32>) -> impl IntoView {
    let typed = move |text: String| value.set(text.trim().parse::<i32>().unwrap_or_default().max(0));
    let named = move |act: &str| format!("{act}: {}", label.get());
    view! {
        <div class="counter">
            <label for=id.clone()>{move || label.get()}</label>
            <button type="button" aria-label=move || named(t_string!(words, events.less_one)) on:click=move |_| value.update(|value| *value = (*value - 1).max(0))>"−"</button>
            <input id=id inputmode="numeric" class="form-control" prop:value=move || value.get().to_string()
                on:change=move |event| typed(event_target_value(&event))/>
            <button type="button" aria-label=move || named(t_string!(words, events.more_one)) on:click=move |_| value.update(|value| *value += 1)>"+"</button>
        </div>
    }
}
