//! All partnerships as a table, with filters.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    organisations::fold,
    partnerships::{Kind, State, requirement::PROVINCES},
};

use super::{
    api::Partnership,
    state::{Desk, day_text},
};
use crate::{
    i18n::{fill, language, t_string},
    ui::choice::Choice,
};

/// The table.
#[component]
pub(super) fn Table(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let [text, state, kind] = std::array::from_fn(|_| RwSignal::new(String::new()));
    // The page of a job centre leads to those of its province.
    let province = RwSignal::new(use_query_map().with_untracked(|query| query.get("provincia")).unwrap_or_default());
    let states = Signal::derive(move || {
        let all = (String::new(), t_string!(words, partnerships.all).to_owned());
        let named = State::ALL.map(|state| (state.name().to_owned(), state.label(language(words)).to_owned()));
        std::iter::once(all).chain(named).collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let all = (String::new(), t_string!(words, partnerships.all).to_owned());
        let named = Kind::ALL.map(|kind| (kind.name().to_owned(), kind.label(language(words)).to_owned()));
        std::iter::once(all).chain(named).collect::<Vec<_>>()
    });
    let places = Signal::derive(move || {
        let all = (String::new(), t_string!(words, partnerships.all).to_owned());
        std::iter::once(all).chain(PROVINCES.map(|code| (code.to_owned(), code.to_owned()))).collect::<Vec<_>>()
    });
    let rows = Memo::new(move |_| {
        let (typed, state, kind, province) = (fold(&text.get()), state.get(), kind.get(), province.get());
        let fits = |one: &&Partnership| {
            let names = one.partners.iter().map(|partner| partner.organisation.name.as_str());
            (typed.is_empty() || names.chain([one.title.as_str()]).any(|name| fold(name).contains(&typed)))
                && (state.is_empty() || one.state.0.name() == state)
                && (kind.is_empty() || one.kind.0.name() == kind)
                && (province.is_empty() || one.province.as_deref() == Some(province.as_str()))
        };
        let mut rows: Vec<Partnership> =
            desk.all.with(|all| all.iter().flatten().map(|(_, one)| one).filter(fits).cloned().collect());
        rows.sort_by_key(|one| fold(&one.title));
        rows
    });
    let told = move || fill(t_string!(words, partnerships.count), &[("n", &rows.with(Vec::len).to_string())]);
    view! {
        <form class="partnership-filters" role="search" on:submit=|event| event.prevent_default()>
            <div class="form-field">
                <label for="partnerships-text">{move || t_string!(words, organisations.search)}</label>
                <input id="partnerships-text" type="search" class="form-control" autocomplete="off"
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </div>
            <Choice words id="partnerships-state" value=state options=states
                label=Signal::derive(move || t_string!(words, partnerships.state).to_owned())/>
            <Choice words id="partnerships-kind" value=kind options=kinds
                label=Signal::derive(move || t_string!(words, organisations.kind).to_owned())/>
            <Choice words id="partnerships-province" value=province options=places
                label=Signal::derive(move || t_string!(words, organisations.province).to_owned())/>
        </form>
        <p role="status">{told}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, partnerships.table)>
            <table class="table partnerships">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, partnerships.name)}</th>
                    <th scope="col">{move || t_string!(words, organisations.kind)}</th>
                    <th scope="col">{move || t_string!(words, partnerships.place)}</th>
                    <th scope="col">{move || t_string!(words, partnerships.state)}</th>
                    <th scope="col">{move || t_string!(words, partnerships.partners)}</th>
                    <th scope="col">{move || t_string!(words, partnerships.signed_on)}</th>
                </tr></thead>
                <tbody>{move || rows.get().into_iter().map(|one| view! { <Row desk one/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(desk: Desk, one: Partnership) -> impl IntoView {
    let words = desk.words;
    let (kind, state) = (one.kind.0, one.state.0);
    let names: Vec<&str> = one.there().map(|partner| partner.organisation.name.as_str()).collect();
    let names = names.join(", ");
    view! {
        <tr>
            <th scope="row"><a href=one.link()>{one.title.clone()}</a></th>
            <td>{move || kind.label(language(words))}</td>
            <td>{desk.place(&one)}</td>
            <td>{move || state.label(language(words))}</td>
            <td>{names}</td>
            <td>{one.signed_on.as_deref().map(day_text)}</td>
        </tr>
    }
}
