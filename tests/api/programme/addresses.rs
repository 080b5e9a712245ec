//! Calendars by secret address: who finds what there, for how long, and that nothing of the secret is kept.

use reqwest::{Client, StatusCode};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{attend, created, step, stepped, update};
use crate::support::{Person, Server, TestDatabase, both_databases};

/// Makes an address. Gives its id and its path.
async fn address(person: &Person, kind: &str, code: Option<&str>) -> (Value, String) {
    let create = "mutation($input: CalendarAddressCreateInput!) { calendarAddressCreate(input: $input) { url address { id kind code shown usedAt } } }";
    let made = person.ask(create, json!({ "input": { "kind": kind, "code": code } })).await;
    let made = made.accepted()["calendarAddressCreate"].clone();
    assert_eq!((&made["address"]["kind"], &made["address"]["code"]), (&json!(kind), &json!(code)));
    (made["address"]["id"].clone(), path_of(&made))
}

fn path_of(made: &Value) -> String {
    let url = made["url"].as_str().expect("it is told once");
    let (_, file) = url.split_once("/calendars/own/").expect("it is an address of a calendar");
    let shown = made["address"]["shown"].as_str().expect("text");
    assert!(file.starts_with(shown) && file.len() > 6 * shown.len(), "{shown} is little of {file}");
    format!("/calendars/own/{file}")
}

async fn renewed(person: &Person, address: &Value) -> String {
    let renew = "mutation($id: ID!) { calendarAddressRenew(address: $id) { url address { shown renewedAt usedAt } } }";
    let made = person.ask(renew, json!({ "id": address })).await.accepted()["calendarAddressRenew"].clone();
    assert!(made["address"]["renewedAt"].is_string() && made["address"]["usedAt"].is_null());
    path_of(&made)
}

async fn status(server: &Server, path: &str) -> StatusCode {
    let url = format!("http://{}{path}", server.running.address);
    Client::new().get(url).send().await.expect("an answer").status()
}

/// The titles of a calendar, in order.
async fn titles(server: &Server, path: &str) -> Vec<String> {
    let url = format!("http://{}{path}", server.running.address);
    let response = Client::new().get(url).send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["cache-control"], "private, no-cache");
    let text = response.text().await.expect("text").replace("\r\n ", "");
    let mut titles: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).map(str::to_owned).collect();
    titles.sort();
    titles
}

