//! Refusals of the HTTP edge, in the shape of a GraphQL response without data.

use std::any::Any;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use shared::Problem;

use super::{RequestId, rest};
use crate::graphql::errors::server_error;

/// The media type of a response in GraphQL over HTTP.
pub(super) const GRAPHQL: &str = "application/graphql-response+json";
/// The media type of a stream of answers.
pub(super) const EVENTS: &str = "text/event-stream";
/// The media type that older clients ask for.
pub(super) const JSON: &str = "application/json";

/// A refused request, where only the header tells its id.
pub(super) fn refusal(status: StatusCode, problem: &Problem) -> Response {
    json(status, JSON, serde_json::json!({ "errors": [server_error(problem)] }).to_string())
}

/// A refused request, in the media type that was asked for; when to come back stands in a header too.
pub(super) fn refused(status: StatusCode, media_type: &str, problem: &Problem, id: &RequestId) -> Response {
    let body = serde_json::json!({ "errors": [server_error(problem)], "extensions": { "requestId": id.0 } });
    let mut response = json(status, media_type, body.to_string());
    if let Problem::TooMany { retry_after_s } = problem {
        response.headers_mut().insert(header::RETRY_AFTER, (*retry_after_s).into());
    }
    response
}

/// A body of JSON.
pub(super) fn json(status: StatusCode, media_type: &str, body: String) -> Response {
    let mut response = (status, Body::from(body)).into_response();
    if let Ok(media_type) = HeaderValue::try_from(format!("{media_type}; charset=utf-8")) {
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    }
    response
}

/// A panic in a handler: logged, and answered like any fault of ours at this address.
pub(super) fn panicked(panic: &(dyn Any + Send), path: &str, id: &RequestId) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(request_id = %id.0, panic = text, "a request's handler panicked");
    let problem = Problem::Internal { request: id.0.clone() };
    if rest::is_within(path) {
        return rest::failed(problem, id);
    }
    refused(StatusCode::INTERNAL_SERVER_ERROR, JSON, &problem, id)
}
