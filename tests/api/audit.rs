//! The register of changes: what it keeps, who reads it, and that tampering is found.

use backend::{
    audit::{Broken, verify},
    db::Db,
};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Server, TestDatabase, both_databases, edit};

async fn rows(server: &Server, filter: Value) -> Vec<Value> {
    let query = "query($filter: AuditFilterInput) { audit(filter: $filter, first: 500) { nodes {
        seq at actor actorName request address action kind record before after hash } } }";
    let told = server.person("Piero").ask(query, json!({ "filter": filter })).await.accepted();
    told["audit"]["nodes"].as_array().expect("rows").clone()
}

/// What is wrong with the chain.
async fn broken(db: &Db, kept: Option<(i64, &str)>) -> Option<Broken> {
    verify(db, kept).await.expect("the database answers").err()
}

both_databases! {
    async fn every_change_is_kept_with_who_when_before_and_after(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        anna.set(json!([edit("FG01", "OR", 5, 1)])).await.accepted();
        anna.figures_set(json!([{ "key": "service.A.minutes", "value": 61.0, "seen": 0 }])).await.accepted();
        // What is refused leaves nothing behind.
        anna.set(json!([edit("FG01", "OR", 9, 0)])).await.refused();
        let cells = rows(&server, json!({ "kind": "scenario", "actor": "ann" })).await;
        assert_eq!(cells.len(), 2);
        let text = |row: &Value, field: &str| -> Value {
            serde_json::from_str(row[field].as_str().expect("it was there")).expect("it is JSON")
        };
        assert_eq!(text(&cells[0], "before")[0]["operators"], 3);
        assert_eq!(text(&cells[0], "after")[0], json!({ "cpi": "FG01", "profile": "OR", "operators": 5, "locked": false }));
        assert_eq!((&cells[0]["actorName"], &cells[0]["action"]), (&json!("Anna"), &json!("scenarioCellsSet")));
        assert_eq!(cells[0]["address"], "127.0.0.1");
        assert!(cells[0]["request"].as_str().is_some_and(|id| id.len() == 36));
        let figures = rows(&server, json!({ "kind": "figure", "record": "service.A.minutes" })).await;
        assert_eq!((figures.len(), &text(&figures[0], "after")["value"]), (1, &json!(61.0)));
        assert!(rows(&server, json!({ "action": "accountInvite" })).await.len() >= 2);
        // Every row but those of the program itself names who it was.
        let all = rows(&server, json!({})).await;
        assert!(all.iter().all(|row| row["actorName"] != ""), "{all:?}");
        assert!(rows(&server, json!({ "actor": "%" })).await.is_empty(), "a wildcard stands for itself");
        assert_eq!(broken(server.db(), None).await, None);
    }

    async fn no_secret_is_in_the_register(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let cookie = anna.cookie().await;
        let kept = rows(&server, json!({})).await;
        let text = serde_json::to_string(&kept).expect("plain data");
        let (_, secret) = cookie.split_once('=').expect("a cookie has a value");
        assert!(!text.contains(secret) && !text.contains("argon2") && !text.contains(crate::support::PASSWORD));
    }

    async fn tampering_is_found_wherever_it_is(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for operators in 1..=5 {
            anna.set(json!([edit("FG01", "OR", operators, operators - 1)])).await.accepted();
        }
        let db = server.db();
        let kept = rows(&server, json!({})).await;
        let whole = verify(db, None).await.expect("the database answers").expect("it is whole");
        assert_eq!(broken(db, Some((whole.rows, &whole.hash))).await, None);
        let seq = whole.rows - 2;
        let change = async |statement: String| { db.read().execute_unprepared(&statement).await.expect("it is changed"); };
        change(format!("UPDATE audit SET actor_name = 'Bruno' WHERE seq = {seq}")).await;
        assert_eq!(broken(db, None).await, Some(Broken::Changed { seq }));
        let row = kept.iter().find(|row| row["seq"].as_str() == Some(&*seq.to_string())).expect("it was told");
        let name = row["actorName"].as_str().expect("a name");
        change(format!("UPDATE audit SET actor_name = '{name}' WHERE seq = {seq}")).await;
        assert_eq!(broken(db, None).await, None);
        change(format!("DELETE FROM audit WHERE seq = {}", whole.rows)).await;
        assert_eq!(broken(db, None).await, Some(Broken::Cut { found: whole.rows - 1, expected: whole.rows }));
        change(format!("DELETE FROM audit WHERE seq = {seq}")).await;
        assert_eq!(broken(db, None).await, Some(Broken::Missing { seq }));
        // Cut off together with its end, only the hash that was kept elsewhere tells.
        change(format!("DELETE FROM audit WHERE seq >= {seq}")).await;
        let last = kept.iter().find(|row| row["seq"].as_str() == Some(&*(seq - 1).to_string())).expect("it was told");
        let hash = last["hash"].as_str().expect("a hash");
        change(format!("UPDATE audit_end SET seq = {}, hash = '{hash}'", seq - 1)).await;
        assert_eq!(broken(db, None).await, None);
        assert_eq!(broken(db, Some((whole.rows, &whole.hash))).await, Some(Broken::Another { seq: whole.rows }));
    }

    async fn the_register_is_a_file_for_planners_and_nobody_else(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let get = async |cookie: String| {
            let request = reqwest::Client::new().get(format!("http://{}/registro.csv?kind=scenario", server.running.address));
            request.header("cookie", cookie).send().await.expect("an answer")
        };
        assert_eq!(get(String::new()).await.status(), 401);
        assert_eq!(get(server.person_as("Lettore", "READER", None).cookie().await).await.status(), 403);
        let file = get(anna.cookie().await).await;
        assert_eq!(file.headers()["content-type"], "text/csv; charset=utf-8");
        let text = file.text().await.expect("text");
        assert!(text.starts_with("seq,at,actor,name,request,address,action,kind,record,before,after,hash\n"), "{text}");
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("scenarioCellsSet") && text.contains("\"\"operators\"\":3"));
        let asked = async |query: &str| {
            let request = reqwest::Client::new().get(format!("http://{}/registro.csv?{query}", server.running.address));
            request.header("cookie", anna.cookie().await).send().await.expect("an answer")
        };
        for (query, rows) in [("action=scenarioCellsSet", 1), ("kind=scenario&from=2999-01-01T00:00:00Z", 0), ("kind=scenario&until=2999-01-01T00:00:00Z", 1), ("kind=scenario&until=2020-01-01T00:00:00%2B01:00", 0)] {
            let text = asked(query).await.text().await.expect("text");
            assert_eq!(text.lines().count(), 1 + rows, "{query}: {text}");
        }
        // What is not understood is refused, and never left out.
        for query in ["from=gestern", "since=2020-01-01T00:00:00Z"] {
            let answer = asked(query).await;
            assert_eq!(answer.status(), 400, "{query}");
            let id = answer.headers()["x-request-id"].clone();
            let body: serde_json::Value = answer.json().await.expect("JSON");
            assert_eq!(body["extensions"]["requestId"], id.to_str().expect("text"));
        }
        let reader = server.person_as("Lettore", "READER", None);
        assert_eq!(reader.ask("{ audit { nodes { seq } } }", json!({})).await.refused(), Problem::Forbidden);
    }
}
