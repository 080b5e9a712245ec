//! What people say of a scenario's cells: how long it may be, and how others are mentioned in it.
//!
//! A text is plain. Someone is mentioned by `@` and their name as it is written; whom a text means is kept beside it, because
//! two people may have one name.

use crate::problem::Rule;

/// The longest comment, in characters.
pub const MAX_TEXT: usize = 1_000;
/// The most people that one comment mentions.
pub const MAX_MENTIONS: usize = 10;
/// The most comments of one thread: what goes on for longer wants a thread of its own.
pub const MAX_COMMENTS: usize = 50;
/// The most threads of one scenario.
pub const MAX_THREADS: usize = 500;

/// A comment's text without space around it. A control character other than a new line, such as the tab between two cells that were
/// pasted, becomes a space.
///
/// # Errors
/// The rule that it breaks: empty, or too long.
pub fn checked_text(text: &str) -> Result<String, Rule> {
    let text: String =
        text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }).collect();
    let text = text.trim();
    if text.is_empty() {
        Err(Rule::Required)
    } else if text.chars().count() > MAX_TEXT {
        Err(Rule::TooLong { max: MAX_TEXT as u32 })
    } else {
        Ok(text.to_owned())
    }
}

/// Whether a text mentions a name.
pub fn mentions(text: &str, name: &str) -> bool {
    parts(text, &[name]).iter().any(|(_, is_name)| *is_name)
}

/// A text in parts, those that mention one of these names apart from the rest. Of two names that begin alike, the longer one counts.
pub fn parts<'a>(text: &'a str, names: &[&str]) -> Vec<(&'a str, bool)> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('@')) {
        let begin = at + found;
        let rest = text.get(begin + 1..).unwrap_or_default();
        let named = names.iter().filter(|name| !name.is_empty() && is_whole(rest, name)).map(|name| name.len()).max();
        at = begin + 1 + named.unwrap_or_default();
        if named.is_some() {
            parts.extend(text.get(from..begin).filter(|before| !before.is_empty()).map(|before| (before, false)));
            parts.extend(text.get(begin..at).map(|name| (name, true)));
            from = at;
        }
    }
    parts.extend(text.get(from..).filter(|rest| !rest.is_empty()).map(|rest| (rest, false)));
    parts
}

/// Whether a text begins with a name that ends there: `Anna` is not mentioned by `@Annalisa`.
fn is_whole(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What follows the last `@` before the end of a text, while it may still become a name: what a page looks people up by.
pub fn looked_up(before: &str) -> Option<&str> {
    let (ahead, typed) = before.rsplit_once('@')?;
    // The @ of an address follows a letter.
    let begins = !ahead.ends_with(char::is_alphanumeric);
    let may_be_name = typed.chars().count() <= 40 && !typed.contains('\n') && !typed.starts_with(' ');
    (begins && may_be_name && typed.split(' ').count() <= 4).then_some(typed)
}

/// A text in which what was looked up before a place is replaced by a mention; and the place after it, both in bytes.
pub fn with_mention(text: &str, at: usize, name: &str) -> Option<(String, usize)> {
    let (before, after) = text.split_at_checked(at)?;
    let begin = before.len() - looked_up(before)?.len();
    let space = if after.starts_with(' ') { "" } else { " " };
    let head = format!("{}{name}{space}", before.get(..begin)?);
    let place = head.len() + usize::from(space.is_empty());
    Some((head + after, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_plain_neither_empty_nor_too_long() {
        assert_eq!(checked_text("  due\nrighe "), Ok("due\nrighe".to_owned()));
        assert_eq!(checked_text(" \n "), Err(Rule::Required));
        assert_eq!(checked_text("a\tb\u{7}"), Ok("a b".to_owned()), "two cells that were pasted");
        assert!(checked_text(&"è".repeat(MAX_TEXT)).is_ok());
        assert_eq!(checked_text(&"è".repeat(MAX_TEXT + 1)), Err(Rule::TooLong { max: 1_000 }));
    }

    #[test]
    fn names_are_found_whole_and_the_longer_one_counts() {
        let names = ["Anna", "Anna Bianchi"];
        let found =
            |text| parts(text, &names).into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect::<Vec<_>>();
        assert_eq!(found("@Anna Bianchi, e @Anna: @Annalisa no, anna@Anna.it sì"), ["@Anna Bianchi", "@Anna", "@Anna"]);
        assert_eq!(parts("ciao @Anna!", &names), [("ciao ", false), ("@Anna", true), ("!", false)]);
        assert_eq!(parts("niente @ qui", &[""]), [("niente @ qui", false)]);
        assert!(mentions("@Anna", "Anna") && !mentions("Anna", "Anna"));
        assert_eq!(parts("", &names), []);
    }

    #[test]
    fn what_is_being_typed_after_an_at_is_looked_up() {
        for (text, expected) in [
            ("chiedi a @", Some("")),
            ("chiedi a @Anna Bi", Some("Anna Bi")),
            ("@è", Some("è")),
            ("anna@example.org", None),
            ("@ Anna", None),
            ("@Anna\nBruno", None),
            ("@Anna ha già visto che qui manca", None),
            ("nessuno", None),
        ] {
            assert_eq!(looked_up(text), expected, "{text}");
        }
    }

    #[test]
    fn a_mention_replaces_what_was_looked_up() {
        let text = "chiedi a @an se può";
        let at = "chiedi a @an".len();
        assert_eq!(with_mention(text, at, "Anna Bianchi"), Some(("chiedi a @Anna Bianchi se può".to_owned(), 23)));
        assert_eq!(with_mention("@", 1, "Anna"), Some(("@Anna ".to_owned(), 6)));
        assert_eq!(with_mention("niente", 3, "Anna"), None);
        assert_eq!(with_mention("è", 1, "Anna"), None, "no place between letters");
    }
}
