//! A scenario's table as a file, XLSX or CSV, and what an edited one would change: `/scenari/<uuid>/tabella.xlsx`.

use axum::{
    Extension, Json, Router,
    body::{Body, to_bytes},
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Deserialize;
use shared::{Problem, number::Language, staffing::sheet::MAX_BYTES};
use uuid::Uuid;

use super::{
    RequestId,
    account::status,
    errors::{JSON, refused},
};
use crate::{
    app::App,
    cx::Who,
    error::{Context as _, Error, Result},
    graphql::errors::fault_problem,
    staffing::{Table, csv_of, reading_of, xlsx_of},
};

/// What a file costs, points: all of a scenario is read, sized and written.
pub(super) const POINTS: u32 = 5_000;
/// What the files are called in their addresses.
const WORKBOOK: &str = "tabella.xlsx";
const TEXT: &str = "tabella.csv";
/// Where the files of scenarios are.
const ROOT: &str = "/scenari/";

/// The files' routes.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/scenari/{scenario}/{file}", get(saved)).route("/scenari/{scenario}/tabella", post(compared))
}

/// Whether it is one of these addresses.
pub(super) fn is_within(path: &str) -> bool {
    path.starts_with(ROOT)
}

/// Whether a request asks for a file to be saved: by a link of ours, which sends no header.
pub(super) fn is_download(method: &Method, path: &str) -> bool {
    *method == Method::GET && is_within(path)
}

/// In which language the file is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    lingua: Option<Spoken>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Spoken {
    It,
    En,
}

type Asked = std::result::Result<Query<Wanted>, QueryRejection>;

/// The language that was asked for; Italian when none was.
fn language(asked: Asked) -> Result<Language, Problem> {
    let Query(wanted) = asked.map_err(|rejection| Problem::BadRequest { reason: rejection.body_text() })?;
    Ok(match wanted.lingua {
        Some(Spoken::En) => Language::English,
        Some(Spoken::It) | None => Language::Italian,
    })
}

/// Writes a table in a language.
type Make = fn(&Table, Language) -> Result<Vec<u8>>;

/// The table as a file of the kind that its name ends with.
async fn saved(
    State(app): State<App>,
    Extension(who): Extension<Who>,
    Extension(id): Extension<RequestId>,
    Path((scenario, name)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let made = async {
        let (kind, make): (_, Make) = match name.as_str() {
            WORKBOOK => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
            TEXT => ("text/csv; charset=utf-8", |table, language| csv_of(table, language).map(String::into_bytes)),
            _ => return Err(Error::not_found()),
        };
        let language = language(asked)?;
        let table = Table::of(&app.cx(who), key(&scenario)?).await?;
        let name = table.file_name() + name.trim_start_matches("tabella");
        // It packs for some tens of milliseconds.
        let bytes = tokio::task::spawn_blocking(move || make(&table, language)).await.context("writing a table")??;
        Ok(file(bytes, kind, &name))
    };
    made.await.unwrap_or_else(|error| told(error, &id))
}

/// What the file in the body would change. Nothing is written.
async fn compared(
    State(app): State<App>,
    Extension(who): Extension<Who>,
    Extension(id): Extension<RequestId>,
    Path(scenario): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let read = async {
        let scenario = key(&scenario)?;
        let too_large = || Error::from(Problem::TooLarge { limit_bytes: MAX_BYTES });
        let stated = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if stated.is_some_and(|bytes| bytes > MAX_BYTES) {
            return Err(too_large());
        }
        let bytes = to_bytes(body, MAX_BYTES as usize).await.map_err(|_| too_large())?;
        let mut response = Json(reading_of(&app.cx(who), scenario, bytes.to_vec()).await?).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    };
    read.await.unwrap_or_else(|error| told(error, &id))
}

fn key(scenario: &str) -> Result<Uuid> {
    Uuid::try_parse(scenario).map_err(|_| Error::not_found())
}

/// A file to be saved, and kept by nobody on the way.
fn file(content: impl Into<Body>, kind: &'static str, name: &str) -> Response {
    let mut response = content.into().into_response();
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
    let saved = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", escaped(name));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::try_from(saved).unwrap_or(HeaderValue::from_static("attachment")),
    );
    response
}

/// A name as a header carries it, whatever letters it has.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn told(error: Error, id: &RequestId) -> Response {
    let problem = match error {
        Error::Refused(problem) => problem,
        fault @ Error::Internal { .. } => fault_problem(&fault, &id.0),
    };
    let mut response = refused(status(&problem), JSON, &problem, id);
    if matches!(problem, Problem::TooLarge { .. }) {
        // The rest of the body is not read, so nothing can follow it.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_letters_is_carried_by_the_header() {
        let response = file("", "text/csv; charset=utf-8", "Più-équità-r3.csv");
        let saved = response.headers()[header::CONTENT_DISPOSITION].to_str().expect("text");
        assert_eq!(saved, "attachment; filename=\"Pi-quit-r3.csv\"; filename*=UTF-8''Pi%C3%B9-%C3%A9quit%C3%A0-r3.csv");
    }

    #[test]
    fn only_what_saves_a_file_is_a_download() {
        assert!(is_download(&Method::GET, "/scenari/x/tabella.csv"));
        assert!(!is_download(&Method::POST, "/scenari/x/tabella"));
        assert!(!is_download(&Method::GET, "/graphql"));
    }
}
