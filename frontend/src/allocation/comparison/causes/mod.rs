//! Why two of the scenarios differ: the difference split by cause, in the region and place by place, and what is behind it.

mod api;
mod bar;
mod names;
mod table;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::comparison::{Rows, View, causes::Quantity};

use self::{
    api::Told,
    bar::{Scale, bar},
    names::{Names, moved},
    words::{class, name, operators, quantity, sentence, shown},
};
use super::{address::Address, api::Told as Compared, words::letter};
use crate::{
    i18n::{Words, fill, t_string},
    ui::{problem, skeleton::Skeleton},
};

/// The section: what is asked, the answer, and by what it is measured.
#[component]
pub(super) fn WhyDifferent(words: Words, at: Address, told: Arc<Compared>, on_again: Callback<()>) -> impl IntoView {
    let tries = RwSignal::new(0_u32);
    let pair = {
        let told = Arc::clone(&told);
        Memo::new(move |_| {
            let key = |place: usize| told.scenarios.get(place).map(|one| one.key.clone()).unwrap_or_default();
            at.view.with(|view| (key(view.base), key(view.shown)))
        })
    };
    let answer = LocalResource::new(move || {
        tries.track();
        let pair = pair.get();
        async move { (api::causes(&pair.0, &pair.1).await.map(|told| told.map(Arc::new)), pair) }
    });
    // What is shown belongs to the pair that is chosen: the answer about another one is none.
    let current = move || answer.get().filter(|(_, of)| pair.with(|pair| pair == of)).map(|(answer, _)| answer);
    let again = move || {
        view! {
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| tries.update(|tries| *tries += 1)>
                {t_string!(words, problem.retry)}
            </button>
        }
    };
    let compared = StoredValue::new(told);
    let body = move || {
        match current() {
        None => view! { <Skeleton words lines=5/> }.into_any(),
        Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p>{again()} }.into_any(),
        Some(Ok(None)) => view! { <p role="alert">{t_string!(words, causes.late)}</p>{again()} }.into_any(),
        // What has changed since is not split beside a table that knows nothing of it.
        Some(Ok(Some(told))) if !is_of(&told, &compared.get_value(), &pair.get()) => view! {
            <p role="alert">{t_string!(words, comparison.stale)}</p>
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| on_again.run(())>{t_string!(words, comparison.again)}</button>
        }
        .into_any(),
        Some(Ok(Some(told))) => at.view.with(|view| answered(words, &compared.get_value(), &told, view)),
    }
    };
    view! {
        <section>
            <h2 id="compare-causes">{move || t_string!(words, causes.title)}</h2>
            <Choices words at/>
            {body}
            <details class="cause-method">
                <summary>{move || t_string!(words, causes.method)}</summary>
                <p>{move || t_string!(words, causes.method_parts)}</p>
                <p>{move || t_string!(words, causes.method_reference)}</p>
                <p>{move || t_string!(words, causes.method_hand)}</p>
                <p>{move || t_string!(words, causes.method_rounding)}</p>
            </details>
        </section>
    }
}

/// Whether causes rest on the same revisions as the comparison that they are shown beside.
fn is_of(told: &Told, compared: &Compared, (base, other): &(String, String)) -> bool {
    let of = |key: &String| compared.scenarios.iter().find(|one| one.key == *key).map(|one| one.revision);
    let known: Option<Vec<i32>> = [base, other].into_iter().map(of).collect();
    Some(&told.revisions) == known.map(|scenarios| (compared.figures_revision, scenarios)).as_ref()
}

/// What is counted, and what the rows are.
#[component]
fn Choices(words: Words, at: Address) -> impl IntoView {
    let quantities = Quantity::ALL.map(|of| {
        let here = move || at.view.with(|view| view.caused == of);
        view! { <option value=of.name() prop:selected=here>{move || quantity(words, of)}</option> }.into_any()
    });
    let kinds = Rows::ALL.map(|kind| {
        let here = move || at.view.with(|view| view.rows == kind);
        view! { <option value=kind.name() prop:selected=here>{move || super::table::kind_name(words, kind)}</option> }
            .into_any()
    });
    let (quantities, kinds): (Vec<AnyView>, Vec<AnyView>) =
        (quantities.into_iter().collect(), kinds.into_iter().collect());
    let choose = move |event| {
        let value = event_target_value(&event);
        let chosen = Quantity::ALL.into_iter().find(|of| of.name() == value).unwrap_or_default();
        at.change(|view| view.caused = chosen);
    };
    let choose_kind = move |event| {
        let value = event_target_value(&event);
        let chosen = Rows::ALL.into_iter().find(|kind| kind.name() == value).unwrap_or_default();
        at.change(|view| view.rows = chosen);
    };
    let pair = move || {
        let (base, other) = at.view.with(|view| (letter(view.base), letter(view.shown)));
        fill(t_string!(words, causes.pair), &[("base", base), ("other", other)])
    };
    view! {
        <p class="compare-pair">{pair}</p>
        <div class="filters">
            <label>
                <span>{move || t_string!(words, causes.of)}</span>
                <select id="causes-of" on:change=choose>{quantities}</select>
            </label>
            <label>
                <span>{move || t_string!(words, comparison.rows)}</span>
                <select id="causes-rows" on:change=choose_kind>{kinds}</select>
            </label>
        </div>
    }
}

fn answered(words: Words, compared: &Arc<Compared>, told: &Told, view: &View) -> AnyView {
    let region = table::of(&told.region, view.caused);
    let names = Names { told: Arc::clone(compared), services: told.services.clone() };
    let (_, parts) = shown(&region);
    let legend: Vec<AnyView> = parts
        .iter()
        .map(|(cause, part)| {
            view! {
                <li>
                    <span class=format!("swatch {}", class(*cause)) aria-hidden="true"></span>
                    <span>{name(words, *cause)}</span>
                    <b>{operators(words, *part)}</b>
                </li>
            }
            .into_any()
        })
        .collect();
    let whole = (!legend.is_empty()).then(|| {
        view! {
            {bar(&region, Scale::of(std::iter::once(&region)))}
            <ul class="cause-legend">{legend}</ul>
        }
    });
    view! {
        <div class="cause-region">
            <p role="status" data-causes="region"><b>{t_string!(words, comparison.region)}</b>" "{sentence(words, &region)}</p>
            {whole}
        </div>
        <p class="ask-note">{reference_note(words, view)}</p>
        {moved(words, &names, &told.moved)}
        {table::table(words, compared, told, view)}
    }
    .into_any()
}

/// By what the operators placed are measured; of requirements there is nothing to say.
fn reference_note(words: Words, view: &View) -> Option<&'static str> {
    (view.caused == Quantity::Placed).then(|| t_string!(words, causes.reference))
}
