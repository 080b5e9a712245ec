//! Where something stands in the act: the sentence, its lines, and the ways in which it can be read.

use leptos::prelude::*;

use super::api::{ActPassage, PlanAmbiguity};
use crate::i18n::{Words, either, fill, t_string};

/// The sentence as printed, with its lines.
#[component]
pub(super) fn Sentence(words: Words, sentence: ActPassage) -> impl IntoView {
    let lines = sentence.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let one = sentence.lines.len() == 1;
    view! {
        <figure class="plan-sentence">
            <blockquote lang="it">{sentence.printed}</blockquote>
            <figcaption>{move || {
                let text = if one { t_string!(words, plan.line) } else { t_string!(words, plan.lines) };
                fill(text, &[("lines", &lines)])
            }}</figcaption>
        </figure>
    }
}

/// What can be read in several ways, and the way that was chosen.
#[component]
pub(super) fn Ambiguities(words: Words, ambiguities: Vec<PlanAmbiguity>) -> impl IntoView {
    let row = move |one: PlanAmbiguity| {
        let PlanAmbiguity { code, topic, readings, choice } = one;
        let readings = StoredValue::new(readings);
        view! {
            <li>
                <p><strong>{move || either(words, &topic.it, &topic.en).to_owned()}</strong>" "<span class="muted">{code}</span></p>
                <Show when=move || readings.with_value(|readings| !readings.is_empty())>
                    <p class="muted">{move || {
                        let told = readings.with_value(|readings| {
                            readings.iter().map(|way| either(words, &way.it, &way.en).to_owned()).collect::<Vec<_>>().join("; ")
                        });
                        fill(t_string!(words, plan.readings), &[("readings", &told)])
                    }}</p>
                </Show>
                <p>{move || fill(t_string!(words, plan.choice), &[("choice", either(words, &choice.it, &choice.en))])}</p>
            </li>
        }
    };
    let rows = (!ambiguities.is_empty()).then(|| ambiguities.into_iter().map(row).collect_view());
    rows.map(|rows| view! { <ul class="plan-ambiguities">{rows}</ul> })
}
