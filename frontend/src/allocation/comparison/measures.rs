//! What each scenario comes to, in the region or province by province: numbers, and how far they are from the reference.

use leptos::prelude::*;
use shared::staffing::comparison::Shift;

use super::{
    address::Address,
    api::{Named, Seen},
    words::{letter, signed},
};
use crate::{
    i18n::{Words, t_string},
    ui::format::{number, pressure, whole},
};

/// A territory: its name, and what each scenario comes to in it.
pub(super) type Group = (String, Vec<Seen>);

/// The table of the measures: a group of rows for each territory, a row for each scenario.
#[component]
pub(super) fn MeasuresTable(
    words: Words,
    at: Address,
    /// The id of the heading that names it.
    id: &'static str,
    scenarios: Vec<Named>,
    groups: Vec<Group>,
) -> impl IntoView {
    let names: Vec<String> = scenarios.into_iter().map(|scenario| scenario.name).collect();
    let only = groups.len() == 1;
    let bodies: Vec<AnyView> =
        groups.into_iter().map(|(name, seen)| group(words, at, &names, name, &seen, only)).collect();
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-labelledby=id>
            <table class="compare-measures" aria-labelledby=id>
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
                {bodies}
            </table>
        </div>
    }
}

fn group(words: Words, at: Address, names: &[String], territory: String, seen: &[Seen], only: bool) -> AnyView {
    let rows: Vec<AnyView> = seen
        .iter()
        .zip(names)
        .enumerate()
        .map(|(place, (one, name))| {
            let of: Vec<Seen> = seen.to_vec();
            let shift = Memo::new(move |_| {
                let base = at.view.with(|view| view.base);
                let pair = of.get(base).zip(of.get(place)).filter(|_| base != place);
                pair.map(|(base, other)| Shift::between(&base.measures, &other.measures))
            });
            row(words, place, name.clone(), one.clone(), shift)
        })
        .collect();
    let head =
        (!only).then(|| view! { <tr class="compare-territory"><th scope="rowgroup" colspan="7">{territory}</th></tr> });
    view! { <tbody>{head}{rows}</tbody> }.into_any()
}

fn row(words: Words, place: usize, name: String, seen: Seen, shift: Memo<Option<Shift>>) -> AnyView {
    let Seen { measures, worst } = seen;
    let moved = move |of: fn(&Shift) -> Option<f64>, decimals: u8| {
        view! {
            <span class="compare-shift">
                {move || shift.with(|shift| shift.as_ref().and_then(of)).map(|value| signed(words, value, decimals))}
            </span>
        }
    };
    view! {
        <tr data-measures=letter(place)>
            <th scope="row"><b class="compare-letter">{letter(place)}</b>" "{name}</th>
            <td>{move || whole(words, measures.totals.placed as f64)}{moved(|shift| Some(shift.operators as f64), 0)}</td>
            <td>{move || pressure(words, measures.worst)}{moved(|shift| Some(shift.worst), 2)}<small>{worst}</small></td>
            <td>{move || pressure(words, measures.totals.pressure())}{moved(|shift| Some(shift.mean), 2)}</td>
            <td>{move || whole(words, measures.totals.unmet_hours)}{moved(|shift| Some(shift.unmet_hours), 0)}</td>
            <td>{move || measures.gini.map_or_else(|| String::from("–"), |gini| number(words, gini, 3))}{moved(|shift| shift.gini, 3)}</td>
            <td>{move || whole(words, measures.cost_cents as f64 / 100.0)}{moved(|shift| Some(shift.cost_cents as f64 / 100.0), 0)}</td>
        </tr>
    }
    .into_any()
}
