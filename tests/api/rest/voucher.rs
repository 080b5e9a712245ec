//! Vouchers of the PDND: which open the façade, which do not, and how seldom the issuer is asked for its keys.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use backend::{
    clock::Clock,
    config::{KeySource, Settings, VoucherSettings},
};
use chrono::TimeDelta;
use reqwest::Response;
use serde_json::{Value, json};

use super::{Asker, at_once, problem, text};
use crate::support::{Issuer, Server, Signs, TestDatabase, both_databases};

const ISSUER: &str = "interop.test.example";
const AUDIENCE: &str = "https://tavoliere.test.example/api/rest/v1";

fn settings(keys: KeySource, required: bool) -> Settings {
    let vouchers = VoucherSettings { issuer: ISSUER.to_owned(), audience: AUDIENCE.to_owned(), keys, required };
    Settings { vouchers: Some(vouchers), ..Settings::default() }
}

/// The claims of a voucher that holds for ten minutes.
fn claims() -> Value {
    let now = Clock::system().now().timestamp();
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 600,
        "jti": "12297ac1-c192-4573-8350-207a4213e5ac", "sub": "9b361d49-33f4-4f1e-a88b-4e12661f2309",
        "client_id": "9b361d49-33f4-4f1e-a88b-4e12661f2309", "purposeId": "1b361d49-33f4-4f1e-a88b-4e12661f2300",
        "consumerId": "69e2865e-65ab-4e48-a638-2037a9ee2ee7",
    })
}

/// The same with other claims; null leaves one out.
fn claims_but(other: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in other.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    claims.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    claims
}

async fn ask(server: &Server, voucher: &str) -> Response {
    Asker::new(server).with("authorization", &format!("Bearer {voucher}")).get("/provinces").await
}

async fn is_refused(server: &Server, voucher: &str, why: &str) {
    let response = ask(server, voucher).await;
    assert_eq!(text(&response, "www-authenticate"), "Bearer realm=\"tavoliere\", error=\"invalid_token\"");
    let problem = problem(response, 401).await;
    assert_eq!(problem["code"], "UNAUTHENTICATED");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(why)), "{why}: {problem}");
}

both_databases! {
    async fn a_voucher_opens_what_is_closed_and_nothing_else_does_but_a_token(database: TestDatabase) {
        let issuer = Issuer::start(Signs::Rs256).await;
        let server = Server::start_with(database, settings(KeySource::Address(issuer.address.clone()), true)).await;
        let nothing = Asker::new(&server).get("/provinces").await;
        assert_eq!(text(&nothing, "www-authenticate"), "Bearer realm=\"tavoliere\"");
        assert_eq!(problem(nothing, 401).await["code"], "UNAUTHENTICATED");
        assert_eq!(Asker::new(&server).get("/status").await.status(), 200);
        assert_eq!(Asker::new(&server).get("/openapi.json").await.status(), 200);

        let held = ask(&server, &issuer.voucher(&claims())).await;
        assert_eq!((held.status().as_u16(), text(&held, "cache-control")), (200, "private, no-cache"));
        for other in [json!({ "aud": [AUDIENCE, "another"] }), json!({ "cnf": null }), json!({ "consumerId": null })] {
            assert_eq!(ask(&server, &issuer.voucher(&claims_but(&other))).await.status(), 200, "{other}");
        }
        assert_eq!(issuer.times_asked(), 1, "the keys are kept");

        let (_, bearer) = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001")).token("ORG-001").await;
        assert_eq!(Asker::new(&server).with("authorization", &bearer).get("/provinces").await.status(), 200);
    }
}

#[tokio::test]
async fn a_voucher_that_is_not_meant_or_not_signed_or_over_does_not_hold() {
    let issuer = Issuer::start(Signs::Es256).await;
    let server =
        Server::start_with(TestDatabase::sqlite(), settings(KeySource::Address(issuer.address.clone()), false)).await;
    let now = Clock::system().now().timestamp();
    assert_eq!(ask(&server, &issuer.voucher(&claims())).await.status(), 200);
    for (other, why) in [
        (json!({ "iss": "someone else" }), "issuer"),
        (json!({ "iss": null }), "issuer"),
        (json!({ "aud": "https://another.example" }), "audience"),
        (json!({ "aud": null }), "audience"),
        (json!({ "exp": now - 3_600 }), "over"),
        (json!({ "exp": null }), "no voucher"),
        (json!({ "exp": "soon" }), "no voucher"),
        (json!({ "nbf": now + 3_600 }), "yet"),
        (json!({ "nbf": null }), "no voucher"),
        (json!({ "purposeId": null }), "purposeId"),
        (json!({ "purposeId": " " }), "purposeId"),
        (json!({ "cnf": { "jkt": "a" } }), "DPoP"),
    ] {
        is_refused(&server, &issuer.voucher(&claims_but(&other)), why).await;
    }
    is_refused(&server, &issuer.voucher_as("JWT", &claims()), "no voucher").await;

    let voucher = issuer.voucher(&claims());
    let (signed, signature) = voucher.rsplit_once('.').expect("it has parts");
    let (head, _) = signed.split_once('.').expect("it has parts");
    let other = issuer.voucher(&claims_but(&json!({ "purposeId": "another" })));
    let (others, _) = other.rsplit_once('.').expect("it has parts");
    is_refused(&server, &format!("{others}.{signature}"), "signature").await;
    is_refused(&server, &format!("{signed}."), "signature").await;
    for nonsense in [head, signed, "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        is_refused(&server, nonsense, "no voucher").await;
    }
    let foreign = Issuer::start(Signs::Es256).await;
    is_refused(&server, &foreign.voucher(&claims()), "key").await;
}

