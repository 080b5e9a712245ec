//! What an answer looks like: its media type, its status, its parts, and what it says of limits.

use async_graphql::{Response as Answer, ServerError, Value};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;

use super::{cache::Keep, read::Refusal};
use crate::{
    graphql::{
        budget::{Left, Meter},
        errors::server_error,
    },
    http::{
        RequestId,
        errors::{GRAPHQL, json},
    },
};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// How one request is answered.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) id: RequestId,
    pub(super) media_type: &'static str,
    pub(super) meter: Meter,
    pub(super) keep: Keep,
}

/// An answer, in the order in which it is sent: fields of `data` stay in that of the query.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    extensions: Extensions<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extensions<'a> {
    request_id: &'a str,
    cost: Cost,
}

/// What a request cost its caller, in points.
#[derive(Serialize)]
struct Cost {
    requested: u32,
    limit: u32,
    remaining: u32,
}

/// One answer of a stream or a socket.
pub(in crate::http) fn event(id: &RequestId, meter: &Meter, answer: &Answer) -> String {
    let data = (!is_refused(answer)).then_some(&answer.data);
    let body = Body { errors: &answer.errors, data, extensions: extensions(id, meter, meter.left()) };
    serde_json::to_string(&body).unwrap_or_default()
}

fn extensions<'a>(id: &'a RequestId, meter: &Meter, left: Left) -> Extensions<'a> {
    let cost = Cost { requested: meter.spent().requested, limit: left.limit, remaining: left.remaining };
    Extensions { request_id: &id.0, cost }
}

impl Reply {
    /// What was executed, or refused as a whole before it was: that has no `data`, and the newer media type's status says so too.
    pub(super) fn answer(&self, answer: &Answer) -> Response {
        let whole = is_refused(answer);
        let status = if self.meter.spent().retry_after_s.is_some() {
            StatusCode::TOO_MANY_REQUESTS
        } else if whole && self.media_type == GRAPHQL {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        };
        self.respond(status, (!whole).then_some(&answer.data), &answer.errors)
    }

    /// What never came to be a GraphQL request.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Response {
        let mut response = self.respond(refusal.status, None, &[server_error(&refusal.problem)]);
        if let Some(methods) = refusal.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        response
    }

    fn respond(&self, status: StatusCode, data: Option<&Value>, errors: &[ServerError]) -> Response {
        let left = self.meter.left();
        let body = Body { errors, data, extensions: extensions(&self.id, &self.meter, left) };
        let mut response = json(status, self.media_type, serde_json::to_string(&body).unwrap_or_default());
        self.tell_limits(left, response.headers_mut());
        self.keep.tell(self.media_type, data.filter(|_| errors.is_empty()), response)
    }

    /// Says what is left to the caller, and when to come back if it was not enough.
    pub(super) fn tell_limits(&self, left: Left, headers: &mut HeaderMap) {
        tell_limits(&self.meter, left, headers);
    }
}

/// Says what is left to the caller of a request, and when to come back if it was not enough.
pub(in crate::http) fn tell_limits(meter: &Meter, left: Left, headers: &mut HeaderMap) {
    headers.insert(LIMIT, left.limit.into());
    headers.insert(REMAINING, left.remaining.into());
    headers.insert(RESET, left.full_in_s.into());
    if let Some(seconds) = meter.spent().retry_after_s {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
}

/// Whether the request was refused as a whole: then it has no data, not even null.
fn is_refused(answer: &Answer) -> bool {
    answer.data == Value::Null && !answer.errors.is_empty() && answer.errors.iter().all(|error| error.path.is_empty())
}
