//! Answers have the shape that the schema promises: the query's order, nothing left out, null only where it may be.

use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Answer, Person, Server, TestDatabase, both_databases};

const NOWHERE: &str = "sizing(scenario: \"nonsense\") { availableHours }";

async fn ask(person: &Person, query: &str) -> (Value, Vec<Value>) {
    let Answer(mut body) = person.ask(query, json!({})).await;
    let paths = body["errors"].as_array().into_iter().flatten().map(|error| error["path"].clone()).collect();
    (body["data"].take(), paths)
}

async fn text(person: &Person, query: &str) -> String {
    let body = json!({ "query": query }).to_string();
    let text = person.send(body).await.expect("an answer").text().await.expect("text");
    let (_, data) = text.split_once("\"data\":").expect("there is data");
    let (data, _) = data.split_once(",\"extensions\":").expect("and what is beside it");
    data.to_owned()
}

both_databases! {
    async fn fields_come_in_the_order_of_the_query(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let query = "{ cpis(first: 1) { nodes { province { code } name ...rest code } totalCount } provinces { code @skip(if: true) } }
            fragment rest on Cpi { sizing { cpi { code } weight } residents code }";
        let expected = "{\"cpis\":{\"nodes\":[{\"province\":{\"code\":\"BA\"},\"name\":\"Acquaviva delle Fonti\",\"sizing\":{\"cpi\":{\"code\":\"BA01\"},\"weight\":";
        let told = text(&anna, query).await;
        assert!(told.starts_with(expected), "{told}");
        assert!(told.contains(",\"code\":\"BA01\"}],\"totalCount\":43},\"provinces\":[{},{},{},{},{},{}]}"), "{told}");
    }

    async fn a_failed_field_that_may_not_be_null_takes_its_parent_along(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (data, paths) = ask(&anna, &format!("{{ provinces {{ code }} {NOWHERE} }}")).await;
        assert_eq!((data, paths), (Value::Null, vec![json!(["sizing"])]));

        // Up to the nearest place that may be null, and no further.
        let query = "{ node(id: \"UHJvdmluY2U6RkU\") { id } fg: node(id: \"Q3BpOkZHMDE\") { id ... on Cpi { code sizing(scenario: \"nonsense\") { weight } } }
            ok: node(id: \"Q3BpOkZHMDE\") { ... on Cpi { code ...more } ... on Province { istat } ... on Node { __typename id } } }
            fragment more on Cpi { province { code } }";
        let (data, paths) = ask(&anna, query).await;
        let ok = json!({ "code": "FG01", "province": { "code": "FG" }, "__typename": "Cpi", "id": "Q3BpOkZHMDE" });
        assert_eq!(data, json!({ "node": null, "fg": null, "ok": ok }));
        assert_eq!(paths, [json!(["fg", "sizing"])]);

        // A mutation's payload may not be null either.
        let mutation = "mutation { scenarioUpdate(input: { write: \"x\", scenario: \"x\" }) { scenario { id } } }";
        assert_eq!(ask(&anna, mutation).await, (Value::Null, vec![json!(["scenarioUpdate"])]));
    }
}

#[tokio::test]
async fn a_failed_field_is_never_answered_as_an_object_of_nulls() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let ada = server.person_as("Ada", "ADMINISTRATOR", None);
    let anna = server.person("Anna");
    let (data, paths) = ask(&ada, "mutation { accountLink(account: \"nonsense\") { link } }").await;
    assert_eq!((data, paths), (Value::Null, vec![json!(["accountLink"])]));
    for query in [
        "{ proposal(scenario: \"nonsense\", objective: { kind: EQUITY }) { best { proof { complete } } } }",
        "{ sizing(scenario: \"nonsense\") { __typename } }",
    ] {
        let (data, paths) = ask(&anna, query).await;
        assert!(data.is_null() && paths.len() == 1 && paths[0].is_array(), "{query}: {data} {paths:?}");
    }
}

#[tokio::test]
async fn nothing_is_left_out_without_an_error() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let anna = server.person("Anna");
    let query = "query($with: Boolean!) { provinces { code @include(if: $with) } }";
    for variables in [json!({}), json!({ "with": null })] {
        let refused = anna.ask(query, variables).await.refused();
        assert!(matches!(refused, Problem::BadRequest { .. }), "{refused:?}");
    }
    let own = anna.ask("{ provinces { __tavoliere_kind: code } }", json!({})).await.refused();
    assert!(matches!(own, Problem::BadRequest { .. }), "{own:?}");
    let mut socket = server.socket().await;
    for (id, query) in [
        "subscription { figureChanges(after: 0) { revision } again: figureChanges(after: 0) { revision } }",
        "subscription { ...all } fragment all on Subscription { figureChanges(after: 0) { revision } }",
        "subscription { ... { figureChanges(after: 0) { revision } } }",
    ]
    .into_iter()
    .enumerate()
    {
        socket.subscribe(&id.to_string(), query, json!({})).await;
        let message = socket.hear().await;
        assert_eq!(message["type"], "error", "{message}");
    }
}

#[tokio::test]
async fn defaults_of_variables_count_for_directives() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let anna = server.person("Anna");
    let query = "query($with: Boolean = true, $without: Boolean = true) {
        provinces { code @include(if: $with) name @skip(if: $without) } }";
    let with = |answer: Answer| answer.accepted()["provinces"][0].clone();
    assert_eq!(with(anna.ask(query, json!({})).await), json!({ "code": "BA" }));
    assert_eq!(with(anna.ask(query, json!({ "with": false, "without": false })).await), json!({ "name": "Bari" }));
}
