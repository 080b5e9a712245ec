//! What an event feeds, told before it is saved and before it is held; and that it comes to that.

use serde_json::{Value, json};

use super::{attend, created, event, stepped};
use crate::support::{Person, Server, TestDatabase, both_databases};

const TOLD: &str = "indicators { code territory byHand on without with target status statusWith } lines { code text { it } without with }
    people { total people { category number } operators { cpi number } }";

async fn of_draft(person: &Person, more: Value) -> Value {
    let query = format!("query($event: EventInput!) {{ eventContribution(event: $event) {{ {TOLD} }} }}");
    person.ask(&query, json!({ "event": event(more) })).await.accepted()["eventContribution"].clone()
}

async fn of_event(person: &Person, event: &Value) -> Value {
    let query = format!("query($id: ID!) {{ event(id: $id) {{ contribution {{ {TOLD} }} }} }}");
    person.ask(&query, json!({ "id": event["id"] })).await.accepted()["event"]["contribution"].clone()
}

/// What an indicator stands at, in a territory.
async fn stands(person: &Person, code: &str, territory: &str) -> Value {
    let query = "query($code: String!, $territory: String!) { indicators(code: $code, territory: $territory) { standing { actual status } } }";
    let answer = person.ask(query, json!({ "code": code, "territory": territory })).await.accepted();
    answer["indicators"][0]["standing"]["actual"].clone()
}

/// Without, with, for an indicator in a territory.
fn gain(told: &Value, code: &str, territory: &str) -> Option<(i64, i64)> {
    let rows = told["indicators"].as_array().expect("a list");
    let row = rows.iter().find(|row| row["code"] == code && row["territory"] == territory)?;
    Some((row["without"].as_i64()?, row["with"].as_i64()?))
}

const PAST: [&str; 2] = ["2026-11-16T08:30:00Z", "2026-11-16T11:30:00Z"];

both_databases! {
    async fn what_is_foretold_of_a_draft_is_what_comes_once_it_is_held(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let past = json!({ "start": PAST[0], "end": PAST[1], "requirement": null, "feeds": ["I-IMP-03", "IMP.4-R1"], "cpi": "FG03" });
        let told = of_draft(&anna, past.clone()).await;
        assert_eq!(gain(&told, "I-IMP-03", ""), Some((0, 1)));
        assert_eq!(gain(&told, "I-IMP-03", "FG"), Some((0, 1)));
        assert_eq!(gain(&told, "I-IMP-03", "FG03"), None, "it is measured by province");
        let line = &told["lines"][0];
        assert_eq!((&line["code"], &line["without"], &line["with"]), (&json!("IMP.4-R1"), &json!(0), &json!(1)));
        assert!(line["text"]["it"].is_string());
        assert_eq!(told["people"]["total"], 12, "who is expected");
        let planned = created(&anna, past.clone()).await;
        assert_eq!(of_event(&anna, &planned).await, told, "saved, it will feed the same");
        assert_eq!(stands(&anna, "I-IMP-03", "FG").await, json!(0.0));
        let came = json!({ "people": [{ "category": "OPERATOR", "number": 9 }, { "category": "HEAD", "number": 1 }] });
        let held = attend(&anna, &planned, came).await.accepted()["eventAttendanceSet"]["event"].clone();
        assert_eq!((stands(&anna, "I-IMP-03", "FG").await, stands(&anna, "I-IMP-03", "").await), (json!(1.0), json!(1.0)));
        assert_eq!(stands(&anna, "I-IMP-03", "LE").await, json!(0.0));
        let after = of_event(&anna, &held).await;
        assert_eq!((&after["indicators"], &after["lines"]), (&told["indicators"], &told["lines"]), "held, it is not counted beside itself");
        assert_eq!(after["people"]["total"], 10, "who came");
        // A second one adds to the first.
        assert_eq!(gain(&of_draft(&anna, past).await, "I-IMP-03", "FG"), Some((1, 2)));
    }

    async fn a_requirement_feeds_its_result_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        // Of this one the act names a result and no indicator.
        let past = json!({ "start": PAST[0], "end": PAST[1], "requirement": "ER-008", "feeds": [] });
        let lines = |told: &Value| {
            let lines = told["lines"].as_array().expect("a list").iter();
            lines.map(|line| (line["code"].clone(), line["without"].clone(), line["with"].clone())).collect::<Vec<_>>()
        };
        let first = of_draft(&anna, past.clone()).await;
        assert_eq!((first["indicators"].clone(), lines(&first)), (json!([]), vec![(json!("4.4-R1"), json!(0), json!(1))]));
        let planned = created(&anna, past.clone()).await;
        attend(&anna, &planned, json!({})).await.accepted();
        assert_eq!(lines(&of_draft(&anna, past).await), [(json!("4.4-R1"), json!(1), json!(2))]);
    }

    async fn a_requirement_feeds_its_indicator_and_what_is_measured_by_hand_says_so(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let told = of_draft(&anna, json!({ "requirement": "ER-001", "feeds": ["I-POT-04"], "alsoFor": ["FG04"] })).await;
        assert_eq!(gain(&told, "I-POT-03", ""), Some((0, 1)), "shared by two job centres, it is one session");
        let by_hand = told["indicators"].as_array().expect("rows").iter().find(|row| row["code"] == "I-POT-04").expect("it is named");
        assert_eq!((&by_hand["byHand"], &by_hand["with"]), (&json!(true), &Value::Null));
        assert_eq!(of_draft(&anna, json!({ "requirement": null, "feeds": [] })).await["indicators"], json!([]));
        // Public numbers: whoever sees the event is told the same.
        let open = created(&anna, json!({ "requirement": "ER-001", "public": true })).await;
        let open = stepped(&anna, &open, "CONFIRM").await;
        assert_eq!(of_event(&server.visitor(), &open).await, of_event(&anna, &open).await);
    }
}