#[tokio::test]
async fn bad_vouchers_are_refused_in_time_like_bad_tokens() {
    let issuer = Issuer::start(Signs::Es256).await;
    let settings = Settings {
        trusted_proxies: vec!["127.0.0.1".parse().expect("it is a network")],
        ..settings(KeySource::Address(issuer.address.clone()), true)
    };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let from = |address: &str, voucher: &str| {
        Asker::new(&server).with("authorization", &format!("Bearer {voucher}")).with("x-forwarded-for", address)
    };
    let good = issuer.voucher(&claims());
    assert_eq!(from("192.0.2.1", &good).get("/provinces").await.status(), 200);
    // One connection, and a voucher that is read at a glance: points come back while they are spent.
    let guesser = from("192.0.2.1", "a.b.c");
    let mut tries = 0;
    let refused = loop {
        let response = guesser.get("/provinces").await;
        if response.status() != 401 {
            break response;
        }
        tries += 1;
        assert!(tries < 100_000, "nothing is refused");
    };
    assert!(!text(&refused, "retry-after").is_empty());
    assert_eq!(problem(refused, 429).await["code"], "TOO_MANY_REQUESTS");
    assert_eq!(from("192.0.2.2", &good).get("/provinces").await.status(), 200, "elsewhere the right one is taken");
}

#[tokio::test]
async fn without_the_setting_no_voucher_is_taken() {
    let issuer = Issuer::start(Signs::Es256).await;
    let server = Server::start(TestDatabase::sqlite()).await;
    is_refused(&server, &issuer.voucher(&claims()), "vouchers are not taken").await;
    assert_eq!(issuer.times_asked(), 0);
}

#[tokio::test]
async fn a_new_key_is_learnt_and_unknown_ones_do_not_make_us_ask_again_and_again() {
    let mut issuer = Issuer::start(Signs::Es256).await;
    let late = Arc::new(AtomicI64::new(0));
    let clock = Clock::from_fn({
        let late = Arc::clone(&late);
        move || Clock::system().now() + TimeDelta::seconds(late.load(Ordering::SeqCst))
    });
    let settings = settings(KeySource::Address(issuer.address.clone()), true);
    let server = Server::start_at(TestDatabase::sqlite(), settings, clock).await;
    issuer.tell(String::new());
    let early = ask(&server, &issuer.voucher(&claims())).await;
    assert!(!text(&early, "retry-after").is_empty());
    assert_eq!(problem(early, 503).await["code"], "UNAVAILABLE", "nobody can say whether it holds");
    issuer.tell(issuer.set());
    late.store(61, Ordering::SeqCst);
    assert_eq!(ask(&server, &issuer.voucher(&claims())).await.status(), 200);
    assert_eq!(issuer.times_asked(), 2);

    let old = issuer.voucher(&claims());
    issuer.rotate();
    for _ in 0..3 {
        is_refused(&server, &issuer.voucher(&claims()), "key").await;
    }
    assert_eq!(issuer.times_asked(), 2, "not again within a minute");
    assert_eq!(ask(&server, &old).await.status(), 200);
    late.store(122, Ordering::SeqCst);
    assert_eq!(ask(&server, &issuer.voucher(&claims())).await.status(), 200);
    is_refused(&server, &old, "key").await;
    assert_eq!(issuer.times_asked(), 3);
}

#[tokio::test]
async fn keys_may_stand_in_a_file() {
    let issuer = Issuer::start(Signs::Es256).await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, issuer.set()).expect("it can be written");
    let server = Server::start_with(TestDatabase::sqlite(), settings(KeySource::File(path), true)).await;
    assert_eq!(ask(&server, &issuer.voucher(&claims())).await.status(), 200);
    assert_eq!(issuer.times_asked(), 0);
}

#[tokio::test]
async fn limits_are_counted_for_each_purpose() {
    let issuer = Issuer::start(Signs::Es256).await;
    let server =
        Server::start_with(TestDatabase::sqlite(), settings(KeySource::Address(issuer.address.clone()), true)).await;
    let asks = async |purpose: &str, address: &str| {
        let voucher = issuer.voucher(&claims_but(&json!({ "purposeId": purpose })));
        let asker = Asker::new(&server).with("authorization", &format!("Bearer {voucher}"));
        at_once(&asker.with("x-forwarded-for", address), 90).await
    };
    let count = |responses: &[Response]| responses.iter().filter(|response| response.status() == 429).count();
    // Ninety are what one budget has room for, and as many again are not.
    assert_eq!(count(&asks("a", "192.0.2.1").await), 0);
    assert!(count(&asks("a", "192.0.2.2").await) > 0, "wherever it is used from");
    assert_eq!(count(&asks("b", "192.0.2.1").await), 0, "another purpose has its own");
}
