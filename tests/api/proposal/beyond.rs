//! Beside the proposal: what a little more brings, cost against the worst, one plan for several demands, and what the need hangs on.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases};

const NEXT: &str = "shifts { cell { cpi profile } by } moves { from { cpi profile } to { cpi profile } by }
    cpis { cpi by before after } worstPressure gain exchange { before after } yearlyCostCents";

async fn ask(person: &Person, field: &str, more: &str, constraints: Value, of: &str) -> Value {
    let query = format!(
        "query($scenario: ID!, $constraints: ProposalConstraintsInput) {{
            {field}(scenario: $scenario, objective: {{ kind: EQUITY }}, constraints: $constraints{more}) {{ {of} }} }}"
    );
    let variables = json!({ "scenario": Server::scenario(), "constraints": constraints });
    person.ask(&query, variables).await.accepted()[field].clone()
}

async fn worst_of(person: &Person, constraints: Value) -> f64 {
    let answer = ask(person, "proposal", "", constraints, "best { proposed { worstPressure } }").await;
    answer["best"]["proposed"]["worstPressure"].as_f64().unwrap_or_else(|| panic!("no plan: {answer}"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

both_databases! {
    async fn one_operator_more_is_the_proposal_that_has_one_more(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let exactly = |operators: i64| json!({ "headCount": { "atLeast": operators, "atMost": operators } });
        let of = format!("operator {{ {NEXT} }} money {{ worstPressure }} cpis {{ cpi pressure next {{ {NEXT} }} }} infeasible {{ budget }} stopped unfinished");
        let margins = ask(&anna, "proposalMargins", "", exactly(20), &of).await;
        assert_eq!((&margins["money"], &margins["unfinished"]), (&json!(null), &json!([])));
        assert_eq!(margins["operator"]["worstPressure"], worst_of(&anna, exactly(21)).await);
        let lines = list(&margins["cpis"]);
        assert_eq!(lines.len(), 43);
        for line in lines {
            let own = list(&line["next"]["cpis"]).iter().find(|shift| shift["cpi"] == line["cpi"]).expect("it has one more");
            assert_eq!((&own["by"], &own["before"]), (&json!(1), &line["pressure"]), "{line}");
            assert!(own["after"].as_f64() < own["before"].as_f64(), "{line}");
        }
        let full = json!({ "headCount": { "atMost": 20 }, "cpis": [{ "of": "FG01", "atMost": 0 }] });
        let margins = ask(&anna, "proposalMargins", "", full, "cpis { cpi next { gain } }").await;
        let foggia = list(&margins["cpis"]).iter().find(|line| line["cpi"] == "FG01").expect("it is there");
        assert_eq!(foggia["next"], json!(null), "there is no desk");
        let rich = json!({ "headCount": { "atMost": 20 }, "budget": { "cents": 10_000_000, "months": 12 } });
        let margins = ask(&anna, "proposalMargins", ", moreCents: 5000000", rich, &of).await;
        let more = json!({ "headCount": { "atMost": 20 }, "budget": { "cents": 15_000_000, "months": 12 } });
        assert_eq!(margins["money"]["worstPressure"], worst_of(&anna, more).await);
    }

    async fn the_frontier_falls_as_the_cost_rises_and_no_proposal_is_below_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let constraints = json!({ "headCount": { "atMost": 30 } });
        let of = "count end points(first: 1000) { yearlyCostCents worstPressure placed cpi profile province } infeasible { budget }";
        let frontier = ask(&anna, "proposalFrontier", ", aim: 0.1", constraints, of).await;
        assert_eq!(frontier["end"], "BOUNDS", "thirty operators do not reach that");
        let points = list(&frontier["points"]);
        assert_eq!(frontier["count"], points.len());
        let pressure = |point: &Value| point["worstPressure"].as_f64().unwrap_or(f64::INFINITY);
        for pair in points.windows(2) {
            assert!(pair[0]["yearlyCostCents"].as_f64() < pair[1]["yearlyCostCents"].as_f64());
            assert!(pressure(&pair[0]) > pressure(&pair[1]) && pair[1]["cpi"].is_string());
        }
        // With the money of a point the best plan stands where the point says.
        let middle = &points[points.len() / 2];
        let within = json!({ "headCount": { "atMost": 30 }, "budget": { "cents": middle["yearlyCostCents"], "months": 12 } });
        assert!((worst_of(&anna, within).await - pressure(middle)).abs() < 1e-9);
        let poor = json!({ "provinces": [{ "of": "FG", "atLeast": 5, "atMost": 5 }], "profiles": [{ "of": "OR", "atLeast": 1 }],
            "cpis": [{ "of": "FG01", "atLeast": 6 }] });
        let none = ask(&anna, "proposalFrontier", "", poor, of).await;
        assert!(list(&none["points"]).is_empty() && none["infeasible"]["budget"] == false, "{none}");
    }

    async fn one_plan_for_several_demands_is_regretted_no_more_than_any_cases_own(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let volume = anna.ask("{ figures { figures { key value } } }", json!({})).await.accepted();
        let key = "service.F3.volume";
        let figure = list(&volume["figures"]["figures"]).iter().find(|figure| figure["key"] == key).expect("it is there");
        let expected = figure["value"].as_f64().expect("a number");
        let more = format!(
            ", cases: [{{ name: \"likely\" }}, {{ name: \"low\", volumes: [{{ service: \"F3\", volume: {} }}] }},
                {{ name: \"high\", volumes: [{{ service: \"F3\", volume: {} }}] }}]",
            expected * 0.25, expected * 4.0
        );
        let of = "regret moves { people } cells { cell { cpi profile } operators needs own }
            cases { name need lowest worst regret elsewhere greatest } stopped unfinished infeasible { budget }";
        let told = ask(&anna, "proposalRobust", &more, json!({ "headCount": { "atLeast": 40, "atMost": 40 } }), of).await;
        assert_eq!((&told["stopped"], &told["unfinished"]), (&json!(false), &json!([])));
        let regret = told["regret"].as_f64().expect("a number");
        let cases = list(&told["cases"]);
        assert_eq!(cases.iter().map(|case| &case["name"]).collect::<Vec<_>>(), ["likely", "low", "high"]);
        let greatest = cases.iter().map(|case| case["regret"].as_f64().expect("a number")).fold(0.0, f64::max);
        assert!((greatest - regret).abs() < 1e-12);
        for case in cases {
            assert!(case["greatest"].as_f64() >= Some(regret - 1e-12), "no plan is regretted less: {case}");
            let above = case["worst"].as_f64().expect("a number") - case["lowest"].as_f64().expect("a number");
            assert!((above - case["regret"].as_f64().expect("a number")).abs() < 1e-9, "{case}");
        }
        let cells = list(&told["cells"]);
        let sum = |of: &dyn Fn(&Value) -> f64| cells.iter().map(of).sum::<f64>();
        assert_eq!(sum(&|cell| cell["operators"].as_f64().expect("a number")), 40.0);
        for (number, case) in cases.iter().enumerate() {
            assert_eq!(sum(&|cell| cell["own"][number].as_f64().expect("a number")), 40.0);
            let need = sum(&|cell| cell["needs"][number].as_f64().expect("a number"));
            assert!((need - case["need"].as_f64().expect("a number")).abs() < 1e-6);
        }
        assert!(cases[1]["need"].as_f64() < cases[0]["need"].as_f64() && cases[0]["need"].as_f64() < cases[2]["need"].as_f64());
    }

    async fn the_need_says_what_it_hangs_on(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "{ sizing { load { required } sensitivity(share: 0.1) { need swings { figure value low high needAtLow needAtHigh } }
            band(volumes: [{ service: \"F3\", low: 0, high: 1000000 }]) { low likely high cpis { cpi low likely high } } } }";
        let sizing = anna.ask(query, json!({})).await.accepted()["sizing"].clone();
        let required = sizing["load"]["required"].as_f64().expect("a number");
        let near = |value: &Value, other: f64| assert!((value.as_f64().expect("a number") - other).abs() < 1e-6, "{value} and {other}");
        near(&sizing["sensitivity"]["need"], required);
        near(&sizing["band"]["likely"], required);
        let swings = list(&sizing["sensitivity"]["swings"]);
        let width = |swing: &Value| {
            (swing["needAtHigh"].as_f64().expect("a number") - swing["needAtLow"].as_f64().expect("a number")).abs()
        };
        assert!(swings.len() > 20 && swings.windows(2).all(|pair| width(&pair[0]) >= width(&pair[1])));
        assert!(swings.iter().any(|swing| swing["figure"] == "service.F3.minutes"));
        let rows = list(&sizing["band"]["cpis"]);
        assert_eq!(rows.len(), 43);
        assert!(rows.iter().all(|row| row["low"].as_f64() < row["likely"].as_f64() && row["likely"].as_f64() < row["high"].as_f64()));
        let one = anna.ask("{ sizing { sensitivity(cpi: \"FG01\") { need } cpis { cpi { code } load { required } } } }", json!({}));
        let one = one.await.accepted()["sizing"].clone();
        let foggia = list(&one["cpis"]).iter().find(|row| row["cpi"]["code"] == "FG01").expect("it is there");
        near(&one["sensitivity"]["need"], foggia["load"]["required"].as_f64().expect("a number"));
    }

    async fn what_is_wrong_is_named_as_the_input_names_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let scenario = Server::scenario();
        let start = format!("scenario: \"{scenario}\", objective: {{ kind: EQUITY }}");
        let refused = async |query: String| match anna.ask(&query, json!({})).await.refused() {
            Problem::Invalid { fields } => fields.into_iter().map(|field| field.field).collect::<Vec<_>>(),
            other => panic!("{query}: {other:?}"),
        };
        assert_eq!(refused(format!("{{ proposalMargins({start}, moreCents: -1) {{ stopped }} }}")).await, ["moreCents"]);
        assert_eq!(refused(format!("{{ proposalFrontier({start}, aim: -1) {{ count }} }}")).await, ["aim"]);
        assert_eq!(refused(format!("{{ proposalRobust({start}, cases: []) {{ stopped }} }}")).await, ["cases"]);
        let wrong = "[{ name: \"a\", volumes: [{ service: \"F3\", volume: 1 }, { service: \"F3\", volume: 2 }] },
            { name: \"b\", volumes: [{ service: \"F3\", volume: -1 }] }, { name: \"c\", volumes: [{ service: \"no code\", volume: 1 }] }]";
        assert_eq!(
            refused(format!("{{ proposalRobust({start}, cases: {wrong}) {{ stopped }} }}")).await,
            ["cases.0.volumes.1.service", "cases.1.volumes.0.volume", "cases.2.volumes.0.service"]
        );
        assert_eq!(refused("{ sizing { sensitivity(share: 2, cpi: \"ZZ99\") { need } } }".into()).await, ["share", "cpi"]);
        let band = "{ sizing { band(volumes: [{ service: \"ZZ\", low: 0, high: 1 }, { service: \"F3\", low: -1, high: 0 }]) { low } } }";
        assert_eq!(refused(band.into()).await, ["volumes.0.service", "volumes.1.low", "volumes.1.high"]);
        let thirteen = vec!["{ name: \"\" }"; 13].join(", ");
        let many = anna.ask(&format!("{{ proposalRobust({start}, cases: [{thirteen}]) {{ stopped }} }}"), json!({})).await.refused();
        assert_eq!(many, Problem::invalid("cases", Rule::TooLong { max: 12 }));
    }
}
