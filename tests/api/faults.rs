//! What goes wrong with the machine: a full disk, a clock that jumps, a reader that does not read, steps of the database that fail. It
//! is said clearly, and all is as before once it is over.

use std::{sync::atomic::Ordering, time::Duration};

use backend::{
    config::{Periods, Settings},
    db::Db,
};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Program, Server, Socket, TestDatabase, both_databases, edit, new_write, set_clock};

/// Job centres whose cells are set at once, so that a change is long.
const CENTRES: [&str; 8] = ["FG01", "FG02", "BA01", "BA03", "LE01", "TA03", "BR01", "BT01"];

#[tokio::test]
async fn a_full_disk_refuses_writes_and_says_so_and_the_same_write_succeeds_once_there_is_room() {
    let database = TestDatabase::sqlite();
    let mut program = Program::serve(&database).await;
    let anna = program.person("Anna");
    anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
    program.limit_files("1").await;
    let write = new_write();
    for _ in 0..2 {
        assert_eq!(anna.set_as(&write, json!([edit("FG01", "OR", 2, 1)])).await.refused(), Problem::Unavailable);
        assert_eq!(anna.scenario().await["revision"], 1, "what is there can be read");
    }
    program.limit_files("unlimited").await;
    for _ in 0..2 {
        let answer = anna.set_as(&write, json!([edit("FG01", "OR", 2, 1)])).await.accepted();
        assert_eq!(answer["scenarioCellsSet"]["revision"], 2);
    }
    assert_eq!(program.terminate().await, Some(0));
    let said = program.said().await.join("\n");
    assert!(said.contains("cannot use its disk: it is full"), "{said}");
    let verified = Program::run(&["audit", "verify", "--database-url", &database.url]).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

both_databases! {
    async fn a_reader_that_does_not_read_holds_nobody_up_and_misses_nothing(database: TestDatabase) {
        const CHANGES: i64 = 40;
        let server = Server::start(database).await;
        let (mut slow, mut quick) = (server.socket().await, server.socket().await);
        slow.follow(0).await;
        quick.follow(0).await;
        let anna = server.person("Anna");
        for turn in 1..=CHANGES {
            let edits: Vec<Value> = CENTRES
                .iter()
                .flat_map(|cpi| ["OR", "DO"].map(|profile| edit(cpi, profile, 1 + turn % 3, turn - 1)))
                .collect();
            anna.set(json!(edits)).await.accepted();
            assert_eq!(quick.change().await["revision"], turn);
        }
        for turn in 1..=CHANGES {
            assert_eq!(slow.change().await["revision"], turn);
        }
    }

    async fn a_clock_that_jumps_changes_neither_the_order_of_the_log_nor_who_is_there(database: TestDatabase) {
        const PRESENCE: &str = "subscription($scenario: ID!) { scenarioPresence(scenario: $scenario) { name } }";
        let (ahead, clock) = set_clock();
        let periods = Periods { beat: Duration::from_secs(2), poll: Duration::from_millis(20), ..Periods::default() };
        let server = Server::start_at(database, Settings { periods, ..Server::behind_a_proxy() }, clock).await;
        let anna = server.person("Anna");
        let mut changes = server.socket().await;
        changes.follow(0).await;
        let mut presence = Socket::open(server.running.address, &anna.cookie().await).await;
        presence.subscribe("1", PRESENCE, json!({ "scenario": Server::scenario() })).await;
        assert_eq!(presence.change_of("scenarioPresence").await, json!([{ "name": "Anna" }]));
        // Back by two days, and forward again by less than a session may rest.
        for (revision, hours) in [(1, 0), (2, -48), (3, -40)] {
            ahead.store(hours, Ordering::Relaxed);
            anna.set(json!([edit("FG01", "OR", revision, revision - 1)])).await.accepted();
            assert_eq!(changes.change().await["revision"], revision, "in the order in which they were accepted");
        }
        // What was written before the jump would be shown for two days after its server died.
        let count = "SELECT COUNT(*) FROM scenario_presence WHERE seen_at > moved_at";
        for _ in 0..10_000 {
            presence.say(&json!({ "type": "ping" })).await;
            assert_eq!(presence.hear().await["type"], "pong", "nobody came or went");
            let ask = Statement::from_string(server.db().read().get_database_backend(), count);
            let row = server.db().read().query_one_raw(ask).await.expect("it answers").expect("a row");
            if row.try_get_by_index::<i64>(0).expect("a number") == 0 {
                return;
            }
        }
        panic!("the beat of before the jump stays");
    }

    async fn a_step_that_fails_leaves_the_database_as_it_was_and_is_named(database: TestDatabase) {
        let other = Database::connect(&database.url).await.expect("the database opens");
        // The step finds what it is to make: another program, or a hand, was here before.
        other.execute_unprepared("CREATE TABLE saved_view (x INTEGER)").await.expect("a table is in the way");
        let arguments = ["migrate", "--database-url", &database.url];
        let failed = Program::run(&arguments).await;
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(!failed.status.success(), "{said}");
        for words in ["m20261126_34_saved_view", "stays as it was", "saved_view", "already exists"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        // Of the steps before it nothing is there either.
        assert!(other.execute_unprepared("SELECT 1 FROM province").await.is_err());
        other.execute_unprepared("DROP TABLE saved_view").await.expect("it is taken away");
        let done = Program::run(&arguments).await;
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Db::open(&database.url).await.expect("it opens").check().await.expect("it is whole");
    }

    async fn a_program_that_is_killed_while_it_migrates_leaves_nothing_half_done(database: TestDatabase) {
        // Each is killed a little later, after so many lines of its log: it says more, because nothing is left of the one before.
        for lines in [1, 10, 30, 60] {
            Program::killed_after(&["migrate", "--database-url", &database.url], lines).await;
        }
        let done = Program::run(&["seed", "--database-url", &database.url]).await;
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}
