//! What the plan requires against what there is, and the programme that fills the gap.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{Problem, Rule};

use super::{attend, created, step, stepped};
use crate::support::{Person, Server, TestDatabase, both_databases, new_write};

const CELLS: &str = "query($year: Int!) { eventRequirements(year: $year) { revision requirements { code number quote }
    cells { requirement province cpi required planned held missing } } }";
const PROGRAMME: &str = "query($input: ProgrammeInput!) { programmeProposal(input: $input) { facilitatorDays leastDays
    sessions { requirement kind province regional cpi alsoFor seat day part start end facilitator }
    unplaced { requirement province cpi number reason } } }";

async fn matrix(person: &Person, year: i32) -> Value {
    person.ask(CELLS, json!({ "year": year })).await.accepted()["eventRequirements"].clone()
}

fn cells(matrix: &Value) -> &Vec<Value> {
    matrix["cells"].as_array().expect("a list")
}

fn missing(matrix: &Value) -> i64 {
    cells(matrix).iter().map(|cell| cell["missing"].as_i64().expect("a number")).sum()
}

/// The towns where job centres have their seats.
async fn towns(person: &Person) -> BTreeMap<String, String> {
    let query = "{ cpis(first: 100) { nodes { code seatIstat } } }";
    let cpis = person.ask(query, json!({})).await.accepted()["cpis"]["nodes"].clone();
    let pair = |cpi: &Value| {
        (cpi["code"].as_str().expect("a code").to_owned(), cpi["seatIstat"].as_str().expect("a code").to_owned())
    };
    cpis.as_array().expect("a list").iter().map(pair).collect()
}

/// A proposed session as an event to make.
fn as_event(session: &Value, towns: &BTreeMap<String, String>) -> Value {
    let province = if session["regional"] == true { Value::Null } else { session["province"].clone() };
    json!({
        "title": session["requirement"], "kind": session["kind"], "province": province, "cpi": session["cpi"],
        "alsoFor": session["alsoFor"], "municipality": towns[session["seat"].as_str().expect("a code")],
        "place": "Sala", "start": session["start"], "end": session["end"],
        "facilitators": [session["facilitator"]], "requirement": session["requirement"],
    })
}

