//! What stands for a person where their name is too long: initials, and a number by which a page chooses a colour.

/// The first letters of the first and of the last word of a name: `AB` of Anna Maria Bianchi. One letter of a single word.
pub fn initials(name: &str) -> String {
    let letters = |word: &str| word.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let mut words = name.split_whitespace();
    let first = words.next().map(letters).unwrap_or_default();
    first + &words.next_back().map(letters).unwrap_or_default()
}

/// A number below `count` that is the same wherever the same person is shown. The sum of FNV-1a.
pub fn hue(id: &str, count: u32) -> u32 {
    let sum = id.bytes().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The lowest bits of this sum are its poorest.
    (sum >> 8).checked_rem(count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Anna Bianchi", "AB"),
            ("anna maria  d'Ambrosio", "AD"),
            ("Prova", "P"),
            ("élia ßmith", "ÉSS"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn colours_are_spread_and_stay() {
        let hues: Vec<u32> = (0..64).map(|n| hue(&format!("account-{n}"), 8)).collect();
        assert!((0..8).all(|hue| hues.contains(&hue)), "{hues:?}");
        assert_eq!(hue("account-1", 8), hue("account-1", 8));
        assert_eq!(hue("account-1", 0), 0, "of no colours, the first");
    }
}
