//! The map's twin: all CPIs as a table.

use leptos::prelude::*;
use shared::staffing::pressure_class;

use super::{api::CpiSizing, state::State};
use crate::{
    i18n::{Words, t_string},
    ui::format::{number, pressure, staff, whole},
};

#[component]
pub(super) fn CpiTable(words: Words, state: State, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let rows = move || {
        let cpis = state.part(|overview| overview.sizing.cpis.clone());
        cpis.into_iter().enumerate().map(|(number, cpi)| row(words, number, &cpi, hovered)).collect::<Vec<_>>()
    };
    view! {
        <section class="panel" aria-labelledby="cpis-title">
            <h2 id="cpis-title">{move || t_string!(words, dashboard.cpis)}</h2>
            <div class="wide" tabindex="0" role="group" aria-labelledby="cpis-title">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, dashboard.cpis)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, dashboard.cpi)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.required)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.in_service)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.placed)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.missing)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.unmet)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.pressure)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, place: usize, row: &CpiSizing, hovered: RwSignal<Option<usize>>) -> AnyView {
    let load = row.load;
    let class = pressure_class::of(load.pressure()).number();
    view! {
        <tr id=format!("cpi-{}", row.cpi.code) data-cpi=row.cpi.code.clone() tabindex="-1"
            class:hovered=move || hovered.get() == Some(place)
            on:mouseenter=move |_| hovered.set(Some(place)) on:mouseleave=move |_| hovered.set(None)>
            <th scope="row"><a href=format!("/cpi/{}", row.cpi.code)>{row.cpi.name.clone()}</a></th>
            <td class="num">{number(words, load.required, 1)}</td>
            <td class="num">{staff(words, load.have)}</td>
            <td class="num">{load.placed}</td>
            <td class="num">{number(words, load.missing(), 1)}</td>
            <td class="num">{whole(words, load.unmet_hours)}</td>
            <td class="num">
                <span class=format!("pressure-mark p{class}") aria-hidden="true"></span>
                {pressure(words, load.pressure())}
            </td>
        </tr>
    }
    .into_any()
}
