//! The events to come, one below the other, or those of the time that is asked for.

use leptos::prelude::*;
use shared::{
    events::{State, time::instant},
    identity::Action,
};

use super::{
    api::{self, Event, EventPage},
    board::{Board, Window, today, when_text},
    filters::Filters,
    names,
};
use crate::{
    graphql::{DateTime, Failure},
    i18n::{Words, fill, t_string},
    ui::{problem, skeleton::Skeleton},
};

/// Entries of a page.
const PAGE: i32 = 50;

/// The list.
#[component]
pub(super) fn List(board: Board, filters: Filters) -> impl IntoView {
    let words = board.words;
    let asked = Memo::new(move |_| {
        let from = filters.get("dal").parse().unwrap_or(today());
        (filters.get("provincia"), filters.get("cpi"), filters.get("tipo"), filters.get("stato"), from)
    });
    let page = LocalResource::new(move || {
        board.again.track();
        let from = asked.get().4;
        read(filters, from, None)
    });
    view! {
        <div class="event-from form-field">
            <label for="filter-from">{move || t_string!(words, events.from)}</label>
            <input id="filter-from" type="date" class="form-control" prop:value=move || asked.get().4.to_string()
                on:change=move |event| filters.set("dal", &event_target_value(&event))/>
        </div>
        <Feed board filters/>
        <Transition fallback=move || view! { <Skeleton words lines=6/> }>
            {move || page.get().map(|page| match page {
                Ok(page) => view! { <Rows board filters page/> }.into_any(),
                Err(failure) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            })}
        </Transition>
    }
}

fn read(
    filters: Filters,
    from: jiff::civil::Date,
    after: Option<String>,
) -> impl Future<Output = Result<EventPage, Failure>> {
    let mut filter = filters.asked();
    filter.from = Some(DateTime(instant(from.at(0, 0, 0, 0)).to_string()));
    api::events(filter, after, PAGE)
}

/// The calendar that one subscribes to: of the job centre or province that is chosen.
#[component]
fn Feed(board: Board, filters: Filters) -> impl IntoView {
    let words = board.words;
    let address = move || match (filters.get("cpi"), filters.get("provincia")) {
        (cpi, _) if !cpi.is_empty() => Some(format!("/calendars/cpis/{cpi}.ics")),
        (_, province) if !province.is_empty() => Some(format!("/calendars/provinces/{province}.ics")),
        _ => None,
    };
    view! {
        <p class="event-feed">
            {move || address().map(|address| view! {
                <a href=address rel="external" download="">{t_string!(words, events.feed)}</a>
            })}
            <Show when=move || board.session.may_at_all(Action::ManageSelf)>
                " "<a href="/profilo#calendari">{move || t_string!(words, calendars.link)}</a>
            </Show>
        </p>
    }
}

#[component]
fn Rows(board: Board, filters: Filters, page: EventPage) -> impl IntoView {
    let words = board.words;
    if page.events.is_empty() {
        return view! {
            <p>{move || t_string!(words, events.none)}</p>
            <p>{move || t_string!(words, events.none_hint)}</p>
        }
        .into_any();
    }
    let total = page.total.to_string();
    let (events, next, failed) = (RwSignal::new(page.events), RwSignal::new(page.next), RwSignal::new(None::<Failure>));
    let more = move |_| {
        let from = filters.get("dal").parse().unwrap_or(today());
        let asked = read(filters, from, next.get_untracked());
        wasm_bindgen_futures::spawn_local(async move {
            match asked.await {
                Ok(page) => {
                    events.try_update(|events| events.extend(page.events));
                    next.try_set(page.next);
                    failed.try_set(None);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <p class="event-total" role="status">{move || fill(t_string!(words, events.total), &[("n", &total)])}</p>
        <ul class="event-list">{move || events.get().into_iter().map(|event| view! { <Row board event/> }).collect_view()}</ul>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <button type="button" class="btn btn-outline-primary btn-sm" hidden=move || next.with(Option::is_none) on:click=more>
            {move || t_string!(words, events.more)}
        </button>
    }
    .into_any()
}

#[component]
fn Row(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    let (shown, opened) = (event.clone(), event.clone());
    let place = place_text(board, &event);
    view! {
        <li>
            <span class="event-when">{move || when_text(words, &shown)}</span>
            <button type="button" class="event-open" on:click=move |_| board.window.set(Some(Window::Detail(opened.clone())))>
                {event.title}
            </button>
            <span class="event-place">{place}</span>
            <Badge words state=event.state.into()/>
        </li>
    }
}

/// Where an event is: its town or job centre, its room.
pub(super) fn place_text(board: Board, event: &Event) -> String {
    let territory =
        board.place(event.province.as_ref().map(|province| &*province.code), event.cpi.as_ref().map(|cpi| &*cpi.code));
    let town = event.municipality.as_ref().map_or(territory, |town| town.name.clone());
    let online = event.online.then(|| t_string!(board.words, events.online).to_owned());
    let parts = [online.or(Some(town)), Some(event.place.clone())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// How far an event has come.
#[component]
pub(crate) fn Badge(words: Words, state: State) -> impl IntoView {
    let class = format!("event-state event-state-{}", state.name().to_lowercase());
    view! { <span class=class>{move || names::state(words, state)}</span> }
}