both_databases! {
    async fn an_address_shows_what_its_holder_may_see_and_what_concerns_them(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        created(&anna, json!({ "title": "Foggia 3" })).await;
        created(&anna, json!({ "title": "Foggia 1", "cpi": "FG01", "alsoFor": ["FG04"] })).await;
        created(&anna, json!({ "title": "Lecce", "cpi": "LE01", "facilitators": [], "organisers": ["ORG-002"] })).await;
        let open = created(&anna, json!({ "title": "Aperto", "cpi": "LE02", "facilitators": [], "public": true })).await;
        stepped(&anna, &open, "CONFIRM").await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let head = server.person_as("Testa", "CPI_HEAD", Some("FG04"));
        let partner = server.person_as("Pino", "PARTNER", Some("ORG-002"));
        let all = ["Aperto", "Foggia 1", "Foggia 3", "Lecce"];
        assert_eq!(titles(&server, &address(&anna, "MINE", None).await.1).await, all);
        assert_eq!(titles(&server, &address(&foggia, "MINE", None).await.1).await, ["Foggia 1", "Foggia 3"]);
        assert_eq!(titles(&server, &address(&head, "MINE", None).await.1).await, ["Foggia 1"], "a session that it shares");
        assert_eq!(titles(&server, &address(&partner, "MINE", None).await.1).await, ["Lecce"], "its own, not public yet");
        // Of a place, whoever reads all events sees all of it; a partner what is public or its own.
        assert_eq!(titles(&server, &address(&foggia, "PROVINCE", Some("LE")).await.1).await, ["Aperto", "Lecce"]);
        assert_eq!(titles(&server, &address(&partner, "PROVINCE", Some("LE")).await.1).await, ["Aperto", "Lecce"]);
        assert_eq!(titles(&server, &address(&partner, "PROVINCE", Some("FG")).await.1).await, Vec::<String>::new());
        assert_eq!(titles(&server, &address(&partner, "CPI", Some("LE02")).await.1).await, ["Aperto"]);
        assert_eq!(titles(&server, &address(&anna, "ORGANISATION", Some("ORG-002")).await.1).await, ["Lecce"]);
        assert_eq!(titles(&server, &address(&partner, "ORGANISATION", Some("ORG-001")).await.1).await, Vec::<String>::new());
        // What they proposed themselves concerns them wherever it is.
        let mutation = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
        let event = json!({ "title": "Proposto", "kind": "MEETING", "cpi": "BA01", "start": "2027-03-22T08:30:00Z", "end": "2027-03-22T11:30:00Z" });
        let input = json!({ "write": crate::support::new_write(), "propose": true, "event": event });
        head.ask(mutation, json!({ "input": input })).await.accepted();
        assert_eq!(titles(&server, &address(&head, "MINE", None).await.1).await, ["Foggia 1", "Proposto"]);
    }

    async fn an_address_follows_its_holders_parts_and_ends_with_them(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, ada) = (server.person("Anna"), server.person_as("Ada", "ADMINISTRATOR", None));
        created(&anna, json!({ "title": "Foggia" })).await;
        created(&anna, json!({ "title": "Lecce", "cpi": "LE01", "facilitators": [] })).await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let (_, mine) = address(&foggia, "MINE", None).await;
        let (_, lecce) = address(&foggia, "PROVINCE", Some("LE")).await;
        assert_eq!(titles(&server, &mine).await, ["Foggia"]);
        let account = foggia.ask("{ viewer { id } }", json!({})).await.accepted()["viewer"]["id"].clone();
        let set = async |more: Value| {
            let mut input = more;
            input["account"] = account.clone();
            let update = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { active } } }";
            ada.ask(update, json!({ "input": input })).await.accepted();
        };
        set(json!({ "grants": [{ "role": "COORDINATOR", "scope": "LE" }] })).await;
        assert_eq!(titles(&server, &mine).await, ["Lecce"], "another province from now on");
        set(json!({ "grants": [{ "role": "PARTNER", "scope": "ORG-001" }] })).await;
        assert_eq!(titles(&server, &lecce).await, Vec::<String>::new(), "no more than they may see today");
        set(json!({ "active": false })).await;
        assert_eq!((status(&server, &mine).await, status(&server, &lecce).await), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        set(json!({ "active": true })).await;
        assert_eq!(status(&server, &mine).await, StatusCode::OK);
    }

    async fn an_address_is_told_once_renewed_and_ended_and_its_secret_is_kept_nowhere(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (id, first) = address(&anna, "CPI", Some("FG03")).await;
        assert_eq!(status(&server, &first).await, StatusCode::OK);
        let second = renewed(&anna, &id).await;
        assert_eq!((status(&server, &first).await, status(&server, &second).await), (StatusCode::NOT_FOUND, StatusCode::OK));
        let listed = anna.ask("{ calendarAddresses { id kind code shown usedAt renewedAt } }", json!({})).await.accepted();
        assert_eq!(listed["calendarAddresses"].as_array().map(Vec::len), Some(1));
        assert!(listed["calendarAddresses"][0]["usedAt"].is_string(), "somebody read it");
        let secret = second.trim_start_matches("/calendars/own/").trim_end_matches(".ics").to_owned();
        let kept = "SELECT hash || ' ' || shown AS kept FROM calendar_address";
        let kept = Statement::from_string(server.db().read().get_database_backend(), kept);
        let kept = server.db().read().query_one_raw(kept).await.expect("it is read").expect("a row");
        assert!(!kept.try_get::<String>("", "kept").expect("text").contains(&secret));
        let history = anna.ask("{ audit(filter: { kind: \"calendarAddress\" }) { nodes { action before after } } }", json!({})).await.accepted();
        let actions: Vec<&str> = history["audit"]["nodes"].as_array().expect("rows").iter().filter_map(|row| row["action"].as_str()).collect();
        assert_eq!(actions, ["calendarAddressRenew", "calendarAddressCreate"]);
        assert!(!history.to_string().contains(&secret));
        let end = "mutation($id: ID!) { calendarAddressEnd(address: $id) { ended } }";
        anna.ask(end, json!({ "id": id })).await.accepted();
        assert_eq!(status(&server, &second).await, StatusCode::NOT_FOUND);
        assert_eq!(anna.ask(end, json!({ "id": id })).await.refused(), Problem::NotFound);
        let refused = |code: Value, kind: &str| (json!({ "input": { "kind": kind, "code": code } }), anna.clone());
        let create = "mutation($input: CalendarAddressCreateInput!) { calendarAddressCreate(input: $input) { url } }";
        for (kind, code, rule) in [
            ("CPI", json!(null), Rule::Required), ("CPI", json!("FG99"), Rule::Unknown), ("PROVINCE", json!("XX"), Rule::Unknown),
            ("ORGANISATION", json!("ORG-9999"), Rule::Unknown), ("MINE", json!("FG"), Rule::Unknown),
        ] {
            let (input, anna) = refused(code, kind);
            assert_eq!(anna.ask(create, input).await.refused(), Problem::invalid("code", rule), "{kind}");
        }
        for _ in 0..20 {
            address(&anna, "MINE", None).await;
        }
        let more = anna.ask(create, json!({ "input": { "kind": "MINE" } })).await.refused();
        assert_eq!(more, Problem::invalid("kind", Rule::TooGreat { max: 20.0 }));
    }

    async fn who_guesses_addresses_is_stopped_and_who_reads_often_is_not(database: TestDatabase) {
        let server = Server::start(database).await;
        let (_, own) = address(&server.person("Anna"), "MINE", None).await;
        let client = Client::new();
        let ask = async |path: &str, from: &str| {
            let request = client.get(format!("http://{}{path}", server.running.address)).header("x-forwarded-for", from);
            request.send().await.expect("an answer").status()
        };
        // What is allowed grows again with time, so only the first refusal is sure.
        let mut guesses = 0;
        let stopped = loop {
            match ask("/calendars/own/nessuno.ics", "203.0.113.7").await {
                StatusCode::NOT_FOUND => guesses += 1,
                status => break status,
            }
            assert!(guesses < 100_000, "nobody stops a guesser");
        };
        assert_eq!(stopped, StatusCode::TOO_MANY_REQUESTS);
        for _ in 0..50 {
            assert_eq!(ask(&own, "203.0.113.8").await, StatusCode::OK);
        }
    }

    async fn one_event_is_a_file_for_whoever_may_see_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let inner = created(&anna, json!({ "title": "Interno" })).await;
        let key = shared::id::GlobalId::parse(inner["id"].as_str().expect("an id")).expect("it is an id").key;
        let url = format!("http://{}/calendars/events/{key}.ics", server.running.address);
        let partner = server.person_as("Pino", "PARTNER", Some("ORG-002"));
        let ask = async |cookie: String| Client::new().get(&url).header("cookie", cookie).send().await.expect("an answer");
        let found = ask(anna.cookie().await).await;
        assert_eq!((found.status(), &found.headers()["cache-control"]), (StatusCode::OK, &"private, no-cache".parse().expect("a header")));
        assert_eq!(ask(partner.cookie().await).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(ask(String::new()).await.status(), StatusCode::NOT_FOUND);
        // Asked for by a page of another site, a cookie is none.
        let foreign = Client::new().get(&url).header("cookie", anna.cookie().await).header("origin", "https://altrove.example");
        assert_eq!(foreign.send().await.expect("an answer").status(), StatusCode::NOT_FOUND);
    }

    async fn every_change_that_a_calendar_shows_counts_on(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (_, path) = address(&anna, "CPI", Some("FG03")).await;
        let past = json!({ "start": "2026-11-16T08:30:00Z", "end": "2026-11-16T11:30:00Z", "audience": "Operatori; dirigenti, altri\ne \\ ancora" });
        let planned = created(&anna, past.clone()).await;
        let read = async || {
            let url = format!("http://{}{path}", server.running.address);
            let text = Client::new().get(url).send().await.expect("an answer").text().await.expect("text");
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded: {text}");
            let line = |name: &str| {
                let unfolded = text.replace("\r\n ", "");
                unfolded.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned)).unwrap_or_default()
            };
            (line("UID:"), line("SEQUENCE:").parse::<u32>().expect("a number"), line("STATUS:"), line("DESCRIPTION:"))
        };
        let first = read().await;
        assert_eq!((first.2.as_str(), first.3.as_str()), ("TENTATIVE", "Operatori\\; dirigenti\\, altri\\ne \\\\ ancora"));
        let mut last = first.clone();
        let people = json!({ "people": [{ "category": "OPERATOR", "number": 9 }] });
        let held = attend(&anna, &planned, people.clone()).await.accepted()["eventAttendanceSet"]["event"].clone();
        let opened = stepped(&anna, &held, "REOPEN").await;
        for (which, status) in [("held", "CONFIRMED"), ("moved", "CONFIRMED"), ("cancelled", "CANCELLED")] {
            match which {
                "moved" => {
                    let mut later = past.clone();
                    later["start"] = json!("2026-11-17T08:30:00Z");
                    later["end"] = json!("2026-11-17T11:30:00Z");
                    update(&anna, &opened, later).await.accepted();
                }
                "cancelled" => drop(step(&anna, &opened, "CANCEL", "sala inagibile").await.accepted()),
                _ => {}
            }
            let now = read().await;
            assert_eq!((&now.0, now.2.as_str()), (&last.0, status), "{which}");
            assert!(now.1 > last.1, "{which}: {now:?} after {last:?}");
            last = now;
        }
        assert!(last.3.ends_with("sala inagibile"));
    }
}
