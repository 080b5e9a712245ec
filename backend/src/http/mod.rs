//! The HTTP edge: routes, headers, request ids, limits. What is behind it sees only well-formed requests.

mod account;
mod api;
mod assets;
mod calendars;
mod cross;
mod doors;
mod errors;
mod gateway;
mod headers;
pub(crate) mod metrics;
mod register;
mod rest;
mod schema;
mod socket;
mod table;
mod tag;
mod who;

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use axum_server::ConnectionShutdown;
use futures::FutureExt as _;
use shared::Problem;
use tokio::time::Instant;
use tracing::Instrument as _;

use self::{api::Persisted, doors::Doors};
use crate::{
    app::App,
    caller::Caller,
    clock::new_id,
    config::Settings,
    graphql::budget::{Budgets, Meter},
    identity::voucher::Vouchers,
    metrics::Metrics,
};

/// How long a request may take.
const MAX_TIME: Duration = Duration::from_secs(10);
/// What a request costs that is no query: signing in, following a link, opening a socket.
const OTHER_POINTS: u32 = 200;
/// How long the database may take to answer whether it is there.
const READY_TIME: Duration = Duration::from_secs(2);
/// The header that carries a request's id, in answers.
const REQUEST_ID: &str = "x-request-id";

/// What the requests of one server share at its edge.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    budgets: Arc<Budgets>,
    doors: Doors,
    persisted: Persisted,
    vouchers: Option<Arc<Vouchers>>,
}

impl Edge {
    fn new(settings: &Settings) -> Self {
        Self {
            budgets: Arc::new(Budgets::new(settings.caller_points, Instant::now())),
            doors: Doors::default(),
            persisted: Persisted::default(),
            vouchers: settings.vouchers.clone().map(|vouchers| Arc::new(Vouchers::new(vouchers))),
        }
    }

    /// What a request of a caller spends.
    fn meter(&self, caller: Caller) -> Meter {
        Meter::new(Arc::clone(&self.budgets), caller)
    }
}

/// The id of one request: in its answer and in every line that is logged of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);

/// All routes of the server.
pub(crate) fn router(app: App) -> Router {
    let known = middleware::from_fn_with_state(app.clone(), who::known);
    // Outside of all else: also who asks is found out within the time.
    let in_time = middleware::from_fn_with_state((MAX_TIME, app.clone()), time_limit);
    let is_https = app.settings().is_https();
    let ours = Router::new()
        .merge(account::routes())
        .merge(gateway::routes())
        .merge(calendars::routes())
        .merge(table::routes())
        .route(register::PATH, get(register::answer))
        .route("/graphql/ws", any(socket::open))
        .layer(middleware::from_fn(paid))
        .layer(known.clone())
        .layer(in_time.clone());
    let api = Router::new()
        .route("/graphql", any(api::answer))
        .layer(known)
        .layer(in_time)
        .route("/schema.graphql", get(schema::contract))
        .route("/schema-changes.md", get(schema::changes))
        .merge(rest::routes(app.settings()));
    let api = match cross::layer(app.settings()) {
        Some(cross) => api.layer(cross),
        None => api,
    };
    let edge = Edge::new(app.settings());
    let metrics = app.metrics();
    let to_the_end = middleware::from_fn_with_state(app.clone(), kept_to_the_end);
    Router::new()
        .merge(ours)
        .merge(api)
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .fallback(assets::serve)
        .with_state(app)
        .layer(Extension(edge))
        .layer(middleware::from_fn_with_state(is_https, headers::secure))
        .layer(middleware::from_fn_with_state(metrics, identified))
        .layer(to_the_end)
        .layer(middleware::from_fn(of_one_version))
}

