//! The client of the API: typed questions, checked against `schema.graphql`, and answers or a failure that says what to do.

use std::cell::OnceCell;

use cynic::{GraphQlResponse, Operation};
use gloo::net::http::Request;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Problem, provenance::Origin};

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
    let (_, answer) = post("/graphql", body).await?;
    let response: GraphQlResponse<Q, serde_json::Value> = serde_json::from_str(&answer).map_err(|_| Failure::Broken)?;
    if let Some(error) = response.errors.and_then(|errors| errors.into_iter().next()) {
        return Err(failure_of(error.extensions));
    }
    response.data.ok_or(Failure::Broken)
}

/// Sends to one of the account's routes, and gives what it answers.
///
/// # Errors
/// [`Failure`], by what can be done about it.
pub(crate) async fn post_to(path: &str, body: String) -> Result<String, Failure> {
    let (status, answer) = post(path, body).await?;
    read(status, answer)
}

/// Sends a file as it is, and gives what the server answers.
///
/// # Errors
/// [`Failure`], by what can be done about it.
pub(crate) async fn post_file(path: &str, file: &web_sys::File) -> Result<String, Failure> {
    let request =
        Request::post(path).header("x-tavoliere-page", "1").body(file.clone()).map_err(|_| Failure::Broken)?;
    let (status, answer) = sent(request).await?;
    read(status, answer)
}

fn read(status: u16, answer: String) -> Result<String, Failure> {
    let told: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
    match told["errors"].get(0) {
        Some(error) => Err(failure_of(error.get("extensions").cloned())),
        // What the server, or a proxy before it, refused in other words is no success.
        None if status >= 400 => Err(Failure::Broken),
        None => Ok(answer),
    }
}

thread_local! {
    /// Who is told when the server answers that nobody is signed in, or no longer.
    static SIGNED_OUT: OnceCell<Box<dyn Fn()>> = const { OnceCell::new() };
}

/// Tells somebody whenever the server answers that nobody is signed in. Set once, for the life of the page.
pub(crate) fn on_signed_out(told: impl Fn() + 'static) {
    // A second one would be a slip of ours, and changes nothing.
    SIGNED_OUT.with(|known| drop(known.set(Box::new(told))));
}

fn failure_of(extensions: Option<serde_json::Value>) -> Failure {
    match extensions.and_then(|extensions| serde_json::from_value(extensions).ok()) {
        Some(Problem::SignedOut) => {
            SIGNED_OUT.with(|known| known.get().map(|told| told()));
            Failure::Refused(Problem::SignedOut)
        }
        Some(Problem::Unavailable) => Failure::Offline,
        Some(problem) => Failure::Refused(problem),
        None => Failure::Broken,
    }
}

async fn post(path: &str, body: String) -> Result<(u16, String), Failure> {
    let request = Request::post(path)
        .header("content-type", "application/json")
        .header("x-tavoliere-page", "1")
        .body(body)
        .map_err(|_| Failure::Broken)?;
    sent(request).await
}

async fn sent(request: Request) -> Result<(u16, String), Failure> {
    let response = request.send().await.map_err(|_| Failure::Offline)?;
    if response.status() >= 502 {
        return Err(Failure::Offline);
    }
    let status = response.status();
    Ok((status, response.text().await.map_err(|_| Failure::Offline)?))
}

/// The contract's names of the origins.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
#[cynic(graphql_type = "Origin")]
pub(crate) enum OriginName {
    Plan,
    Contract,
    Calendar,
    Sourced,
    Press,
    Derived,
    Assumption,
    Planner,
}

impl From<OriginName> for Origin {
    fn from(name: OriginName) -> Self {
        match name {
            OriginName::Plan => Self::Plan,
            OriginName::Contract => Self::Contract,
            OriginName::Calendar => Self::Calendar,
            OriginName::Sourced => Self::Sourced,
            OriginName::Press => Self::Press,
            OriginName::Derived => Self::Derived,
            OriginName::Assumption => Self::Assumption,
            OriginName::Planner => Self::Planner,
        }
    }
}

/// Makes a type of the contract's enumeration of a type of the model whose names are the same.
macro_rules! same_names {
    ($name:ident = $model:ty, $contract:ident) => {
        /// The model's type under the contract's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) $model);

        impl cynic::Enum for $name {
            type SchemaType = $crate::graphql::schema::$contract;
        }

        cynic::impl_coercions!($name, $crate::graphql::schema::$contract);

        impl $crate::graphql::schema::variable::Variable for $name {
            const TYPE: cynic::variables::VariableType = cynic::variables::VariableType::Named(stringify!($contract));
        }
    };
}
pub(crate) use same_names;
