//! Limits of what one caller may ask for, in one request and over time, and what answers say of them.

use backend::config::Settings;
use reqwest::{Client, Method, RequestBuilder, Response, header};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Server, Socket, TestDatabase, problem};

/// The points that a caller has.
const POINTS: u64 = 1_000_000;
/// What a request costs beside its query.
const REQUEST: u64 = 20;
/// A query that costs 21,001 points, and is answered without work: there is no such province.
const COSTLY: &str =
    "{ cpis(first: 500, province: \"nonsense\") { nodes { municipalities { name provenance { origin source } } } } }";

struct Caller {
    client: Client,
    url: String,
    address: &'static str,
}

impl Caller {
    /// Someone behind a proxy on the server's machine.
    fn new(server: &Server, address: &'static str) -> Self {
        Self { client: Client::new(), url: format!("http://{}/graphql", server.running.address), address }
    }

    fn request(&self, method: Method) -> RequestBuilder {
        self.client.request(method, &self.url).header("x-forwarded-for", self.address)
    }

    async fn ask(&self, query: &str) -> Response {
        let request = self.request(Method::POST).header(header::CONTENT_TYPE, "application/json");
        request.body(json!({ "query": query }).to_string()).send().await.expect("an answer")
    }
}

fn number(response: &Response, name: &str) -> u64 {
    let value = response.headers().get(name).unwrap_or_else(|| panic!("no {name}: {response:?}"));
    value.to_str().ok().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {value:?}"))
}

#[tokio::test]
async fn every_answer_tells_its_id_its_cost_and_what_is_left() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let caller = Caller::new(&server, "192.0.2.1");
    let json = |body: &'static str| caller.request(Method::POST).header("content-type", "application/json").body(body);
    let requests = [
        (200, json("{\"query\":\"{ __typename }\"}")),
        (200, json("{\"query\":\"{ nope }\"}")),
        (400, json("nonsense")),
        (405, caller.request(Method::PUT)),
        (406, json("{}").header("accept", "text/html")),
        (
            413,
            caller.request(Method::POST).header("content-type", "application/json").body(vec![b' '; 2 * 1024 * 1024]),
        ),
        (415, caller.request(Method::POST).body("{}")),
    ];
    for (status, request) in requests {
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), status);
        assert_eq!(number(&response, "x-ratelimit-limit"), POINTS);
        let remaining = number(&response, "x-ratelimit-remaining");
        assert!(remaining <= POINTS && number(&response, "x-ratelimit-reset") <= 60);
        let id = response.headers()["x-request-id"].to_str().expect("text").to_owned();
        let body: Value = response.json().await.expect("JSON");
        assert_eq!(body["extensions"]["requestId"], id, "{status}");
        let cost = &body["extensions"]["cost"];
        assert!(cost["requested"].as_u64() >= Some(REQUEST) && cost["limit"] == POINTS, "{status}: {cost}");
        assert_eq!(cost["remaining"], remaining, "{status}: {cost}");
    }
}

#[tokio::test]
async fn whoever_asks_for_too_much_is_told_when_to_come_back_and_others_are_served() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let caller = Caller::new(&server, "192.0.2.1");
    let mut served = 0;
    let refused = loop {
        let response = caller.ask(COSTLY).await;
        if response.status() != 200 {
            break response;
        }
        served += 1;
        assert!(served < 1_000, "nothing is refused");
    };
    assert!(served >= 47, "{served}: as many as there are points for, and those that came meanwhile");
    assert_eq!(refused.status(), 429);
    let wait = number(&refused, "retry-after");
    assert!((1..=60).contains(&wait), "{wait}");
    let body: Value = refused.json().await.expect("JSON");
    assert!(body.get("data").is_none());
    assert_eq!(body["extensions"]["cost"]["requested"], 21_001 + REQUEST, "{body}");
    let told = Answer(body).refused();
    assert!(matches!(told, Problem::TooMany { retry_after_s } if u64::from(retry_after_s) == wait), "{told:?}");
    assert_eq!(caller.ask("{ __typename }").await.status(), 200, "what is left is enough for a small question");
    let other = Caller::new(&server, "192.0.2.2");
    assert_eq!(other.ask(COSTLY).await.status(), 200, "others have their own");

    // Through the socket the same caller spends the same points.
    let headers = [("sec-websocket-protocol", "graphql-transport-ws"), ("x-forwarded-for", "192.0.2.1")];
    let mut socket = Socket::connect(server.running.address, &headers).await.expect("the socket opens");
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
    // Some points have come back meanwhile, more of them on a slow machine.
    let mut tries = 0;
    let message = loop {
        socket.subscribe(&format!("costly {tries}"), COSTLY, json!({})).await;
        let message = socket.hear().await;
        if message["type"] == "error" {
            break message;
        }
        assert_eq!((message["type"].as_str(), socket.hear().await["type"].as_str()), (Some("next"), Some("complete")));
        tries += 1;
        assert!(tries < 1_000, "nothing is refused");
    };
    assert!(matches!(problem(&message["payload"][0]), Problem::TooMany { .. }));
}

