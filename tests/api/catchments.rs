//! Catchments with days: drafts follow the map of the day, what is approved keeps that of its approval, what is to come can be withdrawn.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use backend::clock::Clock;
use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, new_write};

const SET: &str = "mutation($input: CatchmentsSetInput!) { catchmentsSet(input: $input) { revision } }";
const WITHDRAW: &str = "mutation($input: CatchmentsWithdrawInput!) { catchmentsWithdraw(input: $input) { revision } }";
const STEP: &str = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }";
const CHANGES: &str = "query($first: Int, $after: String) { catchmentChanges(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { revision validFrom note by isToCome moves { municipality { istat name } from { code } to { code } } } } }";
/// Gravina in Puglia, from Altamura to Bitonto.
const GRAVINA: (&str, &str) = ("072023", "BA04");

/// A clock that begins at half past eleven in the evening of 28 February 2027 in Rome, and goes ahead by as many minutes as are stored.
fn clock() -> (Arc<AtomicI64>, Clock) {
    let ahead = Arc::new(AtomicI64::new(0));
    let minutes = Arc::clone(&ahead);
    let start = DateTime::parse_from_rfc3339("2027-02-28T22:30:00Z").expect("an instant").to_utc();
    (ahead, Clock::from_fn(move || start + TimeDelta::minutes(minutes.load(Ordering::Relaxed))))
}

fn input(from: &str, moves: &[(&str, &str)]) -> Value {
    let moves: Vec<Value> = moves.iter().map(|(town, cpi)| json!({ "municipality": town, "cpi": cpi })).collect();
    json!({ "write": new_write(), "validFrom": from, "note": " DGR 12/2027 ", "moves": moves })
}

async fn set(person: &Person, from: &str, moves: &[(&str, &str)]) -> Answer {
    person.ask(SET, json!({ "input": input(from, moves) })).await
}

async fn withdraw(person: &Person, revision: &Value) -> Answer {
    person.ask(WITHDRAW, json!({ "input": { "write": new_write(), "revision": revision } })).await
}

async fn approve(person: &Person, scenario: &str) {
    for step in ["PROPOSE", "APPROVE"] {
        let input = json!({ "write": new_write(), "scenario": scenario, "step": step });
        person.ask(STEP, json!({ "input": input })).await.accepted();
    }
}

