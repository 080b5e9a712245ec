//! What is asked and said of partnerships, read into the model's types.

use async_graphql::{Enum, ID, InputObject};
use serde::Serialize;
use shared::{
    Rule,
    code::ProvinceCode,
    identity::OrganisationCode,
    partnerships::{MAX_NOTE, MAX_ROLE, MAX_TITLE, NextStep, Outline, Term},
};

use super::{
    terms::{PartnershipKind, PartnershipState},
    types::day_of,
};
use crate::{
    error::{Error, Result},
    graphql::as_text,
    organisations::Level,
    partnerships::store::{FirstPartner, PartnershipFilter, PartnershipOrder},
};

/// The most partners that a new partnership brings along.
const MAX_FIRST: u32 = 50;

/// The order of the partnerships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "PartnershipOrder", remote = "PartnershipOrder")]
pub(crate) enum PartnershipOrderInput {
    /// By title.
    #[default]
    Title,
    /// Those that were changed last come first.
    Changed,
}

/// Which partnerships are asked for. What is left out does not filter.
#[derive(Default, InputObject)]
pub(crate) struct PartnershipFilterInput {
    /// Part of the title, letters of either case.
    title: Option<String>,
    /// Those in one of these states.
    states: Option<Vec<PartnershipState>>,
    kinds: Option<Vec<PartnershipKind>>,
    /// Code of the province.
    province: Option<String>,
    /// Code of a requirement that they serve.
    requirement: Option<String>,
    /// Code of an organisation that takes or took part, or proposed them.
    organisation: Option<String>,
    /// Only those of which something is due: a next step with a day, a term within ninety days.
    #[graphql(default)]
    due: bool,
}

impl PartnershipFilterInput {
    pub(super) fn parse(self) -> Result<PartnershipFilter> {
        // PostgreSQL takes no zero in a text; nothing here has one.
        let plain = |text: Option<String>| {
            text.map(|text| text.trim().replace('\0', "\u{fffd}")).filter(|text| !text.is_empty())
        };
        let title = plain(self.title);
        if title.as_ref().is_some_and(|title| title.chars().count() > MAX_TITLE as usize) {
            return Err(Error::invalid("filter.title", Rule::TooLong { max: MAX_TITLE }));
        }
        Ok(PartnershipFilter {
            title,
            states: self.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            province: plain(self.province),
            requirement: plain(self.requirement),
            organisation: plain(self.organisation),
            due: self.due,
        })
    }
}

/// What is kept of a partnership, all of it. Days are written as `2026-11-25`.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipOutlineInput {
    title: String,
    kind: PartnershipKind,
    level: Level,
    /// Code of the province. A provincial one must have it, the others have none.
    province: Option<String>,
    /// Codes of the requirements that it serves.
    #[graphql(default)]
    serves: Vec<String>,
    #[graphql(default)]
    description: String,
    signed_on: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    /// What is to be done next; empty: nothing.
    #[graphql(default)]
    next_step: String,
    /// Who does it.
    #[graphql(default)]
    next_owner: String,
    /// Until when.
    next_due: Option<String>,
}

impl PartnershipOutlineInput {
    pub(super) fn parse(&self) -> Result<Outline> {
        let province = match self.province.as_deref().filter(|code| !code.is_empty()) {
            Some(code) => Some(ProvinceCode::new(code).map_err(|_| Error::invalid("province", Rule::Unknown))?),
            None => None,
        };
        let outline = Outline {
            title: self.title.clone(),
            kind: self.kind.into(),
            level: self.level.into(),
            province,
            serves: self.serves.clone(),
            description: self.description.clone(),
            term: Term {
                signed_on: day_of("signedOn", self.signed_on.as_deref())?,
                starts_on: day_of("startsOn", self.starts_on.as_deref())?,
                ends_on: day_of("endsOn", self.ends_on.as_deref())?,
            },
            next: NextStep {
                text: self.next_step.clone(),
                owner: self.next_owner.clone(),
                due: day_of("nextDue", self.next_due.as_deref())?,
            },
        };
        let outline = outline.check()?;
        let known = |code: &ProvinceCode| shared::partnerships::requirement::PROVINCES.contains(&code.as_str());
        if outline.province.as_ref().is_some_and(|code| !known(code)) {
            return Err(Error::invalid("province", Rule::Unknown));
        }
        Ok(outline)
    }
}

