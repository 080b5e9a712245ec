//! The services: how much is asked of each, how long one takes, and which profiles do it.

use leptos::prelude::*;
use shared::{
    code::ServiceCode,
    staffing::{FigureKey, assumptions::SHARE_TOLERANCE},
};

use super::{by_province::by_province, disclosure::Disclosure, draft::Draft, figure_input::FigureInput, plan::Name};
use crate::{
    i18n::t_string,
    ui::format::{percent, whole},
};

#[component]
pub(super) fn ServicesView(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let plan = draft.plan.get_value();
    let rows: Vec<AnyView> = plan.services.iter().map(|(code, name)| row(draft, code, name.clone())).collect();
    let columns: Vec<AnyView> = plan
        .profiles
        .iter()
        .map(|(code, name)| {
            let name = name.clone();
            view! { <th scope="col"><abbr title=move || name.text(words)>{code.to_string()}</abbr>" %"</th> }.into_any()
        })
        .collect();
    view! {
        <section class="demand-part" aria-labelledby="services-title">
            <h2 id="services-title">{move || t_string!(words, demand.services)}</h2>
            <p class="hint">{move || t_string!(words, demand.services_hint)}</p>
            <div class="wide" tabindex="0" role="group" aria-labelledby="services-title">
                <table class="figures services">
                    <caption class="visually-hidden">{move || t_string!(words, demand.services)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, demand.service)}</th>
                        <th scope="col">{move || t_string!(words, demand.volume)}</th>
                        <th scope="col">{move || t_string!(words, demand.minutes)}</th>
                        <th scope="col" class="num">{move || t_string!(words, demand.hours)}</th>
                        {columns}
                        <th scope="col" class="num">{move || t_string!(words, demand.sum)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(draft: Draft, code: &ServiceCode, name: Name) -> AnyView {
    let words = draft.words;
    let keys = draft.plan.with_value(|plan| plan.mix(code));
    let shares: Vec<AnyView> =
        keys.iter().map(|key| view! { <td><FigureInput draft key=key.clone()/></td> }.into_any()).collect();
    let keys = StoredValue::new(keys);
    let (volume, minutes) = (FigureKey::Volume(code.clone()), FigureKey::Minutes(code.clone()));
    let hours = {
        let (volume, minutes) = (volume.clone(), minutes.clone());
        move || {
            let product = draft.current(&volume).unwrap_or_default() * draft.current(&minutes).unwrap_or_default();
            whole(words, product / 60.0)
        }
    };
    let sum = Memo::new(move |_| keys.with_value(|keys| draft.mix_sum(keys)));
    let off = move || (sum.get() - 1.0).abs() > SHARE_TOLERANCE;
    let open = RwSignal::new(false);
    let columns = 5 + shares.len();
    let (of, id) = (code.clone(), format!("provinces-{code}"));
    let own = {
        let keys: Vec<FigureKey> = draft.plan.with_value(|plan| {
            plan.provinces
                .iter()
                .map(|(province, _)| FigureKey::ProvinceVolume(code.clone(), province.clone()))
                .collect()
        });
        Signal::derive(move || keys.iter().filter(|key| draft.current(key).is_some()).count())
    };
    view! {
        <tr>
            <th scope="row">
                <span class="code">{code.to_string()}</span>" "{move || name.text(words)}
                <Disclosure open controls=id.clone() count=own
                    label=Signal::derive(move || t_string!(words, demand.by_province))/>
            </th>
            <td><FigureInput draft key=volume/></td>
            <td><FigureInput draft key=minutes/></td>
            <td class="num">{hours}</td>
            {shares}
            <td class="num" class:mix-off=off aria-live="polite">
                <span data-mix=code.to_string()>{move || percent(words, sum.get(), 1)}</span>
                {move || off().then(|| view! { <p class="figure-wrong">{t_string!(words, demand.mix_off)}</p> })}
            </td>
        </tr>
        {move || open.get().then(|| view! {
            <tr class="opened" id=id.clone()><td colspan=columns.to_string()>{by_province(draft, &of)}</td></tr>
        })}
    }
    .into_any()
}
