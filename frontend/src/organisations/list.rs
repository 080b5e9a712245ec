//! The page: who is who, found as one types, corrected and added.

use leptos::prelude::*;
use shared::{
    code::ProvinceCode,
    identity::{Action, OrganisationCode, Resource, policy::act::EditOrganisations},
    organisations::Kind,
};

use super::{
    api::{self, Filter, KindName, Organisation},
    form::{OrganisationForm, provinces},
};
use crate::{
    i18n::{Words, fill, language, t_string, use_i18n},
    identity::HistoryLink,
    session::Session,
    ui::{announce::Announcer, choice::Choice, dialog::Dialog, page::Title, problem, skeleton::Skeleton},
};

/// Rows of a page.
const PAGE: i32 = 50;

/// What the window over the page is open for.
#[derive(Clone, PartialEq)]
enum Editing {
    New,
    One(Box<Organisation>),
}

/// What the page shares with its parts.
#[derive(Clone, Copy)]
struct Desk {
    words: Words,
    session: Session,
    text: RwSignal<String>,
    kind: RwSignal<String>,
    province: RwSignal<String>,
    single: RwSignal<bool>,
    editing: RwSignal<Option<Editing>>,
    again: RwSignal<u32>,
}

impl Desk {
    fn filter(self) -> Filter {
        Filter {
            text: Some(self.text.get()).filter(|text| !text.trim().is_empty()),
            similar_to: None,
            kinds: Kind::from_name(&self.kind.get()).map(|kind| vec![KindName(kind)]),
            province: Some(self.province.get()).filter(|code| !code.is_empty()),
            generic: self.single.get().then_some(false),
        }
    }

    /// Whether what is kept of an organisation may be corrected.
    fn may(self, organisation: &Organisation) -> bool {
        let place = organisation.province.as_ref().and_then(|code| ProvinceCode::new(&**code).ok());
        let own = OrganisationCode::new(&*organisation.code).ok().map(Resource::Organisation);
        let may = |resource: &Resource| self.session.may::<EditOrganisations>(resource);
        may(&place.map_or(Resource::Region, Resource::Province)) || own.is_some_and(|own| may(&own))
    }
}

/// The page.
#[component]
pub(crate) fn Organisations() -> impl IntoView {
    let words = use_i18n();
    let desk = Desk {
        words,
        session: expect_context::<Session>(),
        text: RwSignal::new(String::new()),
        kind: RwSignal::new(String::new()),
        province: RwSignal::new(String::new()),
        single: RwSignal::new(false),
        editing: RwSignal::new(None),
        again: RwSignal::new(0),
    };
    let found = LocalResource::new(move || {
        desk.again.track();
        desk.session.changes.track();
        let filter = desk.filter();
        async move {
            desk.session.known().await;
            api::list(filter, PAGE, None).await
        }
    });
    // What was found last stays until the next is there: the page does not flicker as one types.
    let last = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(found) = found.get() {
            last.set(Some(found));
        }
    });
    let may_add = move || {
        let places =
            shared::partnerships::requirement::PROVINCES.iter().filter_map(|code| ProvinceCode::new(*code).ok());
        let anywhere = places.map(Resource::Province).any(|place| desk.session.may::<EditOrganisations>(&place));
        desk.session.may_at_all(Action::EditOrganisations) && anywhere
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, organisations.title).to_owned())/>
        <Search desk/>
        <Show when=may_add>
            <p><button type="button" class="btn btn-primary btn-sm" on:click=move |_| desk.editing.set(Some(Editing::New))>
                {move || t_string!(words, organisations.add)}
            </button></p>
        </Show>
        {move || match last.get() {
            None => view! { <Skeleton words lines=8/> }.into_any(),
            Some(Ok((rows, total, next))) => view! { <Found desk rows total next/> }.into_any(),
            Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
        }}
        <Edit desk/>
    }
}

#[component]
fn Search(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let kinds = Signal::derive(move || {
        let kinds = Kind::ALL.map(|kind| (kind.name().to_owned(), kind.label(language(words)).to_owned()));
        let all = (String::new(), t_string!(words, organisations.all_kinds).to_owned());
        std::iter::once(all).chain(kinds).collect::<Vec<_>>()
    });
    let places = Signal::derive(move || provinces(t_string!(words, organisations.all_provinces)));
    view! {
        <form class="partnership-filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="form-field">
                <label for="organisations-text">{move || t_string!(words, organisations.search)}</label>
                <input id="organisations-text" type="search" class="form-control" autocomplete="off"
                    prop:value=move || desk.text.get() on:input=move |event| desk.text.set(event_target_value(&event))/>
            </div>
            <Choice words id="organisations-kind" label=Signal::derive(move || t_string!(words, organisations.kind).to_owned())
                value=desk.kind options=kinds/>
            <Choice words id="organisations-province" label=Signal::derive(move || t_string!(words, organisations.province).to_owned())
                value=desk.province options=places/>
            <label class="tick">
                <input type="checkbox" prop:checked=move || desk.single.get() on:change=move |event| desk.single.set(event_target_checked(&event))/>
                {move || t_string!(words, organisations.only_single)}
            </label>
        </form>
    }
}

