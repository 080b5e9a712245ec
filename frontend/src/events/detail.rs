//! One event: what it is, and what can be done with it.

use leptos::prelude::*;
use shared::{
    events::{State, Step},
    id::{GlobalId, Kind},
};

use super::{
    api::{self, Event},
    board::{Board, Window, parsed, when_text},
    contribution::Contribution,
    draft::Draft,
    list::{Badge, place_text},
    names,
    places::Places,
};
use crate::{
    graphql::Failure,
    i18n::{fill, t_string},
    identity::HistoryLink,
    ui::problem,
};

/// The window of an event. It is read anew, so that what is done rests on what is there.
#[component]
pub(super) fn Detail(board: Board, event: Event) -> impl IntoView {
    let id = event.id.clone();
    let places = event.clone();
    let fresh = LocalResource::new(move || {
        board.again.track();
        api::event(id.clone())
    });
    let facts = move || {
        let shown = match fresh.get() {
            Some(Ok(Some(now))) => now,
            _ => event.clone(),
        };
        view! { <Facts board event=shown.clone()/><Contribution board event=shown.clone()/><Acts board event=shown/> }
    };
    view! { {facts}<Places board event=places/> }
}

#[component]
fn Facts(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    let (when, place) = (event.clone(), place_text(board, &event));
    let facilitators = event.facilitators.iter().map(|code| {
        let name = board.facilitator(code);
        view! { <div>{name.clone()}" "<HistoryLink words kind="facilitator" record=code.clone() of=name/></div> }
    });
    let facilitators = facilitators.collect::<Vec<_>>();
    let attended = event.actual.as_ref().map(|actual| {
        let (n, planned) = (actual.total.to_string(), event.planned.total.to_string());
        let text = if event.planned.total > 0 {
            t_string!(words, events.attended_of)
        } else {
            t_string!(words, events.attended)
        };
        fill(text, &[("n", &n), ("planned", &planned)])
    });
    let names = |all: &[api::EventOrganisation]| {
        let names: Vec<&str> = all.iter().map(|own| own.name.as_str()).collect();
        names.join(", ")
    };
    let (organisers, partners) = (names(&event.organisers), names(&event.partners));
    let requirement = event.requirement.as_ref().map(|code| format!("{code} · {}", board.requirement(code)));
    let key = GlobalId::key_of(event.id.inner(), Kind::Event).unwrap_or_default();
    let fact =
        |label: &'static str, text: String| (!text.is_empty()).then(|| view! { <dt>{label}</dt><dd>{text}</dd> });
    view! {
        <p><Badge words state=event.state.into()/>" "{names::kind(words, event.kind.into())}</p>
        <p class="event-note">{event.state_note.clone()}</p>
        <dl class="event-facts">
            {fact(t_string!(words, events.when), when_text(words, &when))}
            {fact(t_string!(words, events.at_place), place)}
            {fact(t_string!(words, events.audience), event.audience.clone())}
            {(!facilitators.is_empty()).then(|| view! { <dt>{t_string!(words, events.facilitators)}</dt><dd>{facilitators}</dd> })}
            {fact(t_string!(words, event_organisations.organisers), organisers)}
            {fact(t_string!(words, event_organisations.partners), partners)}
            {fact(t_string!(words, events.requirement), requirement.unwrap_or_default())}
            {fact(t_string!(words, events.attendance), attended.unwrap_or_default())}
            {fact(t_string!(words, events.notes), event.notes.clone())}
        </dl>
        <p><HistoryLink words kind="event" record=key.clone()/></p>
        <p><a href=format!("/calendars/events/{key}.ics") rel="external" download="">{t_string!(words, events.feed_event)}</a></p>
    }
}

/// The steps that lead on from here, the form, who came.
#[component]
fn Acts(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    if !board.may_edit_event(&event) {
        return ().into_any();
    }
    let state = State::from(event.state);
    let has_begun = parsed(&event.start.0).as_millisecond() <= js_sys::Date::now() as i64;
    let failed = RwSignal::new(None::<Failure>);
    let note = RwSignal::new(String::new());
    let take = move |event: Event, step: Step| {
        let said = note.get_untracked();
        wasm_bindgen_futures::spawn_local(async move {
            match api::step(&event, step, said).await {
                Ok(after) => {
                    let text = format!("{}: {}", after.title, names::state(words, after.state.into()));
                    board.done(text);
                }
                Err(failure) => {
                    board.again.try_update(|again| *again += 1);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    // Whoever records who came says that it was held; the step alone is for events where nobody counts.
    let steps = Step::ALL.into_iter().filter(|step| state.after(*step).is_some() && (*step != Step::Hold || has_begun));
    let buttons = steps.filter(|step| *step != Step::Cancel).map(|step| {
        let event = event.clone();
        view! {
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| take(event.clone(), step)>
                {move || names::step(words, step)}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let (edited, counted, called_off) = (event.clone(), event.clone(), event.clone());
    let may_count = has_begun && !matches!(state, State::Proposed | State::Cancelled);
    view! {
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <div class="event-acts">
            {may_count.then(|| view! {
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| board.window.set(Some(Window::Attendance(counted.clone())))>
                    {move || t_string!(words, events.attendance)}
                </button>
            })}
            {(!state.is_closed()).then(|| view! {
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| board.write(|| Draft::of(&edited))>
                    {move || t_string!(words, events.edit)}
                </button>
            })}
            {buttons}
        </div>
        {state.after(Step::Cancel).map(|_| view! {
            <form class="event-cancel" on:submit=move |event| { event.prevent_default(); take(called_off.clone(), Step::Cancel) }>
                <div class="form-field">
                    <label for="cancel-note">{move || t_string!(words, events.step_note)}</label>
                    <input id="cancel-note" class="form-control" maxlength="500" required="" prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event))/>
                </div>
                <button type="submit" class="btn btn-outline-danger btn-sm">{move || t_string!(words, events.step_cancel)}</button>
            </form>
        })}
    }
    .into_any()
}
