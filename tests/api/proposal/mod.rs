//! The proposal: what is locked stays, a budget is kept, and bounds that contradict each other are told.

mod beyond;
mod refusals;
mod twin;

use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Person, Server, TestDatabase, both_databases};

const PROPOSAL: &str = "query($scenario: ID!, $objective: ProposalObjectiveInput!, $constraints: ProposalConstraintsInput) {
    proposal(scenario: $scenario, objective: $objective, constraints: $constraints) {
        scenarioRevision figuresRevision stopped
        best {
            cells { cell { cpi profile } operators present locked } moves { from { cpi profile } to { cpi } people }
            present { placed worstPressure } proposed { placed moved worstPressure lowestPressure aboveOne unserved unmetHours countedHours proportional yearlyCostCents }
            proof { complete certified parts gap worstPressureAtLeast } unfinished
            placements { cell { cpi profile } before after runnerUp { cpi profile } runnerUpPressure }
            shortage { unmetHours individualHours services { service volume unserved hours unmetHours
                profiles { profile unmetHours } cpis { cpi unserved unmetHours } } }
            alternatives(first: 250) {
                cell { cpi profile } shifts { cell { cpi profile } by } moves { from { cpi profile } to { cpi profile } by }
                worstPressure loss exchange { before after }
            }
            prices {
                bound { scope cpi profile province side operators } shifts { cell { cpi profile } by }
                moves { from { cpi profile } to { cpi profile } by } worstPressure gain exchange { before after }
            }
            scarcePrices {
                kind more shifts { cell { cpi profile } by } moves { from { cpi profile } to { cpi profile } by }
                worstPressure gain exchange { before after }
            }
        }
        infeasible {
            bounds { scope cpi profile province side operators } budget
            repair { bound { scope cpi profile province side operators } operators } repairYearlyCostCents moves repairMoves unfinished
        }
    } }";

async fn propose(person: &Person, objective: Value, constraints: Value) -> Value {
    let variables = json!({ "scenario": Server::scenario(), "objective": objective, "constraints": constraints });
    person.ask(PROPOSAL, variables).await.accepted()["proposal"].clone()
}

async fn refused(person: &Person, objective: Value, constraints: Value) -> Problem {
    let variables = json!({ "scenario": Server::scenario(), "objective": objective, "constraints": constraints });
    person.ask(PROPOSAL, variables).await.refused()
}

fn lock(cpi: &str, profile: &str, operators: i64, seen: i64) -> Value {
    json!({ "cpi": cpi, "profile": profile, "operators": operators, "locked": true, "seen": seen })
}

/// The one cell of an answer's plan.
fn cell<'a>(answer: &'a Value, cpi: &str, profile: &str) -> &'a Value {
    let cells = answer["best"]["cells"].as_array().unwrap_or_else(|| panic!("no plan: {answer}"));
    let name = json!({ "cpi": cpi, "profile": profile });
    cells.iter().find(|cell| cell["cell"] == name).expect("it is there")
}

