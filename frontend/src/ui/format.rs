//! Numbers and dates as the reader's language writes them.

use js_sys::{Date, Object, Reflect};
use shared::number::{Language, format_decimal};
use wasm_bindgen::JsValue;

use crate::i18n::{Words, language};

/// A number with so many decimals: `1.234,5`.
pub(crate) fn number(words: Words, value: f64, decimals: u8) -> String {
    format_decimal(value, decimals, language(words))
}

/// A whole number: `12.345`.
pub(crate) fn whole(words: Words, value: f64) -> String {
    number(words, value, 0)
}

/// Operators in service: whole people, or with one decimal where someone stated a part.
pub(crate) fn staff(words: Words, value: f64) -> String {
    number(words, value, u8::from(value % 1.0 != 0.0))
}

/// A pressure, two decimals; `∞` when nobody is there and work exists.
pub(crate) fn pressure(words: Words, value: f64) -> String {
    if value.is_finite() { number(words, value, 2) } else { String::from("∞") }
}

/// A share as a percentage: `12,5 %`.
pub(crate) fn percent(words: Words, share: f64, decimals: u8) -> String {
    format!("{}\u{a0}%", number(words, share * 100.0, decimals))
}

/// Millions of euro, from cents: `13,44`.
pub(crate) fn millions(words: Words, cents: f64) -> String {
    number(words, cents / 1e8, 2)
}

/// An instant in Rome: `23/11/2026, 10:42`. An unreadable one is given back as it is.
pub(crate) fn instant(words: Words, rfc3339: &str) -> String {
    let date = Date::new(&JsValue::from_str(rfc3339));
    if date.get_time().is_nan() {
        return rfc3339.to_owned();
    }
    let options = Object::new();
    for (key, value) in [
        ("timeZone", "Europe/Rome"),
        ("day", "2-digit"),
        ("month", "2-digit"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ] {
        let _ = Reflect::set(&options, &key.into(), &value.into());
    }
    let locale = match language(words) {
        Language::Italian => "it-IT",
        Language::English => "en-GB",
    };
    date.to_locale_string(locale, &options).into()
}