/// Speaks HTTP/1.1 alone: a connection of another version would have no limit on how long it may be silent. A proxy speaks the others.
async fn of_one_version(request: Request, next: Next) -> Response {
    if request.version() <= Version::HTTP_11 {
        return next.run(request).await;
    }
    if let Some(connection) = request.extensions().get::<ConnectionShutdown>() {
        // At once: a client of that version may keep open for ever what is ended in order.
        connection.shutdown();
    }
    StatusCode::HTTP_VERSION_NOT_SUPPORTED.into_response()
}

/// Keeps no connection beyond its answer when the server is about to stop: whoever asks again asks another server.
async fn kept_to_the_end(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if app.live().is_leaving() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Gives every request an id, and logs and counts it once it is answered.
async fn identified(State(metrics): State<Arc<Metrics>>, mut request: Request, next: Next) -> Response {
    let id = RequestId(new_id().to_string());
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", request_id = %id.0);
    let (method, path) = (request.method().clone(), calendars::without_secret(request.uri().path()));
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span).await;
    let mut response = answered.unwrap_or_else(|panic| errors::panicked(panic.as_ref(), &path, &id));
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let duration_ms = took.as_millis() as u64;
    metrics.answered(route.as_ref().map(MatchedPath::as_str), method.as_str(), status, took);
    tracing::info!(request_id = %id.0, %method, path, status, duration_ms, "answered");
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

async fn time_limit(
    State((limit, app)): State<(Duration, App)>,
    Extension(id): Extension<RequestId>,
    Extension(edge): Extension<Edge>,
    request: Request,
    next: Next,
) -> Response {
    let (from, headers) = (who::address(&app, &request), request.headers().clone());
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => api::turned_away(&edge, from, &headers, &id, &Problem::Unavailable),
    }
}

/// Takes the points of a request that is no query: it costs the database something too.
async fn paid(
    Extension(edge): Extension<Edge>,
    Extension(id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let points = match request.uri().path() {
        register::PATH => register::POINTS,
        path if table::is_within(path) => table::POINTS,
        _ => OTHER_POINTS,
    };
    match edge.meter(who::caller(&request)).spend(points) {
        Ok(()) => next.run(request).await,
        Err(problem) => doors::too_many(&problem, &id),
    }
}

/// Whether the server can answer: 200 when its database does, and it is not about to stop.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.live().is_leaving() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the server is about to stop");
    }
    match tokio::time::timeout(READY_TIME, app.db().ping()).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready"),
        Ok(Err(error)) => tracing::warn!(%error, "not ready"),
        Err(_) => tracing::warn!(waited_s = READY_TIME.as_secs(), "not ready"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// What a server of one route answers.
    async fn answer(router: Router) -> String {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        tokio::spawn(async {
            axum::serve(listener, router.layer(middleware::from_fn_with_state(Arc::<Metrics>::default(), identified)))
                .await
        });
        let mut stream = tokio::net::TcpStream::connect(address).await.expect("it answers");
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("it is text");
        answer
    }

    #[tokio::test]
    async fn a_panic_is_answered_with_the_requests_id_and_without_its_words() {
        let router = Router::new().route("/", get(async || -> &'static str { panic!("the secret of the house") }));
        let answer = answer(router).await;
        let (_, id) = answer.split_once("x-request-id: ").expect("it has an id");
        let id = id.split("\r\n").next().expect("a line");
        assert!(answer.starts_with("HTTP/1.1 500") && answer.matches(id).count() == 4, "{answer}");
        assert!(!answer.contains("secret"), "{answer}");
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_ended() {
        let db = crate::db::Db::open("sqlite::memory:").await.expect("a database in memory opens");
        let app = App::new(db, crate::clock::Clock::system(), crate::config::Settings::default());
        let limit = middleware::from_fn_with_state((Duration::from_millis(1), app), time_limit);
        let router = Router::new().route("/", get(std::future::pending::<&'static str>)).layer(limit);
        let answer = answer(router.layer(Extension(Edge::new(&Settings::default())))).await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("UNAVAILABLE"), "{answer}");
        assert!(answer.contains("x-ratelimit-remaining") && answer.contains("\"cost\""), "{answer}");
    }
}
