//! The REST façade: what it answers is what GraphQL answers, told in the manner of the ModI.

mod contract;
mod voucher;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::{Answer, Server, TestDatabase, both_databases};

/// Where the façade begins.
const ROOT: &str = "/api/rest/v1";

/// Somebody who asks the façade.
struct Asker {
    client: Client,
    root: String,
    headers: Vec<(&'static str, String)>,
}

impl Asker {
    fn new(server: &Server) -> Self {
        let root = format!("http://{}{ROOT}", server.running.address);
        Self { client: Client::new(), root, headers: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.root));
        self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
    }

    async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.expect("an answer")
    }

    /// What is read at an address.
    async fn read(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(text(&response, "content-type"), "application/json; charset=utf-8");
        response.json().await.expect("JSON")
    }

    /// The problem that an address is refused with.
    async fn refused(&self, path: &str, status: u16) -> Value {
        problem(self.get(path).await, status).await
    }
}

fn text<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Reads a refusal, and holds it to what every refusal says.
async fn problem(response: Response, status: u16) -> Value {
    assert_eq!(response.status(), status, "{}", response.url());
    assert_eq!(text(&response, "content-type"), "application/problem+json; charset=utf-8");
    assert_eq!(text(&response, "cache-control"), "no-store");
    for limit in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
        assert!(text(&response, limit).parse::<u64>().is_ok(), "{limit}");
    }
    let id = text(&response, "x-request-id").to_owned();
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(
        (&body["status"], &body["requestId"], &body["type"]),
        (&json!(status), &json!(id), &json!("about:blank"))
    );
    assert!(body["title"].is_string() && body["detail"].is_string() && body["code"].is_string(), "{body}");
    body
}

/// What GraphQL answers somebody unknown.
async fn graphql(server: &Server, query: &str) -> Value {
    let url = format!("http://{}/graphql", server.running.address);
    let post = Client::new().post(url).header("content-type", "application/json");
    let response = post.body(json!({ "query": query }).to_string()).send().await.expect("an answer");
    Answer(response.json().await.expect("JSON")).accepted()
}

const CPI: &str = "id code name province { code name } seatIstat latitude longitude residents workingAge areaKm2
    registeredUnemployed seatProvenance { origin source } catchmentProvenance { origin source }";
const LOAD: &str = "load { required have pressure wisnRatio unmetHours }";
const MUNICIPALITY: &str = "id istat name cpi { code name } residents workingAge areaKm2 latitude longitude
    provenance { origin source }";

