//! Events: made, changed, moved on, counted; what is refused; what clashes.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{attend, create, create_as, created, event, found, step, stepped, titles, update};
use crate::support::{Server, TestDatabase, both_databases, new_write};

both_databases! {
    async fn an_event_is_kept_as_it_was_said_and_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let write = new_write();
        let more = json!({ "alsoFor": ["FG04"], "notes": "portare i badge", "capacity": 30,
            "planned": { "people": [{ "category": "OPERATOR", "number": 12 }], "operators": [{ "cpi": "FG04", "number": 5 }] } });
        let made = create_as(&anna, &write, more.clone(), false).await.accepted()["eventCreate"]["event"].clone();
        let again = create_as(&anna, &write, more, false).await.accepted()["eventCreate"]["event"].clone();
        assert_eq!(made, again, "the same write is applied once");
        assert_eq!(titles(&anna, json!({})).await, ["Sessione sullo scouting"]);
        let read = found(&anna, &made["id"]).await;
        assert_eq!(read, made);
        for (field, value) in [
            ("state", json!("PLANNED")), ("start", json!("2027-03-23T08:30:00+00:00")), ("capacity", json!(30)),
            ("province", json!({ "code": "FG" })), ("cpi", json!({ "code": "FG03" })), ("municipality", json!({ "istat": "071024" })),
            ("alsoFor", json!(["FG04"])), ("facilitators", json!(["FAC-FG-1"])), ("feeds", json!(["4.4-R1"])),
            ("notes", json!("portare i badge")), ("actual", Value::Null), ("sequence", json!(0)),
            ("planned", json!({ "total": 12, "people": [{ "category": "OPERATOR", "number": 12 }], "operators": [{ "cpi": "FG04", "number": 5 }] })),
        ] {
            assert_eq!(read[field], value, "{field}");
        }
        let other = create_as(&anna, &write, json!({ "title": "Altro" }), false).await.refused();
        assert_eq!(other, Problem::invalid("write", Rule::Duplicate));
    }

    async fn every_wrong_field_is_named(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        for (more, field, rule) in [
            (json!({ "title": "  " }), "event.title", Rule::Required),
            (json!({ "end": "2027-03-23T08:30:00Z" }), "event.end", Rule::NotAfter),
            (json!({ "cpi": "FG99" }), "event.cpi", Rule::Unknown),
            (json!({ "cpi": "FG03", "province": "LE" }), "event.cpi", Rule::Unknown),
            (json!({ "cpi": null, "province": "XX" }), "event.province", Rule::Unknown),
            (json!({ "alsoFor": ["FG03"] }), "event.alsoFor", Rule::Duplicate),
            (json!({ "alsoFor": ["FG99"] }), "event.alsoFor", Rule::Unknown),
            (json!({ "municipality": "999999" }), "event.municipality", Rule::Unknown),
            (json!({ "municipality": "\u{0}71024" }), "event.municipality", Rule::Unknown),
            (json!({ "title": "a\u{0}b" }), "event.title", Rule::Unknown),
            (json!({ "start": "9000-03-23T08:30:00Z", "end": "9000-03-23T09:30:00Z" }), "event.end", Rule::Unknown),
            (json!({ "facilitators": ["FAC-XX-9"] }), "event.facilitators", Rule::Unknown),
            (json!({ "requirement": "ER-999" }), "event.requirement", Rule::Unknown),
            (json!({ "capacity": 0 }), "event.capacity", Rule::TooSmall { min: 1.0 }),
            (json!({ "planned": { "people": [{ "category": "HEAD", "number": -1 }] } }), "event.planned.people.0.number", Rule::TooSmall { min: 0.0 }),
            (json!({ "planned": { "operators": [{ "cpi": "FG03", "number": 1 }] } }), "event.planned.operators", Rule::TooGreat { max: 0.0 }),
        ] {
            assert_eq!(create(&anna, more.clone()).await.refused(), Problem::invalid(field, rule), "{more}");
        }
        assert_eq!(titles(&anna, json!({})).await, Vec::<String>::new());
    }

    async fn a_batch_is_made_whole_or_not_at_all(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mutation = "mutation($input: EventsCreateInput!) { eventsCreate(input: $input) { events { id title revision } } }";
        let batch = |last: Value| json!({ "input": { "write": new_write(), "events": [
            event(json!({ "title": "Uno" })), event(json!({ "title": "Due", "cpi": "LE01", "facilitators": [] })), event(last),
        ] } });
        let refused = anna.ask(mutation, batch(json!({ "title": "Tre", "requirement": "ER-999" }))).await.refused();
        assert_eq!(refused, Problem::invalid("events.2.requirement", Rule::Unknown));
        assert_eq!(titles(&anna, json!({})).await, Vec::<String>::new());
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let refused = foggia.ask(mutation, batch(json!({ "title": "Tre" }))).await.refused();
        assert_eq!(refused, Problem::invalid("events.1.cpi", Rule::NotYours));
        let input = batch(json!({ "title": "Tre" }));
        let made = anna.ask(mutation, input.clone()).await.accepted();
        assert_eq!(anna.ask(mutation, input).await.accepted(), made, "the same write is applied once");
        let events = made["eventsCreate"]["events"].as_array().expect("a list");
        assert!(events.len() == 3 && events.iter().all(|event| event["revision"] == 1), "one change: {events:?}");
        assert_eq!(titles(&anna, json!({})).await.len(), 3);
    }

    async fn a_change_on_an_older_revision_is_refused_and_a_move_of_what_is_confirmed_is_told(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let made = created(&anna, json!({})).await;
        let renamed = update(&bruno, &made, json!({ "title": "Nuovo titolo" })).await.accepted()["eventUpdate"]["event"].clone();
        assert_eq!((&renamed["state"], &renamed["sequence"]), (&json!("PLANNED"), &json!(1)));
        let late = update(&anna, &made, json!({ "place": "Aula" })).await.refused();
        assert!(matches!(late, Problem::Conflict { .. }), "{late:?}");
        let confirmed = stepped(&anna, &renamed, "CONFIRM").await;
        let renamed = update(&anna, &confirmed, json!({ "title": "Ancora" })).await.accepted()["eventUpdate"]["event"].clone();
        assert_eq!(renamed["state"], "CONFIRMED", "another title moves nothing");
        let moved = update(&anna, &renamed, json!({ "start": "2027-03-24T08:30:00Z", "end": "2027-03-24T11:30:00Z" })).await;
        let moved = moved.accepted()["eventUpdate"]["event"].clone();
        assert_eq!(moved["state"], "MOVED");
        assert_eq!(stepped(&anna, &moved, "CONFIRM").await["state"], "CONFIRMED");
    }

    async fn steps_lead_on_or_are_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let made = created(&anna, json!({})).await;
        let not_now = Problem::invalid("step", Rule::NotNow);
        assert_eq!(step(&anna, &made, "PLAN", "").await.refused(), not_now);
        assert_eq!(step(&anna, &made, "HOLD", "").await.refused(), not_now, "it has not begun");
        assert_eq!(step(&anna, &made, "CANCEL", "").await.refused(), Problem::invalid("note", Rule::Required));
        let off = step(&anna, &made, "CANCEL", "sala inagibile").await.accepted()["eventStep"]["event"].clone();
        assert_eq!((&off["state"], &off["stateNote"]), (&json!("CANCELLED"), &json!("sala inagibile")));
        let closed = update(&anna, &off, json!({ "title": "No" })).await.refused();
        assert_eq!(closed, Problem::invalid("event", Rule::NotNow));
        assert_eq!(stepped(&anna, &off, "REOPEN").await["state"], "PLANNED");
        let past = created(&anna, json!({ "start": "2024-03-19T08:30:00Z", "end": "2024-03-19T11:30:00Z" })).await;
        assert_eq!(stepped(&anna, &past, "HOLD").await["state"], "HELD");
    }

    async fn who_came_is_counted_corrected_and_kept_in_the_register(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let future = created(&anna, json!({})).await;
        let people = |operators: i64| json!({ "people": [{ "category": "OPERATOR", "number": operators }, { "category": "HEAD", "number": 1 }],
            "operators": [{ "cpi": "FG03", "number": operators }] });
        assert_eq!(attend(&anna, &future, people(3)).await.refused(), Problem::invalid("event", Rule::NotNow));
        let past = created(&anna, json!({ "start": "2024-03-19T08:30:00Z", "end": "2024-03-19T11:30:00Z" })).await;
        let held = attend(&anna, &past, people(11)).await.accepted()["eventAttendanceSet"]["event"].clone();
        assert_eq!((&held["state"], &held["actual"]["total"], &held["countedBy"]), (&json!("HELD"), &json!(12), &json!("Anna")));
        assert_eq!(held["planned"]["total"], 12, "what was expected stays");
        let late = attend(&anna, &past, people(9)).await.refused();
        assert!(matches!(late, Problem::Conflict { .. }), "{late:?}");
        let corrected = attend(&anna, &held, people(10)).await.accepted()["eventAttendanceSet"]["event"].clone();
        assert_eq!(corrected["actual"]["operators"], json!([{ "cpi": "FG03", "number": 10 }]));
        let audit = "{ audit(filter: { kind: \"event\", action: \"eventAttendanceSet\" }) { nodes { before after } } }";
        let rows = anna.ask(audit, json!({})).await.accepted()["audit"]["nodes"].clone();
        let number = |index: usize, side: &str| {
            let text: Value = serde_json::from_str(rows[index][side].as_str().expect("it is there")).expect("JSON");
            text["actual"]["people"]["OPERATOR"].clone()
        };
        assert_eq!((number(0, "before"), number(0, "after"), number(1, "before"), number(1, "after")), (json!(11), json!(10), Value::Null, json!(11)));
    }

    async fn events_are_found_by_time_place_kind_and_state_and_come_in_order(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let at = |day: u32, more: Value| {
            let mut with = json!({ "title": format!("{day}"), "start": format!("2027-03-{day}T08:30:00Z"), "end": format!("2027-03-{day}T11:30:00Z") });
            for (name, value) in more.as_object().cloned().unwrap_or_default() {
                with[name] = value;
            }
            with
        };
        created(&anna, at(24, json!({ "cpi": "LE01", "facilitators": ["FAC-LE-1"] }))).await;
        created(&anna, at(22, json!({ "cpi": null, "province": "FG", "kind": "EVENT", "facilitators": [] }))).await;
        let second = created(&anna, at(23, json!({ "alsoFor": ["FG04"] }))).await;
        created(&anna, at(25, json!({ "cpi": null, "kind": "TABLE", "facilitators": [] }))).await;
        stepped(&anna, &second, "CONFIRM").await;
        for (filter, expected) in [
            (json!({}), &["22", "23", "24", "25"][..]),
            (json!({ "province": "FG" }), &["22", "23"]),
            (json!({ "cpi": "FG04" }), &["23"]),
            (json!({ "kinds": ["EVENT", "TABLE"] }), &["22", "25"]),
            (json!({ "states": ["CONFIRMED"] }), &["23"]),
            (json!({ "facilitator": "FAC-LE-1" }), &["24"]),
            (json!({ "requirement": "ER-008", "province": "LE" }), &["24"]),
            (json!({ "from": "2027-03-23T11:30:00Z" }), &["24", "25"]),
            (json!({ "from": "2027-03-23T11:29:00Z", "to": "2027-03-24T08:30:00Z" }), &["23"]),
        ] {
            assert_eq!(titles(&anna, filter.clone()).await, expected, "{filter}");
        }
        let query = "query($after: String, $order: EventOrder!) { events(first: 3, after: $after, order: $order) { nodes { title } pageInfo { endCursor hasNextPage } } }";
        for (order, expected) in [("EARLIEST", ["22", "23", "24", "25"]), ("LATEST", ["25", "24", "23", "22"])] {
            let mut seen = Vec::new();
            let mut after = Value::Null;
            loop {
                let page = anna.ask(query, json!({ "after": after, "order": order })).await.accepted()["events"].clone();
                seen.extend(page["nodes"].as_array().expect("a list").iter().map(|node| node["title"].as_str().expect("a title").to_owned()));
                if page["pageInfo"]["hasNextPage"] != true {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(seen, expected);
        }
    }

    async fn a_clash_is_told_by_name_and_refuses_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let first = created(&anna, json!({ "title": "La prima" })).await;
        let other = json!({ "title": "La seconda", "cpi": "FG07", "municipality": "071059", "start": "2027-03-23T11:45:00Z", "end": "2027-03-23T14:00:00Z" });
        let made = create(&anna, other.clone()).await.accepted()["eventCreate"].clone();
        let clash = made["clashes"][0].clone();
        assert_eq!(made["clashes"].as_array().map(Vec::len), Some(1), "{made}");
        assert_eq!((&clash["kind"], &clash["title"], &clash["event"]), (&json!("TRAVEL_TOO_SHORT"), &json!("La prima"), &first["id"]));
        assert_eq!((&clash["minutesFree"], clash["minutesNeeded"].as_i64() > Some(60)), (&json!(15), true));
        // While typing: the same event somewhere else, and what it is now is not in its own way.
        let ask = "query($event: EventInput!, $id: ID) { eventClashes(event: $event, id: $id) { kind title day holiday cpi } }";
        let kinds = async |more: Value, id: Value| -> Vec<Value> {
            let told = anna.ask(ask, json!({ "event": event(more), "id": id })).await.accepted();
            told["eventClashes"].as_array().expect("a list").iter().map(|clash| clash["kind"].clone()).collect()
        };
        assert_eq!(kinds(json!({}), first["id"].clone()).await, [json!("TRAVEL_TOO_SHORT")]);
        assert_eq!(kinds(json!({}), Value::Null).await, ["FACILITATOR_TWICE", "ROOM_TAKEN", "CPI_TWICE", "TRAVEL_TOO_SHORT"].map(|kind| json!(kind)));
        let easter = json!({ "start": "2027-03-29T07:30:00Z", "end": "2027-03-29T10:30:00Z" });
        assert_eq!(kinds(easter, Value::Null).await, [json!("PUBLIC_HOLIDAY")]);
        let patron = json!({ "start": "2027-03-22T08:30:00Z", "end": "2027-03-22T11:30:00Z" });
        assert_eq!(kinds(patron, Value::Null).await, [json!("PATRON_DAY")]);
        // What was called off is in nobody's way.
        step(&anna, &first, "CANCEL", "rinviata").await.accepted();
        let second = made["event"].clone();
        assert_eq!(kinds(other, second["id"].clone()).await, Vec::<Value>::new());
    }
}
