//! An installation that moves from SQLite to PostgreSQL, and back: nothing is lost, added or changed on the way.

use std::{collections::BTreeMap, process::Output};

use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use serde_json::{Value, json};

use crate::support::{Person, Program, Server, TestDatabase, edit, new_write};

/// How many rows each table has, but the list of steps.
async fn rows(database: &TestDatabase) -> BTreeMap<String, i64> {
    let connection = Database::connect(&database.url).await.expect("the database opens");
    let backend = connection.get_database_backend();
    let list = match backend {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let tables = connection.query_all_raw(Statement::from_string(backend, list)).await.expect("it lists its tables");
    let mut counts = BTreeMap::new();
    for table in tables {
        let name: String = table.try_get_by_index(0).expect("a name");
        let count = Statement::from_string(backend, format!("SELECT COUNT(*) FROM \"{name}\""));
        let count = connection.query_one_raw(count).await.expect("it counts").expect("a count");
        counts.insert(name, count.try_get_by_index(0).expect("a count"));
    }
    counts.remove("seaql_migrations");
    counts
}

async fn copy(from: &TestDatabase, to: &TestDatabase) -> Output {
    Program::run(&["copy", "--database-url", &from.url, "--to", &to.url]).await
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// Work of some kinds, so that few tables are empty.
async fn work(person: &Person) {
    person.set(json!([edit("FG01", "OR", 3, 0), edit("LE01", "DO", 2, 0)])).await.accepted();
    let event = json!({ "title": "Incontro", "kind": "EVENT", "province": "FG", "start": "2027-03-23T08:30:00Z",
        "end": "2027-03-23T11:30:00Z", "partners": ["ORG-001"] });
    let agreement =
        json!({ "title": "Patto", "kind": "AGREEMENT", "level": "PROVINCE", "province": "FG", "serves": ["I-IMP-01"] });
    let writes = [
        ("eventCreate", "EventCreateInput", json!({ "event": event })),
        ("partnershipCreate", "PartnershipCreateInput", json!({ "outline": agreement })),
        (
            "measurementAdd",
            "MeasurementAddInput",
            json!({ "indicator": "I-RDC-02", "territory": "FG", "value": 12, "day": "2021-01-10", "source": "registro" }),
        ),
        (
            "figuresSet",
            "FiguresSetInput",
            json!({ "edits": [{ "key": "service.A.minutes", "value": 61.7, "seen": 0 }] }),
        ),
    ];
    for (mutation, input, mut asked) in writes {
        asked["write"] = json!(new_write());
        let query = format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ __typename }} }}");
        person.ask(&query, json!({ "input": asked })).await.accepted();
    }
    let viewer = person.ask("{ viewer { id } }", json!({})).await.accepted()["viewer"]["id"].clone();
    let said = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": "@Anna, bastano?", "mentions": [viewer] });
    let say = "mutation($input: ScenarioCommentAddInput!) { scenarioCommentAdd(input: $input) { revision } }";
    person.ask(say, json!({ "input": said })).await.accepted();
}

/// What a page would show.
async fn seen(person: &Person) -> Value {
    let query = "{ scenarios(first: 2) { nodes { id name revision createdAt cells { cpi profile operators locked } threads(first: 5) { nodes { comments { text at mentions { name } } } } } }
        events { nodes { id title start state partners { code } } } partnerships { nodes { id title revision entries { __typename } } }
        sizing { figuresRevision staffTotal } figures { revision figures { key value revision editedBy editedAt } }
        measurements(indicator: \"I-RDC-02\") { nodes { value territory day } } }";
    person.ask(query, json!({})).await.accepted()
}

#[tokio::test]
async fn an_installation_moves_to_postgresql_and_back_with_all_that_it_knows() {
    let (sqlite, postgres, back) = (TestDatabase::sqlite(), TestDatabase::postgres().await, TestDatabase::sqlite());
    let mut program = Program::serve(&sqlite).await;
    let anna = program.person("Anna");
    work(&anna).await;
    let before = seen(&anna).await;
    let cookie = anna.cookie().await;
    assert_eq!(program.terminate().await, Some(0));

    for (from, to) in [(&sqlite, &postgres), (&postgres, &back)] {
        let copied = copy(from, to).await;
        assert!(copied.status.success(), "{}", said(&copied));
        let counts = rows(from).await;
        assert_eq!(rows(to).await, counts);
        let (all, told) = (counts.values().sum::<i64>(), said(&copied));
        assert!(told.contains(&format!("Copied {all} rows of {} tables", counts.len())), "{told}");
        for table in [
            "account",
            "scenario_cell",
            "scenario_mention",
            "change",
            "event_organisation",
            "partnership_entry",
            "measurement",
            "audit",
        ] {
            assert!(counts[table] > 0, "{table}: {counts:?}");
        }
        let verified = Program::run(&["audit", "verify", "--database-url", &to.url]).await;
        assert!(verified.status.success(), "{}", said(&verified));
        // What people see, and what they go on doing, is as it was; who had signed in still is.
        let mut program = Program::serve(to).await;
        let anna = program.signed_in("Anna", cookie.clone());
        assert_eq!(seen(&anna).await, before);
        assert_eq!(program.terminate().await, Some(0));
    }
}

#[tokio::test]
async fn a_copy_into_a_database_in_use_or_of_one_that_is_not_wholly_known_changes_nothing() {
    let (sqlite, postgres) = (TestDatabase::sqlite(), TestDatabase::postgres().await);
    for database in [&sqlite, &postgres] {
        let mut program = Program::serve(database).await;
        assert_eq!(program.terminate().await, Some(0));
    }
    let before = rows(&postgres).await;
    let refused = copy(&sqlite, &postgres).await;
    assert!(!refused.status.success() && said(&refused).contains("name an empty one"), "{}", said(&refused));
    assert_eq!(rows(&postgres).await, before);

    let strange = Database::connect(&sqlite.url).await.expect("the database opens");
    strange.execute_unprepared("CREATE TABLE somebody_elses (a INTEGER)").await.expect("it is made");
    let empty = TestDatabase::postgres().await;
    let refused = copy(&sqlite, &empty).await;
    assert!(!refused.status.success() && said(&refused).contains("somebody_elses"), "{}", said(&refused));
    assert_eq!(rows(&empty).await.get("account"), Some(&0), "shaped, and empty");
    let older = copy(&TestDatabase::sqlite(), &empty).await;
    assert!(!older.status.success() && said(&older).contains("older than this program"), "{}", said(&older));
}
