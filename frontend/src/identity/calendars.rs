//! One's own calendars: secret addresses at which a telephone or a mail program subscribes to events. Made, shown once, renewed, ended.

use leptos::{html, prelude::*};
use shared::{
    FieldProblem,
    events::{Feed, FeedKind},
};

use super::{
    calendar_row::AddressRow,
    calendars_api::{
        self as api, CalendarAddress, CalendarAddressCreateInput, CalendarKind, Calendars as Told, MadeAddress,
    },
};
use crate::{
    developers::Copy,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    session::Session,
    ui::{
        announce::Announcer,
        choice::Choice,
        field::{TextField, refuse},
        problem,
        skeleton::Skeleton,
    },
};

/// The section's name in an address: `/profilo#calendari`.
const ANCHOR: &str = "calendari";

/// What the parts of the section share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) rows: RwSignal<Vec<CalendarAddress>>,
    /// The address that was made or renewed last, with its secret. It lives as long as the page, and nowhere else.
    made: RwSignal<Option<MadeAddress>>,
    pub(super) failed: RwSignal<Option<Failure>>,
    told: StoredValue<Told>,
}

impl Desk {
    /// What a calendar is of, in words.
    pub(super) fn name(self, address: &CalendarAddress) -> String {
        let code = address.code.clone().unwrap_or_default();
        let name = self.told.with_value(|told| match address.kind {
            CalendarKind::Mine => None,
            CalendarKind::Province => told.provinces.iter().find(|own| own.code == code).map(|own| own.name.clone()),
            CalendarKind::Cpi => told.cpis.iter().find(|own| own.code == code).map(|own| own.name.clone()),
            CalendarKind::Organisation => {
                told.organisations.iter().find(|own| own.code == code).map(|own| own.name.clone())
            }
        });
        match address.kind {
            CalendarKind::Mine => t_string!(self.words, calendars.mine).to_owned(),
            kind => format!("{}: {}", kind_in_words(self.words, kind), name.unwrap_or(code)),
        }
    }

    /// Shows an address that was made or renewed, once.
    pub(super) fn show(self, made: MadeAddress) {
        self.failed.try_set(None);
        self.rows.try_update(|rows| match rows.iter_mut().find(|row| row.id == made.address.id) {
            Some(row) => *row = made.address.clone(),
            None => rows.insert(0, made.address.clone()),
        });
        Announcer::say(untrack(|| fill(t_string!(self.words, calendars.made), &[("name", &self.name(&made.address))])));
        self.made.try_set(Some(made));
    }

    /// Takes an address that was ended off.
    pub(super) fn ended(self, address: &CalendarAddress) {
        self.failed.try_set(None);
        self.rows.try_update(|rows| rows.retain(|row| row.id != address.id));
        self.made.try_update(|made| drop(made.take_if(|made| made.address.id == address.id)));
        Announcer::say(untrack(|| fill(t_string!(self.words, calendars.ended), &[("name", &self.name(address))])));
    }
}

