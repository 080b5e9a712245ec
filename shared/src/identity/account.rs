//! What is asked of an account: an address, a name, a password that holds.

use serde::{Deserialize, Serialize};

use crate::problem::{Fields, Problem, Rule};

/// The longest e-mail address, in characters (RFC 5321 allows 254).
pub const MAX_EMAIL: u32 = 254;
/// The longest name of a person, in characters.
pub const MAX_NAME: u32 = 60;
/// The fewest characters of a password. NIST SP 800-63B-4 asks for 15 where a password is the only factor.
pub const MIN_PASSWORD: u32 = 15;
/// The most characters of a password, so that hashing one cannot be made costly.
pub const MAX_PASSWORD: u32 = 200;

/// Words that everybody tries first. A password must not be one of them repeated or numbered.
const COMMON: [&str; 12] = [
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "123456789",
    "1234567890",
    "abcdefghij",
    "iloveyou",
    "benvenuto",
    "tavoliere",
    "puglia",
    "letmein",
];

/// What someone types to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The address of the account.
    pub email: String,
    /// Its password.
    pub password: String,
}

/// What someone types who follows a one-time link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Acceptance {
    /// The link's secret.
    pub link: String,
    /// The address: only for the first administrator, whose link names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The name that colleagues see. Left out, the account keeps its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new password.
    pub password: String,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkPurpose {
    /// Makes the first administrator.
    First,
    /// Opens an account that an administrator made.
    Invitation,
    /// Gives a new password to an account.
    Reset,
}

/// What a one-time link tells to whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkTold {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The address of the account; empty for the first administrator's.
    pub email: String,
    /// The name of the account; empty when it has none.
    pub name: String,
}

/// An address as it is kept and compared: without spaces around it, in small letters.
pub fn email_of(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// The rule that an address breaks. It is a text with one `@`, and a domain with a dot: whether someone reads it, only a letter tells.
pub fn email_rule(email: &str) -> Option<Rule> {
    if email.is_empty() {
        return Some(Rule::Required);
    }
    if email.chars().count() > MAX_EMAIL as usize {
        return Some(Rule::TooLong { max: MAX_EMAIL });
    }
    let fine = |text: &str| {
        !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\@".contains(c))
    };
    let parts = email.split_once('@').filter(|(local, domain)| {
        fine(local) && fine(domain) && domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty())
    });
    parts.is_none().then_some(Rule::NotAnEmail)
}

/// The rule that a person's name breaks.
pub fn name_rule(name: &str) -> Option<Rule> {
    if name.trim().is_empty() {
        Some(Rule::Required)
    } else if name.chars().count() > MAX_NAME as usize {
        Some(Rule::TooLong { max: MAX_NAME })
    } else if name.chars().any(char::is_control) {
        Some(Rule::Unknown)
    } else {
        None
    }
}

/// The rule that a new password breaks: long enough, not too long, not what everybody tries, nor the person's own name or address.
///
/// No mixture of kinds of characters is asked for.
///
/// # Source
/// NIST SP 800-63B-4, section 3.1.1.2.
pub fn password_rule(password: &str, email: &str, name: &str) -> Option<Rule> {
    let length = password.chars().count();
    if length == 0 {
        return Some(Rule::Required);
    }
    if length < MIN_PASSWORD as usize {
        return Some(Rule::TooShort { min: MIN_PASSWORD });
    }
    if length > MAX_PASSWORD as usize {
        return Some(Rule::TooLong { max: MAX_PASSWORD });
    }
    let small = password.to_lowercase();
    let mut letters: Vec<char> = small.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let local = email.split('@').next().unwrap_or_default();
    let own = [email, local, name].map(str::to_lowercase);
    let known = COMMON.iter().map(|word| (*word).to_owned()).chain(own);
    let mut known = known.filter(|word| word.chars().count() > 3);
    // What is left beside the known word must be more than digits and signs.
    let thin = |word: String| {
        let rest = small.replace(&word, "");
        rest.chars().count() < small.chars().count() && rest.chars().filter(|c| c.is_alphabetic()).count() < 4
    };
    (letters.len() < 5 || known.any(thin)).then_some(Rule::TooCommon)
}

/// Checks what an account is made with.
///
/// # Errors
/// [`Problem::Invalid`] names `email`, `name`.
pub fn check_outline(email: &str, name: &str) -> Result<(), Problem> {
    let mut fields = Fields::default();
    fields.check("email", email_rule(email));
    fields.check("name", name_rule(name));
    fields.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_and_a_domain_with_a_dot() {
        for right in ["anna@regione.puglia.it", "a.b+c@d.ef", "è@sì.it"] {
            assert_eq!(email_rule(right), None, "{right}");
        }
        for wrong in
            ["anna", "anna@puglia", "@puglia.it", "a@b@c.it", "a b@c.it", "a@.it", "a@it.", "a@b.it\n", "<a@b.it>"]
        {
            assert_eq!(email_rule(wrong), Some(Rule::NotAnEmail), "{wrong}");
        }
        assert_eq!(email_rule(&format!("{}@b.it", "a".repeat(260))), Some(Rule::TooLong { max: MAX_EMAIL }));
        assert_eq!(email_of(" Anna@Regione.IT "), "anna@regione.it");
    }

    #[test]
    fn a_password_is_long_and_not_what_everybody_tries() {
        let rule = |password: &str| password_rule(password, "anna.rossi@puglia.it", "Anna Rossi");
        assert_eq!(rule("il mare d'inverno"), None);
        assert_eq!(rule("too short"), Some(Rule::TooShort { min: MIN_PASSWORD }));
        for common in [
            "passwordpassword",
            "Password12345678",
            "aaaaaaaaaaaaaaaaaa",
            "anna.rossi 2026!!",
            "Tavoliere2026!!!!",
            "121212121212121212",
        ] {
            assert_eq!(rule(common), Some(Rule::TooCommon), "{common}");
        }
        assert_eq!(rule(&"la pizza ".repeat(40)), Some(Rule::TooLong { max: MAX_PASSWORD }));
    }

    #[test]
    fn no_text_makes_the_rules_panic() {
        for text in ["", "@", "\u{0}", "İİİİİİİİİİİİİİİİİİİ", "👩‍👩‍👧‍👦".repeat(9).as_str()]
        {
            let _ = (email_rule(text), name_rule(text), password_rule(text, text, text));
        }
    }
}
