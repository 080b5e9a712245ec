//! Subscriptions as server-sent events: nothing missed, nothing left open.

use reqwest::{
    Client, Response, Url,
    header::{HeaderMap, HeaderName},
};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Events, Server, TestDatabase, both_databases, edit};

const FOLLOW: &str = "subscription($scenario: ID!, $after: Int!) { scenarioChanges(scenario: $scenario, after: $after) { revision by } }";

/// Someone who opens streams, with the headers that say who it is.
struct Follower {
    url: String,
    headers: HeaderMap,
}

impl Follower {
    fn new(server: &Server, shown: &[(&'static str, &str)]) -> Self {
        let value = |text: &str| text.parse().expect("it is a header's value");
        let shown = shown.iter().chain(&[("x-forwarded-for", "192.0.2.1"), ("x-tavoliere-page", "1")]);
        let headers = shown.map(|(name, text)| (HeaderName::from_static(name), value(text))).collect();
        Self { url: format!("http://{}/graphql", server.running.address), headers }
    }

    /// Someone who has signed in.
    async fn of(server: &Server) -> Self {
        Self::new(server, &[("cookie", &server.person("Anna").cookie().await)])
    }

    async fn post(&self, accept: &str, query: &str, variables: Value) -> Response {
        let request = Client::new().post(&self.url).headers(self.headers.clone()).header("accept", accept);
        let body = json!({ "query": query, "variables": variables }).to_string();
        request.header("content-type", "application/json").body(body).send().await.expect("an answer")
    }

    async fn get(&self, query: &str, variables: &Value) -> Response {
        let url = Url::parse_with_params(&self.url, [("query", query), ("variables", &variables.to_string())]);
        let request = Client::new().get(url.expect("an address")).headers(self.headers.clone());
        request.header("accept", "text/event-stream").send().await.expect("an answer")
    }
}

fn after(revision: i64) -> Value {
    json!({ "scenario": Server::scenario(), "after": revision })
}

both_databases! {
    async fn a_stream_tells_what_was_missed_and_then_what_comes_and_ends_with_the_server(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let follower = Follower::of(&server).await;
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        let mut by_post = Events::of(follower.post("text/event-stream", FOLLOW, after(0)).await);
        let mut by_get = Events::of(follower.get(FOLLOW, &after(0)).await);
        for operators in 2..=4 {
            anna.set(json!([edit("FG01", "OR", operators, operators - 1)])).await.accepted();
        }
        for revision in 1..=4 {
            let change = json!({ "scenarioChanges": { "revision": revision, "by": "Anna" } });
            assert_eq!(by_post.data().await, change);
            assert_eq!(by_get.data().await, change);
        }
        let (stopped, last) = tokio::join!(server.running.stop(), by_post.next());
        stopped.expect("it stops in order, without waiting for streams");
        assert_eq!(last, None, "cut, not complete: the client comes back to the next server");
        assert_eq!(by_get.next().await, None);
    }

    async fn a_revoked_token_ends_its_stream_and_says_so(database: TestDatabase) {
        let server = Server::start(database).await;
        let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let (token, bearer) = partner.token("ORG-001").await;
        let follower = Follower::new(&server, &[("authorization", &bearer)]);
        let figures = "subscription { figureChanges(after: 0) { revision } }";
        let mut events = Events::of(follower.post("text/event-stream", figures, json!({})).await);
        let edits = json!([{ "key": "service.A.minutes", "value": 61.0, "seen": 0 }]);
        server.person("Anna").figures_set(edits).await.accepted();
        assert_eq!(events.data().await["figureChanges"]["revision"], 1);
        partner.token_revoke(&token).await.accepted();
        let (name, said) = events.next().await.expect("it says why");
        assert_eq!((name.as_str(), &said["errors"][0]["extensions"]["code"]), ("next", &json!("UNAUTHENTICATED")));
        assert_eq!(events.next().await, Some(("complete".to_owned(), Value::Null)));
        assert_eq!(events.next().await, None);
        assert_eq!(follower.post("text/event-stream", figures, json!({})).await.status(), 401);
    }
}

#[tokio::test]
async fn whatever_is_asked_of_a_stream_is_an_event_and_then_it_is_complete() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let follower = Follower::of(&server).await;
    let id = Server::scenario();
    for query in ["{ __typename }", "mutation { __typename }"] {
        let response = follower.post("text/event-stream", query, json!({})).await;
        assert!(
            response.headers().contains_key("x-ratelimit-remaining") && response.headers().contains_key("x-request-id")
        );
        assert_eq!(response.headers()["cache-control"], "private, no-store");
        let mut events = Events::of(response);
        let (name, said) = events.next().await.expect("an event");
        assert_eq!((name.as_str(), said["data"]["__typename"].is_string()), ("next", true), "{said}");
        assert!(said["extensions"]["requestId"].is_string() && said["extensions"]["cost"]["requested"].is_number());
        assert_eq!(events.next().await, Some(("complete".to_owned(), Value::Null)));
        assert_eq!(events.next().await, None);
    }
    for (query, variables, code) in [
        ("{", json!({}), "BAD_REQUEST"),
        ("subscription { nope }", json!({}), "BAD_REQUEST"),
        (FOLLOW, json!({ "scenario": id, "after": 7 }), "INVALID"),
        (FOLLOW, json!({ "scenario": "nonsense", "after": 0 }), "NOT_FOUND"),
    ] {
        let mut events = Events::of(follower.post("text/event-stream", query, variables).await);
        let (name, said) = events.next().await.expect("an event");
        assert_eq!((name.as_str(), &said["errors"][0]["extensions"]["code"]), ("next", &json!(code)), "{said}");
        assert_eq!(events.next().await, Some(("complete".to_owned(), Value::Null)));
    }
}

#[tokio::test]
async fn only_a_subscription_is_streamed_to_those_who_take_both_and_a_get_never_writes() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let follower = Follower::of(&server).await;
    let both = "application/graphql-response+json, application/json, text/event-stream";
    let answer = follower.post(both, "{ __typename }", json!({})).await;
    assert!(
        answer.headers()["content-type"].to_str().is_ok_and(|name| name.starts_with("application/graphql-response"))
    );
    Events::of(follower.post(both, FOLLOW, after(0)).await);
    let answer = follower.post("application/json", FOLLOW, after(0)).await;
    let refused = Answer(answer.json().await.expect("JSON")).refused();
    assert!(matches!(refused, Problem::BadRequest { .. }), "{refused:?}");
    assert_eq!(follower.get("mutation { __typename }", &json!({})).await.status(), 405);
}

#[tokio::test]
async fn a_caller_holds_so_many_streams_open_and_no_more() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let follower = Follower::of(&server).await;
    let mut streams = Vec::new();
    for _ in 0..200 {
        streams.push(Events::of(follower.get(FOLLOW, &after(0)).await));
    }
    // What is refused for want of a door was not done.
    let input = json!({ "input": { "write": crate::support::new_write(), "scenario": Server::scenario(),
        "edits": [edit("FG01", "OR", 3, 0)] } });
    let mutation = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
    assert_eq!(follower.post("text/event-stream", mutation, input).await.status(), 429);
    assert_eq!(server.person("Bruno").scenario().await["revision"], 0);
    let refused = follower.get(FOLLOW, &after(0)).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "30");
    let problem = Answer(refused.json().await.expect("JSON")).refused();
    assert!(matches!(problem, Problem::TooMany { .. }), "{problem:?}");
    streams.clear();
    // The server hears of it a moment later.
    let again = async {
        while follower.get(FOLLOW, &after(0)).await.status() != 200 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), again).await.expect("a closed one makes room");
}
