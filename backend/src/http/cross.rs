//! Which other sites may ask the API from a browser: none, or those that the settings name. Never with a cookie.

use axum::http::{HeaderName, Method, header};
use tower_http::cors::CorsLayer;

use crate::config::Settings;

/// What a page of another site may send.
const SENT: [HeaderName; 4] = [header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH];
/// What it may read beside the body.
const READ: [HeaderName; 6] = [
    header::ETAG,
    header::RETRY_AFTER,
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-reset"),
    HeaderName::from_static("x-request-id"),
];

/// Lets the sites of the settings in. Nothing, when there are none: then not even the headers are there.
pub(super) fn layer(settings: &Settings) -> Option<CorsLayer> {
    let origins = settings.cors_origins.iter().map(|origin| origin.header().clone()).collect::<Vec<_>>();
    let layer = CorsLayer::new().allow_methods([Method::GET, Method::POST]).allow_headers(SENT).expose_headers(READ);
    (!origins.is_empty()).then(|| layer.allow_origin(origins))
}
