//! Refusals of the HTTP edge, in the shape of a GraphQL response without data.

use std::any::Any;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use shared::Problem;

use crate::graphql::errors::server_error;

/// The media type of a response in GraphQL over HTTP.
pub(super) const GRAPHQL: &str = "application/graphql-response+json";
/// The media type that older clients ask for.
pub(super) const JSON: &str = "application/json";

/// A refused request.
pub(super) fn refusal(status: StatusCode, problem: &Problem) -> Response {
    let body = serde_json::json!({ "errors": [server_error(problem)] });
    json(status, JSON, body.to_string())
}

/// A body of JSON.
pub(super) fn json(status: StatusCode, media_type: &'static str, body: String) -> Response {
    let mut response = (status, Body::from(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A panic in a handler: logged, and answered like any fault of ours.
pub(super) fn panicked(panic: &(dyn Any + Send), request_id: &str) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(request_id, panic = text, "a request's handler panicked");
    refusal(StatusCode::INTERNAL_SERVER_ERROR, &Problem::Internal { request: request_id.to_owned() })
}
