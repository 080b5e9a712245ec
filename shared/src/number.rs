//! Numbers as people read and type them, in Italian and in English.
//!
//! Thousands are always grouped, so that columns line up: `1.234,5` and `1,234.5`.

use serde::{Deserialize, Serialize};

use crate::problem::Rule;

/// The language that numbers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// `1.234,5`
    Italian,
    /// `1,234.5`
    English,
}

impl Language {
    fn marks(self) -> (char, char) {
        match self {
            Self::Italian => ('.', ','),
            Self::English => (',', '.'),
        }
    }
}

/// Writes a number with so many decimals, rounded half to even as the formatter does. Not finite: `–`.
pub fn format_decimal(value: f64, decimals: u8, language: Language) -> String {
    if !value.is_finite() {
        return String::from("–");
    }
    let (group, point) = language.marks();
    let plain = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let negative = value < 0.0 && plain.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0');
    let mut text = String::from(if negative { "-" } else { "" });
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// Reads a typed number: `1.234,5`, `1234,5`, `1234.5`, `1 234`. A single mark before exactly three last digits groups
/// thousands if it is the language's grouping mark, else it is the decimal mark. No group begins with a nought: `0.123` is
/// less than one in either language. Spaces group thousands too, and nothing else: `3 4` is two numbers.
///
/// # Errors
/// [`Rule::Required`] when nothing was typed, [`Rule::NotANumber`] for anything else than one number.
pub fn parse_decimal(text: &str, language: Language) -> Result<f64, Rule> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Rule::Required);
    }
    if !spaced(text) {
        return Err(Rule::NotANumber);
    }
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')) {
        return Err(Rule::NotANumber);
    }
    let (group, point) = marks_in(&text, language);
    let (whole, fraction) = text.split_once(point).unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if fraction.contains([group, point]) || !grouped(whole, group) || !(digits(whole) || digits(fraction)) {
        return Err(Rule::NotANumber);
    }
    let whole: String = whole.chars().filter(|c| *c != group).collect();
    format!("{whole}.{fraction}0").parse().map_err(|_| Rule::NotANumber)
}

/// Which mark groups and which divides: the last of two different marks divides; one mark alone is the language's.
fn marks_in(text: &str, language: Language) -> (char, char) {
    let (group, point) = language.marks();
    match (text.rfind('.'), text.rfind(',')) {
        (Some(dot), Some(comma)) if dot > comma => (',', '.'),
        (Some(_), Some(_)) => ('.', ','),
        _ => {
            let alone = text.matches(group).count() == 1;
            let thousands = text
                .rsplit_once(group)
                .is_some_and(|(first, last)| last.len() == 3 && !unsigned(first).starts_with('0'));
            if alone && !thousands { (point, group) } else { (group, point) }
        }
    }
}

/// Whether the grouping marks stand before groups of three.
fn grouped(whole: &str, group: char) -> bool {
    in_threes(whole.split(group))
}

/// Whether spaces stand only where they group the whole part.
fn spaced(text: &str) -> bool {
    let (whole, rest) = text.split_at(text.find(['.', ',']).unwrap_or(text.len()));
    in_threes(whole.split(is_space)) && !rest.contains(is_space)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')
}

fn in_threes<'a>(mut groups: impl Iterator<Item = &'a str>) -> bool {
    let first = unsigned(groups.next().unwrap_or_default());
    let mut rest = groups.peekable();
    rest.peek().is_none()
        || ((1..=3).contains(&first.len()) && !first.starts_with('0') && rest.all(|group| group.len() == 3))
}

fn unsigned(text: &str) -> &str {
    text.trim_start_matches(['-', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let both = |value, decimals| {
            [Language::Italian, Language::English].map(|language| format_decimal(value, decimals, language))
        };
        assert_eq!(both(1234.5, 1), ["1.234,5", "1,234.5"]);
        assert_eq!(both(13_440_000.0, 0), ["13.440.000", "13,440,000"]);
        assert_eq!(both(-0.001, 2), ["0,00", "0.00"]);
        assert_eq!(both(-1234.0, 0), ["-1.234", "-1,234"]);
        assert_eq!(both(f64::NAN, 2), ["–", "–"]);
    }

    #[test]
    fn typed_numbers_are_read_however_people_write_them() {
        for text in ["1234,5", "1.234,5", "1234.5", "1 234,5", " +1234,50 "] {
            assert_eq!(parse_decimal(text, Language::Italian), Ok(1234.5), "{text}");
        }
        assert_eq!(parse_decimal("1.234", Language::Italian), Ok(1234.0));
        assert_eq!(parse_decimal("1.234", Language::English), Ok(1.234));
        assert_eq!(parse_decimal("1,234", Language::Italian), Ok(1.234));
        assert_eq!(parse_decimal("0,15", Language::Italian), Ok(0.15));
        assert_eq!(parse_decimal("0.123", Language::Italian), Ok(0.123), "a nought groups nothing");
        assert_eq!(parse_decimal("-0,150", Language::English), Ok(-0.15));
        assert_eq!(parse_decimal("-3", Language::Italian), Ok(-3.0));
        assert_eq!(parse_decimal("-12\u{202f}345\u{a0}678,5", Language::Italian), Ok(-12_345_678.5));
        assert_eq!(parse_decimal("1.000.000", Language::Italian), Ok(1e6));
        assert_eq!(parse_decimal("  ", Language::Italian), Err(Rule::Required));
        for text in
            ["abc", "1,2,3", "1..2", "12.34.567", "1e9", "NaN", "1-2", ",", "-", "3 4", "12 34", "1,5 0", "0.123.456"]
        {
            assert_eq!(parse_decimal(text, Language::Italian), Err(Rule::NotANumber), "{text}");
        }
    }
}
