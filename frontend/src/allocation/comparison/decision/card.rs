//! One decision: who chose which, why, by which act, and on which data.

use leptos::prelude::*;

use super::api::{Candidate, Decision};
use crate::{
    allocation::comparison::{address_of, words::letter},
    i18n::{Words, fill, t_string},
    ui::format::{instant, number, pressure, whole},
};

/// The card. It never changes.
#[component]
pub(super) fn Card(words: Words, decision: Decision) -> impl IntoView {
    let Decision { id, at, by, chosen, reason, act, figures_revision, candidates } = decision;
    let others: Vec<String> = candidates.iter().filter(|of| of.key != chosen).map(|of| of.name.clone()).collect();
    let name = candidates.iter().find(|of| of.key == chosen).map(|of| of.name.clone()).unwrap_or_default();
    let what = move || {
        let quoted = |name: &String| fill(t_string!(words, decision.quoted), &[("name", name)]);
        let others = others.iter().map(quoted).collect::<Vec<String>>().join(", ");
        fill(t_string!(words, decision.chosen), &[("name", &quoted(&name)), ("others", &others)])
    };
    let keys: Vec<String> = candidates.iter().map(|of| of.key.clone()).collect();
    let on = move || fill(t_string!(words, decision.figures), &[("n", &whole(words, figures_revision.into()))]);
    let candidates = StoredValue::new((candidates, chosen));
    let rows = move || {
        candidates.with_value(|(all, chosen)| {
            all.iter().enumerate().map(|(place, of)| row(words, place, of, of.key == *chosen)).collect::<Vec<AnyView>>()
        })
    };
    view! {
        <li class="decision" data-decision=id>
            <p class="decision-what"><strong>{what}</strong></p>
            <p class="decision-by">{by}", "{move || instant(words, &at)}{act.map(|act| format!(" · {act}"))}</p>
            <blockquote>{reason}</blockquote>
            <details>
                <summary>{move || t_string!(words, decision.data)}</summary>
                <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, decision.data)>
                    <table class="compare-measures">
                        <thead>
                            <tr>
                                <th scope="col">{move || t_string!(words, comparison.scenario)}</th>
                                <th scope="col">{move || t_string!(words, allocation.head_placed_long)}</th>
                                <th scope="col">{move || t_string!(words, allocation.worst)}</th>
                                <th scope="col">{move || t_string!(words, allocation.mean)}</th>
                                <th scope="col">{move || t_string!(words, allocation.unmet)}</th>
                                <th scope="col">{move || t_string!(words, allocation.gini)}</th>
                                <th scope="col">{move || t_string!(words, comparison.cost)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p>{on}" "<a href=address_of(&keys)>{move || t_string!(words, decision.today)}</a></p>
            </details>
        </li>
    }
}

fn row(words: Words, place: usize, of: &Candidate, is_chosen: bool) -> AnyView {
    let at = fill(t_string!(words, decision.revision), &[("n", &whole(words, of.revision.into()))]);
    let placed = fill(
        t_string!(words, decision.placed),
        &[("n", &whole(words, of.placed.into())), ("all", &whole(words, of.head_count.into()))],
    );
    view! {
        <tr class:chosen=is_chosen>
            <th scope="row">
                <b class="compare-letter">{letter(place)}</b>" "<a href=format!("/allocazione/{}", of.key)>{of.name.clone()}</a>
                " "<small>{at}{is_chosen.then(|| format!(" · {}", t_string!(words, decision.is_chosen)))}</small>
            </th>
            <td>{placed}</td>
            <td>{pressure(words, of.worst)}</td>
            <td>{pressure(words, of.mean)}</td>
            <td>{whole(words, of.unmet_hours)}</td>
            <td>{of.gini.map_or_else(|| String::from("–"), |gini| number(words, gini, 3))}</td>
            <td>{whole(words, of.cost_cents / 100.0)}</td>
        </tr>
    }
    .into_any()
}
