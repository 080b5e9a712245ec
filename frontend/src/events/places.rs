//! The places of an event: how many are left, one's own registration, and for planners all of them in their order.
//! It keeps what is typed while others register.

use leptos::prelude::*;
use shared::{
    FieldProblem, Rule,
    events::{State, places::is_open},
    identity::{Resource, Scope, policy::act::RegisterForEvents},
};

use super::{
    api::Event,
    board::{Board, parsed},
    places_api::{self as api, EventRegistration, RegistrationState, Seats},
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        field::{TextField, refuse},
        problem,
    },
};

/// What the parts of this view share.
#[derive(Clone, Copy)]
struct Desk {
    board: Board,
    event: StoredValue<cynic::Id>,
    /// What there is. `None`: it is not known yet.
    seats: Memo<Option<Seats>>,
    failed: RwSignal<Option<Failure>>,
}

/// The places. Nothing is drawn for an event without a bound for which nobody registered, unless one may.
#[component]
pub(super) fn Places(board: Board, event: Event) -> impl IntoView {
    let words = board.words;
    let plans = board.may_edit_event(&event);
    let id = StoredValue::new(event.id);
    let read = LocalResource::new(move || {
        board.again.track();
        api::seats(id.get_value())
    });
    let seats = Memo::new(move |before: Option<&Option<Seats>>| match read.get() {
        Some(Ok(Some(now))) => Some(now),
        _ => before.cloned().flatten(),
    });
    let desk = Desk { board, event: id, seats, failed: RwSignal::new(None) };
    let has_begun = parsed(&event.start.0).as_millisecond() <= js_sys::Date::now() as i64;
    let takes = is_open(State::from(event.state)) && !has_begun;
    let own = own_organisations(board);
    let may = takes && !own.is_empty();
    let is_shown = move || {
        let has_line = |now: &Seats| now.places.capacity.is_some() || !now.registrations.is_empty();
        seats.with(|seats| seats.as_ref().is_some_and(|now| may || has_line(now)))
    };
    let forms = StoredValue::new(own);
    view! {
        <Show when=is_shown>
            <section class="event-seats" aria-labelledby="event-seats-title">
                <h3 id="event-seats-title">{move || t_string!(words, event_places.title)}</h3>
                <p class="event-seats-told" role="status">{move || seats.with(|seats| seats.as_ref().map(|now| told(words, now)))}</p>
                <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                {forms.get_value().into_iter().map(|code| {
                    let several = forms.with_value(|own| own.len() > 1);
                    view! { <Own desk code several takes leaves=!has_begun/> }
                }).collect_view()}
                <Show when=move || board.session.may_at_all(shared::identity::Action::ReadAllEvents)>
                    <Everybody desk leaves=plans && !has_begun/>
                </Show>
            </section>
        </Show>
    }
}

/// The organisations that whoever is signed in may register.
fn own_organisations(board: Board) -> Vec<String> {
    let viewer = board.session.viewer.get_untracked();
    let grants = viewer.map(|viewer| viewer.grants).unwrap_or_default();
    let mut codes: Vec<String> = Vec::new();
    for grant in &grants {
        if let Scope::Organisation(code) = grant.scope()
            && board.session.may::<RegisterForEvents>(&Resource::Organisation(code.clone()))
            && codes.iter().all(|known| known != code.as_str())
        {
            codes.push(code.to_string());
        }
    }
    codes
}

/// How full it is: `12 posti occupati su 30, 18 liberi. In attesa: 4.`
fn told(words: Words, now: &Seats) -> String {
    let places = &now.places;
    let number = |number: Option<i32>| number.unwrap_or_default().to_string();
    let (taken, capacity, left) = (places.taken.to_string(), number(places.capacity), number(places.left));
    let text = if places.capacity.is_some() {
        t_string!(words, event_places.taken_of)
    } else {
        t_string!(words, event_places.taken)
    };
    let told = fill(text, &[("taken", &taken), ("capacity", &capacity), ("left", &left)]);
    if places.waiting == 0 {
        return told;
    }
    let waiting = places.waiting.to_string();
    format!("{told} {}", fill(t_string!(words, event_places.waiting), &[("n", &waiting)]))
}

/// How a registration stands: `8 persone: posti assegnati`, or where it waits.
fn standing(words: Words, own: &EventRegistration) -> String {
    let (people, position) = (own.people.to_string(), own.position.unwrap_or_default().to_string());
    let text = match own.state {
        RegistrationState::Seated => t_string!(words, event_places.seated),
        RegistrationState::Waiting => t_string!(words, event_places.waits),
    };
    fill(text, &[("n", &people), ("position", &position)])
}

