//! The figures of a scenario: those it changes for itself, and the base that is kept with it when it is approved.

use serde_json::{Value, json};
use shared::{Problem, Rule, staffing::scenario::State};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, new_write};

const SET: &str = "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }";
const STEP: &str = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";
const OWN: &str = "query($id: ID!) { scenario(id: $id) { ownFigures { key value unit note revision editedBy }
    base { at revision figures { key value } moved { key then now } } } }";
const LOAD: &str =
    "query($id: ID) { sizing(scenario: $id) { figuresRevision load { required have pressure } availableHours } }";

fn own(key: &str, value: impl Into<Value>, seen: i64) -> Value {
    json!({ "key": key, "value": value.into(), "seen": seen })
}

async fn set_in(person: &Person, scenario: &str, edits: Value) -> Answer {
    let input = json!({ "write": new_write(), "scenario": scenario, "edits": edits });
    person.ask(SET, json!({ "input": input })).await
}

async fn set(person: &Person, edits: Value) -> Answer {
    set_in(person, &Server::scenario(), edits).await
}

async fn step(person: &Person, scenario: &str, step: &str) -> Answer {
    let input = json!({ "write": new_write(), "scenario": scenario, "step": step });
    person.ask(STEP, json!({ "input": input })).await
}

async fn copy(person: &Person, scenario: &str, revision: Option<i64>) -> String {
    let input = json!({ "write": new_write(), "scenario": scenario, "name": "Copia", "revision": revision });
    let copied = person.ask(COPY, json!({ "input": input })).await.accepted();
    copied["scenarioCopy"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

async fn told(person: &Person, scenario: &str) -> Value {
    person.ask(OWN, json!({ "id": scenario })).await.accepted()["scenario"].clone()
}

async fn sizing(person: &Person, scenario: Option<&str>) -> Value {
    person.ask(LOAD, json!({ "id": scenario })).await.accepted()["sizing"].clone()
}

fn named(answer: Answer) -> Vec<(String, Rule)> {
    match answer.refused() {
        Problem::Invalid { fields } => fields.into_iter().map(|problem| (problem.field, problem.rule)).collect(),
        other => panic!("{other:?}"),
    }
}

/// All that is computed of a scenario: its sizing, an equity proposal, and its place in a comparison.
async fn computed(person: &Person, scenario: &str, beside: &str) -> Value {
    let query = "query($id: ID!, $both: [ID!]!) {
        sizing(scenario: $id) { figuresRevision availableHours staffTotal load { required have pressure unmetHours } cpis { cells { load { required have } } }
            sensitivity { need } }
        proposal(scenario: $id, objective: { kind: EQUITY }, constraints: { headCount: { atLeast: 20, atMost: 20 } }) {
            figuresRevision best { cells { cell { cpi profile } operators } proposed { worstPressure } } }
        scenarioCompare(scenarios: $both) { region { load { required } worstPressure costCents } } }";
    let mut all = person.ask(query, json!({ "id": scenario, "both": [scenario, beside] })).await.accepted();
    // Of the other scenario nothing is said here.
    all["scenarioCompare"] = all["scenarioCompare"]["region"][0].clone();
    all
}

both_databases! {
    async fn a_scenario_has_its_own_figures_and_everything_of_it_is_computed_by_them(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        let other = copy(&anna, &id, None).await;
        anna.set(json!([{ "cpi": "FG01", "profile": "OR", "operators": 2, "locked": false, "seen": 0 }])).await.accepted();
        let (base, before) = (sizing(&anna, None).await, computed(&anna, &id, &other).await);
        let mut socket = server.socket().await;
        let query = "subscription($id: ID!) { scenarioChanges(scenario: $id, after: 1) { revision by cells { cpi } figures { key value note revision editedBy } } }";
        socket.subscribe("changes", query, json!({ "id": id })).await;
        let edits = json!([
            { "key": "service.A.volume", "value": 600_000, "note": " previsione 2027 ", "seen": 0 },
            own("profile.OR.yearly_cost", 50_000, 0), own("working_time.leave_days.OR", 38, 0), own("service.A.volume.FG", 200_000, 0),
        ]);
        assert_eq!(set(&anna, edits).await.accepted()["scenarioFiguresSet"]["revision"], 2);
        let change = socket.change().await;
        assert_eq!((&change["revision"], &change["cells"]), (&json!(2), &json!([])));
        assert_eq!(change["figures"][0], json!({ "key": "service.A.volume", "value": 600_000.0, "note": "previsione 2027", "revision": 2, "editedBy": "Anna" }));
        let figures = told(&anna, &id).await["ownFigures"].clone();
        let keys: Vec<&str> = figures.as_array().expect("a list").iter().filter_map(|figure| figure["key"].as_str()).collect();
        assert_eq!(keys, ["profile.OR.yearly_cost", "service.A.volume", "service.A.volume.FG", "working_time.leave_days.OR"]);
        assert_eq!(figures[1], json!({ "key": "service.A.volume", "value": 600_000.0, "unit": "UNITS_PER_YEAR", "note": "previsione 2027", "revision": 2, "editedBy": "Anna" }));
        let after = computed(&anna, &id, &other).await;
        let number = |of: &Value, path: &str| of.pointer(path).and_then(Value::as_f64).expect("a number");
        for path in ["/sizing/load/required", "/sizing/sensitivity/need", "/scenarioCompare/load/required", "/scenarioCompare/costCents", "/proposal/best/proposed/worstPressure"] {
            assert!(number(&after, path) > number(&before, path), "{path}: {} after {}", number(&after, path), number(&before, path));
        }
        // Neither the base nor another scenario hears of it.
        assert_eq!(sizing(&anna, None).await, base);
        assert_eq!(sizing(&anna, Some(&other)).await, base);
        // Taken back, the base stands again.
        let back: Vec<Value> = keys.iter().map(|key| own(key, Value::Null, 2)).collect();
        set(&anna, json!(back)).await.accepted();
        assert_eq!(computed(&anna, &id, &other).await, before);
        assert_eq!(told(&anna, &id).await["ownFigures"], json!([]));
        let query = "{ audit(filter: { kind: \"scenario\", action: \"scenarioFiguresSet\" }) { nodes { actorName before after } } }";
        let rows = anna.ask(query, json!({})).await.accepted()["audit"]["nodes"].clone();
        let first: Value = serde_json::from_str(rows[1]["after"].as_str().expect("it is there")).expect("JSON");
        assert_eq!(first[0], json!({ "figure": "service.A.volume", "value": 600_000.0, "note": "previsione 2027" }));
        let last: Value = serde_json::from_str(rows[0]["after"].as_str().expect("it is there")).expect("JSON");
        assert_eq!(last[0], json!({ "figure": "profile.OR.yearly_cost", "value": null, "note": null }));
    }

    async fn own_figures_that_make_no_sense_or_are_not_ones_to_set_are_refused_at_their_fields(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, foggia, bruno) = (server.person("Anna"), server.person_as("Foggia", "COORDINATOR", Some("FG")), server.person("Bruno"));
        assert_eq!(set(&foggia, json!([own("staff.FG01.OR", 3, 0)])).await.refused(), Problem::Forbidden);
        assert_eq!(named(set(&anna, json!([own("service.A.volume", 0.5, 0)])).await), [("edits.0.value".to_owned(), Rule::NotWhole)]);
        assert_eq!(named(set(&anna, json!([own("service.ZZ.volume", 1, 0), own("naps", 1, 0)])).await), [("edits.1.key".to_owned(), Rule::Unknown)]);
        assert_eq!(named(set(&anna, json!([own("service.ZZ.volume", 1, 0)])).await), [("edits.0.key".to_owned(), Rule::Unknown)]);
        let long = json!([{ "key": "staff.total", "value": 1, "note": "x".repeat(501), "seen": 0 }]);
        assert_eq!(named(set(&anna, long).await), [("edits.0.note".to_owned(), Rule::TooLong { max: 500 })]);
        // Together with the base: a province's part of the region's, shares that add up.
        let too_many = named(set(&anna, json!([own("service.A.volume.FG", 300_001, 0)])).await);
        assert_eq!(too_many[0], ("service.A.volume.FG".to_owned(), Rule::TooGreat { max: 300_000.0 }));
        assert_eq!(named(set(&anna, json!([own("service.A.share.OR", 0.01, 0)])).await)[0].0, "service.A.share");
        assert_eq!(told(&anna, &Server::scenario()).await["ownFigures"], json!([]), "nothing of it is there");
        // Who saw an older one is told the newer.
        set(&anna, json!([own("staff.total", 400, 0)])).await.accepted();
        match set(&bruno, json!([own("staff.total", 380, 0)])).await.refused() {
            Problem::Conflict { figures, .. } => {
                assert_eq!((figures[0].revision, figures[0].value, figures[0].by.as_str()), (1, Some(400.0), "Anna"));
            }
            other => panic!("{other:?}"),
        }
        // The same write again is answered and not applied.
        let input = json!({ "write": new_write(), "scenario": Server::scenario(), "edits": [own("staff.total", 380, 1)] });
        for _ in 0..2 {
            assert_eq!(bruno.ask(SET, json!({ "input": input })).await.accepted()["scenarioFiguresSet"]["revision"], 2);
        }
        let missing = shared::id::GlobalId::new(shared::id::Kind::Scenario, backend::clock::new_id().to_string()).to_string();
        assert_eq!(set_in(&anna, &missing, json!([own("staff.total", 1, 0)])).await.refused(), Problem::NotFound);
    }

    async fn what_is_approved_keeps_the_figures_of_that_day_whatever_becomes_of_the_base(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        let draft = copy(&anna, &id, None).await;
        anna.figures_set(json!([own("service.B.volume", 90_000, 0)])).await.accepted();
        set(&anna, json!([own("service.A.volume", 400_000, 0), own("staff.total", 380, 0)])).await.accepted();
        step(&anna, &id, "PROPOSE").await.accepted();
        assert_eq!(told(&anna, &id).await["base"], Value::Null, "until it is approved it moves with the base");
        step(&anna, &id, "APPROVE").await.accepted();
        let (before, draft_before) = (computed(&anna, &id, &draft).await, sizing(&anna, Some(&draft)).await);
        let kept = told(&anna, &id).await["base"].clone();
        assert_eq!((&kept["revision"], &kept["moved"]), (&json!(1), &json!([])));
        let volume = |kept: &Value| kept["figures"].as_array().expect("a list").iter().find(|figure| figure["key"] == "service.B.volume").cloned();
        assert_eq!(volume(&kept), Some(json!({ "key": "service.B.volume", "value": 90_000.0 })));
        // Everything of the base moves: volumes, times, working time, costs, who is in service.
        let edits = json!([
            own("service.A.volume", 500_000, 0), own("service.B.volume", 10_000, 1), own("service.A.minutes", 90, 0), own("working_time.leave_days", 60, 0),
            own("profile.OR.yearly_cost", 90_000, 0), own("staff.FG01.OR", 40, 0), own("staff.total", 900, 0),
        ]);
        anna.figures_set(edits).await.accepted();
        assert_ne!(sizing(&anna, Some(&draft)).await, draft_before, "a draft moves with the base");
        assert_eq!(computed(&anna, &id, &draft).await, before);
        let moved = told(&anna, &id).await["base"]["moved"].clone();
        assert_eq!(moved.as_array().map(Vec::len), Some(7));
        assert!(moved.as_array().expect("a list").contains(&json!({ "key": "service.B.volume", "then": 90_000.0, "now": 10_000.0 })));
        assert!(moved.as_array().expect("a list").contains(&json!({ "key": "staff.FG01.OR", "then": null, "now": 40.0 })));
        step(&anna, &id, "PUT_IN_FORCE").await.accepted();
        assert_eq!(computed(&anna, &id, &draft).await, before, "in force it is the same");
        assert_eq!(told(&anna, &id).await["base"]["at"], kept["at"]);
        match set(&anna, json!([own("staff.total", 1, 1)])).await.refused() {
            Problem::WrongState(standing) => assert_eq!(standing.state, State::InForce),
            other => panic!("{other:?}"),
        }
        // A copy takes the scenario's own figures, and stands on today's base.
        let copied = copy(&anna, &id, None).await;
        let figures = told(&anna, &copied).await;
        let values: Vec<(&Value, &Value)> = figures["ownFigures"].as_array().expect("a list").iter().map(|figure| (&figure["key"], &figure["value"])).collect();
        assert_eq!(values, [(&json!("service.A.volume"), &json!(400_000.0)), (&json!("staff.total"), &json!(380.0))]);
        assert_eq!(figures["base"], Value::Null);
        assert_eq!(sizing(&anna, Some(&copied)).await["figuresRevision"], 2);
    }

    async fn a_copy_of_an_older_revision_has_the_own_figures_of_that_revision(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        set(&anna, json!([own("staff.total", 400, 0), own("service.A.minutes", 50, 0)])).await.accepted();
        set(&anna, json!([own("staff.total", Value::Null, 1), own("service.A.minutes", 55, 1)])).await.accepted();
        let values = async |revision| {
            let copied = copy(&anna, &id, revision).await;
            let figures = told(&anna, &copied).await["ownFigures"].clone();
            figures.as_array().expect("a list").iter().map(|figure| (figure["key"].clone(), figure["value"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(values(Some(0)).await, []);
        assert_eq!(values(Some(1)).await, [(json!("service.A.minutes"), json!(50.0)), (json!("staff.total"), json!(400.0))]);
        assert_eq!(values(None).await, [(json!("service.A.minutes"), json!(55.0))]);
    }

    async fn a_scenario_whose_figures_contradict_the_base_is_not_approved(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        set(&anna, json!([own("service.A.volume.FG", 200_000, 0)])).await.accepted();
        step(&anna, &id, "PROPOSE").await.accepted();
        anna.figures_set(json!([own("service.A.volume", 100_000, 0)])).await.accepted();
        assert_eq!(named(step(&anna, &id, "APPROVE").await)[0].0, "service.A.volume.FG");
        assert_eq!(named(anna.ask(LOAD, json!({ "id": id })).await)[0].0, "service.A.volume.FG", "nor sized");
        anna.figures_set(json!([own("service.A.volume", 250_000, 1)])).await.accepted();
        step(&anna, &id, "APPROVE").await.accepted();
    }
}