/// The section.
#[component]
pub(super) fn Calendars(words: Words) -> impl IntoView {
    let all = LocalResource::new(api::calendars);
    let title = NodeRef::<html::H2>::new();
    // What an address points at is not there yet when the page is opened.
    title.on_load(|title| {
        if window().location().hash().is_ok_and(|hash| hash.trim_start_matches('#') == ANCHOR) {
            request_animation_frame(move || {
                title.scroll_into_view();
                let _ = title.focus();
            });
        }
    });
    view! {
        <section class="panel" id=ANCHOR aria-labelledby="calendars-title">
            <h2 id="calendars-title" tabindex="-1" node_ref=title>{move || t_string!(words, calendars.title)}</h2>
            <p class="prose">{move || t_string!(words, calendars.lead)}</p>
            {move || match all.get() {
                None => view! { <Skeleton words lines=4/> }.into_any(),
                Some(Ok(told)) => view! { <CalendarDesk words told/> }.into_any(),
                Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn CalendarDesk(words: Words, told: Told) -> impl IntoView {
    let desk = Desk {
        words,
        rows: RwSignal::new(told.addresses.clone()),
        made: RwSignal::new(None),
        failed: RwSignal::new(None),
        told: StoredValue::new(told),
    };
    view! {
        <NewAddress desk/>
        <ShownAddress desk/>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <Show when=move || desk.rows.with(Vec::is_empty)>
            <p class="muted">{move || t_string!(words, calendars.none)}</p>
        </Show>
        <Show when=move || !desk.rows.with(Vec::is_empty)><AddressTable desk/></Show>
    }
}

#[component]
fn AddressTable(desk: Desk) -> impl IntoView {
    let words = desk.words;
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby="calendars-title">
            <table class="table people">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, calendars.column_name)}</th>
                    <th scope="col">{move || t_string!(words, calendars.column_used)}</th>
                    <th scope="col">{move || t_string!(words, calendars.column_act)}</th>
                </tr></thead>
                <tbody>
                    <For each=move || desk.rows.get() key=|address| address.id.inner().to_owned() let:address>
                        <AddressRow desk address/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// The address that was made last: to be copied now, or never.
#[component]
fn ShownAddress(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let panel = move |made: MadeAddress| {
        let (text, of) = (Signal::stored(made.url.clone()), made.address.clone());
        // A telephone opens this with its own calendar.
        let subscribe = made.url.split_once("://").map(|(_, rest)| format!("webcal://{rest}")).unwrap_or_default();
        view! {
            <div class="way-in">
                <p>{move || fill(t_string!(words, calendars.made), &[("name", &desk.name(&of))])}</p>
                <p><code id="calendar-url">{made.url}</code>" "<Copy words text what=Signal::stored(String::new())/></p>
                <p><a href=subscribe rel="external">{move || t_string!(words, calendars.subscribe)}</a></p>
                <p><button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| desk.made.set(None)>
                    {move || t_string!(words, calendars.hide)}
                </button></p>
            </div>
        }
    };
    view! { <div role="status">{move || desk.made.get().map(panel)}</div> }
}

/// The form that makes an address. What was chosen stays until it was accepted.
#[component]
fn NewAddress(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let session = expect_context::<Session>();
    let kind = RwSignal::new(FeedKind::Mine.name().to_owned());
    let organisation = RwSignal::new(untrack(|| session.own_organisation()));
    let (province, cpi) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, busy) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(false));
    let chosen = Memo::new(move |_| kind.with(|kind| FeedKind::from_name(kind)).unwrap_or(FeedKind::Mine));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.failed.set(None);
        let code = match chosen.get_untracked() {
            FeedKind::Mine => None,
            FeedKind::Province => Some(province.get_untracked()),
            FeedKind::Cpi => Some(cpi.get_untracked()),
            FeedKind::Organisation => Some(organisation.get_untracked().trim().to_uppercase()),
        };
        if let Err(rule) = Feed::new(chosen.get_untracked(), code.as_deref()) {
            return refuse(wrong, desk.failed, Failure::Refused(shared::Problem::invalid("code", rule)));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let input = CalendarAddressCreateInput { kind: chosen.get_untracked().into(), code };
        leptos::task::spawn_local(async move {
            let answer = api::address_create(input).await;
            busy.try_set(false);
            match answer {
                Ok(made) => {
                    wrong.try_set(Vec::new());
                    desk.show(made);
                }
                Err(failure) => refuse(wrong, desk.failed, failure),
            }
        });
    };
    let kinds = move || {
        let option = |kind: FeedKind| (kind.name().to_owned(), kind_in_words(words, kind.into()).to_owned());
        FeedKind::ALL.map(option).to_vec()
    };
    view! {
        <form class="account-form" on:submit=submit novalidate="">
            <Choice words id="calendar-kind" label=Signal::derive(move || t_string!(words, calendars.of).to_owned())
                value=kind options=Signal::derive(kinds) name="kind" wrong/>
            {move || match chosen.get() {
                FeedKind::Mine => ().into_any(),
                FeedKind::Province => view! { <PlaceChoice desk of=FeedKind::Province value=province wrong/> }.into_any(),
                FeedKind::Cpi => view! { <PlaceChoice desk of=FeedKind::Cpi value=cpi wrong/> }.into_any(),
                FeedKind::Organisation => view! { <OrganisationField desk value=organisation wrong/> }.into_any(),
            }}
            <button type="submit" class="btn btn-primary btn-sm" aria-disabled=move || busy.get().to_string()>
                {move || t_string!(words, calendars.create)}
            </button>
        </form>
    }
}

/// The province or the job centre that a calendar is of.
#[component]
fn PlaceChoice(desk: Desk, of: FeedKind, value: RwSignal<String>, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = desk.words;
    let options = move || {
        let first = (String::new(), t_string!(words, calendars.choose).to_owned());
        let places: Vec<(String, String)> = desk.told.with_value(|told| match of {
            FeedKind::Province => told.provinces.iter().map(|own| (own.code.clone(), own.name.clone())).collect(),
            _ => told.cpis.iter().map(|own| (own.code.clone(), format!("{} ({})", own.name, own.code))).collect(),
        });
        std::iter::once(first).chain(places).collect::<Vec<_>>()
    };
    view! {
        <Choice words id="calendar-code" label=Signal::derive(move || kind_in_words(words, of.into()).to_owned())
            value options=Signal::derive(options) name="code" wrong/>
    }
}

/// The organisation that a calendar is of, by its code; those that are known are offered while one types.
#[component]
fn OrganisationField(desk: Desk, value: RwSignal<String>, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = desk.words;
    let known = desk.told.with_value(|told| {
        let option = |own: &api::CalendarOrganisation| (own.code.clone(), format!("{} ({})", own.name, own.code));
        told.organisations.iter().map(option).collect::<Vec<_>>()
    });
    let is_listed = known.iter().any(|(code, _)| value.with_untracked(|value| value.is_empty() || value == code));
    let label = Signal::derive(move || t_string!(words, calendars.kind_organisation).to_owned());
    if !is_listed {
        return view! { <TextField words id="calendar-code" label value name="code" wrong/> }.into_any();
    }
    let options = move || {
        let first = (String::new(), t_string!(words, calendars.choose).to_owned());
        std::iter::once(first).chain(known.clone()).collect::<Vec<_>>()
    };
    view! { <Choice words id="calendar-code" label value options=Signal::derive(options) name="code" wrong/> }
        .into_any()
}

fn kind_in_words(words: Words, kind: CalendarKind) -> &'static str {
    match kind {
        CalendarKind::Mine => t_string!(words, calendars.mine),
        CalendarKind::Province => t_string!(words, calendars.kind_province),
        CalendarKind::Cpi => t_string!(words, calendars.kind_cpi),
        CalendarKind::Organisation => t_string!(words, calendars.kind_organisation),
    }
}
