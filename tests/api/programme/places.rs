//! Places of events: who gets them, who waits, who moves up, and who may register whom.

use futures::future::join_all;
use reqwest::Client;
use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{
    created,
    organisers::{self, program},
    step, stepped, update,
};
use crate::support::{Answer, Person, Server, TestDatabase, both_databases, new_write, problem};

const REGISTER: &str = "mutation($input: EventRegisterInput!) { eventRegister(input: $input) { event { id } } }";
const WITHDRAW: &str = "mutation($input: EventWithdrawInput!) { eventWithdraw(input: $input) { event { id } } }";
const PLACES: &str = "query($id: ID!) { event(id: $id) { places { capacity taken left waiting }
    registrations { organisation { code } people state position registeredBy } } }";

fn of(event: &Value, organisation: &str, people: i64) -> Value {
    json!({ "input": { "write": new_write(), "id": event["id"], "organisation": organisation, "people": people } })
}

async fn register(person: &Person, event: &Value, organisation: &str, people: i64) -> Answer {
    person.ask(REGISTER, of(event, organisation, people)).await
}

async fn withdraw(person: &Person, event: &Value, organisation: &str) -> Answer {
    let input = json!({ "write": new_write(), "id": event["id"], "organisation": organisation });
    person.ask(WITHDRAW, json!({ "input": input })).await
}

async fn told(person: &Person, event: &Value) -> Value {
    person.ask(PLACES, json!({ "id": event["id"] })).await.accepted()["event"].clone()
}

/// What there is of an event: places taken, left, people waiting; and each organisation with its people and its position in line.
async fn line(person: &Person, event: &Value) -> ([i64; 3], Vec<String>) {
    let told = told(person, event).await;
    let number = |name: &str| told["places"][name].as_i64().expect("a number");
    let rows = told["registrations"].as_array().expect("a list").iter().map(|row| {
        let position = row["position"].as_i64().map_or(String::new(), |position| format!(" waits as {position}"));
        assert_eq!(row["state"] == "WAITING", row["position"].is_number());
        format!("{} {}{position}", row["organisation"]["code"].as_str().expect("a code"), row["people"])
    });
    ([number("taken"), number("left"), number("waiting")], rows.collect())
}

/// An event with so many places, open to everybody and confirmed.
async fn open(person: &Person, capacity: i64) -> Value {
    let made = created(person, json!({ "title": "Career day", "public": true, "capacity": capacity })).await;
    stepped(person, &made, "CONFIRM").await
}

