//! Much asked for little: pages, batches, guesses, bodies, and requests that never end.

use std::time::Duration;

use backend::config::{Periods, Settings};
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{Answer, Person, Server, Socket, TestDatabase, both_databases};

/// The longest answer to a request that is refused as a whole, bytes: no longer than such a request may be.
const MAX_REFUSAL: usize = 64 * 1024;

/// The lists of the schema that come in pages, each with what it cannot be asked without.
async fn lists(anyone: &Person) -> Vec<(String, &'static str)> {
    let query = "{ __schema { queryType { fields { name args { name } } } } }";
    let schema = anyone.ask(query, json!({})).await.accepted();
    let fields = schema["__schema"]["queryType"]["fields"].as_array().expect("fields").clone();
    let is_list =
        |field: &&Value| field["args"].as_array().is_some_and(|args| args.iter().any(|arg| arg["name"] == "first"));
    let names = fields.iter().filter(is_list).map(|field| field["name"].as_str().expect("a name").to_owned());
    names.map(|name| if name == "measurements" { (name, "indicator: \"I-IMP-01\", ") } else { (name, "") }).collect()
}

both_databases! {
    async fn a_page_has_a_size_whatever_is_asked(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, ada) = (server.person("Anna"), server.person_as("Ada", "ADMINISTRATOR", None));
        let lists = lists(&anna).await;
        assert!(lists.len() >= 9, "{lists:?}");
        for (name, needed) in lists {
            let person = if name == "accounts" { &ada } else { &anna };
            let ask = async |first: &str| person.ask(&format!("{{ {name}({needed}{first}) {{ nodes {{ __typename }} }} }}"), json!({})).await;
            for (first, rule) in [
                ("first: 501", Rule::TooGreat { max: 500.0 }),
                ("first: 2147483647", Rule::TooGreat { max: 500.0 }),
                ("first: -1", Rule::TooSmall { min: 0.0 }),
                ("first: -2147483648", Rule::TooSmall { min: 0.0 }),
            ] {
                assert_eq!(ask(first).await.refused(), Problem::invalid("first", rule), "{name}: {first}");
            }
            for first in ["first: 2147483648", "first: 1e9", "first: \"5\"", "first: 0x7f", "after: 5"] {
                let answer = ask(first).await.0;
                assert!(answer.get("data").is_none() && answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST", "{name}: {first}: {answer}");
            }
            let count = async |first: &str| ask(first).await.accepted()[&name]["nodes"].as_array().map_or(0, Vec::len);
            assert_eq!(count("first: 0").await, 0, "{name}");
            assert!(count("first: null").await <= 50, "{name}");
        }
    }

    async fn directives_and_errors_by_the_thousand_make_no_long_answer(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let many = |count: usize, text: &str| text.repeat(count);
        let variables: String = (0..4_000).map(|number| format!("$v{number}: Nope ")).collect::<Vec<_>>().concat();
        for query in [
            format!("{{ __typename {} }}", many(20_000, "@a ")),
            format!("{{ __typename {} }}", many(9, "@include(if: true) ")),
            format!("query {} {{ __typename }}", many(9_000, "@skip ")),
            format!("{{ {} }}", many(1_000, "nope ")),
            format!("{{ {} }}", many(900, "__typename @include(if: true) @nope ")),
            format!("{{ {} }}", many(900, "cpis(nope: 1, first: \"x\") { nope } ")),
            format!("query({variables}) {{ __typename }}"),
            format!("{{ cpis(first: \"{}\") {{ totalCount }} }}", many(60_000, "x")),
            format!("{{ {} }}", many(60_000, "x")),
        ] {
            let answer = anna.send(json!({ "query": query }).to_string()).await.expect("an answer");
            let text = answer.text().await.expect("text");
            assert!(text.len() <= MAX_REFUSAL, "{query:.80}: {} bytes", text.len());
            let told: Value = serde_json::from_str(&text).expect("JSON");
            assert!(told.get("data").is_none(), "{query:.80}: {text:.200}");
            let code = &told["errors"][0]["extensions"]["code"];
            assert!(code == "BAD_REQUEST" || code == "TOO_COSTLY", "{query:.80}: {code}");
        }
    }

    async fn introspection_does_not_multiply(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        let nested = |depth: usize| format!("{{ __schema {{ types {} name {} }} }}", "{ fields { type ".repeat(depth) + "{", "} } ".repeat(depth) + "}");
        let deep = visitor.ask(&nested(4), json!({})).await.refused();
        assert!(matches!(deep, Problem::TooCostly { .. }), "{deep:?}");
        let aliases: String = (0..51).map(|number| format!("a{number}: __schema {{ types {{ name }} }} ")).collect::<Vec<_>>().concat();
        let wide = visitor.ask(&format!("{{ {aliases} }}"), json!({})).await.refused();
        assert!(matches!(wide, Problem::TooCostly { .. }), "{wide:?}");
    }

    async fn a_batch_is_no_request(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let create = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
        let one = |write: String| json!({ "query": create, "variables": { "input": { "write": write, "name": "In blocco", "year": 2026,
            "headCount": 1, "budgetCents": 1.0, "months": 1 } } });
        for size in [1, 2, 100] {
            let batch: Vec<Value> = (0..size).map(|_| one(crate::support::new_write())).collect();
            let answer = anna.send(json!(batch).to_string()).await.expect("an answer");
            assert_eq!(answer.status(), 400, "{size}");
            let refused = Answer(answer.json().await.expect("JSON")).refused();
            assert!(matches!(refused, Problem::BadRequest { .. }), "{size}: {refused:?}");
        }
        let mut socket = Socket::open(server.running.address, &anna.cookie().await).await;
        socket.say(&json!([{ "type": "subscribe", "id": "1", "payload": one(crate::support::new_write()) }])).await;
        assert_eq!(u16::from(socket.closed().await.code), 4400);
        let all = anna.ask("{ scenarios { totalCount } }", json!({})).await.accepted();
        assert_eq!(all["scenarios"]["totalCount"], 1, "none of them was made");
    }

    async fn guesses_in_one_request_are_few_and_learn_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let aliased = |count: usize, guess: &dyn Fn() -> String| {
            (0..count).map(|number| format!("a{number}: {} ", guess())).collect::<Vec<_>>().concat()
        };
        let id = |kind: Kind| GlobalId::new(kind, backend::clock::new_id().to_string());
        let node = || format!("node(id: \"{}\") {{ id }}", id(Kind::Partnership));
        let found = rita.ask(&format!("{{ {} }}", aliased(50, &node)), json!({})).await.accepted();
        assert!(found.as_object().is_some_and(|found| found.len() == 50 && found.values().all(Value::is_null)), "{found}");
        let refused = rita.ask(&format!("{{ {} }}", aliased(51, &node)), json!({})).await.refused();
        assert!(matches!(refused, Problem::TooCostly { limit: 50, .. }), "{refused:?}");
        // Of writes all are refused, each alike, and nothing is left half done.
        let revoke = || format!("tokenRevoke(token: \"{}\") {{ token {{ id }} }}", id(Kind::Token));
        let answer = rita.ask(&format!("mutation {{ {} }}", aliased(50, &revoke)), json!({})).await;
        let codes: std::collections::BTreeSet<String> =
            answer.0["errors"].as_array().expect("errors").iter().map(|error| error["extensions"]["code"].to_string()).collect();
        assert_eq!(codes.into_iter().collect::<Vec<_>>(), ["\"NOT_FOUND\""]);
        let password = || "passwordChange(current: \"guess\", new: \"un'altra vista sul porto\") { changed }".to_owned();
        let refused = rita.ask(&format!("mutation {{ {} }}", aliased(2, &password)), json!({})).await.refused();
        assert!(matches!(refused, Problem::TooCostly { .. }), "{refused:?}");
        // The ways in take one guess a request.
        for path in ["/account/sign-in", "/account/link", "/account/accept"] {
            let guesses = json!([{ "link": "a", "email": "a@example.org", "password": "b" }, { "link": "b" }]);
            let answer = rita.post(path, guesses.to_string(), "").send().await.expect("an answer");
            assert_eq!(answer.status(), 400, "{path}");
        }
    }

    async fn a_body_is_neither_unpacked_nor_taken_apart(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        // What gzip makes of nothing: it would be unpacked to an empty text, and is read as it stands.
        let packed: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let request = visitor.post("/graphql", packed, "").header("content-encoding", "gzip");
        let answer = request.send().await.expect("an answer");
        assert!(matches!(answer.status().as_u16(), 400 | 415), "{}", answer.status());
        let parts = "--x\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"{ __typename }\"}\r\n--x\r\n\
            content-disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--x--\r\n";
        for media_type in ["multipart/form-data; boundary=x", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "text/plain"] {
            let request = reqwest::Client::new().post(format!("http://{}/graphql", server.running.address));
            let answer = request.header("content-type", media_type).body(parts).send().await.expect("an answer");
            assert_eq!(answer.status(), 415, "{media_type}");
        }
        let long = vec![b' '; 4 * 1024 * 1024];
        for path in ["/account/sign-in", "/account/accept"] {
            // The server may have closed before all was sent.
            let status = visitor.post(path, long.clone(), "").send().await.map_or(413, |answer| answer.status().as_u16());
            assert_eq!(status, 413, "{path}");
        }
    }

    async fn who_does_not_finish_a_request_is_not_waited_for(database: TestDatabase) {
        let server = Server::start(database).await;
        let mut stream = TcpStream::connect(server.running.address).await.expect("it answers");
        let begun = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"query\":";
        stream.write_all(begun.as_bytes()).await.expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("it is answered, and the connection is closed");
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("UNAVAILABLE"), "{answer}");
    }
}

