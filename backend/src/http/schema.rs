//! The contract as a file, for programs that are generated from it, and the log of its changes. The same for everybody.

use std::sync::LazyLock;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::tag;
use crate::graphql::sdl;

/// Printed once: it cannot change while the program runs.
static CONTRACT: LazyLock<Text> = LazyLock::new(|| Text::of(sdl()));
static CHANGES: LazyLock<Text> = LazyLock::new(|| Text::of(include_str!("../../../docs/schema-changes.md").to_owned()));

/// A text and its tag.
struct Text {
    text: String,
    tag: String,
}

/// `/schema.graphql`: to be saved.
pub(super) async fn contract(asked: HeaderMap) -> Response {
    let mut response = CONTRACT.serve(&asked, "application/graphql; charset=utf-8");
    let saved = HeaderValue::from_static("attachment; filename=\"tavoliere.graphql\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, saved);
    response
}

/// `/schema-changes.md`: to be read.
pub(super) async fn changes(asked: HeaderMap) -> Response {
    CHANGES.serve(&asked, "text/plain; charset=utf-8")
}

impl Text {
    fn of(text: String) -> Self {
        let tag = tag::of(text.as_bytes());
        Self { text, tag }
    }

    fn serve(&'static self, asked: &HeaderMap, media_type: &'static str) -> Response {
        let mut response = if tag::is_seen(asked, &self.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.text.as_str().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}
