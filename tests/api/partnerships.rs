//! Partnerships: what the act requires, their way from an idea to a signature, who may see and change them, their changes as they happen.

use backend::seed::Files;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use crate::support::{Answer, Person, Server, Socket, TestDatabase, both_databases, new_write};

const FIELDS: &str = "id title kind level province state serves signedOn revision proposedBy
    partners { organisation { code name } role joinedOn leftOn } lacks { requirement groups } nextStep { text owner due }
    due { days warning } entries { what state text by }";

async fn send(person: &Person, mutation: &str, input: Value) -> Answer {
    let mut named = mutation.chars();
    let head = named.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    let kind: String = head.chain(named).collect();
    let query =
        format!("mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ partnership {{ {FIELDS} }} }} }}");
    let mut input = input;
    if input.get("write").is_none() {
        input["write"] = json!(new_write());
    }
    person.ask(&query, json!({ "input": input })).await
}

async fn done(person: &Person, mutation: &str, input: Value) -> Value {
    send(person, mutation, input).await.accepted()[mutation]["partnership"].clone()
}

fn outline(title: &str, province: Option<&str>) -> Value {
    let level = if province.is_some() { "PROVINCE" } else { "REGIONAL" };
    json!({ "title": title, "kind": "AGREEMENT", "level": level, "province": province, "serves": ["I-IMP-01"] })
}

async fn begun(person: &Person, title: &str, province: Option<&str>) -> String {
    let made = done(person, "partnershipCreate", json!({ "outline": outline(title, province) })).await;
    made["id"].as_str().expect("an id").to_owned()
}

async fn join(person: &Person, id: &str, organisation: &str) -> Answer {
    send(person, "partnershipPartnerJoin", json!({ "partnership": id, "partner": { "organisation": organisation } }))
        .await
}

async fn step(person: &Person, id: &str, to: &str, more: Value) -> Answer {
    let mut input = json!({ "partnership": id, "to": to });
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        input[name] = value;
    }
    send(person, "partnershipStep", input).await
}

async fn get(person: &Person, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ partnership(id: $id) {{ {FIELDS} }} }}");
    person.ask(&query, json!({ "id": id })).await.accepted()["partnership"].clone()
}

async fn place(person: &Person, requirement: &str, province: Value) -> Value {
    let query =
        "{ partnershipRequirements { code places { province required signed inProgress missing sentence { text line }
        partnerships { title } } } }";
    let all = person.ask(query, json!({})).await.accepted()["partnershipRequirements"].clone();
    let found = all.as_array().expect("a list").iter().find(|known| known["code"] == requirement).expect("it is there");
    let places = found["places"].as_array().expect("places").iter();
    places.clone().find(|place| place["province"] == province).expect("there is such a place").clone()
}

fn numbers(place: &Value) -> [i64; 4] {
    ["required", "signed", "inProgress", "missing"].map(|name| place[name].as_i64().expect("a number"))
}

async fn subscribe(server: &Server, person: &Person) -> Socket {
    let mut socket = Socket::open(server.running.address, &person.cookie().await).await;
    let query = "subscription { partnershipChanges(after: 0) { revision by partnership { title state } } }";
    socket.subscribe("changes", query, json!({})).await;
    socket
}

