//! People by name, who ask and write over HTTP.

use std::net::SocketAddr;

use reqwest::{Client, Response};
use serde_json::{Value, json};
use shared::Problem;

use super::Server;

/// Someone with a name and a connection.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) url: String,
    client: Client,
}

/// A response of the API.
#[derive(Debug)]
pub(crate) struct Answer(pub(crate) Value);

impl Answer {
    /// The data, when there was no error.
    pub(crate) fn accepted(self) -> Value {
        assert!(self.0.get("errors").is_none(), "refused: {}", self.0["errors"]);
        self.0["data"].clone()
    }

    /// The problem of the only error.
    pub(crate) fn refused(self) -> Problem {
        let errors = self.0["errors"].as_array().unwrap_or_else(|| panic!("accepted: {}", self.0));
        assert_eq!(errors.len(), 1, "{}", self.0);
        problem(&errors[0])
    }
}

/// The problem that an error carries.
pub(crate) fn problem(error: &Value) -> Problem {
    serde_json::from_value(error["extensions"].clone()).unwrap_or_else(|why| panic!("{why}: {error}"))
}

/// A wish to set a cell.
pub(crate) fn edit(cpi: &str, profile: &str, operators: i64, seen: i64) -> Value {
    json!({ "cpi": cpi, "profile": profile, "operators": operators, "locked": false, "seen": seen })
}

impl Person {
    pub(crate) fn new(name: &str, address: SocketAddr) -> Self {
        Self { name: name.to_owned(), url: format!("http://{address}/graphql"), client: Client::new() }
    }

    /// Sends a body as it is.
    pub(crate) async fn send(&self, body: impl Into<reqwest::Body>) -> Result<Response, reqwest::Error> {
        let author: String = self.name.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        let request = self.client.post(&self.url).header("content-type", "application/json");
        request.header("x-tavoliere-author", author).body(body).send().await
    }

    /// Asks, if the server is there.
    pub(crate) async fn try_ask(&self, query: &str, variables: Value) -> Result<Answer, reqwest::Error> {
        let response = self.send(json!({ "query": query, "variables": variables }).to_string()).await?;
        Ok(Answer(response.json().await?))
    }

    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.try_ask(query, variables).await.expect("the server answers")
    }

    /// Sets cells of the scenario that comes with the data, under an id of the write.
    pub(crate) async fn try_set(&self, write: &str, edits: Value) -> Result<Answer, reqwest::Error> {
        let input = json!({ "write": write, "scenario": Server::scenario(), "edits": edits });
        let mutation = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
        self.try_ask(mutation, json!({ "input": input })).await
    }

    pub(crate) async fn set_as(&self, write: &str, edits: Value) -> Answer {
        self.try_set(write, edits).await.expect("the server answers")
    }

    pub(crate) async fn set(&self, edits: Value) -> Answer {
        self.set_as(&new_write(), edits).await
    }

    pub(crate) async fn figures_set(&self, edits: Value) -> Answer {
        let mutation = "mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }";
        self.ask(mutation, json!({ "input": { "write": new_write(), "edits": edits } })).await
    }

    /// The scenario that comes with the data, with its cells.
    pub(crate) async fn scenario(&self) -> Value {
        let query = "query($id: ID!) { scenario(id: $id) {
            name revision headCount budgetCents months year createdBy provenance { origin source }
            cells { cpi profile operators locked revision editedBy } } }";
        self.ask(query, json!({ "id": Server::scenario() })).await.accepted()["scenario"].clone()
    }

    /// One figure.
    pub(crate) async fn figure(&self, key: &str) -> Value {
        let query = "{ figures { revision figures { key value unit builtIn revision editedBy provenance { origin source } } } }";
        let set = self.ask(query, json!({})).await.accepted()["figures"].clone();
        let figures = set["figures"].as_array().expect("there are figures").iter();
        figures.clone().find(|figure| figure["key"] == key).cloned().unwrap_or(Value::Null)
    }
}

fn new_write() -> String {
    backend::clock::new_id().to_string()
}
