//! Reads a request from the body of a POST or the address of a GET. What is no request at all is refused here, with its status.

use async_graphql::{Request as Query, Variables};
use axum::{
    body::Body,
    extract::{Query as Parameters, Request},
    http::{HeaderMap, StatusCode, Uri, header},
};
use futures::StreamExt as _;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use shared::Problem;

use super::persisted::Hash;
use crate::http::errors::JSON;

/// The largest body that is read, bytes: room for a write of every cell of an Italy-sized table.
const MAX_BODY: usize = 1024 * 1024;
/// The largest body that is taken in to be refused, bytes. A larger one finds the connection closed.
const MAX_DRAINED: usize = 32 * 1024 * 1024;

/// A request that is refused whatever the client accepts.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) problem: Problem,
    /// The methods that would do, where this one does not.
    pub(super) allow: Option<&'static str>,
}

impl Refusal {
    /// Not a request that this endpoint takes.
    pub(super) fn bad(status: StatusCode, reason: impl Into<String>) -> Self {
        Self::of(status, Problem::BadRequest { reason: reason.into() })
    }

    /// Refused for a problem.
    pub(super) fn of(status: StatusCode, problem: Problem) -> Self {
        Self { status, problem, allow: None }
    }

    /// With the methods that would do.
    pub(super) fn allow(self, methods: &'static str) -> Self {
        Self { allow: Some(methods), ..self }
    }
}

/// The parameters of a request. Those that are null count as left out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    extensions: Option<Map<String, Value>>,
}

/// The same in an address, where objects are text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads the body of a POST.
pub(super) async fn body(request: Request) -> Result<Sent, Refusal> {
    if !is_json(request.headers()) {
        return Err(Refusal::bad(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json in UTF-8"));
    }
    let Some(body) = within(request.into_body()).await else {
        let problem = Problem::TooLarge { limit_bytes: MAX_BODY as u64 };
        return Err(Refusal::of(StatusCode::PAYLOAD_TOO_LARGE, problem));
    };
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(malformed("the body must be one JSON object; batches are not taken"));
    }
    serde_json::from_slice(&body).map_err(|error| malformed(format!("the body is no GraphQL request in JSON: {error}")))
}

/// Reads the address of a GET.
pub(super) fn address(uri: &Uri) -> Result<Sent, Refusal> {
    let Parameters(written) = Parameters::<Written>::try_from_uri(uri).map_err(|_| {
        malformed("the address holds `query`, `operationName`, `variables` and `extensions`, each once")
    })?;
    Ok(Sent {
        query: written.query,
        operation_name: written.operation_name.filter(|name| !name.is_empty()),
        variables: object("variables", written.variables.as_deref())?,
        extensions: object("extensions", written.extensions.as_deref())?,
    })
}

impl Sent {
    /// Whether the query's text is there.
    pub(super) fn has_text(&self) -> bool {
        self.query.is_some()
    }

    /// The hash by which the query's text is known, or is to be.
    pub(super) fn hash(&self) -> Result<Option<Hash>, Refusal> {
        let Some(stated) = self.extensions.as_ref().and_then(|extensions| extensions.get("persistedQuery")) else {
            return Ok(None);
        };
        let hash = stated["sha256Hash"].as_str().and_then(Hash::read).filter(|_| stated["version"] == 1);
        let hash =
            hash.ok_or_else(|| malformed("`persistedQuery` has `version` 1 and `sha256Hash`, 64 hexadecimal digits"))?;
        if self.query.as_deref().is_some_and(|text| Hash::of(text) != hash) {
            return Err(malformed("`sha256Hash` is not the hash of `query`"));
        }
        Ok(Some(hash))
    }

    /// The request, with a text that was found where it has none.
    pub(super) fn query(self, found: Option<&str>) -> Result<Query, Refusal> {
        let text = self.query.as_deref().or(found).ok_or_else(|| malformed("there is no `query`"))?;
        let mut query = Query::new(text);
        query.operation_name = self.operation_name;
        query.variables = Variables::from_json(Value::Object(self.variables.unwrap_or_default()));
        query.extensions = read(Value::Object(self.extensions.unwrap_or_default()))?;
        Ok(query)
    }
}

fn object(name: &str, text: Option<&str>) -> Result<Option<Map<String, Value>>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    serde_json::from_str(text).map_err(|error| malformed(format!("`{name}` is no JSON object: {error}")))
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|error| malformed(format!("the request cannot be read: {error}")))
}

fn malformed(reason: impl Into<String>) -> Refusal {
    Refusal::bad(StatusCode::BAD_REQUEST, reason)
}

/// A body that is not too large. `None` when it is, or when it broke off.
///
/// What is too large is still taken in and thrown away, up to a bound, or the client would never read why it was refused.
async fn within(body: Body) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut seen = 0;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part = part.ok()?;
        seen += part.len();
        if seen > MAX_DRAINED {
            return None;
        }
        if seen <= MAX_BODY {
            kept.extend_from_slice(&part);
        }
    }
    (seen <= MAX_BODY).then_some(kept)
}

/// Whether the body says that it is JSON, and in no other letters than UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = stated.split(';').map(str::trim);
    let json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(JSON));
    let mut letters =
        parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.eq_ignore_ascii_case("charset"));
    json && letters.all(|(_, value)| value.trim_matches('"').eq_ignore_ascii_case("utf-8"))
}
