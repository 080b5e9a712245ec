//! What is said of a scenario: by whom it may be, to whom it is told, and what stays of what was taken back.

use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, edit, new_write};

const THREAD: &str = "id cpi profile resolved resolvedBy comments { id by text deleted editedAt mentions { id name } }";

/// Sends one of the mutations of what is said.
async fn write(person: &Person, mutation: &str, input: Value) -> Answer {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ revision thread {{ {THREAD} }} }} }}");
    person.ask(&query, json!({ "input": input })).await
}

/// Says something of a place, or in a thread; gives the thread.
async fn say(person: &Person, to: Value, text: &str, mentions: &[&Value]) -> Value {
    let mut input = json!({ "write": new_write(), "scenario": Server::scenario(), "text": text, "mentions": mentions });
    for (key, value) in to.as_object().expect("an object") {
        input[key] = value.clone();
    }
    write(person, "scenarioCommentAdd", input).await.accepted()["scenarioCommentAdd"]["thread"].clone()
}

fn cell() -> Value {
    json!({ "cpi": "FG01", "profile": "OR" })
}

async fn id_of(person: &Person) -> Value {
    person.ask("{ viewer { id } }", json!({})).await.accepted()["viewer"]["id"].clone()
}

/// The threads that someone reads.
async fn threads(person: &Person, arguments: &str) -> Value {
    let query = format!(
        "query($id: ID!) {{ scenario(id: $id) {{ threads{arguments} {{ totalCount nodes {{ {THREAD} }} pageInfo {{ endCursor }} }} }} }}"
    );
    person.ask(&query, json!({ "id": Server::scenario() })).await.accepted()["scenario"]["threads"].clone()
}

/// The texts that wait for someone's answer.
async fn waiting(person: &Person) -> Vec<Value> {
    let mentions = person.ask("{ mentions { text } }", json!({})).await.accepted()["mentions"].clone();
    mentions.as_array().expect("a list").iter().map(|mention| mention["text"].clone()).collect()
}

