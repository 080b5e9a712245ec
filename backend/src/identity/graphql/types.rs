//! The types of people and programs.

use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{
    id::{GlobalId, Kind},
    identity::{self as model, policy::Row, token::TokenScope as SharedScope},
};
use uuid::Uuid;

use crate::identity::{
    entity::{identity, session, token},
    store::AccountRow,
};

/// What someone is, before it is said where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Role")]
pub(crate) enum Role {
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

/// A role, and where it is played.
#[derive(SimpleObject)]
pub(crate) struct Grant {
    role: Role,
    /// Code of the province, job centre or organisation. Null: the whole region.
    scope: Option<String>,
}

impl From<&model::Grant> for Grant {
    fn from(grant: &model::Grant) -> Self {
        Self { role: grant.role().into(), scope: grant.scope_code() }
    }
}

/// Someone who can sign in.
#[derive(SimpleObject)]
pub(crate) struct Account {
    pub(super) id: ID,
    pub(super) email: String,
    pub(super) name: String,
    /// Whether the account may be used.
    pub(super) active: bool,
    /// Whether its holder has a way in: before, only a one-time link leads in.
    pub(super) opened: bool,
    pub(super) grants: Vec<Grant>,
    pub(super) created_at: DateTime<Utc>,
    /// Null when nobody ever signed in.
    pub(super) signed_in_at: Option<DateTime<Utc>>,
}

impl From<AccountRow> for Account {
    fn from((account, grants): AccountRow) -> Self {
        Self {
            id: global(Kind::Account, account.id),
            email: account.email,
            name: account.name,
            active: account.active,
            // Whoever came in by an identity and not by a password was signed in at once.
            opened: account.password.is_some() || account.signed_in_at.is_some(),
            grants: grants.iter().map(Grant::from).collect(),
            created_at: account.created_at,
            signed_in_at: account.signed_in_at,
        }
    }
}

/// A browser that is signed in.
#[derive(SimpleObject)]
pub(crate) struct Session {
    id: ID,
    /// What the browser says it is.
    browser: String,
    /// The address that it signed in from.
    address: String,
    created_at: DateTime<Utc>,
    /// When it was used last, to the minute.
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    current: bool,
}

impl Session {
    pub(super) fn of(row: session::Model, current: Option<Uuid>) -> Self {
        Self {
            id: global(Kind::Session, row.id),
            browser: row.browser,
            address: row.address,
            created_at: row.created_at,
            seen_at: row.seen_at,
            expires_at: row.expires_at,
            current: current == Some(row.id),
        }
    }
}

/// An identity of the administration's gateway (SPID, CIE) by which the holder of an account signs in.
#[derive(SimpleObject)]
pub(crate) struct Identity {
    id: ID,
    /// Who vouches for it: the issuer of OpenID Connect.
    issuer: String,
    linked_at: DateTime<Utc>,
    /// When it was used last. Null: never.
    used_at: Option<DateTime<Utc>>,
}

impl From<identity::Model> for Identity {
    fn from(row: identity::Model) -> Self {
        let id = global(Kind::Identity, row.id);
        Self { id, issuer: row.issuer, linked_at: row.linked_at, used_at: row.used_at }
    }
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, serde::Serialize)]
#[graphql(remote = "SharedScope")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TokenScope {
    /// Reads what anybody may read.
    ReadPublic,
    /// Reads what its organisation may read.
    ReadOwn,
    /// Proposes in its organisation's name.
    Propose,
}

/// What a partner's program shows to be let in. Its secret is told once, when it is made.
#[derive(SimpleObject)]
pub(crate) struct Token {
    id: ID,
    name: String,
    /// How it begins, to recognise it by.
    shown: String,
    /// Code of the organisation.
    organisation: String,
    scopes: Vec<TokenScope>,
    /// The name of who made it.
    made_by: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// When it was used last, to the minute. Null: never.
    used_at: Option<DateTime<Utc>>,
    /// Null while it holds.
    revoked_at: Option<DateTime<Utc>>,
}

impl From<token::Model> for Token {
    fn from(row: token::Model) -> Self {
        let scopes = row.scopes.split(' ').filter_map(|scope| scope.parse::<SharedScope>().ok()).map(Into::into);
        Self {
            id: global(Kind::Token, row.id),
            name: row.name,
            shown: row.shown,
            organisation: row.organisation,
            scopes: scopes.collect(),
            made_by: row.made_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// How far a part may do an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Reach")]
pub(crate) enum Reach {
    /// Nowhere.
    Nothing,
    /// Within the scope of the role, and upon oneself.
    Own,
    /// Everywhere.
    All,
}

/// The columns of the table of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Part")]
pub(crate) enum Part {
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

/// How far one part may do the action of a row.
#[derive(SimpleObject)]
pub(crate) struct PartReach {
    part: Part,
    reach: Reach,
}

/// One row of the table of rights.
#[derive(SimpleObject)]
pub(crate) struct Right {
    /// The action: `EDIT_CELLS`.
    action: String,
    /// The scope that a token needs for it. Null: no token may.
    token: Option<TokenScope>,
    reaches: Vec<PartReach>,
}

impl From<&Row> for Right {
    fn from(row: &Row) -> Self {
        let reaches = model::Part::ALL.into_iter().zip(row.reach);
        Self {
            action: row.action.name().to_owned(),
            token: row.token.map(Into::into),
            reaches: reaches.map(|(part, reach)| PartReach { part: part.into(), reach: reach.into() }).collect(),
        }
    }
}

pub(super) fn global(kind: Kind, id: Uuid) -> ID {
    ID(GlobalId::new(kind, id.to_string()).to_string())
}
