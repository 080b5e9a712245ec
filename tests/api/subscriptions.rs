//! Changes as they come: none twice, none left out, whatever happens in between.

use std::time::Duration;

use backend::config::{Periods, Settings};
use serde_json::json;
use shared::Problem;

use crate::support::{Server, Socket, TestDatabase, both_databases, edit, problem};

both_databases! {
    async fn missed_changes_come_first_and_then_live_ones(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for operators in 1..=3 {
            anna.set(json!([edit("FG01", "OR", operators, operators - 1)])).await.accepted();
        }
        let mut socket = server.socket().await;
        socket.follow(1).await;
        for revision in [2, 3] {
            let change = socket.change().await;
            assert_eq!(change["revision"], revision);
            assert_eq!(change["by"], "Anna");
            assert_eq!(change["cells"][0]["operators"], revision);
        }
        anna.set(json!([edit("FG02", "DO", 7, 0)])).await.accepted();
        let live = socket.change().await;
        assert_eq!(live["revision"], 4);
        assert_eq!(live["cells"], json!([{
            "cpi": "FG02", "profile": "DO", "operators": 7, "locked": false, "revision": 4, "editedBy": "Anna"
        }]));
    }

    async fn whoever_comes_in_the_middle_of_many_writes_misses_none(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let writing = tokio::spawn(async move {
            for operators in 1..=60 {
                anna.set(json!([edit("BA03", "OR", operators, operators - 1)])).await.accepted();
            }
        });
        let followers = (0..3).map(|_| async {
            let mut socket = server.socket().await;
            socket.follow(0).await;
            let mut seen = Vec::new();
            // Halfway the connection breaks; the next one goes on from what was seen.
            while seen.len() < 30 {
                seen.push(socket.change().await["revision"].as_i64().expect("a number"));
            }
            drop(socket);
            let mut socket = server.socket().await;
            socket.follow(30).await;
            while seen.len() < 60 {
                seen.push(socket.change().await["revision"].as_i64().expect("a number"));
            }
            seen
        });
        for seen in futures::future::join_all(followers).await {
            assert_eq!(seen, (1..=60).collect::<Vec<i64>>());
        }
        writing.await.expect("all writes are accepted");
    }

    async fn changes_that_another_process_wrote_are_seen_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let db = backend::db::Db::open(&server.database.url).await.expect("the database opens");
        let other = Server::another(db).start().await.expect("a second server starts");
        let mut socket = server.socket().await;
        socket.follow(0).await;
        let bruno = crate::support::Person::new("Bruno", other.address);
        bruno.set(json!([edit("FG01", "OR", 5, 0)])).await.accepted();
        assert_eq!(socket.change().await["by"], "Bruno");
        other.stop().await.expect("it stops");
    }

    async fn a_position_that_never_was_is_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        for after in [-1, 1] {
            let mut socket = server.socket().await;
            socket.follow(after).await;
            let message = socket.hear().await;
            assert_eq!(message["type"], "error", "{message}");
            let refused = problem(&message["payload"][0]);
            assert!(matches!(&refused, Problem::Invalid { fields } if fields[0].field == "after"), "{refused:?}");
        }
    }

    async fn figures_are_followed_like_scenarios(database: TestDatabase) {
        let server = Server::start(database).await;
        let mut socket = server.socket().await;
        let query = "subscription { figureChanges(after: 0) { revision by figures { key value revision builtIn } } }";
        socket.subscribe("figures", query, json!({})).await;
        let edits = json!([{ "key": "service.A.minutes", "value": 20.0, "seen": 0 }]);
        server.person("Anna").figures_set(edits).await.accepted();
        let change = socket.hear().await["payload"]["data"]["figureChanges"].clone();
        assert_eq!(change, json!({ "revision": 1, "by": "Anna", "figures": [
            { "key": "service.A.minutes", "value": 20.0, "revision": 1, "builtIn": 15.0 }
        ] }));
    }

    async fn a_stopping_server_tells_its_sockets(database: TestDatabase) {
        let server = Server::start(database).await;
        let mut socket = server.socket().await;
        socket.follow(0).await;
        let (stopped, closed) = tokio::join!(server.running.stop(), socket.closed());
        stopped.expect("it stops in order");
        assert_eq!(u16::from(closed.code), 1001);
    }
}

