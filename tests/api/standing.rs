//! Where scenarios stand: the steps, who may take them, what is frozen, copies, the archive.

use backend::seed::Files;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
    staffing::scenario::State,
};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, edit, new_write};

const STEP: &str = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario {
    revision standing { state archived by note } } } }";
const COPY: &str = "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario {
    id name headCount budgetCents months year revision createdBy provenance { origin source }
    standing { state archived by } copiedFrom { scenario name revision }
    cells { cpi profile operators locked revision editedBy } } } }";
const CREATE: &str = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
const STANDING: &str = "query($id: ID!) { scenario(id: $id) { revision standing { state archived by at note } } }";

async fn step_with(person: &Person, scenario: &str, step: &str, more: Value) -> Answer {
    let mut input = json!({ "write": new_write(), "scenario": scenario, "step": step });
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        input[name] = value;
    }
    person.ask(STEP, json!({ "input": input })).await
}

async fn step(person: &Person, scenario: &str, name: &str) -> Answer {
    step_with(person, scenario, name, json!({})).await
}

async fn copy(person: &Person, more: Value) -> Answer {
    let mut input = json!({ "write": new_write(), "scenario": Server::scenario(), "name": "Copia" });
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        input[name] = value;
    }
    person.ask(COPY, json!({ "input": input })).await
}

async fn created(person: &Person, name: &str, year: i32) -> String {
    let input =
        json!({ "write": new_write(), "name": name, "year": year, "headCount": 200, "budgetCents": 1e9, "months": 12 });
    let made = person.ask(CREATE, json!({ "input": input })).await.accepted();
    made["scenarioCreate"]["scenario"]["id"].as_str().expect("an id").to_owned()
}

async fn standing(person: &Person, scenario: &str) -> Value {
    person.ask(STANDING, json!({ "id": scenario })).await.accepted()["scenario"]["standing"].clone()
}

/// The state that a refusal names, and by whom.
fn wrong_state(answer: Answer) -> (State, bool, String) {
    match answer.refused() {
        Problem::WrongState(standing) => {
            assert!(standing.by.is_empty() || standing.at.ends_with('Z'), "{standing:?}");
            (standing.state, standing.archived, standing.by)
        }
        other => panic!("{other:?}"),
    }
}

/// Everything of a scenario that somebody could have changed.
async fn content(person: &Person, scenario: &str) -> Value {
    let query = "query($id: ID!) { scenario(id: $id) { name year headCount budgetCents months revision
        provenance { origin source } standing { state archived by at note }
        cells { cpi profile operators locked revision editedBy editedAt } ownFigures { key value } base { at revision figures { key value } } } }";
    person.ask(query, json!({ "id": scenario })).await.accepted()["scenario"].clone()
}

