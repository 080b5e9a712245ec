//! Ten questions that a partner's developer asks, each as a program in three languages, with the address of this installation in it.

use leptos::prelude::*;

use super::{
    api::{self, Example},
    copy::Copy,
    page::here,
};
use crate::{
    i18n::{Words, either, t_string},
    ui::{problem, skeleton::Skeleton},
};

/// The address that the files name, in the place of which this installation's stands.
const ELSEWHERE: &str = "https://tavoliere.example";

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Language {
    Curl,
    JavaScript,
    Python,
}

impl Language {
    const ALL: [Self; 3] = [Self::Curl, Self::JavaScript, Self::Python];

    fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::JavaScript => "JavaScript",
            Self::Python => "Python",
        }
    }

    fn of(self, example: &Example) -> String {
        let text = match self {
            Self::Curl => &example.programs.curl,
            Self::JavaScript => &example.programs.javascript,
            Self::Python => &example.programs.python,
        };
        text.replace(ELSEWHERE, &here())
    }
}

/// The section.
#[component]
pub(super) fn Examples(words: Words) -> impl IntoView {
    let language = RwSignal::new(Language::Curl);
    let examples = LocalResource::new(api::examples);
    let choice = move |of: Language| {
        view! {
            <label>
                <input type="radio" name="example-language" value=of.name() prop:checked=move || language.get() == of
                    on:change=move |_| language.set(of)/>
                " "{of.name()}
            </label>
        }
    };
    view! {
        <section class="panel examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{move || t_string!(words, developers.examples)}</h2>
            <p class="prose">{move || t_string!(words, developers.examples_text)}</p>
            <fieldset class="choices">
                <legend>{move || t_string!(words, developers.language)}</legend>
                {Language::ALL.map(choice).collect_view()}
            </fieldset>
            {move || match examples.get() {
                None => view! { <Skeleton words lines=6/> }.into_any(),
                Some(Ok(examples)) => {
                    examples.into_iter().map(|example| view! { <Question words language example/> }).collect_view().into_any()
                }
                Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Question(words: Words, language: RwSignal<Language>, example: Example) -> impl IntoView {
    let console = format!("/sviluppatori/console#query={}", js_sys::encode_uri_component(example.query.trim()));
    let example = StoredValue::new(example);
    let asked =
        Signal::derive(move || example.with_value(|example| either(words, &example.it, &example.en).to_owned()));
    let text = Signal::derive(move || example.with_value(|example| language.get().of(example)));
    view! {
        <details id=example.with_value(|example| example.id.clone())>
            <summary>{move || asked.get()}</summary>
            <pre tabindex="0" role="group" aria-label=move || format!("{}: {}", language.get().name(), asked.get())>
                <code>{move || text.get()}</code>
            </pre>
            <p>
                <Copy words text what=asked/>
                <a rel="external" href=console>{move || t_string!(words, developers.open_console)}</a>
            </p>
        </details>
    }
}
