//! The views of pages that people keep: each its owner's alone, one a name.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Answer, Person, Server, TestDatabase, both_databases};

const SAVE: &str = "mutation($input: ViewSaveInput!) { viewSave(input: $input) { view { id name query } } }";

async fn save(person: &Person, page: &str, name: &str, query: &str) -> Answer {
    person.ask(SAVE, json!({ "input": { "page": page, "name": name, "query": query } })).await
}

async fn kept(person: &Person, page: &str) -> Value {
    let asked =
        person.ask("query($page: ViewPage!) { savedViews(page: $page) { name query } }", json!({ "page": page }));
    asked.await.accepted()["savedViews"].clone()
}

both_databases! {
    async fn a_view_is_kept_replaced_by_its_name_and_given_up(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person_as("Bruno", "READER", None));
        let made = save(&anna, "BOARD", " Peggiori ", "ordine=-pressione").await.accepted()["viewSave"]["view"].clone();
        assert_eq!(made["name"], "Peggiori");
        save(&anna, "BOARD", "Foggia", "provincia=FG").await.accepted();
        save(&anna, "COMPARISON", "Foggia", "righe=cpi").await.accepted();
        let again = save(&anna, "BOARD", "Peggiori", "ordine=-pressione&nascondi=residenti").await.accepted();
        assert_eq!(again["viewSave"]["view"]["id"], made["id"], "the same view, replaced");
        let view = |name: &str, query: &str| json!({ "name": name, "query": query });
        let both = json!([view("Foggia", "provincia=FG"), view("Peggiori", "ordine=-pressione&nascondi=residenti")]);
        assert_eq!(kept(&anna, "BOARD").await, both);
        assert_eq!(kept(&anna, "COMPARISON").await, json!([view("Foggia", "righe=cpi")]));
        assert_eq!(kept(&bruno, "BOARD").await, json!([]), "nobody sees another's");
        let remove = "mutation($view: ID!) { viewRemove(view: $view) { removed } }";
        assert_eq!(bruno.ask(remove, json!({ "view": made["id"] })).await.refused(), Problem::NotFound);
        anna.ask(remove, json!({ "view": made["id"] })).await.accepted();
        assert_eq!(kept(&anna, "BOARD").await, json!([view("Foggia", "provincia=FG")]));
    }

    async fn what_is_no_view_is_refused_by_its_field_and_nobody_keeps_too_many(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        assert_eq!(save(&anna, "BOARD", "", "").await.refused(), Problem::invalid("name", Rule::Required));
        assert_eq!(save(&anna, "BOARD", "x", "<script>").await.refused(), Problem::invalid("query", Rule::Unknown));
        for n in 0..100 {
            save(&anna, "BOARD", &format!("Vista {n}"), "").await.accepted();
        }
        let full = Problem::invalid("name", Rule::TooGreat { max: 100.0 });
        assert_eq!(save(&anna, "COMPARISON", "Una di troppo", "").await.refused(), full);
        save(&anna, "BOARD", "Vista 3", "provincia=LE").await.accepted();
    }
}
