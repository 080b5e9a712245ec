//! Nonsense gets a coded error, and the server goes on.

use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, edit};

async fn raw(person: &Person, body: impl Into<reqwest::Body>) -> (u16, Problem) {
    let response = person.send(body).await.expect("the server answers");
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("in JSON");
    assert!(body.get("data").is_none(), "a refused request has no data: {body}");
    (status, Answer(body).refused())
}

async fn asked(person: &Person, query: &str) -> Problem {
    let answer = person.ask(query, json!({})).await;
    let code = answer.0["errors"][0]["extensions"]["code"].clone();
    assert!(code.is_string(), "{query:.200}: accepted");
    crate::support::problem(&answer.0["errors"][0])
}

fn is_bad_request(problem: &Problem) -> bool {
    matches!(problem, Problem::BadRequest { .. })
}

both_databases! {
    async fn the_server_goes_on_after_every_kind_of_nonsense(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");

        // What is no request at all.
        for body in ["", "x", "[]", "[{\"query\":\"{ __typename }\"}]", "{}", "null", "{\"query\":1}", "\u{feff}{}"] {
            let (status, problem) = raw(&anna, body).await;
            assert!(is_bad_request(&problem), "{body}: {problem:?}");
            assert_eq!(status, 400, "{body}");
        }
        let (status, problem) = raw(&anna, vec![b' '; 10 * 1024 * 1024]).await;
        assert_eq!((status, problem), (413, Problem::TooLarge { limit_bytes: 1024 * 1024 }));
        let deep_json = format!("{{\"query\":\"{{ __typename }}\",\"variables\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(is_bad_request(&raw(&anna, deep_json).await.1));

        // What is no query of this schema.
        for query in ["", "{", "nonsense", "{ nope }", "{ cpis }", "mutation { cpis { totalCount } }", "query a { __typename } query a { __typename }",
            "subscription { figureChanges(after: 0) { revision } }", "{ provinces(first: 1) { code } }", "{ cpis(first: \"x\") { totalCount } }",
            "{ cpis(first: 1000000000000) { totalCount } }", "{ ...f }", "\u{0}"] {
            let problem = asked(&anna, query).await;
            assert!(is_bad_request(&problem), "{query}: {problem:?}");
        }
        for cycle in ["{ ...a } fragment a on Query { ...a }", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"] {
            assert!(is_bad_request(&asked(&anna, cycle).await), "{cycle}");
        }

        // What asks for too much.
        let deep = format!("{{ provinces {}code{} }}", "{ cpis { province ".repeat(12), " } }".repeat(12)).replacen("provinces", "provinces", 1);
        let very_deep = format!("{{ a{} }}", "{a".repeat(20_000));
        let aliases: String = (0..3_000).map(|n| format!("a{n}:__typename ")).collect::<Vec<_>>().concat();
        let costly: String = (0..20).map(|n| format!("a{n}: cpis(first: 500) {{ nodes {{ municipalities {{ name }} }} }} ")).collect::<Vec<_>>().concat();
        let doubling: Vec<String> = (0..40).map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }}", n + 1)).collect();
        for query in [
            deep, very_deep, format!("{{ {aliases} }}"), format!("{{ {costly} }}"),
            format!("{{ ...f0 }} {} fragment f40 on Query {{ __typename }}", doubling.join(" ")),
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }".to_owned(),
        ] {
            let problem = asked(&anna, &query).await;
            assert!(matches!(problem, Problem::TooCostly { .. }), "{}: {problem:?}", query.get(..80).unwrap_or(&query));
        }
        let long = format!("{{ __typename }} # {}", "x".repeat(100_000));
        assert!(matches!(asked(&anna, &long).await, Problem::TooLarge { .. }));

        // What names nothing, or cannot be.
        for (edits, field) in [
            (json!([edit("FG01", "OR", -5, 0)]), "edits.0.operators"),
            (json!([edit("FG01", "OR", 2_000_000_000, 0)]), "edits.0.operators"),
            (json!([edit("nonsense", "OR", 1, 0)]), "edits.0.cpi"),
            (json!([edit("FG01", &"x".repeat(10_000), 1, 0)]), "edits.0.profile"),
            (json!(vec![edit("FG01", "OR", 1, 0); 4_001]), "edits"),
        ] {
            let problem = anna.set(edits).await.refused();
            assert!(matches!(&problem, Problem::Invalid { fields } if fields[0].field == field), "{field}: {problem:?}");
        }
        for operators in [json!(1_000_000_000_000_i64), json!("three"), json!(null), json!(1.5), json!({}), json!([1])] {
            let mut wrong = edit("FG01", "OR", 0, 0);
            wrong["operators"] = operators.clone();
            let problem = anna.set(json!([wrong])).await.refused();
            assert!(is_bad_request(&problem), "{operators}: {problem:?}");
        }
        let nowhere = json!({ "write": backend::clock::new_id().to_string(), "scenario": "nonsense", "edits": [edit("FG01", "OR", 1, 0)] });
        let mutation = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
        assert_eq!(anna.ask(mutation, json!({ "input": nowhere })).await.refused(), Problem::NotFound);
        let no_id = anna.set_as("not a UUID", json!([edit("FG01", "OR", 1, 0)])).await.refused();
        assert!(matches!(&no_id, Problem::Invalid { fields } if fields[0].field == "write"), "{no_id:?}");
        assert_eq!(asked(&anna, "{ sizing(scenario: \"nonsense\") { availableHours } }").await, Problem::NotFound);

        // And after all that.
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        assert_eq!(anna.scenario().await["revision"], 1);
    }
}
