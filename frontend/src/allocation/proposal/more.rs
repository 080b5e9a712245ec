//! The choices that are seldom changed, folded: what a rule follows, from which need a seat counts, other money, weights of hours.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    ask::{Ask, BASES},
    form::Choice,
};
use crate::{
    allocation::{
        board::Board,
        field::{Field, Number},
        plan::Plan,
    },
    i18n::{Words, fill, t_string},
};

/// The fields. Those that do not count under what is chosen are hidden.
#[component]
pub(super) fn More(words: Words, board: Board, ask: Ask) -> impl IntoView {
    // The fields of the CPIs are many: they are made when they are first asked for.
    let cpis_opened = RwSignal::new(false);
    let provinces: Vec<AnyView> = board.plan.with_value(|plan| {
        let rows = plan.provinces.iter().zip(ask.province_weights.get_value());
        rows.map(|(province, field)| {
            weight(words, &format!("province-{}", province.code), province.name.clone(), field)
        })
        .collect()
    });
    let cpis = move || {
        let rows = |plan: &Arc<Plan>| -> Vec<AnyView> {
            let rows = plan.cpis.iter().zip(ask.cpi_weights.get_value());
            rows.map(|(cpi, field)| weight(words, &format!("cpi-{}", cpi.code), cpi.name.clone(), field)).collect()
        };
        cpis_opened.get().then(|| board.plan.with_value(rows))
    };
    view! {
        <details class="ask-more">
            <summary>{move || t_string!(words, proposal.more)}</summary>
            <div class="ask-row">
                <Number words label=Signal::derive(move || t_string!(words, proposal.threshold).to_owned()) id="ask-threshold" field=ask.threshold/>
                <div hidden=move || ask.may_move()>
                    <Choice words label=|words| t_string!(words, proposal.basis) id="ask-basis" chosen=ask.basis
                        choices=BASES.iter().map(|(value, _, text)| (*value, *text)).collect()/>
                </div>
            </div>
            <div class="ask-row" hidden=move || !ask.within_budget.get()>
                <Number words label=Signal::derive(move || t_string!(words, proposal.other_euro).to_owned()) id="ask-euro" field=ask.euro/>
                <Number words label=Signal::derive(move || t_string!(words, proposal.other_months).to_owned()) id="ask-months" field=ask.months/>
            </div>
            <p class="ask-note" hidden=move || ask.within_budget.get()>{move || t_string!(words, proposal.other_money_note)}</p>
            <div hidden=move || !ask.has_weights()>
                <p class="ask-note">{move || t_string!(words, proposal.weights_note)}</p>
                <details>
                    <summary>{move || t_string!(words, proposal.province_weights)}</summary>
                    <div class="ask-ends">{provinces}</div>
                </details>
                <details on:toggle=move |_| cpis_opened.set(true)>
                    <summary>{move || t_string!(words, proposal.cpi_weights)}</summary>
                    <div class="ask-ends">{cpis}</div>
                </details>
            </div>
            <p class="ask-note" hidden=move || ask.has_weights()>{move || t_string!(words, proposal.no_weights_note)}</p>
        </details>
    }
}

fn weight(words: Words, id: &str, name: String, field: Field) -> AnyView {
    let label = Signal::derive(move || fill(t_string!(words, proposal.weight_of), &[("of", &name)]));
    view! { <Number words label id=format!("ask-weight-{id}") field/> }.into_any()
}