both_databases! {
    async fn what_stays_undone_is_told_by_service_and_adds_up(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let constraints = json!({ "headCount": { "atMost": 20 }, "transfers": { "atMost": 2 } });
        let best = propose(&anna, json!({ "kind": "LEAST_UNMET" }), constraints).await["best"].clone();
        let shortage = &best["shortage"];
        let number = |of: &Value| of.as_f64().unwrap_or_else(|| panic!("no number: {of}"));
        let sum = |list: &Value, of: &str| list.as_array().expect("a list").iter().map(|one| number(&one[of])).sum::<f64>();
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-4 * (1.0 + one.abs());
        let (all, services) = (number(&shortage["unmetHours"]), &shortage["services"]);
        assert!(all > 1_000.0 && near(all, number(&best["proposed"]["unmetHours"])), "{all} {}", best["proposed"]);
        assert!(near(all, sum(services, "unmetHours") + number(&shortage["individualHours"])), "{shortage}");
        for service in services.as_array().expect("a list") {
            for part in ["profiles", "cpis"] {
                assert!(near(sum(&service[part], "unmetHours"), number(&service["unmetHours"])), "{service}");
            }
            assert!(number(&service["unserved"]) <= number(&service["volume"]) * 1.000_001, "{service}");
        }
        assert!(sum(&best["moves"], "people") <= 2.0, "{}", best["moves"]);
    }

    async fn a_locked_cell_stays_until_its_lock_is_left_out(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let equity = || json!({ "kind": "EQUITY" });
        let free = cell(&propose(&anna, equity(), json!(null)).await, "FG01", "OR")["operators"].clone();
        anna.set(json!([lock("FG01", "OR", 21, 0)])).await.accepted();
        assert_ne!(free, 21);
        let answer = propose(&anna, equity(), json!(null)).await;
        let head_count = anna.scenario().await["headCount"].clone();
        assert_eq!(answer["best"]["proposed"]["placed"], head_count);
        let at = |operators: Value, locked: bool| json!({
            "cell": { "cpi": "FG01", "profile": "OR" }, "operators": operators, "present": 21, "locked": locked
        });
        assert_eq!(*cell(&answer, "FG01", "OR"), at(json!(21), true));
        let own = json!({ "locked": [{ "cell": { "cpi": "FG01", "profile": "OR" }, "operators": 4 }] });
        assert_eq!(*cell(&propose(&anna, equity(), own).await, "FG01", "OR"), at(json!(4), true));
        let without = cell(&propose(&anna, equity(), json!({ "ignoreLocks": true })).await, "FG01", "OR").clone();
        assert_eq!((&without["locked"], &without["present"]), (&json!(false), &json!(21)));
        assert_ne!(without["operators"], 21);
    }

    async fn bounds_that_contradict_each_other_are_an_answer_with_a_way_out(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([lock("FG01", "OR", 5, 0)])).await.accepted();
        let constraints = json!({ "headCount": { "atMost": 10 }, "cpis": [{ "of": "FG01", "atMost": 3 }] });
        let answer = propose(&anna, json!({ "kind": "EQUITY" }), constraints).await;
        assert_eq!(answer["best"], json!(null));
        let why = &answer["infeasible"];
        assert_eq!(why["bounds"], json!([
            { "scope": "CPI", "cpi": "FG01", "profile": null, "province": null, "side": "AT_MOST", "operators": 3 },
            { "scope": "LOCK", "cpi": "FG01", "profile": "OR", "province": null, "side": "AT_LEAST", "operators": 5 },
        ]));
        assert_eq!((&why["budget"], &why["repairYearlyCostCents"]), (&json!(false), &json!(null)));
        let repair = why["repair"].as_array().expect("a list");
        assert_eq!(repair.len(), 1, "one of the two gives way: {why}");
        let poor = json!({ "headCount": { "atLeast": 1, "atMost": 2 }, "ignoreLocks": true, "budget": { "cents": 1, "months": 12 } });
        let why = propose(&anna, json!({ "kind": "LEAST_UNMET" }), poor).await["infeasible"].clone();
        assert_eq!(why["budget"], true);
        assert_eq!(why["bounds"][0]["scope"], "HEAD_COUNT");
        assert!(why["repairYearlyCostCents"].as_f64().is_some_and(|cents| cents > 1e6), "{why}");
    }

    async fn a_budget_that_binds_is_kept(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let constraints = json!({ "headCount": { "atMost": 20 }, "budget": { "cents": 30_000_000, "months": 12 } });
        let answer = propose(&anna, json!({ "kind": "LEAST_UNMET" }), constraints).await;
        let cost = answer["best"]["proposed"]["yearlyCostCents"].as_f64().expect("a number");
        assert!(cost > 0.0 && cost <= 30_000_000.0, "{answer}");
        let proof = &answer["best"]["proof"];
        assert_eq!((&proof["certified"], &proof["complete"]), (&json!(true), &json!(true)), "{proof}");
        assert!(proof["parts"].as_i64() > Some(0), "{proof}");
        assert_eq!(proof["gap"], 0.0);
    }
}
