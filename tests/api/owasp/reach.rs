//! Ids of what is somebody else's, put where one's own would stand, in every query that takes one.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::id::{GlobalId, Kind};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

/// What takes ids of what everybody may read.
const OF_EVERYBODY: [&str; 3] = ["cpis", "municipalities", "organisation"];

/// The queries that take an id themselves.
async fn taking_ids(anyone: &Person) -> BTreeSet<String> {
    let of = "name ofType { name ofType { name ofType { name } } }";
    let query = format!("{{ __schema {{ queryType {{ fields {{ name args {{ type {{ {of} }} }} }} }} }} }}");
    let schema = anyone.ask(&query, json!({})).await.accepted();
    let fields = schema["__schema"]["queryType"]["fields"].as_array().expect("fields").clone();
    let takes = |field: &&Value| {
        let mut args = field["args"].as_array().expect("arguments").iter();
        args.any(|arg| arg["type"].to_string().contains("\"name\":\"ID\""))
    };
    fields.iter().filter(takes).map(|field| field["name"].as_str().expect("a name").to_owned()).collect()
}

/// A query with an id: `$id` where it stands.
fn request(name: &str) -> &'static str {
    match name {
        "node" => "node(id: $id) { id }",
        "sizing" => "sizing(scenario: $id) { availableHours }",
        "scenario" => "scenario(id: $id) { name }",
        "scenarioMerge" => "scenarioMerge(scenario: $id, from: $id) { __typename }",
        "scenarioCompare" => "scenarioCompare(scenarios: [$id, $id]) { __typename }",
        "proposal" => "proposal(scenario: $id, objective: { kind: EQUITY }) { __typename }",
        "proposalMargins" => "proposalMargins(scenario: $id, objective: { kind: EQUITY }) { __typename }",
        "proposalFrontier" => "proposalFrontier(scenario: $id, objective: { kind: EQUITY }) { __typename }",
        "proposalRobust" => {
            "proposalRobust(scenario: $id, objective: { kind: EQUITY }, cases: [{ name: \"a\" }]) { __typename }"
        }
        "accountSessions" => "accountSessions(account: $id) { browser }",
        "accountIdentities" => "accountIdentities(account: $id) { issuer }",
        "event" => "event(id: $id) { title }",
        "eventClashes" => {
            "eventClashes(id: $id, event: { title: \"Mio\", kind: MEETING, cpi: \"FG01\", start: \"2027-05-10T08:30:00Z\", end: \"2027-05-10T11:30:00Z\" }) { kind }"
        }
        "eventContribution" => {
            "eventContribution(id: $id, event: { title: \"Mio\", kind: MEETING, cpi: \"FG01\", start: \"2027-05-10T08:30:00Z\", end: \"2027-05-10T11:30:00Z\" }) { lines { code } }"
        }
        "partnership" => "partnership(id: $id) { title }",
        other => panic!("{other} takes an id and has no request in this test: write one"),
    }
}

both_databases! {
    async fn an_id_of_somebody_elses_is_read_like_one_of_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (rita, nino) = (server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")), server.person_as("Nino", "ADMINISTRATOR", Some("ORG-002")));
        let event = json!({ "title": "Loro", "kind": "MEETING", "cpi": "LE01", "start": "2027-03-22T08:30:00Z", "end": "2027-03-22T11:30:00Z" });
        let create = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
        let event = anna.ask(create, json!({ "input": { "write": new_write(), "event": event } })).await.accepted()["eventCreate"]["event"]["id"].clone();
        let outline = json!({ "title": "Loro", "kind": "TABLE", "level": "PROVINCE", "province": "LE" });
        let create = "mutation($input: PartnershipCreateInput!) { partnershipCreate(input: $input) { partnership { id } } }";
        let made = anna.ask(create, json!({ "input": { "write": new_write(), "outline": outline } })).await.accepted();
        let partnership = made["partnershipCreate"]["partnership"]["id"].clone();
        let measured = json!({ "write": new_write(), "indicator": "I-RDC-02", "territory": "LE", "value": 1, "day": "2021-01-10", "source": "registro" });
        let create = "mutation($input: MeasurementAddInput!) { measurementAdd(input: $input) { measurement { id } } }";
        let measurement = anna.ask(create, json!({ "input": measured })).await.accepted()["measurementAdd"]["measurement"]["id"].clone();
        let viewer = nino.ask("{ viewer { id sessions { id } } }", json!({})).await.accepted()["viewer"].clone();
        let (account, session) = (viewer["id"].clone(), viewer["sessions"][0]["id"].clone());
        let (token, _) = nino.token("ORG-002").await;
        let scenario = json!(Server::scenario());
        let of = |name: &str| match name {
            "node" => vec![
                (Kind::Event, &event), (Kind::Partnership, &partnership), (Kind::Measurement, &measurement), (Kind::Account, &account),
                (Kind::Session, &session), (Kind::Token, &token), (Kind::Scenario, &scenario),
            ],
            name if name.starts_with("account") => vec![(Kind::Account, &account)],
            name if name.starts_with("event") => vec![(Kind::Event, &event)],
            "partnership" => vec![(Kind::Partnership, &partnership)],
            _ => vec![(Kind::Scenario, &scenario)],
        };
        // One of her own shows that the requests find what is there.
        let own = rita.ask("{ viewer { id } }", json!({})).await.accepted()["viewer"]["id"].clone();
        let query = format!("query($id: ID!) {{ {} }}", request("accountSessions"));
        assert!(rita.ask(&query, json!({ "id": own })).await.accepted()["accountSessions"].as_array().is_some_and(|list| !list.is_empty()));

        let names: BTreeSet<String> = taking_ids(&anna).await.into_iter().filter(|name| !OF_EVERYBODY.contains(&name.as_str())).collect();
        assert!(names.len() > 10, "{names:?}");
        for person in [&rita, &server.visitor()] {
            for name in &names {
                let query = format!("query($id: ID!) {{ {} }}", request(name));
                let told = async |id: &Value| {
                    let answer = person.ask(&query, json!({ "id": id })).await.0;
                    let codes: Vec<Value> = answer["errors"].as_array().into_iter().flatten().map(|error| error["extensions"].clone()).collect();
                    json!([answer["data"], codes])
                };
                for (kind, real) in of(name) {
                    let absent = told(&json!(GlobalId::new(kind, backend::clock::new_id().to_string()).to_string())).await;
                    assert_eq!(told(real).await, absent, "{name}, {kind:?}: of somebody else, and of nothing");
                    let another = json!(GlobalId::new(Kind::Profile, "nessuno").to_string());
                    for id in [json!("nonsense"), another] {
                        assert_eq!(told(&id).await, absent, "{name}, {kind:?}: {id}");
                    }
                }
            }
        }
    }
}
