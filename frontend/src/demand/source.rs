//! The window of one figure: where its number comes from, who set it and when, and the way back to the built-in one.

use leptos::prelude::*;
use shared::{provenance::Origin, staffing::FigureKey};

use super::{
    draft::{Draft, write},
    names,
};
use crate::{
    i18n::{fill, t_string},
    identity::HistoryLink,
    ui::{
        dialog::Dialog,
        format::instant,
        provenance::{self, Badge},
    },
};

/// The window, once a page.
#[component]
pub(super) fn SourceWindow(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let title = Signal::derive(move || {
        let name = |key: &FigureKey| draft.plan.with_value(|plan| names::figure(words, plan.as_ref(), key));
        draft.source.with(|key| key.as_ref().map(name)).unwrap_or_default()
    });
    let open = Signal::derive(move || draft.source.with(Option::is_some));
    view! {
        <Dialog words id="source-title" title open on_close=Callback::new(move |()| draft.source.set(None))>
            {move || draft.source.get().map(|key| facts(draft, &key))}
        </Dialog>
    }
}

fn facts(draft: Draft, key: &FigureKey) -> AnyView {
    let words = draft.words;
    let figure = draft.saved.with(|saved| saved.get(key).cloned());
    let number = |value: f64| format!("{} {}", write(words, key, value), names::unit(words, key.unit()));
    let value = figure.as_ref().and_then(|figure| figure.value).map(number);
    let built_in = figure.as_ref().and_then(|figure| figure.built_in);
    let origin = figure.as_ref().map_or(Origin::Derived, |figure| figure.provenance.origin.into());
    let told = figure.as_ref().map(|figure| &figure.provenance);
    let source =
        told.map(|told| provenance::source(words, &told.source, told.source_italian.as_deref())).unwrap_or_default();
    let who = figure.as_ref().and_then(|figure| {
        let (by, at) = (figure.edited_by.as_deref()?, figure.edited_at.as_ref()?);
        Some(fill(t_string!(words, demand.edited), &[("by", by), ("at", &instant(words, &at.0))]))
    });
    let value_now = figure.as_ref().and_then(|figure| figure.value);
    let is_mix = matches!(key, FigureKey::Share(..));
    let restorable = untrack(|| draft.may_set(key))
        && !is_mix
        && if key.is_optional() { value_now.is_some() } else { built_in.is_some() && built_in != value_now };
    let back = key.clone();
    view! {
        <dl class="facts">
            <dt>{t_string!(words, demand.value)}</dt>
            <dd>{value.unwrap_or_else(|| t_string!(words, demand.derived_number).to_owned())}</dd>
            <dt>{t_string!(words, demand.origin)}</dt>
            <dd><Badge words of=Signal::stored(origin)/></dd>
            <dt>{t_string!(words, demand.source)}</dt>
            <dd>
                {if source.is_empty() { String::from("–") } else { source }}
            </dd>
            <dt>{t_string!(words, demand.built_in)}</dt>
            <dd>{built_in.map_or_else(|| String::from("–"), number)}</dd>
            <dt>{t_string!(words, demand.last_edit)}</dt>
            <dd>{who.unwrap_or_else(|| t_string!(words, demand.nobody).to_owned())}</dd>
        </dl>
        <p><HistoryLink words kind="figure" record=key.to_string()/></p>
        {restorable.then(|| view! {
            <button type="button" class="btn btn-outline-primary btn-sm"
                on:click=move |_| { draft.restore(&back); draft.source.set(None); }>
                {t_string!(words, demand.restore)}
            </button>
        })}
    }
    .into_any()
}