/// An organisation that takes part.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipPartnerInput {
    /// Code of the organisation.
    pub(super) organisation: String,
    /// What it does there, at most 160 characters.
    #[graphql(default)]
    role: String,
    /// The day when it joined.
    joined_on: Option<String>,
}

impl PartnershipPartnerInput {
    pub(super) fn parse(&self, field: &str) -> Result<FirstPartner> {
        let role = self.role.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "");
        if role.chars().count() > MAX_ROLE as usize {
            return Err(Error::invalid("role", Rule::TooLong { max: MAX_ROLE }));
        }
        let organisation =
            OrganisationCode::new(&*self.organisation).map_err(|_| Error::invalid(field, Rule::Unknown))?;
        Ok(FirstPartner { organisation, role, joined_on: day_of("joinedOn", self.joined_on.as_deref())? })
    }
}

/// A partnership to begin, or to propose.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipCreateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    pub(super) outline: PartnershipOutlineInput,
    #[graphql(default)]
    partners: Vec<PartnershipPartnerInput>,
}

impl PartnershipCreateInput {
    pub(super) fn partners(&self) -> Result<Vec<FirstPartner>> {
        if self.partners.len() > MAX_FIRST as usize {
            return Err(Error::invalid("partners", Rule::TooLong { max: MAX_FIRST }));
        }
        let mut partners: Vec<FirstPartner> = Vec::new();
        for (index, input) in self.partners.iter().enumerate() {
            let field = format!("partners.{index}.organisation");
            let partner = input.parse(&field)?;
            if partners.iter().any(|known| known.organisation == partner.organisation) {
                return Err(Error::invalid(field, Rule::Duplicate));
            }
            partners.push(partner);
        }
        Ok(partners)
    }
}

/// What is to be kept of a partnership, all of it.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipUpdateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) partnership: ID,
    /// The partnership's revision that the caller looked at: if it is another by now, nothing is written, `CONFLICT`.
    pub(super) seen: i32,
    pub(super) outline: PartnershipOutlineInput,
}

/// A step to take with a partnership.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipStepInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) partnership: ID,
    /// The state that it leads to.
    pub(super) to: PartnershipState,
    /// The day of the signature, when the step is the signature.
    pub(super) signed_on: Option<String>,
    /// Why, for whoever reads the history, at most 1000 characters. What is ended, dropped or declined wants it.
    #[graphql(default)]
    pub(super) note: String,
    /// The partnership's revision that the caller looked at: if it is another by now, nothing is written, `CONFLICT`. Left out: whatever
    /// it is.
    pub(super) seen: Option<i32>,
}

/// An organisation that joins.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipPartnerJoinInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) partnership: ID,
    pub(super) partner: PartnershipPartnerInput,
}

/// An organisation that leaves.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipPartnerLeaveInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) partnership: ID,
    /// Code of the organisation.
    pub(super) organisation: String,
    /// The day when it left. Left out: today in Rome.
    pub(super) left_on: Option<String>,
}

/// Something to note.
#[derive(InputObject, Serialize)]
pub(crate) struct PartnershipNoteInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) partnership: ID,
    /// At most 1000 characters.
    text: String,
}

impl PartnershipNoteInput {
    pub(super) fn parse(&self) -> Result<String> {
        note_of("text", &self.text, true)
    }
}

/// A note without space around it.
pub(super) fn note_of(field: &'static str, text: &str, required: bool) -> Result<String> {
    let text = text.trim().replace('\0', "");
    if required && text.is_empty() {
        return Err(Error::invalid(field, Rule::Required));
    }
    if text.chars().count() > MAX_NOTE as usize {
        return Err(Error::invalid(field, Rule::TooLong { max: MAX_NOTE }));
    }
    Ok(text)
}
