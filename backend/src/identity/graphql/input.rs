//! What is said of accounts and tokens, read into the model's types.

use async_graphql::{ID, InputObject};
use serde::Serialize;
use shared::{
    Rule,
    id::{GlobalId, Kind},
    identity::{
        self, OrganisationCode,
        account::{check_outline, email_of, name_rule},
        token::{MAX_DAYS, MAX_NAME, TokenScope as SharedScope},
    },
    problem::{Fields, out_of},
};
use uuid::Uuid;

use super::types::{Role, TokenScope};
use crate::error::{Error, Result};

/// The most parts that one account plays.
const MAX_GRANTS: usize = 20;

/// A role, and where it is played.
#[derive(InputObject)]
pub(crate) struct GrantInput {
    role: Role,
    /// Code of the province, job centre or organisation; left out, the whole region.
    scope: Option<String>,
}

/// Someone to invite.
#[derive(InputObject)]
pub(crate) struct AccountInviteInput {
    pub(super) email: String,
    /// The name that colleagues will see.
    pub(super) name: String,
    pub(super) grants: Vec<GrantInput>,
}

/// An account that was asked for, checked.
pub(super) struct Invited {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) grants: Vec<identity::Grant>,
}

impl AccountInviteInput {
    pub(super) fn parse(&self) -> Result<Invited> {
        let (email, name) = (email_of(&self.email), self.name.trim().to_owned());
        check_outline(&email, &name)?;
        Ok(Invited { email, name, grants: grants_of(&self.grants)? })
    }
}

/// What shall change in an account; what is left out stays.
#[derive(InputObject)]
pub(crate) struct AccountUpdateInput {
    pub(super) account: ID,
    pub(super) name: Option<String>,
    pub(super) grants: Option<Vec<GrantInput>>,
    /// False suspends it, and ends its sessions.
    pub(super) active: Option<bool>,
}

impl AccountUpdateInput {
    pub(super) fn parse(&self) -> Result<(Option<String>, Option<Vec<identity::Grant>>)> {
        let name = self.name.as_ref().map(|name| name.trim().to_owned());
        let mut fields = Fields::default();
        fields.check("name", name.as_deref().and_then(name_rule));
        fields.finish()?;
        Ok((name, self.grants.as_deref().map(grants_of).transpose()?))
    }
}

fn grants_of(inputs: &[GrantInput]) -> Result<Vec<identity::Grant>> {
    if inputs.len() > MAX_GRANTS {
        return Err(Error::invalid("grants", Rule::TooLong { max: MAX_GRANTS as u32 }));
    }
    let mut fields = Fields::default();
    let mut grants = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        match identity::Grant::new(input.role.into(), input.scope.as_deref()) {
            Ok(grant) => grants.push(grant),
            Err(_) if input.scope.as_deref().is_none_or(str::is_empty) => {
                fields.push(format!("grants.{index}.scope"), Rule::Required);
            }
            Err(_) => fields.push(format!("grants.{index}.scope"), Rule::Unknown),
        }
    }
    fields.finish()?;
    Ok(grants)
}

/// A token to make.
#[derive(InputObject, Serialize)]
pub(crate) struct TokenCreateInput {
    pub(super) name: String,
    /// Code of the organisation.
    pub(super) organisation: String,
    pub(super) scopes: Vec<TokenScope>,
    /// How many days it holds, 1 to 366.
    #[graphql(default = 90)]
    pub(super) days: i32,
}

/// A token that was asked for, checked.
pub(super) struct Wanted {
    pub(super) organisation: OrganisationCode,
    pub(super) scopes: String,
}

impl TokenCreateInput {
    pub(super) fn parse(&self) -> Result<Wanted> {
        let mut fields = Fields::default();
        fields.check("name", self.name.trim().is_empty().then_some(Rule::Required));
        fields
            .check("name", (self.name.chars().count() > MAX_NAME as usize).then_some(Rule::TooLong { max: MAX_NAME }));
        fields.check("days", out_of(self.days.into(), 1.0, MAX_DAYS.into()));
        fields.check("scopes", self.scopes.is_empty().then_some(Rule::Required));
        let organisation = OrganisationCode::new(self.organisation.as_str());
        let rule = if self.organisation.is_empty() { Rule::Required } else { Rule::Unknown };
        fields.check("organisation", organisation.is_err().then_some(rule));
        fields.finish()?;
        let organisation = organisation.map_err(|_| Error::invalid("organisation", Rule::Unknown))?;
        let mut scopes: Vec<SharedScope> = self.scopes.iter().copied().map(SharedScope::from).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let scopes: Vec<&str> = scopes.into_iter().map(SharedScope::name).collect();
        Ok(Wanted { organisation, scopes: scopes.join(" ") })
    }
}

/// The key of an id of one kind, as a UUID.
///
/// # Errors
/// `NOT_FOUND`, when it is none.
pub(super) fn uuid_of(id: &ID, kind: Kind) -> Result<Uuid> {
    GlobalId::key_of(id, kind).and_then(|key| Uuid::try_parse(&key).ok()).ok_or_else(Error::not_found)
}
