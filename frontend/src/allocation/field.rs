//! One number on a form of the board: what was typed, and what is wrong with it.

use leptos::prelude::*;
use shared::{Rule, number::parse_decimal};

use crate::{
    i18n::{Words, language},
    ui::problem,
};

/// One number that may be left empty, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) text: RwSignal<String>,
    pub(super) wrong: RwSignal<Option<Rule>>,
}

impl Field {
    pub(super) fn new(text: &str) -> Self {
        Self { text: RwSignal::new(text.to_owned()), wrong: RwSignal::new(None) }
    }

    /// The whole number typed; `None` when empty. What is wrong is told at the field.
    pub(super) fn whole(self, words: Words, max: u32) -> Result<Option<u32>, ()> {
        let value = self.decimal(words, f64::from(max))?;
        if value.is_some_and(|value| value % 1.0 != 0.0) {
            self.wrong.set(Some(Rule::NotWhole));
            return Err(());
        }
        Ok(value.map(|value| value as u32))
    }

    pub(super) fn decimal(self, words: Words, max: f64) -> Result<Option<f64>, ()> {
        let typed = self.text.get_untracked();
        if typed.trim().is_empty() {
            self.wrong.set(None);
            return Ok(None);
        }
        let read = parse_decimal(&typed, language(words)).and_then(|value| {
            let broken = shared::problem::out_of(value, 0.0, max);
            broken.map_or(Ok(value), Err)
        });
        self.wrong.set(read.clone().err());
        read.map(Some).map_err(|_| ())
    }
}

/// A number with its label and what is wrong with it.
#[component]
pub(super) fn Number(
    words: Words,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] id: String,
    field: Field,
) -> impl IntoView {
    let message = format!("{id}-wrong");
    view! {
        <div class="ask-field">
            <label for=id.clone()>{move || label.get()}</label>
            <input id=id inputmode="decimal" autocomplete="off" prop:value=move || field.text.get()
                on:input=move |event| field.text.set(event_target_value(&event))
                aria-invalid=move || field.wrong.with(Option::is_some).to_string() aria-describedby=message.clone()/>
            <p id=message class="wrong">{move || field.wrong.with(|wrong| wrong.as_ref().map(|rule| problem::rule(words, rule)))}</p>
        </div>
    }
}
