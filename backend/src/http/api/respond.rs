//! What an answer looks like: its media type, its status, its parts.

use async_graphql::{Response as Answer, ServerError, Value};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;

use super::read::Refusal;
use crate::http::{
    RequestId,
    errors::{GRAPHQL, json, refused},
};

/// An answer, in the order in which it is sent: fields of `data` stay in that of the query.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    extensions: Extensions<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extensions<'a> {
    request_id: &'a str,
}

/// How one request is answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) id: RequestId,
    pub(super) media_type: &'static str,
}

impl Reply {
    /// What was executed, or refused as a whole before it was: that has no `data`, and the newer media type's status says so too.
    pub(super) fn answer(&self, answer: &Answer) -> Response {
        let whole = answer.data == Value::Null
            && !answer.errors.is_empty()
            && answer.errors.iter().all(|error| error.path.is_empty());
        let body = Body {
            errors: &answer.errors,
            data: (!whole).then_some(&answer.data),
            extensions: Extensions { request_id: &self.id.0 },
        };
        let body = serde_json::to_string(&body).unwrap_or_default();
        let status = if whole && self.media_type == GRAPHQL { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        Self::finished(json(status, self.media_type, body))
    }

    /// What never came to be a GraphQL request.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Response {
        let mut response = refused(refusal.status, self.media_type, &refusal.problem, &self.id);
        if let Some(methods) = refusal.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        Self::finished(response)
    }

    fn finished(mut response: Response) -> Response {
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
        response
    }
}
