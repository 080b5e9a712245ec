//! The ways in and how long they hold: links, tokens, cookies.

use std::sync::atomic::Ordering;

use backend::config::Settings;
use futures::future::join_all;
use reqwest::{Client, header};
use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{PASSWORD, Person, Server, TestDatabase, both_databases, cookie_of, set_clock};

/// The most tokens of an organisation that hold at once.
const MAX_TOKENS: usize = 50;

/// A one-time link to an account, as its administrator is told it.
async fn link(administrator: &Person, email: &str) -> String {
    let accounts = administrator.ask("{ accounts(first: 500) { nodes { id email } } }", json!({})).await.accepted();
    let mut nodes = accounts["accounts"]["nodes"].as_array().expect("a list").iter();
    let id = nodes.find(|account| account["email"] == email).expect("it is there")["id"].clone();
    let make = "mutation($account: ID!) { accountLink(account: $account) { link } }";
    let made = administrator.ask(make, json!({ "account": id })).await.accepted();
    let link = made["accountLink"]["link"].as_str().expect("it is told");
    link.split_once("/benvenuto#").expect("the secret stands after the hash").1.to_owned()
}

/// Follows a link: the status of the answer, and the cookie.
async fn follow(visitor: &Person, secret: &str, password: &str) -> (u16, String) {
    let body = json!({ "link": secret, "name": "Anna", "password": password }).to_string();
    let answer = visitor.post("/account/accept", body, "").send().await.expect("an answer");
    (answer.status().as_u16(), cookie_of(&answer))
}

/// What a link is for, or the status that says that it is none.
async fn purpose(visitor: &Person, secret: &str) -> Value {
    let asked = visitor.post("/account/link", json!({ "link": secret }).to_string(), "").send().await;
    let answer = asked.expect("an answer");
    if answer.status() != 200 {
        return json!(answer.status().as_u16());
    }
    answer.json::<Value>().await.expect("JSON")["purpose"].clone()
}

both_databases! {
    async fn a_link_for_a_new_password_works_once_ends_every_session_and_makes_the_earlier_one_worthless(database: TestDatabase) {
        let server = Server::start(database).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        let anna = server.person("Anna");
        let before = anna.cookie().await;
        let nobody = server.visitor();
        let first = link(&administrator, &anna.email()).await;
        assert_eq!(purpose(&nobody, &first).await, "RESET", "who has a password chooses a new one");
        let second = link(&administrator, &anna.email()).await;
        let new = "le cicale a Torre Lapillo";
        assert_eq!(purpose(&nobody, &first).await, 404, "a newer link takes its place");
        assert_eq!(follow(&nobody, &first, new).await.0, 404);
        let (status, cookie) = follow(&nobody, &second, new).await;
        assert_eq!(status, 204);
        assert_eq!(follow(&nobody, &second, new).await.0, 404, "it is spent");
        let who = async |cookie: &str| {
            let body = json!({ "query": "{ viewer { name } }" }).to_string();
            let answer = nobody.post("/graphql", body, cookie).send().await.expect("an answer");
            answer.json::<Value>().await.expect("JSON")["data"]["viewer"]["name"].clone()
        };
        assert_eq!((who(&before).await, who(&cookie).await), (Value::Null, json!("Anna")));
        assert_eq!(nobody.sign_in(&anna.email(), PASSWORD).await.expect("an answer").status(), 400);
        assert_eq!(nobody.sign_in(&anna.email(), new).await.expect("an answer").status(), 204);
    }

    async fn a_link_holds_three_days(database: TestDatabase) {
        let (ahead, clock) = set_clock();
        let server = Server::start_at(database, Server::behind_a_proxy(), clock).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        let anna = server.person("Anna");
        anna.cookie().await;
        let secret = link(&administrator, &anna.email()).await;
        let nobody = server.visitor();
        ahead.store(71, Ordering::Relaxed);
        assert_eq!(purpose(&nobody, &secret).await, "RESET");
        ahead.store(73, Ordering::Relaxed);
        assert_eq!(purpose(&nobody, &secret).await, 404);
        assert_eq!(follow(&nobody, &secret, "le cicale a Torre Lapillo").await.0, 404);
    }

    async fn a_token_tells_when_it_was_used_and_holds_as_long_as_was_said(database: TestDatabase) {
        let (ahead, clock) = set_clock();
        let server = Server::start_at(database, Server::behind_a_proxy(), clock).await;
        let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret token { usedAt expiresAt } } }";
        let input = json!({ "name": "Portale", "organisation": "ORG-001", "scopes": ["READ_PUBLIC"], "days": 30 });
        let made = partner.ask(create, json!({ "input": input })).await.accepted()["tokenCreate"].clone();
        assert_eq!(made["token"]["usedAt"], Value::Null);
        let bearer = format!("Bearer {}", made["secret"].as_str().expect("it is told once"));
        let ask = async || {
            let url = format!("http://{}/graphql", server.running.address);
            let request = Client::new().post(url).header("authorization", &bearer);
            let request = request.header("content-type", "application/json").body(json!({ "query": "{ provinces { code } }" }).to_string());
            request.send().await.expect("an answer").status().as_u16()
        };
        assert_eq!(ask().await, 200);
        let used = async || partner.ask("{ tokens { usedAt } }", json!({})).await.accepted()["tokens"][0]["usedAt"].clone();
        let first = used().await;
        assert!(first.is_string(), "{first}");
        ahead.store(2, Ordering::Relaxed);
        assert_eq!(ask().await, 200);
        assert_ne!(used().await, first, "two hours later it was used again");
        ahead.store(30 * 24 - 1, Ordering::Relaxed);
        assert_eq!(ask().await, 200);
        ahead.store(30 * 24 + 1, Ordering::Relaxed);
        assert_eq!(ask().await, 401, "its days are over");
    }

    async fn an_organisation_has_fifty_tokens_and_no_more_though_many_are_made_at_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        administrator.cookie().await;
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { token { id } } }";
        let make = || {
            let input = json!({ "name": "Portale", "organisation": "ORG-001", "scopes": ["READ_PUBLIC"] });
            administrator.ask(create, json!({ "input": input }))
        };
        for _ in 0..MAX_TOKENS - 3 {
            make().await.accepted();
        }
        let made = join_all((0..8).map(|_| make())).await;
        let refused: Vec<_> = made.into_iter().filter(|answer| answer.0.get("errors").is_some()).collect();
        assert_eq!(refused.len(), 5, "three places were left");
        for answer in refused {
            let Problem::Invalid { fields } = answer.refused() else { panic!("it is refused at its field") };
            assert_eq!(fields[0].rule, Rule::TooGreat { max: 50.0 });
        }
    }
}

#[tokio::test]
async fn under_https_a_cookie_travels_by_https_alone_and_is_bound_to_the_host() {
    let settings = Settings { public_url: "https://tavoliere.example".into(), ..Server::behind_a_proxy() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let body = json!({ "email": "pianificatrice@demo.example", "password": PASSWORD }).to_string();
    let request = Client::new()
        .post(format!("http://{}/account/sign-in", server.running.address))
        .header("content-type", "application/json")
        .header("x-tavoliere-page", "1")
        .header("host", "tavoliere.example")
        .header("origin", "https://tavoliere.example");
    let answer = request.body(body).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    let set = answer.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    let words: Vec<&str> = set.split("; ").collect();
    assert!(words[0].starts_with("__Host-tavoliere="), "{set}");
    for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(words.contains(&word), "{word}: {set}");
    }
    assert!(!set.contains("Domain"), "{set}");
    assert!(answer.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
}
