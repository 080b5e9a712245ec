//! What is asked and said of organisations, read into the model's types.

use async_graphql::{Enum, ID, InputObject};
use serde::Serialize;
use shared::{
    Rule,
    code::ProvinceCode,
    organisations::{Contacts, Details, MAX_NAME},
};

use super::{Level, OrganisationKind};
use crate::{
    error::{Error, Result},
    organisations::store::{OrganisationFilter, OrganisationOrder},
};

/// The order of the organisations. Those that a search finds come the best first, whatever is said here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "OrganisationOrder", remote = "OrganisationOrder")]
pub(crate) enum OrganisationOrderInput {
    /// By name.
    #[default]
    Name,
    /// Those that were added last come first.
    Newest,
}

/// Which organisations are asked for. What is left out does not filter.
#[derive(Default, InputObject)]
pub(crate) struct OrganisationFilterInput {
    /// Words of a name, an alias or the code: each must be there, whole, begun, or with a slip. Accents do not count.
    text: Option<String>,
    /// A name: those that may be the same organisation under another spelling. Then `text` does not count.
    similar_to: Option<String>,
    kinds: Option<Vec<OrganisationKind>>,
    /// Code of the province.
    province: Option<String>,
    /// True: only kinds of organisation that the act speaks of; false: only single ones.
    generic: Option<bool>,
    /// Codes of organisations.
    codes: Option<Vec<String>>,
}

impl OrganisationFilterInput {
    pub(super) fn parse(self) -> Result<OrganisationFilter> {
        let typed = |field: &'static str, text: Option<String>| match text.map(|text| text.trim().to_owned()) {
            Some(text) if text.chars().count() > MAX_NAME as usize => {
                Err(Error::invalid(format!("filter.{field}"), Rule::TooLong { max: MAX_NAME }))
            }
            text => Ok(text.filter(|text| !text.is_empty())),
        };
        // PostgreSQL takes no zero in a text; no code has one.
        let plain = |code: String| code.replace('\0', "\u{fffd}");
        Ok(OrganisationFilter {
            text: typed("text", self.text)?,
            similar_to: typed("similarTo", self.similar_to)?,
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            province: self.province.map(plain),
            generic: self.generic,
            codes: self.codes.map(|codes| codes.into_iter().take(500).map(plain).collect()),
        })
    }
}

/// What is kept of an organisation.
#[derive(InputObject, Serialize)]
pub(crate) struct OrganisationDetailsInput {
    name: String,
    kind: OrganisationKind,
    level: Level,
    /// Code of the province. A provincial one must have it.
    province: Option<String>,
    /// ISTAT code of the municipality of its seat.
    municipality: Option<String>,
    /// Other names that it is known by, at most 10.
    #[graphql(default)]
    aliases: Vec<String>,
    #[graphql(default)]
    address: String,
    #[graphql(default)]
    email: String,
    #[graphql(default)]
    phone: String,
    /// `https://...`
    #[graphql(default)]
    website: String,
    #[graphql(default)]
    note: String,
}

impl OrganisationDetailsInput {
    pub(super) fn parse(&self) -> Result<Details> {
        let province = match self.province.as_deref().filter(|code| !code.is_empty()) {
            Some(code) => Some(ProvinceCode::new(code).map_err(|_| Error::invalid("province", Rule::Unknown))?),
            None => None,
        };
        let municipality = self.municipality.clone().filter(|istat| !istat.is_empty());
        if municipality.as_ref().is_some_and(|istat| istat.contains(char::is_control)) {
            return Err(Error::invalid("municipality", Rule::Unknown));
        }
        let details = Details {
            name: self.name.clone(),
            kind: self.kind.into(),
            level: self.level.into(),
            province,
            municipality,
            aliases: self.aliases.clone(),
            contacts: Contacts {
                address: self.address.clone(),
                email: self.email.clone(),
                phone: self.phone.clone(),
                website: self.website.clone(),
            },
            note: self.note.clone(),
        };
        Ok(details.check()?)
    }
}

/// An organisation to add.
#[derive(InputObject, Serialize)]
pub(crate) struct OrganisationCreateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    pub(super) details: OrganisationDetailsInput,
}

/// What is to be kept of an organisation, all of it.
#[derive(InputObject, Serialize)]
pub(crate) struct OrganisationUpdateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "crate::graphql::as_text")]
    pub(super) organisation: ID,
    /// The organisation's revision that the caller looked at: if it is another by now, nothing is written, `CONFLICT`.
    pub(super) seen: i32,
    pub(super) details: OrganisationDetailsInput,
}
