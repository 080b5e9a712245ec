//! Organisations: loaded from the act, found under any spelling, added once, corrected by whoever may.

use backend::seed::Files;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases, new_write};

const LIST: &str = "query($filter: OrganisationFilterInput, $order: OrganisationOrder, $first: Int, $after: String) {
    organisations(filter: $filter, order: $order, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { code name kind level province municipality aliases generic email sentence { line } revision } } }";
const CREATE: &str = "mutation($input: OrganisationCreateInput!) { organisationCreate(input: $input) { organisation {
    code name kind province aliases email revision editedBy sentence { line } } } }";
const UPDATE: &str = "mutation($input: OrganisationUpdateInput!) { organisationUpdate(input: $input) { organisation {
    code name province email revision editedBy } } }";

async fn list(person: &Person, variables: Value) -> Value {
    person.ask(LIST, variables).await.accepted()["organisations"].clone()
}

async fn names(person: &Person, filter: Value) -> Vec<String> {
    let found = list(person, json!({ "filter": filter })).await;
    let nodes = found["nodes"].as_array().expect("nodes").iter();
    nodes.map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
}

fn details(name: &str, province: Option<&str>) -> Value {
    let level = if province.is_some() { "PROVINCE" } else { "REGIONAL" };
    json!({ "name": name, "kind": "COMPANY", "level": level, "province": province })
}

async fn create(person: &Person, details: Value) -> Answer {
    person.ask(CREATE, json!({ "input": { "write": new_write(), "details": details } })).await
}

async fn update(person: &Person, code: &str, seen: i64, details: Value) -> Answer {
    let organisation = GlobalId::new(Kind::Organisation, code).to_string();
    let input = json!({ "write": new_write(), "organisation": organisation, "seen": seen, "details": details });
    person.ask(UPDATE, json!({ "input": input })).await
}

