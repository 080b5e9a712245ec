//! Inviting somebody who has an account elsewhere tells nobody so; administrators unlink what others sign in with.

use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{PASSWORD, Person, Server, TestDatabase, both_databases, cookie_of};

const INVITE: &str =
    "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link account { id email name active opened
    signedInAt grants { role scope } } } }";

async fn invited(administrator: &Person, email: &str, organisation: &str) -> Value {
    let input = json!({ "email": email, "name": "Nuova", "grants": [{ "role": "PARTNER", "scope": organisation }] });
    administrator.ask(INVITE, json!({ "input": input })).await.accepted()["accountInvite"].clone()
}

/// Without what is another one for each.
fn shape(mut told: Value, email: &str) -> Value {
    assert_eq!(told["account"]["email"], email);
    told["account"]["email"] = json!("the address");
    assert!(told["account"]["id"].is_string() && told["link"].is_string());
    told["account"]["id"] = json!("an id");
    told["link"] = json!("a link");
    told
}

async fn seen(person: &Person) -> Vec<Value> {
    let query = "{ accounts(first: 500) { nodes { email name opened grants { role scope } } } }";
    person.ask(query, json!({})).await.accepted()["accounts"]["nodes"].as_array().expect("a list").clone()
}

async fn follow(server: &Server, link: &Value, path: &str, more: Value) -> reqwest::Response {
    let secret = link.as_str().and_then(|link| link.split_once("/benvenuto#")).expect("a link").1;
    let mut body = json!({ "link": secret });
    if let Value::Object(more) = more {
        for (name, value) in more {
            body[name] = value;
        }
    }
    server.visitor().post(path, body.to_string(), "").send().await.expect("an answer")
}

both_databases! {
    async fn a_partners_administrator_does_not_learn_who_has_an_account(database: TestDatabase) {
        let server = Server::start(database).await;
        let (rita, ada) = (server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")), server.person_as("Ada", "ADMINISTRATOR", None));
        let (anna, nino) = (server.person("Anna"), server.person_as("Nino", "PARTNER", Some("ORG-002")));
        anna.cookie().await;
        nino.cookie().await;
        let unknown = invited(&rita, "mai.vista@example.org", "ORG-001").await;
        let planner = invited(&rita, &anna.email(), "ORG-001").await;
        let foreign = invited(&rita, &nino.email(), "ORG-001").await;
        let expected = shape(unknown.clone(), "mai.vista@example.org");
        assert_eq!(shape(planner.clone(), &anna.email()), expected, "someone of the region");
        assert_eq!(shape(foreign.clone(), &nino.email()), expected, "someone of another organisation");
        // Nor by what is seen afterwards: the list, its pages, its search, the link.
        let listed = seen(&rita).await;
        let row = |email: &str| listed.iter().find(|row| row["email"] == email).cloned().unwrap_or_default();
        for email in ["mai.vista@example.org".to_owned(), anna.email(), nino.email()] {
            let told = json!({ "email": email, "name": "Nuova", "opened": false, "grants": [{ "role": "PARTNER", "scope": "ORG-001" }] });
            assert_eq!(row(&email), told);
            let found = rita.ask("query($text: String) { accounts(text: $text) { totalCount } }", json!({ "text": email })).await.accepted();
            assert_eq!(found["accounts"]["totalCount"], 1);
        }
        let emails: Vec<&str> = listed.iter().filter_map(|row| row["email"].as_str()).collect();
        assert!(emails.is_sorted(), "{emails:?}");
        for (invited, email) in [(&unknown, "mai.vista@example.org".to_owned()), (&planner, anna.email())] {
            let told: Value = follow(&server, &invited["link"], "/account/link", json!({})).await.json().await.expect("JSON");
            assert_eq!(told, json!({ "purpose": "INVITATION", "email": email, "name": "Nuova" }));
        }
        // Whom one sees oneself, and whom an administrator of the region sees, is refused at the field.
        let twice = json!({ "email": anna.email(), "name": "Nuova", "grants": [{ "role": "PARTNER", "scope": "ORG-001" }] });
        for person in [&rita, &ada] {
            let refused = person.ask(INVITE, json!({ "input": twice })).await.refused();
            assert_eq!(refused, Problem::invalid("email", Rule::Duplicate));
        }
        // Administrators of the region can read in the register what happened.
        let rows = ada.ask("{ audit(filter: { kind: \"account\" }) { nodes { action after } } }", json!({})).await.accepted();
        let told = |row: &Value| row["action"] == "accountInvite" && row["after"].as_str().is_some_and(|text| text.contains("\"elsewhere\":true"));
        assert_eq!(rows["audit"]["nodes"].as_array().expect("rows").iter().filter(|row| told(row)).count(), 2);
    }

    async fn whoever_has_an_account_follows_the_invitation_with_its_password_and_plays_both_parts(database: TestDatabase) {
        let server = Server::start(database).await;
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let anna = server.person("Anna");
        anna.cookie().await;
        let before = anna.ask("{ viewer { grants { role scope } } }", json!({})).await.accepted()["viewer"]["grants"].clone();
        let link = invited(&rita, &anna.email(), "ORG-001").await["link"].clone();
        let accept = async |password: &str| follow(&server, &link, "/account/accept", json!({ "name": "Qualcuno", "password": password })).await;
        let refused: Value = accept("le cicale a Torre Lapillo").await.json().await.expect("JSON");
        assert_eq!(crate::support::problem(&refused["errors"][0]), Problem::invalid("password", Rule::Wrong));
        assert_eq!(anna.sign_in(&anna.email(), "le cicale a Torre Lapillo").await.expect("an answer").status(), 400);
        let entered = accept(PASSWORD).await;
        assert_eq!(entered.status(), 204);
        let body = json!({ "query": "{ viewer { name email grants { role scope } } }" }).to_string();
        let told: Value = anna.post("/graphql", body, &cookie_of(&entered)).send().await.expect("an answer").json().await.expect("JSON");
        let viewer = &told["data"]["viewer"];
        assert_eq!((&viewer["name"], &viewer["email"]), (&json!("Anna"), &json!(anna.email())), "the account is her own");
        let grants = viewer["grants"].as_array().expect("grants");
        assert!(grants.contains(&json!({ "role": "PARTNER", "scope": "ORG-001" })));
        assert!(before.as_array().expect("grants").iter().all(|grant| grants.contains(grant)), "and lost nothing: {viewer}");
        assert_eq!(accept(PASSWORD).await.status(), 404, "the link is spent");
        let listed = seen(&rita).await;
        let mine: Vec<&Value> = listed.iter().filter(|row| row["email"] == json!(anna.email())).collect();
        assert_eq!((mine.len(), &mine[0]["name"], &mine[0]["opened"]), (1, &json!("Anna"), &json!(true)));
    }
}
