//! The catchment: its municipalities on a map and in a table, each by the same number.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    api::{Told, Town},
    map::CatchmentMap,
    sources::{Sources, mark},
};
use crate::{
    i18n::{Words, t_string},
    ui::format::{percent, whole},
};

/// The municipalities that the job centre serves.
#[component]
pub(super) fn Catchment(words: Words, told: Memo<Option<Arc<Told>>>, sources: Memo<Arc<Sources>>) -> impl IntoView {
    let towns = Memo::new(move |_| {
        let mut towns = told.with(|told| told.as_ref().map(|told| told.cpi.municipalities.clone()).unwrap_or_default());
        towns.sort_by_key(|town| std::cmp::Reverse(town.residents));
        towns
    });
    let seat =
        Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.cpi.seat_istat.clone())).unwrap_or_default());
    let all = move || towns.with(|towns| towns.iter().map(|town| f64::from(town.residents)).sum::<f64>());
    let rows = move || {
        let (all, sources) = (all(), sources.get());
        towns.get().iter().zip(1..).map(|(town, number)| row(words, &sources, town, number, all)).collect_view()
    };
    view! {
        <section class="panel centre-catchment" aria-labelledby="catchment-title">
            <h2 id="catchment-title">{move || t_string!(words, centre.catchment)}</h2>
            <div class="centre-places">
                <CatchmentMap words towns seat/>
                <div class="wide" tabindex="0" role="group" aria-labelledby="catchment-title">
                    <table class="dash-table">
                        <caption class="visually-hidden">{move || t_string!(words, catchment.towns)}</caption>
                        <thead><tr>
                            <th scope="col" class="num">{move || t_string!(words, centre.number)}</th>
                            <th scope="col">{move || t_string!(words, catchment.town)}</th>
                            <th scope="col" class="num">{move || t_string!(words, catchment.residents)}</th>
                            <th scope="col" class="num">{move || t_string!(words, centre.part)}</th>
                            <th scope="col">{move || t_string!(words, catchment.known_from)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot><tr>
                            <td></td><th scope="row">{move || t_string!(words, demand.total)}</th>
                            <td class="num">{move || whole(words, all())}</td><td></td><td></td>
                        </tr></tfoot>
                    </table>
                </div>
            </div>
        </section>
    }
}

fn row(words: Words, sources: &Sources, town: &Town, number: usize, all: f64) -> AnyView {
    let residents = f64::from(town.residents);
    view! {
        <tr data-town=town.istat.clone()>
            <td class="num muted">{number}</td>
            <th scope="row">{town.name.clone()}</th>
            <td class="num">{whole(words, residents)}</td>
            <td class="num">{percent(words, residents / all.max(1.0), 1)}</td>
            <td>{mark(words, sources, &town.provenance)}</td>
        </tr>
    }
    .into_any()
}
