//! Why something was refused: one enum at both ends.
//!
//! The tag is the API's `extensions.code`; the page reads the same type back and finds the words in the user's language.

mod read;

use serde::{Deserialize, Serialize};

use crate::staffing::{CellKey, FigureKey, scenario::Standing};

/// A refusal, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", try_from = "read::AnyProblem")]
pub enum Problem {
    /// Values that break a rule, each with the field that holds it.
    Invalid {
        /// At least one.
        fields: Vec<FieldProblem>,
    },
    /// Values that someone else changed since they were seen. Nothing of the batch was applied.
    Conflict {
        /// Cells of a scenario that are newer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cells: Vec<CellConflict>,
        /// Figures of the assumptions that are newer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        figures: Vec<FigureConflict>,
    },
    /// Where the scenario stands, this is not done: it is no draft, or the step does not lead on from there. Nothing was applied.
    WrongState(Standing),
    /// No such thing, or not the caller's to see: nobody learns which.
    NotFound,
    /// Nobody is signed in, or no longer, and the request needs someone.
    #[serde(rename = "UNAUTHENTICATED")]
    SignedOut,
    /// No part that the caller plays may do this, anywhere.
    Forbidden,
    /// Too many tries. The same request may be sent again later.
    #[serde(rename = "TOO_MANY_REQUESTS")]
    TooMany {
        /// When, in seconds from now.
        retry_after_s: u32,
    },
    /// The request is no well-formed GraphQL request of this schema.
    BadRequest {
        /// What is wrong with it, in English, for a developer.
        reason: String,
    },
    /// The query was sent by its hash alone, and its text is not known here, or no longer. Sent again with its text it is answered.
    PersistedQueryNotFound,
    /// The query asks for more than one request may.
    TooCostly {
        /// What the query would cost, in points.
        cost: u32,
        /// The most that one request may cost, in points.
        limit: u32,
    },
    /// The request is larger than is read.
    TooLarge {
        /// The most that is read, in bytes.
        limit_bytes: u64,
    },
    /// The database cannot answer just now; the same request may be sent again.
    Unavailable,
    /// A fault of ours. All that leaves is the request's id; the cause is in the log under it.
    Internal {
        /// The id of the request.
        request: String,
    },
}

/// One field that breaks one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "read::AnyRule")]
pub struct FieldProblem {
    /// The field's path in the input: `edits.3.operators`, or a figure's key.
    pub field: String,
    /// The rule that it breaks.
    #[serde(flatten)]
    pub rule: Rule,
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "SCREAMING_SNAKE_CASE", try_from = "read::AnyRule")]
pub enum Rule {
    /// It must be there.
    Required,
    /// It must be a finite number.
    NotANumber,
    /// It must be a whole number.
    NotWhole,
    /// It must be at least `min`.
    TooSmall {
        /// The least allowed.
        min: f64,
    },
    /// It must be at most `max`.
    TooGreat {
        /// The most allowed.
        max: f64,
    },
    /// It must have at most `max` characters or entries.
    TooLong {
        /// The most allowed.
        max: u32,
    },
    /// It must name something that exists.
    Unknown,
    /// It must be named once.
    Duplicate,
    /// It must lie where the caller may act: in the own province, job centre or organisation.
    NotYours,
    /// It must look like an e-mail address.
    NotAnEmail,
    /// It must have at least `min` characters.
    TooShort {
        /// The least allowed.
        min: u32,
    },
    /// It must not be one of the passwords that everybody tries, nor the person's own name or address.
    TooCommon,
    /// It must be the one that is in use.
    Wrong,
    /// It must not be the last one.
    Last,
    /// It must be a day at or before `latest`.
    TooLate {
        /// The last day allowed, `2020-03-02`.
        latest: String,
    },
    /// It must be a day at or after `earliest`.
    TooEarly {
        /// The first day allowed, `2020-03-02`.
        earliest: String,
    },
    /// It must come after what it follows: an end after its beginning.
    NotAfter,
    /// It must go with where the thing stands, or with the time it is.
    NotNow,
    /// The parts must add up.
    WrongSum {
        /// What they must add up to.
        expected: f64,
        /// What they add up to.
        actual: f64,
    },
}

impl Rule {
    /// The same rule for a value that is typed in a larger unit: its bounds divided by so much.
    #[must_use]
    pub fn divided(self, by: f64) -> Self {
        match self {
            Self::TooSmall { min } => Self::TooSmall { min: min / by },
            Self::TooGreat { max } => Self::TooGreat { max: max / by },
            other => other,
        }
    }
}

/// A cell that someone changed since the writer saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "read::AnyCell")]
pub struct CellConflict {
    /// Which cell.
    #[serde(flatten)]
    pub cell: CellKey,
    /// The revision that the writer had seen.
    pub seen: u64,
    /// The cell's revision now.
    pub revision: u64,
    /// Operators placed now.
    pub operators: u32,
    /// Whether it is locked now.
    pub locked: bool,
    /// Who wrote it.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// A figure that someone changed since the writer saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FigureConflict {
    /// Which figure.
    pub key: FigureKey,
    /// The revision that the writer had seen.
    pub seen: u64,
    /// The figure's revision now.
    pub revision: u64,
    /// Its value now; `None` when it is back to the derived one.
    pub value: Option<f64>,
    /// Who wrote it.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

impl Problem {
    /// One field that breaks one rule.
    pub fn invalid(field: impl Into<String>, rule: Rule) -> Self {
        Self::Invalid { fields: vec![FieldProblem { field: field.into(), rule }] }
    }

