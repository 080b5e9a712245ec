//! Problems as errors of a GraphQL response. Every error that leaves has a code; no internal text does.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use shared::Problem;

use crate::error::Error;

/// The longest reason that is sent, in characters: a hostile query could make it repeat itself.
const MAX_REASON: usize = 400;

/// What a developer reads beside the code. People are told by the page, in their language, from the data.
pub(crate) fn message(problem: &Problem) -> String {
    match problem {
        Problem::Invalid { fields } => {
            let names: Vec<&str> = fields.iter().take(20).map(|field| field.field.as_str()).collect();
            format!("not valid: {}", names.join(", "))
        }
        Problem::Conflict { .. } => "someone else changed it since it was seen; nothing was applied".to_owned(),
        Problem::WrongState(standing) => {
            let archived = if standing.archived { ", archived" } else { "" };
            format!("the scenario's state does not allow it: {}{archived}", standing.state.name())
        }
        Problem::NotFound => "there is no such thing".to_owned(),
        Problem::SignedOut => "nobody is signed in, or no longer".to_owned(),
        Problem::Forbidden => "no part of the caller may do this".to_owned(),
        Problem::TooMany { retry_after_s } => format!("too much in too short a time; come back in {retry_after_s} s"),
        Problem::BadRequest { reason } => reason.clone(),
        // The words that clients of this protocol look for.
        Problem::PersistedQueryNotFound => "PersistedQueryNotFound".to_owned(),
        Problem::TooCostly { cost, limit } => format!("the query costs {cost} points, at most {limit} are allowed"),
        Problem::TooLarge { limit_bytes } => format!("the request is larger than {limit_bytes} bytes"),
        Problem::Unavailable => "the database is busy; send the same request again".to_owned(),
        Problem::Internal { request } => format!("a fault of the server, in its log under request {request}"),
    }
}

/// The data of a problem, as an error's `extensions`.
pub(crate) fn extensions(problem: &Problem) -> Option<ErrorExtensionValues> {
    let mut values = ErrorExtensionValues::default();
    let serde_json::Value::Object(entries) = serde_json::to_value(problem).ok()? else { return None };
    for (name, value) in entries {
        values.set(name, Value::from_json(value).ok()?);
    }
    Some(values)
}

/// A problem as an error of the whole request.
pub(crate) fn server_error(problem: &Problem) -> ServerError {
    let mut error = ServerError::new(message(problem), None);
    error.extensions = extensions(problem);
    error
}

/// The most errors of a response that has no data: each of a thousand wrong fields has one.
const MAX_ERRORS: usize = 20;

/// Gives every error of a response its code, and takes the cause off those that are faults of ours.
///
/// A fault is logged here, once, under the request's id. An error without a code is GraphQL's own, about the request.
pub(crate) fn finish(response: &mut Response, request_id: &str) {
    if response.data == Value::Null {
        response.errors.truncate(MAX_ERRORS);
    }
    for error in &mut response.errors {
        if error.extensions.as_ref().is_some_and(|values| values.get("code").is_some()) {
            continue;
        }
        let problem = match error.source.as_ref().and_then(|source| source.downcast_ref::<Error>()) {
            Some(fault) => fault_problem(fault, request_id),
            None => Problem::BadRequest { reason: error.message.chars().take(MAX_REASON).collect() },
        };
        error.message = message(&problem);
        error.extensions = extensions(&problem);
        error.source = None;
    }
}

/// Logs a fault with its causes, and gives what the caller is told.
pub(crate) fn fault_problem(fault: &Error, request_id: &str) -> Problem {
    let causes = causes(fault);
    if let Some(why) = crate::db::away(fault) {
        tracing::error!(request_id, causes = ?causes, "{why}");
        return Problem::Unavailable;
    }
    tracing::error!(request_id, causes = ?causes, "a request failed");
    Problem::Internal { request: request_id.to_owned() }
}

fn causes(fault: &Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next: Option<&dyn std::error::Error> = Some(fault);
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}
