//! The sums of a table: the last operator and the last euro are given once, whoever asks at the same time.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, edit, new_write};

const MAKE: &str = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
const SET: &str = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
const BOUND: &str =
    "mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { revision } } }";
const COST: &str = "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }";

async fn made(person: &Person, head_count: u32, budget_cents: f64) -> String {
    let input = json!({
        "write": new_write(), "name": "Pochi", "year": 2026, "headCount": head_count, "budgetCents": budget_cents, "months": 12,
    });
    let made = person.ask(MAKE, json!({ "input": input })).await.accepted();
    made["scenarioCreate"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

async fn set(person: &Person, scenario: &str, edits: Value) -> Answer {
    person.ask(SET, json!({ "input": { "write": new_write(), "scenario": scenario, "edits": edits } })).await
}

/// All operators of the table.
async fn placed(person: &Person, scenario: &str) -> i64 {
    let query = "query($id: ID!) { scenario(id: $id) { cells { operators } } }";
    let told = person.ask(query, json!({ "id": scenario })).await.accepted();
    let cells = told["scenario"]["cells"].as_array().expect("cells").clone();
    cells.iter().map(|cell| cell["operators"].as_i64().expect("a number")).sum()
}

both_databases! {
    async fn two_who_take_the_last_operators_at_once_never_get_more_than_there_are(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let scenario = made(&anna, 5, 1e9).await;
        let cpis = ["FG01", "FG02", "BA01", "BA02", "TA01", "LE01", "BR01", "BA03"];
        let writers: Vec<Person> = cpis.iter().map(|name| server.person(name)).collect();
        let asked = writers.iter().zip(cpis).map(|(writer, cpi)| {
            let scenario = scenario.clone();
            async move { set(writer, &scenario, json!([edit(cpi, "OR", 1, 0)])).await }
        });
        let answers = futures::future::join_all(asked).await;
        assert_eq!(answers.iter().filter(|answer| answer.0.get("errors").is_none()).count(), 5, "{answers:?}");
        let full = Problem::invalid("headCount", Rule::TooGreat { max: 5.0 });
        assert_eq!(answers.into_iter().filter(|answer| answer.0.get("errors").is_some()).map(Answer::refused)
            .filter(|problem| *problem == full).count(), 3, "the others are told why");
        assert_eq!(placed(&anna, &scenario).await, 5);
    }

    async fn the_money_is_counted_with_the_scenarios_own_costs(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let scenario = made(&anna, 100, 10_000_000.0).await;
        let costs = json!([{ "key": "profile.OR.yearly_cost", "value": 50_000.0, "seen": 0 }]);
        anna.ask(COST, json!({ "input": { "write": new_write(), "scenario": scenario, "edits": costs } })).await.accepted();
        set(&anna, &scenario, json!([edit("FG01", "OR", 2, 0)])).await.accepted();
        let poor = set(&anna, &scenario, json!([edit("FG01", "OR", 3, 2)])).await.refused();
        assert_eq!(poor, Problem::invalid("budgetCents", Rule::TooGreat { max: 10_000_000.0 }));
        assert_eq!(placed(&anna, &scenario).await, 2);
        // What is taken away in the same write gives room.
        set(&anna, &scenario, json!([edit("FG02", "OR", 1, 0), edit("FG01", "OR", 1, 2)])).await.accepted();
    }

    async fn a_table_beyond_its_bounds_may_come_nearer_but_not_go_further(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let scenario = made(&anna, 6, 1e9).await;
        set(&anna, &scenario, json!([edit("FG01", "OR", 6, 0)])).await.accepted();
        anna.ask(BOUND, json!({ "input": { "write": new_write(), "scenario": scenario, "headCount": 3 } })).await.accepted();
        set(&anna, &scenario, json!([edit("FG01", "OR", 5, 1)])).await.accepted();
        set(&anna, &scenario, json!([edit("FG01", "OR", 6, 3)])).await.refused();
        let lock = json!([{ "cpi": "FG01", "profile": "OR", "operators": 5, "locked": true, "seen": 3 }]);
        set(&anna, &scenario, lock).await.accepted();
        assert_eq!(placed(&anna, &scenario).await, 5);
    }

    async fn a_copy_with_edits_has_no_more_room_than_what_it_was_copied_from(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let scenario = made(&anna, 3, 1e9).await;
        set(&anna, &scenario, json!([edit("FG01", "OR", 2, 0)])).await.accepted();
        let copy = async |operators: i64| {
            let query = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";
            let edits = json!([{ "cpi": "FG02", "profile": "OR", "operators": operators, "locked": false }]);
            let input = json!({ "write": new_write(), "scenario": scenario, "name": "Copia", "edits": edits });
            anna.ask(query, json!({ "input": input })).await
        };
        assert_eq!(copy(2).await.refused(), Problem::invalid("headCount", Rule::TooGreat { max: 3.0 }));
        let copied = copy(1).await.accepted()["scenarioCopy"]["scenario"]["id"].clone();
        assert_eq!(placed(&anna, copied.as_str().expect("an id")).await, 3);
    }
}