    /// The stable code of the kind, as `extensions.code` says it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "INVALID",
            Self::Conflict { .. } => "CONFLICT",
            Self::WrongState(_) => "WRONG_STATE",
            Self::NotFound => "NOT_FOUND",
            Self::SignedOut => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::TooMany { .. } => "TOO_MANY_REQUESTS",
            Self::BadRequest { .. } => "BAD_REQUEST",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::TooCostly { .. } => "TOO_COSTLY",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}

/// Gathers the problems of several fields, so that a form hears of all of them at once.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldProblem>);

impl Fields {
    /// Notes one broken rule.
    pub fn push(&mut self, field: impl Into<String>, rule: Rule) {
        self.0.push(FieldProblem { field: field.into(), rule });
    }

    /// Notes the rule if there is one, and says whether there was none.
    pub fn check(&mut self, field: impl Into<String>, broken: Option<Rule>) -> bool {
        match broken {
            Some(rule) => {
                self.push(field, rule);
                false
            }
            None => true,
        }
    }

    /// `Ok` when nothing was noted.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with everything that was noted.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::Invalid { fields: self.0 }) }
    }
}

/// The rule that a number breaks, if it must be finite and within `min..=max`.
pub fn out_of(value: f64, min: f64, max: f64) -> Option<Rule> {
    if !value.is_finite() {
        Some(Rule::NotANumber)
    } else if value < min {
        Some(Rule::TooSmall { min })
    } else if value > max {
        Some(Rule::TooGreat { max })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind.
    fn problems() -> Vec<Problem> {
        let (text, number) = (|| String::from("2027-03-01"), 7);
        let cell = CellKey {
            cpi: crate::code::CpiCode::new("BA01").expect("a code"),
            profile: crate::code::ProfileCode::new("OR").expect("a code"),
        };
        let (seen, revision, operators, locked) = (3, 4, 5, true);
        let cells = vec![CellConflict { cell, seen, revision, operators, locked, by: text(), at: text() }];
        let key = "staff.BA01.OR".parse().expect("a key");
        let figures = vec![FigureConflict { key, seen, revision, value: None, by: text(), at: text() }];
        let standing =
            Standing { state: crate::staffing::scenario::State::Approved, archived: true, by: text(), at: text() };
        vec![
            Problem::Conflict { cells: cells.clone(), figures: Vec::new() },
            Problem::Conflict { cells, figures },
            Problem::WrongState(standing),
            Problem::NotFound,
            Problem::SignedOut,
            Problem::Forbidden,
            Problem::TooMany { retry_after_s: number },
            Problem::BadRequest { reason: text() },
            Problem::PersistedQueryNotFound,
            Problem::TooCostly { cost: number, limit: 2 * number },
            Problem::TooLarge { limit_bytes: 70_000_000_000 },
            Problem::Unavailable,
            Problem::Internal { request: text() },
        ]
    }

    fn rules() -> Vec<Rule> {
        let (day, max, min) = (|| String::from("2027-03-01"), u32::MAX, 12);
        vec![
            Rule::Required,
            Rule::NotANumber,
            Rule::NotWhole,
            Rule::TooSmall { min: -0.5 },
            Rule::TooGreat { max: 1e12 },
            Rule::TooLong { max },
            Rule::Unknown,
            Rule::Duplicate,
            Rule::NotYours,
            Rule::NotAnEmail,
            Rule::TooShort { min },
            Rule::TooCommon,
            Rule::Wrong,
            Rule::Last,
            Rule::TooLate { latest: day() },
            Rule::TooEarly { earliest: day() },
            Rule::NotAfter,
            Rule::NotNow,
            Rule::WrongSum { expected: 1.0, actual: 0.75 },
        ]
    }

    #[test]
    fn a_problem_travels_as_a_coded_object_and_back() {
        let fields = rules().into_iter().map(|rule| FieldProblem { field: "service.A.minutes".into(), rule }).collect();
        for problem in problems().into_iter().chain([Problem::Invalid { fields }]) {
            let json = serde_json::to_value(&problem).expect("a problem is plain data");
            assert_eq!(json["code"], problem.code());
            assert_eq!(serde_json::from_value::<Problem>(json).expect("it reads back"), problem);
        }
        let json = serde_json::to_value(Problem::invalid("minutes", Rule::TooSmall { min: 0.0 })).expect("plain data");
        assert_eq!(json["fields"][0]["rule"], "TOO_SMALL");
        assert!(serde_json::from_str::<Problem>(r#"{"code":"TOO_LARGE"}"#).is_err(), "too large for what?");
        assert!(serde_json::from_str::<Problem>(r#"{"code":"OF_TOMORROW"}"#).is_err());
    }

    #[test]
    fn a_rule_travels_alone_and_back() {
        for rule in rules() {
            let json = serde_json::to_value(&rule).expect("plain data");
            assert_eq!(serde_json::from_value::<Rule>(json).expect("it reads back"), rule);
        }
    }

    #[test]
    fn a_bound_is_told_in_the_unit_that_is_typed() {
        assert_eq!(Rule::TooGreat { max: 1_234.0 }.divided(100.0), Rule::TooGreat { max: 12.34 });
        assert_eq!(Rule::Required.divided(100.0), Rule::Required);
    }

    #[test]
    fn nothing_but_a_finite_number_within_bounds_passes() {
        assert_eq!(out_of(f64::NAN, 0.0, 1.0), Some(Rule::NotANumber));
        assert_eq!(out_of(f64::INFINITY, 0.0, 1.0), Some(Rule::NotANumber));
        assert_eq!(out_of(-0.1, 0.0, 1.0), Some(Rule::TooSmall { min: 0.0 }));
        assert_eq!(out_of(1.1, 0.0, 1.0), Some(Rule::TooGreat { max: 1.0 }));
        assert_eq!(out_of(1.0, 0.0, 1.0), None);
    }
}
