//! Signing in, being invited, signing out, and what keeps strangers from it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use backend::{
    app::App,
    clock::Clock,
    config::{Periods, Settings},
    db::Db,
};
use chrono::TimeDelta;
use reqwest::{Client, Response, StatusCode, header};
use serde_json::{Value, json};
use shared::{FieldProblem, Problem, Rule};

use crate::support::{Answer, PASSWORD, Person, Program, Server, TestDatabase, both_databases, cookie_of, problem};

/// What a refused request of the account's routes says.
async fn refused(response: Response) -> (StatusCode, Problem) {
    let status = response.status();
    let body: Value = response.json().await.expect("JSON");
    (status, problem(&body["errors"][0]))
}

fn wrong(field: &str) -> Problem {
    Problem::Invalid { fields: vec![FieldProblem { field: field.to_owned(), rule: Rule::Wrong }] }
}

async fn invite(administrator: &Person, email: &str, grants: Value) -> Answer {
    let mutation = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) {
        link account { id email name active opened grants { role scope } } } }";
    administrator.ask(mutation, json!({ "input": { "email": email, "name": "Nuova", "grants": grants } })).await
}

fn secret_of(invited: &Value) -> String {
    let link = invited["accountInvite"]["link"].as_str().expect("there is no mail server, so the link is told");
    link.split_once("/benvenuto#").expect("the secret stands after the hash").1.to_owned()
}

