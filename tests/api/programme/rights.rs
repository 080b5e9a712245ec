//! Who sees which events and who plans where.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{attend, create, create_as, created, found, step, stepped, titles, update};
use crate::support::{Server, TestDatabase, both_databases, new_write};

both_databases! {
    async fn what_is_confirmed_and_open_is_everybodys_and_nothing_else_is(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, visitor, partner) = (server.person("Anna"), server.visitor(), server.person_as("Partner", "PARTNER", Some("ORG-001")));
        let open = created(&anna, json!({ "title": "Aperto", "kind": "EVENT", "public": true, "notes": "riservato" })).await;
        let inner = created(&anna, json!({ "title": "Interno" })).await;
        stepped(&anna, &inner, "CONFIRM").await;
        let nothing: Vec<String> = Vec::new();
        for person in [&visitor, &partner] {
            assert_eq!(titles(person, json!({})).await, nothing, "nothing is public yet");
            assert_eq!(found(person, &open["id"]).await, Value::Null);
        }
        stepped(&anna, &open, "CONFIRM").await;
        for person in [&visitor, &partner] {
            assert_eq!(titles(person, json!({})).await, ["Aperto"]);
            let told = found(person, &open["id"]).await;
            assert_eq!((&told["notes"], &told["facilitators"], &told["place"]), (&json!(""), &json!([]), &json!("Sala riunioni")));
            let node = person.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": inner["id"] })).await.accepted();
            assert_eq!(node["node"], Value::Null);
            let asked = person.ask("{ events(filter: { facilitator: \"FAC-FG-1\" }) { totalCount } }", json!({})).await.refused();
            assert_eq!(asked, Problem::invalid("filter.facilitator", Rule::NotYours));
        }
        assert_eq!(titles(&server.person_as("Lettrice", "READER", None), json!({})).await.len(), 2);
        // Called off it stays to be seen, and worked on again it does not.
        let off = step(&anna, &open, "CANCEL", "rinviato").await.accepted()["eventStep"]["event"].clone();
        assert_eq!(found(&visitor, &open["id"]).await["state"], "CANCELLED");
        stepped(&anna, &off, "REOPEN").await;
        assert_eq!(titles(&visitor, json!({})).await, nothing);
    }

    async fn a_partner_proposes_and_a_planner_takes_over(database: TestDatabase) {
        let server = Server::start(database).await;
        let (foggia, partner) = (server.person_as("Foggia", "COORDINATOR", Some("FG")), server.person_as("Partner", "PARTNER", Some("ORG-001")));
        let other = server.person_as("Altro", "PARTNER", Some("ORG-002"));
        let more = json!({ "title": "Una proposta", "cpi": null, "province": "FG", "kind": "SEMINAR", "public": true, "facilitators": [] });
        assert_eq!(create(&partner, more.clone()).await.refused(), Problem::Forbidden);
        let made = create_as(&partner, &new_write(), more, true).await.accepted()["eventCreate"]["event"].clone();
        assert_eq!(made["state"], "PROPOSED");
        assert_eq!(titles(&partner, json!({})).await, ["Una proposta"], "one's own proposal is one's own to see");
        assert_eq!(titles(&other, json!({})).await, Vec::<String>::new());
        assert_eq!(step(&partner, &made, "PLAN", "").await.refused(), Problem::Forbidden);
        assert_eq!(step(&foggia, &made, "CONFIRM", "").await.refused(), Problem::invalid("step", Rule::NotNow));
        let planned = stepped(&foggia, &made, "PLAN").await;
        stepped(&foggia, &planned, "CONFIRM").await;
        assert_eq!(titles(&other, json!({})).await, ["Una proposta"]);
    }

    async fn everybody_plans_at_home_and_what_lies_elsewhere_is_not_there(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (foggia, head) = (server.person_as("Foggia", "COORDINATOR", Some("FG")), server.person_as("Testa", "CPI_HEAD", Some("FG03")));
        let lecce = created(&anna, json!({ "cpi": "LE01" })).await;
        let region = created(&anna, json!({ "cpi": null })).await;
        let past = created(&anna, json!({ "cpi": "FG01", "start": "2024-03-19T08:30:00Z", "end": "2024-03-19T11:30:00Z" })).await;
        assert_eq!(create(&foggia, json!({ "cpi": "LE01" })).await.refused(), Problem::invalid("event.cpi", Rule::NotYours));
        assert_eq!(create(&foggia, json!({ "cpi": null })).await.refused(), Problem::invalid("event.province", Rule::NotYours));
        assert_eq!(create(&head, json!({ "cpi": "FG01" })).await.refused(), Problem::invalid("event.cpi", Rule::NotYours));
        assert_eq!(create(&head, json!({ "cpi": null, "province": "FG" })).await.refused(), Problem::invalid("event.province", Rule::NotYours));
        for (person, event) in [(&foggia, &lecce), (&foggia, &region), (&head, &past)] {
            assert_eq!(step(person, event, "CONFIRM", "").await.refused(), Problem::NotFound);
            assert_eq!(update(person, event, json!({})).await.refused(), Problem::NotFound);
            assert_eq!(attend(person, event, json!({})).await.refused(), Problem::NotFound);
        }
        let own = created(&foggia, json!({ "cpi": null, "province": "FG" })).await;
        let taken = update(&foggia, &own, json!({ "cpi": "LE01" })).await.refused();
        assert_eq!(taken, Problem::invalid("event.cpi", Rule::NotYours), "nor does it go elsewhere");
        let at_home = created(&head, json!({})).await;
        stepped(&head, &at_home, "CONFIRM").await;
        attend(&foggia, &past, json!({ "people": [{ "category": "OPERATOR", "number": 2 }] })).await.accepted();
        let lia = server.person_as("Lettrice", "READER", None);
        assert_eq!(create(&lia, json!({})).await.refused(), Problem::Forbidden);
        assert_eq!(server.visitor().ask("mutation { eventStep(input: { write: \"x\", id: \"x\", step: HOLD }) { event { id } } }", json!({})).await.refused(), Problem::SignedOut);
    }
}
