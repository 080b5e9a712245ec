//! The profiles: what of their time goes to support work, and what an operator costs.

use leptos::prelude::*;
use shared::staffing::FigureKey;

use super::{draft::Draft, figure_input::FigureInput};
use crate::i18n::t_string;

#[component]
pub(super) fn ProfilesView(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let plan = draft.plan.get_value();
    let rows: Vec<AnyView> = plan
        .profiles
        .iter()
        .map(|(code, name)| {
            let name = name.clone();
            view! {
                <tr>
                    <th scope="row"><span class="code">{code.to_string()}</span>" "{move || name.text(words)}</th>
                    <td><FigureInput draft key=FigureKey::CategoryAllowance(code.clone())/></td>
                    <td><FigureInput draft key=FigureKey::YearlyCost(code.clone())/></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="demand-part" aria-labelledby="profiles-title">
            <h2 id="profiles-title">{move || t_string!(words, demand.profiles)}</h2>
            <p class="hint">{move || t_string!(words, demand.profiles_hint)}</p>
            <div class="wide" tabindex="0" role="group" aria-labelledby="profiles-title">
                <table class="figures">
                    <caption class="visually-hidden">{move || t_string!(words, demand.profiles)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, demand.profile)}</th>
                        <th scope="col">{move || t_string!(words, demand.allowance)}</th>
                        <th scope="col">{move || t_string!(words, demand.cost)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
