//! The client of the API: typed questions, checked against `schema.graphql`, and answers or a failure that says what to do.

use cynic::{GraphQlResponse, Operation};
use gloo::net::http::Request;
use serde::{Serialize, de::DeserializeOwned};
use shared::Problem;

use crate::session;

/// The API's types, as cynic made them from the contract.
#[cynic::schema("tavoliere")]
pub(crate) mod schema {}

/// An instant, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, cynic::Scalar)]
#[cynic(graphql_type = "DateTime")]
pub(crate) struct DateTime(pub(crate) String);

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// The server cannot be reached, or cannot answer just now: the same question may be asked again.
    Offline,
    /// The server refused, and says why.
    Refused(Problem),
    /// The answer cannot be read: the page and the server do not speak the same language any more.
    Broken,
}

/// Asks the API one question.
///
/// # Errors
/// [`Failure`], by what can be done about it.
pub(crate) async fn ask<Q, V>(operation: Operation<Q, V>) -> Result<Q, Failure>
where
    Q: DeserializeOwned + 'static,
    V: Serialize,
{
    let body = serde_json::to_string(&operation).map_err(|_| Failure::Broken)?;
    let answer = post(body).await?;
    let response: GraphQlResponse<Q, serde_json::Value> = serde_json::from_str(&answer).map_err(|_| Failure::Broken)?;
    if let Some(error) = response.errors.and_then(|errors| errors.into_iter().next()) {
        let problem = error.extensions.and_then(|extensions| serde_json::from_value(extensions).ok());
        return Err(match problem {
            Some(Problem::Unavailable) => Failure::Offline,
            Some(problem) => Failure::Refused(problem),
            None => Failure::Broken,
        });
    }
    response.data.ok_or(Failure::Broken)
}

async fn post(body: String) -> Result<String, Failure> {
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("x-tavoliere-author", &String::from(js_sys::encode_uri_component(&session::author())))
        .body(body)
        .map_err(|_| Failure::Broken)?;
    let response = request.send().await.map_err(|_| Failure::Offline)?;
    if response.status() >= 502 {
        return Err(Failure::Offline);
    }
    response.text().await.map_err(|_| Failure::Offline)
}