/// The registration of one's own organisation.
#[component]
fn Own(
    desk: Desk,
    code: String,
    /// Whether there are others of one's own, so that this one has to be named.
    several: bool,
    /// Whether the event takes registrations.
    takes: bool,
    /// Whether one may still withdraw.
    leaves: bool,
) -> impl IntoView {
    let words = desk.board.words;
    let code = StoredValue::new(code);
    let mine = Memo::new(move |_| {
        desk.seats.with(|seats| {
            let registrations = seats.iter().flat_map(|now| &now.registrations);
            code.with_value(|code| registrations.into_iter().find(|own| own.organisation.code == *code).cloned())
        })
    });
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let busy = RwSignal::new(false);
    let label = Signal::derive(move || {
        let label = t_string!(words, event_places.people);
        if several { format!("{label} ({})", code.get_value()) } else { label.to_owned() }
    });
    let id = code.with_value(|code| format!("event-seats-people-{code}"));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(people) = typed.with_untracked(|typed| typed.trim().parse()) else {
            let rule =
                if typed.with_untracked(|typed| typed.trim().is_empty()) { Rule::Required } else { Rule::NotWhole };
            return wrong.set(vec![FieldProblem { field: "people".to_owned(), rule }]);
        };
        busy.set(true);
        let asked = api::register(uuid(), desk.event.get_value(), code.get_value(), people);
        wasm_bindgen_futures::spawn_local(async move {
            match asked.await {
                Ok(now) => {
                    wrong.try_set(Vec::new());
                    typed.try_set(String::new());
                    let own = code.try_with_value(|code| {
                        now.registrations.iter().find(|own| own.organisation.code == *code).cloned()
                    });
                    if let Some(own) = own.flatten() {
                        Announcer::say(standing(words, &own));
                    }
                    desk.done();
                }
                Err(failure) => refuse(wrong, desk.failed, failure),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="event-seats-own">{move || mine.with(|mine| mine.as_ref().map(|own| standing(words, own)))}</p>
        {takes.then(|| view! {
            <form class="event-seats-form" on:submit=submit>
                <TextField words id label value=typed name="people" wrong/>
                <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                    {move || if mine.with(Option::is_some) { t_string!(words, event_places.change) } else { t_string!(words, event_places.register) }}
                </button>
            </form>
        })}
        <Show when=move || leaves && mine.with(Option::is_some)>
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| desk.withdraw(code.get_value())>
                {move || t_string!(words, event_places.withdraw)}
            </button>
        </Show>
    }
}

/// All registrations, by their turn, for whoever plans.
#[component]
fn Everybody(desk: Desk, leaves: bool) -> impl IntoView {
    let words = desk.board.words;
    let rows = Memo::new(move |_| {
        desk.seats.with(|seats| seats.as_ref().map(|now| now.registrations.clone()).unwrap_or_default())
    });
    let row = move |own: EventRegistration| {
        let (code, name) = (StoredValue::new(own.organisation.code), StoredValue::new(own.organisation.name));
        // The row stays the same element while its numbers change.
        let now = Memo::new(move |_| {
            rows.with(|rows| code.with_value(|code| rows.iter().find(|row| row.organisation.code == *code).cloned()))
        });
        view! {
            <tr>
                <th scope="row">{name.get_value()}</th>
                <td>{move || now.with(|now| now.as_ref().map(|own| standing(words, own)))}</td>
                {leaves.then(|| view! {
                    <td><button type="button" class="btn btn-outline-primary btn-xs"
                        aria-label=move || fill(t_string!(words, event_places.withdraw_label), &[("name", &name.get_value())])
                        on:click=move |_| desk.withdraw(code.get_value())>
                        {move || t_string!(words, event_places.withdraw)}
                    </button></td>
                })}
            </tr>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty) fallback=move || view! { <p class="muted">{t_string!(words, event_places.nobody)}</p> }>
            <table class="event-seats-line">
                <caption>{move || t_string!(words, event_places.line)}</caption>
                <thead><tr>
                    <th scope="col">{move || t_string!(words, event_places.organisation)}</th>
                    <th scope="col">{move || t_string!(words, event_places.standing)}</th>
                    {leaves.then(|| view! { <th scope="col"><span class="visually-hidden">{move || t_string!(words, event_places.withdraw)}</span></th> })}
                </tr></thead>
                <tbody><For each=move || rows.get() key=|own| own.organisation.code.clone() children=row/></tbody>
            </table>
        </Show>
    }
}

impl Desk {
    /// Reads anew after a write.
    fn done(self) {
        self.failed.try_set(None);
        self.board.again.try_update(|again| *again += 1);
    }

    fn withdraw(self, organisation: String) {
        let words = self.board.words;
        let asked = api::withdraw(uuid(), self.event.get_value(), organisation);
        wasm_bindgen_futures::spawn_local(async move {
            match asked.await {
                Ok(_) => {
                    Announcer::say(t_string!(words, event_places.withdrawn).to_owned());
                    self.done();
                }
                Err(failure) => drop(self.failed.try_set(Some(failure))),
            }
        });
    }
}
