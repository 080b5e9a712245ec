//! What is asked of the region: one query, few statements, pages, ids.

use std::time::Duration;

use backend::config::Settings;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use crate::support::{Person, Server, TestDatabase, both_databases, edit};

/// All job centres with their province, catchment and sizing: what the first page needs, and more.
const EVERYTHING: &str =
    "query($scenario: ID!) { cpis(first: 500) { totalCount nodes { code name province { name cpis { code } }
    municipalities { name cpi { code } }
    sizing(scenario: $scenario) { weight load { required have placed pressure wisnRatio unmetHours }
        cells { profile { code } basic load { required } } } } } }";

/// How many statements the query takes, and what it is answered.
async fn statements_of(server: &Server, asks: &Person) -> (u64, Value) {
    let before = server.db().statements();
    let answer = asks.ask(EVERYTHING, json!({ "scenario": Server::scenario() })).await.accepted();
    (server.db().statements() - before, answer)
}

both_databases! {
    async fn the_region_comes_in_one_query_and_few_statements(database: TestDatabase) {
        // Rows of one level are gathered for so long that no slow machine cuts a level in two.
        let settings = Settings { gather: Duration::from_millis(250), ..Settings::default() };
        let server = Server::start_with(database, settings).await;
        let anna = server.person("Anna");
        anna.scenario().await;
        let empty = statements_of(&server, &anna).await.0;
        anna.set(json!([edit("FG01", "OR", 5, 0)])).await.accepted();
        let (statements, answer) = statements_of(&server, &anna).await;
        let cpis = answer["cpis"]["nodes"].as_array().expect("a list").clone();
        assert_eq!(cpis.len(), 43);
        assert_eq!(answer["cpis"]["totalCount"], 43);
        let municipalities: usize = cpis.iter().map(|cpi| cpi["municipalities"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(municipalities, 257);
        let weights: f64 = cpis.iter().filter_map(|cpi| cpi["sizing"]["weight"].as_f64()).sum();
        assert!((weights - 1.0).abs() < 1e-9);
        let have: f64 = cpis.iter().filter_map(|cpi| cpi["sizing"]["load"]["have"].as_f64()).sum();
        assert!((have - 371.0).abs() < 1e-9);
        let placed: Vec<_> = cpis.iter().filter(|cpi| cpi["sizing"]["load"]["placed"] != 0).collect();
        assert_eq!(placed.len(), 1);
        assert_eq!((&placed[0]["code"], &placed[0]["sizing"]["load"]["placed"]), (&json!("FG01"), &json!(5)));
        // Three to know who asks, then one a level. The scenario, its own figures and what changed of the catchments are asked for once, not once a centre.
        assert_eq!((statements, empty), (18, 18));
    }

    async fn the_sizing_adds_up_over_provinces_and_region(database: TestDatabase) {
        let server = Server::start(database).await;
        let query = "{ sizing { figuresRevision availableHours load { required have } provinces { province { code } load { required have } }
            cpis { cpi { code } load { required have } } } }";
        let sizing = server.person("Anna").ask(query, json!({})).await.accepted()["sizing"].clone();
        let sum = |list: &str, of: &str| -> f64 {
            sizing[list].as_array().expect("a list").iter().filter_map(|entry| entry["load"][of].as_f64()).sum()
        };
        assert!((sizing["availableHours"].as_f64().expect("a number") - 1490.4).abs() < 1e-9);
        for of in ["required", "have"] {
            let all = sizing["load"][of].as_f64().expect("a number");
            assert!((sum("provinces", of) - all).abs() < 1e-6);
            assert!((sum("cpis", of) - all).abs() < 1e-6);
        }
        assert_eq!(sizing["provinces"].as_array().map(Vec::len), Some(6));
    }

    async fn the_demand_and_the_formula_of_every_cell_add_up(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let set = |key: &str, value: f64| json!({ "key": key, "value": value, "seen": 0 });
        let edits = json!([set("individual_allowance.FG03.OR", 298.0), set("staff.FG03.OR", 12.5), set("service.A.volume.FG", 90_000.0)]);
        anna.figures_set(edits).await.accepted();
        let query = "{ sizing { staffTotal load { have } cpis { cpi { code province { code } } cells { profile { code } basic load { required have }
            haveProvenance { origin source } explanation { parts { service { code } volume minutes share hours }
            availableHours basic allowanceFactor individualHours required provenance { origin } } } } } }";
        let sizing = anna.ask(query, json!({})).await.accepted()["sizing"].clone();
        let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(1.0);
        let (mut visits, mut of_foggia) = (0.0, 0.0);
        for cpi in sizing["cpis"].as_array().expect("a list") {
            for cell in cpi["cells"].as_array().expect("a list") {
                let told = &cell["explanation"];
                let parts = told["parts"].as_array().expect("a list");
                for part in parts {
                    let hours = number(&part["volume"]) * number(&part["minutes"]) / 60.0 * number(&part["share"]);
                    assert!(near(hours, number(&part["hours"])), "{part}");
                    if part["service"]["code"] == "A" {
                        visits += number(&part["volume"]);
                        of_foggia += if cpi["cpi"]["province"]["code"] == "FG" { number(&part["volume"]) } else { 0.0 };
                    }
                }
                let hours: f64 = parts.iter().map(|part| number(&part["hours"])).sum();
                let basic = hours / number(&told["availableHours"]);
                assert!(near(basic, number(&told["basic"])) && told["basic"] == cell["basic"], "{cell}");
                let individual = number(&told["individualHours"]) / number(&told["availableHours"]);
                let required = basic * number(&told["allowanceFactor"]) + individual;
                assert!(near(required, number(&told["required"])) && told["required"] == cell["load"]["required"], "{cell}");
                assert_eq!(told["provenance"]["origin"], "DERIVED");
                let stated = cpi["cpi"]["code"] == "FG03" && cell["profile"]["code"] == "OR";
                let origin = if stated { "PLANNER" } else { "DERIVED" };
                assert_eq!(cell["haveProvenance"]["origin"], origin, "{cell}");
                assert_eq!(number(&told["individualHours"]), if stated { 298.0 } else { 0.0 });
            }
        }
        // The front office alone works service A, so each job centre tells its visits once.
        assert!((visits - 300_000.0).abs() < 1e-3 && (of_foggia - 90_000.0).abs() < 1e-3, "{visits} {of_foggia}");
        assert_eq!(sizing["staffTotal"], 371.0);
        assert_ne!(sizing["load"]["have"], 371.0, "a stated number moves no other cell");
    }

    async fn pages_follow_each_other_without_gap(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "query($after: String) { municipalities(first: 100, after: $after) {
            totalCount edges { cursor } nodes { istat } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
        let (mut after, mut seen, mut pages) = (json!(null), Vec::new(), 0);
        loop {
            let page = anna.ask(query, json!({ "after": after })).await.accepted()["municipalities"].clone();
            seen.extend(page["nodes"].as_array().expect("a list").iter().map(|row| row["istat"].as_str().expect("a code").to_owned()));
            pages += 1;
            assert_eq!(page["totalCount"], 257);
            assert_eq!(page["pageInfo"]["hasPreviousPage"], pages > 1);
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(pages, 3);
        let sorted: std::collections::BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!((seen.len(), sorted.len()), (257, 257));
        let all = anna.ask("{ municipalities(first: 500) { nodes { istat } pageInfo { hasNextPage } } }", json!({})).await;
        assert_eq!(all.accepted()["municipalities"]["nodes"].as_array().map(Vec::len), Some(257));
    }

    async fn lists_are_narrowed_by_place(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (foggia, bari) = (GlobalId::new(Kind::Province, "FG"), GlobalId::new(Kind::Cpi, "BA03"));
        let query = "query($p: ID!, $c: ID!) { cpis(province: $p) { totalCount nodes { code } }
            municipalities(province: $p) { totalCount } of: municipalities(cpi: $c) { totalCount nodes { name } } }";
        let found = anna.ask(query, json!({ "p": foggia.to_string(), "c": bari.to_string() })).await.accepted();
        assert_eq!((&found["cpis"]["totalCount"], &found["municipalities"]["totalCount"]), (&json!(7), &json!(61)));
        assert_eq!(found["of"]["nodes"], json!([{ "name": "Bari" }]));
    }

    async fn lists_of_the_territory_come_in_any_order_page_by_page(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let key = |row: &serde_json::Value| row["istat"].as_str().or(row["code"].as_str()).unwrap_or_default().to_owned();
        for (list, code) in [("cpis", "code"), ("municipalities", "istat")] {
            let mut seen = Vec::new();
            for order in ["CODE", "NAME", "RESIDENTS"] {
                let query = format!("query($after: String) {{ {list}(first: 40, after: $after, order: {order}) {{
                    totalCount nodes {{ {code} name residents }} pageInfo {{ endCursor hasNextPage }} }} }}");
                let (mut rows, mut after) = (Vec::new(), json!(null));
                loop {
                    let page = anna.ask(&query, json!({ "after": after })).await.accepted()[list].clone();
                    rows.extend(page["nodes"].as_array().expect("a list").iter().cloned());
                    after = page["pageInfo"]["endCursor"].clone();
                    if page["pageInfo"]["hasNextPage"] == false {
                        assert_eq!(page["totalCount"], rows.len(), "{list} by {order}: each once");
                        break;
                    }
                }
                let residents: Vec<i64> = rows.iter().filter_map(|row| row["residents"].as_i64()).collect();
                let keys: Vec<String> = rows.iter().map(key).collect();
                assert_eq!((order == "RESIDENTS", order == "CODE"), (residents.is_sorted_by(|one, other| one >= other), keys.is_sorted()));
                let mut all = keys.clone();
                all.sort();
                all.dedup();
                assert_eq!(all.len(), keys.len(), "{list} by {order}: none twice");
                seen.push(keys);
            }
            assert!(seen[0] != seen[1] && seen[1] != seen[2], "{list}: three orders");
        }
        let names = anna.ask("{ provinces(order: NAME) { name } most: provinces(order: RESIDENTS) { code } }", json!({})).await.accepted();
        assert_eq!((&names["provinces"][0]["name"], &names["most"][0]["code"]), (&json!("Bari"), &json!("BA")));
    }

    async fn a_page_beyond_its_bounds_is_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let ask = async |list: &str| anna.ask(&format!("{{ {list} {{ totalCount }} }}"), json!({})).await.refused();
        assert_eq!(ask("cpis(first: 501)").await, Problem::invalid("first", Rule::TooGreat { max: 500.0 }));
        assert_eq!(ask("cpis(first: -1)").await, Problem::invalid("first", Rule::TooSmall { min: 0.0 }));
        for cursor in ["", "!", "AA", "QQBC"] {
            let refused = ask(&format!("scenarios(after: \"{cursor}\")")).await;
            assert_eq!(refused, Problem::invalid("after", Rule::Unknown), "{cursor}");
        }
        let page = anna.ask("{ municipalities(first: 1) { pageInfo { endCursor } } }", json!({})).await.accepted();
        let other = page["municipalities"]["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
        let refused = ask(&format!("cpis(after: \"{other}\")")).await;
        assert_eq!(refused, Problem::invalid("after", Rule::Unknown), "a cursor of another list");
        assert_eq!(ask("cpis(province: \"nonsense\")").await, Problem::NotFound);
        let cpi = GlobalId::new(Kind::Cpi, "BA03");
        assert_eq!(ask(&format!("cpis(province: \"{cpi}\")")).await, Problem::NotFound, "an id of another kind");
        let missing = GlobalId::new(Kind::Province, "ZZ");
        assert_eq!(ask(&format!("municipalities(province: \"{missing}\")")).await, Problem::NotFound);
    }

    async fn every_kind_of_object_is_found_by_its_id(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "query($id: ID!) { node(id: $id) { __typename id } }";
        let first = crate::support::FIRST_SCENARIO;
        for (kind, key) in [
            (Kind::Province, "FG"), (Kind::Cpi, "FG01"), (Kind::Municipality, "071001"), (Kind::Profile, "OR"),
            (Kind::Service, "F3"), (Kind::Figure, "staff.total"), (Kind::Scenario, first),
        ] {
            let id = GlobalId::new(kind, key).to_string();
            let node = anna.ask(query, json!({ "id": id })).await.accepted()["node"].clone();
            assert_eq!(node, json!({ "__typename": kind.name(), "id": id }));
            let missing = GlobalId::new(kind, "ZZ99").to_string();
            assert_eq!(anna.ask(query, json!({ "id": missing })).await.accepted()["node"], json!(null));
        }
        for nonsense in ["", "FG01", "Q3BpOgA"] {
            assert_eq!(anna.ask(query, json!({ "id": nonsense })).await.accepted()["node"], json!(null), "{nonsense}");
        }
    }
}

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let committed = include_str!("../../schema.graphql");
    assert!(committed == backend::graphql::sdl(), "run `tavoliere schema > schema.graphql` and commit it");
}
