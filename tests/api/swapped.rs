//! Ids of what is somebody else's, put where one's own would stand: answered like ids of what does not exist, in every mutation that takes one.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::{
    Problem,
    id::{GlobalId, Kind},
};

use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

/// What takes ids of scenarios: they are nobody's own, and whoever may not write them is refused whatever the id.
const OF_EVERYBODY: [&str; 11] = [
    "scenarioCellsSet",
    "scenarioFiguresSet",
    "scenarioCopy",
    "scenarioStep",
    "scenarioUpdate",
    "scenarioCommentAdd",
    "scenarioThreadResolve",
    "scenarioMeetingStep",
    "scenarioOpinionGive",
    "scenarioDecide",
    "measurementConfirm",
];

/// The mutations that take an id, themselves or in their input.
pub(crate) async fn taking_ids(anyone: &Person) -> BTreeSet<String> {
    let of = "kind name ofType { kind name ofType { kind name ofType { name } } }";
    let query = format!(
        "{{ __schema {{ mutationType {{ fields {{ name args {{ type {{ {of} }} }} }} }} types {{ name inputFields {{ type {{ {of} }} }} }} }} }}"
    );
    let schema = anyone.ask(&query, json!({})).await.accepted()["__schema"].clone();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let named = |mut kind: Value| {
        while kind["name"].is_null() {
            kind = kind["ofType"].clone();
        }
        kind["name"].as_str().unwrap_or_default().to_owned()
    };
    let inputs: BTreeSet<String> = list(&schema["types"])
        .iter()
        .filter(|kind| list(&kind["inputFields"]).iter().any(|field| named(field["type"].clone()) == "ID"))
        .map(|kind| kind["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    let takes = |field: &&Value| {
        list(&field["args"])
            .iter()
            .map(|arg| named(arg["type"].clone()))
            .any(|name| name == "ID" || inputs.contains(&name))
    };
    let fields = list(&schema["mutationType"]["fields"]);
    fields.iter().filter(takes).map(|field| field["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A mutation with an id: `$id` where it stands.
fn request(name: &str) -> &'static str {
    match name {
        "eventUpdate" => {
            "eventUpdate(input: { write: $w, id: $id, seen: 1, event: { title: \"Mio\", kind: MEETING, cpi: \"FG01\", start: \"2027-03-22T08:30:00Z\", end: \"2027-03-22T11:30:00Z\" } }) { event { id } }"
        }
        "eventStep" => "eventStep(input: { write: $w, id: $id, step: CONFIRM }) { event { id } }",
        "eventRegister" => {
            "eventRegister(input: { write: $w, id: $id, organisation: \"ORG-001\", people: 1 }) { event { id } }"
        }
        "eventWithdraw" => "eventWithdraw(input: { write: $w, id: $id, organisation: \"ORG-001\" }) { event { id } }",
        "eventAttendanceSet" => {
            "eventAttendanceSet(input: { write: $w, id: $id, seen: 1, actual: {} }) { event { id } }"
        }
        "partnershipUpdate" => {
            "partnershipUpdate(input: { write: $w, partnership: $id, seen: 1, outline: { title: \"Mio\", kind: TABLE, level: PROVINCE, province: \"FG\" } }) { partnership { id } }"
        }
        "partnershipStep" => {
            "partnershipStep(input: { write: $w, partnership: $id, to: CONTACT }) { partnership { id } }"
        }
        "partnershipPartnerJoin" => {
            "partnershipPartnerJoin(input: { write: $w, partnership: $id, partner: { organisation: \"ORG-001\" } }) { partnership { id } }"
        }
        "partnershipPartnerLeave" => {
            "partnershipPartnerLeave(input: { write: $w, partnership: $id, organisation: \"ORG-001\" }) { partnership { id } }"
        }
        "partnershipNote" => {
            "partnershipNote(input: { write: $w, partnership: $id, text: \"mio\" }) { partnership { id } }"
        }
        "organisationUpdate" => {
            "organisationUpdate(input: { write: $w, organisation: $id, seen: 0, details: { name: \"Mia\", kind: COMPANY, level: PROVINCE, province: \"FG\" } }) { organisation { id } }"
        }
        "measurementAdd" => {
            "measurementAdd(input: { write: $w, indicator: \"I-RDC-02\", territory: \"FG\", value: 1, day: \"2021-01-10\", source: \"registro\", corrects: $id }) { measurement { id } }"
        }
        "accountUpdate" => "accountUpdate(input: { account: $id, active: false }) { account { id } }",
        "accountLink" => "accountLink(account: $id) { link }",
        "accountSessionsEnd" => "accountSessionsEnd(account: $id) { ended }",
        "accountIdentityUnlink" => "accountIdentityUnlink(account: $id, identity: $identity) { unlinked }",
        "sessionEnd" => "sessionEnd(session: $id) { ended }",
        "identityUnlink" => "identityUnlink(identity: $id) { unlinked }",
        "calendarAddressRenew" => "calendarAddressRenew(address: $id) { url }",
        "calendarAddressEnd" => "calendarAddressEnd(address: $id) { ended }",
        "viewRemove" => "viewRemove(view: $id) { removed }",
        "scenarioCommentUpdate" => {
            "scenarioCommentUpdate(input: { write: $w, comment: $id, text: \"mio\" }) { revision }"
        }
        "scenarioCommentDelete" => "scenarioCommentDelete(input: { write: $w, comment: $id }) { revision }",
        "tokenRevoke" => "tokenRevoke(token: $id) { token { id } }",
        other => panic!("{other} takes an id and has no request in this test: write one"),
    }
}

/// An identity of the gateway, linked to someone's account: its id.
async fn linked(server: &Server, person: &Person) -> Value {
    let viewer = person.ask("{ viewer { id } }", json!({})).await.accepted()["viewer"]["id"].clone();
    let account = GlobalId::key_of(viewer.as_str().expect("an id"), Kind::Account).expect("an account's");
    let id = backend::clock::new_id();
    let sqlite = !server.database.url.starts_with("postgres");
    let key = |id: &str| if sqlite { format!("X'{}'", id.replace('-', "")) } else { format!("'{id}'") };
    let insert = format!(
        "INSERT INTO account_identity (id, issuer, subject, account_id, linked_at) VALUES ({}, 'https://login.example', 'x', {}, '2026-11-20 08:00:00+00:00')",
        key(&id.to_string()),
        key(&account)
    );
    server.db().read().execute_unprepared(&insert).await.expect("it is linked");
    json!(GlobalId::new(Kind::Identity, id.to_string()).to_string())
}

/// How much was written: the rows of the register.
async fn written(planner: &Person) -> Value {
    planner.ask("{ audit(first: 0) { totalCount } }", json!({})).await.accepted()["audit"]["totalCount"].clone()
}

both_databases! {
    async fn an_id_of_somebody_elses_is_answered_like_one_of_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let (testa, pino) = (server.person_as("Testa", "CPI_HEAD", Some("FG01")), server.person_as("Pino", "PARTNER", Some("ORG-001")));
        for person in [&foggia, &testa, &pino] {
            person.cookie().await;
        }
        let (rita, other) = (server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")), server.person_as("Nino", "ADMINISTRATOR", Some("ORG-002")));
        let made = async |field: &str, input: Value, what: &str| {
            let kind = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
            let query = format!("mutation($input: {kind}!) {{ {field}(input: $input) {{ {what} {{ id }} }} }}");
            anna.ask(&query, json!({ "input": input })).await.accepted()[field][what]["id"].clone()
        };
        rita.cookie().await;
        let event = json!({ "title": "Loro", "kind": "MEETING", "cpi": "LE01", "organisers": ["ORG-002"], "start": "2027-03-22T08:30:00Z", "end": "2027-03-22T11:30:00Z" });
        let event = made("eventCreate", json!({ "write": new_write(), "event": event }), "event").await;
        let outline = json!({ "title": "Loro", "kind": "TABLE", "level": "PROVINCE", "province": "LE" });
        let partnership = made("partnershipCreate", json!({ "write": new_write(), "outline": outline }), "partnership").await;
        let details = json!({ "name": "Una ditta di Lecce", "kind": "COMPANY", "level": "PROVINCE", "province": "LE" });
        let organisation = made("organisationCreate", json!({ "write": new_write(), "details": details }), "organisation").await;
        let measured = json!({ "write": new_write(), "indicator": "I-RDC-02", "territory": "LE", "value": 1, "day": "2021-01-10", "source": "registro" });
        let measurement = made("measurementAdd", measured, "measurement").await;
        let (token, _) = other.token("ORG-002").await;
        let viewer = other.ask("{ viewer { id sessions { id } } }", json!({})).await.accepted()["viewer"].clone();
        let (account, session) = (viewer["id"].clone(), viewer["sessions"][0]["id"].clone());
        let identity = linked(&server, &other).await;
        let say = "mutation($input: ScenarioCommentAddInput!) { scenarioCommentAdd(input: $input) { thread { comments { id } } } }";
        let said = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": "loro" });
        let said = anna.ask(say, json!({ "input": said })).await.accepted()["scenarioCommentAdd"]["thread"]["comments"][0]["id"].clone();
        let calendar = "mutation { calendarAddressCreate(input: { kind: MINE }) { address { id } } }";
        let calendar = other.ask(calendar, json!({})).await.accepted()["calendarAddressCreate"]["address"]["id"].clone();
        let view = "mutation { viewSave(input: { page: BOARD, name: \"Mia\", query: \"\" }) { view { id } } }";
        let view = other.ask(view, json!({})).await.accepted()["viewSave"]["view"]["id"].clone();

        let names: BTreeSet<String> = taking_ids(&anna).await.into_iter().filter(|name| !OF_EVERYBODY.contains(&name.as_str())).collect();
        assert!(names.len() > 12, "{names:?}");
        for name in names {
            let (kind, real, callers) = match name.as_str() {
                text if text.starts_with("event") => (Kind::Event, &event, vec![&foggia, &testa, &pino]),
                text if text.starts_with("partnership") => (Kind::Partnership, &partnership, vec![&foggia, &pino]),
                text if text.starts_with("organisation") => (Kind::Organisation, &organisation, vec![&foggia, &pino, &rita]),
                text if text.starts_with("measurement") => (Kind::Measurement, &measurement, vec![&foggia, &testa]),
                text if text.starts_with("account") => (Kind::Account, &account, vec![&rita]),
                text if text.starts_with("scenarioComment") => (Kind::ScenarioComment, &said, vec![&foggia, &testa, &pino]),
                text if text.starts_with("calendar") => (Kind::CalendarAddress, &calendar, vec![&rita, &pino, &anna]),
                text if text.starts_with("view") => (Kind::SavedView, &view, vec![&rita, &pino, &anna]),
                text if text.starts_with("token") => (Kind::Token, &token, vec![&rita]),
                text if text.starts_with("session") => (Kind::Session, &session, vec![&rita, &pino, &anna]),
                _ => (Kind::Identity, &identity, vec![&rita, &pino, &anna]),
            };
            let text = request(&name);
            let more = [("$w", ", $w: String!"), ("$identity", ", $identity: ID!")];
            let variables: String = more.iter().filter(|(mark, _)| text.contains(mark)).map(|(_, told)| *told).collect();
            let query = format!("mutation($id: ID!{variables}) {{ {text} }}");
            let nothing = if kind == Kind::Organisation { "ORG-999".to_owned() } else { backend::clock::new_id().to_string() };
            let nothing = json!(GlobalId::new(kind, nothing).to_string());
            let before = written(&anna).await;
            for person in callers {
                let ask = async |id: &Value| person.ask(&query, json!({ "id": id, "w": new_write(), "identity": identity })).await.refused();
                let absent = ask(&nothing).await;
                assert_eq!(ask(real).await, absent, "{name} by {}: of somebody else, and of nothing", person.name);
                // And an id of another kind, or none at all, is nothing either.
                assert_eq!(ask(&json!("nonsense")).await, absent, "{name} by {}: nonsense", person.name);
                // Whoever may do so nowhere is told that, whatever the id.
                let told = matches!(absent, Problem::NotFound | Problem::Invalid { .. })
                    || (absent == Problem::Forbidden && ["Pino", "Testa"].contains(&person.name.as_str()));
                assert!(told, "{name} by {}: {absent:?}", person.name);
            }
            assert_eq!(written(&anna).await, before, "{name}: nothing is written");
        }
    }
}
