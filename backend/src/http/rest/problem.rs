//! Refusals of the façade as `application/problem+json` (RFC 9457), with the stable code of the problem beside them.

use async_graphql::ServerError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use shared::Problem;

use crate::{
    graphql::errors::message,
    http::{RequestId, account, errors::json},
};

/// The type of a problem that its status and its code say well enough.
pub(super) const ABOUT: &str = "about:blank";
/// The media type of a problem.
pub(super) const PROBLEM: &str = "application/problem+json";
/// When whoever finds the service down should try again, seconds.
const RETRY_AFTER_S: u32 = 5;
/// What whoever shows nothing is asked for, and whoever shows what does not hold.
const REALM: &str = "Bearer realm=\"tavoliere\"";
const NOT_HELD: &str = "Bearer realm=\"tavoliere\", error=\"invalid_token\"";

/// A request that is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    problem: Problem,
    /// In words, where the problem's own say too little.
    detail: Option<String>,
    /// A header that belongs to it.
    header: Option<(HeaderKind, &'static str)>,
}

/// Which header belongs to a refusal.
#[derive(Clone, Copy, Debug)]
enum HeaderKind {
    Allow,
    Authenticate,
}

/// The body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    request_id: &'a str,
    #[serde(flatten)]
    problem: &'a Problem,
}

impl Refusal {
    /// Refused for a problem, under the status that is the problem's own.
    pub(super) fn of(problem: Problem) -> Self {
        let status = match &problem {
            // It was read, and says what cannot be.
            Problem::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            other => account::status(other),
        };
        Self { status, problem, detail: None, header: None }
    }

    /// Not a request that is taken here.
    pub(super) fn bad(status: StatusCode, reason: impl Into<String>) -> Self {
        Self { status, ..Self::of(Problem::BadRequest { reason: reason.into() }) }
    }

    /// Another method than those that would do.
    pub(super) fn method(methods: &'static str) -> Self {
        let header = Some((HeaderKind::Allow, methods));
        Self { header, ..Self::bad(StatusCode::METHOD_NOT_ALLOWED, "here one can only read") }
    }

    /// Nothing was shown, and something has to be.
    pub(super) fn nothing_shown() -> Self {
        let header = Some((HeaderKind::Authenticate, REALM));
        let detail = "show a voucher of the PDND, or a token of this service, in `Authorization: Bearer`";
        Self { detail: Some(detail.to_owned()), header, ..Self::of(Problem::SignedOut) }
    }

    /// What was shown does not hold.
    pub(super) fn not_held(detail: &str) -> Self {
        let header = Some((HeaderKind::Authenticate, NOT_HELD));
        Self { detail: Some(detail.to_owned()), header, ..Self::of(Problem::SignedOut) }
    }

    /// As it is sent.
    pub(super) fn response(&self, id: &RequestId) -> Response {
        let body = Body {
            kind: ABOUT,
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.clone().unwrap_or_else(|| message(&self.problem)),
            request_id: &id.0,
            problem: &self.problem,
        };
        let mut response = json(self.status, PROBLEM, serde_json::to_string(&body).unwrap_or_default());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
        }
        if let Problem::TooMany { retry_after_s } = &self.problem {
            response.headers_mut().insert(header::RETRY_AFTER, (*retry_after_s).into());
        }
        if let Some((kind, value)) = self.header {
            let name = match kind {
                HeaderKind::Allow => header::ALLOW,
                HeaderKind::Authenticate => header::WWW_AUTHENTICATE,
            };
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::of(problem)
    }
}

/// The problem that an error of the schema carries. One without is refused like a document that the schema does not know,
/// which a test keeps from ever being sent.
pub(super) fn of(error: &ServerError) -> Problem {
    let carried = error.extensions.as_ref().and_then(|values| serde_json::to_value(values).ok());
    let problem = carried.and_then(|values| serde_json::from_value(values).ok());
    problem.unwrap_or_else(|| Problem::BadRequest { reason: "the request cannot be answered".to_owned() })
}