both_databases! {
    async fn a_draft_is_proposed_sent_back_approved_and_put_in_force(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, foggia) = (server.person("Anna"), server.person_as("Foggia", "COORDINATOR", Some("FG")));
        let id = Server::scenario();
        let mut socket = server.socket().await;
        let query = "subscription($id: ID!) { scenarioChanges(scenario: $id, after: 0) { revision by step { step state archived note } cells { cpi } } }";
        socket.subscribe("changes", query, json!({ "id": id })).await;
        assert_eq!(standing(&anna, &id).await, json!({ "state": "DRAFT", "archived": false, "by": null, "at": null, "note": null }));
        assert_eq!(wrong_state(step(&anna, &id, "APPROVE").await), (State::Draft, false, String::new()));
        let proposed = step_with(&foggia, &id, "PROPOSE", json!({ "note": "  pronta " })).await.accepted();
        assert_eq!(proposed["scenarioStep"]["scenario"], json!({
            "revision": 1, "standing": { "state": "PROPOSED", "archived": false, "by": "Foggia", "note": "pronta" },
        }));
        assert_eq!(step(&anna, &id, "SEND_BACK").await.refused(), Problem::invalid("note", Rule::Required));
        step_with(&anna, &id, "SEND_BACK", json!({ "note": "manca Lucera" })).await.accepted();
        step(&foggia, &id, "PROPOSE").await.accepted();
        step_with(&anna, &id, "APPROVE", json!({ "note": "DGR 12", "seen": 3 })).await.accepted();
        step(&anna, &id, "PUT_IN_FORCE").await.accepted();
        let expected = [
            ("PROPOSE", "PROPOSED", json!("pronta"), "Foggia"), ("SEND_BACK", "DRAFT", json!("manca Lucera"), "Anna"),
            ("PROPOSE", "PROPOSED", json!(null), "Foggia"), ("APPROVE", "APPROVED", json!("DGR 12"), "Anna"),
            ("PUT_IN_FORCE", "IN_FORCE", json!(null), "Anna"),
        ];
        for (revision, (step, state, note, by)) in (1..).zip(&expected) {
            let taken = json!({ "step": step, "state": state, "archived": false, "note": note });
            assert_eq!(socket.change().await, json!({ "revision": revision, "by": by, "step": taken, "cells": [] }));
        }
        // Each is in the register, with its note.
        let query = "{ audit(filter: { kind: \"scenario\", action: \"scenarioStep\" }) { nodes { actorName before after } } }";
        let rows = anna.ask(query, json!({})).await.accepted()["audit"]["nodes"].clone();
        let rows: Vec<Value> = rows.as_array().expect("rows").iter().rev().map(|row| {
            let after: Value = serde_json::from_str(row["after"].as_str().expect("it is there")).expect("JSON");
            json!([after["step"], after["state"], after["note"], row["actorName"]])
        }).collect();
        let told: Vec<Value> = expected.iter().map(|(step, state, note, by)| json!([step, state, note, by])).collect();
        assert_eq!(rows, told);
    }

    async fn only_a_planner_approves_and_a_coordinator_edits_drafts_only(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, foggia) = (server.person("Anna"), server.person_as("Foggia", "COORDINATOR", Some("FG")));
        let id = Server::scenario();
        foggia.set(json!([edit("FG01", "OR", 2, 0)])).await.accepted();
        step(&foggia, &id, "PROPOSE").await.accepted();
        for name in ["APPROVE", "SEND_BACK", "PUT_IN_FORCE", "ARCHIVE", "RESTORE", "SUPERSEDE"] {
            assert_eq!(step_with(&foggia, &id, name, json!({ "note": "x" })).await.refused(), Problem::Forbidden, "{name}");
        }
        assert_eq!(step(&anna, &id, "SUPERSEDE").await.refused(), Problem::Forbidden, "nobody takes it");
        assert_eq!(wrong_state(foggia.set(json!([edit("FG01", "OR", 3, 1)])).await), (State::Proposed, false, "Foggia".into()));
        assert_eq!(wrong_state(anna.set(json!([edit("FG01", "OR", 3, 1)])).await).0, State::Proposed, "not even a planner");
        step_with(&anna, &id, "SEND_BACK", json!({ "note": "no" })).await.accepted();
        foggia.set(json!([edit("FG01", "OR", 3, 1)])).await.accepted();
    }

    async fn what_is_approved_cannot_be_changed_by_any_route(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        let early = new_write();
        anna.set_as(&early, json!([edit("FG01", "OR", 4, 0)])).await.accepted();
        step(&anna, &id, "PROPOSE").await.accepted();
        step(&anna, &id, "APPROVE").await.accepted();
        let before = content(&anna, &id).await;
        // Every mutation that names a scenario, as the schema has them.
        let query = "{ __type(name: \"Mutation\") { fields { name args { type { ofType { inputFields { name } } } } } } }";
        let fields = anna.ask(query, json!({})).await.accepted()["__type"]["fields"].clone();
        let names: Vec<String> = fields.as_array().expect("fields").iter()
            .filter(|field| field["args"].to_string().contains("\"scenario\""))
            .map(|field| field["name"].as_str().expect("a name").to_owned())
            // What is said of a scenario changes nothing of it.
            .filter(|name| !["scenarioCommentAdd", "scenarioMeetingStep"].contains(&name.as_str())).collect();
        let tries = [
            ("scenarioUpdate", "name: \"Altro\"", "scenario { id }"),
            ("scenarioCellsSet", "edits: [{ cpi: \"FG01\", profile: \"OR\", operators: 9, locked: true, seen: 1 }]", "revision"),
            ("scenarioCopy", "name: \"Copia\", edits: [{ cpi: \"FG01\", profile: \"OR\", operators: 9, locked: true }]", "scenario { id }"),
            ("scenarioStep", "step: SEND_BACK, note: \"no\"", "scenario { id }"),
            ("scenarioFiguresSet", "edits: [{ key: \"staff.total\", value: 400, seen: 0 }]", "revision"),
        ];
        let known: std::collections::BTreeSet<&str> = tries.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(), known, "each is tried here");
        for (name, input, asked) in tries {
            let mutation = format!("mutation($w: String!, $s: ID!) {{ {name}(input: {{ write: $w, scenario: $s, {input} }}) {{ {asked} }} }}");
            let answer = anna.ask(&mutation, json!({ "w": new_write(), "s": id })).await;
            if name == "scenarioCopy" {
                answer.accepted();
            } else {
                assert_eq!(wrong_state(answer), (State::Approved, false, "Anna".into()), "{name}");
            }
            assert_eq!(content(&anna, &id).await, before, "{name}");
        }
        for bounds in ["year: 2030", "headCount: 1", "budgetCents: 1", "months: 1"] {
            let mutation = format!("mutation($w: String!, $s: ID!) {{ scenarioUpdate(input: {{ write: $w, scenario: $s, {bounds} }}) {{ scenario {{ id }} }} }}");
            wrong_state(anna.ask(&mutation, json!({ "w": new_write(), "s": id })).await);
        }
        for name in ["PROPOSE", "APPROVE", "RESTORE"] {
            wrong_state(step(&anna, &id, name).await);
        }
        // What was written before is still answered as it was; an edit that comes late is refused.
        assert_eq!(anna.set_as(&early, json!([edit("FG01", "OR", 4, 0)])).await.accepted()["scenarioCellsSet"]["revision"], 1);
        wrong_state(anna.set(json!([edit("FG02", "OR", 1, 0)])).await);
        // Nor by newer data that comes with the program.
        let mut files = Files::default();
        files.staffing_defaults = files.staffing_defaults.replacen("\"operators_to_place\": 236", "\"operators_to_place\": 300", 1);
        server.seed(&files).await;
        assert_eq!(content(&anna, &id).await, before);
        // In force and back it is the same table.
        step(&anna, &id, "PUT_IN_FORCE").await.accepted();
        wrong_state(anna.set(json!([edit("FG02", "OR", 1, 0)])).await);
        assert_eq!(wrong_state(step(&anna, &id, "ARCHIVE").await).0, State::InForce, "it is not put away while it is in force");
        assert_eq!(content(&anna, &id).await["cells"], before["cells"]);
    }

    async fn a_cell_written_while_it_is_approved_is_in_before_the_freeze_or_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let set = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
        for round in 0..12 {
            let id = created(&anna, &format!("Gara {round}"), 2026).await;
            let write = |cpi: &str| json!({ "input": { "write": new_write(), "scenario": id, "edits": [edit(cpi, "OR", 5, 0)] } });
            let writes: Vec<Value> = ["FG01", "FG02", "BA01"].iter().map(|cpi| write(cpi)).collect();
            // The draft's last edits run against the proposal, whose content is then what is approved.
            let (edits, proposed) = tokio::join!(
                futures::future::join_all(writes.iter().map(|input| bruno.ask(set, input.clone()))),
                step(&anna, &id, "PROPOSE"),
            );
            let frozen_at = proposed.accepted()["scenarioStep"]["scenario"]["revision"].as_i64().expect("a revision");
            step(&anna, &id, "APPROVE").await.accepted();
            let mut accepted = 0;
            for answer in edits {
                if answer.0.get("errors").is_none() {
                    accepted += 1;
                    let at = answer.accepted()["scenarioCellsSet"]["revision"].as_i64().expect("a revision");
                    assert!(at < frozen_at, "an edit at {at} got in after the freeze at {frozen_at}");
                } else {
                    wrong_state(answer);
                }
            }
            let cells = content(&anna, &id).await["cells"].as_array().map(Vec::len);
            assert_eq!(cells, Some(accepted), "what was acknowledged is there, and nothing else");
        }
    }

    async fn two_who_take_a_step_at_once_take_it_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let planners = ["Anna", "Bruno", "Carla"].map(|name| server.person(name));
        let id = Server::scenario();
        step(&planners[0], &id, "PROPOSE").await.accepted();
        let answers = futures::future::join_all(planners.iter().map(|planner| step(planner, &id, "APPROVE"))).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.0.get("errors").is_none());
        assert_eq!((won.len(), lost.len()), (1, 2));
        let by = standing(&planners[0], &id).await["by"].as_str().expect("a name").to_owned();
        for answer in lost {
            assert_eq!(wrong_state(answer), (State::Approved, false, by.clone()), "each is told who was first");
        }
    }

    async fn one_scenario_of_a_year_is_in_force(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut ids = Vec::new();
        for (name, year) in [("A", 2030), ("B", 2030), ("C", 2030), ("D", 2031)] {
            let id = created(&anna, name, year).await;
            step(&anna, &id, "PROPOSE").await.accepted();
            step(&anna, &id, "APPROVE").await.accepted();
            ids.push(id);
        }
        step(&anna, &ids[0], "PUT_IN_FORCE").await.accepted();
        step(&anna, &ids[3], "PUT_IN_FORCE").await.accepted();
        let mut socket = server.socket().await;
        let query = "subscription($id: ID!) { scenarioChanges(scenario: $id, after: 3) { step { step state note } } }";
        socket.subscribe("changes", query, json!({ "id": ids[0] })).await;
        // Two come in at once: one of them supersedes the other, and both supersede the first.
        for answer in futures::future::join_all([1, 2].map(|n| step(&anna, &ids[n], "PUT_IN_FORCE"))).await {
            answer.accepted();
        }
        let superseded = socket.change().await["step"].clone();
        assert_eq!((&superseded["step"], &superseded["state"]), (&json!("SUPERSEDE"), &json!("APPROVED")));
        assert!(["B", "C"].contains(&superseded["note"].as_str().expect("the successor's name")), "{superseded}");
        let query = "{ scenarios(filter: { states: [IN_FORCE] }) { totalCount nodes { name year } } }";
        let in_force = anna.ask(query, json!({})).await.accepted()["scenarios"].clone();
        assert_eq!(in_force["totalCount"], 2, "{in_force}");
        assert_eq!(in_force["nodes"][0], json!({ "name": "D", "year": 2031 }));
        assert_eq!(in_force["nodes"][1]["year"], 2030);
        assert_ne!(in_force["nodes"][1]["name"], "A");
    }

    async fn a_copy_has_cells_locks_and_bounds_of_a_revision_and_remembers_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, foggia) = (server.person("Anna"), server.person_as("Foggia", "COORDINATOR", Some("FG")));
        let id = Server::scenario();
        let mut locked = edit("FG01", "OR", 3, 0);
        locked["locked"] = json!(true);
        anna.set(json!([locked, edit("LE01", "DO", 1, 0)])).await.accepted();
        let update = "mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { revision } } }";
        anna.ask(update, json!({ "input": { "write": new_write(), "scenario": id, "headCount": 99, "name": "Nuova" } })).await.accepted();
        anna.set(json!([edit("LE01", "DO", 8, 1)])).await.accepted();

        let made = copy(&foggia, json!({ "revision": 1, "name": " Com'era " })).await.accepted()["scenarioCopy"]["scenario"].clone();
        assert_eq!((&made["name"], &made["headCount"], &made["createdBy"]), (&json!("Com'era"), &json!(236), &json!("Foggia")));
        assert_eq!(made["provenance"]["origin"], "ASSUMPTION", "the bounds come from where they came from");
        assert_eq!(made["standing"], json!({ "state": "DRAFT", "archived": false, "by": null }));
        assert_eq!(made["copiedFrom"], json!({ "scenario": id, "name": "Nuova", "revision": 1 }));
        let cell = |cpi: &str, profile: &str, operators: i64, locked: bool, by: &str| json!({
            "cpi": cpi, "profile": profile, "operators": operators, "locked": locked, "revision": 1, "editedBy": by
        });
        assert_eq!(made["cells"], json!([cell("FG01", "OR", 3, true, "Foggia"), cell("LE01", "DO", 1, false, "Foggia")]));
        assert_eq!(made["revision"], 1, "its first change is the copy");
        assert_eq!(copy(&anna, json!({ "revision": 2 })).await.accepted()["scenarioCopy"]["scenario"]["headCount"], 99);
        assert_eq!(copy(&anna, json!({})).await.accepted()["scenarioCopy"]["scenario"]["cells"][1]["operators"], 8);
        assert_eq!(copy(&anna, json!({ "revision": 0 })).await.accepted()["scenarioCopy"]["scenario"]["cells"], json!([]));
        let later = copy(&anna, json!({ "revision": 4 })).await.refused();
        assert_eq!(later, Problem::invalid("revision", Rule::TooGreat { max: 3.0 }));
        assert_eq!(copy(&anna, json!({ "name": " " })).await.refused(), Problem::invalid("name", Rule::Required));
        let nothing = GlobalId::new(Kind::Scenario, backend::clock::new_id().to_string()).to_string();
        assert_eq!(copy(&anna, json!({ "scenario": nothing })).await.refused(), Problem::NotFound);

        // With edits that came too late for the original; only where one may place operators.
        let late = |cpi: &str| json!({ "edits": [{ "cpi": cpi, "profile": "OR", "operators": 7, "locked": false }], "revision": 3 });
        let made = copy(&foggia, late("FG01")).await.accepted()["scenarioCopy"]["scenario"].clone();
        assert_eq!(made["cells"], json!([cell("FG01", "OR", 7, false, "Foggia"), cell("LE01", "DO", 8, false, "Foggia")]));
        assert_eq!(copy(&foggia, late("LE01")).await.refused(), Problem::invalid("edits.0.cpi", Rule::NotYours));
        assert_eq!(copy(&anna, late("ZZ99")).await.refused(), Problem::invalid("edits.0.cpi", Rule::Unknown));
        // Sent twice it is made once.
        let write = new_write();
        let first = copy(&anna, json!({ "write": write })).await.accepted();
        assert_eq!(copy(&anna, json!({ "write": write })).await.accepted(), first);
    }

    async fn what_is_archived_is_out_of_the_list_frozen_and_comes_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = Server::scenario();
        let names = async |filter: &str| {
            let query = format!("{{ scenarios{filter} {{ totalCount nodes {{ name }} }} }}");
            let listed = anna.ask(&query, json!({})).await.accepted()["scenarios"].clone();
            assert_eq!(listed["totalCount"].as_u64(), listed["nodes"].as_array().map(|nodes| nodes.len() as u64));
            listed["nodes"].as_array().expect("nodes").iter().map(|node| node["name"].to_string()).collect::<Vec<_>>()
        };
        created(&anna, "Altra", 2026).await;
        step(&anna, &id, "ARCHIVE").await.accepted();
        assert_eq!(names("").await, ["\"Altra\""]);
        assert_eq!(names("(filter: { archived: true })").await, ["\"Ipotesi 2020, 236 operatori\""]);
        assert_eq!(names("(filter: { states: [PROPOSED, APPROVED] })").await, [""; 0]);
        assert_eq!(names("(filter: { states: [DRAFT] })").await, ["\"Altra\""]);
        assert_eq!(wrong_state(anna.set(json!([edit("FG01", "OR", 1, 0)])).await), (State::Draft, true, "Anna".into()));
        wrong_state(step(&anna, &id, "PROPOSE").await);
        copy(&anna, json!({})).await.accepted();
        step(&anna, &id, "RESTORE").await.accepted();
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        assert_eq!(names("").await.len(), 3);
    }

    async fn what_is_approved_is_what_was_looked_at(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let id = Server::scenario();
        step(&anna, &id, "PROPOSE").await.accepted();
        // Between the look and the approval it went back, was changed, and was proposed again.
        step_with(&bruno, &id, "SEND_BACK", json!({ "note": "ancora una" })).await.accepted();
        bruno.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        step(&bruno, &id, "PROPOSE").await.accepted();
        let refused = step_with(&anna, &id, "APPROVE", json!({ "seen": 1 })).await.refused();
        assert_eq!(refused, Problem::Conflict { cells: Vec::new(), figures: Vec::new() });
        step_with(&anna, &id, "APPROVE", json!({ "seen": 4 })).await.accepted();
    }
}
