//! Public calendars: `/calendars/provinces/FG.ics`, `/calendars/cpis/FG03.ics`, `/calendars/events/<id>.ics`. The same for everybody.

use axum::{
    Router,
    extract::{Path, State},
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

use super::{errors::refusal, tag};
use crate::{
    app::App,
    error::{Error, Result},
    events::{feed, public_event_find, public_event_list},
};

/// How long what is over stays in a calendar: cancelled events too, so that subscribers hear of it.
const KEPT: TimeDelta = TimeDelta::days(180);
/// How long a calendar may be kept without asking again, seconds.
const FRESH: &str = "public, max-age=300";

/// The calendars' routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/calendars/provinces/{file}", get(of_province))
        .route("/calendars/cpis/{file}", get(of_cpi))
        .route("/calendars/events/{file}", get(of_event))
}

async fn of_province(State(app): State<App>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    let code = code_of(&file).and_then(|code| ProvinceCode::new(code).ok());
    let made = match code {
        Some(code) => listed(&app, format!("Eventi {code}"), Some(code.to_string()), None).await,
        None => Err(Error::not_found()),
    };
    answer(made, &asked)
}

async fn of_cpi(State(app): State<App>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    let code = code_of(&file).and_then(|code| CpiCode::new(code).ok());
    let made = match code {
        Some(code) => listed(&app, format!("Eventi {code}"), None, Some(code.to_string())).await,
        None => Err(Error::not_found()),
    };
    answer(made, &asked)
}

async fn of_event(State(app): State<App>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    answer(single(&app, &file).await, &asked)
}

async fn listed(app: &App, name: String, province: Option<String>, cpi: Option<String>) -> Result<String> {
    let events = public_event_list(app.db().read(), province, cpi, app.now() - KEPT).await?;
    feed::calendar(&name, &host(app), &events)
}

async fn single(app: &App, file: &str) -> Result<String> {
    let id = code_of(file).and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(Error::not_found)?;
    let event = public_event_find(app.db().read(), id).await?.ok_or_else(Error::not_found)?;
    feed::calendar(&event.content.title, &host(app), std::slice::from_ref(&event))
}

fn code_of(file: &str) -> Option<&str> {
    file.strip_suffix(".ics")
}

/// The server's own name, so that entries of two installations are not taken for each other.
fn host(app: &App) -> String {
    let url = app.settings().public_url.trim_end_matches('/');
    url.split_once("://").map_or(url, |(_, host)| host).to_owned()
}

fn answer(made: Result<String>, asked: &HeaderMap) -> Response {
    match made {
        Ok(text) => {
            let tag = tag::of(text.as_bytes());
            let mut response =
                if tag::is_seen(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FRESH));
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
