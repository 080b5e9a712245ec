//! What needs attention: the five CPIs under most pressure, and the gap of each province.

use leptos::prelude::*;
use shared::staffing::pressure_class;

use super::{api::CpiSizing, state::State};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{number, pressure, staff, whole},
};

/// How many CPIs are named.
const WORST: usize = 5;

/// The CPIs under most pressure; each leads to its row in the table.
#[component]
pub(super) fn Worst(words: Words, state: State) -> impl IntoView {
    let rows = move || {
        let mut cpis: Vec<CpiSizing> = state.part(|overview| overview.sizing.cpis.clone());
        cpis.sort_by(|one, other| other.load.pressure().total_cmp(&one.load.pressure()));
        cpis.truncate(WORST);
        cpis.into_iter().map(|row| worst(words, &row)).collect::<Vec<_>>()
    };
    view! {
        <section class="panel" aria-labelledby="worst-title">
            <h2 id="worst-title">{move || t_string!(words, dashboard.worst)}</h2>
            <ol class="worst">{rows}</ol>
        </section>
    }
}

fn worst(words: Words, row: &CpiSizing) -> AnyView {
    let class = pressure_class::of(row.load.pressure()).number();
    let missing = number(words, row.load.missing(), 1);
    view! {
        <li>
            <span class=format!("pressure-mark p{class}") aria-hidden="true"></span>
            <a href=format!("#cpi-{}", row.cpi.code) rel="external">{row.cpi.name.clone()}</a>
            <strong>{pressure(words, row.load.pressure())}</strong>
            <span class="muted">{fill(t_string!(words, dashboard.lacks), &[("missing", &missing)])}</span>
        </li>
    }
    .into_any()
}

/// The gap by province.
#[component]
pub(super) fn Gaps(words: Words, state: State) -> impl IntoView {
    let rows = move || {
        let provinces = state.part(|overview| overview.sizing.provinces.clone());
        let row = |name: String, load: super::api::Load| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{number(words, load.required, 1)}</td>
                    <td class="num">{staff(words, load.have)}</td>
                    <td class="num">{load.placed}</td>
                    <td class="num"><strong>{number(words, load.missing(), 1)}</strong></td>
                    <td class="num">{whole(words, load.unmet_hours)}</td>
                </tr>
            }
            .into_any()
        };
        provinces.into_iter().map(|it| row(it.province.name, it.load)).collect::<Vec<_>>()
    };
    view! {
        <section class="panel" aria-labelledby="gaps-title">
            <h2 id="gaps-title">{move || t_string!(words, dashboard.gaps)}</h2>
            <div class="wide" tabindex="0" role="group" aria-labelledby="gaps-title">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, dashboard.gaps)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, dashboard.province)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.required)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.in_service)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.placed)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.missing)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.unmet)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
