//! Who works at the job centre, profile by profile, against who is needed.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::pressure_class;

use super::{
    api::{Cell, Load, Told},
    sources::{Sources, mark},
};
use crate::{
    i18n::{Words, either, t_string},
    ui::format::{number, pressure, staff, whole},
};

/// The profiles.
#[component]
pub(super) fn Staff(words: Words, told: Memo<Option<Arc<Told>>>, sources: Memo<Arc<Sources>>) -> impl IntoView {
    let sizing = Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.cpi.sizing.clone())));
    let rows = move || {
        let sources = sources.get();
        sizing.get().map(|of| of.cells.iter().map(|cell| row(words, &sources, cell)).collect_view())
    };
    let total = move || sizing.get().map(|of| numbers(words, of.load, None));
    view! {
        <section class="panel centre-staff" aria-labelledby="staff-title">
            <h2 id="staff-title">{move || t_string!(words, centre.staff)}</h2>
            <div class="wide" tabindex="0" role="group" aria-labelledby="staff-title">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, centre.staff)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, centre.profile)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.required)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.in_service)}</th>
                        <th scope="col">{move || t_string!(words, centre.staff_source)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.pressure)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.unmet)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr><th scope="row">{move || t_string!(words, demand.total)}</th>{total}</tr></tfoot>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, sources: &Sources, cell: &Cell) -> AnyView {
    let name = either(words, &cell.profile.name_it, &cell.profile.name_en).to_owned();
    let known = mark(words, sources, &cell.have_provenance);
    view! {
        <tr data-profile=cell.profile.code.clone()>
            <th scope="row"><span class="code">{cell.profile.code.clone()}</span>" "{name}</th>
            {numbers(words, cell.load, Some(known))}
        </tr>
    }
    .into_any()
}

fn numbers(words: Words, load: Load, known: Option<AnyView>) -> AnyView {
    let class = pressure_class::of(load.pressure()).number();
    view! {
        <td class="num">{number(words, load.required, 2)}</td>
        <td class="num">{staff(words, load.have)}</td>
        <td>{known}</td>
        <td class="num"><span class=format!("pressure-mark p{class}") aria-hidden="true"></span>{pressure(words, load.pressure())}</td>
        <td class="num">{whole(words, load.unmet_hours)}</td>
    }
    .into_any()
}
