//! The terms of the working time that are other ones for a profile: a table of terms by profiles, empty where the common one stands.

use leptos::prelude::*;
use shared::{
    code::ProfileCode,
    staffing::{FigureKey, WorkingTimeTerm},
};

use super::{
    draft::{Draft, write},
    figure_input::FigureInput,
    names,
};
use crate::{i18n::t_string, ui::format::number};

/// The table.
#[component]
pub(super) fn OwnTime(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let profiles = draft.plan.with_value(|plan| plan.profiles.clone());
    let columns: Vec<AnyView> = profiles
        .iter()
        .map(|(code, name)| {
            let name = name.clone();
            view! { <th scope="col"><abbr title=move || name.text(words)>{code.to_string()}</abbr></th> }.into_any()
        })
        .collect();
    let codes: Vec<ProfileCode> = profiles.iter().map(|(code, _)| code.clone()).collect();
    let rows: Vec<AnyView> = WorkingTimeTerm::ALL.into_iter().map(|term| row(draft, term, &codes)).collect();
    let hours: Vec<AnyView> = (0..codes.len())
        .map(|column| {
            let text = move || {
                let hours = draft.now.with(|now| now.sizing.as_ref()?.available_hours().get(column).copied());
                hours.map(|hours| number(words, hours, 1)).unwrap_or_default()
            };
            view! { <td class="num">{text}</td> }.into_any()
        })
        .collect();
    view! {
        <p class="hint">{move || t_string!(words, demand.by_profile_hint)}</p>
        <div class="wide" tabindex="0" role="group" aria-label=move || t_string!(words, demand.by_profile)>
            <table class="figures own-time">
                <caption class="visually-hidden">{move || t_string!(words, demand.by_profile)}</caption>
                <thead><tr><th scope="col">{move || t_string!(words, demand.working_time)}</th>{columns}</tr></thead>
                <tbody>
                    {rows}
                    <tr class="sum"><th scope="row">{move || t_string!(words, demand.available)}</th>{hours}</tr>
                </tbody>
            </table>
        </div>
    }
}

fn row(draft: Draft, term: WorkingTimeTerm, profiles: &[ProfileCode]) -> AnyView {
    let words = draft.words;
    let common = FigureKey::WorkingTime(term);
    let derived =
        Signal::derive(move || draft.current(&common).map(|value| write(words, &common, value)).unwrap_or_default());
    let fields: Vec<AnyView> = profiles
        .iter()
        .map(|code| {
            let key = FigureKey::OwnWorkingTime(term, code.clone());
            view! { <td><FigureInput draft key derived/></td> }.into_any()
        })
        .collect();
    view! { <tr><th scope="row">{move || names::term(words, term)}</th>{fields}</tr> }.into_any()
}
