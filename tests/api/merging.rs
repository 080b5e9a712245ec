//! Two scenarios put together: what each changed since both were one, and what someone has to say.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

const MERGE: &str = "query($scenario: ID!, $from: ID!) { scenarioMerge(scenario: $scenario, from: $from) {
    scenario { id } from { name } base { scenario name revision } figures { key base mine theirs fate } bounds { bound base mine theirs fate }
    cells { cpi profile base { operators } mine { operators locked } theirs { operators locked } fate asks both { operators } } } }";
const SET: &str = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";

async fn set(person: &Person, scenario: &str, cells: &[(&str, i64, bool)]) {
    let query = "query($id: ID!) { scenario(id: $id) { cells { cpi profile revision } } }";
    let there = person.ask(query, json!({ "id": scenario })).await.accepted()["scenario"]["cells"].clone();
    let seen = |cpi: &str| {
        there.as_array().into_iter().flatten().find(|of| of["cpi"] == cpi).map_or(json!(0), |of| of["revision"].clone())
    };
    let edits: Vec<Value> = cells.iter().map(|(cpi, operators, locked)| {
        json!({ "cpi": cpi, "profile": "OR", "operators": operators, "locked": locked, "seen": seen(cpi) })
    }).collect();
    person
        .ask(SET, json!({ "input": { "write": new_write(), "scenario": scenario, "edits": edits } }))
        .await
        .accepted();
}

async fn copy(person: &Person, scenario: &str, name: &str) -> String {
    let input = json!({ "write": new_write(), "scenario": scenario, "name": name });
    let copied = person.ask(COPY, json!({ "input": input })).await.accepted();
    copied["scenarioCopy"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

async fn merged(person: &Person, scenario: &str, from: &str) -> Value {
    person.ask(MERGE, json!({ "scenario": scenario, "from": from })).await.accepted()["scenarioMerge"].clone()
}

/// Each cell as `FG01 base mine theirs FATE`, with `?` where someone has to say.
fn told(merge: &Value) -> Vec<String> {
    let line = |of: &Value| {
        let n = |side: &str| of[side]["operators"].to_string();
        let (cpi, fate) = (of["cpi"].as_str().expect("a code"), of["fate"].as_str().expect("a fate"));
        let both = if of["both"].is_null() { String::new() } else { format!(" both {}", n("both")) };
        let asks = if of["asks"] == true { "?" } else { "" };
        format!("{cpi} {} {} {} {fate}{asks}{both}", n("base"), n("mine"), n("theirs"))
    };
    merge["cells"].as_array().expect("a list").iter().map(line).collect()
}

both_databases! {
    async fn two_copies_are_held_against_what_both_come_from(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let origin = Server::scenario();
        set(&anna, &origin, &[("FG01", 2, false), ("FG02", 2, false), ("FG03", 2, true)]).await;
        let one = copy(&anna, &origin, "Una").await;
        // Later than the first copy: it is news to it, and none of the origin's.
        set(&anna, &origin, &[("FG04", 7, false)]).await;
        let other = copy(&anna, &origin, "Altra").await;
        set(&anna, &one, &[("FG01", 3, false), ("FG05", 1, false), ("FG06", 4, false)]).await;
        set(&anna, &other, &[("FG01", 5, false), ("FG02", 0, false), ("FG03", 9, false), ("FG06", 4, false)]).await;
        let merge = merged(&anna, &one, &other).await;
        assert_eq!((&merge["base"]["scenario"], &merge["base"]["revision"]), (&json!(origin), &json!(1)));
        assert_eq!(told(&merge), [
            "FG01 2 3 5 CONFLICT? both 6", "FG02 2 2 0 THEIRS", "FG03 2 2 9 THEIRS?", "FG04 0 0 7 THEIRS", "FG05 0 1 0 MINE", "FG06 0 4 4 SAME",
        ]);
        // The other way round the same is disputed; a copy is held against its origin as it was then.
        assert_eq!(told(&merged(&anna, &other, &one).await)[0], "FG01 2 5 3 CONFLICT? both 6");
        let back = merged(&anna, &origin, &one).await;
        assert_eq!((&back["base"]["scenario"], &back["base"]["revision"]), (&json!(origin), &json!(1)));
        assert_eq!(told(&back), ["FG01 2 2 3 THEIRS", "FG04 0 7 0 MINE", "FG05 0 0 1 THEIRS", "FG06 0 0 4 THEIRS"]);
        // Taken like anything typed, nothing is left but what was kept.
        set(&anna, &one, &[("FG01", 6, false), ("FG02", 0, false), ("FG04", 7, false)]).await;
        assert_eq!(told(&merged(&anna, &one, &other).await), [
            "FG01 2 6 5 CONFLICT? both 9", "FG02 2 0 0 SAME", "FG03 2 2 9 THEIRS?", "FG04 0 7 7 SAME", "FG05 0 1 0 MINE", "FG06 0 4 4 SAME",
        ]);
    }

    async fn without_anything_in_common_all_is_news_and_bounds_and_figures_are_told(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let create = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
        let input = json!({ "write": new_write(), "name": "Nuova", "year": 2026, "headCount": 50, "budgetCents": 1e9, "months": 12 });
        let made = anna.ask(create, json!({ "input": input })).await.accepted()["scenarioCreate"]["scenario"]["id"].clone();
        let (made, first) = (made.as_str().expect("an id").to_owned(), Server::scenario());
        set(&anna, &made, &[("FG01", 3, false)]).await;
        set(&anna, &first, &[("FG01", 4, false), ("FG02", 1, false)]).await;
        let figures = "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }";
        let edits = json!([{ "key": "service.F3.minutes", "value": 75, "seen": 0 }]);
        anna.ask(figures, json!({ "input": { "write": new_write(), "scenario": first, "edits": edits } })).await.accepted();
        let merge = merged(&anna, &made, &first).await;
        assert_eq!(merge["base"], Value::Null);
        assert_eq!(told(&merge), ["FG01 0 3 4 CONFLICT? both 7", "FG02 0 0 1 THEIRS"]);
        assert_eq!(merge["figures"], json!([{ "key": "service.F3.minutes", "base": null, "mine": null, "theirs": 75.0, "fate": "THEIRS" }]));
        let bounds: Vec<&Value> = merge["bounds"].as_array().expect("a list").iter().map(|of| &of["bound"]).collect();
        assert_eq!(bounds, ["HEAD_COUNT", "BUDGET_CENTS", "MONTHS"]);
        let refused = async |from: &str| anna.ask(MERGE, json!({ "scenario": made, "from": from })).await.refused();
        assert_eq!(refused(&made).await, Problem::invalid("from", Rule::Duplicate));
        assert_eq!(refused("x").await, Problem::NotFound);
        let partner = server.person_as("Partner", "PARTNER", Some("ORG-001"));
        assert_eq!(partner.ask(MERGE, json!({ "scenario": made, "from": first })).await.refused(), Problem::Forbidden);
    }
}
