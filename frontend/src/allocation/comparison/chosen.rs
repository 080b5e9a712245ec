//! The scenarios that are compared, each under its letter, and the field that takes another one in.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    id::{GlobalId, Kind},
    staffing::comparison::{MAX_SCENARIOS, MIN_SCENARIOS},
};

use super::{
    address::Address,
    api::{Named, Told},
    words::letter,
};
use crate::{
    allocation::{
        api,
        standing::{Badge, focus_soon},
    },
    i18n::{Words, fill, t_string},
    session::Session,
    ui::format::{instant, whole},
};

/// A scenario to choose: its UUID and name.
type Known = (String, String);

/// The scenarios, and the form that adds one.
#[component]
pub(super) fn Chosen(words: Words, at: Address, told: Memo<Option<Arc<Told>>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let listed = LocalResource::new(move || {
        session.changes.track();
        async move {
            session.known().await;
            let found = api::scenarios(None, false, None).await.map(|(found, _)| found).unwrap_or_default();
            let known = |one: api::ListedScenario| Some((GlobalId::key_of(one.id.inner(), Kind::Scenario)?, one.name));
            found.into_iter().filter_map(known).collect::<Vec<Known>>()
        }
    });
    let waits = Memo::new(move |_| listed.get().is_none());
    let known = Memo::new(move |_| listed.get().unwrap_or_default());
    let keys = Memo::new(move |_| at.view.with(|view| view.scenarios.clone()));
    let rows = move || {
        let (told, known) = (told.get(), known.get());
        let waits = waits.get();
        let row = |(place, key): (usize, String)| row(words, at, place, &key, told.as_deref(), &known, waits);
        keys.get().into_iter().enumerate().map(row).collect::<Vec<AnyView>>()
    };
    view! {
        <section class="compare-chosen" aria-label=move || t_string!(words, comparison.chosen)>
            <ol>{rows}</ol>
            <p hidden=move || keys.with(|keys| keys.len() >= MIN_SCENARIOS)>{move || t_string!(words, comparison.too_few)}</p>
            <Add words at known keys/>
        </section>
    }
}

/// One scenario. Before the list is there nobody knows whether the name is missing.
fn row(
    words: Words,
    at: Address,
    place: usize,
    key: &str,
    told: Option<&Told>,
    known: &[Known],
    waits: bool,
) -> AnyView {
    let found = told.and_then(|told| Some((told.scenarios.iter().position(|one| one.key == key)?, told)));
    let named = found.and_then(|(here, told)| told.scenarios.get(here)).cloned();
    let placed = found.and_then(|(here, told)| told.region.get(here)).map(|seen| seen.measures.totals.placed);
    let listed = || known.iter().find(|(own, _)| *own == key).map(|(_, name)| name.clone());
    let name = named.as_ref().map(|named| named.name.clone()).or_else(listed);
    let unnamed = || if waits { "…" } else { t_string!(words, comparison.unknown) }.to_owned();
    let name = name.unwrap_or_else(unnamed);
    let facts = named.zip(placed).map(|(named, placed)| {
        let of = [
            ("year", named.year.to_string()),
            ("n", whole(words, named.revision.into())),
            ("placed", whole(words, placed as f64)),
            ("all", whole(words, named.head_count.into())),
        ];
        let of = of.each_ref().map(|(name, value)| (*name, value.as_str()));
        let text = fill(t_string!(words, comparison.facts), &of);
        let figures = figures_of(words, &named);
        view! { <Badge words of=Signal::stored(named.standing)/><span class="compare-facts">{text}{figures}</span> }
    });
    let take_out = move |_| {
        at.set(&at.view.get_untracked().without(place));
        focus_soon("compare-add".to_owned());
    };
    let label = fill(t_string!(words, comparison.take_out_named), &[("name", &name)]);
    view! {
        <li>
            <b class="compare-letter">{letter(place)}</b>
            <a href=format!("/allocazione/{key}")>{name}</a>
            {facts}
            <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=take_out>
                {t_string!(words, comparison.take_out)}
            </button>
        </li>
    }
    .into_any()
}

/// What it is sized by, where that is not today's base alone.
fn figures_of(words: Words, named: &Named) -> String {
    let own = match named.own_figures {
        0 => None,
        1 => Some(t_string!(words, causes.own_figure).to_owned()),
        n => Some(fill(t_string!(words, causes.own_figures), &[("n", &n.to_string())])),
    };
    let base = named.base_at.as_ref().map(|at| fill(t_string!(words, causes.base_of), &[("at", &instant(words, at))]));
    own.into_iter().chain(base).map(|text| format!(" · {text}")).collect::<Vec<String>>().concat()
}

#[component]
fn Add(words: Words, at: Address, known: Memo<Vec<Known>>, keys: Memo<Vec<String>>) -> impl IntoView {
    let field: NodeRef<leptos::html::Select> = NodeRef::new();
    let others = Memo::new(move |_| {
        keys.with(|keys| known.get().into_iter().filter(|(key, _)| !keys.contains(key)).collect::<Vec<Known>>())
    });
    let options = move || {
        let option = |(key, name): Known| view! { <option value=key>{name}</option> }.into_any();
        others.get().into_iter().map(option).collect::<Vec<AnyView>>()
    };
    let nothing = move || others.with(Vec::is_empty) || keys.with(|keys| keys.len() >= MAX_SCENARIOS);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let key = field.value();
        at.change(|view| view.add(&key));
        focus_soon("compare-add".to_owned());
    };
    view! {
        <form class="filters" on:submit=add hidden=nothing>
            <label>
                <span>{move || t_string!(words, comparison.add_label)}</span>
                <select id="compare-add" node_ref=field>{options}</select>
            </label>
            <button type="submit" class="btn btn-outline-primary btn-xs">{move || t_string!(words, comparison.add)}</button>
        </form>
    }
}
