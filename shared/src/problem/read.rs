//! How a refusal is read back: one flat object with whatever any kind of it holds, and the kind by its name.
//!
//! What is derived for tagged enums keeps everything aside until the tag is found, by code that weighs more in the browser's
//! program than all refusals together.

use serde::Deserialize;

use super::{CellConflict, FieldProblem, FigureConflict, Problem, Rule};
use crate::{
    code::{CpiCode, ProfileCode},
    staffing::{
        CellKey,
        scenario::{Standing, State},
    },
};

/// Why something is no refusal that is known here.
type Unread = &'static str;

/// Any [`Problem`].
#[derive(Deserialize)]
pub(super) struct AnyProblem {
    code: String,
    fields: Option<Vec<FieldProblem>>,
    #[serde(default)]
    cells: Vec<CellConflict>,
    #[serde(default)]
    figures: Vec<FigureConflict>,
    state: Option<State>,
    archived: Option<bool>,
    by: Option<String>,
    at: Option<String>,
    retry_after_s: Option<u32>,
    reason: Option<String>,
    cost: Option<u32>,
    limit: Option<u32>,
    limit_bytes: Option<u64>,
    request: Option<String>,
}

impl TryFrom<AnyProblem> for Problem {
    type Error = Unread;

    fn try_from(any: AnyProblem) -> Result<Self, Unread> {
        Ok(match &*any.code {
            "INVALID" => Self::Invalid { fields: known(any.fields)? },
            "CONFLICT" => Self::Conflict { cells: any.cells, figures: any.figures },
            "WRONG_STATE" => Self::WrongState(Standing {
                state: known(any.state)?,
                archived: known(any.archived)?,
                by: known(any.by)?,
                at: known(any.at)?,
            }),
            "NOT_FOUND" => Self::NotFound,
            "UNAUTHENTICATED" => Self::SignedOut,
            "FORBIDDEN" => Self::Forbidden,
            "TOO_MANY_REQUESTS" => Self::TooMany { retry_after_s: known(any.retry_after_s)? },
            "BAD_REQUEST" => Self::BadRequest { reason: known(any.reason)? },
            "PERSISTED_QUERY_NOT_FOUND" => Self::PersistedQueryNotFound,
            "TOO_COSTLY" => Self::TooCostly { cost: known(any.cost)?, limit: known(any.limit)? },
            "TOO_LARGE" => Self::TooLarge { limit_bytes: known(any.limit_bytes)? },
            "UNAVAILABLE" => Self::Unavailable,
            "INTERNAL" => Self::Internal { request: known(any.request)? },
            _ => return Err("no such problem"),
        })
    }
}

/// Any [`Rule`], alone or with the field that breaks it.
#[derive(Deserialize)]
pub(super) struct AnyRule {
    field: Option<String>,
    rule: String,
    min: Option<f64>,
    max: Option<f64>,
    latest: Option<String>,
    earliest: Option<String>,
    expected: Option<f64>,
    actual: Option<f64>,
}

impl TryFrom<AnyRule> for Rule {
    type Error = Unread;

    fn try_from(any: AnyRule) -> Result<Self, Unread> {
        let whole = |bound: Option<f64>| known(bound).map(|bound| bound as u32);
        Ok(match &*any.rule {
            "REQUIRED" => Self::Required,
            "NOT_A_NUMBER" => Self::NotANumber,
            "NOT_WHOLE" => Self::NotWhole,
            "TOO_SMALL" => Self::TooSmall { min: known(any.min)? },
            "TOO_GREAT" => Self::TooGreat { max: known(any.max)? },
            "TOO_LONG" => Self::TooLong { max: whole(any.max)? },
            "UNKNOWN" => Self::Unknown,
            "DUPLICATE" => Self::Duplicate,
            "NOT_YOURS" => Self::NotYours,
            "NOT_AN_EMAIL" => Self::NotAnEmail,
            "TOO_SHORT" => Self::TooShort { min: whole(any.min)? },
            "TOO_COMMON" => Self::TooCommon,
            "WRONG" => Self::Wrong,
            "LAST" => Self::Last,
            "TOO_LATE" => Self::TooLate { latest: known(any.latest)? },
            "TOO_EARLY" => Self::TooEarly { earliest: known(any.earliest)? },
            "NOT_AFTER" => Self::NotAfter,
            "NOT_NOW" => Self::NotNow,
            "WRONG_SUM" => Self::WrongSum { expected: known(any.expected)?, actual: known(any.actual)? },
            _ => return Err("no such rule"),
        })
    }
}

impl TryFrom<AnyRule> for FieldProblem {
    type Error = Unread;

    fn try_from(mut any: AnyRule) -> Result<Self, Unread> {
        Ok(Self { field: known(any.field.take())?, rule: any.try_into()? })
    }
}

/// A [`CellConflict`], its cell's name beside the rest.
#[derive(Deserialize)]
pub(super) struct AnyCell {
    cpi: CpiCode,
    profile: ProfileCode,
    seen: u64,
    revision: u64,
    operators: u32,
    locked: bool,
    by: String,
    at: String,
}

impl From<AnyCell> for CellConflict {
    fn from(any: AnyCell) -> Self {
        let AnyCell { cpi, profile, seen, revision, operators, locked, by, at } = any;
        Self { cell: CellKey { cpi, profile }, seen, revision, operators, locked, by, at }
    }
}

fn known<T>(held: Option<T>) -> Result<T, Unread> {
    held.ok_or("a problem without what it says")
}
