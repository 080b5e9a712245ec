//! Who sends a request: the session's cookie or a token, and what keeps another site from using them.
//!
//! A cookie counts only beside a header that no other site can make a browser send, or on a socket that our own page
//! opens; a request that names another origin is refused outright when it shows a cookie.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Extension,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use cookie::{Cookie, SameSite, time::Duration};
use shared::{
    Problem,
    identity::{Actor, token::PREFIX},
};

use super::{Edge, RequestId, api};
use crate::{
    app::App,
    caller::{self, Caller},
    config::Settings,
    cx::Who,
    error::Error,
    graphql::{budget::WRONG_POINTS, errors::fault_problem},
    identity::{Credentials, store::JOURNEY},
};

/// The header that our pages send with every request of theirs.
pub(super) const PAGE: &str = "x-tavoliere-page";

/// The cookie's name. Under https the browser itself holds it to this host and to https.
fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-tavoliere" } else { "tavoliere" }
}

/// The cookie that carries a session's secret; without one, the cookie that takes it away.
pub(super) fn session_cookie(settings: &Settings, secret: Option<&str>) -> String {
    let life = if secret.is_some() { settings.session_life.num_seconds() } else { 0 };
    cookie(settings, cookie_name(settings), secret, life)
}

/// The cookie that a browser takes along to the gateway; without a secret, the cookie that takes it away.
pub(super) fn journey_cookie(settings: &Settings, secret: Option<&str>) -> String {
    let life = if secret.is_some() { JOURNEY.num_seconds() } else { 0 };
    cookie(settings, journey_name(settings), secret, life)
}

fn journey_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-tavoliere-journey" } else { "tavoliere-journey" }
}

/// Lax: a browser shows it when a link of another site leads here, and the gateway's way back is one.
fn cookie(settings: &Settings, name: &'static str, secret: Option<&str>, life: i64) -> String {
    Cookie::build((name, secret.unwrap_or_default()))
        .path("/")
        .http_only(true)
        .secure(settings.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(life))
        .build()
        .to_string()
}

/// The session's secret in a request's cookies.
pub(super) fn session_secret(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    cookie_value(headers, cookie_name(settings))
}

/// The secret of a journey to the gateway in a request's cookies.
pub(super) fn journey_secret(settings: &Settings, headers: &HeaderMap) -> Option<String> {
    cookie_value(headers, journey_name(settings))
}

fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let texts = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut cookies = texts.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// A token that is shown as `Authorization: Bearer tvl_...`.
pub(super) fn bearer(stated: &str) -> Option<&str> {
    let (scheme, token) = stated.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.trim().starts_with(PREFIX)).then_some(token.trim())
}

/// Whether the page that asks came from this server. A program that is no browser sends no origin.
pub(super) fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

fn credentials(settings: &Settings, headers: &HeaderMap, reads_only: bool) -> Result<Credentials, Problem> {
    if let Some(stated) = headers.get(header::AUTHORIZATION) {
        let token = stated.to_str().ok().and_then(bearer);
        return token.map(|token| Credentials::Token(token.to_owned())).ok_or(Problem::SignedOut);
    }
    let upgrade = headers.get(header::UPGRADE).is_some();
    let ours = headers.contains_key(PAGE) || upgrade || reads_only;
    match session_secret(settings, headers) {
        Some(secret) if ours && same_origin(headers) => Ok(Credentials::Session(secret)),
        _ => Ok(Credentials::None),
    }
}

/// Finds out who asks, for all that is behind it.
pub(super) async fn known(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    // A file to be saved is asked for by following a link of ours; what another site asked for, it cannot read.
    let path = request.uri().path();
    let reads_only = path == super::register::PATH
        || path.starts_with(super::calendars::EVENTS)
        || super::table::is_download(request.method(), path);
    let address = address(&app, &request);
    let headers = request.headers().clone();
    let away = |problem: &Problem| api::turned_away(&edge, address, &headers, &id, problem);
    let shown = match credentials(app.settings(), &headers, reads_only) {
        Ok(shown) => shown,
        Err(problem) => return away(&problem),
    };
    let mut who = match looked_up(&app, &edge, address, &shown).await {
        Ok(who) => who,
        Err(Error::Refused(problem)) => return away(&problem),
        Err(fault) => return away(&fault_problem(&fault, &id.0)),
    };
    who.request = id.0;
    who.address = address.map(|address| address.to_string()).unwrap_or_default();
    request.extensions_mut().insert(Address(address));
    request.extensions_mut().insert(who);
    request.extensions_mut().insert(Shown(shown));
    next.run(request).await
}

/// Looks credentials up. What turns out to be none is paid for by the address that shows it, and beforehand, so that many
/// at once are no way around.
///
/// # Errors
/// As [`App::who`]; `TOO_MANY_REQUESTS`, when too many were none.
pub(super) async fn looked_up(app: &App, edge: &Edge, from: Option<IpAddr>, shown: &Credentials) -> Result<Who, Error> {
    if *shown == Credentials::None {
        return Ok(Who::default());
    }
    let meter = edge.meter(from.map_or(Caller::Rest, Caller::knocking));
    meter.spend(WRONG_POINTS)?;
    let who = app.who(shown).await;
    // A fault of ours is nobody's guess.
    let is_wrong =
        matches!(&who, Err(Error::Refused(_))) || who.as_ref().is_ok_and(|who| who.actor == Actor::default());
    if !is_wrong {
        meter.give_back(WRONG_POINTS);
    }
    who
}

/// Where a request comes from, as [`known`] found it.
#[derive(Clone, Copy)]
struct Address(Option<IpAddr>);

/// The credentials of a request, so that a stream can ask again whether they hold.
#[derive(Clone)]
pub(super) struct Shown(pub(super) Credentials);

/// The credentials of a request, as [`known`] found them; none where it did not look.
pub(super) fn shown(request: &Request) -> Credentials {
    request.extensions().get::<Shown>().map_or(Credentials::None, |Shown(shown)| shown.clone())
}

/// Where a request comes from.
pub(super) fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(caller::address(*peer, request.headers(), &app.settings().trusted_proxies))
}

/// Whom the limits of a request are counted for, once [`known`] has looked.
pub(super) fn caller(request: &Request) -> Caller {
    let address = request.extensions().get::<Address>().and_then(|Address(address)| *address);
    address.map_or(Caller::Rest, |address| Caller::of(&of(request), address))
}

/// Who asks, as [`known`] found out; a visitor where it did not look.
pub(super) fn of(request: &Request) -> Who {
    request.extensions().get::<Who>().cloned().unwrap_or_default()
}
