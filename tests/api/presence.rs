//! Who is at a scenario: told to whoever may read it, over several processes, and no longer than they are there.

use std::time::Duration;

use backend::config::{Periods, Settings};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Person, Server, Socket, TestDatabase, both_databases, problem};

const FOLLOW: &str = "subscription($scenario: ID!, $cpi: String, $profile: String, $look: String) {
    scenarioPresence(scenario: $scenario, cpi: $cpi, profile: $profile, look: $look) { name cpi profile look } }";

/// A page of someone's, in a cell.
async fn page(server: &Server, person: &Person, cell: Option<(&str, &str)>) -> Socket {
    let mut socket = Socket::open(server.running.address, &person.cookie().await).await;
    go(&mut socket, "1", cell).await;
    socket
}

/// Follows under a number, in a cell.
async fn go(socket: &mut Socket, id: &str, cell: Option<(&str, &str)>) {
    let (cpi, profile) = cell.unzip();
    socket.subscribe(id, FOLLOW, json!({ "scenario": Server::scenario(), "cpi": cpi, "profile": profile })).await;
}

/// Listens until this is told.
async fn told(socket: &mut Socket, expected: &[(&str, Option<&str>)]) {
    let expected: Vec<Value> = expected.iter().map(|(name, cpi)| json!([name, cpi])).collect();
    loop {
        let message = socket.hear().await;
        if message["type"] != "next" {
            continue;
        }
        let people = message["payload"]["data"]["scenarioPresence"].as_array().expect("a list").clone();
        let people: Vec<Value> = people.iter().map(|visitor| json!([visitor["name"], visitor["cpi"]])).collect();
        if people == expected {
            return;
        }
    }
}

async fn rows(server: &Server) -> i64 {
    let db = server.db().read();
    let count = Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) FROM scenario_presence");
    let row = db.query_one_raw(count).await.expect("the database answers").expect("it counts");
    row.try_get_by_index(0).expect("a number")
}

