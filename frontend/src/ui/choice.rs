//! A choice of one among few, with its label and what is wrong with it under it; and the same for a day.

use leptos::prelude::*;
use shared::FieldProblem;

use super::problem;
use crate::i18n::Words;

/// A list to choose from. Its values are names, its texts words for people.
#[component]
pub(crate) fn Choice(
    words: Words,
    /// Its id, unique on the page.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    /// Value and text of each.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Its name in the API.
    #[prop(default = "")]
    name: &'static str,
    /// What is wrong with the form, field by field.
    #[prop(optional)]
    wrong: Option<RwSignal<Vec<FieldProblem>>>,
) -> impl IntoView {
    let mine = move || wrong.and_then(|wrong| wrong.with(|all| all.iter().find(|one| one.field == name).cloned()));
    let options = move || {
        let option = |(own, text): (String, String)| {
            let is_chosen = value.with(|value| *value == own);
            view! { <option value=own selected=is_chosen>{text}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    let message = format!("{id}-wrong");
    view! {
        <div class="form-field">
            <label for=id>{move || label.get()}</label>
            <select id=id class="form-control" aria-invalid=move || mine().is_some().to_string() aria-describedby=message.clone()
                prop:value=move || value.get() on:change=move |event| value.set(event_target_value(&event))>
                {options}
            </select>
            <p id=message class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
        </div>
    }
}
