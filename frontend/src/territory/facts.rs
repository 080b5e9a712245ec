//! What is to be known of a job centre at a glance: who lives there, what is needed, who is there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::pressure_class;

use super::{
    api::{Cpi, Told},
    sources::{Sources, mark},
};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{number, percent, pressure, staff, whole},
};

/// The facts.
#[component]
pub(super) fn Facts(words: Words, told: Memo<Option<Arc<Told>>>, sources: Memo<Arc<Sources>>) -> impl IntoView {
    view! {
        <section class="panel centre-facts" aria-labelledby="facts-title">
            <h2 id="facts-title">{move || t_string!(words, centre.facts)}</h2>
            {move || told.get().map(|told| facts(words, &told.cpi, &sources.get()))}
        </section>
    }
}

fn facts(words: Words, cpi: &Cpi, sources: &Sources) -> AnyView {
    let count = |count: i32| whole(words, f64::from(count));
    let load = cpi.sizing.load;
    let seat = cpi.municipalities.iter().find(|town| town.istat == cpi.seat_istat).map(|town| town.name.clone());
    let people = fill(
        t_string!(words, catchment.people),
        &[("all", &count(cpi.residents)), ("working", &count(cpi.working_age))],
    );
    let unemployed = cpi.registered_unemployed.zip(cpi.registered_unemployed_provenance.as_ref());
    let unemployed = match unemployed {
        Some((number, provenance)) => {
            view! { <dd>{count(number)}" "{mark(words, sources, provenance)}</dd> }.into_any()
        }
        None => view! { <dd>{t_string!(words, catchment.unemployed_unknown)}</dd> }.into_any(),
    };
    let class = pressure_class::of(load.pressure()).number();
    view! {
        <dl>
            <div><dt>{t_string!(words, dashboard.province)}</dt><dd>{cpi.province.name.clone()}</dd></div>
            <div><dt>{t_string!(words, catchment.seat)}</dt><dd>{seat}" "{mark(words, sources, &cpi.seat_provenance)}</dd></div>
            <div><dt>{t_string!(words, catchment.residents)}</dt><dd>{people}" "{mark(words, sources, &cpi.people_provenance)}</dd></div>
            <div><dt>{t_string!(words, catchment.unemployed)}</dt>{unemployed}</div>
            <div><dt>{t_string!(words, centre.weight)}</dt><dd>{percent(words, cpi.sizing.weight, 2)}</dd></div>
            <div><dt>{t_string!(words, dashboard.required)}</dt><dd><strong id="centre-required">{number(words, load.required, 1)}</strong></dd></div>
            <div><dt>{t_string!(words, dashboard.in_service)}</dt><dd><strong>{staff(words, load.have)}</strong></dd></div>
            <div><dt>{t_string!(words, dashboard.pressure)}</dt>
                <dd><span class=format!("pressure-mark p{class}") aria-hidden="true"></span><strong>{pressure(words, load.pressure())}</strong></dd></div>
            <div><dt>{t_string!(words, dashboard.unmet)}</dt><dd>{whole(words, load.unmet_hours)}</dd></div>
        </dl>
    }
    .into_any()
}