both_databases! {
    async fn the_act_names_seventy_nine_and_each_says_where(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        let all = list(&visitor, json!({ "first": 500 })).await;
        assert_eq!(all["totalCount"], 79);
        let nodes = all["nodes"].as_array().expect("nodes");
        assert!(nodes.iter().all(|node| node["sentence"]["line"].as_i64().is_some_and(|line| line > 0)));
        let only = |filter: Value| list(&visitor, json!({ "filter": filter }));
        assert_eq!(only(json!({ "generic": true })).await["totalCount"], 22);
        assert_eq!(only(json!({ "province": "BR" })).await["totalCount"], 4);
        assert_eq!(only(json!({ "kinds": ["UNIVERSITY", "ITS"] })).await["totalCount"], 4);
        let nardo = only(json!({ "text": "nardo" })).await["nodes"][0].clone();
        assert_eq!((&nardo["code"], &nardo["municipality"]), (&json!("ORG-019"), &json!("075052")));
    }

    async fn one_is_found_without_accents_half_typed_or_with_a_slip(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        for (typed, name) in [
            ("confcoperative", "Confcooperative Puglia"), ("CONFCO", "Confcooperative Puglia"), ("puglia ambi", "ANBI Puglia"),
            ("universita bari", "Università degli Studi di Bari Aldo Moro"), ("aerspazio its", "ITS Aerospazio Puglia"),
            ("org-034", "Ordine degli Architetti BAT"), ("cna", "CNA"),
        ] {
            assert_eq!(names(&visitor, json!({ "text": typed })).await.first().map(String::as_str), Some(name), "{typed}");
        }
        assert_eq!(names(&visitor, json!({ "text": "zzzz" })).await, Vec::<String>::new());
        assert_eq!(names(&visitor, json!({ "text": "ordine", "province": "BT" })).await, ["Ordine degli Architetti BAT"]);
        assert_eq!(names(&visitor, json!({ "similarTo": "Ordine Architetti della BAT" })).await, ["Ordine degli Architetti BAT"]);
        assert_eq!(names(&visitor, json!({ "text": "%_'\"\\\u{0}" })).await.len(), 0, "a text of no letters finds nothing");
    }

    async fn pages_join_up_in_every_order(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        for (filter, order) in [(json!({}), "NAME"), (json!({}), "NEWEST"), (json!({ "text": "puglia" }), "NAME")] {
            let whole = list(&visitor, json!({ "filter": filter, "order": order, "first": 500 })).await["nodes"].clone();
            let (mut joined, mut after) = (Vec::new(), Value::Null);
            loop {
                let page = list(&visitor, json!({ "filter": filter, "order": order, "first": 7, "after": after })).await;
                joined.extend(page["nodes"].as_array().expect("nodes").clone());
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            assert!(joined.len() > 7);
            assert_eq!(Value::Array(joined), whole, "{filter} {order}");
        }
    }

    async fn a_search_over_thousands_takes_a_few_statements(database: TestDatabase) {
        let server = Server::start(database).await;
        let visitor = server.visitor();
        list(&visitor, json!({ "filter": { "text": "confcoperative" } })).await;
        let before = server.db().statements();
        list(&visitor, json!({ "filter": { "text": "confcoperative" }, "first": 500 })).await;
        // Candidates and their rows, once for the page and once for the count.
        assert_eq!(server.db().statements() - before, 4);
    }

    async fn one_is_added_once_and_another_spelling_is_shown_first(database: TestDatabase) {
        let server = Server::start(database).await;
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        let write = new_write();
        let mut wanted = details("  Agro  Daunia S.r.l. ", Some("FG"));
        wanted["aliases"] = json!(["AgriDaunia", ""]);
        wanted["email"] = json!("Ufficio@AgroDaunia.example");
        let input = json!({ "input": { "write": write, "details": wanted } });
        let made = foggia.ask(CREATE, input.clone()).await.accepted()["organisationCreate"]["organisation"].clone();
        assert_eq!(made, json!({ "code": "ORG-080", "name": "Agro Daunia S.r.l.", "kind": "COMPANY", "province": "FG",
            "aliases": ["AgriDaunia"], "email": "ufficio@agrodaunia.example", "revision": 1, "editedBy": null, "sentence": null }));
        assert_eq!(foggia.ask(CREATE, input).await.accepted()["organisationCreate"]["organisation"], made, "the same write again");
        assert_eq!(names(&foggia, json!({ "similarTo": "Agro Dauna srl" })).await, ["Agro Daunia S.r.l."]);
        assert_eq!(names(&foggia, json!({ "text": "agridau" })).await, ["Agro Daunia S.r.l."]);
        let again = create(&foggia, details("AGRO DAUNIA SRL", Some("FG"))).await;
        assert_eq!(again.refused(), Problem::invalid("name", Rule::Duplicate));
        let planner = server.person("Anna");
        let other = create(&planner, details("Agro Daunia srl", Some("BA"))).await.accepted();
        assert_eq!(other["organisationCreate"]["organisation"]["code"], "ORG-081", "in another province it is another one");
        // How an office is reached is not for visitors.
        let seen = list(&server.visitor(), json!({ "filter": { "codes": ["ORG-080"] } })).await;
        assert_eq!((&seen["nodes"][0]["name"], &seen["nodes"][0]["email"]), (&json!("Agro Daunia S.r.l."), &Value::Null));
    }

    async fn each_corrects_what_is_theirs_and_an_older_sight_is_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let bat = server.person_as("Berta", "COORDINATOR", Some("BT"));
        let order = |name: &str| json!({ "name": name, "kind": "PROFESSIONAL_ORDER", "level": "PROVINCE", "province": "BT" });
        let done = update(&bat, "ORG-034", 0, order("Ordine degli Architetti della BAT")).await.accepted();
        assert_eq!(done["organisationUpdate"]["organisation"]["revision"], 1);
        let late = update(&bat, "ORG-034", 0, order("Ordine Architetti")).await.refused();
        assert_eq!(late, Problem::Conflict { cells: Vec::new(), figures: Vec::new() });
        assert_eq!(names(&bat, json!({ "text": "architetti della bat" })).await, ["Ordine degli Architetti della BAT"]);
        let not_yours = |field: &str| Problem::invalid(field, Rule::NotYours);
        // Nor may one be moved out of, or into, another's province.
        let moved = json!({ "name": "x", "kind": "PROFESSIONAL_ORDER", "level": "PROVINCE", "province": "LE" });
        assert_eq!(update(&bat, "ORG-034", 1, moved.clone()).await.refused(), not_yours("province"));
        assert_eq!(update(&bat, "ORG-035", 0, moved).await.refused(), Problem::NotFound);
        assert_eq!(create(&bat, details("Ditta", Some("LE"))).await.refused(), not_yours("province"));
        assert_eq!(create(&bat, details("Ditta", None)).await.refused(), not_yours("province"));

        let partner = server.person_as("Rita", "PARTNER", Some("ORG-034"));
        let mut own = order("Ordine degli Architetti della BAT");
        own["email"] = json!("ordine@bat.example");
        let done = update(&partner, "ORG-034", 1, own.clone()).await.accepted();
        assert_eq!(done["organisationUpdate"]["organisation"]["editedBy"], "Rita");
        own["kind"] = json!("COMPANY");
        assert_eq!(update(&partner, "ORG-034", 2, own.clone()).await.refused(), not_yours("kind"));
        assert_eq!(update(&partner, "ORG-035", 0, own).await.refused(), Problem::NotFound);
        assert_eq!(create(&partner, details("Ditta", Some("BT"))).await.refused(), not_yours("province"));

        let rows = server.person("Anna").ask("{ audit(filter: { kind: \"organisation\" }) { nodes { actorName action record before after } } }", json!({})).await.accepted();
        let rows = rows["audit"]["nodes"].as_array().expect("rows").clone();
        assert_eq!((rows.len(), &rows[0]["actorName"], &rows[0]["record"]), (2, &json!("Rita"), &json!("ORG-034")));
        assert!(rows[1]["before"].as_str().is_some_and(|text| text.contains("Ordine degli Architetti BAT")));
    }

    async fn loading_again_keeps_what_was_edited_and_updates_the_rest(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        update(&anna, "ORG-040", 0, json!({ "name": "CNA nazionale", "kind": "EMPLOYER_ASSOCIATION", "level": "NATIONAL" })).await.accepted();
        create(&anna, details("Ditta", Some("FG"))).await.accepted();
        let before = list(&anna, json!({ "first": 500 })).await;
        server.seed(&Files::default()).await;
        assert_eq!(list(&anna, json!({ "first": 500 })).await, before, "the same files change nothing");
        let mut files = Files::default();
        files.organisations = files.organisations.replacen("ORG-040,CNA,", "ORG-040,CNA Italia,", 1).replacen("ORG-041,CONFAPI,", "ORG-041,Confapi Italia,", 1);
        server.seed(&files).await;
        assert_eq!(names(&anna, json!({ "codes": ["ORG-040", "ORG-041"] })).await, ["CNA nazionale", "Confapi Italia"]);
        assert_eq!(names(&anna, json!({ "text": "confapi italia" })).await, ["Confapi Italia"], "and it is found by its new name");
    }

    async fn parts_and_tokens_name_organisations_that_exist(database: TestDatabase) {
        let server = Server::start(database).await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let invite = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link } }";
        let grants = json!([{ "role": "PARTNER", "scope": "ORG-999" }]);
        let answer = ada.ask(invite, json!({ "input": { "email": "x@example.org", "name": "X", "grants": grants } })).await;
        assert_eq!(answer.refused(), Problem::invalid("grants.0.scope", Rule::Unknown));
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
        let input = json!({ "name": "Portale", "organisation": "ORG-999", "scopes": ["READ_PUBLIC"] });
        assert_eq!(ada.ask(create, json!({ "input": input })).await.refused(), Problem::invalid("organisation", Rule::Unknown));
    }
}
