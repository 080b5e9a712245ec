//! Who can hold sessions: set by whoever plans there, kept over newer data, and heeded by the programme.

use backend::seed::Files;
use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, new_write};

async fn set(person: &Person, more: Value) -> Answer {
    let mutation = "mutation($input: FacilitatorSetInput!) { facilitatorSet(input: $input) { facilitator {
        code name weeklyLimit province { code } away { from to } provenance { origin source } } } }";
    let mut input = json!({ "write": new_write(), "code": "FAC-FG-1", "name": "Carla", "organisation": "ARPAL", "province": "FG", "weeklyLimit": 2 });
    if let Value::Object(more) = more {
        for (name, value) in more {
            input[name] = value;
        }
    }
    person.ask(mutation, json!({ "input": input })).await
}

both_databases! {
    async fn whoever_is_away_is_given_nothing_and_stays_as_set(database: TestDatabase) {
        let server = Server::start(database).await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let away = json!([{ "from": "2027-01-01", "to": "2027-12-31" }]);
        let told = set(&foggia, json!({ "away": away })).await.accepted()["facilitatorSet"]["facilitator"].clone();
        assert_eq!(told, json!({ "code": "FAC-FG-1", "name": "Carla", "weeklyLimit": 2, "province": { "code": "FG" },
            "away": away, "provenance": { "origin": "PLANNER", "source": "Foggia" } }));
        let programme = "{ programmeProposal(input: { from: \"2027-01-11\", to: \"2027-12-23\", provinces: [\"FG\"] }) { sessions { facilitator } } }";
        let sessions = foggia.ask(programme, json!({})).await.accepted()["programmeProposal"]["sessions"].clone();
        let sessions = sessions.as_array().expect("a list");
        assert!(!sessions.is_empty() && sessions.iter().all(|session| session["facilitator"] == "FAC-FG-2"));
        set(&foggia, json!({ "code": "FAC-FG-9", "name": "Nuova" })).await.accepted();
        server.seed(&Files::default()).await;
        let names = foggia.ask("{ facilitators { code name } }", json!({})).await.accepted()["facilitators"].clone();
        let name = |code: &str| names.as_array().expect("a list").iter().find(|row| row["code"] == code).map(|row| row["name"].clone());
        assert_eq!((name("FAC-FG-1"), name("FAC-FG-9")), (Some(json!("Carla")), Some(json!("Nuova"))));
        let audit = "{ audit(filter: { kind: \"facilitator\", record: \"FAC-FG-1\" }) { nodes { action actorName } } }";
        let rows = server.person("Anna").ask(audit, json!({})).await.accepted()["audit"]["nodes"].clone();
        assert_eq!(rows, json!([{ "action": "facilitatorSet", "actorName": "Foggia" }]));
    }

    async fn nobody_sets_those_of_another_province(database: TestDatabase) {
        let server = Server::start(database).await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        for (more, field, rule) in [
            (json!({ "province": "LE" }), "province", Rule::NotYours),
            (json!({ "code": "FAC-LE-1" }), "code", Rule::NotYours),
            (json!({ "province": "ZZ" }), "province", Rule::Unknown),
            (json!({ "name": " " }), "name", Rule::Required),
            (json!({ "code": "a b" }), "code", Rule::Unknown),
            (json!({ "weeklyLimit": 21 }), "weeklyLimit", Rule::TooGreat { max: 20.0 }),
            (json!({ "away": [{ "from": "2027-02-01", "to": "2027-01-01" }] }), "away.0.to", Rule::NotAfter),
            (json!({ "away": [{ "from": "mai", "to": "2027-01-01" }] }), "away.0.from", Rule::Unknown),
        ] {
            assert_eq!(set(&foggia, more.clone()).await.refused(), Problem::invalid(field, rule), "{more}");
        }
    }
}
