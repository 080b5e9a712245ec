//! What a proposal refuses: fields that are wrong, a scenario that is not there, more than a request may cost.

use serde_json::json;
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
    problem::FieldProblem,
};

use super::{PROPOSAL, refused};
use crate::support::{Server, TestDatabase, both_databases};

both_databases! {
    async fn every_wrong_field_is_named_as_the_input_names_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let equity = || json!({ "kind": "EQUITY" });
        let invalid = |fields: &[(&str, Rule)]| Problem::Invalid {
            fields: fields.iter().map(|(field, rule)| FieldProblem { field: (*field).to_owned(), rule: rule.clone() }).collect(),
        };
        let threshold = json!({ "kind": "EQUITY", "threshold": 2 });
        assert_eq!(refused(&anna, threshold, json!(null)).await, invalid(&[("objective.threshold", Rule::TooGreat { max: 0.999_999 })]));
        let place = |cpi: &str, profile: &str| json!({ "cpi": cpi, "profile": profile });
        let unknown = json!({
            "headCount": { "atLeast": -1, "atMost": 5 },
            "profiles": [{ "of": "OR" }, { "of": "no code" }], "provinces": [{ "of": "ZZ" }], "cpis": [{ "of": "ZZ99", "atMost": -2 }],
            "cells": [{ "of": place("FG01", "ZZ") }], "locked": [{ "cell": place("ZZ99", "OR"), "operators": -3 }],
            "weights": [{ "cpi": "", "weight": 1 }], "transfers": { "pairs": [{ "one": "FG01", "other": "ZZ99" }], "atMost": -1 },
            "budget": { "cents": 0.5, "months": -1 },
        });
        let negative = || Rule::TooSmall { min: 0.0 };
        assert_eq!(refused(&anna, equity(), unknown).await, invalid(&[
            ("constraints.headCount.atLeast", negative()),
            ("constraints.profiles.1.of", Rule::Unknown),
            ("constraints.provinces.0.of", Rule::Unknown),
            ("constraints.cpis.0.atMost", negative()),
            ("constraints.cpis.0.of", Rule::Unknown),
            ("constraints.cells.0.of.profile", Rule::Unknown),
            ("constraints.locked.0.operators", negative()),
            ("constraints.locked.0.cell.cpi", Rule::Unknown),
            ("constraints.weights.0.cpi", Rule::Unknown),
            ("constraints.transfers.atMost", negative()),
            ("constraints.transfers.pairs.0.other", Rule::Unknown),
            ("constraints.budget.cents", Rule::NotWhole),
            ("constraints.budget.months", negative()),
        ]));
        let twice = json!({
            "headCount": { "atLeast": 9, "atMost": 5 }, "cpis": [{ "of": "FG01" }, { "of": "FG01" }],
            "cells": [{ "of": place("FG01", "OR") }, { "of": place("FG01", "OR"), "atMost": 3 }],
            "locked": [{ "cell": place("FG01", "OR"), "operators": 10_000 }, { "cell": place("FG01", "OR"), "operators": 1 }],
            "weights": [{ "cpi": "FG01", "weight": 1_001 }], "transfers": { "cost": -1 }, "budget": { "cents": 1, "months": 0 },
        });
        assert_eq!(refused(&anna, equity(), twice).await, invalid(&[
            ("constraints.headCount.atMost", Rule::TooSmall { min: 9.0 }),
            ("constraints.cpis.1.of", Rule::Duplicate),
            ("constraints.cells.1.of", Rule::Duplicate),
            ("constraints.locked.0.operators", Rule::TooGreat { max: 9_999.0 }),
            ("constraints.locked.1.cell", Rule::Duplicate),
            ("constraints.weights.0.weight", Rule::TooGreat { max: 1_000.0 }),
            ("constraints.transfers.cost", negative()),
            ("constraints.budget.months", Rule::TooSmall { min: 1.0 }),
        ]));
        let within = |km: f64| json!({ "transfers": { "withinKm": km } });
        let at = |rule: Rule| Problem::invalid("constraints.transfers.withinKm", rule);
        assert_eq!(refused(&anna, equity(), within(0.5)).await, at(Rule::TooSmall { min: 1.0 }));
        assert_eq!(refused(&anna, equity(), within(1_001.0)).await, at(Rule::TooGreat { max: 1_000.0 }));
        let both = json!({ "transfers": { "withinKm": 30, "pairs": [{ "one": "FG01", "other": "FG02" }] } });
        assert_eq!(refused(&anna, equity(), both).await, at(Rule::NotNow), "a distance stands alone");
        assert_eq!(
            refused(&anna, equity(), json!({ "headCount": {} })).await,
            Problem::invalid("constraints.headCount.atMost", Rule::Required),
            "without an end there is no best plan"
        );
        let seats = json!({ "kind": "APPORTIONMENT", "rule": "ADAMS" });
        assert_eq!(refused(&anna, seats, json!({ "transfers": {} })).await, Problem::invalid("constraints.transfers", Rule::NotNow));
    }

    async fn a_scenario_that_is_not_there_has_no_proposal(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let cpi = GlobalId::new(Kind::Cpi, "FG01").to_string();
        let missing = GlobalId::new(Kind::Scenario, backend::clock::new_id().to_string()).to_string();
        for scenario in ["nonsense".to_owned(), cpi, missing] {
            let variables = json!({ "scenario": scenario, "objective": { "kind": "EQUITY" } });
            assert_eq!(anna.ask(PROPOSAL, variables).await.refused(), Problem::NotFound, "{scenario}");
        }
    }

    async fn runs_of_the_engine_and_long_lists_are_paid_for(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let one = |name: usize, of: &str| {
            format!("p{name}: proposal(scenario: \"{}\", objective: {{ kind: PROPORTIONAL }}) {{ {of} }}", Server::scenario())
        };
        let several = |count: usize| {
            let runs: Vec<String> = (0..count).map(|name| one(name, "best { proof { certified } }")).collect();
            format!("{{ {} }}", runs.join(" "))
        };
        let four = anna.ask(&several(4), json!({})).await.accepted();
        assert_eq!(four["p3"]["best"]["proof"]["certified"], true);
        assert!(matches!(anna.ask(&several(5), json!({})).await.refused(), Problem::TooCostly { limit: 100_000, .. }));
        let list = |first: i32| format!("{{ {} }}", one(0, &format!("best {{ placements(first: {first}) {{ after }} }}")));
        let order = anna.ask(&list(2), json!({})).await.accepted()["p0"]["best"]["placements"].clone();
        assert_eq!(order.as_array().map(Vec::len), Some(2));
        assert_eq!(anna.ask(&list(2_001), json!({})).await.refused(), Problem::invalid("first", Rule::TooGreat { max: 2_000.0 }));
        assert_eq!(anna.ask(&list(-1), json!({})).await.refused(), Problem::invalid("first", Rule::TooSmall { min: 0.0 }));
    }
}
