//! Signing in through the administration's own gateway by OpenID Connect: what the page asks for, and what came of it.
//!
//! The gateway speaks SPID and CIE; we speak to the gateway alone. Nothing here knows a token or a secret of the gateway's.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest address of a page that one comes back to, in bytes.
const MAX_BACK: usize = 200;

/// The ways in that this installation has beside a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ways {
    /// The name of the gateway, for its button; none when none is set up.
    pub gateway: Option<String>,
}

/// What someone goes to the gateway for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Errand {
    /// To sign in.
    SignIn {
        /// The page to come back to; the first one when it is left out, or is none of ours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<String>,
    },
    /// To link an identity to the account that is signed in.
    Link {
        /// The password of the account: a browser that was left alone gives nobody a way in.
        password: String,
    },
    /// To follow an invitation, and link the identity to its account.
    Accept {
        /// The link's secret.
        link: String,
        /// The name that colleagues see.
        name: String,
    },
}

/// What the page sends before it goes to the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Departure {
    /// What for.
    pub errand: Errand,
    /// The language of the page, `it` or `en`, so that the gateway speaks it too.
    pub language: String,
}

/// Where the browser goes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Onward {
    /// An address of the gateway; none when it does not answer just now.
    pub to: Option<String>,
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What came of it, for the page that one comes back to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Outcome { $($(#[$doc])* $name,)+ }

        impl Outcome {
            /// All outcomes.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// Its name in an address.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

outcomes! {
    /// Signed in, and nowhere to go: the tab beside has what was being written.
    Done = "fatto",
    /// The identity is linked now.
    Linked = "collegata",
    /// No account is linked to this identity. None was made.
    Unknown = "sconosciuta",
    /// The account is suspended.
    Suspended = "sospeso",
    /// The identity is linked to another account.
    Taken = "altrui",
    /// The invitation holds no longer.
    LinkOver = "invito",
    /// The gateway let nobody through: it was called off there, or refused.
    Refused = "rifiuto",
    /// It took too long, was done before, or began in another browser.
    Expired = "scaduto",
    /// The gateway does not answer.
    Unreachable = "assente",
    /// What the gateway answered does not hold.
    Failed = "errore",
}

/// A text that names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such outcome")]
pub struct NotAnOutcome;

impl FromStr for Outcome {
    type Err = NotAnOutcome;
    fn from_str(text: &str) -> Result<Self, NotAnOutcome> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == text).ok_or(NotAnOutcome)
    }
}

/// Whether an address is a page of ours and can be no other site's: one slash, and nothing that a browser drops or turns into one.
pub fn is_local(address: &str) -> bool {
    let plain = address.len() <= MAX_BACK && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && address.strip_prefix('/').is_some_and(|rest| !rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_a_page_of_ours_and_to_no_other_site() {
        for ours in ["/", "/profilo", "/allocazione/0198?da=/x#y", "/a//b"] {
            assert!(is_local(ours), "{ours}");
        }
        let long = format!("/{}", "a".repeat(MAX_BACK));
        for foreign in [
            "",
            "profilo",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\n//evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\\..\\..\\evil",
            "/ /evil.example",
            "/è",
            long.as_str(),
        ] {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }

    #[test]
    fn an_outcome_is_read_back_from_an_address() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.name().parse(), Ok(outcome));
        }
        assert_eq!("altro".parse::<Outcome>(), Err(NotAnOutcome));
    }

    #[test]
    fn an_errand_says_what_it_is_for() {
        let said = serde_json::to_value(Departure {
            errand: Errand::Accept { link: "s".to_owned(), name: "Anna".to_owned() },
            language: "it".to_owned(),
        });
        let expected =
            serde_json::json!({ "errand": { "for": "ACCEPT", "link": "s", "name": "Anna" }, "language": "it" });
        assert_eq!(said.ok(), Some(expected));
        assert_eq!(serde_json::from_str(r#"{"for":"SIGN_IN"}"#).ok(), Some(Errand::SignIn { back: None }));
    }
}
