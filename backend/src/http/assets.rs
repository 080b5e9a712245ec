//! The built program: files of `frontend/dist`, embedded and compressed beforehand.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::tag;

#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
struct Dist;

/// The page that every route of the program starts from.
const INDEX: &str = "index.html";
/// The page on which a developer tries the API: no part of the program, and not served under its file's name.
const CONSOLE: &str = "console.html";
/// Files under this folder carry a hash of their content in their name, so they never change.
const HASHED: &str = "assets/";

/// Serves a file of the program, or its page for any address that a person may type.
pub(super) async fn serve(request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if is_console(request.uri().path()) {
        return file(CONSOLE, request.headers());
    }
    let path = request.uri().path().trim_start_matches('/');
    let hidden = path == CONSOLE || matches!(path.rsplit('.').next(), Some("br" | "gz"));
    if !path.is_empty() && !hidden && Dist::get(path).is_some() {
        return file(path, request.headers());
    }
    if path.starts_with(HASHED) || !wants_page(request.headers()) {
        return (StatusCode::NOT_FOUND, "not found").into_response();
    }
    if Dist::get(INDEX).is_none() {
        return (StatusCode::NOT_FOUND, "this server was built without the program: run `cargo xtask build`")
            .into_response();
    }
    file(INDEX, request.headers())
}

/// Whether an address is that of the page on which a developer tries the API.
fn is_console(path: &str) -> bool {
    path.trim_end_matches('/') == "/sviluppatori/console"
}

/// Whether whoever asks can show a page.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    accept.contains("text/html") || accept.contains("*/*")
}

fn file(path: &str, asked: &HeaderMap) -> Response {
    let Some((coding, content)) = encoded(path, asked) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = tag::of(&content.data);
    let mut response = if tag::is_seen(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(content.data).into_response()
    };
    let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The file in the smallest coding that is accepted.
fn encoded(path: &str, asked: &HeaderMap) -> Option<(Option<&'static str>, EmbeddedFile)> {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if takes(accepted, coding)
            && let Some(content) = Dist::get(&format!("{path}{ending}"))
        {
            return Some((Some(coding), content));
        }
    }
    Dist::get(path).map(|content| (None, content))
}

/// Whether a coding is named in the header and not refused by a weight of zero.
fn takes(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
