//! The register of changes as a file: CSV, row by row, for whoever may read it.

use axum::{
    Extension,
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use futures::stream;
use serde::Deserialize;
use shared::{
    Problem, Rule,
    identity::{Resource, policy::act::ReadAudit},
    problem::Fields,
};

use super::{
    RequestId,
    account::status,
    errors::{JSON, refused},
};
use crate::{
    app::App,
    audit::{AuditFilter, audit_list, csv_head, csv_rows},
    cx::{Cx, Who},
    error::Error,
};

/// Where the file is.
pub(super) const PATH: &str = "/registro.csv";
/// What the file costs, points: it reads the whole register.
pub(super) const POINTS: u32 = 50_000;
/// Rows that are read at once.
const PAGE: u64 = 500;

/// Which rows are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    kind: Option<String>,
    record: Option<String>,
    actor: Option<String>,
    action: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

impl Wanted {
    /// As the register is asked.
    ///
    /// # Errors
    /// `INVALID`, fields `from` and `until`: an instant is written `2027-01-11T08:30:00Z`.
    fn filter(self) -> Result<AuditFilter, Problem> {
        let named = |text: Option<String>| text.filter(|text| !text.is_empty());
        let mut fields = Fields::default();
        let mut instant = |field: &str, text: Option<String>| {
            let read = named(text).map(|text| text.parse::<DateTime<Utc>>());
            fields.check(field, matches!(read, Some(Err(_))).then_some(Rule::Unknown));
            read.and_then(Result::ok)
        };
        let (from, until) = (instant("from", self.from), instant("until", self.until));
        fields.finish()?;
        Ok(AuditFilter {
            kind: named(self.kind),
            record: named(self.record),
            actor: named(self.actor),
            action: named(self.action),
            from,
            until,
        })
    }
}

/// Answers with the rows, newest first. A large register is never held in memory.
pub(super) async fn answer(
    State(app): State<App>,
    Extension(who): Extension<Who>,
    Extension(id): Extension<RequestId>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let cx = app.cx(who);
    if let Err(Error::Refused(problem)) = cx.may::<ReadAudit>(&Resource::Region) {
        return refused(status(&problem), JSON, &problem, &id);
    }
    let wanted = wanted.map_err(|rejection| Problem::BadRequest { reason: rejection.body_text() });
    let filter = match wanted.and_then(|Query(wanted)| wanted.filter()) {
        Ok(filter) => filter,
        Err(problem) => return refused(status(&problem), JSON, &problem, &id),
    };
    let rows = stream::try_unfold(Page { cx, filter, before: None, done: false }, Page::next);
    let head = stream::once(async { csv_head() });
    let body = Body::from_stream(futures::StreamExt::chain(head, rows));
    let mut response = body.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"registro.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

struct Page {
    cx: Cx,
    filter: AuditFilter,
    /// Before which row; the newest comes first.
    before: Option<i64>,
    /// Whether all are told.
    done: bool,
}

impl Page {
    async fn next(mut self) -> crate::Result<Option<(String, Self)>> {
        if self.done {
            return Ok(None);
        }
        let rows = audit_list(self.cx.db().read(), &self.filter, self.before, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.before = Some(last.seq);
        self.done = (rows.len() as u64) < PAGE;
        let text = csv_rows(&rows)?;
        Ok(Some((text, self)))
    }
}
