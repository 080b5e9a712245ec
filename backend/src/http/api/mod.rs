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

use std::net::IpAddr;

use async_graphql::{
    Request as Query, Response as Answer, Value,
    parser::{parse_query, types::OperationType},
};
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use shared::Problem;

use self::{
    accept::Accepted,
    read::Refusal,
    respond::Reply,
    stream::{Events, Heard},
};
pub(super) use self::{
    accept::takes,
    cache::Keep,
    persisted::Persisted,
    respond::{event, tell_limits},
};
use super::{Edge, RequestId, account::status, doors, errors::JSON, who};
use crate::{
    app::App,
    caller::Caller,
    cx::Who,
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
    // The door first: what is refused for want of one must not have been done.
    let is_stream = accepted.whole.is_none() || (is_subscription && accepted.events);
    let door = if is_stream { edge.doors.open(caller) } else { None };
    if is_stream && door.is_none() {
        return doors::full(&reply.id);
    }
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
    match (door, events) {
        (Some(door), events) => stream::open(&app, &reply, events, Heard { door, who, shown }),
        (None, Events::Answer(mut answer)) => {
            errors::finish(&mut answer, &reply.id.0);
            reply.answer(&answer)
        }
        // Without a door nothing was made a stream.
        (None, Events::Subscription(_)) => doors::full(&reply.id),
    }
}

/// An answer of those who do not come so far as to be asked what they want: who they are is not known, or their time is up.
pub(super) fn turned_away(
    edge: &Edge,
    from: Option<IpAddr>,
    headers: &HeaderMap,
    id: &RequestId,
    problem: &Problem,
) -> Response {
    let caller = from.map_or(Caller::Rest, |address| Caller::of(&Who::default(), address));
    let media_type = Accepted::of(headers).whole.unwrap_or(JSON);
    let meter = edge.meter(caller);
    if let Problem::TooMany { retry_after_s } = problem {
        meter.refuse(*retry_after_s);
    }
    let status = status(problem);
    let reply = Reply { id: id.clone(), media_type, meter, keep: Keep::Never };
    let mut response = reply.refusal(&Refusal::of(status, problem.clone()));
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
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
        let is_there = |name| query.variables.get(name).is_some_and(|value| *value != Value::Null);
        for variable in &operation.variable_definitions {
            let (name, stated) = (&variable.node.name.node, &variable.node.var_type.node);
            if !stated.nullable && variable.node.default_value.is_none() && !is_there(name) {
                return Err(Problem::BadRequest { reason: format!("the variable ${name} of {stated} has no value") });
            }
        }
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
pub(super) fn operation(query: &mut Query) -> Option<OperationType> {
    let name = query.operation_name.clone();
    selected(query.parsed_query().ok()?, name.as_deref()).map(|operation| operation.ty)
}
