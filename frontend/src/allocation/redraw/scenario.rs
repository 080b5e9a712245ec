//! Whose operators count as placed: a scenario's, or nobody's.

use leptos::prelude::*;
use shared::id::{GlobalId, Kind};

use super::sketch::Sketch;
use crate::{
    allocation::api,
    i18n::{Words, t_string},
    session::Session,
};

/// The choice of a scenario; for whoever may read none, the way in.
#[component]
pub(super) fn ScenarioChoice(words: Words, sketch: Sketch) -> impl IntoView {
    let session = expect_context::<Session>();
    let listed = LocalResource::new(move || {
        session.changes.track();
        async move {
            session.known().await;
            let found = api::scenarios(None, false, None).await.map(|(found, _)| found).unwrap_or_default();
            let named = |one: api::ListedScenario| Some((GlobalId::key_of(one.id.inner(), Kind::Scenario)?, one.name));
            found.into_iter().filter_map(named).collect::<Vec<(String, String)>>()
        }
    });
    // The one that is looked at stands among them, though it be in the archive or beyond the first hundred.
    let options = move || {
        let mut all = listed.get().unwrap_or_default();
        let played = sketch.known.with(|known| known.played.as_ref().map(|it| (it.uuid.clone(), it.name.clone())));
        all.extend(played.filter(|(key, _)| !all.iter().any(|(known, _)| known == key)));
        let option = |(key, name): (String, String)| {
            let own = key.clone();
            let here = move || sketch.at.scenario.with(|chosen| chosen.as_ref() == Some(&own));
            view! { <option value=key prop:selected=here>{name}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    // Whoever signs in comes back to what they see.
    let sign_in = move || {
        let path = String::from(js_sys::encode_uri_component(&sketch.at.path()));
        format!("/accedi?da={path}")
    };
    let choose = move |event| {
        let key = event_target_value(&event);
        sketch.at.choose((!key.is_empty()).then_some(key));
    };
    view! {
        <div class="filters redraw-scenario">
            <label>
                <span>{move || t_string!(words, redraw.scenario)}</span>
                <select id="redraw-scenario" on:change=choose>
                    <option value="" prop:selected=move || sketch.at.scenario.with(Option::is_none)>
                        {move || t_string!(words, redraw.base_only)}
                    </option>
                    {options}
                </select>
            </label>
            <Show when=move || session.viewer.with(Option::is_none)>
                <p><a href=sign_in>{move || t_string!(words, problem.signed_out_read)}</a></p>
            </Show>
        </div>
        <p class="wrong" role="status">
            {move || sketch.known.with(|known| known.is_missing).then(|| t_string!(words, redraw.missing))}
        </p>
    }
}
