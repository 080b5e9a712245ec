//! One GraphQL request over HTTP. POST with JSON only: a form of another site cannot send that without being asked first.

use async_graphql::{Request as Query, Response as Answer, parser::parse_query};
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use futures::StreamExt as _;
use shared::Problem;

use super::{
    RequestId,
    errors::{GRAPHQL, JSON, json, refusal},
    who,
};
use crate::{
    app::App,
    cx::Who,
    graphql::{errors, limits, prepared},
};

/// The largest body that is read, bytes: room for a write of every cell of an Italy-sized table.
const MAX_BODY: usize = 1024 * 1024;
/// The largest body that is taken in to be refused, bytes. A larger one finds the connection closed.
const MAX_DRAINED: usize = 32 * 1024 * 1024;

/// Answers one request.
pub(super) async fn answer(State(app): State<App>, Extension(id): Extension<RequestId>, request: Request) -> Response {
    if request.method() != Method::POST {
        let problem = Problem::BadRequest { reason: "send a query by POST".to_owned() };
        let mut response = refusal(StatusCode::METHOD_NOT_ALLOWED, &problem);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    if !is_json(request.headers()) {
        let problem = Problem::BadRequest { reason: "the body must be application/json".to_owned() };
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, &problem);
    }
    let media_type = accepted(request.headers());
    let who = who::of(&request);
    let query = match read(request).await {
        Ok(query) => query,
        Err((status, problem)) => return refusal(status, &problem),
    };
    let mut answer = execute(&app, who, query).await;
    errors::finish(&mut answer, &id.0);
    respond(media_type, &answer)
}

async fn execute(app: &App, who: Who, query: Query) -> Answer {
    match checked(query) {
        Ok(query) => app.schema().execute(prepared(query, &app.cx(who))).await,
        Err(problem) => Answer::from_errors(vec![errors::server_error(&problem)]),
    }
}

/// Parses a query and holds it to the limits of its text.
pub(super) fn checked(mut query: Query) -> Result<Query, Problem> {
    limits::check_text(&query.query)?;
    let document = parse_query(&query.query).map_err(|error| Problem::BadRequest { reason: error.to_string() })?;
    limits::check(&document)?;
    query.set_parsed_query(document);
    Ok(query)
}

async fn read(request: Request) -> Result<Query, (StatusCode, Problem)> {
    let Some(body) = within(request.into_body()).await else {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, Problem::TooLarge { limit_bytes: MAX_BODY as u64 }));
    };
    if body.trim_ascii_start().first() != Some(&b'{') {
        let reason = "the body must be one JSON object; batches are not taken".to_owned();
        return Err((StatusCode::BAD_REQUEST, Problem::BadRequest { reason }));
    }
    serde_json::from_slice(&body).map_err(|error| {
        let reason = format!("the body is no GraphQL request in JSON: {error}");
        (StatusCode::BAD_REQUEST, Problem::BadRequest { reason })
    })
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

fn is_json(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    stated.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(JSON)
}

/// The media type of the answer. A client that does not ask for the newer one gets plain JSON.
fn accepted(headers: &HeaderMap) -> &'static str {
    let stated = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if stated.contains(GRAPHQL) { GRAPHQL } else { JSON }
}

/// A response whose request failed as a whole has no `data`; with the newer media type its status says so too.
fn respond(media_type: &'static str, answer: &Answer) -> Response {
    let whole = answer.data == async_graphql::Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty());
    let body = if whole {
        serde_json::json!({ "errors": answer.errors }).to_string()
    } else {
        serde_json::to_string(answer).unwrap_or_default()
    };
    let status = if whole && media_type == GRAPHQL { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    json(status, media_type, body)
}