both_databases! {
    async fn two_hundred_who_come_at_once_for_thirty_places_get_thirty_and_the_rest_wait_in_order(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let event = open(&anna, 30).await;
        let details = |n: usize| json!({ "write": new_write(), "details": { "name": format!("Impresa numero {n} di Foggia"), "kind": "COMPANY", "level": "PROVINCE", "province": "FG" } });
        let create = "mutation($input: OrganisationCreateInput!) { organisationCreate(input: $input) { organisation { code } } }";
        let mut codes = Vec::new();
        for n in 0..200 {
            let made = anna.ask(create, json!({ "input": details(n) })).await.accepted();
            codes.push(made["organisationCreate"]["organisation"]["code"].as_str().expect("a code").to_owned());
        }
        anna.cookie().await;
        let written = join_all(codes.iter().map(async |code| {
            let input = of(&event, code, 1);
            // Who is told to come again comes again, with the same write.
            loop {
                let answer = anna.ask(REGISTER, input.clone()).await;
                let again = answer.0.get("errors").is_some_and(|errors| matches!(problem(&errors[0]), Problem::Unavailable));
                if !again {
                    return answer.accepted();
                }
            }
        }));
        assert_eq!(written.await.len(), 200);
        let (places, rows) = line(&anna, &event).await;
        assert_eq!(places, [30, 0, 170]);
        assert_eq!(rows.len(), 200, "each stands there once");
        assert!(rows[..30].iter().all(|row| !row.contains("waits")), "the first thirty have a place: {rows:?}");
        for (index, row) in rows[30..].iter().enumerate() {
            assert!(row.ends_with(&format!("waits as {}", index + 1)), "{index}: {row}");
        }
        // The register tells the same order as the line.
        let audit = "query($after: String) { audit(first: 100, after: $after, filter: { kind: \"event\" }) { nodes { action after } pageInfo { endCursor hasNextPage } } }";
        let mut order = Vec::new();
        let mut cursor = Value::Null;
        loop {
            let page = anna.ask(audit, json!({ "after": cursor })).await.accepted()["audit"].clone();
            for node in page["nodes"].as_array().expect("rows").iter().filter(|node| node["action"] == "eventRegister") {
                let after: Value = serde_json::from_str(node["after"].as_str().expect("it is kept")).expect("JSON");
                order.push(after["registrations"][0]["organisation"].as_str().expect("a code").to_owned());
            }
            cursor = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        order.reverse();
        let stands: Vec<&str> = rows.iter().filter_map(|row| row.split(' ').next()).collect();
        assert_eq!(order, stands);
        // Who has a place withdraws: the first in line has it, and nobody else.
        withdraw(&anna, &event, &order[0]).await.accepted();
        let (places, after) = line(&anna, &event).await;
        assert_eq!((places, &after[29]), ([30, 0, 169], &format!("{} 1", order[30])));
        assert!(after[30].ends_with("waits as 1"));
    }

    async fn whole_registrations_move_up_in_order_when_someone_leaves_or_the_room_grows(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let event = open(&anna, 10).await;
        for (code, people) in [("ORG-001", 6), ("ORG-002", 5), ("ORG-003", 4)] {
            register(&anna, &event, code, people).await.accepted();
        }
        let waits = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect::<Vec<String>>();
        assert_eq!(line(&anna, &event).await, ([6, 4, 9], waits(&["ORG-001 6", "ORG-002 5 waits as 1", "ORG-003 4 waits as 2"])));
        for (code, people, max) in [("ORG-004", 11, 10.0), ("ORG-001", 7, 6.0)] {
            let refused = register(&anna, &event, code, people).await.refused();
            assert_eq!(refused, Problem::invalid("people", Rule::TooGreat { max }), "{code}");
        }
        let more = json!({ "title": "Career day", "public": true, "capacity": 11 });
        let larger = update(&anna, &event, more).await.accepted()["eventUpdate"]["event"].clone();
        assert_eq!(line(&anna, &event).await, ([11, 0, 4], waits(&["ORG-001 6", "ORG-002 5", "ORG-003 4 waits as 1"])));
        assert_eq!(larger["state"], "CONFIRMED", "more places are no move");
        withdraw(&anna, &event, "ORG-002").await.accepted();
        assert_eq!(line(&anna, &event).await, ([10, 1, 0], waits(&["ORG-001 6", "ORG-003 4"])));
        let gone = withdraw(&anna, &event, "ORG-002").await.refused();
        assert_eq!(gone, Problem::invalid("organisation", Rule::Unknown));
        register(&anna, &event, "ORG-001", 7).await.accepted();
        let less = json!({ "title": "Career day", "public": true, "capacity": 3 });
        update(&anna, &larger, less).await.accepted();
        assert_eq!(line(&anna, &event).await.0, [11, 0, 0], "nobody loses a place");
        // The same write sent again counts once, and says nothing else than before.
        let input = of(&event, "ORG-001", 2);
        anna.ask(REGISTER, input.clone()).await.accepted();
        register(&anna, &event, "ORG-001", 1).await.accepted();
        anna.ask(REGISTER, input.clone()).await.accepted();
        assert_eq!(line(&anna, &event).await.1, ["ORG-001 1", "ORG-003 4"]);
        let mut other = input;
        other["input"]["people"] = json!(3);
        assert_eq!(anna.ask(REGISTER, other).await.refused(), Problem::invalid("write", Rule::Duplicate));
    }

    async fn a_partner_registers_its_own_organisation_and_sees_no_other(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let lecce = server.person_as("Lecce", "COORDINATOR", Some("LE"));
        let pina = server.person_as("Pina", "PARTNER", Some("ORG-001"));
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-002"));
        let event = open(&anna, 10).await;
        register(&pina, &event, "ORG-001", 8).await.accepted();
        let bearer = program(&rita, "ORG-002").await;
        let by_token = organisers::ask(&server, &bearer, REGISTER, of(&event, "ORG-002", 3)).await;
        by_token.accepted();
        assert_eq!(line(&pina, &event).await, ([8, 2, 3], vec!["ORG-001 8".to_owned()]));
        assert_eq!(told(&pina, &event).await["registrations"][0]["registeredBy"], Value::Null);
        assert_eq!(line(&rita, &event).await.1, ["ORG-002 3 waits as 1"]);
        assert_eq!(told(&anna, &event).await["registrations"][0]["registeredBy"], "Pina");
        assert_eq!(line(&server.visitor(), &event).await, ([8, 2, 3], Vec::new()), "a visitor sees what is left");
        let (_, reads) = rita.token("ORG-002").await;
        let without = organisers::ask(&server, &reads, REGISTER, of(&event, "ORG-002", 1)).await;
        assert_eq!(without.refused(), Problem::Forbidden, "without the scope");
        for (person, refused) in [(&pina, Problem::invalid("organisation", Rule::NotYours)), (&lecce, Problem::NotFound)] {
            assert_eq!(register(person, &event, "ORG-002", 1).await.refused(), refused);
            assert_eq!(withdraw(person, &event, "ORG-002").await.refused(), refused);
        }
        for (code, rule) in [("NOSUCH", Rule::Unknown), ("org 1", Rule::Unknown)] {
            assert_eq!(register(&anna, &event, code, 1).await.refused(), Problem::invalid("organisation", rule));
        }
        for people in [0, -1] {
            let refused = register(&pina, &event, "ORG-001", people).await.refused();
            assert_eq!(refused, Problem::invalid("people", Rule::TooSmall { min: 1.0 }));
        }
        // What a partner does not see, it does not register for.
        let hidden = created(&anna, json!({ "title": "Interno", "capacity": 5 })).await;
        assert_eq!(register(&pina, &hidden, "ORG-001", 1).await.refused(), Problem::NotFound);
    }

    async fn what_has_begun_or_is_called_off_takes_nobody(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let event = open(&anna, 10).await;
        register(&anna, &event, "ORG-001", 2).await.accepted();
        step(&anna, &event, "CANCEL", "rinviato").await.accepted();
        let not_now = Problem::invalid("event", Rule::NotNow);
        assert_eq!(register(&anna, &event, "ORG-002", 2).await.refused(), not_now);
        withdraw(&anna, &event, "ORG-001").await.accepted();
        let past = json!({ "public": true, "capacity": 10, "start": "2024-03-19T08:30:00Z", "end": "2024-03-19T11:30:00Z" });
        let past = created(&anna, past).await;
        assert_eq!(register(&anna, &past, "ORG-001", 2).await.refused(), not_now);
        assert_eq!(withdraw(&anna, &past, "ORG-001").await.refused(), not_now);
    }

    async fn a_registration_is_told_live_and_disturbs_nobody_who_edits_the_event(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let pina = server.person_as("Pina", "PARTNER", Some("ORG-001"));
        let event = open(&anna, 10).await;
        let after = anna.ask("{ eventsRevision }", json!({})).await.accepted()["eventsRevision"].clone();
        register(&pina, &event, "ORG-001", 4).await.accepted();
        let follow = "subscription($after: Int!) { eventChanges(after: $after) { by events { event { title places { taken left } } } } }";
        let request = Client::new().post(format!("http://{}/graphql", server.running.address));
        let request = request.header("cookie", anna.cookie().await).header("x-tavoliere-page", "1");
        let request = request.header("content-type", "application/json").header("accept", "text/event-stream");
        let body = json!({ "query": follow, "variables": { "after": after } }).to_string();
        let mut events = crate::support::Events::of(request.body(body).send().await.expect("an answer"));
        let told = |taken: i64| json!({ "by": "Pina", "events": [{ "event": { "title": "Career day", "places": { "taken": taken, "left": 10 - taken } } }] });
        assert_eq!(events.data().await["eventChanges"], told(4));
        register(&pina, &event, "ORG-001", 7).await.accepted();
        assert_eq!(events.data().await["eventChanges"], told(7), "what there is by then");
        let more = json!({ "title": "Career day, nuova sala", "public": true, "capacity": 10 });
        update(&anna, &event, more).await.accepted();
    }
}
