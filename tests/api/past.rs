//! What a scenario was: its history from one moment on, and how much of it may be asked for.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Server, TestDatabase, both_databases, edit, new_write};

const PAST: &str = "query($id: ID!, $last: Int, $until: Int) { scenario(id: $id) { past(last: $last, until: $until) {
    revision outline { name headCount } cells { cpi profile operators locked } ownFigures { key value }
    changes { revision by cells { cpi operators } outline { headCount } figures { key value } } } } }";

both_databases! {
    async fn the_past_is_told_from_any_moment_on(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let id = Server::scenario();
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        bruno.set(json!([edit("FG02", "OR", 2, 0)])).await.accepted();
        let update = "mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { revision } } }";
        anna.ask(update, json!({ "input": { "write": new_write(), "scenario": id, "headCount": 240 } })).await.accepted();
        let figure = json!([{ "key": "service.F3.minutes", "value": 40.0, "seen": 0 }]);
        let set = "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }";
        anna.ask(set, json!({ "input": { "write": new_write(), "scenario": id, "edits": figure } })).await.accepted();
        anna.set(json!([edit("FG01", "OR", 1, 1)])).await.accepted();

        let told = async |last: Option<i64>, until: Option<i64>| -> Value {
            let asked = anna.ask(PAST, json!({ "id": id, "last": last, "until": until })).await.accepted();
            asked["scenario"]["past"].clone()
        };
        let all = told(None, None).await;
        assert_eq!((&all["revision"], &all["outline"]["headCount"], &all["cells"]), (&json!(0), &json!(236), &json!([])));
        let changes = all["changes"].as_array().expect("changes");
        let made: Vec<(i64, &str)> =
            changes.iter().map(|change| (change["revision"].as_i64().expect("a revision"), change["by"].as_str().expect("a name"))).collect();
        assert_eq!(made, [(1, "Anna"), (2, "Bruno"), (3, "Anna"), (4, "Anna"), (5, "Anna")]);

        let one = told(Some(1), None).await;
        assert_eq!((&one["revision"], &one["outline"]["headCount"]), (&json!(4), &json!(240)));
        let cell = |cpi: &str, operators: i64| json!({ "cpi": cpi, "profile": "OR", "operators": operators, "locked": false });
        assert_eq!(one["cells"], json!([cell("FG01", 3), cell("FG02", 2)]));
        assert_eq!(one["ownFigures"], json!([{ "key": "service.F3.minutes", "value": 40.0 }]));
        assert_eq!(one["changes"][0]["cells"], json!([{ "cpi": "FG01", "operators": 1 }]));

        let middle = told(Some(1), Some(3)).await;
        assert_eq!((&middle["revision"], &middle["outline"]["headCount"]), (&json!(2), &json!(236)), "the bounds of before");
        assert_eq!(middle["changes"].as_array().map(Vec::len), Some(1));
        assert_eq!(middle["changes"][0]["outline"]["headCount"], 240);
        let beginning = told(Some(9), Some(0)).await;
        assert_eq!((&beginning["revision"], &beginning["changes"]), (&json!(0), &json!([])));
        assert_eq!(told(Some(9), Some(99)).await, all, "no later than now");
    }

    async fn more_of_the_past_than_may_be_told_is_refused_by_its_field(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let asked = async |last: i64, until: i64| {
            anna.ask(PAST, json!({ "id": Server::scenario(), "last": last, "until": until })).await.refused()
        };
        assert_eq!(asked(0, 5).await, Problem::invalid("last", Rule::TooSmall { min: 1.0 }));
        assert_eq!(asked(501, 5).await, Problem::invalid("last", Rule::TooGreat { max: 500.0 }));
        assert_eq!(asked(5, -1).await, Problem::invalid("until", Rule::TooSmall { min: 0.0 }));
    }
}