both_databases! {
    async fn an_invited_person_chooses_a_password_once_and_signs_in(database: TestDatabase) {
        let server = Server::start(database).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        let invited = invite(&administrator, " Nuova@Example.org ", json!([{ "role": "COORDINATOR", "scope": "FG" }])).await.accepted();
        let account = &invited["accountInvite"]["account"];
        assert_eq!((&account["email"], &account["opened"]), (&json!("nuova@example.org"), &json!(false)));
        let secret = secret_of(&invited);
        let nuova = server.visitor();
        let told: Value = nuova.post("/account/link", json!({ "link": secret }).to_string(), "").send().await
            .expect("an answer").json().await.expect("JSON");
        assert_eq!(told, json!({ "purpose": "INVITATION", "email": "nuova@example.org", "name": "Nuova" }));

        let accept = async |password: &str| {
            let body = json!({ "link": secret, "name": "Nuova Arrivata", "password": password }).to_string();
            nuova.post("/account/accept", body, "").send().await.expect("an answer")
        };
        let (status, problem) = refused(accept("troppo corta").await).await;
        assert_eq!(status, 400);
        assert!(matches!(problem, Problem::Invalid { fields } if fields[0].field == "password"));
        let accepted = accept(PASSWORD).await;
        assert_eq!(accepted.status(), 204);
        let cookie = accepted.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
        assert_eq!(refused(accept(PASSWORD).await).await, (StatusCode::NOT_FOUND, Problem::NotFound), "the link is spent");

        let signed_in = nuova.sign_in("NUOVA@example.org", PASSWORD).await.expect("an answer");
        assert_eq!(signed_in.status(), 204);
        let viewer = "{ viewer { name email grants { role scope } sessions { current } } }";
        let body = json!({ "query": viewer }).to_string();
        let answer: Value = nuova.post("/graphql", body, &cookie_of(&signed_in)).send().await
            .expect("an answer").json().await.expect("JSON");
        let told = &answer["data"]["viewer"];
        assert_eq!((&told["name"], &told["email"]), (&json!("Nuova Arrivata"), &json!("nuova@example.org")));
        assert_eq!(told["grants"], json!([{ "role": "COORDINATOR", "scope": "FG" }]));
        assert_eq!(told["sessions"].as_array().map(Vec::len), Some(2), "accepting signed in, and so did signing in");
    }

    async fn a_wrong_address_and_a_wrong_password_are_answered_alike_and_too_many_have_to_wait(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.cookie().await;
        let nobody = server.visitor();
        for (email, password) in [(anna.email().as_str(), "not the password"), ("nobody@example.org", PASSWORD)] {
            let answer = refused(nobody.sign_in(email, password).await.expect("an answer")).await;
            assert_eq!(answer, (StatusCode::BAD_REQUEST, wrong("password")), "{email}");
        }
        for email in [anna.email().as_str(), "nobody@example.org"] {
            for _ in 1..10 {
                refused(nobody.sign_in(email, "not the password").await.expect("an answer")).await;
            }
            let answer = nobody.sign_in(email, PASSWORD).await.expect("an answer");
            let (wait, id) = (answer.headers().get("retry-after").cloned(), answer.headers()["x-request-id"].clone());
            assert_eq!(answer.status(), 429, "{email}: even the right one has to wait");
            let body: Value = answer.json().await.expect("JSON");
            let Problem::TooMany { retry_after_s } = problem(&body["errors"][0]) else { panic!("{body}") };
            assert_eq!(wait.expect("it says when to come back"), retry_after_s.to_string().as_str());
            assert_eq!(body["extensions"]["requestId"], id.to_str().expect("text"));
        }
        let nonsense = refused(nobody.sign_in("no address", "").await.expect("an answer")).await;
        assert!(matches!(nonsense.1, Problem::Invalid { fields } if fields.len() == 2));
        let huge = refused(nobody.sign_in(&anna.email(), &"x".repeat(20_000)).await.expect("an answer")).await;
        assert_eq!(huge, (StatusCode::PAYLOAD_TOO_LARGE, Problem::TooLarge { limit_bytes: 16 * 1024 }));
    }

    async fn whoever_signs_out_is_out_and_ends_other_browsers_when_asked(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let first = anna.cookie().await;
        let second = cookie_of(&anna.sign_in(&anna.email(), PASSWORD).await.expect("an answer"));
        let who = async |cookie: &str| {
            let answer = anna.post("/graphql", json!({ "query": "{ viewer { name } }" }).to_string(), cookie).send().await;
            let answer: Value = answer.expect("an answer").json().await.expect("JSON");
            answer["data"]["viewer"]["name"].clone()
        };
        assert_eq!((who(&first).await, who(&second).await), (json!("Anna"), json!("Anna")));
        let out = anna.post("/account/sign-out", "", &second).send().await.expect("an answer");
        assert!(out.headers()[header::SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
        assert_eq!((who(&first).await, who(&second).await), (json!("Anna"), Value::Null));
        let third = cookie_of(&anna.sign_in(&anna.email(), PASSWORD).await.expect("an answer"));
        let ended = anna.ask("mutation { sessionsEndOthers { ended } }", json!({})).await.accepted();
        assert_eq!(ended["sessionsEndOthers"]["ended"], 1);
        assert_eq!((who(&first).await, who(&third).await), (json!("Anna"), Value::Null));
    }

    async fn a_new_password_needs_the_old_one_and_ends_other_sessions(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.cookie().await;
        let other = cookie_of(&anna.sign_in(&anna.email(), PASSWORD).await.expect("an answer"));
        let change = "mutation($current: String!, $new: String!) { passwordChange(current: $current, new: $new) { changed } }";
        let new = "le cicale a Torre Lapillo";
        assert_eq!(anna.ask(change, json!({ "current": "wrong", "new": new })).await.refused(), wrong("current"));
        assert!(matches!(anna.ask(change, json!({ "current": PASSWORD, "new": "corta" })).await.refused(),
            Problem::Invalid { fields } if fields[0].field == "new"));
        anna.ask(change, json!({ "current": PASSWORD, "new": new })).await.accepted();
        let body = json!({ "query": "{ viewer { name } }" }).to_string();
        let answer: Value = anna.post("/graphql", body, &other).send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(answer["data"]["viewer"], Value::Null, "the other session ended");
        assert_eq!(anna.sign_in(&anna.email(), PASSWORD).await.expect("an answer").status(), 400);
        assert_eq!(anna.sign_in(&anna.email(), new).await.expect("an answer").status(), 204);
    }

    async fn accounts_come_in_any_order_page_by_page(database: TestDatabase) {
        let server = Server::start(database).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        for name in ["Zeno", "anna", "Bruno"] {
            server.person(name).cookie().await;
        }
        for email in ["invitata@example.org", "altra@example.org"] {
            invite(&administrator, email, json!([{ "role": "READER" }])).await.accepted();
        }
        let query = "query($after: String, $order: AccountOrder!) { accounts(first: 4, after: $after, order: $order) {
            totalCount nodes { id email name signedInAt } pageInfo { hasNextPage endCursor } } }";
        let all = async |order: &str| {
            let (mut after, mut seen) = (json!(null), Vec::new());
            loop {
                let page = administrator.ask(query, json!({ "after": after, "order": order })).await.accepted()["accounts"].clone();
                seen.extend(page["nodes"].as_array().expect("a list").iter().cloned());
                after = page["pageInfo"]["endCursor"].clone();
                if page["pageInfo"]["hasNextPage"] == false {
                    let ids: std::collections::BTreeSet<String> = seen.iter().map(|row| row["id"].to_string()).collect();
                    assert_eq!((json!(seen.len()), ids.len()), (page["totalCount"].clone(), seen.len()), "{order}: none twice, none left out");
                    break seen;
                }
            }
        };
        let by_email = all("EMAIL").await;
        assert!(by_email.is_sorted_by(|one, next| one["email"].as_str() < next["email"].as_str()), "{by_email:?}");
        let by_name = all("NAME").await;
        let small = |row: &Value| row["name"].as_str().unwrap_or_default().to_lowercase();
        let place = |name: &str| by_name.iter().position(|row| row["name"] == name).expect("it is there");
        assert!(place("Ada") < place("anna") && place("anna") < place("Bruno") && place("Bruno") < place("Zeno"), "{by_name:?}");
        assert_eq!(by_name.iter().filter(|row| small(row) == "nuova").count(), 2, "two of one name");
        let seen = all("SIGNED_IN").await;
        let times: Vec<Option<&str>> = seen.iter().map(|row| row["signedInAt"].as_str()).collect();
        // Nothing is less than a time, so that whoever never came stands last.
        assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");
        assert!(times.first().is_some_and(Option::is_some) && times.last().is_some_and(Option::is_none), "{times:?}");
    }

    async fn a_suspended_account_is_out_at_once_and_the_last_administrator_stays(database: TestDatabase) {
        let server = Server::start(database).await;
        let administrator = server.person_as("Ada", "ADMINISTRATOR", None);
        let anna = server.person("Anna");
        anna.cookie().await;
        let accounts = administrator.ask("{ accounts(first: 500) { nodes { id email grants { role scope } } } }", json!({})).await.accepted();
        let accounts = accounts["accounts"]["nodes"].as_array().expect("accounts").clone();
        let id = |email: &str| accounts.iter().find(|account| account["email"] == email).expect("it is there")["id"].clone();
        let update = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { active } } }";
        let suspend = async |email: &str| {
            administrator.ask(update, json!({ "input": { "account": id(email), "active": false } })).await
        };
        suspend(&anna.email()).await.accepted();
        assert_eq!(anna.ask("{ viewer { name } }", json!({})).await.accepted()["viewer"], Value::Null);
        assert_eq!(anna.sign_in(&anna.email(), PASSWORD).await.expect("an answer").status(), 400);
        suspend("amministratrice@demo.example").await.accepted();
        let last = Problem::Invalid { fields: vec![FieldProblem { field: "active".into(), rule: Rule::Last } ] };
        assert_eq!(suspend(&administrator.email()).await.refused(), last);
    }

    async fn administrators_who_suspend_each_other_at_once_leave_one(database: TestDatabase) {
        let server = Server::start(database).await;
        let names = ["Ada", "Bea", "Cleo", "Dora", "Elsa", "Fede"];
        let all = names.map(|name| server.person_as(name, "ADMINISTRATOR", None));
        for person in &all {
            person.cookie().await;
        }
        let query = "{ accounts(first: 500) { nodes { id email active grants { role scope } } } }";
        // All at once, so that each has a connection of the database before it counts.
        let seen = futures::future::join_all(all.iter().map(|person| person.ask(query, json!({})))).await;
        let accounts = seen.into_iter().next().expect("there is one").accepted()["accounts"]["nodes"].clone();
        let id = |email: &str| {
            let nodes = accounts.as_array().expect("accounts").iter();
            nodes.clone().find(|account| account["email"] == email).expect("it is there")["id"].clone()
        };
        let update = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { active } } }";
        let input = |email: &str| json!({ "input": { "account": id(email), "active": false } });
        all[0].ask(update, input("amministratrice@demo.example")).await.accepted();
        let ring = all.iter().enumerate().map(|(index, person)| {
            let next = all[(index + 1) % all.len()].email();
            person.ask(update, input(&next))
        });
        futures::future::join_all(ring).await;
        let mut left = 0;
        for person in &all {
            left += usize::from(person.ask(query, json!({})).await.0.get("errors").is_none());
        }
        assert!(left >= 1, "someone still administers");
    }

    async fn a_session_that_is_not_used_ends_and_one_that_is_used_ends_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let cookie = anna.cookie().await;
        let after = async |hours: &[i64]| {
            let ahead = Arc::new(AtomicI64::new(0));
            let told = Arc::clone(&ahead);
            let system = Clock::system();
            let clock = Clock::from_fn(move || system.now() + TimeDelta::hours(told.load(Ordering::Relaxed)));
            let db = Db::open(&server.database.url).await.expect("the database opens");
            let settings = Settings { demo: true, ..Settings::default() };
            let later = App::new(db, clock, settings).start().await.expect("it starts");
            let person = Person::with("Anna", later.address, None);
            let mut name = Value::Null;
            for hour in hours {
                ahead.store(*hour, Ordering::Relaxed);
                let body = json!({ "query": "{ viewer { name } }" }).to_string();
                let answer = person.post("/graphql", body, &cookie).send().await.expect("an answer");
                name = answer.json::<Value>().await.expect("JSON")["data"]["viewer"]["name"].clone();
            }
            name
        };
        assert_eq!(after(&[11]).await, "Anna", "used at eleven hours, it lives on");
        assert_eq!(after(&[22]).await, "Anna");
        assert_eq!(after(&[35]).await, Value::Null, "thirteen hours of silence end it");
        let used: Vec<i64> = (2..=33).map(|times| times * 11).collect();
        assert_eq!(after(&used[..28]).await, "Anna", "used every eleven hours");
        assert_eq!(after(&used).await, Value::Null, "fourteen days are the end in any case");
    }

    async fn a_revoked_token_ends_its_open_stream(database: TestDatabase) {
        let server = Server::start(database).await;
        let partner = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret token { id shown usedAt } } }";
        let input = |organisation: &str| json!({ "input": { "name": "Portale", "organisation": organisation, "scopes": ["READ_PUBLIC"] } });
        assert_eq!(partner.ask(create, input("ORG-002")).await.refused(), Problem::NotFound);
        let made = partner.ask(create, input("ORG-001")).await.accepted();
        let secret = made["tokenCreate"]["secret"].as_str().expect("told once").to_owned();
        assert!(secret.starts_with("tvl_"));
        let bearer = format!("Bearer {secret}");
        let ask = async |query: &str| {
            let body = json!({ "query": query }).to_string();
            let url = format!("http://{}/graphql", server.running.address);
            let request = Client::new().post(url).header("authorization", &bearer).header("content-type", "application/json");
            request.body(body).send().await.expect("an answer")
        };
        let answer: Value = ask("{ provinces { code } }").await.json().await.expect("JSON");
        assert_eq!(answer["data"]["provinces"].as_array().map(Vec::len), Some(6));
        let answer: Value = ask("{ audit { nodes { seq } } }").await.json().await.expect("JSON");
        assert_eq!(problem(&answer["errors"][0]), Problem::Forbidden);

        let headers = [("sec-websocket-protocol", "graphql-transport-ws")];
        let mut socket = crate::support::Socket::connect(server.running.address, &headers).await.expect("it opens");
        socket.say(&json!({ "type": "connection_init", "payload": { "authorization": bearer } })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket.subscribe("figures", "subscription { figureChanges(after: 0) { revision } }", json!({})).await;
        let planner = server.person("Anna");
        planner.figures_set(json!([{ "key": "service.A.minutes", "value": 61.0, "seen": 0 }])).await.accepted();
        assert_eq!(socket.hear().await["payload"]["data"]["figureChanges"]["revision"], 1);
        let id = made["tokenCreate"]["token"]["id"].clone();
        let stranger = server.person_as("Stefano", "ADMINISTRATOR", Some("ORG-002"));
        let revoke = "mutation($token: ID!) { tokenRevoke(token: $token) { token { revokedAt } } }";
        assert_eq!(stranger.ask(revoke, json!({ "token": id })).await.refused(), Problem::NotFound);
        let told = stranger.ask("{ tokens { id } }", json!({})).await.accepted();
        assert_eq!(told["tokens"], json!([]), "another organisation's tokens are not listed");
        partner.ask(revoke, json!({ "token": id })).await.accepted();
        assert_eq!(u16::from(socket.closed().await.code), 4401);
        assert_eq!(ask("{ provinces { code } }").await.status(), 401);
        // Neither its secret nor its hash is told anywhere.
        let listed = partner.ask("{ tokens { id name shown revokedAt } }", json!({})).await.accepted();
        assert!(!listed.to_string().contains(&secret) && listed["tokens"][0]["revokedAt"].is_string());
    }
}

