//! What each scenario places at the job centre, and what pressure it leaves there; each leads to its board, at this job centre.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::pressure_class;

use super::api::{Allocation, Told};
use crate::{
    allocation::StandingBadge,
    i18n::{Words, fill, t_string},
    session::Session,
    ui::format::{number, pressure, whole},
};

/// The scenarios that the reader may read.
#[component]
pub(super) fn Allocations(words: Words, told: Memo<Option<Arc<Told>>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let code =
        Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.cpi.code.clone())).unwrap_or_default());
    let all = Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.cpi.allocations.clone())));
    let none = move || all.with(|all| all.as_ref().is_none_or(|all| all.nodes.is_empty()));
    let rows = move || {
        let nodes = all.get().map(|all| all.nodes).unwrap_or_default();
        nodes.into_iter().map(|one| row(words, &code.get(), one)).collect_view()
    };
    // Beyond the page's own number the list of scenarios goes on.
    let more = move || {
        let (shown, of) = all.get().map(|all| (all.nodes.len(), all.total_count))?;
        let of = usize::try_from(of).ok().filter(|of| *of > shown)?;
        Some(fill(t_string!(words, centre.of_scenarios), &[("n", &shown.to_string()), ("of", &of.to_string())]))
    };
    view! {
        <section class="panel centre-allocations" aria-labelledby="allocations-title">
            <h2 id="allocations-title">{move || t_string!(words, centre.allocations)}</h2>
            <Show when=none>
                {move || if session.viewer.with(Option::is_none) {
                    let from = format!("/accedi?da=/cpi/{}", code.get());
                    view! { <p><a href=from>{t_string!(words, problem.signed_out_read)}</a></p> }.into_any()
                } else {
                    view! { <p>{t_string!(words, centre.no_scenarios)}</p> }.into_any()
                }}
            </Show>
            <div class="wide" tabindex="0" role="group" aria-labelledby="allocations-title" hidden=none>
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, centre.allocations)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, comparison.scenario)}</th>
                        <th scope="col">{move || t_string!(words, standing.state)}</th>
                        <th scope="col" class="num">{move || t_string!(words, allocation.year)}</th>
                        <th scope="col">{move || t_string!(words, centre.placed_here)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.required)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.pressure)}</th>
                        <th scope="col" class="num">{move || t_string!(words, dashboard.unmet)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="muted">{more}</p>
        </section>
    }
}

fn row(words: Words, code: &str, one: Allocation) -> AnyView {
    let load = one.sizing.load;
    let class = pressure_class::of(load.pressure()).number();
    let cells = one.sizing.cells.iter().filter(|cell| cell.load.placed > 0);
    let parts: Vec<String> = cells.map(|cell| format!("{} {}", cell.profile.code, cell.load.placed)).collect();
    let parts = (!parts.is_empty()).then(|| format!(" ({})", parts.join(", ")));
    let uuid = one.scenario.uuid();
    view! {
        <tr data-scenario=uuid.clone()>
            <th scope="row"><a href=format!("/allocazione/{uuid}?cpi={code}")>{one.scenario.name}</a></th>
            <td><StandingBadge words of=Signal::stored(one.scenario.standing.read())/></td>
            <td class="num">{one.scenario.year}</td>
            <td><strong>{load.placed}</strong>{parts}</td>
            <td class="num">{number(words, load.required, 1)}</td>
            <td class="num"><span class=format!("pressure-mark p{class}") aria-hidden="true"></span>{pressure(words, load.pressure())}</td>
            <td class="num">{whole(words, load.unmet_hours)}</td>
        </tr>
    }
    .into_any()
}
