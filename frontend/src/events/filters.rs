//! What is looked at: kept in the address, so that it can be sent to somebody and gone back to.

use jiff::civil::Date;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use shared::events::{EventKind, State};

use super::{
    api::EventFilterInput,
    board::{Board, today},
    names,
};
use crate::i18n::{Words, t_string};

/// The address's parameters.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    query: Memo<ParamsMap>,
    go: StoredValue<Box<dyn Fn(String)>, LocalStorage>,
}

impl Filters {
    pub(super) fn new() -> Self {
        let navigate = use_navigate();
        let go: Box<dyn Fn(String)> = Box::new(move |path| {
            navigate(&path, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        });
        Self { query: use_query_map(), go: StoredValue::new_local(go) }
    }

    /// A parameter; empty when it is not there.
    pub(super) fn get(self, name: &str) -> String {
        self.query.with(|query| query.get(name)).unwrap_or_default()
    }

    /// Sets a parameter; empty takes it out.
    pub(super) fn set(self, name: &'static str, value: &str) {
        let mut query = self.query.get_untracked();
        query.remove(name);
        if !value.is_empty() {
            query.insert(name, value.to_owned());
        }
        let path = format!("/eventi{}", query.to_query_string());
        self.go.with_value(|go| go(path));
    }

    /// The month that is looked at: its first day.
    pub(super) fn month(self) -> Date {
        let month = self.get("mese");
        format!("{month}-01").parse().unwrap_or(today().first_of_month())
    }

    /// The year of the matrix.
    pub(super) fn year(self) -> i16 {
        self.get("anno").parse().ok().filter(|year| (2000..=2100).contains(year)).unwrap_or(today().year())
    }

    /// What the API is asked for.
    pub(super) fn asked(self) -> EventFilterInput {
        let filled = |name: &str| Some(self.get(name)).filter(|value| !value.is_empty());
        EventFilterInput {
            province: filled("provincia"),
            cpi: filled("cpi"),
            kinds: EventKind::from_name(&self.get("tipo")).map(|kind| vec![kind.into()]),
            states: State::from_name(&self.get("stato")).map(|state| vec![state.into()]),
            ..EventFilterInput::default()
        }
    }
}

/// The choices above a view.
#[component]
pub(super) fn FilterBar(board: Board, filters: Filters) -> impl IntoView {
    let words = board.words;
    let provinces = board.ground.with_value(|ground| ground.provinces.clone());
    let provinces: Vec<(String, String)> =
        provinces.into_iter().map(|province| (province.code, province.name)).collect();
    let cpis = Signal::derive(move || {
        let province = filters.get("provincia");
        board.ground.with_value(|ground| {
            let own = ground.cpis.nodes.iter().filter(|cpi| cpi.code.starts_with(&province));
            own.map(|cpi| (cpi.code.clone(), cpi.name.clone())).collect::<Vec<_>>()
        })
    });
    let kinds = Signal::derive(move || {
        EventKind::ALL.map(|kind| (kind.name().to_owned(), names::kind(words, kind).to_owned())).to_vec()
    });
    let states = Signal::derive(move || {
        State::ALL.map(|state| (state.name().to_owned(), names::state(words, state).to_owned())).to_vec()
    });
    view! {
        <form class="event-filters" role="search" aria-label=move || t_string!(words, events.filters) on:submit=|event| event.prevent_default()>
            <Choice words filters id="filter-province" name="provincia" label=|words| t_string!(words, events.province) all=|words| t_string!(words, events.all_f) options=Signal::stored(provinces)/>
            <Choice words filters id="filter-cpi" name="cpi" label=|words| t_string!(words, events.cpi) all=|words| t_string!(words, events.all_m) options=cpis/>
            <Choice words filters id="filter-kind" name="tipo" label=|words| t_string!(words, events.kind) all=|words| t_string!(words, events.all_m) options=kinds/>
            <Choice words filters id="filter-state" name="stato" label=|words| t_string!(words, events.state) all=|words| t_string!(words, events.all_m) options=states/>
        </form>
    }
}

#[component]
fn Choice(
    words: Words,
    filters: Filters,
    id: &'static str,
    name: &'static str,
    label: fn(Words) -> &'static str,
    all: fn(Words) -> &'static str,
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| filters.get(name));
    let rows = move || {
        let rows = options.get().into_iter().map(|(value, text)| {
            let own = value.clone();
            view! { <option value=value selected=move || chosen.get() == own>{text}</option> }
        });
        rows.collect_view()
    };
    view! {
        <div class="form-field">
            <label for=id>{move || label(words)}</label>
            <select id=id class="form-control" prop:value=move || chosen.get()
                on:change=move |event| filters.set(name, &event_target_value(&event))>
                <option value="">{move || all(words)}</option>
                {rows}
            </select>
        </div>
    }
}
