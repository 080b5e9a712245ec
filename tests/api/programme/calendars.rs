//! Public calendars, as a program that subscribes reads them.

use reqwest::{Client, Response};
use serde_json::{Value, json};

use super::{created, step, stepped, update};
use crate::support::{Server, TestDatabase, both_databases};

async fn get(server: &Server, path: &str, tag: &str) -> Response {
    let request = Client::new().get(format!("http://{}{path}", server.running.address)).header("if-none-match", tag);
    request.send().await.expect("an answer")
}

async fn text(server: &Server, path: &str) -> String {
    let response = get(server, path, "\"none\"").await;
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "text/calendar; charset=utf-8");
    response.text().await.expect("text")
}

/// The lines of a calendar that begin with a name, unfolded.
fn lines(calendar: &str, name: &str) -> Vec<String> {
    let unfolded = calendar.replace("\r\n ", "");
    unfolded.lines().filter(|line| line.starts_with(name)).map(|line| line.trim_end().to_owned()).collect()
}

fn uuid_of(event: &Value) -> String {
    let id = event["id"].as_str().expect("an id");
    shared::id::GlobalId::parse(id).expect("it is an id").key
}

both_databases! {
    async fn a_moved_event_keeps_its_name_and_counts_on_and_a_cancelled_one_says_so(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let open = created(&anna, json!({ "title": "Career day, edizione; uno", "public": true })).await;
        created(&anna, json!({ "title": "Interno", "cpi": "FG01" })).await;
        let (province, cpi) = ("/calendars/provinces/FG.ics", "/calendars/cpis/FG03.ics");
        assert_eq!(lines(&text(&server, province).await, "UID"), Vec::<String>::new(), "nothing is public yet");
        let confirmed = stepped(&anna, &open, "CONFIRM").await;
        let before = text(&server, province).await;
        assert_eq!(lines(&before, "SUMMARY"), ["SUMMARY:Career day\\, edizione\\; uno"]);
        assert_eq!(lines(&before, "DTSTART;"), ["DTSTART;TZID=Europe/Rome:20270323T093000"]);
        assert_eq!(lines(&before, "STATUS"), ["STATUS:CONFIRMED"]);
        assert!(before.starts_with("BEGIN:VCALENDAR\r\n") && before.ends_with("END:VCALENDAR\r\n"), "{before}");
        let title = "Career day, edizione; uno";
        let moved = json!({ "title": title, "public": true, "start": "2027-03-30T07:30:00Z", "end": "2027-03-30T10:30:00Z" });
        let moved = update(&anna, &confirmed, moved).await.accepted()["eventUpdate"]["event"].clone();
        let after = text(&server, cpi).await;
        assert_eq!(lines(&after, "UID"), lines(&before, "UID"), "it moves and does not double");
        assert_eq!(lines(&after, "DTSTART;"), ["DTSTART;TZID=Europe/Rome:20270330T093000"]);
        let sequence = |calendar: &str| lines(calendar, "SEQUENCE")[0]["SEQUENCE:".len()..].parse::<u32>().expect("a number");
        assert!(sequence(&after) > sequence(&before));
        step(&anna, &moved, "CANCEL", "rinviato").await.accepted();
        let single = text(&server, &format!("/calendars/events/{}.ics", uuid_of(&open))).await;
        assert_eq!((lines(&single, "STATUS"), lines(&single, "UID")), (vec!["STATUS:CANCELLED".to_owned()], lines(&before, "UID")));
    }

    async fn what_was_read_is_not_sent_again_and_what_is_no_calendar_is_not_there(database: TestDatabase) {
        let server = Server::start(database).await;
        let first = get(&server, "/calendars/provinces/LE.ics", "\"none\"").await;
        let tag = first.headers()["etag"].to_str().expect("text").to_owned();
        assert_eq!(get(&server, "/calendars/provinces/LE.ics", &tag).await.status(), 304);
        let inner = created(&server.person("Anna"), json!({})).await;
        let hidden = format!("/calendars/events/{}.ics", uuid_of(&inner));
        for path in ["/calendars/provinces/lecce.ics", "/calendars/provinces/LE", "/calendars/events/x.ics", &hidden] {
            assert_eq!(get(&server, path, "\"none\"").await.status(), 404, "{path}");
        }
    }
}
