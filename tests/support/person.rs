//! People by name and part, who sign in, ask and write over HTTP.

use std::{net::SocketAddr, sync::Arc};

use reqwest::{Client, RequestBuilder, Response, header};
use serde_json::{Value, json};
use shared::Problem;
use tokio::sync::OnceCell;

use super::Server;

/// The password of everybody in the tests.
pub(crate) const PASSWORD: &str = "il mare d'inverno a Polignano";
/// The demo's administrator, who invites everybody else.
const ADMINISTRATOR: &str = "amministratrice@demo.example";

/// Someone with a name, a part and a connection, who signs in before the first question.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    address: SocketAddr,
    /// Role and scope; none: a visitor, who never signs in.
    part: Option<(&'static str, Option<&'static str>)>,
    client: Client,
    cookie: Arc<OnceCell<String>>,
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
    /// A planner.
    pub(crate) fn new(name: &str, address: SocketAddr) -> Self {
        Self::with(name, address, Some(("PLANNER", None)))
    }

    /// Someone who plays a part, or a visitor.
    pub(crate) fn with(name: &str, address: SocketAddr, part: Option<(&'static str, Option<&'static str>)>) -> Self {
        Self { name: name.to_owned(), address, part, client: Client::new(), cookie: Arc::default() }
    }

    /// The same, with the cookie of a session that is there already.
    pub(crate) fn with_cookie(self, cookie: String) -> Self {
        Self { cookie: Arc::new(OnceCell::new_with(Some(cookie))), ..self }
    }

    /// Where the person sends to.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the account.
    pub(crate) fn email(&self) -> String {
        let local: String = self.name.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{}@example.org", local.to_lowercase())
    }

    /// The cookie of the session. The first time it is asked for, the person is invited, and signs in.
    pub(crate) async fn cookie(&self) -> String {
        self.try_cookie().await.expect("the server answers")
    }

    async fn try_cookie(&self) -> Result<String, reqwest::Error> {
        let Some(part) = self.part else { return Ok(String::new()) };
        self.cookie.get_or_try_init(async || self.arrive(part).await).await.cloned()
    }

    async fn arrive(&self, (role, scope): (&str, Option<&str>)) -> Result<String, reqwest::Error> {
        let administrator = self.sign_in(ADMINISTRATOR, PASSWORD).await?;
        assert_eq!(administrator.status(), 204, "the administrator signs in");
        let input = json!({ "email": self.email(), "name": self.name, "grants": [{ "role": role, "scope": scope }] });
        let mutation = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link } }";
        let body = json!({ "query": mutation, "variables": { "input": input } }).to_string();
        let invited: Value = self.post("/graphql", body, &cookie_of(&administrator)).send().await?.json().await?;
        let Some(link) = invited["data"]["accountInvite"]["link"].as_str() else {
            // Invited before, by this name.
            return self.sign_in(&self.email(), PASSWORD).await.map(|response| cookie_of(&response));
        };
        let (_, secret) = link.split_once('#').expect("the secret stands after the hash");
        let accept = json!({ "link": secret, "password": PASSWORD }).to_string();
        let accepted = self.post("/account/accept", accept, "").send().await?;
        assert_eq!(accepted.status(), 204, "{} signs in", self.name);
        Ok(cookie_of(&accepted))
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<Response, reqwest::Error> {
        let body = json!({ "email": email, "password": password }).to_string();
        self.post("/account/sign-in", body, "").send().await
    }

    /// A request as our pages send it.
    pub(crate) fn post(&self, path: &str, body: impl Into<reqwest::Body>, cookie: &str) -> RequestBuilder {
        let request = self.client.post(format!("http://{}{path}", self.address)).header("x-tavoliere-page", "1");
        request.header(header::CONTENT_TYPE, "application/json").header(header::COOKIE, cookie).body(body)
    }

    /// Sends a body as it is.
    pub(crate) async fn send(&self, body: impl Into<reqwest::Body>) -> Result<Response, reqwest::Error> {
        let cookie = self.try_cookie().await?;
        self.post("/graphql", body, &cookie).send().await
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

    /// A token that an administrator makes for an organisation: its id and its secret, as `Bearer` shows it.
    pub(crate) async fn token(&self, organisation: &str) -> (Value, String) {
        self.token_for(organisation, &["READ_PUBLIC"]).await
    }

    /// The same, with these scopes.
    pub(crate) async fn token_for(&self, organisation: &str, scopes: &[&str]) -> (Value, String) {
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret token { id } } }";
        let input = json!({ "name": "Portale", "organisation": organisation, "scopes": scopes });
        let made = self.ask(create, json!({ "input": input })).await.accepted()["tokenCreate"].clone();
        let secret = made["secret"].as_str().expect("it is told once");
        (made["token"]["id"].clone(), format!("Bearer {secret}"))
    }

    /// Revokes a token.
    pub(crate) async fn token_revoke(&self, token: &Value) -> Answer {
        let revoke = "mutation($token: ID!) { tokenRevoke(token: $token) { token { revokedAt } } }";
        self.ask(revoke, json!({ "token": token })).await
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

/// The cookie that a response sets, as a request sends it.
pub(crate) fn cookie_of(response: &Response) -> String {
    let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    set.split(';').next().unwrap_or_default().to_owned()
}

pub(crate) fn new_write() -> String {
    backend::clock::new_id().to_string()
}
