//! The figures: provenance on each, edits that make sense together, and the sizing that follows.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases};

async fn required(person: &Person) -> f64 {
    let sizing = person.ask("{ sizing { load { required } } }", json!({})).await.accepted();
    sizing["sizing"]["load"]["required"].as_f64().expect("a number")
}

fn set(key: &str, value: impl Into<Value>, seen: i64) -> Value {
    json!({ "key": key, "value": value.into(), "seen": seen })
}

both_databases! {
    async fn a_figure_moves_the_sizing_and_can_be_taken_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let before = required(&anna).await;
        anna.figures_set(json!([set("service.A.volume", 600_000, 0)])).await.accepted();
        let doubled = required(&anna).await;
        assert!(doubled > before + 10.0, "{doubled} after {before}");
        let figure = anna.figure("service.A.volume").await;
        assert_eq!(figure["provenance"], json!({ "origin": "PLANNER", "source": "Anna" }));
        assert_eq!((&figure["builtIn"], &figure["revision"]), (&json!(300_000.0), &json!(1)));
        anna.figures_set(json!([set("service.A.volume", Value::Null, 1)])).await.accepted();
        let figure = anna.figure("service.A.volume").await;
        assert_eq!(figure["value"], 300_000.0);
        assert_eq!(figure["provenance"]["origin"], "ASSUMPTION");
        assert_eq!(figure["editedBy"], "Anna");
        assert!((required(&anna).await - before).abs() < 1e-9);
    }

    async fn staff_that_a_planner_states_stands_until_it_is_taken_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let have = async || {
            let query = "{ cpis(first: 500) { nodes { code sizing { cells { profile { code } load { have } } } } } }";
            let cpis = anna.ask(query, json!({})).await.accepted()["cpis"]["nodes"].clone();
            let cpi = cpis.as_array().and_then(|cpis| cpis.iter().find(|cpi| cpi["code"] == "FG03").cloned()).expect("it is there");
            cpi["sizing"]["cells"].as_array().expect("cells")[1]["load"]["have"].as_f64().expect("a number")
        };
        let derived = have().await;
        anna.figures_set(json!([set("staff.FG03.OR", 12.5, 0)])).await.accepted();
        assert!((have().await - 12.5).abs() < 1e-9);
        anna.figures_set(json!([set("staff.FG03.OR", Value::Null, 1)])).await.accepted();
        assert!((have().await - derived).abs() < 1e-9);
        assert_eq!(anna.figure("staff.FG03.OR").await["value"], Value::Null);
    }

    async fn a_profile_and_a_province_may_have_numbers_of_their_own_and_give_them_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "{ sizing { availableHours provinces { province { code } load { required } }
            cpis { cells { profile { code } explanation { availableHours } } } } }";
        let sizing = async || anna.ask(query, json!({})).await.accepted()["sizing"].clone();
        let before = sizing().await;
        let required = |sizing: &Value, code: &str| {
            let provinces = sizing["provinces"].as_array().expect("a list");
            let own = provinces.iter().find(|entry| entry["province"]["code"] == code).expect("it is there");
            own["load"]["required"].as_f64().expect("a number")
        };
        let edits = json!([set("working_time.leave_days.OR", 38, 0), set("service.A.volume.FG", 200_000, 0)]);
        anna.figures_set(edits).await.accepted();
        let after = sizing().await;
        assert_eq!(after["availableHours"], before["availableHours"], "that of all others");
        for cell in after["cpis"][0]["cells"].as_array().expect("a list") {
            let hours = cell["explanation"]["availableHours"].as_f64().expect("a number");
            let expected = if cell["profile"]["code"] == "OR" { 1_418.4 } else { 1_490.4 };
            assert!((hours - expected).abs() < 1e-9, "{cell}");
        }
        assert!(required(&after, "FG") > required(&before, "FG") + 5.0);
        assert!(required(&after, "LE") < required(&before, "LE"), "less of the service is left to it");
        let figure = anna.figure("service.A.volume.FG").await;
        assert_eq!(figure["provenance"], json!({ "origin": "PLANNER", "source": "Anna" }));
        let back = json!([set("working_time.leave_days.OR", Value::Null, 1), set("service.A.volume.FG", Value::Null, 1)]);
        anna.figures_set(back).await.accepted();
        assert_eq!(sizing().await["provinces"], before["provinces"]);
        assert_eq!(anna.figure("service.A.volume.FG").await["value"], Value::Null);
    }

    async fn provinces_that_come_to_more_than_the_region_are_refused_at_their_fields(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let named = async |edits: Value| match anna.figures_set(edits).await.refused() {
            Problem::Invalid { fields } => fields.into_iter().map(|problem| problem.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let too_many = named(json!([set("service.A.volume.FG", 300_001, 0)])).await;
        assert_eq!(too_many, ["service.A.volume.FG", "service.A.volume"]);
        anna.figures_set(json!([set("service.A.volume.FG", 200_000, 0)])).await.accepted();
        let both = named(json!([set("service.A.volume.LE", 100_001, 0)])).await;
        assert_eq!(both, ["service.A.volume.FG", "service.A.volume.LE", "service.A.volume"]);
        assert_eq!(named(json!([set("service.A.volume", 100_000, 0)])).await, ["service.A.volume.FG", "service.A.volume"]);
        assert_eq!(named(json!([set("working_time.leave_days.OR", 366, 0)])).await, ["working_time.leave_days.OR"]);
        // Every province has its own, and a part of the region's is nobody's.
        let others: Vec<Value> =
            ["BA", "BR", "BT", "LE", "TA"].iter().map(|code| set(&format!("service.A.volume.{code}"), 1, 0)).collect();
        assert_eq!(named(json!(others)).await, ["service.A.volume"]);
        for key in ["service.A.volume.ZZ", "service.ZZ.volume.FG", "working_time.leave_days.ZZ", "working_time.naps.OR"] {
            assert_eq!(named(json!([set(key, 0, 0)])).await, ["edits.0.key"], "{key}");
        }
    }

    async fn the_same_write_of_figures_again_is_answered_and_not_applied(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let mutation = "mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }";
        let input = json!({ "write": backend::clock::new_id().to_string(), "edits": [set("service.A.minutes", 20, 0)] });
        let send = async || anna.ask(mutation, json!({ "input": input })).await.accepted()["figuresSet"]["revision"].clone();
        assert_eq!(send().await, 1);
        bruno.figures_set(json!([set("service.A.minutes", 30, 1)])).await.accepted();
        assert_eq!(send().await, 1, "what it came to then");
        let figure = anna.figure("service.A.minutes").await;
        assert_eq!((&figure["value"], &figure["revision"], &figure["editedBy"]), (&json!(30.0), &json!(2), &json!("Bruno")));
    }

    async fn an_older_edit_is_refused_and_told_the_newer_value(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        bruno.figures_set(json!([set("service.A.minutes", 20, 0)])).await.accepted();
        let edits = json!([set("service.B.minutes", 1, 0), set("service.A.minutes", 25, 0)]);
        let refused = anna.figures_set(edits).await.refused();
        let Problem::Conflict { figures, .. } = refused else { panic!("{refused:?}") };
        assert_eq!((figures.len(), figures[0].revision, figures[0].value), (1, 1, Some(20.0)));
        assert_eq!(figures[0].by, "Bruno");
        assert_eq!(anna.figure("service.B.minutes").await["revision"], 0, "nothing of the batch was applied");
    }

    async fn figures_that_make_no_sense_together_are_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let fields = async |edits: Value| match anna.figures_set(edits).await.refused() {
            Problem::Invalid { fields } => fields,
            other => panic!("{other:?}"),
        };
        let sum = fields(json!([set("service.B.share.FO", 0.5, 0)])).await;
        assert_eq!(sum[0].field, "service.B.share");
        assert!(matches!(sum[0].rule, Rule::WrongSum { .. }), "{sum:?}");
        let days = fields(json!([set("working_time.leave_days", 366, 0)])).await;
        assert_eq!(days[0].field, "working_time.weekdays");
        for (key, value, rule) in [
            ("service.A.volume", json!(-1), Rule::TooSmall { min: 0.0 }),
            ("service.A.volume", json!(1e12), Rule::TooGreat { max: 1e8 }),
            ("service.A.volume", json!(0.5), Rule::NotWhole),
        ] {
            assert_eq!(fields(json!([{ "key": key, "value": value, "seen": 0 }])).await[0].rule, rule, "{key} {value}");
        }
        for key in ["", "nonsense", "service.ZZ.volume", "staff.ZZ01.OR", "staff.FG01.ZZ", "service.A.share.ZZ"] {
            let unknown = fields(json!([set(key, 0, 0)])).await;
            assert_eq!((unknown[0].field.as_str(), &unknown[0].rule), ("edits.0.key", &Rule::Unknown), "{key}");
        }
        // Two that make sense together only.
        let both = json!([set("service.B.share.FO", 0.5, 0), set("service.B.share.OR", 0.5, 0)]);
        anna.figures_set(both).await.accepted();
    }

    async fn every_figure_carries_its_provenance(database: TestDatabase) {
        let server = Server::start(database).await;
        let query = "{ figures { figures { key value builtIn unit provenance { origin source } } } }";
        let figures = server.person("Anna").ask(query, json!({})).await.accepted()["figures"]["figures"].clone();
        let figures = figures.as_array().expect("a list");
        assert_eq!(figures.len(), 69, "8 terms, 10 of profiles, 28 of services, 21 shares, staff and split");
        for figure in figures {
            assert!(figure["provenance"]["source"].as_str().is_some_and(|source| !source.is_empty()), "{figure}");
            assert_eq!(figure["value"], figure["builtIn"], "{figure}");
        }
        let origin = |key: &str| {
            let figure = figures.iter().find(|figure| figure["key"] == key).unwrap_or_else(|| panic!("{key} is missing"));
            figure["provenance"]["origin"].as_str().map(str::to_owned).expect("an origin")
        };
        assert_eq!(origin("working_time.hours_per_week"), "CONTRACT");
        assert_eq!(origin("working_time.weekdays"), "CALENDAR");
        assert_eq!(origin("service.P.volume"), "PLAN");
        assert_eq!(origin("service.D.minutes"), "ASSUMPTION", "an hour is from the press, the rest assumed: the loosest counts");
        assert_eq!(origin("service.A.minutes"), "ASSUMPTION");
        assert_eq!(origin("staff.total"), "PLAN");
        assert_eq!(origin("split.registered_unemployed"), "ASSUMPTION");
    }
}
