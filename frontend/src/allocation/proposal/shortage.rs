//! What stays undone after the proposal, service by service: how much, of what, where, and which profile lacks.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    code::CpiCode,
    staffing::{
        allocate::Told,
        shortage::{ServiceShortage, Shortage},
    },
};

use crate::{
    allocation::{board::Board, plan::Plan},
    i18n::{Words, either, fill, t_string},
    ui::format::whole,
};

/// CPIs that are named of each service.
const NAMED: usize = 3;

/// The services, folded. Nothing is shown where the figures have changed so that they contradict each other.
pub(super) fn undone(words: Words, board: Board, told: &Told) -> Option<AnyView> {
    let plan = board.plan.get_value();
    let opened = RwSignal::new(false);
    // What the proposal was made from; it is not computed again when a figure changes.
    let sizing = board.sizing.get_untracked()?;
    let shortage = Arc::new(Shortage::of(&sizing, &told.staff(&sizing)));
    let all = {
        let shortage = shortage.clone();
        move || fill(t_string!(words, shortage.all), &[("n", &whole(words, shortage.unmet_hours))])
    };
    let rows = move || {
        let mut services: Vec<&ServiceShortage> = shortage.services.iter().filter(|of| of.unmet_hours > 0.0).collect();
        services.sort_by(|one, other| other.unmet_hours.total_cmp(&one.unmet_hours));
        let rows: Vec<AnyView> = services.into_iter().map(|of| row(words, &plan, of)).collect();
        let individual = (shortage.individual_hours > 0.0).then(|| individual(words, shortage.individual_hours));
        rows.into_iter().chain(individual).collect::<Vec<AnyView>>()
    };
    let body = move || {
        let (rows, all) = (rows.clone(), all.clone());
        opened.get().then(|| {
            view! {
                <p class="ask-note">{all} " " {move || t_string!(words, shortage.note)}</p>
                <div class="changes" tabindex="0" role="group" aria-label=t_string!(words, shortage.title)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t_string!(words, shortage.service)}</th>
                                <th scope="col">{t_string!(words, shortage.hours)}</th>
                                <th scope="col">{t_string!(words, shortage.units)}</th>
                                <th scope="col">{t_string!(words, shortage.lacking)}</th>
                                <th scope="col">{t_string!(words, shortage.places)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        })
    };
    let folded = view! {
        <details class="undone" on:toggle=move |_| opened.set(true)>
            <summary>{move || t_string!(words, shortage.title)}</summary>
            {body}
        </details>
    };
    Some(folded.into_any())
}

fn row(words: Words, plan: &Plan, of: &ServiceShortage) -> AnyView {
    let part = |some: f64, all: f64| {
        fill(t_string!(words, shortage.of_all), &[("n", &whole(words, some)), ("all", &whole(words, all))])
    };
    let service = plan.services.get(&of.service);
    let service = service.map_or_else(|| of.service.to_string(), |name| either(words, &name.it, &name.en).to_owned());
    let profile = of.profiles.first().and_then(|(code, _)| plan.profiles.iter().find(|(known, _)| known == code));
    let profile = profile.map(|(_, name)| either(words, &name.it, &name.en).to_owned());
    let cpi = |code: &CpiCode| plan.cpis.iter().find(|cpi| cpi.code == *code).map_or("", |cpi| cpi.name.as_str());
    let places = of.cpis.iter().take(NAMED);
    let places: Vec<String> = places.map(|at| format!("{} ({})", cpi(&at.cpi), whole(words, at.unmet_hours))).collect();
    view! {
        <tr>
            <th scope="row">{service}</th>
            <td>{part(of.unmet_hours, of.hours)}</td>
            <td>{part(of.unserved, of.volume)}</td>
            <td>{profile}</td>
            <td>{places.join(", ")}</td>
        </tr>
    }
    .into_any()
}

/// The hours that belong to no service.
fn individual(words: Words, hours: f64) -> AnyView {
    view! {
        <tr>
            <th scope="row">{t_string!(words, shortage.individual)}</th>
            <td>{whole(words, hours)}</td>
            <td></td>
            <td></td>
            <td></td>
        </tr>
    }
    .into_any()
}