#[tokio::test]
async fn one_request_is_bounded_in_every_direction() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let caller = Caller::new(&server, "192.0.2.1");
    let aliases = |count: usize| (0..count).map(|n| format!("a{n}: __typename ")).collect::<Vec<_>>().concat();
    let deep = |depth: usize| {
        format!("{{ cpis {{ nodes {}code{} }} }}", "{ province { cpis ".repeat(depth), " } }".repeat(depth))
    };
    for query in [format!("{{ {} }}", aliases(50)), deep(2)] {
        assert_eq!(caller.ask(&query).await.status(), 200);
    }
    for (query, limit) in [
        (format!("{{ {} }}", aliases(51)), 50),
        (format!("{{ {} }}", "__typename ".repeat(1_001)), 1_000),
        (deep(30), 24),
        ("{ a".repeat(100), 64),
        ("{ cpis(first: 500) { nodes { municipalities { name } province { cpis { name municipalities { name istat } } } } } }".to_owned(), 100_000),
    ] {
        let answer: Value = caller.ask(&query).await.json().await.expect("JSON");
        let problem = Answer(answer).refused();
        assert!(matches!(problem, Problem::TooCostly { limit: told, .. } if told == limit), "{query:.60}: {problem:?}");
    }
    let directives = format!("{{ __typename {} }}", "@include(if: true) ".repeat(9));
    let answer: Value = caller.ask(&directives).await.json().await.expect("JSON");
    assert!(matches!(Answer(answer).refused(), Problem::BadRequest { .. }));
}

#[tokio::test]
async fn a_caller_holds_so_many_sockets_open_and_no_more() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let open = async |address: &'static str| {
        let headers = [("sec-websocket-protocol", "graphql-transport-ws"), ("x-forwarded-for", address)];
        Socket::connect(server.running.address, &headers).await
    };
    let mut sockets = Vec::new();
    for _ in 0..200 {
        sockets.push(open("192.0.2.1").await.expect("the socket opens"));
    }
    let refused = open("192.0.2.1").await.err().expect("no more");
    assert!(refused.to_string().contains("429"), "{refused}");
    assert!(open("192.0.2.2").await.is_ok(), "others have their own");
    drop(sockets);
    // The server hears of it a moment later.
    let again = async {
        while open("192.0.2.1").await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), again).await.expect("a closed one makes room");
}

#[tokio::test]
async fn nobody_says_where_they_come_from_but_proxies_that_are_named() {
    let server = Server::start_with(TestDatabase::sqlite(), Settings::default()).await;
    let left = async |address: &'static str| {
        number(&Caller::new(&server, address).ask("{ __typename }").await, "x-ratelimit-remaining")
    };
    // So much that it does not come back within the time of a question.
    for _ in 0..30 {
        Caller::new(&server, "192.0.2.1").ask(COSTLY).await;
    }
    assert!(left("192.0.2.2").await < POINTS - REQUEST, "all are the one that really asks");
}

#[tokio::test]
async fn guesses_at_tokens_are_refused_in_time_and_what_is_no_query_is_paid_for() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
    let (_, bearer) = partner.token("ORG-001").await;
    let show = async |address: &'static str, bearer: &str| {
        let request = Caller::new(&server, address).request(Method::POST).header("authorization", bearer);
        request
            .header("content-type", "application/json")
            .body("{\"query\":\"{ __typename }\"}")
            .send()
            .await
            .expect("an answer")
    };
    let mut tries = 0;
    let refused = loop {
        let response = show("192.0.2.1", "Bearer tvl_guess").await;
        tries += 1;
        if response.status() != 401 {
            break response;
        }
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.headers()["cache-control"], "private, no-store");
        number(&response, "x-ratelimit-remaining");
        let body: Value = response.json().await.expect("JSON");
        assert!(body["extensions"]["cost"]["limit"] == POINTS && tries < 100_000, "{body}");
    };
    assert_eq!(refused.status(), 429);
    number(&refused, "retry-after");
    assert_eq!(show("192.0.2.2", &bearer).await.status(), 200, "elsewhere the right one is taken");

    // The file of the register costs so much that it cannot be asked for on and on.
    let ada = server.person_as("Ada", "ADMINISTRATOR", None);
    let cookie = ada.cookie().await;
    let url = format!("http://{}/registro.csv", server.running.address);
    let mut tries = 0;
    while Client::new().get(&url).header("cookie", &cookie).send().await.expect("an answer").status() == 200 {
        tries += 1;
        assert!(tries < 1_000, "nothing is refused");
    }
}

#[tokio::test]
async fn an_organisation_has_so_many_tokens_and_no_more() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
    let (first, _) = partner.token("ORG-001").await;
    for _ in 1..50 {
        partner.token("ORG-001").await;
    }
    let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
    let input = json!({ "input": { "name": "Portale", "organisation": "ORG-001", "scopes": ["READ_PUBLIC"] } });
    let refused = partner.ask(create, input.clone()).await.refused();
    assert!(matches!(&refused, Problem::Invalid { fields } if fields[0].field == "organisation"), "{refused:?}");
    partner.token_revoke(&first).await.accepted();
    partner.ask(create, input).await.accepted();
}

#[tokio::test]
async fn a_token_has_points_of_its_own_wherever_it_is_used() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
    let (_, bearer) = partner.token("ORG-001").await;
    let status = async |address: &'static str, bearer: Option<&String>| {
        let request = Caller::new(&server, address).request(Method::POST).header("content-type", "application/json");
        let request = bearer.iter().fold(request, |request, bearer| request.header("authorization", bearer.as_str()));
        let response = request.body(json!({ "query": COSTLY }).to_string()).send().await.expect("an answer");
        response.status().as_u16()
    };
    let mut tries = 0;
    while status("192.0.2.1", Some(&bearer)).await == 200 {
        tries += 1;
        assert!(tries < 1_000, "nothing is refused");
    }
    assert_eq!(status("192.0.2.1", None).await, 200, "the same place, without it");
    while status("192.0.2.2", Some(&bearer)).await == 200 {
        tries += 1;
        assert!(tries < 60, "another place gives the same token no other points");
    }
}
