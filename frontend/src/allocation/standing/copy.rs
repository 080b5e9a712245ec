//! The window that copies a scenario. On arrival the copy stands open; a refusal keeps what was typed.

use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::staffing::{
    CellKey, CellValue,
    scenario::{MAX_NAME, checked_name},
};

use super::api;
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{dialog::Dialog, problem},
};

/// What is to be copied.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Original {
    pub(in super::super) scenario: String,
    pub(in super::super) name: String,
    pub(in super::super) revision: u64,
    /// Cells that the copy has otherwise.
    pub(in super::super) edits: Vec<(CellKey, CellValue)>,
}

/// The window. It stands open while there is something to copy.
#[component]
pub(in super::super) fn CopyWindow(
    words: Words,
    original: RwSignal<Option<Original>>,
    /// Told before the page leaves for the copy.
    on_copied: Callback<()>,
) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let write = StoredValue::new(uuid());
    let close = Callback::new(move |()| {
        original.set(None);
        wrong.set(None);
    });
    let submit = Callback::new(move |typed: String| {
        let Some(original) = original.get_untracked() else { return };
        let name = match checked_name(&typed) {
            Ok(name) => name,
            Err(rule) => return wrong.set(Some(problem::rule(words, &rule))),
        };
        busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let Original { scenario, revision, edits, .. } = original;
            let made = api::scenario_copy(&scenario, &write.get_value(), &name, revision, &edits).await;
            busy.try_set(false);
            if made != Err(Failure::Offline) {
                write.try_set_value(uuid());
            }
            match made {
                Ok(key) => {
                    on_copied.try_run(());
                    close.try_run(());
                    navigate.try_with_value(|go| go(&format!("/allocazione/{key}"), NavigateOptions::default()));
                }
                Err(failure) => {
                    wrong.try_set(Some(untrack(|| problem::failure(words, &failure))));
                }
            }
        });
    });
    view! {
        <Dialog words id="copy-title" title=Signal::derive(move || t_string!(words, standing.copy_title).to_owned())
            open=Signal::derive(move || original.with(Option::is_some)) on_close=close>
            <Form words original wrong busy on_submit=submit/>
        </Dialog>
    }
}

#[component]
fn Form(
    words: Words,
    original: RwSignal<Option<Original>>,
    wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    on_submit: Callback<String>,
) -> impl IntoView {
    let field: NodeRef<html::Input> = NodeRef::new();
    let first = untrack(|| {
        let name = original.with(|original| original.as_ref().map(|of| of.name.clone())).unwrap_or_default();
        let name = fill(t_string!(words, standing.copy_of), &[("name", &name)]);
        name.chars().take(MAX_NAME).collect::<String>()
    });
    let of = move |told: fn(&Original) -> String| original.with(|original| original.as_ref().map(told));
    let text = move || {
        let revision = of(|of| of.revision.to_string()).unwrap_or_default();
        fill(t_string!(words, standing.copy_text), &[("n", &revision)])
    };
    let edits = move || {
        let n = original.with(|original| original.as_ref().map_or(0, |of| of.edits.len()));
        (n > 0).then(|| fill(t_string!(words, standing.copy_edits), &[("n", &n.to_string())]))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(field.get_untracked().map(|field| field.value()).unwrap_or_default());
    };
    view! {
        <form class="step-form" novalidate="" on:submit=submit>
            <p>{text}" "{edits}</p>
            <label for="copy-name">{move || t_string!(words, allocation.name)}</label>
            <input id="copy-name" class="form-control" autocomplete="off" node_ref=field autofocus=true prop:value=first
                aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby="copy-wrong"/>
            <p id="copy-wrong" class="wrong" role="alert">{move || wrong.get()}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                {move || t_string!(words, standing.copy)}
            </button>
        </form>
    }
}
