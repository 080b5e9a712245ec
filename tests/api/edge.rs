//! The HTTP edge: methods, media types, headers, names of writers, files.

use reqwest::{Client, Method, header};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Server, TestDatabase};

async fn server() -> (Server, Client, String) {
    let server = Server::start(TestDatabase::sqlite()).await;
    let root = format!("http://{}", server.running.address);
    (server, Client::new(), root)
}

#[tokio::test]
async fn only_json_by_post_is_a_request() {
    let (_server, client, root) = server().await;
    let url = format!("{root}/graphql");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let response =
            client.request(method.clone(), format!("{url}?query={{__typename}}")).send().await.expect("an answer");
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()[header::ALLOW], "POST");
        assert!(matches!(Answer(response.json().await.expect("JSON")).refused(), Problem::BadRequest { .. }));
    }
    let query = json!({ "query": "{ __typename }" }).to_string();
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql"]
    {
        let request = client.post(&url).header(header::CONTENT_TYPE, media_type).body(query.clone());
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 415, "{media_type}");
        assert!(matches!(Answer(response.json().await.expect("JSON")).refused(), Problem::BadRequest { .. }));
    }
    assert_eq!(client.post(&url).body(query.clone()).send().await.expect("an answer").status(), 415, "no media type");
    let request = client.post(&url).header(header::CONTENT_TYPE, "Application/JSON; charset=utf-8").body(query);
    assert_eq!(request.send().await.expect("an answer").status(), 200);
}

#[tokio::test]
async fn the_answer_has_the_media_type_that_was_asked_for() {
    let (_server, client, root) = server().await;
    let ask = async |accept: &'static str, query: &str| {
        let request = client.post(format!("{root}/graphql")).header(header::ACCEPT, accept);
        let request =
            request.header(header::CONTENT_TYPE, "application/json").body(json!({ "query": query }).to_string());
        let response = request.send().await.expect("an answer");
        let media_type = response.headers()[header::CONTENT_TYPE].to_str().expect("text").to_owned();
        (response.status().as_u16(), media_type, response.json::<Value>().await.expect("JSON"))
    };
    let newer = "application/graphql-response+json";
    let (status, media_type, body) = ask("application/json", "{ nope }").await;
    assert_eq!((status, media_type.as_str()), (200, "application/json"));
    assert!(body.get("data").is_none());
    let (status, media_type, body) = ask(newer, "{ nope }").await;
    assert_eq!((status, media_type.as_str()), (400, newer));
    assert!(body.get("data").is_none());
    let (status, media_type, body) = ask(newer, "{ __typename }").await;
    assert_eq!((status, media_type.as_str(), &body["data"]["__typename"]), (200, newer, &json!("Query")));
}

#[tokio::test]
async fn every_answer_has_an_id_and_the_headers_that_guard_the_page() {
    let (_server, client, root) = server().await;
    let mut ids = std::collections::BTreeSet::new();
    for path in ["/healthz", "/readyz", "/graphql", "/nowhere", "/assets/none.js"] {
        let response = client.get(format!("{root}{path}")).send().await.expect("an answer");
        let headers = response.headers();
        ids.insert(headers["x-request-id"].to_str().expect("text").to_owned());
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("'unsafe-eval'") && !policy.contains("script-src 'self' 'unsafe-inline'"), "{path}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
    }
    assert_eq!(ids.len(), 5, "each its own");
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let (_server, client, root) = server().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(client.get(format!("{root}{path}")).send().await.expect("an answer").status(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_the_page() {
    let (_server, client, root) = server().await;
    let get = async |path: &str, accept: &'static str| {
        client.get(format!("{root}{path}")).header(header::ACCEPT, accept).send().await.expect("an answer")
    };
    assert_eq!(get("/assets/none.0123.js", "*/*").await.status(), 404);
    assert_eq!(get("/assets/none.0123.wasm", "text/html").await.status(), 404);
    assert_eq!(get("/api", "application/json").await.status(), 404);
    assert_eq!(client.post(&root).send().await.expect("an answer").status(), 405);
    for path in ["/", "/allocazione", "/fabbisogno", "/allocazione/0198f2a0-0000-7000-8000-000000000236"] {
        let page = get(path, "text/html").await;
        // A server that was built without the program says so.
        if page.status() == 200 {
            assert_eq!(page.headers()[header::CACHE_CONTROL], "no-cache", "{path}");
            assert!(page.text().await.expect("text").contains("<html"), "{path}");
        } else {
            assert!(page.text().await.expect("text").contains("without the program"), "{path}");
        }
    }
}