both_databases! {
    async fn the_matrix_reads_what_the_act_requires_and_has(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        let query = "{ partnershipRequirements { code titleIt places { province required signed inProgress missing sentence { line } } }
            partnerships { totalCount } }";
        let told = visitor.ask(query, json!({})).await.accepted();
        let rows: Vec<(String, i64, i64)> = told["partnershipRequirements"].as_array().expect("rows").iter().map(|row| {
            let places = row["places"].as_array().expect("places");
            let sum = |name: &str| places.iter().map(|place| place[name].as_i64().expect("a number")).sum();
            (row["code"].as_str().expect("a code").to_owned(), sum("required"), sum("missing"))
        }).collect();
        let expected = [("I-RDC-04", 7), ("I-IMP-01", 7), ("8.4-R1", 3), ("8.4-R5", 1), ("8.4-R10", 1), ("8.4-R11", 1), ("8.3-R2", 1),
            ("IMP.1-R2", 1), ("10.a-R2", 1), ("10.a", 1), ("DSM", 1)];
        // None of those that the act tells of is one that it still requires.
        assert_eq!(rows, expected.map(|(code, count)| (code.to_owned(), count, count)));
        assert_eq!(place(&visitor, "I-RDC-04", json!("FG")).await["sentence"], json!({
            "text": "N. partenariati (1 regionale e 6 territoriali) territoriali attivati", "line": 1035 }));
        // 35 stand in the act; six are not signed, or not said to be.
        assert_eq!(told["partnerships"]["totalCount"], 28);
        let lia = server.person_as("Lia", "READER", None);
        assert_eq!(lia.ask("{ partnerships { totalCount } }", json!({})).await.accepted()["partnerships"]["totalCount"], 35);
    }

    async fn a_coordinator_brings_a_missing_agreement_to_its_signature(database: TestDatabase) {
        let server = Server::start(database).await;
        let foggia = server.person_as("Fabio", "COORDINATOR", Some("FG"));
        assert_eq!(numbers(&place(&foggia, "I-IMP-01", json!("FG")).await), [1, 0, 0, 1]);
        let id = begun(&foggia, "Accordo territoriale di Foggia", Some("FG")).await;
        assert_eq!(numbers(&place(&foggia, "I-IMP-01", json!("FG")).await), [1, 0, 1, 0]);
        assert_eq!(numbers(&place(&foggia, "I-RDC-04", json!("FG")).await), [1, 0, 0, 1], "it serves one requirement");
        let lacks = get(&foggia, &id).await["lacks"].clone();
        assert_eq!(lacks, json!([{ "requirement": "I-IMP-01", "groups": ["BUSINESS", "EDUCATION", "AUTHORITY"] }]));
        let problems = step(&foggia, &id, "SIGNED", json!({})).await.refused();
        let Problem::Invalid { fields } = problems else { panic!("{problems:?}") };
        let named: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, ["signedOn", "partners"]);
        for organisation in ["ORG-024", "ORG-030", "ORG-053"] {
            join(&foggia, &id, organisation).await.accepted();
        }
        assert_eq!(join(&foggia, &id, "ORG-030").await.refused(), Problem::invalid("organisation", Rule::Duplicate));
        assert_eq!(join(&foggia, &id, "ORG-999").await.refused(), Problem::invalid("organisation", Rule::Unknown));
        assert_eq!(get(&foggia, &id).await["lacks"], json!([]));
        assert_eq!(step(&foggia, &id, "SIGNED", json!({ "signedOn": "2199-01-01" })).await.refused(), Problem::invalid("signedOn", Rule::Wrong));
        let signed = step(&foggia, &id, "SIGNED", json!({ "signedOn": "2026-02-28", "note": "in Provincia" })).await.accepted();
        let signed = signed["partnershipStep"]["partnership"].clone();
        assert_eq!((&signed["state"], &signed["signedOn"]), (&json!("SIGNED"), &json!("2026-02-28")));
        assert_eq!(signed["entries"][0], json!({ "what": "STEP", "state": "SIGNED", "text": "in Provincia", "by": "Fabio" }));
        assert_eq!(signed["entries"].as_array().map(Vec::len), Some(5), "begun, three partners, the signature");
        let filled = place(&server.visitor(), "I-IMP-01", json!("FG")).await;
        assert_eq!((numbers(&filled), &filled["partnerships"]), ([1, 1, 0, 0], &json!([{ "title": "Accordo territoriale di Foggia" }])));
        // What is signed keeps two partners; who left stays on record.
        let leave = |organisation: &str| json!({ "partnership": id, "organisation": organisation, "leftOn": "2026-03-01" });
        done(&foggia, "partnershipPartnerLeave", leave("ORG-024")).await;
        let problem = send(&foggia, "partnershipPartnerLeave", leave("ORG-030")).await.refused();
        assert_eq!(problem, Problem::invalid("partners", Rule::TooSmall { min: 2.0 }));
        let partners = get(&foggia, &id).await["partners"].clone();
        assert_eq!((partners.as_array().map(Vec::len), &partners[0]["leftOn"]), (Some(3), &json!("2026-03-01")));
        assert_eq!(step(&foggia, &id, "ENDED", json!({})).await.refused(), Problem::invalid("note", Rule::Required));
        step(&foggia, &id, "ENDED", json!({ "note": "concluso" })).await.accepted();
        assert_eq!(step(&foggia, &id, "IDEA", json!({})).await.refused(), Problem::invalid("state", Rule::Wrong));
        assert_eq!(numbers(&place(&foggia, "I-IMP-01", json!("FG")).await), [1, 0, 0, 1]);
    }

    async fn one_that_serves_two_indicators_counts_once_in_each(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut both = outline("Patto di Lecce", Some("LE"));
        both["serves"] = json!(["I-RDC-04", "I-IMP-01"]);
        done(&anna, "partnershipCreate", json!({ "outline": both })).await;
        for code in ["I-RDC-04", "I-IMP-01"] {
            assert_eq!(numbers(&place(&anna, code, json!("LE")).await), [1, 0, 1, 0], "{code}");
            assert_eq!(numbers(&place(&anna, code, json!(null)).await), [1, 0, 0, 1], "{code}");
        }
    }

    async fn each_changes_what_lies_in_their_province_and_sees_what_they_may(database: TestDatabase) {
        let server = Server::start(database).await;
        let (foggia, anna) = (server.person_as("Fabio", "COORDINATOR", Some("FG")), server.person("Anna"));
        let not_yours = || Problem::invalid("province", Rule::NotYours);
        for elsewhere in [Some("LE"), None] {
            let input = json!({ "outline": outline("Altrove", elsewhere) });
            assert_eq!(send(&foggia, "partnershipCreate", input).await.refused(), not_yours());
        }
        let lecce = begun(&anna, "Accordo di Lecce", Some("LE")).await;
        assert_eq!(join(&foggia, &lecce, "ORG-001").await.refused(), Problem::NotFound);
        assert_eq!(get(&foggia, &lecce).await["title"], "Accordo di Lecce", "a coordinator reads all");
        let own = begun(&foggia, "Accordo di Foggia", Some("FG")).await;
        let input = json!({ "partnership": own, "seen": 2, "outline": outline("Accordo", Some("LE")) });
        assert_eq!(send(&foggia, "partnershipUpdate", input).await.refused(), not_yours(), "nor may it be moved away");
        join(&foggia, &own, "ORG-034").await.accepted();

        let (rita, nino) = (server.person_as("Rita", "PARTNER", Some("ORG-034")), server.person_as("Nino", "PARTNER", Some("ORG-036")));
        let titles = async |person: &Person| {
            let found = person.ask("{ partnerships(first: 500, filter: { states: [IDEA] }) { totalCount nodes { title } } }", json!({})).await;
            found.accepted()["partnerships"].clone()
        };
        assert_eq!(titles(&rita).await, json!({ "totalCount": 1, "nodes": [{ "title": "Accordo di Foggia" }] }));
        for stranger in [&nino, &server.visitor()] {
            assert_eq!(titles(stranger).await, json!({ "totalCount": 0, "nodes": [] }));
            assert_eq!(get(stranger, &own).await, Value::Null);
            let node = stranger.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": own })).await.accepted();
            assert_eq!(node["node"], Value::Null);
        }
        assert_eq!(join(&rita, &own, "ORG-001").await.refused(), Problem::Forbidden);
        // What everybody sees of a signed one is not its history, nor what is to be done next.
        join(&foggia, &own, "ORG-001").await.accepted();
        let mut next = outline("Accordo di Foggia", Some("FG"));
        next["nextStep"] = json!("telefonare");
        next["nextDue"] = json!("2026-03-01");
        done(&foggia, "partnershipUpdate", json!({ "partnership": own, "seen": get(&foggia, &own).await["revision"], "outline": next })).await;
        step(&foggia, &own, "SIGNED", json!({ "signedOn": "2026-01-31" })).await.accepted();
        let shown = get(&server.visitor(), &own).await;
        assert_eq!((&shown["title"], &shown["entries"], &shown["nextStep"], &shown["due"]), (&json!("Accordo di Foggia"), &json!([]), &Value::Null, &json!([])));
        assert_eq!(get(&rita, &own).await["nextStep"]["text"], "telefonare");
    }

    async fn a_partner_proposes_and_a_coordinator_accepts_or_declines_with_a_reason(database: TestDatabase) {
        let server = Server::start(database).await;
        let (rita, foggia) = (server.person_as("Rita", "PARTNER", Some("ORG-034")), server.person_as("Fabio", "COORDINATOR", Some("FG")));
        let propose = async |title: &str| {
            let made = done(&rita, "partnershipCreate", json!({ "outline": outline(title, Some("FG")) })).await;
            assert_eq!((&made["state"], &made["proposedBy"], &made["partners"][0]["organisation"]["code"]), (&json!("PROPOSED"), &json!("ORG-034"), &json!("ORG-034")));
            made["id"].as_str().expect("an id").to_owned()
        };
        let (good, bad) = (propose("Buona").await, propose("Altra").await);
        assert_eq!(numbers(&place(&foggia, "I-IMP-01", json!("FG")).await), [1, 0, 0, 1], "what is only proposed fills nothing");
        assert_eq!(step(&rita, &good, "IDEA", json!({})).await.refused(), Problem::Forbidden);
        let elsewhere = server.person_as("Lucia", "COORDINATOR", Some("LE"));
        assert_eq!(step(&elsewhere, &good, "IDEA", json!({})).await.refused(), Problem::NotFound);
        step(&foggia, &good, "IDEA", json!({})).await.accepted();
        assert_eq!(step(&foggia, &bad, "DECLINED", json!({})).await.refused(), Problem::invalid("note", Rule::Required));
        step(&foggia, &bad, "DECLINED", json!({ "note": "già in corso" })).await.accepted();
        let told = get(&rita, &bad).await;
        assert_eq!((&told["state"], &told["entries"][0]["text"]), (&json!("DECLINED"), &json!("già in corso")));
        assert_eq!(numbers(&place(&foggia, "I-IMP-01", json!("FG")).await), [1, 0, 1, 0]);
    }

    async fn a_program_that_may_only_propose_is_told_what_it_proposed_and_reads_nothing_else(database: TestDatabase) {
        let server = Server::start(database).await;
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-034"));
        let ask = async |scopes: &[&str], query: &str, variables: Value| {
            let (_, bearer) = rita.token_for("ORG-034", scopes).await;
            let request = reqwest::Client::new().post(format!("http://{}/graphql", server.running.address));
            let body = json!({ "query": query, "variables": variables }).to_string();
            let request = request.header("authorization", bearer).header("content-type", "application/json").body(body);
            Answer(request.send().await.expect("an answer").json().await.expect("JSON"))
        };
        let create = format!("mutation($input: PartnershipCreateInput!) {{ partnershipCreate(input: $input) {{ partnership {{ {FIELDS} }} }} }}");
        let input = json!({ "write": new_write(), "outline": outline("Dal programma", Some("FG")) });
        for _ in 0..2 {
            let made = ask(&["PROPOSE"], &create, json!({ "input": input })).await.accepted()["partnershipCreate"]["partnership"].clone();
            assert_eq!((&made["state"], &made["title"]), (&json!("PROPOSED"), &json!("Dal programma")));
        }
        let list = "{ partnerships { nodes { title } } }";
        assert_eq!(ask(&["PROPOSE"], list, json!({})).await.refused(), Problem::Forbidden);
        // Who reads what is its organisation's reads what is anybody's too.
        let read = ask(&["READ_OWN"], "{ partnerships { nodes { title } } plan { act } }", json!({})).await.accepted();
        assert!(read["partnerships"]["nodes"].as_array().expect("a list").contains(&json!({ "title": "Dal programma" })), "{read}");
    }

    async fn an_older_sight_is_refused_and_a_write_counts_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = begun(&anna, "Accordo", Some("TA")).await;
        let write = new_write();
        let note = json!({ "write": write, "partnership": id, "text": "sentiti" });
        for _ in 0..2 {
            assert_eq!(done(&anna, "partnershipNote", note.clone()).await["entries"].as_array().map(Vec::len), Some(2));
        }
        let input = json!({ "partnership": id, "seen": 1, "outline": outline("Altro", Some("TA")) });
        assert_eq!(send(&anna, "partnershipUpdate", input).await.refused(), Problem::Conflict { cells: Vec::new(), figures: Vec::new() });
        assert_eq!(step(&anna, &id, "CONTACT", json!({ "seen": 1 })).await.refused(), Problem::Conflict { cells: Vec::new(), figures: Vec::new() });
        let first = json!({ "write": new_write(), "outline": outline("Una", Some("TA")) });
        let made = done(&anna, "partnershipCreate", first.clone()).await;
        assert_eq!(done(&anna, "partnershipCreate", first).await, made);
        let rows = anna.ask("{ audit(filter: { kind: \"partnership\" }) { nodes { action } } }", json!({})).await.accepted();
        assert_eq!(rows["audit"]["nodes"], json!([{ "action": "partnershipCreate" }, { "action": "partnershipNote" }, { "action": "partnershipCreate" }]));
    }

    async fn changes_arrive_as_they_happen_to_whoever_may_see_them(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, rita) = (server.person("Anna"), server.person_as("Rita", "PARTNER", Some("ORG-034")));
        let (mut planner, mut partner) = (subscribe(&server, &anna).await, subscribe(&server, &rita).await);
        let id = begun(&anna, "Accordo", Some("FG")).await;
        join(&anna, &id, "ORG-034").await.accepted();
        join(&anna, &id, "ORG-001").await.accepted();
        step(&anna, &id, "CONTACT", json!({})).await.accepted();
        for revision in 1..=4 {
            assert_eq!(planner.change_of("partnershipChanges").await["revision"], revision);
        }
        // What happened before the organisation took part is none of its business.
        let told = partner.change_of("partnershipChanges").await;
        assert_eq!((&told["revision"], &told["by"]), (&json!(2), &json!("Anna")));
        assert_eq!(partner.change_of("partnershipChanges").await["revision"], 3);
        assert_eq!(partner.change_of("partnershipChanges").await, json!({ "revision": 4, "by": "Anna", "partnership": { "title": "Accordo", "state": "CONTACT" } }));
    }

    async fn filters_find_what_they_say(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let id = begun(&anna, "Accordo 100% di Foggia", Some("FG")).await;
        let mut due = outline("Accordo 100% di Foggia", Some("FG"));
        due["nextStep"] = json!("telefonare");
        due["nextDue"] = json!("2026-01-01");
        done(&anna, "partnershipUpdate", json!({ "partnership": id, "seen": 1, "outline": due })).await;
        let count = async |filter: Value| {
            let query = "query($filter: PartnershipFilterInput) { partnerships(filter: $filter, first: 500) { totalCount nodes { id } } }";
            let found = anna.ask(query, json!({ "filter": filter })).await.accepted()["partnerships"].clone();
            assert_eq!(found["totalCount"].as_u64(), found["nodes"].as_array().map(|nodes| nodes.len() as u64));
            found["totalCount"].as_i64().expect("a number")
        };
        for (filter, expected) in [
            (json!({}), 36), (json!({ "title": "100%" }), 1), (json!({ "title": "CONVENZIONE" }), 4), (json!({ "states": ["CONTACT", "IDEA"] }), 4),
            (json!({ "kinds": ["TABLE"] }), 4), (json!({ "province": "FG" }), 1), (json!({ "requirement": "I-IMP-01" }), 1),
            (json!({ "organisation": "ORG-053" }), 4), (json!({ "due": true }), 1), (json!({ "states": ["EXPIRING"] }), 0),
        ] {
            assert_eq!(count(filter.clone()).await, expected, "{filter}");
        }
        let mut term = outline("Accordo 100% di Foggia", Some("FG"));
        term["endsOn"] = json!("2020-12-31");
        for organisation in ["ORG-001", "ORG-009"] {
            join(&anna, &id, organisation).await.accepted();
        }
        done(&anna, "partnershipUpdate", json!({ "partnership": id, "seen": 4, "outline": term })).await;
        let signed = step(&anna, &id, "SIGNED", json!({ "signedOn": "2020-01-01" })).await.accepted();
        assert_eq!(signed["partnershipStep"]["partnership"]["state"], "EXPIRING", "its term has passed");
        for (filter, expected) in [(json!({ "states": ["EXPIRING"] }), 1), (json!({ "states": ["SIGNED"] }), 0), (json!({ "due": true }), 1)] {
            assert_eq!(count(filter.clone()).await, expected, "{filter}");
        }
    }

    async fn loading_again_keeps_what_was_changed(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "{ partnerships(first: 500, order: CHANGED) { revision nodes { id code title state partners { organisation { code } } revision } } }";
        let all = async || anna.ask(query, json!({})).await.accepted()["partnerships"].clone();
        let first = all().await["nodes"].as_array().expect("nodes").iter().find(|node| node["code"] == "P-026").expect("it is there").clone();
        step(&anna, first["id"].as_str().expect("an id"), "NEGOTIATION", json!({})).await.accepted();
        let before = all().await;
        server.seed(&Files::default()).await;
        assert_eq!(all().await, before, "the same files change nothing");
        let mut files = Files::default();
        files.partnerships = files.partnerships.replacen("P-026,Accordo di collaborazione", "P-026,Nuovo accordo", 1).replacen("P-028,Rete interna", "P-028,Nuova rete interna", 1);
        server.seed(&files).await;
        let text = all().await.to_string();
        assert!(!text.contains("Nuovo accordo") && text.contains("Nuova rete interna"), "{text}");
    }
}

#[test]
fn an_id_of_another_kind_is_no_partnership() {
    let id = GlobalId::new(Kind::Scenario, "0198f2a0-0000-7000-8000-000000000236").to_string();
    assert_eq!(GlobalId::key_of(&id, Kind::Partnership), None);
}