async fn copy(person: &Person, scenario: &str) -> String {
    let input = json!({ "write": new_write(), "scenario": scenario, "name": "Copia" });
    let copied = person.ask(COPY, json!({ "input": input })).await.accepted();
    copied["scenarioCopy"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

/// All that is computed of a scenario: its sizing by job centre, a proposal, and its place in a comparison.
async fn computed(person: &Person, scenario: &str, beside: &str) -> Value {
    let query = "query($id: ID!, $both: [ID!]!) {
        sizing(scenario: $id) { figuresRevision load { required have pressure unmetHours } cpis { cells { load { required have } } } }
        proposal(scenario: $id, objective: { kind: EQUITY }, constraints: { headCount: { atLeast: 20, atMost: 20 } }) {
            best { cells { cell { cpi profile } operators } proposed { worstPressure } } }
        scenarioCompare(scenarios: $both) { region { load { required } worstPressure } } }";
    let mut all = person.ask(query, json!({ "id": scenario, "both": [scenario, beside] })).await.accepted();
    all["scenarioCompare"] = all["scenarioCompare"]["region"][0].clone();
    all
}

/// A scenario's table as a file.
async fn table(server: &Server, person: &Person, scenario: &str) -> String {
    let id = shared::id::GlobalId::key_of(scenario, shared::id::Kind::Scenario).expect("an id");
    let url = format!("http://{}/scenari/{id}/tabella.csv", server.running.address);
    let request = reqwest::Client::new().get(url).header("cookie", person.cookie().await);
    request.send().await.expect("an answer").text().await.expect("text")
}

/// Residents of working age, registered unemployed and municipalities of a job centre, on a day if one is named.
async fn served(person: &Person, code: &str, on: Option<&str>) -> (i64, bool) {
    let query = "query($on: NaiveDate) { cpis(first: 500) { nodes { code workingAge staffedFor municipalities(on: $on) { istat } } } }";
    let all = person.ask(query, json!({ "on": on })).await.accepted()["cpis"]["nodes"].clone();
    let own = all.as_array().expect("a list").iter().find(|of| of["code"] == code).expect("the centre").clone();
    let is_there = own["municipalities"].as_array().expect("a list").iter().any(|of| of["istat"] == GRAVINA.0);
    (own["workingAge"].as_i64().expect("a number"), is_there)
}

async fn changes(person: &Person, first: u32, after: &Value) -> Value {
    person.ask(CHANGES, json!({ "first": first, "after": after })).await.accepted()["catchmentChanges"].clone()
}

both_databases! {
    async fn drafts_follow_the_map_of_the_day_and_what_is_approved_keeps_its_own(database: TestDatabase) {
        let (ahead, clock) = clock();
        let server = Server::start_at(database, Server::behind_a_proxy(), clock).await;
        let anna = server.person("Anna");
        let draft = Server::scenario();
        anna.set(json!([{ "cpi": "BA02", "profile": "OR", "operators": 2, "locked": false, "seen": 0 }])).await.accepted();
        let kept = copy(&anna, &draft).await;
        approve(&anna, &kept).await;
        let before = (computed(&anna, &draft, &kept).await, computed(&anna, &kept, &draft).await, table(&server, &anna, &kept).await);
        set(&anna, "2027-03-01", &[GRAVINA]).await.accepted();
        // It is still February: nothing has moved, and one can ask for what will be.
        let figures = |of: &Value| { let mut of = of.clone(); of["sizing"]["figuresRevision"] = Value::Null; of };
        assert_eq!(figures(&computed(&anna, &draft, &kept).await), figures(&before.0));
        assert_eq!((served(&anna, "BA02", None).await, served(&anna, "BA04", None).await), ((75_978, true), (48_702, false)));
        assert!(served(&anna, "BA04", Some("2027-03-01")).await.1 && !served(&anna, "BA02", Some("2027-03-01")).await.1);
        ahead.store(40, Ordering::Relaxed);
        assert_eq!((served(&anna, "BA02", None).await, served(&anna, "BA04", None).await), ((47_574, false), (77_106, true)));
        assert!(served(&anna, "BA02", Some("2027-02-28")).await.1, "the past keeps its map");
        assert_eq!((computed(&anna, &kept, &draft).await, table(&server, &anna, &kept).await), (before.1, before.2), "and so does what is approved");
        let after = computed(&anna, &draft, &kept).await;
        let of = |all: &Value, path: &str| all["sizing"].pointer(path).and_then(Value::as_f64).expect("a number");
        let differs = |path: &str| (of(&after, path) - of(&before.0, path)).abs() > 1e-6;
        assert!(!differs("/load/required") && !differs("/load/have"), "the region needs as many, and nobody has left");
        let cells = |all: &Value, name: &str| -> Vec<f64> {
            let cpis = all["sizing"]["cpis"].as_array().expect("a list").iter();
            cpis.map(|cpi| cpi["cells"].as_array().expect("a list").iter().map(|cell| cell["load"][name].as_f64().expect("a number")).sum()).collect()
        };
        let moved = |name: &str| cells(&after, name).iter().zip(cells(&before.0, name)).filter(|(one, other)| (**one - other).abs() > 1e-6).count();
        assert_eq!((moved("required"), moved("have")), (2, 0), "two centres need another number, and people stay at their desks");
        assert_ne!(after["proposal"], before.0["proposal"]);
        // A copy of what is approved is a draft; what is approved now keeps the map of now.
        let again = copy(&anna, &kept).await;
        assert_eq!(cells(&computed(&anna, &again, &kept).await, "required"), cells(&after, "required"));
        approve(&anna, &again).await;
        let new = computed(&anna, &again, &kept).await;
        set(&anna, "2027-03-01", &[(GRAVINA.0, "BA02")]).await.accepted();
        assert_eq!(computed(&anna, &again, &kept).await, new, "even of what is put in force on the same day");
        assert_eq!(served(&anna, "BA02", None).await, (75_978, true));
        let query = "query($id: ID!) { scenario(id: $id) { base { mapDay catchments { cpi workingAge staffedFor } } } }";
        let base = |of: Value| of["scenario"]["base"].clone();
        let (kept, again) = (base(anna.ask(query, json!({ "id": kept })).await.accepted()), base(anna.ask(query, json!({ "id": again })).await.accepted()));
        assert_eq!((&kept["mapDay"], &again["mapDay"]), (&json!("2027-02-28"), &json!("2027-03-01")));
        let of = |base: &Value| base["catchments"].as_array().expect("a list").iter().find(|of| of["cpi"] == "BA04").cloned();
        assert_eq!(of(&kept), Some(json!({ "cpi": "BA04", "workingAge": 48_702, "staffedFor": 48_702 })));
        assert_eq!(of(&again), Some(json!({ "cpi": "BA04", "workingAge": 77_106, "staffedFor": 48_702 })));
    }

    async fn what_cannot_be_is_refused_at_its_field(database: TestDatabase) {
        let (_, clock) = clock();
        let server = Server::start_at(database, Server::behind_a_proxy(), clock).await;
        let anna = server.person("Anna");
        let first = async |from: &str, moves: &[(&str, &str)]| match set(&anna, from, moves).await.refused() {
            Problem::Invalid { fields } => (fields[0].field.clone(), fields[0].rule.clone()),
            other => panic!("{other:?}"),
        };
        let problem = |field: &str, rule: Rule| (field.to_owned(), rule);
        let day = "2027-03-01";
        assert_eq!(first("2027-02-27", &[GRAVINA]).await, problem("validFrom", Rule::TooEarly { earliest: "2027-02-28".into() }));
        assert_eq!(first(day, &[]).await, problem("moves", Rule::Required));
        assert_eq!(first(day, &[(GRAVINA.0, "BA02")]).await, problem("moves", Rule::Required), "it is there already");
        assert_eq!(first(day, &[GRAVINA, (GRAVINA.0, "BA01")]).await, problem("moves.1.municipality", Rule::Duplicate));
        assert_eq!(first(day, &[GRAVINA, ("071024", "FG01")]).await, problem("moves.1.municipality", Rule::NotNow), "a seat stays");
        assert_eq!(first(day, &[("999999", "BA01")]).await, problem("moves.0.municipality", Rule::Unknown));
        assert_eq!(first(day, &[(GRAVINA.0, "ZZ99")]).await, problem("moves.0.cpi", Rule::Unknown));
        let mut nameless = input(day, &[GRAVINA]);
        nameless["note"] = json!("  ");
        assert_eq!(anna.ask(SET, json!({ "input": nameless })).await.refused(), Problem::invalid("note", Rule::Required));
        let coordinator = server.person_as("Carla", "COORDINATOR", Some("BA"));
        assert_eq!(set(&coordinator, day, &[GRAVINA]).await.refused(), Problem::Forbidden);
        assert_eq!(changes(&anna, 5, &Value::Null).await["totalCount"], 0);
    }

    async fn what_is_to_come_is_told_and_can_be_withdrawn(database: TestDatabase) {
        let (ahead, clock) = clock();
        let server = Server::start_at(database, Server::behind_a_proxy(), clock).await;
        let (anna, visitor) = (server.person("Anna"), server.visitor());
        let mut socket = server.socket().await;
        socket.subscribe("changes", "subscription { figureChanges(after: 0) { revision by catchments figures { key } } }", json!({})).await;
        let told = input("2027-06-01", &[GRAVINA, ("071002", "BT01")]);
        let made = anna.ask(SET, json!({ "input": told })).await.accepted();
        assert_eq!(anna.ask(SET, json!({ "input": told })).await.accepted(), made, "sent again it is the same one");
        let revision = made["catchmentsSet"]["revision"].clone();
        let told = loop {
            let message = socket.hear().await;
            if message["type"] == "next" {
                break message["payload"]["data"]["figureChanges"].clone();
            }
        };
        assert_eq!(told, json!({ "revision": revision, "by": "Anna", "catchments": true, "figures": [] }));
        let second = set(&anna, "2027-03-01", &[("072023", "BA01")]).await.accepted()["catchmentsSet"]["revision"].clone();
        let page = changes(&visitor, 1, &Value::Null).await;
        assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"], &page["nodes"][0]["revision"]), (&json!(2), &json!(true), &second));
        let page = changes(&visitor, 1, &page["pageInfo"]["endCursor"]).await;
        let change = &page["nodes"][0];
        assert_eq!((&change["note"], &change["by"], &change["isToCome"]), (&json!("DGR 12/2027"), &json!("Anna"), &json!(true)));
        let moved = json!({ "municipality": { "istat": "072023", "name": "Gravina in Puglia" }, "from": { "code": "BA01" }, "to": { "code": "BA04" } });
        assert_eq!((change["moves"].as_array().map(Vec::len), &change["moves"][1]), (Some(2), &moved), "from where it is by then");
        let query = "{ municipalities(first: 500) { nodes { istat cpi { code } catchments { cpi { code } validFrom note by } } } }";
        let towns = visitor.ask(query, json!({})).await.accepted()["municipalities"]["nodes"].clone();
        let town = towns.as_array().expect("a list").iter().find(|of| of["istat"] == GRAVINA.0).expect("the town").clone();
        assert_eq!(town["cpi"]["code"], "BA02");
        assert_eq!(town["catchments"], json!([
            { "cpi": { "code": "BA02" }, "validFrom": null, "note": null, "by": null },
            { "cpi": { "code": "BA01" }, "validFrom": "2027-03-01", "note": "DGR 12/2027", "by": "Anna" },
            { "cpi": { "code": "BA04" }, "validFrom": "2027-06-01", "note": "DGR 12/2027", "by": "Anna" },
        ]));
        ahead.store(40, Ordering::Relaxed);
        assert_eq!(withdraw(&anna, &second).await.refused(), Problem::invalid("revision", Rule::NotNow), "it is in force");
        assert_eq!(withdraw(&anna, &json!(999)).await.refused(), Problem::invalid("revision", Rule::Unknown));
        let coordinator = server.person_as("Carla", "COORDINATOR", Some("BA"));
        assert_eq!(withdraw(&coordinator, &revision).await.refused(), Problem::Forbidden);
        withdraw(&anna, &revision).await.accepted();
        assert_eq!(changes(&visitor, 5, &Value::Null).await["totalCount"], 1);
        // The lists of municipalities follow today's map, page by page and counted.
        let cpis = visitor.ask("{ cpis(first: 500) { nodes { id code } } }", json!({})).await.accepted()["cpis"]["nodes"].clone();
        let id = |code: &str| cpis.as_array().expect("a list").iter().find(|of| of["code"] == code).expect("the centre")["id"].clone();
        let query = "query($cpi: ID) { municipalities(first: 500, cpi: $cpi) { totalCount nodes { istat provenance { origin source } } } }";
        for (code, is_there) in [("BA01", true), ("BA02", false)] {
            let list = visitor.ask(query, json!({ "cpi": id(code) })).await.accepted()["municipalities"].clone();
            let nodes = list["nodes"].as_array().expect("a list");
            let town = nodes.iter().find(|of| of["istat"] == GRAVINA.0);
            assert_eq!((town.is_some(), list["totalCount"].as_u64()), (is_there, Some(nodes.len() as u64)), "{code}");
            assert!(town.is_none_or(|of| of["provenance"] == json!({ "origin": "PLANNER", "source": "Anna" })));
        }
        let query = "{ audit(filter: { kind: \"catchment\" }) { nodes { action actorName before after } } }";
        let register = anna.ask(query, json!({})).await.accepted()["audit"]["nodes"].clone();
        let actions: Vec<&Value> = register.as_array().expect("a list").iter().map(|of| &of["action"]).collect();
        assert_eq!(actions, [&json!("catchmentsWithdraw"), &json!("catchmentsSet"), &json!("catchmentsSet")]);
        let after: Value = serde_json::from_str(register[1]["after"].as_str().expect("it is there")).expect("JSON");
        assert_eq!(after["moves"], json!([{ "municipality": "072023", "from": "BA02", "to": "BA01" }]));
    }
}
