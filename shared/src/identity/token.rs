//! What a partner's program may do with its token.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::grant::NotAGrant;

/// What every token begins with, so that one that leaked is recognised by people and by scanners.
pub const PREFIX: &str = "tvl_";
/// The longest name of a token, in characters.
pub const MAX_NAME: u32 = 60;
/// The longest life of a token, in days.
pub const MAX_DAYS: u32 = 366;

/// One thing that a token may do. A token without a scope may do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TokenScope {
    /// Reads what anybody may read.
    ReadPublic,
    /// Reads what its organisation may read, and what anybody may.
    ReadOwn,
    /// Proposes in its organisation's name.
    Propose,
}

impl TokenScope {
    /// All scopes.
    pub const ALL: [Self; 3] = [Self::ReadPublic, Self::ReadOwn, Self::Propose];

    /// Whether scopes give it: whoever reads what is its organisation's reads what is anybody's too.
    pub fn is_in(self, scopes: &[Self]) -> bool {
        scopes.contains(&self) || (self == Self::ReadPublic && scopes.contains(&Self::ReadOwn))
    }

    /// Its name in the API and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadPublic => "READ_PUBLIC",
            Self::ReadOwn => "READ_OWN",
            Self::Propose => "PROPOSE",
        }
    }
}

impl FromStr for TokenScope {
    type Err = NotAGrant;
    fn from_str(text: &str) -> Result<Self, NotAGrant> {
        Self::ALL.into_iter().find(|scope| scope.name() == text).ok_or(NotAGrant)
    }
}
