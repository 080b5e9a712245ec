//! One GraphQL request over HTTP, as the specification of GraphQL over HTTP wants it: what may be sent, what is answered.
//!
//! A request is JSON by POST, which a form of another site cannot send without being asked first; or a query by GET,
//! which changes nothing. Neither batches nor uploads are read.

mod accept;
mod cache;
mod persisted;
mod read;
mod respond;
mod stream;

use async_graphql::{
    Request as Query, Response as Answer,
    parser::{parse_query, types::OperationType},
};
use axum::{
    Extension,
    extract::{Request, State},
    http::{Method, StatusCode},
    response::Response,
};
use shared::Problem;

use self::{
    accept::Accepted,
    read::Refusal,
    respond::Reply,
    stream::{Events, Heard},
};
pub(super) use self::{accept::takes, cache::Keep, persisted::Persisted, respond::tell_limits};
use super::{Edge, RequestId, doors, errors::JSON, who};
use crate::{
    app::App,
    graphql::{budget::REQUEST_POINTS, errors, limits, prepared, selected},
};

/// The methods of the endpoint, as `allow` tells them.
const METHODS: &str = "GET, POST";

/// Answers one request.
pub(super) async fn answer(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let accepted = Accepted::of(request.headers());
    let caller = who::caller(&request);
    let keep = Keep::of(request.method(), request.headers());
    let reply = Reply { id, media_type: accepted.whole.unwrap_or(JSON), meter: edge.meter(caller), keep };
    let (who, shown) = (who::of(&request), who::shown(&request));
    let asked = match asked(&edge, &reply, &accepted, request).await {
        Ok(asked) => asked,
        Err(refusal) => return reply.refusal(&refusal),
    };
    let is_subscription = matches!(asked, Ok((_, Some(OperationType::Subscription))));
    let events = match asked {
        Ok((query, _)) => {
            let query = prepared(query, &app.cx(who.clone())).data(reply.meter.clone());
            if is_subscription && accepted.events {
                Events::Subscription(Box::new(query))
            } else {
                Events::Answer(Box::new(app.schema().execute(query).await))
            }
        }
        Err(problem) => Events::Answer(Box::new(Answer::from_errors(vec![errors::server_error(&problem)]))),
    };
    match events {
        Events::Answer(mut answer) if accepted.whole.is_some() => {
            errors::finish(&mut answer, &reply.id.0);
            reply.answer(&answer)
        }
        events => match edge.doors.open(caller) {
            Some(door) => stream::open(&app, &reply, events, Heard { door, who, shown }),
            None => doors::full(&reply.id),
        },
    }
}

/// A query that may be executed and what its operation is; or why it is refused as a whole, as GraphQL refuses one.
type Asked = Result<(Query, Option<OperationType>), Problem>;

/// Reads a request and holds it to the limits of one.
async fn asked(edge: &Edge, reply: &Reply, accepted: &Accepted, request: Request) -> Result<Asked, Refusal> {
    // Before anything is read: whoever has nothing left costs nothing either.
    reply.meter.spend(REQUEST_POINTS).map_err(|problem| Refusal::of(StatusCode::TOO_MANY_REQUESTS, problem))?;
    if accepted.whole.is_none() && !accepted.events {
        let reason = "the answer is application/graphql-response+json, application/json or text/event-stream";
        return Err(Refusal::bad(StatusCode::NOT_ACCEPTABLE, reason));
    }
    let is_get = request.method() == Method::GET;
    let sent = match *request.method() {
        Method::GET => read::address(request.uri())?,
        Method::POST => read::body(request).await?,
        _ => {
            let reason = "send a request by POST, or a query by GET";
            return Err(Refusal::bad(StatusCode::METHOD_NOT_ALLOWED, reason).allow(METHODS));
        }
    };
    let hash = sent.hash()?;
    let known = hash.and_then(|hash| edge.persisted.find(hash));
    if hash.is_some() && known.is_none() && !sent.has_text() {
        return Ok(Err(Problem::PersistedQueryNotFound));
    }
    let mut query = match checked(sent.query(known.as_deref())?) {
        Ok(query) => query,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(hash) = hash {
        edge.persisted.keep(hash, &query.query);
    }
    let operation = operation(&mut query);
    let only_reads = match operation {
        None | Some(OperationType::Query) => true,
        Some(OperationType::Subscription) => accepted.events,
        Some(OperationType::Mutation) => false,
    };
    if is_get && !only_reads {
        return Err(Refusal::bad(StatusCode::METHOD_NOT_ALLOWED, "a GET may only query").allow("POST"));
    }
    Ok(Ok((query, operation)))
}

/// Parses a query, holds it to the limits of its text, and fills in the variables that it has defaults for.
pub(super) fn checked(mut query: Query) -> Result<Query, Problem> {
    limits::check_text(&query.query)?;
    let document = parse_query(&query.query).map_err(|error| Problem::BadRequest { reason: error.to_string() })?;
    limits::check(&document)?;
    if let Some(operation) = selected(&document, query.operation_name.as_deref()) {
        // The executor knows no defaults where it decides what `@skip` and `@include` leave out.
        for variable in &operation.variable_definitions {
            if let Some(value) = &variable.node.default_value {
                query.variables.entry(variable.node.name.node.clone()).or_insert_with(|| value.node.clone());
            }
        }
    }
    query.set_parsed_query(document);
    Ok(query)
}

/// What the operation is that the request chooses.
fn operation(query: &mut Query) -> Option<OperationType> {
    let name = query.operation_name.clone();
    selected(query.parsed_query().ok()?, name.as_deref()).map(|operation| operation.ty)
}