#[component]
fn Found(desk: Desk, rows: Vec<Organisation>, total: i32, next: Option<String>) -> impl IntoView {
    let words = desk.words;
    let (rows, next) = (RwSignal::new(rows), RwSignal::new(next));
    let more = move |_| {
        let (filter, after) = (untrack(|| desk.filter()), next.get_untracked());
        leptos::task::spawn_local(async move {
            if let Ok((found, _, then)) = api::list(filter, PAGE, after).await {
                rows.try_update(|rows| rows.extend(found));
                next.try_set(then);
            }
        });
    };
    let told = move || match total {
        0 => t_string!(words, organisations.none).to_owned(),
        n => fill(t_string!(words, organisations.count), &[("n", &n.to_string())]),
    };
    view! {
        <p role="status">{told}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, organisations.title) hidden=total == 0>
            <table class="table organisations">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, organisations.name)}</th>
                    <th scope="col">{move || t_string!(words, organisations.kind)}</th>
                    <th scope="col">{move || t_string!(words, organisations.province)}</th>
                    <th scope="col">{move || t_string!(words, organisations.office)}</th>
                    <th scope="col">{move || t_string!(words, organisations.source)}</th>
                </tr></thead>
                <tbody>{move || rows.get().into_iter().map(|row| view! { <Row desk row/> }).collect_view()}</tbody>
            </table>
        </div>
        <button type="button" class="btn btn-outline-primary btn-sm" hidden=move || next.with(Option::is_none) on:click=more>
            {move || t_string!(words, organisations.more)}
        </button>
    }
}

#[component]
fn Row(desk: Desk, row: Organisation) -> impl IntoView {
    let words = desk.words;
    let (kind, level, generic) = (row.kind.0, row.level.0, row.generic);
    let sentence = row.sentence.clone();
    let source = move || match &sentence {
        Some(sentence) => {
            let line = fill(t_string!(words, organisations.act_line), &[("line", &sentence.line.to_string())]);
            view! { <q lang="it">{sentence.text.clone()}</q>" "<span class="muted">{line}</span> }.into_any()
        }
        None => t_string!(words, organisations.added).into_any(),
    };
    let contacts: Vec<String> =
        [&row.address, &row.email, &row.phone, &row.website].into_iter().flatten().cloned().collect();
    let contacts = contacts.into_iter().map(|text| view! { <span class="contact">{text}</span> }).collect_view();
    let aliases = row.aliases.join(", ");
    let place = row.province.clone();
    let place = move || place.clone().unwrap_or_else(|| level.label(language(words)).to_owned());
    let (code, name, may) = (row.code.clone(), row.name.clone(), row.clone());
    let (edit, id) = (StoredValue::new(row), format!("organisation-{code}"));
    view! {
        <tr id=id>
            <th scope="row">{name}" "<span class="muted">{code.clone()}</span>
                {(!aliases.is_empty()).then(|| view! { <br/><span class="muted">{aliases}</span> })}
                <Show when=move || desk.may(&may)>
                    <br/><button type="button" class="btn btn-outline-primary btn-xs"
                        on:click=move |_| desk.editing.set(Some(Editing::One(Box::new(edit.get_value()))))>
                        {move || t_string!(words, organisations.correct)}
                    </button>
                </Show>
                " "<HistoryLink words kind="organisation" record=code.clone() of=code/>
            </th>
            <td>{move || kind.label(language(words))}{move || generic.then(|| format!(" ({})", t_string!(words, organisations.category)))}</td>
            <td>{place}</td>
            <td>{contacts}</td>
            <td class="sentence">{source}</td>
        </tr>
    }
}

#[component]
fn Edit(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let title = Signal::derive(move || {
        desk.editing.with(|editing| match editing {
            Some(Editing::One(organisation)) => organisation.name.clone(),
            _ => t_string!(words, organisations.add).to_owned(),
        })
    });
    let close = Callback::new(move |()| drop(desk.editing.try_set(None)));
    let saved = Callback::new(move |organisation: Organisation| {
        Announcer::say(untrack(|| fill(t_string!(words, organisations.saved), &[("name", &organisation.name)])));
        close.run(());
        desk.again.update(|again| *again += 1);
    });
    let chosen = Callback::new(move |organisation: Organisation| {
        desk.text.set(organisation.name);
        close.run(());
    });
    view! {
        <Dialog words id="organisation-title" title open=Signal::derive(move || desk.editing.with(Option::is_some)) on_close=close>
            {move || {
                let before = desk.editing.get_untracked().and_then(|editing| match editing {
                    Editing::New => None,
                    Editing::One(organisation) => Some(*organisation),
                });
                let province = desk.session.own_province();
                view! { <OrganisationForm words before province on_saved=saved on_chosen=chosen/> }
            }}
        </Dialog>
    }
}
