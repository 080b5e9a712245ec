//! The words of the pages, from `locales/`; every key is checked while compiling, in both languages.
//!
//! The language is chosen by the switch in the header, kept in the browser, and told to assistive technology.

#![expect(
    deprecated,
    reason = "the build-script way pulls ICU's data exporter into every build, for words that need no ICU"
)]

leptos_i18n::load_locales!();

pub(crate) use i18n::*;

use gloo::storage::{LocalStorage, Storage};
use leptos::prelude::*;
use leptos_i18n::{I18nContext, Locale as _};
use shared::number::Language;

const KEY: &str = "tavoliere.language";

/// The context in which pages find their words.
pub(crate) type Words = I18nContext<Locale>;

/// Chooses the language that was chosen last, and from then on keeps what is chosen.
pub(crate) fn provide_words() -> Words {
    let kept = LocalStorage::raw().get_item(KEY).ok().flatten();
    let first = if kept.as_deref() == Some("en") { Locale::en } else { Locale::it };
    // Italian first, whatever the browser prefers: the switch in the header decides.
    let words = leptos_i18n::context::provide_i18n_subcontext::<Locale>(Some(Signal::stored(first)));
    Effect::new(move |_| {
        let code = words.get_locale().as_str();
        let _ = LocalStorage::raw().set_item(KEY, code);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", code);
        }
    });
    words
}

/// How numbers are written in the language chosen.
pub(crate) fn language(words: Words) -> Language {
    match words.get_locale() {
        Locale::it => Language::Italian,
        Locale::en => Language::English,
    }
}

/// The one of two texts, of the plan's own data, that is in the language chosen.
pub(crate) fn either<'a>(words: Words, it: &'a str, en: &'a str) -> &'a str {
    match words.get_locale() {
        Locale::it => it,
        Locale::en => en,
    }
}

/// The one of two texts that suits a count.
pub(crate) fn counted(n: usize, one: &'static str, more: &'static str) -> &'static str {
    if n == 1 { one } else { more }
}

/// Puts values into a text's `{name}` places.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
