//! What is asked of each service at the job centre, with the sources of the volumes and of the standard times.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    api::{Asked, Told},
    sources::{Sources, mark},
};
use crate::{
    i18n::{Words, either, t_string},
    ui::format::{number, whole},
};

/// The services.
#[component]
pub(super) fn Demand(words: Words, told: Memo<Option<Arc<Told>>>, sources: Memo<Arc<Sources>>) -> impl IntoView {
    let asked = Memo::new(move |_| {
        told.with(|told| told.as_ref().map(|told| told.cpi.sizing.demand.clone()).unwrap_or_default())
    });
    let rows = move || {
        let sources = sources.get();
        asked.get().iter().map(|asked| row(words, &sources, asked)).collect_view()
    };
    let hours = move || asked.with(|asked| asked.iter().map(|asked| asked.hours).sum::<f64>());
    view! {
        <section class="panel centre-demand" aria-labelledby="demand-title">
            <h2 id="demand-title">{move || t_string!(words, centre.demand)}</h2>
            <p class="muted">{move || t_string!(words, centre.demand_hint)}" "<a href="/fabbisogno">{move || t_string!(words, nav.demand)}</a></p>
            <div class="wide" tabindex="0" role="group" aria-labelledby="demand-title">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, centre.demand)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, demand.service)}</th>
                        <th scope="col" class="num">{move || t_string!(words, centre.volume_here)}</th>
                        <th scope="col" class="num">{move || t_string!(words, centre.volume_whole)}</th>
                        <th scope="col">{move || t_string!(words, centre.volume_source)}</th>
                        <th scope="col" class="num">{move || t_string!(words, demand.minutes)}</th>
                        <th scope="col">{move || t_string!(words, centre.minutes_source)}</th>
                        <th scope="col" class="num">{move || t_string!(words, demand.hours)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr>
                        <th scope="row">{move || t_string!(words, demand.total)}</th>
                        <td></td><td></td><td></td><td></td><td></td>
                        <td class="num">{move || whole(words, hours())}</td>
                    </tr></tfoot>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, sources: &Sources, asked: &Asked) -> AnyView {
    let name = either(words, &asked.service.name_it, &asked.service.name_en).to_owned();
    view! {
        <tr data-service=asked.service.code.clone()>
            <th scope="row"><span class="code">{asked.service.code.clone()}</span>" "{name}</th>
            <td class="num">{number(words, asked.volume, 1)}</td>
            <td class="num">{whole(words, asked.whole)}</td>
            <td>{mark(words, sources, &asked.provenance)}</td>
            <td class="num">{whole(words, asked.minutes)}</td>
            <td>{mark(words, sources, &asked.minutes_provenance)}</td>
            <td class="num">{whole(words, asked.hours)}</td>
        </tr>
    }
    .into_any()
}
