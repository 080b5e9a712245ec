//! What may be kept of an answer. Only what was asked by GET: by anybody what everybody would be answered, by a token's program
//! what its token is answered.

use async_graphql::Value;
use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::http::tag;

/// How far one answer may be kept.
#[derive(Clone, Debug)]
pub(in crate::http) enum Keep {
    /// By nobody: it was a write, or the next may be told something else.
    Never,
    /// By whoever asks each time whether it still holds.
    Asking {
        /// Whether only the caller may keep it.
        is_private: bool,
        /// What the client has already.
        seen: HeaderMap,
    },
}

/// What an answer depends on beside the address.
const VARY: HeaderValue = HeaderValue::from_static("accept, authorization, cookie");

impl Keep {
    /// By the request's method and by how it shows who asks. A cookie is a person's, and their browser keeps nothing.
    pub(in crate::http) fn of(method: &Method, headers: &HeaderMap) -> Self {
        if !matches!(*method, Method::GET | Method::HEAD) || headers.contains_key(header::COOKIE) {
            return Self::Never;
        }
        let seen = headers.get_all(header::IF_NONE_MATCH).iter();
        let seen = seen.map(|tag| (header::IF_NONE_MATCH, tag.clone())).collect();
        Self::Asking { is_private: headers.contains_key(header::AUTHORIZATION), seen }
    }

    /// Says so in the answer; leaves the body out when the client has its data already.
    ///
    /// The tag is weak: the same data under another request id and with other points left is the same answer.
    pub(in crate::http) fn tell(&self, media_type: &str, data: Option<&Value>, mut response: Response) -> Response {
        let data = data.and_then(|data| serde_json::to_vec(data).ok());
        let mut kept = HeaderValue::from_static("private, no-store");
        if let (Self::Asking { is_private, seen }, Some(data)) = (self, data) {
            let tag = format!("W/{}", tag::of(&[media_type.as_bytes(), &data].concat()));
            if tag::is_seen(seen, &tag) {
                response = unchanged(&response);
            }
            if let Ok(tag) = HeaderValue::try_from(tag) {
                response.headers_mut().insert(header::ETAG, tag);
                kept = HeaderValue::from_static(if *is_private { "private, no-cache" } else { "no-cache" });
            }
        }
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
        response.headers_mut().insert(header::VARY, VARY);
        response
    }
}

/// The same answer without what the client has.
fn unchanged(answer: &Response) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    let told = answer.headers().iter().filter(|(name, _)| **name != header::CONTENT_TYPE);
    response.headers_mut().extend(told.map(|(name, value)| (name.clone(), value.clone())));
    response
}
