//! Short stable codes that name provinces, CPIs, municipalities, profiles and services.
//!
//! A code is one to twelve ASCII capitals or digits, so it can stand in a key, an address or a file without escaping.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The longest code that is accepted, in characters.
pub const MAX_CODE: usize = 12;

/// Why a text is no code: it is empty, too long, or has another character than `A-Z` and `0-9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is 1 to {MAX_CODE} capitals or digits")]
pub struct NotACode;

fn is_code(text: &str) -> bool {
    (1..=MAX_CODE).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads a code.
            ///
            /// # Errors
            /// [`NotACode`] when the text is empty, too long, or has another character than `A-Z` and `0-9`.
            pub fn new(text: impl Into<String>) -> Result<Self, NotACode> {
                let text = text.into();
                if is_code(&text) { Ok(Self(text)) } else { Err(NotACode) }
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotACode;
            fn from_str(text: &str) -> Result<Self, NotACode> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    };
}

code!(
    /// A province: `BA`, `BR`, `BT`, `FG`, `LE`, `TA`.
    ProvinceCode
);
code!(
    /// A public job centre (centro per l'impiego): the province's code and a number, `FG03`.
    CpiCode
);
code!(
    /// A municipality: its number at ISTAT, `071001`.
    MunicipalityCode
);
code!(
    /// A professional profile of operators: `FO`, `OR`, `DO`, `CM`, `NV`.
    ProfileCode
);
code!(
    /// A service: the letter of its essential level (LEP), with a digit where one level has several: `A`, `F3`.
    ServiceCode
);

impl CpiCode {
    /// Whether the job centre lies in a province: its code is the province's and a number.
    pub fn is_of(&self, province: &ProvinceCode) -> bool {
        let number = self.0.strip_prefix(province.as_str());
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_centre_lies_in_the_province_that_its_code_begins_with() {
        let (cpi, foggia) = (CpiCode::new("FG03").expect("a code"), ProvinceCode::new("FG").expect("a code"));
        assert!(cpi.is_of(&foggia));
        assert!(!cpi.is_of(&ProvinceCode::new("F").expect("a code")));
        assert!(!cpi.is_of(&ProvinceCode::new("LE").expect("a code")));
    }

    #[test]
    fn only_capitals_and_digits_make_a_code() {
        assert_eq!(CpiCode::new("FG03").map(String::from), Ok(String::from("FG03")));
        for wrong in ["", "fg03", "FG.3", "FG 3", "È1", "ABCDEFGHIJKLM"] {
            assert_eq!(CpiCode::new(wrong), Err(NotACode), "{wrong}");
        }
    }
}
