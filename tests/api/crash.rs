//! A server that is killed in the middle of its work: what it acknowledged is there, and nothing is half there.

use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, Database, SqliteTransactionMode, TransactionOptions, TransactionTrait as _};
use serde_json::{Value, json};
use shared::Problem;
use tokio::sync::Mutex;

use crate::support::{Program, Server, TestDatabase, both_databases};

/// Edits that are sent in all, by four people, two cells each.
const EDITS: i64 = 200;
/// Edits after which the server is killed, while the others are under way.
const KILL_AFTER: usize = 90;

/// Of an accepted write: its CPI, its number, its revision.
type Accepted = (&'static str, i64, i64);

fn pair(cpi: &str, operators: i64, seen: i64) -> Value {
    let cell =
        |profile| json!({ "cpi": cpi, "profile": profile, "operators": operators, "locked": false, "seen": seen });
    json!([cell("OR"), cell("DO")])
}

both_databases! {
    async fn what_was_acknowledged_survives_a_kill_and_nothing_is_half_applied(database: TestDatabase) {
        let mut program = Program::serve(&database).await;
        let accepted: Arc<Mutex<Vec<Accepted>>> = Arc::default();
        let (enough, mut told) = tokio::sync::mpsc::channel::<()>(1);
        let writers: Vec<_> = ["FG01", "BA03", "LE01", "TA03"].into_iter().map(|cpi| {
            let (person, accepted, enough) = (program.person(cpi), Arc::clone(&accepted), enough.clone());
            tokio::spawn(async move {
                let mut seen = 0;
                for operators in 1..=EDITS / 4 {
                    let write = backend::clock::new_id().to_string();
                    // The server is gone: whether this one was applied is not known, and nobody was told.
                    let Ok(answer) = person.try_set(&write, pair(cpi, operators, seen)).await else { return };
                    seen = answer.accepted()["scenarioCellsSet"]["revision"].as_i64().expect("a revision");
                    let mut accepted = accepted.lock().await;
                    accepted.push((cpi, operators, seen));
                    if accepted.len() == KILL_AFTER {
                        let _ = enough.send(()).await;
                    }
                }
            })
        }).collect();
        told.recv().await.expect("enough were accepted");
        program.kill().await;
        for writer in writers {
            writer.await.expect("a writer ends without a refusal");
        }
        let accepted = accepted.lock().await.clone();
        assert!(accepted.len() >= KILL_AFTER && accepted.len() < usize::try_from(EDITS).expect("a count"), "{}", accepted.len());

        let program = Program::serve(&database).await;
        let scenario = program.person("Anna").scenario().await;
        let revision = scenario["revision"].as_i64().expect("a revision");
        let mut socket = crate::support::Socket::open(program.address, &program.person("Anna").cookie().await).await;
        socket.follow(0).await;
        let mut log = Vec::new();
        for expected in 1..=revision {
            let change = socket.change().await;
            assert_eq!(change["revision"], expected, "the log has no gap");
            assert_eq!(change["cells"].as_array().map(Vec::len), Some(2), "a write is whole");
            log.push(change);
        }
        for (cpi, operators, at) in &accepted {
            let change = &log[usize::try_from(*at - 1).expect("a revision")];
            assert_eq!((&change["cells"][0]["cpi"], &change["cells"][0]["operators"]), (&json!(cpi), &json!(operators)));
        }
        // Each writer had one write under way at most, so no more than that many may be there unacknowledged.
        assert!(log.len() <= accepted.len() + 4, "{} in the log, {} accepted", log.len(), accepted.len());
        // The cells are what the log says they are.
        for cell in scenario["cells"].as_array().expect("cells") {
            let last = log.iter().rev().flat_map(|change| change["cells"].as_array().expect("cells"))
                .find(|logged| logged["cpi"] == cell["cpi"] && logged["profile"] == cell["profile"]);
            assert_eq!(last, Some(cell));
        }
    }
}

#[tokio::test]
async fn a_write_that_finds_the_file_held_can_be_sent_again() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let anna = server.person("Anna");
    anna.cookie().await;
    let other = Database::connect(&server.database.url).await.expect("the database opens");
    let hold = TransactionOptions {
        isolation_level: None,
        access_mode: None,
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
    };
    let held = other.begin_with_options(hold).await.expect("the file is held");
    let write = backend::clock::new_id().to_string();
    assert_eq!(anna.set_as(&write, pair("FG01", 3, 0)).await.refused(), Problem::Unavailable);
    anna.scenario().await;
    held.rollback().await.expect("it is let go");
    assert_eq!(anna.set_as(&write, pair("FG01", 3, 0)).await.accepted()["scenarioCellsSet"]["revision"], 1);
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable_and_not_ready() {
    let server = Server::start(TestDatabase::postgres().await).await;
    let anna = server.person("Anna");
    anna.cookie().await;
    let (cluster, name) = server.database.url.rsplit_once('/').expect("an address ends in a database");
    let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the cluster answers");
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("it is dropped");
    // Of the root, of a loader, of a write.
    for query in ["{ provinces { code } }", "{ node(id: \"UHJvdmluY2U6Rkc\") { id } }"] {
        assert_eq!(anna.ask(query, json!({})).await.refused(), Problem::Unavailable, "{query}");
    }
    assert_eq!(anna.set(pair("FG01", 3, 0)).await.refused(), Problem::Unavailable);
    let ready = reqwest::get(format!("http://{}/readyz", server.running.address)).await.expect("an answer");
    assert_eq!(ready.status(), 503);
}