both_databases! {
    async fn what_it_answers_is_what_graphql_answers(database: TestDatabase) {
        let server = Server::start(database).await;
        let asker = Asker::new(&server);
        let cells = format!("cells {{ profile {{ code nameIt nameEn }} basic {LOAD} }}");
        let query = format!("{{
            provinces {{ id code istat name residents workingAge areaKm2 provenance {{ origin source }} }}
            services {{ id code nameIt nameEn target }}
            sizing {{ figuresRevision availableHours {LOAD} provinces {{ province {{ code name }} {LOAD} }} }}
            cpis(first: 500) {{ nodes {{ {CPI} }} totalCount }}
            municipalities(first: 500) {{ nodes {{ {MUNICIPALITY} }} totalCount }}
            detail: cpis(first: 500) {{ nodes {{ {CPI} municipalities {{ istat name residents workingAge }}
                sizing {{ weight {LOAD} {cells} }} }} }}
        }}");
        let known = graphql(&server, &query).await;
        assert_eq!(asker.read("/provinces").await, json!({ "items": known["provinces"] }));
        assert_eq!(asker.read("/services").await, json!({ "items": known["services"] }));
        assert_eq!(asker.read("/sizing").await, known["sizing"]);
        for (path, field, count) in [("/cpis", "cpis", 43), ("/municipalities", "municipalities", 257)] {
            let list = asker.read(&format!("{path}?limit=500")).await;
            let (items, total) = (&known[field]["nodes"], &known[field]["totalCount"]);
            assert_eq!(list, json!({ "items": items, "limit": 500, "nextCursor": null, "totalCount": total }));
            assert_eq!(total, count);
        }
        for cpi in known["detail"]["nodes"].as_array().expect("a list") {
            assert_eq!(asker.read(&format!("/cpis/{}", cpi["code"].as_str().expect("text"))).await, *cpi);
        }
        let municipality = &known["municipalities"]["nodes"][7];
        let path = format!("/municipalities/{}", municipality["istat"].as_str().expect("text"));
        assert_eq!(asker.read(&path).await, *municipality);
    }

    async fn a_list_is_read_in_pages_and_by_what_it_belongs_to(database: TestDatabase) {
        let server = Server::start(database).await;
        let asker = Asker::new(&server);
        for (path, size, total) in [("/cpis?", 20, 43), ("/municipalities?province=FG&", 25, 61), ("/municipalities?cpi=FG04&", 5, 14)] {
            let all = asker.read(&format!("{path}limit=500")).await;
            let mut read = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = asker.read(&format!("{path}limit={size}{cursor}")).await;
                assert_eq!((&page["limit"], &page["totalCount"]), (&json!(size), &json!(total)), "{path}");
                let items = page["items"].as_array().expect("a list").clone();
                assert!(items.len() <= size, "{path}");
                read.extend(items);
                let Some(next) = page["nextCursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(Value::from(read), all["items"], "{path}");
        }
        let page = asker.read("/cpis?province=FG").await;
        assert_eq!((page["items"].as_array().map(Vec::len), &page["limit"]), (Some(7), &json!(50)));
        assert!(page["items"].as_array().is_some_and(|items| items.iter().all(|cpi| cpi["province"]["code"] == "FG")));
    }

    async fn what_is_not_there_and_what_cannot_be_is_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let asker = Asker::new(&server);
        for path in [
            "", "/", "/nothing", "/cpis/", "/cpis/ZZ99", "/cpis/FG03/", "/cpis/%00", "/cpis/è", "/municipalities/999999",
            "/municipalities/FG03", "/cpis?province=ZZ", "/cpis?province=", "/cpis?province=%00", "/municipalities?cpi=FG",
            "/municipalities?province=FG&cpi=nothing", "/sizing/FG",
        ] {
            assert_eq!(asker.refused(path, 404).await["code"], "NOT_FOUND", "{path}");
        }
        assert_eq!(asker.refused(&format!("/cpis/{}", "A".repeat(5_000)), 404).await["code"], "NOT_FOUND");
        for path in ["/cpis?limit=x", "/cpis?limit=", "/cpis?limit=1.5", "/cpis?limit=5&limit=6", "/cpis?first=5", "/sizing?province=FG",
            "/provinces?limit=1", "/status?x", "/cpis?cpi=FG03"] {
            let problem = asker.refused(path, 400).await;
            assert_eq!(problem["code"], "BAD_REQUEST", "{path}");
        }
        for (path, field, rule) in [
            ("/cpis?limit=0", "limit", "TOO_SMALL"), ("/cpis?limit=-7", "limit", "TOO_SMALL"), ("/cpis?limit=501", "limit", "TOO_GREAT"),
            ("/municipalities?limit=99999999999999999999", "limit", "TOO_GREAT"), ("/cpis?cursor=!", "cursor", "UNKNOWN"), ("/cpis?cursor=", "cursor", "UNKNOWN"),
            ("/municipalities?cursor=AA", "cursor", "UNKNOWN"),
        ] {
            let problem = asker.refused(path, 422).await;
            assert_eq!((&problem["code"], &problem["fields"][0]["field"]), (&json!("INVALID"), &json!(field)), "{path}");
            assert_eq!(problem["fields"][0]["rule"], rule, "{path}");
        }
    }
}

#[tokio::test]
async fn it_can_only_be_read() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let asker = Asker::new(&server);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE] {
        let response = asker.request(method.clone(), "/cpis").send().await.expect("an answer");
        assert_eq!(text(&response, "allow"), "GET, HEAD", "{method}");
        assert_eq!(problem(response, 405).await["code"], "BAD_REQUEST");
    }
    let head = asker.request(Method::HEAD, "/cpis").send().await.expect("an answer");
    let get = asker.get("/cpis").await;
    assert_eq!(head.status(), 200);
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert!(!text(&get, name).is_empty() && text(&head, name) == text(&get, name), "{name}");
    }
    assert!(head.bytes().await.expect("a body").is_empty());
    let missing = asker.request(Method::HEAD, "/cpis/ZZ99").send().await.expect("an answer");
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn an_answer_is_json_and_nothing_else() {
    let server = Server::start(TestDatabase::sqlite()).await;
    for accept in
        ["application/json", "*/*", "application/*", "text/html, application/json;q=0.1", "application/problem+json"]
    {
        assert_eq!(Asker::new(&server).with("accept", accept).get("/provinces").await.status(), 200, "{accept}");
    }
    for accept in ["text/html", "application/xml", "application/json;q=0"] {
        Asker::new(&server).with("accept", accept).refused("/provinces", 406).await;
    }
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let first = Asker::new(&server).get("/sizing").await;
    let tag = text(&first, "etag").to_owned();
    assert_eq!(text(&first, "cache-control"), "no-cache");
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = Asker::new(&server).with("if-none-match", &tag).get("/sizing").await;
    assert_eq!((again.status().as_u16(), text(&again, "etag")), (304, tag.as_str()));
    assert!(!text(&again, "x-ratelimit-remaining").is_empty(), "it still costs");
    assert!(again.bytes().await.expect("a body").is_empty());

    let (_, bearer) = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")).token("ORG-001").await;
    let own = Asker::new(&server).with("authorization", &bearer).get("/sizing").await;
    assert_eq!((own.status().as_u16(), text(&own, "cache-control")), (200, "private, no-cache"));

    let edits = json!([{ "key": "service.A.minutes", "value": 61.0, "seen": 0 }]);
    server.person("Anna").figures_set(edits).await.accepted();
    let changed = Asker::new(&server).with("if-none-match", &tag).get("/sizing").await;
    assert_eq!(changed.status(), 200);
    assert_eq!(changed.json::<Value>().await.expect("JSON")["figuresRevision"], 1);
}

