//! One job centre: what is asked of it and by which sources, what each scenario places there, what was changed of it, and who sees what.

use std::time::Duration;

use backend::config::Settings;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use crate::support::{Person, Server, TestDatabase, both_databases, edit, new_write};

const DEMAND: &str = "{ cpis(first: 50) { nodes { code province { code } sizing { demand { service { code } volume whole figure
    provenance { origin source } minutes minutesProvenance { origin } hours } cells { explanation { parts { hours } } } } } } }";
const PLACED: &str = "query($id: ID!, $first: Int, $after: String) { node(id: $id) { ... on Cpi { allocations(first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { scenario { id name standing { state } } sizing { load { placed required pressure } cells { profile { code } load { placed } } } } } } } }";
const HISTORY: &str = "query($id: ID!, $first: Int, $after: String) { node(id: $id) { ... on Cpi { history(first: $first, after: $after) {
    pageInfo { endCursor hasNextPage }
    nodes { by scenario { name } cells { cpi profile operators } figures { key value } ownFigures { key value } } } } } }";
const CREATE: &str = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
const OWN: &str = "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }";

fn cpi(code: &str) -> String {
    GlobalId::new(Kind::Cpi, code).to_string()
}

async fn told(person: &Person, query: &str, list: &str, variables: Value) -> Value {
    person.ask(query, variables).await.accepted()["node"][list].clone()
}

async fn placed(person: &Person, code: &str) -> Value {
    told(person, PLACED, "allocations", json!({ "id": cpi(code) })).await
}

async fn history(person: &Person, code: &str) -> Value {
    told(person, HISTORY, "history", json!({ "id": cpi(code) })).await["nodes"].clone()
}

