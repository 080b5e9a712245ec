//! Names as people type them: without accents, half a word, a letter wrong. The database keeps the trigrams of folded names and
//! finds candidates by them; which of those are meant, and in what order, is decided here, the same on both ends.

use std::collections::BTreeSet;

/// From this likeness on two names may well be one organisation's.
pub const LIKELY: f64 = 0.6;

/// Words that tell nothing about which organisation it is.
const EMPTY: [&str; 26] = [
    "di", "del", "della", "dei", "degli", "delle", "dell", "d", "e", "ed", "per", "il", "la", "lo", "i", "gli", "le",
    "l", "da", "in", "of", "the", "and", "srl", "spa", "scarl",
];

/// A name as it is compared: small letters and digits without accents, one space between words.
///
/// Dots within an abbreviation go without leaving a gap: `S.p.A.` is `spa`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => folded.push(letter),
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ß' => folded.push_str("ss"),
            '.' | '\u{300}'..='\u{36f}' => {}
            other if other.is_alphanumeric() => folded.push(other),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The trigrams of a folded text: each word with two spaces before it, so that a word's beginning weighs more, and none after
/// it, so that half a word has no trigram that the whole one lacks.
pub fn trigrams(folded: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in folded.split_whitespace() {
        let letters: Vec<char> = [' ', ' '].into_iter().chain(word.chars()).collect();
        found.extend(letters.windows(3).map(|three| three.iter().collect::<String>()));
    }
    found
}

/// How well what was typed names something, 0 to 1: every word of it must be there, whole, begun, or nearly.
///
/// Both are folded. `name` is all that something is known by, `typed` what is looked for. `None`: it is not meant.
/// Time: the product of their lengths.
pub fn match_score(typed: &str, name: &str) -> Option<f64> {
    let known: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    // Whoever types "di" alone means it.
    let told: Vec<&str> = words.iter().copied().filter(|word| !EMPTY.contains(word)).collect();
    let words = if told.is_empty() { words } else { told };
    let mut sum = 0.0;
    for word in &words {
        let best = known.iter().filter_map(|known| word_score(word, known)).fold(0.0, f64::max);
        if best <= 0.0 {
            return None;
        }
        sum += best;
    }
    if words.is_empty() {
        return None;
    }
    let mean = sum / words.len() as f64;
    // Of two that fit alike, the one whose name says little else is more likely meant.
    Some(mean * 0.9 + 0.1 * (words.len() as f64 / known.len().max(words.len()) as f64))
}

/// How well one word stands for another, 0 to 1: the same, its beginning, or so few letters away from it.
fn word_score(typed: &str, known: &str) -> Option<f64> {
    if typed == known {
        return Some(1.0);
    }
    if known.starts_with(typed) {
        return Some(0.95);
    }
    let typed: Vec<char> = typed.chars().collect();
    let known: Vec<char> = known.chars().collect();
    let allowed = match typed.len() {
        0..=2 => return None,
        3..=5 => 1,
        6..=10 => 2,
        _ => 3,
    };
    // Of a word half typed, with a slip in it, only the beginning is compared.
    let begun = known.get(..typed.len().min(known.len())).unwrap_or_default();
    let away = distance(&typed, &known).min(distance(&typed, begun));
    (away <= allowed).then(|| 0.9 * (1.0 - away as f64 / typed.len() as f64))
}

/// The fewest letters to change, leave out, put in or swap with their neighbour, to make one word of another.
fn distance(one: &[char], other: &[char]) -> usize {
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    for (i, letter) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, known) in other.iter().enumerate() {
            let changed = at(&above, j) + usize::from(letter != known);
            let mut best = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && one.get(i - 1) == Some(known) && other.get(j - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = above;
        above = row;
    }
    at(&above, other.len())
}

/// How alike two folded names are, 0 to 1, whichever comes first: their trigrams in common, without words that tell nothing.
///
/// One that is the other's abbreviation or beginning is not alike by this; two that differ by a slip are.
pub fn likeness(one: &str, other: &str) -> f64 {
    let telling = |text: &str| {
        let words: Vec<&str> = text.split(' ').filter(|word| !EMPTY.contains(word)).collect();
        trigrams(&words.join(" "))
    };
    let (one, other) = (telling(one), telling(other));
    let common = one.intersection(&other).count();
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_case_and_dots() {
        assert_eq!(fold("  Università d’Éste – S.p.A. "), "universita d este spa");
        assert_eq!(fold("Cittá e Società, S.r.l."), "citta e societa srl");
        assert_eq!(fold("Citta\u{300}"), "citta");
    }

    #[test]
    fn what_is_typed_finds_a_name_whole_begun_or_with_a_slip() {
        let name = fold("Confcooperative Puglia");
        for typed in [
            "confcooperative",
            "confco",
            "puglia conf",
            "confcoperative",
            "cnofcooperative",
            "confcooperatve pug",
            "pulgia",
        ] {
            assert!(match_score(&fold(typed), &name).is_some(), "{typed}");
        }
        for typed in ["", "confindustria", "puglia lecce", "coop", "x"] {
            assert!(match_score(&fold(typed), &name).is_none(), "{typed}");
        }
    }

    #[test]
    fn the_closer_name_comes_first() {
        let score = |typed: &str, name: &str| match_score(&fold(typed), &fold(name)).unwrap_or_default();
        assert!(score("cna", "CNA") > score("cna", "CNA Puglia Nord"));
        assert!(
            score("lega navale", "Lega Navale Italiana Puglia") > score("lega navale", "Lega Navalle Italiana Puglia")
        );
        assert!(score("anbi", "ANBI Puglia") > score("ambi", "ANBI Puglia"));
    }

    #[test]
    fn two_spellings_of_one_name_are_alike_and_two_names_are_not() {
        let alike = |one: &str, other: &str| likeness(&fold(one), &fold(other));
        assert!(alike("Confcooperative Puglia", "Confcoperative di Puglia") >= LIKELY);
        assert!(alike("Ordine degli Architetti BAT", "Ordine Architetti della BAT") >= LIKELY);
        assert!(alike("Agro Daunia S.r.l.", "AGRO DAUNIA SRL") > 0.99);
        assert!(alike("CCIAA di Bari", "CCIAA Brindisi") < LIKELY);
        assert!(alike("ITS Aerospazio Puglia", "Distretto Energia") < 0.2);
    }

    #[test]
    fn half_a_word_has_no_trigram_that_the_whole_one_lacks() {
        let whole = trigrams("confcooperative puglia");
        assert!(trigrams("confcoo pug").is_subset(&whole));
    }
}