/// What a server that waits a tenth of a second for headers does with one who sends these bytes and no more.
async fn held_open(begun: &[u8]) -> String {
    let periods = Periods { headers: Duration::from_millis(100), ..Periods::default() };
    let settings = Settings { periods, ..Server::behind_a_proxy() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let mut stream = TcpStream::connect(server.running.address).await.expect("it answers");
    stream.write_all(begun).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the server closes the connection");
    answer
}

#[tokio::test]
async fn a_connection_of_another_version_is_closed() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let mut stream = TcpStream::connect(server.running.address).await.expect("it answers");
    // The preface of HTTP/2, its settings, and `GET /` over http.
    let begun = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x03\x01\x05\0\0\0\x01\x82\x84\x86";
    stream.write_all(begun).await.expect("it is sent");
    let mut answer = Vec::new();
    // Closed in whatever way: what matters is that it ends.
    let _ = stream.read_to_end(&mut answer).await;
}

#[tokio::test]
async fn a_connection_that_does_not_say_what_it_asks_is_closed() {
    assert_eq!(held_open(b"").await, "", "nothing was said");
    assert_eq!(held_open(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await, "", "headers that never end");
    let answered = held_open(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /healthz HT").await;
    assert_eq!(
        answered.matches("HTTP/1.1").count(),
        1,
        "the first request is answered, the second never ends: {answered}"
    );
}
