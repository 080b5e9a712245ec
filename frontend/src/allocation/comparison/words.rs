//! Letters of the scenarios, and differences in words.

use crate::{i18n::Words, ui::format::number};

/// The letter of a scenario's column, by its place.
pub(super) fn letter(place: usize) -> &'static str {
    ["A", "B", "C", "D"].get(place).copied().unwrap_or("–")
}

/// A difference with its sign: `+3`, `−0,12`; `=` where nothing is left of it.
pub(super) fn signed(words: Words, value: f64, decimals: u8) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    if value.is_infinite() {
        return format!("{sign}∞");
    }
    let size = number(words, value.abs(), decimals);
    if size.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { format!("{sign}{size}") } else { String::from("=") }
}
