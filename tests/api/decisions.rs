//! Decisions between scenarios: who chose which, why, and what was known of each, whatever becomes of them.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

const DECIDE: &str = "mutation($input: ScenarioDecideInput!) { scenarioDecide(input: $input) { decision { id } } }";
const DECISIONS: &str = "query($first: Int, $after: String) { scenarioDecisions(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { id by chosen reason act figuresRevision candidates { scenario name revision year headCount placed required worstPressure costCents } } } }";
const SET: &str = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";

async fn set(person: &Person, scenario: &str, operators: u32, seen: u32) {
    let edit = json!({ "cpi": "FG01", "profile": "OR", "operators": operators, "locked": false, "seen": seen });
    let input = json!({ "write": new_write(), "scenario": scenario, "edits": [edit] });
    person.ask(SET, json!({ "input": input })).await.accepted();
}

async fn copy(person: &Person, name: &str) -> String {
    let input = json!({ "write": new_write(), "scenario": Server::scenario(), "name": name });
    let copied = person.ask(COPY, json!({ "input": input })).await.accepted();
    copied["scenarioCopy"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

async fn figures(person: &Person) -> Value {
    person.ask("{ figures { revision } }", json!({})).await.accepted()["figures"]["revision"].clone()
}

/// A choice of the first of these, seen at these revisions.
async fn choice(person: &Person, candidates: &[(&str, u32)]) -> Value {
    let all: Vec<Value> = candidates.iter().map(|(id, seen)| json!({ "scenario": id, "seen": seen })).collect();
    json!({ "write": new_write(), "candidates": all, "chosen": candidates[0].0, "figuresSeen": figures(person).await, "reason": " regge meglio ", "act": "Verbale 3/2027" })
}

async fn decisions(person: &Person) -> Value {
    person.ask(DECISIONS, json!({})).await.accepted()["scenarioDecisions"].clone()
}

both_databases! {
    async fn a_decision_keeps_what_was_known_whatever_becomes_of_the_scenarios(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (one, other) = (copy(&anna, "Una").await, copy(&anna, "Altra").await);
        set(&anna, &one, 5, 0).await;
        // What was only said of it since is no matter.
        let say = "mutation($input: ScenarioCommentAddInput!) { scenarioCommentAdd(input: $input) { revision } }";
        let said = json!({ "write": new_write(), "scenario": one, "cpi": "FG01", "text": "bene" });
        anna.ask(say, json!({ "input": said })).await.accepted();
        let input = choice(&anna, &[(&one, 2), (&other, 1)]).await;
        let made = anna.ask(DECIDE, json!({ "input": input })).await.accepted();
        // Sent again, even after all has moved, it is the same one.
        set(&anna, &one, 9, 2).await;
        assert_eq!(anna.ask(DECIDE, json!({ "input": input })).await.accepted(), made);
        let told = decisions(&anna).await;
        assert_eq!(told["totalCount"], 1);
        let decision = &told["nodes"][0];
        assert_eq!(decision["id"], made["scenarioDecide"]["decision"]["id"]);
        assert_eq!(
            (&decision["by"], &decision["chosen"], &decision["reason"], &decision["act"]),
            (&json!("Anna"), &json!(one), &json!("regge meglio"), &json!("Verbale 3/2027"))
        );
        let candidates: Vec<(&Value, &Value, &Value)> =
            decision["candidates"].as_array().expect("a list").iter().map(|of| (&of["name"], &of["revision"], &of["placed"])).collect();
        assert_eq!(candidates, [(&json!("Una"), &json!(3), &json!(5)), (&json!("Altra"), &json!(1), &json!(0))]);
        assert!(decision["candidates"][0]["costCents"].as_f64() > Some(0.0) && decision["candidates"][0]["worstPressure"].is_number());
        let query = "{ audit(filter: { kind: \"decision\", action: \"scenarioDecide\" }) { nodes { actorName after } } }";
        let register = anna.ask(query, json!({})).await.accepted()["audit"]["nodes"].clone();
        assert_eq!((register.as_array().map(Vec::len), &register[0]["actorName"]), (Some(1), &json!("Anna")));
    }

    async fn whoever_decides_knows_on_what_and_says_why(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (one, other) = (copy(&anna, "Una").await, copy(&anna, "Altra").await);
        let refused = async |change: Value| {
            let mut input = choice(&anna, &[(&one, 1), (&other, 1)]).await;
            for (name, value) in change.as_object().expect("an object") {
                input[name] = value.clone();
            }
            anna.ask(DECIDE, json!({ "input": input })).await.refused()
        };
        let conflict = Problem::Conflict { cells: Vec::new(), figures: Vec::new() };
        assert_eq!(refused(json!({ "reason": "  " })).await, Problem::invalid("reason", Rule::Required));
        assert_eq!(refused(json!({ "act": "x".repeat(121) })).await, Problem::invalid("act", Rule::TooLong { max: 120 }));
        assert_eq!(refused(json!({ "chosen": Server::scenario() })).await, Problem::invalid("chosen", Rule::Unknown));
        assert_eq!(refused(json!({ "figuresSeen": 999 })).await, conflict);
        assert_eq!(refused(json!({ "candidates": [{ "scenario": one, "seen": 1 }] })).await, Problem::invalid("candidates", Rule::TooSmall { min: 2.0 }));
        set(&anna, &other, 3, 0).await;
        assert_eq!(refused(json!({})).await, conflict, "the other one has moved");
        assert_eq!(decisions(&anna).await["totalCount"], 0);
        for (name, role, scope) in [("Carla", "COORDINATOR", Some("FG")), ("Rita", "READER", None)] {
            let person = server.person_as(name, role, scope);
            let input = choice(&anna, &[(&one, 1), (&other, 2)]).await;
            assert_eq!(person.ask(DECIDE, json!({ "input": input })).await.refused(), Problem::Forbidden);
            assert_eq!(decisions(&person).await["totalCount"], 0, "but they read them");
        }
    }

    async fn decisions_come_page_by_page_the_last_first(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (one, other) = (copy(&anna, "Una").await, copy(&anna, "Altra").await);
        for candidates in [[(&*one, 1), (&*other, 1)], [(&*other, 1), (&*one, 1)], [(&*one, 1), (&*other, 1)]] {
            let input = choice(&anna, &candidates).await;
            anna.ask(DECIDE, json!({ "input": input })).await.accepted();
        }
        let page = async |after: Value| anna.ask(DECISIONS, json!({ "first": 2, "after": after })).await.accepted()["scenarioDecisions"].clone();
        let first = page(Value::Null).await;
        let chosen = |page: &Value| page["nodes"].as_array().expect("a list").iter().map(|of| of["chosen"].clone()).collect::<Vec<Value>>();
        assert_eq!((chosen(&first), &first["pageInfo"]["hasNextPage"]), (vec![json!(one), json!(other)], &json!(true)));
        assert_eq!(chosen(&page(first["pageInfo"]["endCursor"].clone()).await), [json!(one)]);
    }
}