#[tokio::test]
async fn an_open_page_keeps_no_session_alive_and_a_busy_database_ends_none() {
    let ahead = Arc::new(AtomicI64::new(0));
    let clock = {
        let ahead = Arc::clone(&ahead);
        Clock::from_fn(move || Clock::system().now() + chrono::TimeDelta::hours(ahead.load(Ordering::Relaxed)))
    };
    let periods = Periods { still: std::time::Duration::from_millis(20), ..Periods::default() };
    let settings = Settings { periods, ..Server::behind_a_proxy() };
    let server = Server::start_at(TestDatabase::sqlite(), settings, clock).await;
    let anna = server.person("Anna");
    let mut socket = crate::support::Socket::open(server.running.address, &anna.cookie().await).await;
    ahead.store(11, Ordering::Relaxed);
    // It is asked again whether she may still be here, and again.
    let before = server.db().statements();
    while server.db().statements() < before + 20 {
        tokio::task::yield_now().await;
    }
    ahead.store(13, Ordering::Relaxed);
    assert_eq!(u16::from(socket.closed().await.code), 4401, "thirteen hours of silence end it");

    // Another process holds the file: a use cannot be noted, and she is answered all the same.
    let bruno = server.person("Bruno");
    bruno.cookie().await;
    ahead.store(14, Ordering::Relaxed);
    let other =
        sea_orm::Database::connect(sea_orm::ConnectOptions::new(&server.database.url).max_connections(1).clone());
    let other = other.await.expect("a second connection opens");
    sea_orm::ConnectionTrait::execute_unprepared(&other, "BEGIN IMMEDIATE").await.expect("it takes the file");
    assert_eq!(bruno.ask("{ viewer { name } }", json!({})).await.accepted()["viewer"]["name"], "Bruno");
}