both_databases! {
    async fn what_a_board_shows_is_told_where_it_is_the_query_of_an_address(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut socket = Socket::open(server.running.address, &anna.cookie().await).await;
        let there = |look: &str| json!({ "scenario": Server::scenario(), "look": look });
        socket.subscribe("1", FOLLOW, there("provincia=FG&cerca=san%20severo")).await;
        loop {
            let told = socket.hear().await["payload"]["data"]["scenarioPresence"][0].clone();
            if told["name"] == "Anna" {
                assert_eq!(told["look"], "provincia=FG&cerca=san%20severo");
                break;
            }
        }
        socket.subscribe("2", FOLLOW, there(&"x".repeat(401))).await;
        let refused = loop {
            let message = socket.hear().await;
            if message["id"] == "2" {
                break message;
            }
        };
        assert_eq!(problem(&refused["payload"][0]), Problem::invalid("look", shared::Rule::TooLong { max: 400 }));
    }

    async fn people_see_each_other_come_move_and_go(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person_as("Bruno", "READER", None));
        let mut annas = page(&server, &anna, Some(("FG01", "OR"))).await;
        told(&mut annas, &[("Anna", Some("FG01"))]).await;
        let mut brunos = page(&server, &bruno, None).await;
        let both = [("Anna", Some("FG01")), ("Bruno", None)];
        told(&mut annas, &both).await;
        told(&mut brunos, &both).await;
        // To move is to follow anew, and to end what was followed before.
        go(&mut annas, "2", Some(("LE01", "DO"))).await;
        annas.say(&json!({ "type": "complete", "id": "1" })).await;
        told(&mut brunos, &[("Anna", Some("LE01")), ("Bruno", None)]).await;
        drop(annas);
        told(&mut brunos, &[("Bruno", None)]).await;
        assert_eq!(rows(&server).await, 1, "nothing stays of who is gone");
    }

    async fn two_pages_of_one_person_are_one_person_where_they_moved_last(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, lia) = (server.person("Anna"), server.person("Lia P."));
        let mut lias = page(&server, &lia, None).await;
        let first = page(&server, &anna, Some(("BA01", "OR"))).await;
        told(&mut lias, &[("Anna", Some("BA01")), ("Lia P.", None)]).await;
        let second = page(&server, &anna, Some(("TA02", "OR"))).await;
        told(&mut lias, &[("Anna", Some("TA02")), ("Lia P.", None)]).await;
        drop(second);
        told(&mut lias, &[("Anna", Some("BA01")), ("Lia P.", None)]).await;
        drop(first);
        told(&mut lias, &[("Lia P.", None)]).await;
    }

    async fn another_process_on_the_database_tells_the_same(database: TestDatabase) {
        let server = Server::start(database).await;
        let db = backend::db::Db::open(&server.database.url).await.expect("the database opens");
        let other = Server::another(db).start().await.expect("a second server starts");
        let (anna, bruno) = (server.person("Anna"), Person::new("Bruno", other.address));
        let mut annas = page(&server, &anna, Some(("FG01", "OR"))).await;
        let mut brunos = Socket::open(other.address, &bruno.cookie().await).await;
        go(&mut brunos, "1", Some(("FG02", "OR"))).await;
        let both = [("Anna", Some("FG01")), ("Bruno", Some("FG02"))];
        told(&mut brunos, &both).await;
        told(&mut annas, &both).await;
        drop(brunos);
        told(&mut annas, &[("Anna", Some("FG01"))]).await;
        other.stop().await.expect("it stops");
    }

    async fn whoever_falls_silent_is_gone_and_comes_back_with_the_next_word(database: TestDatabase) {
        let periods = Periods { beat: Duration::from_millis(200), poll: Duration::from_millis(20), ..Periods::default() };
        let server = Server::start_with(database, Settings { periods, ..Server::behind_a_proxy() }).await;
        let mut annas = page(&server, &server.person("Anna"), None).await;
        told(&mut annas, &[("Anna", None)]).await;
        // Nothing is said: the socket is open, but for all one knows nobody is there.
        told(&mut annas, &[]).await;
        annas.say(&json!({ "type": "ping" })).await;
        told(&mut annas, &[("Anna", None)]).await;
    }

    async fn what_a_killed_process_left_is_not_shown_and_is_deleted(database: TestDatabase) {
        let periods = Periods { beat: Duration::from_millis(500), poll: Duration::from_millis(20), ..Periods::default() };
        let server = Server::start_with(database, Settings { periods, ..Server::behind_a_proxy() }).await;
        let mut annas = page(&server, &server.person("Anna"), Some(("FG01", "OR"))).await;
        told(&mut annas, &[("Anna", Some("FG01"))]).await;
        let left = "INSERT INTO scenario_presence (id, scenario_id, account_id, name, moved_at, seen_at)
            SELECT scenario_id, scenario_id, account_id, 'Anna', moved_at, '2026-01-01 00:00:00+00:00' FROM scenario_presence";
        let left = server.db().read().execute_unprepared(left).await.expect("a row is left");
        // Anna's next beat may have deleted it by the time that anybody counts.
        assert_eq!(left.rows_affected(), 1);
        for _ in 0..10_000 {
            annas.say(&json!({ "type": "ping" })).await;
            assert_eq!(annas.hear().await["type"], "pong", "nobody else is told of");
            if rows(&server).await == 1 {
                return;
            }
        }
        panic!("the row stays");
    }

    async fn only_whoever_may_read_the_scenario_learns_who_is_there(database: TestDatabase) {
        let server = Server::start(database).await;
        let _anna = page(&server, &server.person("Anna"), None).await;
        for (person, expected) in [
            (server.person_as("Pino", "PARTNER", Some("ORG-001")), Problem::Forbidden),
            (server.visitor(), Problem::SignedOut),
        ] {
            let mut socket = page(&server, &person, None).await;
            assert_eq!(problem(&socket.hear().await["payload"][0]), expected);
        }
        let mut socket = page(&server, &server.person("Bruno"), Some(("nowhere", "OR"))).await;
        assert!(matches!(problem(&socket.hear().await["payload"][0]), Problem::Invalid { .. }));
        assert_eq!(rows(&server).await, 1, "whoever is refused is not shown");
    }
}
