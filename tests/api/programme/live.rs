//! Events as they change: of a province, as far as one may see, until the token is revoked.

use reqwest::Client;
use serde_json::{Value, json};

use super::{create, created, step, stepped, update};
use crate::support::{Events, Server, TestDatabase, both_databases};

const FOLLOW: &str =
    "subscription($after: Int!, $province: String) { eventChanges(after: $after, province: $province) {
    revision by events { id event { title state province { code } } } } }";

both_databases! {
    async fn a_partner_follows_its_province_until_the_token_is_revoked(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let (token, bearer) = rita.token("ORG-001").await;
        let body = json!({ "query": FOLLOW, "variables": { "after": 0, "province": "FG" } }).to_string();
        let request = Client::new().post(format!("http://{}/graphql", server.running.address)).header("authorization", &bearer);
        let request = request.header("content-type", "application/json").header("accept", "text/event-stream").body(body);
        let mut events = Events::of(request.send().await.expect("an answer"));
        // Of another province, not open, not confirmed: nothing of it is told.
        let lecce = created(&anna, json!({ "title": "Lecce", "cpi": "LE01", "public": true })).await;
        stepped(&anna, &lecce, "CONFIRM").await;
        let inner = created(&anna, json!({ "title": "Interno" })).await;
        stepped(&anna, &inner, "CONFIRM").await;
        let open = created(&anna, json!({ "title": "Aperto", "public": true })).await;
        let confirmed = stepped(&anna, &open, "CONFIRM").await;
        let told = events.data().await["eventChanges"].clone();
        let shown = |state: &str| json!([{ "id": open["id"], "event": { "title": "Aperto", "state": state, "province": { "code": "FG" } } }]);
        assert_eq!(told, json!({ "revision": 6, "by": null, "events": shown("CONFIRMED") }));
        update(&anna, &confirmed, json!({ "title": "Aperto", "public": true, "place": "Altrove" })).await.accepted();
        assert_eq!(events.data().await["eventChanges"]["events"], shown("MOVED"));
        let off = step(&anna, &open, "CANCEL", "rinviato").await.accepted()["eventStep"]["event"].clone();
        assert_eq!(events.data().await["eventChanges"]["events"], shown("CANCELLED"));
        // It is worked on again: whoever saw it is told that they see it no longer.
        stepped(&anna, &off, "REOPEN").await;
        assert_eq!(events.data().await["eventChanges"]["events"], json!([{ "id": open["id"], "event": null }]));
        rita.token_revoke(&token).await.accepted();
        let (name, said) = events.next().await.expect("it is told");
        assert!(name == "next" && said["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED", "{name} {said}");
    }

    async fn a_reader_hears_of_every_change_in_order_missed_ones_first(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let first = created(&anna, json!({ "title": "Prima" })).await;
        stepped(&anna, &first, "CONFIRM").await;
        let mut socket = server.socket().await;
        socket.subscribe("events", FOLLOW, json!({ "after": 1, "province": null })).await;
        let heard = async |socket: &mut crate::support::Socket| {
            let change = socket.hear().await["payload"]["data"]["eventChanges"].clone();
            (change["revision"].clone(), change["events"][0]["event"]["state"].clone(), change["by"].clone())
        };
        assert_eq!(heard(&mut socket).await, (json!(2), json!("CONFIRMED"), json!("Anna")));
        let revision = anna.ask("{ eventsRevision }", json!({})).await.accepted()["eventsRevision"].clone();
        assert_eq!(revision, 2);
        create(&anna, json!({ "title": "Seconda" })).await.accepted();
        assert_eq!(heard(&mut socket).await, (json!(3), json!("PLANNED"), json!("Anna")));
    }

    async fn an_event_that_leaves_a_province_leaves_its_followers_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut socket = server.socket().await;
        socket.subscribe("events", FOLLOW, json!({ "after": 0, "province": "FG" })).await;
        let made = created(&anna, json!({})).await;
        let events = async |socket: &mut crate::support::Socket| -> Value { socket.hear().await["payload"]["data"]["eventChanges"]["events"].clone() };
        assert_eq!(events(&mut socket).await[0]["event"]["province"]["code"], "FG");
        update(&anna, &made, json!({ "cpi": "LE01" })).await.accepted();
        assert_eq!(events(&mut socket).await, json!([{ "id": made["id"], "event": null }]));
        let mut other = server.socket().await;
        other.subscribe("events", FOLLOW, json!({ "after": 0, "province": "x" })).await;
        assert_eq!(other.hear().await["type"], "error");
    }
}
