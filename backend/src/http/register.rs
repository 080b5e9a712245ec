//! The register of changes as a file: CSV, row by row, for whoever may read it.

use axum::{
    Extension,
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde::Deserialize;
use shared::identity::{Resource, policy::act::ReadAudit};

use super::{account::status, errors::refusal};
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
pub(super) struct Wanted {
    kind: Option<String>,
    record: Option<String>,
    actor: Option<String>,
    action: Option<String>,
}

/// Answers with the rows, newest first. A large register is never held in memory.
pub(super) async fn answer(
    State(app): State<App>,
    Extension(who): Extension<Who>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let cx = app.cx(who);
    if let Err(Error::Refused(problem)) = cx.may::<ReadAudit>(&Resource::Region) {
        return refusal(status(&problem), &problem);
    }
    let named = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = AuditFilter {
        kind: named(wanted.kind),
        record: named(wanted.record),
        actor: named(wanted.actor),
        action: named(wanted.action),
        ..AuditFilter::default()
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
