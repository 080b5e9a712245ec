//! One-time links by e-mail, where a server for it is set.

use backend::config::Settings;
use serde_json::{Value, json};

use crate::support::{Letter, Mail, PASSWORD, Person, Server, TestDatabase, both_databases};

const INVITE: &str =
    "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link account { id opened } } }";

async fn invite(administrator: &Person, email: &str, name: &str) -> Value {
    let input = json!({ "email": email, "name": name, "grants": [{ "role": "READER" }] });
    administrator.ask(INVITE, json!({ "input": input })).await.accepted()["accountInvite"].clone()
}

/// The secret of the link in a letter.
fn secret(letter: &Letter) -> String {
    let (_, rest) = letter.text.split_once("/benvenuto#").unwrap_or_else(|| panic!("no link: {}", letter.text));
    rest.split_whitespace().next().expect("a secret").to_owned()
}

async fn accept(visitor: &Person, secret: &str, password: &str) -> u16 {
    let body = json!({ "link": secret, "password": password }).to_string();
    visitor.post("/account/accept", body, "").send().await.expect("an answer").status().as_u16()
}

async fn server(database: TestDatabase, mail: &str) -> Server {
    let sender = "Tavoliere <tavoliere@example.org>".to_owned();
    let settings = Settings { mail: Some((mail.to_owned(), sender)), ..Server::behind_a_proxy() };
    Server::start_with(database, settings).await
}

both_databases! {
    async fn an_invitation_and_a_new_link_go_to_the_address_and_are_told_to_nobody_else(database: TestDatabase) {
        let mail = Mail::start().await;
        let server = server(database, &mail.address).await;
        // The demo's administrator needs no link.
        let signed_in = server.visitor().sign_in("amministratrice@demo.example", PASSWORD).await.expect("an answer");
        let cookie = crate::support::cookie_of(&signed_in);
        let ask = async |query: &str, variables: Value| {
            let body = json!({ "query": query, "variables": variables }).to_string();
            let answer = server.visitor().post("/graphql", body, &cookie).send().await.expect("an answer");
            crate::support::Answer(answer.json().await.expect("JSON")).accepted()
        };
        let input = json!({ "email": "lucia@example.org", "name": "Lucia \"L\", <tutti@example.org>", "grants": [{ "role": "READER" }] });
        let made = ask(INVITE, json!({ "input": input })).await["accountInvite"].clone();
        assert_eq!(made["link"], Value::Null, "it is told in the letter alone");
        let letters = mail.letters();
        assert_eq!(letters.len(), 1);
        assert!(letters[0].to.len() == 1 && letters[0].to[0].contains("<lucia@example.org>"), "a name is no address: {:?}", letters[0].to);
        assert!(letters[0].text.contains("Tavoliere") && letters[0].text.contains("Hello Lucia"), "{}", letters[0].text);
        let visitor = server.visitor();
        assert_eq!(accept(&visitor, &secret(&letters[0]), "le cicale a Torre Lapillo").await, 204);
        let renew = "mutation($account: ID!) { accountLink(account: $account) { link } }";
        let again = ask(renew, json!({ "account": made["account"]["id"] })).await;
        assert_eq!(again["accountLink"]["link"], Value::Null);
        let letters = mail.letters();
        assert_eq!(letters.len(), 2);
        assert!(letters[1].text.contains("nuova password"), "{}", letters[1].text);
        assert_eq!(accept(&visitor, &secret(&letters[1]), "un'altra vista sul porto").await, 204);
        assert_eq!(visitor.sign_in("lucia@example.org", "un'altra vista sul porto").await.expect("an answer").status(), 204);
    }

    async fn a_letter_that_cannot_be_sent_is_handed_over_instead(database: TestDatabase) {
        // Nobody listens there any more.
        let nobody = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free").local_addr().expect("an address");
        let server = server(database, &format!("smtp://{nobody}")).await;
        let made = invite(&server.person_as("Ada", "ADMINISTRATOR", None), "lucia@example.org", "Lucia").await;
        let link = made["link"].as_str().expect("it is told, or it would be lost");
        let (_, secret) = link.split_once("/benvenuto#").expect("a link");
        assert_eq!(accept(&server.visitor(), secret, "le cicale a Torre Lapillo").await, 204);
    }
}
