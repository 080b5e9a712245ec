//! Scenarios: made, renamed, bounded, listed.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, edit};

const CREATE: &str = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario {
    id name year headCount budgetCents months revision createdBy provenance { origin source } cells { cpi } } } }";
const UPDATE: &str = "mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario {
    name headCount budgetCents revision provenance { origin source } } } }";

fn new(name: &str) -> Value {
    let write = backend::clock::new_id().to_string();
    json!({ "write": write, "name": name, "year": 2021, "headCount": 100, "budgetCents": 5_000_000_000.0, "months": 12 })
}

async fn create(person: &Person, input: &Value) -> Value {
    person.ask(CREATE, json!({ "input": input })).await.accepted()["scenarioCreate"]["scenario"].clone()
}

both_databases! {
    async fn a_scenario_is_made_empty_and_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let input = new("  Ipotesi B ");
        let made = create(&anna, &input).await;
        assert_eq!(made["name"], "Ipotesi B");
        assert_eq!((&made["revision"], &made["createdBy"], &made["cells"]), (&json!(0), &json!("Anna"), &json!([])));
        assert_eq!(made["provenance"], json!({ "origin": "PLANNER", "source": "Anna" }));
        assert_eq!(create(&anna, &input).await, made, "the same write again");
        let list = anna.ask("{ scenarios { totalCount nodes { name } } }", json!({})).await.accepted()["scenarios"].clone();
        assert_eq!(list, json!({ "totalCount": 2, "nodes": [{ "name": "Ipotesi B" }, { "name": "Ipotesi 2020, 236 operatori" }] }));
    }

    async fn one_creation_sent_many_times_at_once_makes_one_scenario(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.cookie().await;
        let input = new("Ipotesi C");
        let made = futures::future::join_all((0..8).map(|_| create(&anna, &input))).await;
        assert!(made.iter().all(|scenario| *scenario == made[0]), "{made:?}");
        let count = anna.ask("{ scenarios { totalCount } }", json!({})).await.accepted()["scenarios"]["totalCount"].clone();
        assert_eq!(count, 2, "the one that comes with the data, and this one");
    }

    async fn the_same_change_of_a_scenario_again_is_answered_and_not_applied(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let input = |name: &str| json!({ "write": backend::clock::new_id().to_string(), "scenario": Server::scenario(), "name": name });
        let first = input("Prima");
        let send = async |input: &Value| anna.ask(UPDATE, json!({ "input": input })).await.accepted();
        send(&first).await;
        send(&input("Seconda")).await;
        send(&first).await;
        let now = anna.scenario().await;
        assert_eq!((&now["name"], &now["revision"]), (&json!("Seconda"), &json!(2)), "the first change is not made again");
    }

    async fn many_are_listed_in_pages_newest_first(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for number in 0..7 {
            create(&anna, &new(&format!("Ipotesi {number}"))).await;
        }
        let query = "query($after: String) { scenarios(first: 3, after: $after) { nodes { id createdAt } pageInfo { hasNextPage endCursor } } }";
        let (mut after, mut seen) = (json!(null), Vec::new());
        loop {
            let page = anna.ask(query, json!({ "after": after })).await.accepted()["scenarios"].clone();
            seen.extend(page["nodes"].as_array().expect("a list").iter().cloned());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        let ids: std::collections::BTreeSet<String> = seen.iter().map(|row| row["id"].to_string()).collect();
        assert_eq!((seen.len(), ids.len()), (8, 8));
        let times: Vec<String> = seen.iter().map(|row| row["createdAt"].to_string()).collect();
        assert!(times.is_sorted_by(|newer, older| newer >= older), "{times:?}");
    }

    async fn they_come_in_any_order_page_by_page(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for (name, year) in [("beta", 2027), ("Alfa", 2026), ("beta", 2028), ("Gamma", 2027)] {
            let mut outline = new(name);
            outline["year"] = json!(year);
            create(&anna, &outline).await;
        }
        // The one that was made first is changed last.
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        let query = "query($after: String, $order: ScenarioOrder!) { scenarios(first: 2, after: $after, order: $order) {
            nodes { name year createdAt editedAt } pageInfo { hasNextPage endCursor } } }";
        let all = async |order: &str| {
            let (mut after, mut seen) = (json!(null), Vec::new());
            loop {
                let page = anna.ask(query, json!({ "after": after, "order": order })).await.accepted()["scenarios"].clone();
                seen.extend(page["nodes"].as_array().expect("a list").iter().cloned());
                after = page["pageInfo"]["endCursor"].clone();
                if page["pageInfo"]["hasNextPage"] == false {
                    break seen;
                }
            }
        };
        let texts = |rows: &[Value], field: &str| rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>();
        let by_name = all("NAME").await;
        let names: Vec<String> = texts(&by_name, "name").iter().map(|name| name.to_lowercase()).collect();
        assert_eq!((names.len(), names.is_sorted()), (5, true), "{names:?}");
        let by_year = all("YEAR").await;
        assert_eq!(by_year.len(), 5);
        assert!(by_year.is_sorted_by(|one, next| one["year"].as_i64() >= next["year"].as_i64()), "{by_year:?}");
        let newest = all("NEWEST").await;
        assert!(texts(&newest, "createdAt").is_sorted_by(|one, next| one >= next), "{newest:?}");
        let edited = all("EDITED").await;
        assert!(texts(&edited, "editedAt").is_sorted_by(|one, next| one >= next), "{edited:?}");
        assert_eq!(edited.first(), newest.last(), "what was changed last comes first");
    }

    async fn a_scenario_is_renamed_and_bounded_and_others_hear_of_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let before = anna.scenario().await;
        assert_eq!(before["provenance"]["origin"], "ASSUMPTION");
        assert_eq!((&before["headCount"], &before["budgetCents"]), (&json!(236), &json!(1_344_000_000.0)));
        let mut socket = server.socket().await;
        socket.follow(0).await;
        let update = async |person: &Person, input: Value| {
            let mut input = input;
            input["write"] = json!(backend::clock::new_id().to_string());
            input["scenario"] = json!(Server::scenario());
            person.ask(UPDATE, json!({ "input": input })).await
        };
        let renamed = update(&anna, json!({ "name": "Nuova" })).await.accepted()["scenarioUpdate"]["scenario"].clone();
        assert_eq!((&renamed["name"], &renamed["revision"]), (&json!("Nuova"), &json!(1)));
        assert_eq!(renamed["provenance"], before["provenance"], "its numbers still come from where they came from");
        let bounded = update(&bruno, json!({ "headCount": 240 })).await.accepted()["scenarioUpdate"]["scenario"].clone();
        assert_eq!(bounded["provenance"], json!({ "origin": "PLANNER", "source": "Bruno" }));
        assert_eq!((&bounded["name"], &bounded["budgetCents"]), (&json!("Nuova"), &before["budgetCents"]));
        assert_eq!(socket.change().await["outline"], json!({ "name": "Nuova", "headCount": 236 }));
        assert_eq!(socket.change().await["outline"], json!({ "name": "Nuova", "headCount": 240 }));
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        assert_eq!(socket.change().await["outline"], json!(null));
        assert!(matches!(update(&anna, json!({})).await.refused(), Problem::Invalid { .. }), "nothing to change");
        assert!(matches!(update(&anna, json!({ "name": " " })).await.refused(), Problem::Invalid { .. }));
    }

    async fn the_year_of_a_draft_is_changed_told_and_copied(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let update = async |more: Value| {
            let mut input = json!({ "write": backend::clock::new_id().to_string(), "scenario": Server::scenario() });
            for (name, value) in more.as_object().cloned().unwrap_or_default() {
                input[name] = value;
            }
            let query = "mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { year headCount revision provenance { origin } } } }";
            anna.ask(query, json!({ "input": input })).await
        };
        let mut socket = server.socket().await;
        let query = "subscription($id: ID!) { scenarioChanges(scenario: $id, after: 0) { by outline { year headCount budgetCents months } } }";
        socket.subscribe("changes", query, json!({ "id": Server::scenario() })).await;
        let year = |answer: Value| answer["scenarioUpdate"]["scenario"].clone();
        // The numbers still come from where they came from: a year is none of them.
        assert_eq!(year(update(json!({ "year": 2027 })).await.accepted()),
            json!({ "year": 2027, "headCount": 236, "revision": 1, "provenance": { "origin": "ASSUMPTION" } }));
        let outline = json!({ "year": 2027, "headCount": 236, "budgetCents": 1_344_000_000.0, "months": 18 });
        assert_eq!(socket.change().await, json!({ "by": "Anna", "outline": outline }));
        update(json!({ "headCount": 240 })).await.accepted();
        for (wrong, rule) in [(1999, Rule::TooSmall { min: 2000.0 }), (2101, Rule::TooGreat { max: 2100.0 }), (i32::MAX, Rule::TooGreat { max: 2100.0 })] {
            assert_eq!(update(json!({ "year": wrong })).await.refused(), Problem::invalid("year", rule), "{wrong}");
        }
        let copy = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { year headCount } } }";
        for (revision, expected) in [(0, (2020, 236)), (1, (2027, 236)), (2, (2027, 240))] {
            let input = json!({ "write": backend::clock::new_id().to_string(), "scenario": Server::scenario(), "name": "Copia", "revision": revision });
            let copied = anna.ask(copy, json!({ "input": input })).await.accepted()["scenarioCopy"]["scenario"].clone();
            assert_eq!(copied, json!({ "year": expected.0, "headCount": expected.1 }), "as it was at revision {revision}");
        }
    }

    async fn bounds_that_make_no_sense_are_named(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let fields = async |change: (&str, Value)| {
            let mut input = new("x");
            input[change.0] = change.1;
            match anna.ask(CREATE, json!({ "input": input })).await.refused() {
                Problem::Invalid { fields } => fields.into_iter().map(|field| field.field).collect::<Vec<_>>().join(" "),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(fields(("name", json!("\u{0}"))).await, "name");
        assert_eq!(fields(("name", json!("x".repeat(121)))).await, "name");
        assert_eq!(fields(("year", json!(1))).await, "year");
        assert_eq!(fields(("headCount", json!(-1))).await, "headCount");
        assert_eq!(fields(("headCount", json!(2_000_000))).await, "headCount");
        assert_eq!(fields(("budgetCents", json!(0.5))).await, "budgetCents");
        assert_eq!(fields(("budgetCents", json!(1e300))).await, "budgetCents");
        assert_eq!(fields(("months", json!(0))).await, "months");
        assert_eq!(fields(("write", json!("not a UUID"))).await, "write");
    }
}
