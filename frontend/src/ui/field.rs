//! A field of a form, with its label and, under it, what is wrong with it.

use leptos::prelude::*;
use shared::{FieldProblem, Problem};
use wasm_bindgen::JsCast as _;

use super::problem;
use crate::{graphql::Failure, i18n::Words};

/// One line of text. What is wrong stands under it, and is read with it.
#[component]
pub(crate) fn TextField(
    words: Words,
    /// Its id, unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Signal<String>,
    /// `text`, `email`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    value: RwSignal<String>,
    /// Whether the window that it stands in opens with the focus here.
    #[prop(optional)]
    first: bool,
    /// Its name in the API.
    name: &'static str,
    /// What is wrong with the form, field by field.
    wrong: RwSignal<Vec<FieldProblem>>,
) -> impl IntoView {
    let mine = move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field == name).cloned());
    let message = format!("{id}-wrong");
    view! {
        <div class="form-field">
            <label for=id.clone()>{move || label.get()}</label>
            <input id=id type=kind class="form-control" autocomplete=autocomplete spellcheck="false" autofocus=first
                aria-invalid=move || mine().is_some().to_string() aria-describedby=message.clone()
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
            <p id=message class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
        </div>
    }
}

/// Takes the focus to an element, once the page stands.
pub(crate) fn focus(id: &'static str) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(id);
        if let Some(field) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// Tells what was refused: at the fields, or above the button. What has no field on the page is told above it, too.
pub(crate) fn refuse(wrong: RwSignal<Vec<FieldProblem>>, failed: RwSignal<Option<Failure>>, failure: Failure) {
    match failure {
        Failure::Refused(Problem::Invalid { fields }) => {
            wrong.try_set(fields.clone());
            request_animation_frame(move || {
                let first = document().query_selector("[aria-invalid=true]").ok().flatten();
                match first.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                    Some(field) => drop(field.focus()),
                    None => drop(failed.try_set(Some(Failure::Refused(Problem::Invalid { fields })))),
                }
            });
        }
        other => {
            wrong.try_set(Vec::new());
            failed.try_set(Some(other));
        }
    }
}
