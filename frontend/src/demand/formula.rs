//! The window of one number: every term that it is made of, and the two figures that only this cell has.

use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProfileCode},
    staffing::{FigureKey, sizing::Explanation},
};

use super::{draft::Draft, figure_input::FigureInput, names::Named as _};
use crate::{
    i18n::t_string,
    ui::{
        dialog::Dialog,
        format::{number, percent, whole},
    },
};

/// The window, once a page.
#[component]
pub(super) fn FormulaWindow(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let title = Signal::derive(move || {
        let name = |(cpi, profile): &(CpiCode, ProfileCode)| {
            draft.plan.with_value(|plan| format!("{} · {}", plan.cpi_name(cpi), plan.profile_name(words, profile)))
        };
        draft.formula.with(|cell| cell.as_ref().map(name)).unwrap_or_default()
    });
    let open = Signal::derive(move || draft.formula.with(Option::is_some));
    view! {
        <Dialog words id="formula-title" title open on_close=Callback::new(move |()| draft.formula.set(None))>
            {move || draft.formula.get().map(|(cpi, profile)| body(draft, cpi, profile))}
        </Dialog>
    }
}

fn body(draft: Draft, cpi: CpiCode, profile: ProfileCode) -> AnyView {
    let words = draft.words;
    let individual = FigureKey::IndividualAllowance(cpi.clone(), profile.clone());
    let staff = FigureKey::Staff(cpi.clone(), profile.clone());
    let have = {
        let (cpi, profile) = (cpi.clone(), profile.clone());
        Signal::derive(move || {
            draft
                .now
                .with(|outcome| {
                    let sizing = outcome.sizing.as_ref()?;
                    Some(number(words, *sizing.have().get(sizing.cell(&cpi, &profile)?)?, 1))
                })
                .unwrap_or_default()
        })
    };
    let terms = move || {
        let explained = draft.now.with(|outcome| outcome.sizing.as_ref()?.explain(&cpi, &profile));
        explained.map(|explained| terms(draft, &explained))
    };
    view! {
        {terms}
        <div class="formula-own">
            <p>{move || t_string!(words, demand.individual)}</p>
            <FigureInput draft key=individual derived=Signal::derive(move || String::from("0"))/>
            <p>{move || t_string!(words, demand.staff_stated)}</p>
            <FigureInput draft key=staff derived=have/>
        </div>
    }
    .into_any()
}

fn terms(draft: Draft, explained: &Explanation) -> AnyView {
    let words = draft.words;
    let name = |code| draft.plan.with_value(|plan| plan.service_name(words, code));
    let rows: Vec<AnyView> = explained
        .parts
        .iter()
        .map(|part| {
            view! {
                <tr>
                    <th scope="row"><span class="code">{part.service.to_string()}</span>" "{name(&part.service)}</th>
                    <td class="num">{number(words, part.volume, 1)}</td>
                    <td class="num">{number(words, part.minutes, 0)}</td>
                    <td class="num">{percent(words, part.share, 1)}</td>
                    <td class="num">{number(words, part.hours, 1)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let hours: f64 = explained.parts.iter().map(|part| part.hours).sum();
    view! {
        <div class="wide" tabindex="0" role="group" aria-labelledby="formula-title">
            <table class="terms">
                <caption>{t_string!(words, demand.formula_hint)}</caption>
                <thead><tr>
                    <th scope="col">{t_string!(words, demand.service)}</th>
                    <th scope="col" class="num">{t_string!(words, demand.volume)}</th>
                    <th scope="col" class="num">{t_string!(words, demand.minutes)}</th>
                    <th scope="col" class="num">{t_string!(words, demand.share)}</th>
                    <th scope="col" class="num">{t_string!(words, demand.hours)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <dl class="facts sums">
            <dt>{t_string!(words, demand.hours_sum)}</dt><dd>{number(words, hours, 1)}</dd>
            <dt>"÷ "{t_string!(words, demand.available)}</dt><dd>{number(words, explained.available_hours, 1)}</dd>
            <dt>"= "{t_string!(words, demand.basic)}</dt><dd>{number(words, explained.basic, 2)}</dd>
            <dt>"× "{t_string!(words, demand.factor)}</dt><dd>{number(words, explained.allowance_factor, 3)}</dd>
            <dt>"+ "{t_string!(words, demand.individual_part)}</dt>
            <dd>{format!("{} ÷ {}", whole(words, explained.individual_hours), number(words, explained.available_hours, 1))}</dd>
            <dt><strong>"= "{t_string!(words, demand.required)}</strong></dt>
            <dd><strong>{number(words, explained.required, 2)}</strong></dd>
        </dl>
    }
    .into_any()
}
