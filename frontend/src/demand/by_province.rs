//! The volumes of a service that provinces have published: each a part of the region's, and what they leave to the others.

use leptos::prelude::*;
use shared::{code::ServiceCode, staffing::FigureKey};

use super::{draft::Draft, figure_input::FigureInput};
use crate::{
    i18n::{fill, t_string},
    ui::format::whole,
};

/// One field a province, and the remainder.
pub(super) fn by_province(draft: Draft, service: &ServiceCode) -> AnyView {
    let words = draft.words;
    let provinces = draft.plan.with_value(|plan| plan.provinces.clone());
    let all = provinces.len();
    let keys: Vec<FigureKey> =
        provinces.iter().map(|(code, _)| FigureKey::ProvinceVolume(service.clone(), code.clone())).collect();
    let fields: Vec<AnyView> = provinces
        .into_iter()
        .zip(keys.clone())
        .map(|((code, name), key)| {
            let service = service.clone();
            let derived = Signal::derive(move || {
                let volume = draft.now.with(|now| now.sizing.as_ref()?.province_volume(&service, &code));
                volume.map(|volume| whole(words, volume)).unwrap_or_default()
            });
            view! { <div><span>{name}</span><FigureInput draft key derived/></div> }.into_any()
        })
        .collect();
    let region = FigureKey::Volume(service.clone());
    let rest = move || {
        let own: Vec<f64> = keys.iter().filter_map(|key| draft.current(key)).collect();
        let rest = draft.current(&region).unwrap_or_default() - own.iter().sum::<f64>();
        let text = match (rest < 0.0, own.len() == all) {
            (true, _) => t_string!(words, demand.provinces_over),
            (false, true) if rest > 0.0 => t_string!(words, demand.provinces_short),
            (false, true) => t_string!(words, demand.provinces_whole),
            (false, false) => t_string!(words, demand.provinces_rest),
        };
        fill(text, &[("rest", &whole(words, rest.abs()))])
    };
    view! {
        <div class="by-province">
            <p class="hint">{move || t_string!(words, demand.by_province_hint)}</p>
            <div class="by-province-fields">{fields}</div>
            <p class="rest" aria-live="polite" data-rest=service.to_string()>{rest}</p>
        </div>
    }
    .into_any()
}
