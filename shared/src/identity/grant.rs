//! The parts that people play, and where: a role with its scope.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::code::{CpiCode, ProvinceCode};

/// The longest code of an organisation, in characters.
const MAX_ORGANISATION: usize = 20;

/// Names an organisation: `ORG-001`. One to twenty ASCII capitals, digits or hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationCode(String);

/// Why a text is no grant, role or code: it names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such role, or not with this scope")]
pub struct NotAGrant;

impl OrganisationCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`NotAGrant`] when the text is empty, too long, or has another character than `A-Z`, `0-9` and `-`.
    pub fn new(text: impl Into<String>) -> Result<Self, NotAGrant> {
        let text = text.into();
        let letters = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        if (1..=MAX_ORGANISATION).contains(&text.len()) && letters { Ok(Self(text)) } else { Err(NotAGrant) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OrganisationCode {
    type Error = NotAGrant;
    fn try_from(text: String) -> Result<Self, NotAGrant> {
        Self::new(text)
    }
}

impl From<OrganisationCode> for String {
    fn from(code: OrganisationCode) -> Self {
        code.0
    }
}

impl fmt::Display for OrganisationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What someone is, before it is said where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Manages people and tokens: of the whole installation, or of one partner organisation.
    Administrator,
    /// Plans for the whole region.
    Planner,
    /// Coordinates one province.
    Coordinator,
    /// Heads one job centre.
    CpiHead,
    /// Works for one partner organisation.
    Partner,
    /// Reads.
    Reader,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::Planner, Self::Coordinator, Self::CpiHead, Self::Partner, Self::Reader];

    /// Its name in the API and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "ADMINISTRATOR",
            Self::Planner => "PLANNER",
            Self::Coordinator => "COORDINATOR",
            Self::CpiHead => "CPI_HEAD",
            Self::Partner => "PARTNER",
            Self::Reader => "READER",
        }
    }
}

impl FromStr for Role {
    type Err = NotAGrant;
    fn from_str(text: &str) -> Result<Self, NotAGrant> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or(NotAGrant)
    }
}

/// Where a role is played.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole region.
    Region,
    /// One province and its job centres.
    Province(ProvinceCode),
    /// One job centre.
    Cpi(CpiCode),
    /// One partner organisation.
    Organisation(OrganisationCode),
}

/// A role with the scope that it needs. A coordinator without a province cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Grant {
    role: Role,
    scope: Scope,
}

/// A grant as it travels: the role, and the code of its scope; none for the region.
#[derive(Serialize, Deserialize)]
struct Written {
    role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

impl TryFrom<Written> for Grant {
    type Error = NotAGrant;
    fn try_from(written: Written) -> Result<Self, NotAGrant> {
        Self::new(written.role, written.scope.as_deref())
    }
}

impl From<Grant> for Written {
    fn from(grant: Grant) -> Self {
        Self { role: grant.role, scope: grant.scope_code() }
    }
}

impl Grant {
    /// Reads a role and the code of its scope; none, or an empty one, is the region.
    ///
    /// # Errors
    /// [`NotAGrant`] when the role is not played there: a planner of a province, a coordinator without one.
    pub fn new(role: Role, scope: Option<&str>) -> Result<Self, NotAGrant> {
        let scope = match (role, scope.filter(|scope| !scope.is_empty())) {
            (Role::Administrator | Role::Planner | Role::Reader, None) => Scope::Region,
            (Role::Administrator | Role::Partner, Some(code)) => Scope::Organisation(OrganisationCode::new(code)?),
            (Role::Coordinator, Some(code)) => Scope::Province(ProvinceCode::new(code).map_err(|_| NotAGrant)?),
            (Role::CpiHead, Some(code)) => Scope::Cpi(CpiCode::new(code).map_err(|_| NotAGrant)?),
            _ => return Err(NotAGrant),
        };
        Ok(Self { role, scope })
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Where it is played.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The code of the scope; none for the region.
    pub fn scope_code(&self) -> Option<String> {
        match &self.scope {
            Scope::Region => None,
            Scope::Province(code) => Some(code.to_string()),
            Scope::Cpi(code) => Some(code.to_string()),
            Scope::Organisation(code) => Some(code.to_string()),
        }
    }

    /// The column of the table of rights that holds for it.
    pub fn part(&self) -> Part {
        match (self.role, &self.scope) {
            (Role::Administrator, Scope::Organisation(_)) => Part::PartnerAdministrator,
            (Role::Administrator, _) => Part::Administrator,
            (Role::Planner, _) => Part::Planner,
            (Role::Coordinator, _) => Part::Coordinator,
            (Role::CpiHead, _) => Part::CpiHead,
            (Role::Partner, _) => Part::Partner,
            (Role::Reader, _) => Part::Reader,
        }
    }
}

/// The columns of the table of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Whoever has not signed in.
    Visitor,
    /// Reads.
    Reader,
    /// Works for a partner organisation.
    Partner,
    /// Administers a partner organisation's people and tokens.
    PartnerAdministrator,
    /// Heads a job centre.
    CpiHead,
    /// Coordinates a province.
    Coordinator,
    /// Plans for the region.
    Planner,
    /// Administers the installation.
    Administrator,
}

impl Part {
    /// All columns, in the table's order.
    pub const ALL: [Self; 8] = [
        Self::Visitor,
        Self::Reader,
        Self::Partner,
        Self::PartnerAdministrator,
        Self::CpiHead,
        Self::Coordinator,
        Self::Planner,
        Self::Administrator,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_played_only_where_it_can_be() {
        let may = [
            (Role::Administrator, None),
            (Role::Administrator, Some("ORG-001")),
            (Role::Planner, None),
            (Role::Coordinator, Some("FG")),
            (Role::CpiHead, Some("FG03")),
            (Role::Partner, Some("ORG-001")),
            (Role::Reader, None),
        ];
        for (role, scope) in may {
            let grant = Grant::new(role, scope).expect("it is a grant");
            let text = serde_json::to_string(&grant).expect("it is plain data");
            assert_eq!(serde_json::from_str::<Grant>(&text).expect("it reads back"), grant);
        }
        for (role, scope) in [
            (Role::Planner, Some("FG")),
            (Role::Coordinator, None),
            (Role::CpiHead, Some("")),
            (Role::Partner, None),
            (Role::Coordinator, Some("fg'--")),
        ] {
            assert_eq!(Grant::new(role, scope), Err(NotAGrant), "{role:?} {scope:?}");
        }
    }
}
