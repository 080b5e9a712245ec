//! The operators in service, and how the demand is split over the CPIs.

use leptos::prelude::*;
use shared::staffing::FigureKey;

use super::{
    draft::Draft,
    figure_input::{FigureInput, Source},
};
use crate::{
    i18n::{fill, t_string},
    ui::{format::number, provenance::Badge},
};

#[component]
pub(super) fn StaffView(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let split = FigureKey::SplitByRegisteredUnemployed;
    let on = {
        let split = split.clone();
        Memo::new(move |_| draft.current(&split).is_some_and(|value| value > 0.0))
    };
    let open = {
        let split = split.clone();
        Memo::new(move |_| draft.may_set(&split))
    };
    let turn = {
        let split = split.clone();
        move |event: leptos::ev::Event| {
            draft.type_in(&split, String::from(if event_target_checked(&event) { "1" } else { "0" }));
            draft.commit(&split);
        }
    };
    let difference = move || {
        draft.now.with(|now| {
            let sizing = now.sizing.as_ref()?;
            let have: f64 = sizing.have().iter().sum();
            let difference = have - sizing.staff_total() as f64;
            let sign = if difference < 0.0 { "−" } else { "+" };
            let amount = number(words, difference.abs(), 1);
            let values = [("have", number(words, have, 1)), ("difference", format!("{sign}{amount}"))];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            (difference.abs() >= 0.05).then(|| fill(t_string!(words, demand.staff_difference), &values))
        })
    };
    view! {
        <section class="demand-part" aria-labelledby="staff-title">
            <h2 id="staff-title">{move || t_string!(words, demand.staff)}</h2>
            <p class="hint">{move || t_string!(words, demand.staff_hint)}</p>
            <div class="staff-total">
                <span>{move || t_string!(words, demand.staff_total)}</span>
                <FigureInput draft key=FigureKey::StaffTotal/>
            </div>
            <p class="staff-difference" aria-live="polite">{difference}</p>
            <div class="staff-split">
                <label>
                    <input type="checkbox" prop:checked=move || on.get() prop:disabled=move || !open.get() on:change=turn/>
                    <span>{move || t_string!(words, demand.split)}</span>
                </label>
                <Source draft key=split/>
            </div>
        </section>
    }
}

/// How many figures are assumptions of the authors, and what the badges mean.
#[component]
pub(super) fn Assumed(draft: Draft) -> impl IntoView {
    use shared::provenance::Origin;
    let words = draft.words;
    let count = move || {
        draft.saved.with(|saved| {
            let assumed = |figure: &&super::api::Figure| Origin::from(figure.provenance.origin) == Origin::Assumption;
            (saved.values().filter(assumed).count(), saved.len())
        })
    };
    view! {
        <p class="assumed">
            <Badge words of=Signal::stored(Origin::Assumption)/>
            " "
            {move || {
                let (assumed, all) = count();
                let values = [("assumed", assumed.to_string()), ("all", all.to_string())];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                crate::i18n::fill(t_string!(words, demand.assumed_of), &values)
            }}
        </p>
    }
}