/// An address that costs some 9,500 points, and is answered without work: there is no such province.
const COSTLY: &str = "/municipalities?limit=500&province=ZZ";

/// What an asker is answered who asks for the same many times at once.
async fn at_once(asker: &Asker, times: usize) -> Vec<Response> {
    futures::future::join_all((0..times).map(|_| asker.get(COSTLY))).await
}

#[tokio::test]
async fn points_are_told_and_whoever_has_none_left_is_told_when_to_come_back() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let asker = Asker::new(&server).with("x-forwarded-for", "192.0.2.1");
    let mut refused = at_once(&asker, 200).await;
    assert!(refused.iter().all(|response| text(response, "x-ratelimit-limit") == "1000000"));
    let left = refused.iter().filter_map(|response| text(response, "x-ratelimit-remaining").parse::<u32>().ok());
    assert!(left.min().is_some_and(|left| left < 100_000), "each tells what is left");
    refused.retain(|response| response.status() != 404);
    assert!(!refused.is_empty(), "they would have cost twice what there is");
    for response in refused {
        let after: u64 = text(&response, "retry-after").parse().expect("a number");
        assert!((1..=60).contains(&after));
        let problem = problem(response, 429).await;
        assert_eq!((&problem["code"], &problem["retry_after_s"]), (&json!("TOO_MANY_REQUESTS"), &json!(after)));
    }
    let other = Asker::new(&server).with("x-forwarded-for", "192.0.2.2");
    assert_eq!(other.get("/municipalities?limit=500").await.status(), 200, "others are served");
}

#[tokio::test]
async fn a_token_opens_it_and_one_that_is_over_does_not() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
    let (token, bearer) = rita.token("ORG-001").await;
    let asker = Asker::new(&server).with("authorization", &bearer);
    assert_eq!(asker.get("/provinces").await.status(), 200);
    rita.token_revoke(&token).await.accepted();
    for authorization in
        [bearer.as_str(), "Bearer tvl_nonsense", "Bearer abc", "Bearer a.b.c", "Basic YTpi", "nonsense", ""]
    {
        let response = Asker::new(&server).with("authorization", authorization).get("/provinces").await;
        assert_eq!(text(&response, "www-authenticate"), "Bearer realm=\"tavoliere\", error=\"invalid_token\"");
        assert_eq!(problem(response, 401).await["code"], "UNAUTHENTICATED", "{authorization}");
    }
    let cookie = Asker::new(&server).with("cookie", &rita.cookie().await);
    assert_eq!(cookie.get("/provinces").await.status(), 200, "a cookie is not read");
}

#[tokio::test]
async fn the_service_says_how_it_is() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let response = Asker::new(&server).with("authorization", "Bearer nonsense").get("/status").await;
    assert_eq!((response.status().as_u16(), text(&response, "cache-control")), (200, "no-store"));
    assert_eq!(text(&response, "content-type"), "application/problem+json; charset=utf-8");
    let body: Value = response.json().await.expect("JSON");
    assert_eq!((&body["status"], &body["title"]), (&json!(200), &json!("OK")));
    server.db().read().close_by_ref().await.expect("the connections close");
    let down = Asker::new(&server).get("/status").await;
    assert!(text(&down, "retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    assert_eq!(problem(down, 503).await["code"], "UNAVAILABLE");
}