both_databases! {
    async fn tries_at_the_password_of_a_session_are_counted_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let change = "mutation($current: String!) { passwordChange(current: $current, new: \"un'altra vista sul porto\") { changed } }";
        let twice = change.replace(" passwordChange", " a: passwordChange").replace(") { changed }", ") { changed } b: passwordChange(current: $current, new: \"x\") { changed }");
        let costly = anna.ask(&twice, json!({ "current": "no" })).await.refused();
        assert!(matches!(costly, Problem::TooCostly { .. }), "{costly:?}");
        for _ in 0..10 {
            let wrong = anna.ask(change, json!({ "current": "not it" })).await.refused();
            assert!(matches!(wrong, Problem::Invalid { .. }), "{wrong:?}");
        }
        let refused = anna.ask(change, json!({ "current": PASSWORD })).await.refused();
        assert!(matches!(refused, Problem::TooMany { .. }), "{refused:?}");
    }
}

#[tokio::test]
async fn tries_from_one_network_are_tries_from_one_place() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let nobody = server.visitor();
    let mut last = 0;
    for number in 0..101 {
        let body = json!({ "email": format!("a{number}@example.org"), "password": "not it" }).to_string();
        let request =
            nobody.post("/account/sign-in", body, "").header("x-forwarded-for", format!("2001:db8::{number:x}"));
        last = request.send().await.expect("an answer").status().as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn a_cookie_alone_authorises_nothing_that_another_site_could_send() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let cookie = server.person("Anna").cookie().await;
    let url = format!("http://{}/graphql", server.running.address);
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = Client::new().post(&url).header("content-type", "application/json").header("cookie", &cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer =
            request.body(json!({ "query": "{ viewer { name } }" }).to_string()).send().await.expect("an answer");
        answer.json::<Value>().await.expect("JSON")["data"]["viewer"]["name"].clone()
    };
    assert_eq!(ask(&[("x-tavoliere-page", "1")]).await, "Anna");
    assert_eq!(ask(&[]).await, Value::Null, "without the header of our pages");
    assert_eq!(ask(&[("x-tavoliere-page", "1"), ("origin", "https://evil.example")]).await, Value::Null);
    for path in ["sign-in", "sign-out", "accept", "link"] {
        let request = Client::new().post(format!("http://{}/account/{path}", server.running.address));
        let answer = request.header("content-type", "application/json").header("cookie", &cookie).body("{}");
        assert_eq!(answer.send().await.expect("an answer").status(), 403, "{path}");
    }
    assert_eq!(ask(&[("x-tavoliere-page", "1")]).await, "Anna", "still signed in");
}

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_that_works_once_and_no_demo_account_gets_in() {
    let database = TestDatabase::sqlite();
    let mut demo = Program::serve(&database).await;
    assert_eq!(
        demo.person("Nessuno").sign_in("pianificatrice@demo.example", PASSWORD).await.expect("an answer").status(),
        204
    );
    demo.terminate().await;
    let db = Db::open(&database.url).await.expect("the database opens");
    let real = App::new(db, Clock::system(), Settings::default()).start().await.expect("it starts");
    let person = Person::with("Nessuno", real.address, None);
    let refused = person.sign_in("pianificatrice@demo.example", PASSWORD).await.expect("an answer");
    assert_eq!(refused.status(), 400, "a server that is no demo lets none of its people in");

    let made = Program::run(&["people", "administrator", "--log", "error", "--database-url", &database.url]).await;
    let told = String::from_utf8_lossy(&made.stdout).into_owned();
    let secret = told.split_once('#').expect("the link is printed").1.trim().to_owned();
    let accept = async |email: &str| {
        let body = json!({ "link": secret, "email": email, "name": "Prima", "password": PASSWORD }).to_string();
        person.post("/account/accept", body, "").send().await.expect("an answer")
    };
    assert_eq!(refused_fields(accept("no address").await).await, ["email"]);
    let accepted = accept("prima@example.org").await;
    assert_eq!(accepted.status(), 204);
    assert_eq!(accept("seconda@example.org").await.status(), 404, "the link is spent");
    let body = json!({ "query": "{ viewer { grants { role } } audit(first: 1) { nodes { action } } }" }).to_string();
    let answer: Value = person
        .post("/graphql", body, &cookie_of(&accepted))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["data"]["viewer"]["grants"], json!([{ "role": "ADMINISTRATOR" }, { "role": "PLANNER" }]));
    let verified = Program::run(&["audit", "verify", "--log", "error", "--database-url", &database.url]).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

async fn refused_fields(response: Response) -> Vec<String> {
    match refused(response).await.1 {
        Problem::Invalid { fields } => fields.into_iter().map(|problem| problem.field).collect(),
        other => panic!("{other:?}"),
    }
}