#[tokio::test]
async fn a_change_is_told_at_once_and_not_only_looked_for() {
    let periods = Periods { poll: Duration::from_hours(1), ..Periods::default() };
    let settings = Settings { periods, ..Server::behind_a_proxy() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let mut socket = server.socket().await;
    socket.follow(0).await;
    let anna = server.person("Anna");
    // The first may be found when the subscription begins; the second is heard of only when it is told.
    for operators in 1..=2 {
        anna.set(json!([edit("FG01", "OR", operators, operators - 1)])).await.accepted();
        assert_eq!(socket.change().await["revision"], operators);
    }
}

#[tokio::test]
async fn what_others_wrote_is_looked_for_once_however_many_follow() {
    const FOLLOWERS: usize = 20;
    const STATEMENTS: u32 = 200;
    let poll = Duration::from_millis(5);
    let periods = Periods { poll, still: Duration::from_hours(1), ..Periods::default() };
    let server = Server::start_with(TestDatabase::sqlite(), Settings { periods, ..Server::behind_a_proxy() }).await;
    let mut sockets = Vec::new();
    for _ in 0..FOLLOWERS {
        let mut socket = server.socket().await;
        socket.follow(0).await;
        sockets.push(socket);
    }
    server.person("Anna").set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
    for socket in &mut sockets {
        assert_eq!(socket.change().await["revision"], 1);
    }
    let (began, before) = (tokio::time::Instant::now(), server.db().statements());
    while server.db().statements() < before + u64::from(STATEMENTS) {
        tokio::time::sleep(poll).await;
    }
    // A slow machine only takes longer. If each looked by itself, ten periods would do.
    assert!(began.elapsed() > poll * (STATEMENTS / 2), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_client_that_answers_nothing_is_asked_and_then_given_up() {
    let (still, ping) = (Duration::from_millis(20), Duration::from_millis(100));
    let settings = Settings { periods: Periods { still, ping, ..Periods::default() }, ..Server::behind_a_proxy() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let mut socket = server.socket().await;
    for _ in 0..2 {
        assert_eq!(socket.hear().await["type"], "ping");
    }
    assert_eq!(u16::from(socket.closed().await.code), 4000);
}

#[tokio::test]
async fn an_answer_on_a_socket_says_what_every_answer_says_in_the_order_of_the_query() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let mut socket = server.socket().await;
    let mut ids = Vec::new();
    for id in ["a", "b"] {
        socket.subscribe(id, "{ provinces { name code } __typename }", json!({})).await;
        let text = socket.hear_text().await;
        assert!(text.contains("{\"provinces\":[{\"name\":\"Bari\",\"code\":\"BA\"}"), "{text}");
        let message: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let extensions = &message["payload"]["extensions"];
        assert!(extensions["cost"]["requested"].is_number() && extensions["cost"]["remaining"].is_number(), "{text}");
        ids.push(extensions["requestId"].as_str().expect("it has an id").to_owned());
        assert_eq!(socket.hear().await["type"], "complete");
    }
    assert_ne!(ids[0], ids[1], "each operation has its own");
}

#[tokio::test]
async fn the_protocol_is_held_to() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let address = server.running.address;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let closed = async |messages: Vec<serde_json::Value>| {
        let mut socket = Socket::connect(address, &[protocol]).await.expect("the socket opens");
        for message in &messages {
            socket.say(message).await;
        }
        u16::from(socket.closed().await.code)
    };
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": "subscription { figureChanges(after: 0) { revision } }" } });
    assert_eq!(closed(vec![]).await, 4408, "no greeting");
    assert_eq!(closed(vec![subscribe.clone()]).await, 4401, "asked before the greeting");
    assert_eq!(closed(vec![init.clone(), init.clone()]).await, 4429, "greeted twice");
    assert_eq!(closed(vec![init.clone(), json!({ "type": "nonsense" })]).await, 4400);
    assert_eq!(closed(vec![init.clone(), subscribe.clone(), subscribe.clone()]).await, 4409, "one id twice");
    let many = (0..21).map(|id| {
        let mut message = subscribe.clone();
        message["id"] = json!(id.to_string());
        message
    });
    assert_eq!(closed(std::iter::once(init).chain(many).collect()).await, 4429, "too many at once");
}

#[tokio::test]
async fn a_socket_answers_pings_ends_what_is_completed_and_names_its_writer() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let mut socket = Socket::open(server.running.address, &server.person("Carla").cookie().await).await;
    socket.say(&json!({ "type": "ping", "payload": { "any": 1 } })).await;
    assert_eq!(socket.hear().await["type"], "pong");
    socket.follow(0).await;
    let input = json!({ "write": backend::clock::new_id().to_string(), "scenario": Server::scenario(), "edits": [edit("FG01", "OR", 1, 0)] });
    let mutation = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
    socket.subscribe("write", mutation, json!({ "input": input })).await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        let message = socket.hear().await;
        if message["id"] == "changes" {
            assert_eq!(message["payload"]["data"]["scenarioChanges"]["by"], "Carla");
        }
        heard.push(format!("{} {}", message["id"], message["type"]));
    }
    heard.sort();
    assert_eq!(heard, ["\"changes\" \"next\"", "\"write\" \"complete\"", "\"write\" \"next\""]);
    // Its id is free again, and nothing more comes of the first.
    socket.say(&json!({ "type": "complete", "id": "changes" })).await;
    socket.follow(1).await;
    server.person("Anna").set(json!([edit("FG01", "OR", 2, 1)])).await.accepted();
    assert_eq!(socket.change().await["revision"], 2);
}

#[tokio::test]
async fn a_page_of_another_site_opens_no_socket() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let address = server.running.address;
    let own = format!("http://{address}");
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    assert!(Socket::connect(address, &[protocol, ("origin", &own)]).await.is_ok());
    assert!(Socket::connect(address, &[protocol, ("origin", "https://evil.example")]).await.is_err());
    assert!(Socket::connect(address, &[("sec-websocket-protocol", "graphql-ws")]).await.is_err(), "another protocol");
}
