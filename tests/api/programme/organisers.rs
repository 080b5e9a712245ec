//! Whose events are: organisers and partners of the register, what their people see, propose and follow.

use reqwest::Client;
use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{create, create_as, created, step, stepped, titles, update};
use crate::support::{Answer, Events, Person, Server, TestDatabase, both_databases, new_write, problem};

const WHO: &str = "query($id: ID!) { event(id: $id) { state organisers { code } partners { code } notes } }";

/// Makes a token with all scopes, and asks with it.
pub(super) async fn program(administrator: &Person, organisation: &str) -> String {
    let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
    let input =
        json!({ "name": "Portale", "organisation": organisation, "scopes": ["READ_PUBLIC", "READ_OWN", "PROPOSE"] });
    let made = administrator.ask(create, json!({ "input": input })).await.accepted();
    format!("Bearer {}", made["tokenCreate"]["secret"].as_str().expect("it is told once"))
}

pub(super) async fn ask(server: &Server, bearer: &str, query: &str, variables: Value) -> Answer {
    let request =
        Client::new().post(format!("http://{}/graphql", server.running.address)).header("authorization", bearer);
    let request = request.header("content-type", "application/json");
    let sent = request.body(json!({ "query": query, "variables": variables }).to_string()).send().await;
    Answer(sent.expect("an answer").json().await.expect("JSON"))
}

