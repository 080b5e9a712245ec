//! Calendars: `/calendars/provinces/FG.ics` and `/calendars/cpis/FG03.ics`, of what is public and the same for everybody;
//! `/calendars/events/<id>.ics`, of one event that whoever asks may see; `/calendars/own/<secret>.ics`, of what its holder may see.

use axum::{
    Extension, Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use chrono::TimeDelta;
use shared::{
    Problem,
    code::{CpiCode, ProvinceCode},
};
use uuid::Uuid;

use super::{Edge, RequestId, doors, errors::refusal, tag, who};
use crate::{
    app::App,
    caller::Caller,
    cx::Who,
    error::{Error, Result},
    events::{
        address::{OWN, own_calendar},
        feed, public_event_list, single_event_find,
    },
    graphql::budget::WRONG_POINTS,
};

/// Where single events are.
pub(super) const EVENTS: &str = "/calendars/events/";
/// How long what is over stays in a calendar: cancelled events too, so that subscribers hear of it.
const KEPT: TimeDelta = TimeDelta::days(180);
/// How long what is public may be kept without asking again, seconds.
const PUBLIC: &str = "public, max-age=300";
/// What is somebody's own is asked for anew each time: what they may see may have changed.
const PRIVATE: &str = "private, no-cache";

/// The calendars' routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/calendars/provinces/{file}", get(of_province))
        .route("/calendars/cpis/{file}", get(of_cpi))
        .route("/calendars/events/{file}", get(of_event))
        .route("/calendars/own/{file}", get(of_holder))
}

/// A path as the log may have it: without the secret of an address.
pub(super) fn without_secret(path: &str) -> String {
    if path.starts_with(OWN) { format!("{OWN}…") } else { path.to_owned() }
}

async fn of_province(State(app): State<App>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    let code = code_of(&file).and_then(|code| ProvinceCode::new(code).ok());
    let made = match code {
        Some(code) => listed(&app, format!("Eventi {code}"), Some(code.to_string()), None).await,
        None => Err(Error::not_found()),
    };
    answer(made, &asked, PUBLIC)
}

async fn of_cpi(State(app): State<App>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    let code = code_of(&file).and_then(|code| CpiCode::new(code).ok());
    let made = match code {
        Some(code) => listed(&app, format!("Eventi {code}"), None, Some(code.to_string())).await,
        None => Err(Error::not_found()),
    };
    answer(made, &asked, PUBLIC)
}

async fn of_event(State(app): State<App>, Path(file): Path<String>, request: Request) -> Response {
    let (made, kept) = match single(&app, &who::of(&request), &file).await {
        Ok((text, is_public)) => (Ok(text), if is_public { PUBLIC } else { PRIVATE }),
        Err(error) => (Err(error), PRIVATE),
    };
    answer(made, request.headers(), kept)
}

/// A secret that is none is paid for by the address that shows it, and beforehand, so that many at once are no way around.
async fn of_holder(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    Extension(id): Extension<RequestId>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    let meter = edge.meter(who::address(&app, &request).map_or(Caller::Rest, Caller::knocking));
    if let Err(problem) = meter.spend(WRONG_POINTS) {
        return doors::too_many(&problem, &id);
    }
    let made = match code_of(&file) {
        Some(secret) => own_calendar(app.db(), app.settings(), secret, &host(&app), (app.now(), KEPT)).await,
        None => Err(Error::not_found()),
    };
    if !matches!(made, Err(Error::Refused(_))) {
        meter.give_back(WRONG_POINTS);
    }
    answer(made, request.headers(), PRIVATE)
}

async fn listed(app: &App, name: String, province: Option<String>, cpi: Option<String>) -> Result<String> {
    let events = public_event_list(app.db().read(), province, cpi, app.now() - KEPT).await?;
    feed::calendar(app.db().read(), &name, &host(app), &events).await
}

/// One event that somebody may see, and whether everybody may.
async fn single(app: &App, who: &Who, file: &str) -> Result<(String, bool)> {
    let id = code_of(file).and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(Error::not_found)?;
    let event = single_event_find(app.db().read(), &who.actor, id).await?.ok_or_else(Error::not_found)?;
    let db = app.db().read();
    let text = feed::calendar(db, &event.content.title, &host(app), std::slice::from_ref(&event)).await?;
    Ok((text, event.is_public()))
}

fn code_of(file: &str) -> Option<&str> {
    file.strip_suffix(".ics")
}

/// The server's own name, so that entries of two installations are not taken for each other.
fn host(app: &App) -> String {
    let url = app.settings().public_url.trim_end_matches('/');
    url.split_once("://").map_or(url, |(_, host)| host).to_owned()
}

fn answer(made: Result<String>, asked: &HeaderMap, kept: &'static str) -> Response {
    match made {
        Ok(text) => {
            let tag = tag::of(text.as_bytes());
            let mut response =
                if tag::is_seen(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
            if let Ok(tag) = HeaderValue::from_str(&tag) {
                headers.insert(header::ETAG, tag);
            }
            response
        }
        Err(Error::Refused(problem)) => refusal(StatusCode::NOT_FOUND, &problem),
        Err(fault) => {
            tracing::error!(error = %fault, "a calendar could not be made");
            refusal(StatusCode::SERVICE_UNAVAILABLE, &Problem::Unavailable)
        }
    }
}
