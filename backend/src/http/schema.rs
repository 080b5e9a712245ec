//! The contract as a file, for programs that are generated from it: `/schema.graphql`. The same for everybody.

use std::sync::LazyLock;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::tag;
use crate::graphql::sdl;

/// Printed once: it cannot change while the program runs.
static TEXT: LazyLock<(String, String)> = LazyLock::new(|| {
    let text = sdl();
    let tag = tag::of(text.as_bytes());
    (text, tag)
});

const HEADERS: [(header::HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "application/graphql; charset=utf-8"),
    (header::CONTENT_DISPOSITION, "attachment; filename=\"tavoliere.graphql\""),
    (header::CACHE_CONTROL, "no-cache"),
];

/// Serves it.
pub(super) async fn serve(asked: HeaderMap) -> Response {
    let (text, tag) = &*TEXT;
    let mut response = if tag::is_seen(&asked, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.as_str().into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