async fn created(person: &Person, name: &str) -> String {
    let input =
        json!({ "write": new_write(), "name": name, "year": 2026, "headCount": 50, "budgetCents": 1e9, "months": 12 });
    let made = person.ask(CREATE, json!({ "input": input })).await.accepted();
    made["scenarioCreate"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

fn figure(key: &str, value: f64) -> Value {
    json!({ "key": key, "value": value, "seen": 0 })
}

both_databases! {
    async fn what_is_asked_of_each_service_adds_up_and_names_its_source(database: TestDatabase) {
        let server = Server::start(database).await;
        server.person("Anna").figures_set(json!([figure("service.A.volume.FG", 90_000.0)])).await.accepted();
        let answer = server.visitor().ask(DEMAND, json!({})).await.accepted();
        let cpis = answer["cpis"]["nodes"].as_array().expect("a list");
        let of = |cpi: &Value, code: &str| {
            let mut asked = cpi["sizing"]["demand"].as_array().expect("a list").iter();
            asked.find(|asked| asked["service"]["code"] == code).cloned().expect("it is there")
        };
        let number = |value: &Value| value.as_f64().expect("a number");
        let (foggia, others): (Vec<&Value>, Vec<&Value>) = cpis.iter().partition(|cpi| cpi["province"]["code"] == "FG");
        let volume = |cpis: &[&Value], code: &str| cpis.iter().map(|cpi| number(&of(cpi, code)["volume"])).sum::<f64>();
        assert!((volume(&foggia, "A") - 90_000.0).abs() < 1e-6, "the province's own is divided among its own");
        assert_eq!(of(foggia[0], "A")["figure"], "service.A.volume.FG");
        assert_eq!(of(foggia[0], "A")["provenance"], json!({ "origin": "PLANNER", "source": "Anna" }));
        let elsewhere = of(others[0], "A");
        assert_eq!(elsewhere["figure"], "service.A.volume");
        assert!((volume(&others, "A") + 90_000.0 - number(&elsewhere["whole"])).abs() < 1e-6);
        assert_eq!(of(others[0], "F3")["minutesProvenance"], json!({ "origin": "ASSUMPTION" }));
        for cpi in cpis {
            let asked = cpi["sizing"]["demand"].as_array().expect("a list").iter();
            let hours: f64 = asked.map(|asked| number(&asked["hours"])).sum();
            let cells = cpi["sizing"]["cells"].as_array().expect("a list").iter();
            let parts = cells.flat_map(|cell| cell["explanation"]["parts"].as_array().expect("a list"));
            let parts: f64 = parts.map(|part| number(&part["hours"])).sum();
            assert!((hours - parts).abs() < 1e-6, "{}: {hours} hours asked, {parts} worked", cpi["code"]);
        }
    }

    async fn what_each_scenario_places_is_told_to_whoever_reads_scenarios(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let other = created(&anna, "Altra").await;
        let input = json!({ "write": new_write(), "scenario": other, "edits": [edit("FG03", "OR", 4, 0), edit("BA01", "OR", 9, 0)] });
        let set = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
        anna.ask(set, json!({ "input": input })).await.accepted();
        let answer = placed(&server.person_as("Lea", "READER", None), "FG03").await;
        assert_eq!(answer["totalCount"], 2);
        let names: Vec<&Value> = answer["nodes"].as_array().expect("a list").iter().map(|one| &one["scenario"]["name"]).collect();
        assert_eq!(names, ["Altra", "Ipotesi 2020, 236 operatori"], "the newest first");
        let first = &answer["nodes"][0];
        assert_eq!(first["scenario"]["standing"]["state"], "DRAFT");
        // As the sizing of the scenario says.
        let sizing = "query($id: ID!, $scenario: ID!) { node(id: $id) { ... on Cpi { sizing(scenario: $scenario) {
            load { placed required pressure } cells { profile { code } load { placed } } } } } }";
        let same = anna.ask(sizing, json!({ "id": cpi("FG03"), "scenario": other })).await.accepted();
        assert_eq!(first["sizing"], same["node"]["sizing"]);
        assert_eq!(first["sizing"]["load"]["placed"], 4);
        // Page by page; what is put away is not among them.
        let page = told(&anna, PLACED, "allocations", json!({ "id": cpi("FG03"), "first": 1 })).await;
        let rest = json!({ "id": cpi("FG03"), "first": 1, "after": page["pageInfo"]["endCursor"] });
        assert_eq!(told(&anna, PLACED, "allocations", rest).await["nodes"][0], answer["nodes"][1]);
        let step = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
        let input = json!({ "write": new_write(), "scenario": other, "step": "ARCHIVE" });
        anna.ask(step, json!({ "input": input })).await.accepted();
        assert_eq!(placed(&anna, "FG03").await["totalCount"], 1);
        // Whoever may read none is told that there are none.
        for nobody in [server.visitor(), server.person_as("Partner", "PARTNER", Some("ORG-001"))] {
            let answer = placed(&nobody, "FG03").await;
            assert_eq!((&answer["totalCount"], &answer["nodes"]), (&json!(0), &json!([])));
        }
    }

    async fn its_scenarios_take_as_many_statements_whatever_their_number(database: TestDatabase) {
        let settings = Settings { gather: Duration::from_millis(250), ..Settings::default() };
        let server = Server::start_with(database, settings).await;
        let anna = server.person("Anna");
        // Whoever asks for the first time signs in.
        placed(&anna, "FG03").await;
        let mut taken = Vec::new();
        for count in [1, 4] {
            let before = server.db().statements();
            assert_eq!(placed(&anna, "FG03").await["totalCount"], count);
            taken.push(server.db().statements() - before);
            for name in ["Una", "Due", "Tre"] {
                created(&anna, name).await;
            }
        }
        assert_eq!(taken[0], taken[1]);
    }

    async fn what_was_changed_of_it_is_told_newest_first_and_nothing_of_another(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        anna.set(json!([edit("FG03", "OR", 4, 0), edit("BA01", "OR", 9, 0)])).await.accepted();
        bruno.figures_set(json!([figure("staff.FG03.OR", 12.5), figure("staff.BA01.OR", 3.0), figure("service.A.volume.FG", 9e4)])).await.accepted();
        let own = json!([{ "key": "individual_allowance.FG03.DO", "value": 298.0, "seen": 0 }, { "key": "staff.total", "value": 400, "seen": 0 }]);
        anna.ask(OWN, json!({ "input": { "write": new_write(), "scenario": Server::scenario(), "edits": own } })).await.accepted();
        let scenario = json!({ "name": "Ipotesi 2020, 236 operatori" });
        let none = json!([]);
        let of_own = json!({ "by": "Anna", "scenario": scenario, "cells": none, "figures": none, "ownFigures": [{ "key": "individual_allowance.FG03.DO", "value": 298.0 }] });
        let of_all = json!({ "by": "Bruno", "scenario": null, "cells": none, "figures": [{ "key": "staff.FG03.OR", "value": 12.5 }], "ownFigures": none });
        let of_cells = json!({ "by": "Anna", "scenario": scenario, "cells": [{ "cpi": "FG03", "profile": "OR", "operators": 4 }], "figures": none, "ownFigures": none });
        assert_eq!(history(&anna, "FG03").await, json!([of_own, of_all, of_cells]));
        // Two entries and the rest.
        let page = told(&anna, HISTORY, "history", json!({ "id": cpi("FG03"), "first": 2 })).await;
        assert_eq!((&page["nodes"], &page["pageInfo"]["hasNextPage"]), (&json!([of_own, of_all]), &json!(true)));
        let rest = json!({ "id": cpi("FG03"), "first": 2, "after": page["pageInfo"]["endCursor"] });
        assert_eq!(told(&anna, HISTORY, "history", rest).await["nodes"], json!([of_cells]));
        // The figures are everybody's; what scenarios place, only theirs who read scenarios.
        assert_eq!(history(&server.person_as("Lea", "READER", None), "FG03").await, json!([of_own, of_all, of_cells]));
        assert_eq!(history(&server.visitor(), "FG03").await, json!([of_all]));
        assert_eq!(history(&anna, "LE01").await, none);
        let strange = json!({ "id": cpi("FG03"), "after": "nonsense" });
        assert_eq!(anna.ask(HISTORY, strange).await.refused(), Problem::invalid("after", Rule::Unknown));
    }
}
