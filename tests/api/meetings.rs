//! Meetings at a scenario: who leads one, who says what, and what stays of it.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, edit, new_write};

const MEETING: &str = "id ledBy endedBy outcome opinions { by stance remark revision }";

async fn write(person: &Person, mutation: &str, input: Value) -> Answer {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ revision meeting {{ {MEETING} }} }} }}");
    person.ask(&query, json!({ "input": input })).await
}

async fn step(person: &Person, step: &str, outcome: &str) -> Answer {
    let input = json!({ "write": new_write(), "scenario": Server::scenario(), "step": step, "outcome": outcome });
    write(person, "scenarioMeetingStep", input).await
}

async fn give(person: &Person, meeting: &Value, stance: &str, remark: &str) -> Answer {
    let input = json!({ "write": new_write(), "meeting": meeting, "stance": stance, "remark": remark });
    write(person, "scenarioOpinionGive", input).await
}

async fn meetings(person: &Person) -> Value {
    let query = format!("query($id: ID!) {{ scenario(id: $id) {{ meetings {{ {MEETING} }} }} }}");
    person.ask(&query, json!({ "id": Server::scenario() })).await.accepted()["scenario"]["meetings"].clone()
}

both_databases! {
    async fn one_leads_everybody_says_what_they_think_and_it_stays(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let (foggia, lia) = (server.person_as("Foggia", "COORDINATOR", Some("FG")), server.person_as("Lia", "READER", None));
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let not_now = |field: &str| Problem::invalid(field, Rule::NotNow);
        for name in ["LEAD", "END"] {
            assert_eq!(step(&anna, name, "").await.refused(), not_now("step"), "{name}: there is none");
        }
        let begun = step(&anna, "BEGIN", "").await.accepted()["scenarioMeetingStep"].clone();
        assert_eq!((&begun["revision"], &begun["meeting"]["ledBy"]), (&json!(2), &json!("Anna")));
        let id = &begun["meeting"]["id"];
        assert_eq!(step(&bruno, "BEGIN", "").await.refused(), not_now("step"), "one at a time");
        assert_eq!(step(&bruno, "LEAD", "").await.accepted()["scenarioMeetingStep"]["meeting"]["ledBy"], "Bruno");
        assert_eq!(step(&foggia, "LEAD", "").await.refused(), Problem::Forbidden, "a planner leads");
        assert_eq!(give(&lia, id, "CONTRARY", "").await.refused(), Problem::Forbidden, "a reader reads");
        assert_eq!(give(&foggia, id, "CONDITIONAL", " ").await.refused(), Problem::invalid("remark", Rule::Required));
        give(&foggia, id, "CONDITIONAL", "<b>due</b> DO in più").await.accepted();
        give(&anna, id, "CONTRARY", "").await.accepted();
        let last = give(&anna, id, "FAVOURABLE", "ora sì").await.accepted()["scenarioOpinionGive"]["meeting"].clone();
        assert_eq!(last["opinions"], json!([
            { "by": "Anna", "stance": "FAVOURABLE", "remark": "ora sì", "revision": 5 },
            { "by": "Foggia", "stance": "CONDITIONAL", "remark": "<b>due</b> DO in più", "revision": 3 },
        ]));
        step(&anna, "END", " Si procede. ").await.accepted();
        assert_eq!(give(&foggia, id, "CONTRARY", "").await.refused(), not_now("meeting"), "it is over");
        let again = step(&anna, "BEGIN", "").await.accepted()["scenarioMeetingStep"]["meeting"].clone();
        let mut over = last.clone();
        (over["endedBy"], over["outcome"]) = (json!("Anna"), json!("Si procede."));
        assert_eq!(meetings(&lia).await, json!([again, over]), "the last one comes first, for readers too");
        assert_eq!(anna.scenario().await["cells"][0]["operators"], 3, "nothing changed but what is said");
    }

    async fn what_is_written_twice_is_done_once_follows_live_and_is_in_the_register(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut socket = server.socket().await;
        let query = format!("subscription($id: ID!) {{ scenarioChanges(scenario: $id, after: 0) {{ revision cells {{ cpi }} meetings {{ {MEETING} }} }} }}");
        socket.subscribe("1", &query, json!({ "id": Server::scenario() })).await;
        let input = json!({ "write": new_write(), "scenario": Server::scenario(), "step": "BEGIN" });
        let first = write(&anna, "scenarioMeetingStep", input.clone()).await.accepted();
        let told = socket.change().await;
        assert_eq!((&told["cells"], &told["meetings"]), (&json!([]), &json!([first["scenarioMeetingStep"]["meeting"]])));
        let id = &first["scenarioMeetingStep"]["meeting"]["id"];
        let opinion = json!({ "write": new_write(), "meeting": id, "stance": "ABSTAINING" });
        let given = write(&anna, "scenarioOpinionGive", opinion.clone()).await.accepted();
        assert_eq!(write(&anna, "scenarioOpinionGive", opinion.clone()).await.accepted(), given);
        let mut other = opinion.clone();
        other["stance"] = json!("CONTRARY");
        assert_eq!(write(&anna, "scenarioOpinionGive", other).await.refused(), Problem::invalid("write", Rule::Duplicate));
        // The same beginning, told as the meeting stands by now.
        let answer = write(&anna, "scenarioMeetingStep", input).await.accepted()["scenarioMeetingStep"].clone();
        assert_eq!((&answer["revision"], &answer["meeting"]), (&json!(1), &given["scenarioOpinionGive"]["meeting"]));
        assert_eq!(meetings(&anna).await.as_array().map(Vec::len), Some(1));
        let records = anna.ask("{ audit { nodes { action kind } } }", json!({})).await.accepted()["audit"]["nodes"].clone();
        let kinds: Vec<String> = records.as_array().expect("records").iter()
            .map(|record| record["kind"].as_str().unwrap_or_default().to_owned())
            .filter(|kind| ["meeting", "opinion"].contains(&kind.as_str())).collect();
        assert_eq!(kinds, ["opinion", "meeting"]);
    }

    async fn an_opinion_is_no_reason_to_look_again_before_an_approval(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let take = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
        let take = async |name: &str, seen: i64| {
            let input = json!({ "write": new_write(), "scenario": Server::scenario(), "step": name, "seen": seen });
            anna.ask(take, json!({ "input": input })).await
        };
        take("PROPOSE", 0).await.accepted();
        let begun = step(&anna, "BEGIN", "").await.accepted()["scenarioMeetingStep"]["meeting"]["id"].clone();
        give(&anna, &begun, "FAVOURABLE", "").await.accepted();
        take("APPROVE", 1).await.accepted();
        give(&anna, &begun, "CONTRARY", "dopo").await.accepted();
        step(&anna, "END", "").await.accepted();
    }
}