both_databases! {
    async fn the_acts_numbers_are_those_of_the_matrix_each_with_its_sentence(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        let matrix = matrix(&visitor, 2027).await;
        let requirements = matrix["requirements"].as_array().expect("a list");
        assert_eq!(requirements.len(), 64);
        assert!(requirements.iter().all(|row| row["quote"].as_str().is_some_and(|quote| quote.len() > 15)));
        for row in requirements {
            let own = cells(&matrix).iter().filter(|cell| cell["requirement"] == row["code"]);
            let sum: Option<i64> = own.map(|cell| cell["required"].as_i64()).sum();
            assert_eq!(json!(sum), row["number"], "{}", row["code"]);
        }
        let of = |code: &str| cells(&matrix).iter().filter(|cell| cell["requirement"] == code).count();
        assert_eq!((of("ER-008"), of("ER-064"), of("ER-001"), of("ER-020")), (43, 43, 1, 1));
        let past = visitor.ask("{ actEvents(status: PAST) { code done firstDay quote } all: actEvents { code } }", json!({})).await.accepted();
        assert_eq!((past["actEvents"].as_array().map(Vec::len), past["all"].as_array().map(Vec::len)), (Some(35), Some(101)));
        assert_eq!(past["actEvents"][25]["firstDay"], "2019-10-15");
        let refused = visitor.ask(CELLS, json!({ "year": 99_999 })).await.refused();
        assert_eq!(refused, Problem::invalid("year", Rule::Unknown));
    }

    async fn a_session_moves_a_cell_from_missing_to_planned_to_held(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let cell = async |year: i32| -> Value {
            let matrix = matrix(&anna, year).await;
            let found = cells(&matrix).iter().find(|cell| cell["requirement"] == "ER-008" && cell["cpi"] == "FG03");
            let cell = found.expect("there is such a cell");
            json!([cell["required"], cell["planned"], cell["held"], cell["missing"]])
        };
        assert_eq!(cell(2024).await, json!([2, 0, 0, 2]));
        let made = created(&anna, json!({ "start": "2024-03-19T08:30:00Z", "end": "2024-03-19T11:30:00Z" })).await;
        assert_eq!(cell(2024).await, json!([2, 1, 0, 1]));
        let held = attend(&anna, &made, json!({})).await.accepted()["eventAttendanceSet"]["event"].clone();
        assert_eq!(cell(2024).await, json!([2, 0, 1, 1]));
        assert_eq!(cell(2025).await, json!([2, 0, 0, 2]), "every year anew");
        stepped(&anna, &held, "REOPEN").await;
        step(&anna, &made, "CANCEL", "mai tenuta").await.accepted();
        assert_eq!(cell(2024).await, json!([2, 0, 0, 2]));
    }

    async fn the_programme_places_all_that_is_missing_and_is_taken_over_whole(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let input = json!({ "from": "2027-01-11", "to": "2027-12-23" });
        let programme = anna.ask(PROGRAMME, json!({ "input": input })).await.accepted()["programmeProposal"].clone();
        let sessions = programme["sessions"].as_array().expect("a list");
        assert_eq!(programme["unplaced"], json!([]));
        assert_eq!(sessions.len() as i64, missing(&matrix(&anna, 2027).await));
        assert!(sessions.len() > 250, "{}", sessions.len());
        let (days, least) = (programme["facilitatorDays"].as_f64().expect("a number"), programme["leastDays"].as_f64().expect("a number"));
        assert!(least > 0.0 && days <= least * 1.05, "{days} days, at least {least}");
        let towns = towns(&anna).await;
        let create = "mutation($input: EventsCreateInput!) { eventsCreate(input: $input) { events { id } } }";
        // One province first, then all that is left.
        let (foggia, others): (Vec<&Value>, Vec<&Value>) = sessions.iter().partition(|session| session["province"] == "FG");
        for part in [foggia, others] {
            let events: Vec<Value> = part.iter().map(|session| as_event(session, &towns)).collect();
            anna.ask(create, json!({ "input": { "write": new_write(), "events": events } })).await.accepted();
        }
        assert_eq!(missing(&matrix(&anna, 2027).await), 0);
        let again = anna.ask(PROGRAMME, json!({ "input": input })).await.accepted()["programmeProposal"].clone();
        assert_eq!(again["sessions"], json!([]));
        // Not one clash among what was taken over.
        let query = "{ events(first: 500) { nodes { id start facilitators } } }";
        let nodes = anna.ask(query, json!({})).await.accepted()["events"]["nodes"].clone();
        let nodes = nodes.as_array().expect("a list").clone();
        let at_once: BTreeSet<String> = nodes.iter().map(|node| format!("{} {}", node["start"], node["facilitators"])).collect();
        assert_eq!(at_once.len(), nodes.len(), "nobody is in two places");
    }

    async fn a_programme_says_what_it_cannot_do_and_checks_what_it_is_asked(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let ask = async |input: Value| anna.ask(PROGRAMME, json!({ "input": input })).await;
        let short = ask(json!({ "from": "2027-01-11", "to": "2027-01-15", "provinces": ["FG"] })).await.accepted()["programmeProposal"].clone();
        let reasons: BTreeSet<&str> = short["unplaced"].as_array().expect("a list").iter().filter_map(|left| left["reason"].as_str()).collect();
        assert!(reasons.contains("TOO_NEAR") || reasons.contains("WEEKLY_LIMIT"), "{reasons:?}");
        assert!(short["sessions"].as_array().expect("a list").iter().all(|session| session["province"] == "FG"));
        for (input, field, rule) in [
            (json!({ "from": "ieri", "to": "2027-01-15" }), "input.from", Rule::Unknown),
            (json!({ "from": "2027-01-15", "to": "2027-01-11" }), "to", Rule::NotAfter),
            (json!({ "from": "2027-01-15", "to": "2031-01-11" }), "to", Rule::TooGreat { max: 1_100.0 }),
            (json!({ "from": "2027-01-11", "to": "2027-01-15", "gapDays": -1 }), "input.gapDays", Rule::TooSmall { min: 0.0 }),
            (json!({ "from": "2027-01-11", "to": "2027-01-15", "provinces": ["?"] }), "input.provinces", Rule::Unknown),
        ] {
            assert_eq!(ask(input.clone()).await.refused(), Problem::invalid(field, rule), "{input}");
        }
    }
}

both_databases! {
    async fn what_is_held_counts_for_its_indicator_where_it_was_and_what_is_planned_does_not(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let actual = async |territory: &str| {
            let query = "query($territory: String) { indicators(code: \"I-IMP-03\", territory: $territory, on: \"2021-12-31\") {
                byHand standing { actual origin } } }";
            let told = anna.ask(query, json!({ "territory": territory })).await.accepted()["indicators"][0].clone();
            assert_eq!((&told["byHand"], &told["standing"]["origin"]), (&json!(false), &json!("DERIVED")));
            told["standing"]["actual"].as_f64()
        };
        let event = json!({ "title": "Animazione a Foggia", "kind": "EVENT", "province": "FG", "cpi": null, "requirement": "ER-060",
            "feeds": [], "facilitators": [], "start": "2021-03-23T08:30:00Z", "end": "2021-03-23T11:30:00Z" });
        let held = created(&anna, event).await;
        assert_eq!((actual("").await, actual("FG").await), (Some(0.0), Some(0.0)), "it is only planned");
        stepped(&anna, &held, "HOLD").await;
        assert_eq!((actual("").await, actual("FG").await, actual("LE").await), (Some(1.0), Some(1.0), Some(0.0)));
        stepped(&anna, &held, "REOPEN").await;
        assert_eq!(actual("FG").await, Some(0.0), "it was none");
    }
}
