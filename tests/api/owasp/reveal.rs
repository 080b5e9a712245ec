//! What answers tell of the server: what is published, and nothing of the inside.

use reqwest::{Client, header};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::Problem;

use crate::support::{Server, TestDatabase, both_databases};

/// What only the inside knows: languages, libraries, files, statements.
const INSIDE: [&str; 17] = [
    "sqlx",
    "sea_orm",
    "SeaORM",
    "async_graphql",
    "tokio",
    "axum",
    "panicked",
    "RUST_BACKTRACE",
    "stack backtrace",
    ".rs:",
    "/src/",
    "SELECT ",
    "no such table",
    "relation \"",
    "municipality_gone",
    "sqlite",
    "postgres",
];

fn tells_nothing(text: &str) {
    for word in INSIDE {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

both_databases! {
    async fn what_introspection_tells_is_what_is_published(database: TestDatabase) {
        let server = Server::start(database).await;
        let url = format!("http://{}/schema.graphql", server.running.address);
        let published = reqwest::get(url).await.expect("an answer").text().await.expect("text");
        let query = "{ __schema { types { name kind fields { name } inputFields { name } enumValues { name } } } }";
        let seen = server.visitor().ask(query, json!({})).await.accepted();
        assert_eq!(server.person_as("Ada", "ADMINISTRATOR", None).ask(query, json!({})).await.accepted(), seen, "it is the same for everybody");
        let types = seen["__schema"]["types"].as_array().expect("types");
        for kind in types.iter().filter(|kind| !kind["name"].as_str().is_some_and(|name| name.starts_with("__"))) {
            let name = kind["name"].as_str().expect("a name");
            let built_in = ["Int", "Float", "String", "Boolean", "ID"].contains(&name);
            assert!(built_in || published.contains(&format!(" {name}")), "{name} is published");
            for list in ["fields", "inputFields", "enumValues"] {
                for member in kind[list].as_array().into_iter().flatten() {
                    let member = member["name"].as_str().expect("a name");
                    assert!(published.contains(&format!("  {member}")), "{name}.{member} is published");
                }
            }
        }
    }

    async fn an_error_suggests_nothing_that_is_not_published(database: TestDatabase) {
        let server = Server::start(database).await;
        let published = reqwest::get(format!("http://{}/schema.graphql", server.running.address)).await.expect("an answer");
        let published = published.text().await.expect("text");
        let visitor = server.visitor();
        for query in [
            "{ acount }", "{ accountz { x } }", "{ passwords }", "{ tokenz { hash } }", "{ scenario(id: \"x\") { secret } }",
            "mutation { acountInvite }", "{ cpis(frist: 1) { totalCount } }", "{ provinces(order: RESIDENT) { code } }", "{ viewer { passwordHash } }",
        ] {
            let Problem::BadRequest { reason } = visitor.ask(query, json!({})).await.refused() else { panic!("{query} is refused") };
            tells_nothing(&reason);
            let asked = |word: &&str| !word.is_empty() && !query.contains(*word);
            let (_, suggested) = reason.split_once("Did you mean").unwrap_or_default();
            for word in suggested.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(asked) {
                assert!(word == "or" || published.contains(word), "{query}: {reason}");
            }
        }
    }

    async fn there_is_one_console_and_it_opens_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let root = format!("http://{}", server.running.address);
        let get = async |path: &str, accept: &str| {
            Client::new().get(format!("{root}{path}")).header(header::ACCEPT, accept).send().await.expect("an answer")
        };
        for path in ["/graphiql", "/playground", "/altair", "/voyager", "/graphql/console", "/console", "/api/graphql", "/graphiql.html", "/console.html"] {
            assert_eq!(get(path, "application/json").await.status(), 404, "{path}");
        }
        assert_eq!(get("/graphql", "text/html").await.status(), 406, "the API is no page");
        let page = get("/sviluppatori/console", "text/html").await;
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';") && policy.contains("connect-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        // What it sends has the rights of whoever sends it, and no more.
        let refused = server.visitor().ask("{ accounts { nodes { email } } }", json!({})).await.refused();
        assert_eq!(refused, Problem::SignedOut);
    }

    async fn a_fault_tells_an_id_and_nothing_of_the_inside(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, root) = (server.person("Anna"), format!("http://{}", server.running.address));
        anna.cookie().await;
        // A table is gone, as no request could bring about: everything that asks for it fails within.
        server.db().read().execute_unprepared("ALTER TABLE municipality RENAME TO municipality_gone").await.expect("it is taken away");
        let body = json!({ "query": "{ municipalities { nodes { name } } provinces { code } }" }).to_string();
        let answer = anna.post("/graphql", body, &anna.cookie().await).send().await.expect("an answer");
        let (status, id) = (answer.status(), answer.headers()["x-request-id"].to_str().expect("text").to_owned());
        let text = answer.text().await.expect("text");
        tells_nothing(&text);
        let told: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((status.as_u16(), &told["errors"][0]["extensions"]["code"]), (200, &json!("INTERNAL")), "{text}");
        assert_eq!(told["errors"][0]["extensions"]["request"], id, "the id leads to the cause, in the log");
        assert!(told["errors"][0].get("debug").is_none() && told["errors"][0]["extensions"].get("exception").is_none());
        for path in ["/api/rest/v1/municipalities", "/graphql?query={municipalities{nodes{name}}}", "/nowhere", "/calendars/cpis/ZZ.ics"] {
            let answer = Client::new().get(format!("{root}{path}")).header(header::ACCEPT, "application/json").send().await.expect("an answer");
            assert!(answer.headers().get(header::SERVER).is_none() && answer.headers().get("x-powered-by").is_none(), "{path}");
            tells_nothing(&answer.text().await.expect("text"));
        }
        for query in ["{", "{ nope }", "\u{0}", "query($a: [Nope!]!) { __typename }", "{ node(id: 5.5) { id } }"] {
            tells_nothing(&anna.send(json!({ "query": query }).to_string()).await.expect("an answer").text().await.expect("text"));
        }
    }
}
