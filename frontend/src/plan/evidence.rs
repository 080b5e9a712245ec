//! The records behind a number that is counted: each with its day and place, and a way to it.

use leptos::prelude::*;

use super::{
    desk::Desk,
    evidence_api::{self as api, EvidenceKind, IndicatorEvidence},
    standing::day,
};
use crate::{
    i18n::{fill, t_string},
    ui::problem,
};

/// The list, read anew when something that counts has changed, or another place or day is looked at.
#[component]
pub(super) fn Evidence(desk: Desk, code: String) -> impl IntoView {
    let words = desk.words;
    let told = LocalResource::new(move || {
        desk.changed.track();
        api::evidence(code.clone(), desk.territory.get(), desk.on.get())
    });
    // What was told last stays while it is read anew, so that nothing jumps.
    let shown = RwSignal::new(None::<Vec<IndicatorEvidence>>);
    let failed = RwSignal::new(None);
    Effect::new(move |_| match told.get() {
        Some(Ok(records)) => {
            failed.set(None);
            shown.set(Some(records));
        }
        Some(Err(failure)) => failed.set(Some(failure)),
        None => {}
    });
    let heading = move || {
        let count = shown.with(|records| records.as_ref().map(Vec::len)).unwrap_or_default();
        fill(t_string!(words, plan.evidence), &[("count", &count.to_string())])
    };
    let is_empty = Memo::new(move |_| shown.with(|records| records.as_ref().map(Vec::is_empty)));
    view! {
        <section class="plan-evidence">
            <Show when=move || is_empty.get() == Some(false)>
                <h3>{heading}</h3>
                <ul>
                    <For each=move || shown.get().unwrap_or_default() key=|one| (one.id.inner().to_owned(), one.title.clone(), one.day.0.clone())
                        children=move |one| view! { <Record desk one/> }/>
                </ul>
            </Show>
            <Show when=move || is_empty.get() == Some(true)>
                <p class="muted">{move || t_string!(words, plan.no_evidence)}</p>
            </Show>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        </section>
    }
}

/// One record.
#[component]
fn Record(desk: Desk, one: IndicatorEvidence) -> impl IntoView {
    let words = desk.words;
    let IndicatorEvidence { id, kind, title, territory, day: on } = one;
    let address = match kind {
        EvidenceKind::Partnership => format!("/partenariati/{}", id.inner()),
        EvidenceKind::Event => {
            let month = on.0.get(..7).unwrap_or_default();
            format!("/eventi?mese={month}&{}", within(&territory))
        }
        EvidenceKind::Cpi => "/allocazione".to_owned(),
    };
    let place = move || if territory.is_empty() { t_string!(words, plan.region).to_owned() } else { territory.clone() };
    let named = match title {
        Some(title) => view! { <a href=address>{title}</a> }.into_any(),
        None => view! { <span class="muted">{move || t_string!(words, plan.not_shown)}</span> }.into_any(),
    };
    view! { <li><span class="num">{day(&on.0)}</span>" "<span class="plan-code">{place}</span>" "{named}</li> }
}

/// The filter of a territory in the events' address.
fn within(territory: &str) -> String {
    match territory.len() {
        0 => String::new(),
        2 => format!("provincia={territory}"),
        _ => format!("provincia={}&cpi={territory}", &territory[..2]),
    }
}
