//! Who locked a cell, when, and why.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

const SET: &str = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";

/// Foggia's cell of the guidance counsellors, at the revision that it has.
async fn cell(person: &Person, scenario: &str) -> Value {
    let query =
        "query($id: ID!) { scenario(id: $id) { cells { cpi operators locked revision lock { by at reason } } } }";
    let told = person.ask(query, json!({ "id": scenario })).await.accepted();
    told["scenario"]["cells"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|of| of["cpi"] == "FG01")
        .cloned()
        .unwrap_or_default()
}

fn input(scenario: &str, seen: &Value, operators: i64, locked: bool, reason: Option<&str>) -> Value {
    let edit = json!({ "cpi": "FG01", "profile": "OR", "operators": operators, "locked": locked, "seen": seen, "reason": reason });
    json!({ "input": { "write": new_write(), "scenario": scenario, "edits": [edit] } })
}

async fn set(person: &Person, scenario: &str, operators: i64, locked: bool, reason: Option<&str>) {
    let seen = cell(person, scenario).await["revision"].as_i64().unwrap_or_default();
    person.ask(SET, input(scenario, &json!(seen), operators, locked, reason)).await.accepted();
}

async fn copy(person: &Person, scenario: &str, revision: Option<i64>) -> String {
    let input = json!({ "write": new_write(), "scenario": scenario, "name": "Copia", "revision": revision });
    let copied = person.ask(COPY, json!({ "input": input })).await.accepted();
    copied["scenarioCopy"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

both_databases! {
    async fn a_lock_tells_who_made_it_and_why_and_keeps_it_while_it_stays(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let scenario = Server::scenario();
        set(&anna, &scenario, 2, true, None).await;
        let first = cell(&anna, &scenario).await["lock"].clone();
        assert_eq!((&first["by"], &first["reason"]), (&json!("Anna"), &Value::Null));
        set(&bruno, &scenario, 3, true, None).await;
        assert_eq!(cell(&anna, &scenario).await["lock"], first, "another number changes no lock");
        set(&bruno, &scenario, 3, true, Some("  sede unica ")).await;
        let told = cell(&anna, &scenario).await["lock"].clone();
        assert_eq!((&told["by"], &told["reason"]), (&json!("Bruno"), &json!("sede unica")));
        // A copy knows of it, of now and of then; the register and the log, too.
        assert_eq!(cell(&anna, &copy(&anna, &scenario, None).await).await["lock"], told);
        assert_eq!(cell(&anna, &copy(&anna, &scenario, Some(2)).await).await["lock"], first);
        let past = "query($id: ID!) { scenario(id: $id) { past { changes { by cells { lock { by reason } } } } } }";
        let past = anna.ask(past, json!({ "id": scenario })).await.accepted()["scenario"]["past"]["changes"].clone();
        let locks: Vec<&Value> = past.as_array().expect("a list").iter().map(|of| &of["cells"][0]["lock"]).collect();
        assert_eq!(locks, [
            &json!({ "by": "Anna", "reason": null }), &json!({ "by": "Anna", "reason": null }), &json!({ "by": "Bruno", "reason": "sede unica" }),
        ]);
        set(&anna, &scenario, 3, true, Some("")).await;
        assert_eq!(cell(&anna, &scenario).await["lock"]["reason"], Value::Null, "it was taken back");
        set(&anna, &scenario, 3, false, None).await;
        assert_eq!(cell(&anna, &scenario).await["lock"], Value::Null);
        set(&bruno, &scenario, 3, true, None).await;
        assert_eq!(cell(&anna, &scenario).await["lock"]["by"], json!("Bruno"), "a new lock");
    }

    async fn a_reason_is_held_to_its_bounds(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let refused = async |locked: bool, reason: &str| {
            anna.ask(SET, input(&Server::scenario(), &json!(0), 1, locked, Some(reason))).await.refused()
        };
        assert_eq!(refused(true, &"x".repeat(501)).await, Problem::invalid("edits.0.reason", Rule::TooLong { max: 500 }));
        assert_eq!(refused(false, "perché").await, Problem::invalid("edits.0.reason", Rule::NotNow));
        assert_eq!(refused(true, "a\u{7}b").await, Problem::invalid("edits.0.reason", Rule::Unknown));
        assert_eq!(cell(&anna, &Server::scenario()).await, Value::Null, "nothing was written");
    }
}
