//! Events and the programme of sessions, over the API.

mod addresses;
mod calendars;
mod contribution;
mod events;
mod live;
mod matrix;
mod organisers;
mod places;
mod rights;
mod staff;

use serde_json::{Value, json};

use crate::support::{Answer, Person, new_write};

const FIELDS: &str =
    "id title state stateNote start end revision sequence place online capacity public requirement feeds
    facilitators notes alsoFor province { code } cpi { code } municipality { istat }
    planned { total people { category number } operators { cpi number } }
    actual { total people { category number } operators { cpi number } } countedBy";

/// An event at a job centre of Foggia's, with other values for some fields.
fn event(more: Value) -> Value {
    let mut event = json!({
        "title": "Sessione sullo scouting", "kind": "TRANSFER_SESSION", "cpi": "FG03", "municipality": "071024",
        "place": "Sala riunioni", "start": "2027-03-23T08:30:00Z", "end": "2027-03-23T11:30:00Z",
        "facilitators": ["FAC-FG-1"], "requirement": "ER-008", "feeds": ["4.4-R1"],
        "planned": { "people": [{ "category": "OPERATOR", "number": 12 }] },
    });
    if let Value::Object(more) = more {
        for (name, value) in more {
            event[name] = value;
        }
    }
    event
}

async fn create_as(person: &Person, write: &str, more: Value, propose: bool) -> Answer {
    let mutation = format!(
        "mutation($input: EventCreateInput!) {{ eventCreate(input: $input) {{ event {{ {FIELDS} }} clashes {{ kind title facilitator cpi day holiday minutesNeeded minutesFree event }} }} }}"
    );
    let input = json!({ "write": write, "event": event(more), "propose": propose });
    person.ask(&mutation, json!({ "input": input })).await
}

async fn create(person: &Person, more: Value) -> Answer {
    create_as(person, &new_write(), more, false).await
}

/// An event that was made.
async fn created(person: &Person, more: Value) -> Value {
    create(person, more).await.accepted()["eventCreate"]["event"].clone()
}

async fn update(person: &Person, of: &Value, more: Value) -> Answer {
    let mutation = format!(
        "mutation($input: EventUpdateInput!) {{ eventUpdate(input: $input) {{ event {{ {FIELDS} }} clashes {{ kind }} }} }}"
    );
    let input = json!({ "write": new_write(), "id": of["id"], "seen": of["revision"], "event": event(more) });
    person.ask(&mutation, json!({ "input": input })).await
}

async fn step(person: &Person, of: &Value, step: &str, note: &str) -> Answer {
    let mutation =
        format!("mutation($input: EventStepInput!) {{ eventStep(input: $input) {{ event {{ {FIELDS} }} }} }}");
    let input = json!({ "write": new_write(), "id": of["id"], "step": step, "note": note });
    person.ask(&mutation, json!({ "input": input })).await
}

async fn stepped(person: &Person, of: &Value, name: &str) -> Value {
    step(person, of, name, "").await.accepted()["eventStep"]["event"].clone()
}

async fn attend(person: &Person, of: &Value, actual: Value) -> Answer {
    let mutation = format!(
        "mutation($input: EventAttendanceSetInput!) {{ eventAttendanceSet(input: $input) {{ event {{ {FIELDS} }} }} }}"
    );
    let input = json!({ "write": new_write(), "id": of["id"], "seen": of["revision"], "actual": actual });
    person.ask(&mutation, json!({ "input": input })).await
}

async fn found(person: &Person, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ event(id: $id) {{ {FIELDS} }} }}");
    person.ask(&query, json!({ "id": id })).await.accepted()["event"].clone()
}

/// The titles that a filter gives.
async fn titles(person: &Person, filter: Value) -> Vec<String> {
    let query =
        "query($filter: EventFilterInput) { events(filter: $filter, first: 100) { totalCount nodes { title } } }";
    let events = person.ask(query, json!({ "filter": filter })).await.accepted()["events"].clone();
    let nodes = events["nodes"].as_array().expect("a list");
    assert_eq!(events["totalCount"], nodes.len(), "the count and the list agree");
    nodes.iter().map(|node| node["title"].as_str().expect("a title").to_owned()).collect()
}
