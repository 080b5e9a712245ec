//! Refusals in words: what is wrong, where, and what to do.

use shared::{Problem, Rule};

use super::format::number;
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
};

/// What a value must be, for the message at its field.
pub(crate) fn rule(words: Words, rule: &Rule) -> String {
    let limit = |value: f64| number(words, value, if value % 1.0 == 0.0 { 0 } else { 2 });
    match rule {
        Rule::Required => t_string!(words, problem.required).to_owned(),
        Rule::NotANumber => t_string!(words, problem.not_a_number).to_owned(),
        Rule::NotWhole => t_string!(words, problem.not_whole).to_owned(),
        Rule::TooSmall { min } => fill(t_string!(words, problem.too_small), &[("min", &limit(*min))]),
        Rule::TooGreat { max } => fill(t_string!(words, problem.too_great), &[("max", &limit(*max))]),
        Rule::TooLong { max } => fill(t_string!(words, problem.too_long), &[("max", &max.to_string())]),
        Rule::Unknown => t_string!(words, problem.unknown).to_owned(),
        Rule::Duplicate => t_string!(words, problem.duplicate).to_owned(),
        Rule::NotYours => t_string!(words, problem.not_yours).to_owned(),
        Rule::NotAnEmail => t_string!(words, problem.not_an_email).to_owned(),
        Rule::TooShort { min } => fill(t_string!(words, problem.too_short), &[("min", &min.to_string())]),
        Rule::TooCommon => t_string!(words, problem.too_common).to_owned(),
        Rule::Wrong => t_string!(words, problem.wrong).to_owned(),
        Rule::Last => t_string!(words, problem.last).to_owned(),
        Rule::TooLate { latest } => fill(t_string!(words, problem.too_late), &[("latest", &day(latest))]),
        Rule::TooEarly { earliest } => fill(t_string!(words, problem.too_early), &[("earliest", &day(earliest))]),
        Rule::NotAfter => t_string!(words, problem.not_after).to_owned(),
        Rule::NotNow => t_string!(words, problem.not_now).to_owned(),
        Rule::WrongSum { expected, actual } => fill(
            t_string!(words, problem.wrong_sum),
            &[("expected", &number(words, *expected, 2)), ("actual", &number(words, *actual, 2))],
        ),
    }
}

/// A day as both languages write it: `02/03/2020`.
pub(crate) fn day(iso: &str) -> String {
    iso.rsplit('-').collect::<Vec<_>>().join("/")
}

/// Why nothing came back, for the message above a form or a page.
pub(crate) fn failure(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Offline => t_string!(words, problem.offline).to_owned(),
        Failure::Broken => t_string!(words, problem.broken).to_owned(),
        Failure::Refused(problem) => refusal(words, problem),
    }
}

fn refusal(words: Words, problem: &Problem) -> String {
    match problem {
        Problem::Invalid { fields } => {
            let first = fields.first().map(|field| rule(words, &field.rule)).unwrap_or_default();
            fill(t_string!(words, problem.invalid), &[("first", &first)])
        }
        Problem::Conflict { .. } => t_string!(words, problem.conflict).to_owned(),
        Problem::WrongState(_) => t_string!(words, problem.wrong_state).to_owned(),
        Problem::NotFound => t_string!(words, problem.not_found).to_owned(),
        Problem::SignedOut => t_string!(words, problem.signed_out).to_owned(),
        Problem::Forbidden => t_string!(words, problem.forbidden).to_owned(),
        Problem::TooMany { retry_after_s } => {
            let minutes = retry_after_s.div_ceil(60).to_string();
            fill(t_string!(words, problem.too_many), &[("minutes", &minutes)])
        }
        Problem::TooLarge { .. } | Problem::TooCostly { .. } => t_string!(words, problem.too_much).to_owned(),
        Problem::Unavailable => t_string!(words, problem.offline).to_owned(),
        Problem::BadRequest { .. } | Problem::PersistedQueryNotFound => t_string!(words, problem.broken).to_owned(),
        Problem::Internal { request } => fill(t_string!(words, problem.internal), &[("request", &request.clone())]),
    }
}
