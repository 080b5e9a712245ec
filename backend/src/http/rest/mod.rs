//! The REST façade for public bodies that come through the PDND: a few things to read, in the manner of the ModI.
//!
//! It knows no store and computes nothing: each address has one GraphQL document, and what is answered is its data. What
//! a document costs, what its caller may and what it leaves in the log is the schema's to say, as for any other query.

mod access;
mod ask;
mod openapi;
mod problem;
mod queries;

use std::sync::Arc;

use async_graphql::{Request as Query, Value, Variables};
use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
    routing::any,
};
use serde::Serialize;
use shared::Problem;

use self::{
    access::Access,
    ask::{Asked, Place},
    openapi::Contract,
    problem::{ABOUT, PROBLEM, Refusal},
};
use super::{
    Edge, MAX_TIME, RequestId,
    api::{Keep, takes, tell_limits},
    errors::{JSON, json},
    ready, who,
};
use crate::{
    app::App,
    caller::Caller,
    config::Settings,
    graphql::{
        budget::{Meter, REQUEST_POINTS},
        errors, prepared,
    },
};

/// Where the façade begins.
const ROOT: &str = "/api/rest/v1";
/// Its methods, as `allow` tells them.
const METHODS: &str = "GET, HEAD";

/// All addresses below the root; those that are none are told so in the façade's own manner.
pub(super) fn routes(settings: &Settings) -> Router<App> {
    let contract = Arc::new(Contract::of(settings));
    Router::new()
        .route(ROOT, any(answer))
        .route(&format!("{ROOT}/"), any(answer))
        .route(&format!("{ROOT}/{{*path}}"), any(answer))
        .layer(Extension(contract))
}

/// Whether an address is one of the façade's.
pub(super) fn is_within(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A fault of ours, as the façade tells it.
pub(super) fn failed(problem: Problem, id: &RequestId) -> Response {
    Refusal::of(problem).response(id)
}

/// What a request is answered.
enum Answer {
    /// Data, which a client may have already.
    Data(Value),
    /// That the service is up.
    Up,
    /// The contract.
    Contract,
}

/// Answers one request.
async fn answer(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    Extension(contract): Extension<Arc<Contract>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let address = who::address(&app, &request);
    let (asked, _) = request.into_parts();
    let work = async {
        let access = access::of(&app, &edge, address, &asked.headers, &id).await;
        let caller = access.as_ref().ok().and_then(|access| access.caller(address));
        let meter = edge.meter(caller.or_else(|| address.map(Caller::at)).unwrap_or(Caller::Rest));
        let answer = answered(&app, &asked, access, &meter, &id).await;
        let mut response = match answer {
            Ok(answer) => told(&asked, answer, &contract, &id),
            Err(refusal) => refusal.response(&id),
        };
        tell_limits(&meter, meter.left(), response.headers_mut());
        response
    };
    match tokio::time::timeout(MAX_TIME, work).await {
        Ok(response) => response,
        Err(_) => failed(Problem::Unavailable, &id),
    }
}

/// Finds what is asked for, and asks the schema for it.
async fn answered(
    app: &App,
    asked: &Parts,
    access: Result<Access, Refusal>,
    meter: &Meter,
    id: &RequestId,
) -> Result<Answer, Refusal> {
    meter.spend(REQUEST_POINTS)?;
    let path = asked.uri.path().strip_prefix(ROOT).unwrap_or_default();
    let place = Place::of(path).ok_or(Problem::NotFound)?;
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        return Err(Refusal::method(METHODS));
    }
    if !takes(&asked.headers, &[JSON, PROBLEM]) {
        return Err(Refusal::bad(StatusCode::NOT_ACCEPTABLE, "the answer is application/json"));
    }
    let wanted = place.asked(&asked.uri)?;
    match wanted {
        Asked::Status => match ready(State(app.clone())).await {
            (StatusCode::OK, _) => Ok(Answer::Up),
            _ => Err(Problem::Unavailable.into()),
        },
        Asked::Contract => Ok(Answer::Contract),
        Asked::Data(wanted) => {
            let cx = app.cx(access?.who(id));
            let query = Query::new(wanted.document).variables(Variables::from_json(wanted.variables.clone()));
            let mut response = app.schema().execute(prepared(query, &cx).data(meter.clone())).await;
            errors::finish(&mut response, &id.0);
            match response.errors.first() {
                Some(error) => Err(ask::refusal(problem::of(error))),
                None => Ok(Answer::Data(wanted.body(response.data)?)),
            }
        }
    }
}

/// What a reader sees of the service's health.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Up<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: &'static str,
    request_id: &'a str,
}

fn told(asked: &Parts, answer: Answer, contract: &Contract, id: &RequestId) -> Response {
    match answer {
        Answer::Data(data) => {
            let body = json(StatusCode::OK, JSON, serde_json::to_string(&data).unwrap_or_default());
            Keep::of(&asked.method, &asked.headers).tell(JSON, Some(&data), body)
        }
        Answer::Up => {
            let detail = "the service answers, and so does its database";
            let up = Up { kind: ABOUT, title: "OK", status: StatusCode::OK.as_u16(), detail, request_id: &id.0 };
            let mut response = json(StatusCode::OK, PROBLEM, serde_json::to_string(&up).unwrap_or_default());
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Answer::Contract => {
            let (text, tag) = contract.told();
            let is_seen = super::tag::is_seen(&asked.headers, tag);
            let mut response = if is_seen {
                StatusCode::NOT_MODIFIED.into_response()
            } else {
                json(StatusCode::OK, JSON, text.to_owned())
            };
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            if let Ok(tag) = HeaderValue::from_str(tag) {
                response.headers_mut().insert(header::ETAG, tag);
            }
            response
        }
    }
}
