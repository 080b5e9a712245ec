//! One GraphQL request over HTTP, as the specification of GraphQL over HTTP wants it: what may be sent, what is answered.
//!
//! A request is JSON by POST, which a form of another site cannot send without being asked first; or a query by GET,
//! which changes nothing. Neither batches nor uploads are read.

mod accept;
mod cache;
mod persisted;
mod read;
mod respond;

use std::net::SocketAddr;

use async_graphql::{
    Request as Query, Response as Answer,
    parser::{parse_query, types::OperationType},
};
use axum::{
    Extension,
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode},
    response::Response,
};
use shared::Problem;

pub(super) use self::persisted::Persisted;
use self::{accept::Accepted, cache::Keep, read::Refusal, respond::Reply};
use super::{Edge, RequestId, errors::JSON, who};
use crate::{
    app::App,
    caller::Caller,
    graphql::{budget::REQUEST_POINTS, errors, limits, prepared},
};

/// The methods of the endpoint, as `allow` tells them.
const METHODS: &str = "GET, POST";

/// Answers one request.
pub(super) async fn answer(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let accepted = Accepted::of(request.headers());
    let meter = edge.meter(Caller::of(peer, request.headers()));
    let keep = Keep::of(request.method(), request.headers());
    let reply = Reply { id, media_type: accepted.whole.unwrap_or(JSON), meter, keep };
    match asked(&app, &edge, &reply, &accepted, request).await {
        Ok(answer) => reply.answer(&answer),
        Err(refusal) => reply.refusal(&refusal),
    }
}

async fn asked(
    app: &App,
    edge: &Edge,
    reply: &Reply,
    accepted: &Accepted,
    request: Request,
) -> Result<Answer, Refusal> {
    // Before anything is read: whoever has nothing left costs nothing either.
    reply.meter.spend(REQUEST_POINTS).map_err(|problem| Refusal::of(StatusCode::TOO_MANY_REQUESTS, problem))?;
    if accepted.whole.is_none() {
        let reason = "the answer is application/graphql-response+json or application/json";
        return Err(Refusal::bad(StatusCode::NOT_ACCEPTABLE, reason));
    }
    let who = who::of(&request);
    let method = request.method().clone();
    let sent = match method {
        Method::GET => read::address(request.uri())?,
        Method::POST => read::body(request).await?,
        _ => {
            return Err(Refusal::bad(StatusCode::METHOD_NOT_ALLOWED, "send a request by POST, or a query by GET")
                .allow(METHODS));
        }
    };
    let hash = sent.hash()?;
    let known = hash.and_then(|hash| edge.persisted.find(hash));
    if hash.is_some() && known.is_none() && !sent.has_text() {
        return Ok(whole(&Problem::PersistedQueryNotFound));
    }
    let mut query = match checked(sent.query(known.as_deref())?) {
        Ok(query) => query,
        Err(problem) => return Ok(whole(&problem)),
    };
    if let Some(hash) = hash {
        edge.persisted.keep(hash, &query.query);
    }
    if method == Method::GET && !matches!(operation(&mut query), None | Some(OperationType::Query)) {
        return Err(Refusal::bad(StatusCode::METHOD_NOT_ALLOWED, "a GET may only query").allow("POST"));
    }
    let mut answer = app.schema().execute(prepared(query, &app.cx(who)).data(reply.meter.clone())).await;
    errors::finish(&mut answer, &reply.id.0);
    Ok(answer)
}

/// A request that is refused as a whole, as GraphQL refuses one.
fn whole(problem: &Problem) -> Answer {
    Answer::from_errors(vec![errors::server_error(problem)])
}

/// Parses a query and holds it to the limits of its text.
pub(super) fn checked(mut query: Query) -> Result<Query, Problem> {
    limits::check_text(&query.query)?;
    let document = parse_query(&query.query).map_err(|error| Problem::BadRequest { reason: error.to_string() })?;
    limits::check(&document)?;
    query.set_parsed_query(document);
    Ok(query)
}

/// What the operation is that the request chooses. Nothing when it chooses none, which execution will say.
fn operation(query: &mut Query) -> Option<OperationType> {
    let name = query.operation_name.clone();
    let document = query.parsed_query().ok()?;
    let mut operations = document.operations.iter();
    let chosen = match name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    chosen.map(|(_, operation)| operation.node.ty)
}