both_databases! {
    async fn the_people_of_an_organisation_see_its_events_before_they_are_public(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let pina = server.person_as("Pina", "PARTNER", Some("ORG-001"));
        let pino = server.person_as("Pino", "ADMINISTRATOR", Some("ORG-002"));
        let nino = server.person_as("Nino", "PARTNER", Some("ORG-003"));
        let ours = created(&anna, json!({ "title": "Nostro", "organisers": ["ORG-001"], "partners": ["ORG-002"], "notes": "riservato" })).await;
        created(&anna, json!({ "title": "Altrui" })).await;
        for person in [&pina, &pino] {
            assert_eq!(titles(person, json!({})).await, ["Nostro"]);
            let told = person.ask(WHO, json!({ "id": ours["id"] })).await.accepted()["event"].clone();
            let codes = |codes: &[&str]| codes.iter().map(|code| json!({ "code": code })).collect::<Vec<_>>();
            assert_eq!(told, json!({ "state": "PLANNED", "organisers": codes(&["ORG-001"]), "partners": codes(&["ORG-002"]), "notes": "" }));
        }
        for person in [&nino, &server.visitor()] {
            assert_eq!(titles(person, json!({})).await, Vec::<String>::new());
            assert_eq!(person.ask(WHO, json!({ "id": ours["id"] })).await.accepted()["event"], Value::Null);
        }
        assert_eq!(titles(&anna, json!({ "organisation": "ORG-002" })).await, ["Nostro"]);
        assert_eq!(titles(&anna, json!({ "organisation": "ORG-003" })).await, Vec::<String>::new());
        // A program sees them with leave to read what is its organisation's, and not with leave to read what is public.
        let bearer = program(&pino, "ORG-002").await;
        let list = "{ events { nodes { title } } }";
        assert_eq!(ask(&server, &bearer, list, json!({})).await.accepted()["events"]["nodes"], json!([{ "title": "Nostro" }]));
        let (_, public) = pino.token("ORG-002").await;
        assert_eq!(ask(&server, &public, list, json!({})).await.accepted()["events"]["nodes"], json!([]));
        // Taken off, it is theirs no longer; the register has both.
        let after = update(&anna, &ours, json!({ "title": "Nostro", "organisers": ["ORG-001"] })).await.accepted()["eventUpdate"]["event"].clone();
        assert_eq!((titles(&pino, json!({})).await, titles(&pina, json!({})).await), (Vec::new(), vec!["Nostro".to_owned()]));
        stepped(&anna, &after, "CONFIRM").await;
        let audit = "{ audit(filter: { kind: \"event\" }) { nodes { action before after } } }";
        let rows = anna.ask(audit, json!({})).await.accepted()["audit"]["nodes"].clone();
        let row = rows.as_array().expect("rows").iter().find(|row| row["action"] == "eventUpdate").expect("it is kept").clone();
        let has = |side: &str| row[side].as_str().is_some_and(|text| text.contains("ORG-002"));
        assert_eq!((has("before"), has("after")), (true, false));
    }

    async fn a_partner_proposes_what_its_own_organisation_organises(database: TestDatabase) {
        let server = Server::start(database).await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let (pina, other) = (server.person_as("Pina", "PARTNER", Some("ORG-001")), server.person_as("Nino", "PARTNER", Some("ORG-002")));
        let more = json!({ "title": "Proposta", "cpi": null, "province": "FG", "facilitators": [], "organisers": ["ORG-003"], "partners": ["ORG-001"] });
        let bearer = program(&rita, "ORG-001").await;
        let mutation = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id state revision organisers { code } partners { code } } } }";
        let input = json!({ "write": new_write(), "event": crate::programme::event(more.clone()), "propose": true });
        let made = ask(&server, &bearer, mutation, json!({ "input": input })).await.accepted()["eventCreate"]["event"].clone();
        assert_eq!((&made["state"], &made["partners"]), (&json!("PROPOSED"), &json!([])));
        assert_eq!(made["organisers"], json!([{ "code": "ORG-001" }, { "code": "ORG-003" }]), "its own is named, whatever was said");
        assert_eq!(titles(&pina, json!({})).await, ["Proposta"], "colleagues see it");
        assert_eq!(titles(&other, json!({})).await, Vec::<String>::new());
        let planned = input["event"].clone();
        let input = json!({ "write": new_write(), "event": planned, "propose": false });
        assert_eq!(ask(&server, &bearer, mutation, json!({ "input": input })).await.refused(), Problem::Forbidden);
        let (_, reads) = rita.token("ORG-001").await;
        let input = json!({ "write": new_write(), "event": crate::programme::event(more), "propose": true });
        assert_eq!(ask(&server, &reads, mutation, json!({ "input": input })).await.refused(), Problem::Forbidden, "without the scope");
        stepped(&foggia, &made, "PLAN").await;
    }

    async fn organisations_that_are_none_are_named_by_their_field(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for (more, field, rule) in [
            (json!({ "organisers": ["NOSUCH"] }), "event.organisers", Rule::Unknown),
            (json!({ "partners": ["org 1"] }), "event.partners", Rule::Unknown),
            (json!({ "organisers": ["ORG-001"], "partners": ["ORG-001"] }), "event.partners", Rule::Duplicate),
        ] {
            assert_eq!(create(&anna, more.clone()).await.refused(), Problem::invalid(field, rule), "{more}");
        }
        let partner = server.person_as("Pina", "PARTNER", Some("ORG-001"));
        let asked = partner.ask("{ events(filter: { organisation: \"ORG 1\" }) { totalCount } }", json!({})).await;
        assert_eq!(asked.refused(), Problem::invalid("filter.organisation", Rule::Unknown));
        assert_eq!(create_as(&partner, &new_write(), json!({ "cpi": null }), false).await.refused(), Problem::Forbidden);
    }

    async fn a_partner_follows_its_own_events_until_they_are_its_own_no_longer(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let bearer = program(&rita, "ORG-001").await;
        let follow = "subscription { eventChanges(after: 0) { by events { id event { title state } } } }";
        let request = Client::new().post(format!("http://{}/graphql", server.running.address)).header("authorization", &bearer);
        let request = request.header("content-type", "application/json").header("accept", "text/event-stream");
        let mut events = Events::of(request.body(json!({ "query": follow }).to_string()).send().await.expect("an answer"));
        created(&anna, json!({ "title": "Altrui" })).await;
        let ours = created(&anna, json!({ "title": "Nostro", "partners": ["ORG-001"] })).await;
        let shown = |state: &str| json!({ "by": null, "events": [{ "id": ours["id"], "event": { "title": "Nostro", "state": state } }] });
        assert_eq!(events.data().await["eventChanges"], shown("PLANNED"));
        let off = step(&anna, &ours, "CANCEL", "rinviato").await.accepted()["eventStep"]["event"].clone();
        assert_eq!(events.data().await["eventChanges"], shown("CANCELLED"));
        let again = stepped(&anna, &off, "REOPEN").await;
        assert_eq!(events.data().await["eventChanges"], shown("PLANNED"));
        update(&anna, &again, json!({ "title": "Nostro" })).await.accepted();
        assert_eq!(events.data().await["eventChanges"]["events"], json!([{ "id": ours["id"], "event": null }]));
        let all = rita.ask("{ tokens { id } }", json!({})).await.accepted();
        rita.token_revoke(&all["tokens"][0]["id"]).await.accepted();
        let (name, said) = events.next().await.expect("it is told");
        assert_eq!((name.as_str(), problem(&said["errors"][0])), ("next", Problem::SignedOut));
    }
}