both_databases! {
    async fn a_thread_is_begun_answered_resolved_and_opened_again_in_whatever_state(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, testa) = (server.person("Anna"), server.person_as("Testa", "CPI_HEAD", Some("LE01")));
        let lia = server.person_as("Lia L.", "READER", None);
        let step = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
        let take = async |name: &str, seen: i64| {
            let input = json!({ "write": new_write(), "scenario": Server::scenario(), "step": name, "seen": seen });
            anna.ask(step, json!({ "input": input })).await
        };
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let begun = say(&anna, cell(), "  <b>Bastano</b> tre?\nCredo di no. ", &[]).await;
        assert_eq!(begun["comments"][0]["text"], "<b>Bastano</b> tre?\nCredo di no.");
        // What was only said since is no reason to look again; what was changed is.
        take("PROPOSE", 1).await.accepted();
        assert!(matches!(take("APPROVE", 1).await.refused(), Problem::Conflict { .. }));
        take("APPROVE", 3).await.accepted();
        let answered = say(&testa, json!({ "thread": begun["id"] }), "Sì", &[]).await;
        let said: Vec<&Value> = answered["comments"].as_array().expect("comments").iter().map(|one| &one["by"]).collect();
        assert_eq!(said, ["Anna", "Testa"]);
        let whole = say(&testa, json!({ "cpi": "LE01" }), "Di tutto il centro", &[]).await;
        assert_eq!(whole["profile"], Value::Null);
        let resolve = async |resolved: bool| {
            let input = json!({ "write": new_write(), "thread": begun["id"], "resolved": resolved });
            write(&testa, "scenarioThreadResolve", input).await.accepted()["scenarioThreadResolve"]["thread"].clone()
        };
        let resolved = resolve(true).await;
        assert_eq!((&resolved["resolved"], &resolved["resolvedBy"]), (&json!(true), &json!("Testa")));
        assert_eq!(threads(&lia, "(open: true)").await["nodes"], json!([whole]), "a reader reads them");
        assert_eq!(threads(&lia, "(open: false)").await["nodes"], json!([resolved]));
        assert_eq!(resolve(false).await["resolvedBy"], Value::Null);
        resolve(true).await;
        let again = say(&anna, json!({ "thread": begun["id"] }), "Non ancora", &[]).await;
        assert_eq!((&again["resolved"], &again["resolvedBy"]), (&json!(false), &Value::Null), "what is answered is not done");
        // The last one comes first, and pages join up.
        let first = threads(&lia, "(first: 1)").await;
        assert_eq!((&first["totalCount"], &first["nodes"][0]["id"]), (&json!(2), &whole["id"]));
        let second = threads(&lia, &format!("(first: 1, after: {})", first["pageInfo"]["endCursor"])).await;
        assert_eq!(second["nodes"][0]["id"], begun["id"]);
        assert_eq!(lia.scenario().await["cells"][0]["operators"], 3, "nothing changed but what is said");
    }

    async fn what_is_said_twice_under_one_id_is_said_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut input = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": "una volta" });
        let first = write(&anna, "scenarioCommentAdd", input.clone()).await.accepted();
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        assert_eq!(write(&anna, "scenarioCommentAdd", input.clone()).await.accepted(), first);
        input["text"] = json!("un'altra");
        assert_eq!(write(&anna, "scenarioCommentAdd", input).await.refused(), Problem::invalid("write", Rule::Duplicate));
        assert_eq!(threads(&anna, "").await["nodes"][0]["comments"].as_array().map(Vec::len), Some(1));
        let records = anna.ask("{ audit(filter: { kind: \"comment\" }) { nodes { action after } } }", json!({})).await.accepted();
        let records = records["audit"]["nodes"].as_array().expect("records").clone();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0]["action"], "scenarioCommentAdd");
        assert!(records[0]["after"].to_string().contains("una volta"), "{}", records[0]);
    }

    async fn ones_own_is_changed_and_taken_back_and_only_a_trace_is_told_from_the_log(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let thread = say(&anna, cell(), "segreto per @Bruno", &[&id_of(&bruno).await]).await;
        let mine = json!({ "write": new_write(), "comment": thread["comments"][0]["id"], "text": "altro segreto" });
        let changed = write(&anna, "scenarioCommentUpdate", mine.clone()).await.accepted()["scenarioCommentUpdate"]["thread"].clone();
        assert_eq!(changed["comments"][0]["text"], "altro segreto");
        assert!(!changed["comments"][0]["editedAt"].is_null());
        assert_eq!(changed["comments"][0]["mentions"], json!([]), "it mentions whom its new text mentions");
        let gone = json!({ "write": new_write(), "comment": thread["comments"][0]["id"] });
        for (mutation, input) in [("scenarioCommentUpdate", &mine), ("scenarioCommentDelete", &gone)] {
            let mut foreign = input.clone();
            foreign["write"] = json!(new_write());
            assert_eq!(write(&bruno, mutation, foreign).await.refused(), Problem::NotFound, "{mutation}: it is Anna's");
        }
        let deleted = write(&anna, "scenarioCommentDelete", gone.clone()).await.accepted()["scenarioCommentDelete"].clone();
        assert_eq!(deleted["thread"]["comments"][0]["deleted"], true);
        assert_eq!(write(&anna, "scenarioCommentDelete", gone).await.accepted()["scenarioCommentDelete"], deleted, "once");
        let again = json!({ "write": new_write(), "comment": thread["comments"][0]["id"], "text": "di nuovo" });
        assert_eq!(write(&anna, "scenarioCommentUpdate", again).await.refused(), Problem::NotFound);
        let mut socket = server.socket().await;
        let query = format!("subscription($id: ID!) {{ scenarioChanges(scenario: $id, after: 0) {{ revision by threads {{ {THREAD} }} }} }}");
        socket.subscribe("1", &query, json!({ "id": Server::scenario() })).await;
        for revision in 1..=3 {
            let change = socket.change().await;
            assert_eq!((&change["revision"], &change["by"]), (&json!(revision), &json!("Anna")));
            assert_eq!(change["threads"], json!([deleted["thread"]]), "as it stands now");
            assert!(!change.to_string().contains("segreto"), "{change}");
        }
        // And live.
        let answered = say(&bruno, json!({ "thread": thread["id"] }), "peccato", &[]).await;
        assert_eq!(socket.change().await["threads"], json!([answered]));
    }

    async fn whoever_is_mentioned_is_told_until_they_answer_or_it_is_done(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person_as("Bruno", "COORDINATOR", Some("FG")));
        let id = id_of(&bruno).await;
        let first = say(&anna, cell(), "@Bruno, che dici?", &[&id]).await;
        assert_eq!(first["comments"][0]["mentions"], json!([{ "id": id, "name": "Bruno" }]));
        say(&anna, json!({ "cpi": "BA01" }), "e qui, @Bruno?", &[&id]).await;
        say(&bruno, json!({ "cpi": "BA01" }), "io stesso, @Bruno", &[&id]).await;
        assert_eq!(waiting(&bruno).await, ["e qui, @Bruno?", "@Bruno, che dici?"], "not what one says oneself");
        assert_eq!(waiting(&anna).await, Vec::<Value>::new());
        say(&bruno, json!({ "thread": first["id"] }), "dico di sì", &[]).await;
        assert_eq!(waiting(&bruno).await, ["e qui, @Bruno?"]);
        say(&anna, json!({ "thread": first["id"] }), "allora @Bruno scrivilo", &[&id]).await;
        assert_eq!(waiting(&bruno).await, ["allora @Bruno scrivilo", "e qui, @Bruno?"]);
        let done = json!({ "write": new_write(), "thread": first["id"], "resolved": true });
        write(&anna, "scenarioThreadResolve", done).await.accepted();
        assert_eq!(waiting(&bruno).await, ["e qui, @Bruno?"]);
    }

    async fn only_those_who_may_comment_are_named_to_those_who_may_and_never_by_their_address(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (testa, lia) = (server.person_as("Testa", "CPI_HEAD", Some("LE01")), server.person_as("Lia L.", "READER", None));
        let (pino, ada) = (server.person_as("Pino", "PARTNER", Some("ORG-001")), server.person_as("Ada", "ADMINISTRATOR", None));
        let mut ids = Vec::new();
        for person in [&testa, &lia, &pino, &ada] {
            ids.push(id_of(person).await);
        }
        let people = "query($id: ID!, $text: String!) { scenario(id: $id) { people(text: $text) { id name } } }";
        let look = async |person: &Person, text: &str| person.ask(people, json!({ "id": Server::scenario(), "text": text })).await;
        let named = look(&anna, "").await.accepted()["scenario"]["people"].clone();
        let names = named.to_string();
        assert!(names.contains("\"Testa\"") && names.contains("\"Anna\""), "{names}");
        for hidden in ["Lia", "Pino", "Ada", "@"] {
            assert!(!names.contains(hidden), "{hidden} in {names}");
        }
        assert_eq!(look(&anna, "TES").await.accepted()["scenario"]["people"], json!([{ "id": ids[0], "name": "Testa" }]));
        assert_eq!(look(&anna, "%").await.accepted()["scenario"]["people"], json!([]));
        for person in [&lia, &ada] {
            assert_eq!(look(person, "").await.refused(), Problem::Forbidden, "{}", person.name);
            let input = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": "x" });
            assert_eq!(write(person, "scenarioCommentAdd", input).await.refused(), Problem::Forbidden);
        }
        // Whoever may not be mentioned is refused like whoever does not exist, and like whoever the text does not name.
        let nobody = json!(GlobalId::new(Kind::Account, backend::clock::new_id().to_string()).to_string());
        for (id, text) in [(&ids[1], "@Lia L."), (&ids[2], "@Pino"), (&ids[3], "@Ada"), (&nobody, "@Nessuno"), (&ids[0], "testa")] {
            let input = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": text, "mentions": [id] });
            let refused = write(&anna, "scenarioCommentAdd", input).await.refused();
            assert_eq!(refused, Problem::invalid("mentions.0", Rule::Unknown), "{text}");
        }
    }

    async fn what_breaks_a_rule_is_named_by_its_field_and_a_thread_has_an_end(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let with = |more: Value| {
            let mut input = json!({ "write": new_write(), "scenario": Server::scenario(), "cpi": "FG01", "text": "x" });
            for (key, value) in more.as_object().expect("an object") {
                input[key] = value.clone();
            }
            input
        };
        for (more, field, rule) in [
            (json!({ "text": " " }), "text", Rule::Required),
            (json!({ "text": "x".repeat(1_001) }), "text", Rule::TooLong { max: 1_000 }),
            (json!({ "cpi": null }), "cpi", Rule::Required),
            (json!({ "cpi": "NOSUCH" }), "cpi", Rule::Unknown),
            (json!({ "profile": "NOSUCH" }), "profile", Rule::Unknown),
            (json!({ "mentions": vec!["x"; 11] }), "mentions", Rule::TooLong { max: 10 }),
        ] {
            assert_eq!(write(&anna, "scenarioCommentAdd", with(more)).await.refused(), Problem::invalid(field, rule));
        }
        let thread = say(&anna, cell(), "uno", &[]).await;
        for _ in 1..50 {
            say(&anna, json!({ "thread": thread["id"] }), "ancora", &[]).await;
        }
        let more = with(json!({ "thread": thread["id"] }));
        assert_eq!(write(&anna, "scenarioCommentAdd", more).await.refused(), Problem::invalid("thread", Rule::TooLong { max: 50 }));
        // A thread of another scenario is none of this one.
        let create = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
        let input = json!({ "write": new_write(), "name": "Altro", "year": 2026, "headCount": 1, "budgetCents": 1, "months": 1 });
        let other = anna.ask(create, json!({ "input": input })).await.accepted()["scenarioCreate"]["scenario"]["id"].clone();
        let stray = with(json!({ "scenario": other, "thread": thread["id"] }));
        assert_eq!(write(&anna, "scenarioCommentAdd", stray).await.refused(), Problem::NotFound);
    }

    async fn whoever_was_mentioned_stays_so_when_a_word_is_corrected(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let id = id_of(&bruno).await;
        let said = say(&anna, cell(), "@Bruno, bstano?", &[&id]).await;
        let suspend = "mutation($account: ID!) { accountUpdate(input: { account: $account, active: false }) { account { id } } }";
        ada.ask(suspend, json!({ "account": id })).await.accepted();
        let correct = async |text: &str| {
            let input = json!({ "write": new_write(), "comment": said["comments"][0]["id"], "text": text, "mentions": [id] });
            write(&anna, "scenarioCommentUpdate", input).await
        };
        let corrected = correct("@Bruno, bastano?\tSì").await.accepted()["scenarioCommentUpdate"]["thread"]["comments"][0].clone();
        assert_eq!(corrected["text"], "@Bruno, bastano? Sì", "and a tab is a space");
        assert_eq!(corrected["mentions"], json!([{ "id": id, "name": "Bruno" }]));
        assert_eq!(correct("bastano?").await.refused(), Problem::invalid("mentions.0", Rule::Unknown), "the text names nobody");
    }
}
