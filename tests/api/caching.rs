//! What a client need not send or be sent again: answers by tag, queries by hash.

use reqwest::{Client, Response, Url, header};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Server, TestDatabase};

const QUERY: &str = "query { figures { revision } }";
/// The SHA-256 of [`QUERY`].
const HASH: &str = "3e8881299bf8186bff00856a8661c5b60bdca691532d06df9de69a61b5c26172";

async fn server() -> (Server, String) {
    let server = Server::start(TestDatabase::sqlite()).await;
    let url = format!("http://{}/graphql", server.running.address);
    (server, url)
}

async fn get(url: &str, parameters: &[(&str, &str)], headers: &[(&'static str, &str)]) -> Response {
    let url = Url::parse_with_params(url, parameters).expect("an address");
    let request = headers.iter().fold(Client::new().get(url), |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("an answer")
}

fn text<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again_and_a_changed_one_is() {
    let (server, url) = server().await;
    let parameters = [("query", QUERY)];
    let first = get(&url, &parameters, &[]).await;
    assert_eq!((first.status().as_u16(), text(&first, "cache-control")), (200, "no-cache"));
    assert!(text(&first, "vary").contains("accept") && text(&first, "vary").contains("authorization"));
    let tag = text(&first, "etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = get(&url, &parameters, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status().as_u16(), text(&again, "etag")), (304, tag.as_str()));
    assert_ne!(text(&again, "x-request-id"), text(&first, "x-request-id"));
    assert!(!text(&again, "x-ratelimit-remaining").is_empty(), "it still costs");
    assert!(again.text().await.expect("text").is_empty());
    let newer =
        get(&url, &parameters, &[("if-none-match", &tag), ("accept", "application/graphql-response+json")]).await;
    assert_eq!(newer.status(), 200, "another media type is another answer");

    let (_, bearer) = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")).token("ORG-001").await;
    let own = get(&url, &parameters, &[("authorization", &bearer)]).await;
    assert_eq!((own.status().as_u16(), text(&own, "cache-control")), (200, "private, no-cache"));
    let seen = text(&own, "etag").to_owned();
    assert_eq!(get(&url, &parameters, &[("authorization", &bearer), ("if-none-match", &seen)]).await.status(), 304);

    let edits = json!([{ "key": "service.A.minutes", "value": 61.0, "seen": 0 }]);
    server.person("Anna").figures_set(edits).await.accepted();
    let changed = get(&url, &parameters, &[("if-none-match", &tag)]).await;
    assert_eq!(changed.status(), 200);
    assert_ne!(text(&changed, "etag"), tag);
    assert_eq!(changed.json::<Value>().await.expect("JSON")["data"]["figures"]["revision"], 1);
}

#[tokio::test]
async fn what_may_differ_by_caller_and_what_failed_is_kept_by_nobody() {
    let (_server, url) = server().await;
    let never = |response: &Response| {
        assert_eq!((text(response, "cache-control"), text(response, "etag")), ("private, no-store", ""));
    };
    let query = [("query", "{ __typename }")];
    never(&get(&url, &query, &[("cookie", "a=b")]).await);
    never(&get(&url, &[("query", "{ nope }")], &[]).await);
    never(&get(&url, &[("query", "{ node(id: \"x\") { id } cpis(first: -1) { totalCount } }")], &[]).await);
    never(&get(&url, &[], &[]).await);
    let post = Client::new().post(&url).header(header::CONTENT_TYPE, "application/json");
    never(&post.body(json!({ "query": "{ __typename }" }).to_string()).send().await.expect("an answer"));
}

#[tokio::test]
async fn a_query_is_known_by_its_hash_once_it_was_sent() {
    let (_server, url) = server().await;
    let variables = json!({});
    let extensions = |hash: &str| json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let (by_address, variables_text) = (extensions(HASH).to_string(), variables.to_string());
    let by_hash = [("extensions", by_address.as_str()), ("variables", variables_text.as_str())];
    let unknown = get(&url, &by_hash, &[]).await;
    assert_eq!((unknown.status().as_u16(), text(&unknown, "cache-control")), (200, "private, no-store"));
    let body: Value = unknown.json().await.expect("JSON");
    assert_eq!(body["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(Answer(body).refused(), Problem::PersistedQueryNotFound);

    let post = async |body: Value| {
        let request = Client::new().post(&url).header(header::CONTENT_TYPE, "application/json").body(body.to_string());
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.json::<Value>().await.expect("JSON"))
    };
    let both = json!({ "query": QUERY, "variables": variables, "extensions": extensions(HASH) });
    assert_eq!(post(both).await.1["data"]["figures"]["revision"], 0);
    let known: Value = get(&url, &by_hash, &[]).await.json().await.expect("JSON");
    assert_eq!(known["data"]["figures"]["revision"], 0);
    let (status, known) = post(json!({ "variables": variables, "extensions": extensions(&HASH.to_uppercase()) })).await;
    assert_eq!((status, &known["data"]["figures"]["revision"]), (200, &json!(0)));

    for wrong in [
        json!({ "query": "{ __typename }", "extensions": extensions(HASH) }),
        json!({ "extensions": extensions("abc") }),
        json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": HASH } } }),
        json!({ "extensions": { "persistedQuery": 1 } }),
        json!({ "extensions": {} }),
    ] {
        let (status, body) = post(wrong.clone()).await;
        assert_eq!(status, 400, "{wrong}");
        assert!(matches!(Answer(body).refused(), Problem::BadRequest { .. }), "{wrong}");
    }
}

#[tokio::test]
async fn a_mutation_that_is_known_by_its_hash_is_no_query_either() {
    let (_server, url) = server().await;
    let mutation = "mutation { __typename }";
    let hash = "22c9efff0269bd71ee0875759c0ae2b966100d019474f3e91a2b73d3dada7f8f";
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let body = json!({ "query": mutation, "extensions": extensions }).to_string();
    let request = Client::new().post(&url).header(header::CONTENT_TYPE, "application/json").body(body);
    assert_eq!(request.send().await.expect("an answer").status(), 200);
    assert_eq!(get(&url, &[("extensions", &extensions.to_string())], &[]).await.status(), 405);
}

#[tokio::test]
async fn the_contract_is_served_as_it_is_committed() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let url = format!("http://{}/schema.graphql", server.running.address);
    let first = get(&url, &[], &[]).await;
    let tag = text(&first, "etag").to_owned();
    assert!(text(&first, "content-type").starts_with("application/graphql"));
    assert!(text(&first, "content-disposition").starts_with("attachment"));
    let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    assert_eq!(first.text().await.expect("text"), std::fs::read_to_string(committed).expect("it is there"));
    let again = get(&url, &[], &[("if-none-match", &tag)]).await;
    assert_eq!((again.status().as_u16(), text(&again, "etag")), (304, tag.as_str()));
    assert!(again.text().await.expect("text").is_empty());
}
