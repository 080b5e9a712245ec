//! Scenarios side by side: the measures, the differences, and who may see them.

use std::time::Duration;

use backend::config::Settings;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
    staffing::totals::gini,
};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

const COMPARE: &str = "query($ids: [ID!]!) { scenarioCompare(scenarios: $ids) { figuresRevision
    scenarios { id name revision }
    region { load { placed required have pressure unmetHours } worstPressure worstCpi { code } gini costCents }
    provinces { province { code } measures { load { placed unmetHours } worstPressure gini costCents } }
    cpis { cpi { code province { code } } loads { placed pressure unmetHours } cells { profile { code } operators locked } } } }";
const DIFFERENCES: &str = "query($ids: [ID!]!) { scenarioCompare(scenarios: $ids) {
    cpis(onlyDifferences: true) { cpi { code } cells(onlyDifferences: true) { profile { code } operators } } } }";
const CREATE: &str = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
const SET: &str = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";

/// A new scenario with some cells: CPI, profile, operators.
async fn made(person: &Person, name: &str, months: i32, cells: &[(&str, &str, u32)]) -> String {
    let input = json!({ "write": new_write(), "name": name, "year": 2026, "headCount": 50, "budgetCents": 1e9, "months": months });
    let made = person.ask(CREATE, json!({ "input": input })).await.accepted();
    let id = made["scenarioCreate"]["scenario"]["id"].as_str().expect("an id").to_owned();
    let edits: Vec<Value> = cells.iter().map(|(cpi, profile, operators)| {
        json!({ "cpi": cpi, "profile": profile, "operators": operators, "locked": *operators == 4, "seen": 0 })
    }).collect();
    if !edits.is_empty() {
        let input = json!({ "write": new_write(), "scenario": id, "edits": edits });
        person.ask(SET, json!({ "input": input })).await.accepted();
    }
    id
}

async fn compared(person: &Person, ids: &[&str]) -> Value {
    person.ask(COMPARE, json!({ "ids": ids })).await.accepted()["scenarioCompare"].clone()
}

async fn refused(person: &Person, ids: &[&str]) -> Problem {
    person.ask(COMPARE, json!({ "ids": ids })).await.refused()
}

fn sum(list: &Value, of: impl Fn(&Value) -> f64) -> f64 {
    list.as_array().expect("a list").iter().map(of).sum()
}

