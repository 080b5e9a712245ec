//! The HTTP edge: methods, media types, headers, names of writers, files.

use backend::config::Settings;
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
async fn a_body_is_json_and_other_methods_are_named() {
    let (_server, client, root) = server().await;
    let url = format!("{root}/graphql");
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::HEAD, Method::OPTIONS] {
        let response =
            client.request(method.clone(), format!("{url}?query={{__typename}}")).send().await.expect("an answer");
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()[header::ALLOW], "GET, POST");
        assert!(response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none(), "no other site may ask");
    }
    let query = json!({ "query": "{ __typename }" }).to_string();
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=iso-8859-1",
        "application/jsonx",
    ] {
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
async fn a_get_queries_and_never_writes() {
    let (server, client, root) = server().await;
    let get = async |parameters: &[(&str, &str)]| {
        let url = reqwest::Url::parse_with_params(&format!("{root}/graphql"), parameters).expect("an address");
        let response = client.get(url).send().await.expect("an answer");
        (response.status().as_u16(), response.json::<Value>().await.expect("JSON"))
    };
    let query = "query one($first: Int) { cpis(first: $first) { nodes { code } } } query two { __typename }";
    let (status, body) =
        get(&[("query", query), ("operationName", "one"), ("variables", "{\"first\":2}"), ("extensions", "{}")]).await;
    assert_eq!((status, body["data"]["cpis"]["nodes"].as_array().map(Vec::len)), (200, Some(2)), "{body}");
    for wrong in [
        vec![],
        vec![("query", "{ __typename }"), ("query", "{ __typename }")],
        vec![("query", "{ __typename }"), ("variables", "[1]")],
        vec![("query", "{ __typename }"), ("variables", "{")],
        vec![("query", "{ __typename }"), ("extensions", "1")],
    ] {
        let (status, body) = get(&wrong).await;
        assert_eq!(status, 400, "{wrong:?}");
        assert!(matches!(Answer(body).refused(), Problem::BadRequest { .. }), "{wrong:?}");
    }
    let create = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } } query q { __typename }";
    let input = json!({ "input": { "write": backend::clock::new_id().to_string(), "name": "By GET", "year": 2026,
        "headCount": 1, "budgetCents": 1.0, "months": 1 } });
    for (query, name) in [
        ("mutation { __typename }", ""),
        ("query q { __typename } mutation m { __typename }", "m"),
        ("subscription { figureChanges(after: 0) { revision } }", ""),
        (create.split(" query ").next().unwrap_or_default(), ""),
    ] {
        let (status, body) = get(&[("query", query), ("operationName", name), ("variables", &input.to_string())]).await;
        assert_eq!(status, 405, "{query}");
        assert!(matches!(Answer(body).refused(), Problem::BadRequest { .. }), "{query}");
    }
    let all = server.person("Anna").ask("{ scenarios { totalCount } }", json!({})).await.accepted();
    assert_eq!(all["scenarios"]["totalCount"], 1, "nothing was written");
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
        assert!(response.headers()[header::VARY].to_str().is_ok_and(|vary| vary.contains("accept")));
        (response.status().as_u16(), media_type, response.json::<Value>().await.expect("JSON"))
    };
    let (older, newer) = ("application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8");
    let (status, media_type, body) = ask("application/json", "{ nope }").await;
    assert_eq!((status, media_type.as_str()), (200, older));
    assert!(body.get("data").is_none());
    let (status, media_type, body) = ask("application/graphql-response+json", "{ nope }").await;
    assert_eq!((status, media_type.as_str()), (400, newer));
    assert!(body.get("data").is_none());
    let (status, media_type, body) = ask("application/graphql-response+json", "{ __typename }").await;
    assert_eq!((status, media_type.as_str(), &body["data"]["__typename"]), (200, newer, &json!("Query")));
    let (status, media_type, body) = ask("text/html", "{ __typename }").await;
    assert_eq!((status, media_type.as_str()), (406, older));
    assert!(body.get("data").is_none());
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
async fn a_browser_is_held_to_https_only_where_people_come_by_it() {
    let stated = async |public_url: &str| {
        let settings = Settings { public_url: public_url.to_owned(), ..Settings::default() };
        let server = Server::start_with(TestDatabase::sqlite(), settings).await;
        let response = Client::new().get(format!("http://{}/healthz", server.running.address)).send().await;
        response.expect("an answer").headers().get(header::STRICT_TRANSPORT_SECURITY).cloned()
    };
    assert_eq!(stated("https://tavoliere.example").await.expect("it is there"), "max-age=31536000");
    assert_eq!(stated("http://tavoliere.example").await, None);
}

#[tokio::test]
async fn another_site_asks_with_a_token_where_it_is_named_and_never_with_a_cookie() {
    let ours = "https://portal.example";
    let origins = vec![ours.parse().expect("it is an origin")];
    let settings = Settings { cors_origins: origins, ..Settings::default() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let (_, bearer) = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")).token("ORG-001").await;
    let root = format!("http://{}", server.running.address);
    let client = Client::new();
    let allowed = |response: &reqwest::Response| response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned();
    for (origin, told) in [(ours, Some(ours)), ("https://evil.example", None)] {
        let ahead = client.request(Method::OPTIONS, format!("{root}/graphql")).header(header::ORIGIN, origin);
        let ahead = ahead.header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
        let ahead = ahead.header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type,x-tavoliere-page");
        let ahead = ahead.send().await.expect("an answer");
        assert_eq!(allowed(&ahead).as_ref().and_then(|value| value.to_str().ok()), told, "{origin}");
        let headers = ahead.headers().get(header::ACCESS_CONTROL_ALLOW_HEADERS).expect("it is told");
        assert!(headers.to_str().is_ok_and(|names| names.contains("authorization") && !names.contains("tavoliere")));
        assert_eq!(ahead.headers().get(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), None);
        let request = client.post(format!("{root}/graphql")).header(header::ORIGIN, origin);
        let request = request.header(header::AUTHORIZATION, &bearer).header(header::CONTENT_TYPE, "application/json");
        let answer = request.body("{\"query\":\"{ __typename }\"}").send().await.expect("an answer");
        assert_eq!(allowed(&answer).as_ref().and_then(|value| value.to_str().ok()), told, "{origin}");
    }
    // Also a refusal can be read there; what is for our own pages cannot.
    let request = client.post(format!("{root}/graphql")).header(header::ORIGIN, ours);
    let refused = request.header(header::AUTHORIZATION, "Bearer tvl_none").send().await.expect("an answer");
    assert_eq!((refused.status().as_u16(), allowed(&refused).is_some()), (401, true));
    let sign_in = client.post(format!("{root}/account/sign-in")).header(header::ORIGIN, ours);
    assert_eq!(allowed(&sign_in.send().await.expect("an answer")), None);
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