both_databases! {
    async fn scenarios_are_told_side_by_side_and_everything_adds_up(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let one = made(&anna, "Una", 12, &[("FG01", "OR", 4), ("FG01", "DO", 1), ("LE02", "OR", 2)]).await;
        let other = made(&anna, "Altra", 18, &[("FG01", "OR", 4), ("FG01", "DO", 3), ("BR01", "FO", 1)]).await;
        let none = Server::scenario();
        let told = compared(&anna, &[&one, &other, &none]).await;
        let names: Vec<&Value> = told["scenarios"].as_array().expect("a list").iter().map(|scenario| &scenario["name"]).collect();
        assert_eq!(names, ["Una", "Altra", "Ipotesi 2020, 236 operatori"]);
        assert_eq!(told["scenarios"][0]["revision"], 1);
        let placed: Vec<&Value> = told["region"].as_array().expect("a list").iter().map(|of| &of["load"]["placed"]).collect();
        assert_eq!(placed, [&json!(7), &json!(8), &json!(0)]);
        assert_eq!((told["provinces"].as_array().map(Vec::len), told["cpis"].as_array().map(Vec::len)), (Some(6), Some(43)));
        for scenario in 0..3 {
            let region = &told["region"][scenario];
            let provinces = |of: &str| sum(&told["provinces"], |province| province["measures"][scenario]["load"][of].as_f64().expect("a number"));
            let cpis = |of: &str| sum(&told["cpis"], |cpi| cpi["loads"][scenario][of].as_f64().expect("a number"));
            for of in ["placed", "unmetHours"] {
                let whole = region["load"][of].as_f64().expect("a number");
                assert!((provinces(of) - whole).abs() < 1e-6 && (cpis(of) - whole).abs() < 1e-6, "{of} of {scenario}");
            }
            let pressures: Vec<f64> = told["cpis"].as_array().expect("a list").iter()
                .map(|cpi| cpi["loads"][scenario]["pressure"].as_f64().expect("a number")).collect();
            let worst = pressures.iter().copied().fold(0.0, f64::max);
            assert_eq!(region["worstPressure"].as_f64(), Some(worst));
            assert_eq!(region["gini"].as_f64(), gini(&pressures));
            let costs = sum(&told["provinces"], |province| province["measures"][scenario]["costCents"].as_f64().expect("a number"));
            assert!((costs - region["costCents"].as_f64().expect("a number")).abs() <= 4.0);
        }
        // The same sizing as everywhere else.
        let query = "query($id: ID!) { sizing(scenario: $id) { figuresRevision load { placed required have pressure unmetHours } } }";
        let sizing = anna.ask(query, json!({ "id": other })).await.accepted()["sizing"].clone();
        assert_eq!((&told["region"][1]["load"], &told["figuresRevision"]), (&sizing["load"], &sizing["figuresRevision"]));
        let foggia = told["cpis"].as_array().expect("a list").iter().find(|cpi| cpi["cpi"]["code"] == "FG01").expect("it is there");
        let cell = |code: &str| foggia["cells"].as_array().expect("a list").iter().find(|cell| cell["profile"]["code"] == code).cloned();
        assert_eq!(cell("OR"), Some(json!({ "profile": { "code": "OR" }, "operators": [4, 4, 0], "locked": [true, true, false] })));
        // Two that differ in four cells at three centres; what both have alike is left out.
        let answer = anna.ask(DIFFERENCES, json!({ "ids": [one, other] })).await.accepted()["scenarioCompare"]["cpis"].clone();
        assert_eq!(answer, json!([
            { "cpi": { "code": "BR01" }, "cells": [{ "profile": { "code": "FO" }, "operators": [0, 1] }] },
            { "cpi": { "code": "FG01" }, "cells": [{ "profile": { "code": "DO" }, "operators": [1, 3] }] },
            { "cpi": { "code": "LE02" }, "cells": [{ "profile": { "code": "OR" }, "operators": [2, 0] }] },
        ]));
    }

    async fn a_comparison_takes_as_many_statements_for_four_as_for_two(database: TestDatabase) {
        let settings = Settings { gather: Duration::from_millis(250), ..Settings::default() };
        let server = Server::start_with(database, settings).await;
        let anna = server.person("Anna");
        let mut ids = vec![Server::scenario()];
        for name in ["Una", "Due", "Tre"] {
            ids.push(made(&anna, name, 12, &[("FG01", "OR", 4)]).await);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut taken = Vec::new();
        for count in [2, 4] {
            let before = server.db().statements();
            assert_eq!(compared(&anna, &ids[..count]).await["region"].as_array().map(Vec::len), Some(count));
            taken.push(server.db().statements() - before);
        }
        // Three to know who asks; the scenarios, their cells and their own figures; changes of the
        // catchments, revision, figures, profiles, services, job centres; provinces.
        assert_eq!(taken, [13, 13]);
    }

    async fn one_five_twice_the_same_or_none_are_refused_by_name(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (one, first) = (made(&anna, "Una", 12, &[]).await, Server::scenario());
        assert_eq!(refused(&anna, &[&one]).await, Problem::invalid("scenarios", Rule::TooSmall { min: 2.0 }));
        assert_eq!(refused(&anna, &[]).await, Problem::invalid("scenarios", Rule::TooSmall { min: 2.0 }));
        assert_eq!(refused(&anna, &[one.as_str(); 5]).await, Problem::invalid("scenarios", Rule::TooLong { max: 4 }));
        assert_eq!(refused(&anna, &[&one, &first, &one]).await, Problem::invalid("scenarios.2", Rule::Duplicate));
        let nobody = GlobalId::new(Kind::Scenario, "0198f2a0-0000-7000-8000-000000000000").to_string();
        let province = GlobalId::new(Kind::Province, "FG").to_string();
        for id in [&nobody, &province, &"x".to_owned()] {
            assert_eq!(refused(&anna, &[&one, id]).await, Problem::NotFound, "{id}");
        }
    }

    async fn whoever_reads_scenarios_compares_them_and_nobody_else(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (one, first) = (made(&anna, "Una", 12, &[("FG01", "OR", 4)]).await, Server::scenario());
        let reader = server.person_as("Lea", "READER", None);
        assert_eq!(compared(&reader, &[&one, &first]).await, compared(&anna, &[&one, &first]).await);
        assert_eq!(refused(&server.visitor(), &[&one, &first]).await, Problem::SignedOut);
        let partner = server.person_as("Partner", "PARTNER", Some("ORG-001"));
        assert_eq!(refused(&partner, &[&one, &first]).await, Problem::Forbidden);
    }
}
