//! The façade's contract, `openapi.json`: it says what is answered, and what catalogues of the administration ask of one.

use std::{fs, path::Path};

use backend::config::Settings;
use serde_json::{Value, json};

use super::{Asker, problem, text};
use crate::support::{Server, TestDatabase};

/// The contract as it is committed.
fn committed() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.json");
    serde_json::from_str(&fs::read_to_string(path).expect("it is there")).expect("JSON")
}

/// What a reference of the contract points to; anything else is itself.
fn meant<'a>(contract: &'a Value, part: &'a Value) -> &'a Value {
    let Some(reference) = part["$ref"].as_str() else { return part };
    let found = reference.strip_prefix('#').and_then(|pointer| contract.pointer(pointer));
    found.unwrap_or_else(|| panic!("{reference} points nowhere"))
}

/// Holds a value to a schema, as far as the contract's schemas go; gives what does not fit.
fn misfits(contract: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let schema = meant(contract, schema);
    let wrong = |why: &str| vec![format!("{place}: {value} {why}")];
    if value.is_null() {
        return if schema["nullable"] == true { Vec::new() } else { wrong("must not be null") };
    }
    if schema["enum"].as_array().is_some_and(|known| !known.contains(value)) {
        return wrong("is none of the known");
    }
    let within = |size: Option<f64>, least: &str, most: &str| {
        size.is_some_and(|size| schema[least].as_f64().is_none_or(|least| size >= least))
            && size.is_some_and(|size| schema[most].as_f64().is_none_or(|most| size <= most))
    };
    match schema["type"].as_str() {
        Some("object") => {
            let Some(parts) = value.as_object() else { return wrong("is no object") };
            let known = schema["properties"].as_object().expect("objects say their parts");
            assert_eq!(schema["additionalProperties"], false, "{place}");
            let required = schema["required"].as_array().expect("objects say what they have").iter();
            let missing = required.filter_map(Value::as_str).filter(|name| !parts.contains_key(*name));
            let mut found: Vec<String> = missing.map(|name| format!("{place}.{name} is missing")).collect();
            for (name, part) in parts {
                let place = format!("{place}.{name}");
                match known.get(name) {
                    Some(schema) => found.extend(misfits(contract, schema, part, &place)),
                    None => found.push(format!("{place} is not in the contract")),
                }
            }
            found
        }
        Some("array") => {
            let Some(items) = value.as_array() else { return wrong("is no list") };
            let mut found = if within(Some(items.len() as f64), "minItems", "maxItems") {
                Vec::new()
            } else {
                wrong("is too long")
            };
            let each = items.iter().enumerate();
            found
                .extend(each.flat_map(|(n, item)| misfits(contract, &schema["items"], item, &format!("{place}[{n}]"))));
            found
        }
        Some("string") if value.is_string() => {
            let length = value.as_str().map(|text| text.chars().count() as f64);
            if within(length, "minLength", "maxLength") { Vec::new() } else { wrong("is too long") }
        }
        Some("integer") if value.is_i64() && within(value.as_f64(), "minimum", "maximum") => Vec::new(),
        Some("number") if value.is_number() && within(value.as_f64(), "minimum", "maximum") => Vec::new(),
        kind => wrong(&format!("is no {kind:?}, or out of bounds")),
    }
}

#[tokio::test]
async fn every_answer_is_as_the_contract_says() {
    let server = Server::start(TestDatabase::sqlite()).await;
    let asker = Asker::new(&server);
    let contract = committed();
    let mut seen = Vec::new();
    for (place, path, status) in [
        ("/status", "/status", "200"),
        ("/provinces", "/provinces", "200"),
        ("/services", "/services", "200"),
        ("/sizing", "/sizing", "200"),
        ("/cpis", "/cpis?limit=500", "200"),
        ("/cpis", "/cpis?limit=2", "200"),
        ("/cpis/{code}", "/cpis/FG03", "200"),
        ("/municipalities", "/municipalities?limit=500", "200"),
        ("/municipalities/{istat}", "/municipalities/071024", "200"),
        ("/cpis", "/cpis?nothing=1", "400"),
        ("/cpis", "/cpis?province=ZZ", "404"),
        ("/cpis/{code}", "/cpis/ZZ99", "404"),
        ("/municipalities", "/municipalities?limit=501", "422"),
    ] {
        let response = asker.get(path).await;
        assert_eq!(response.status().as_str(), status, "{path}");
        let said = meant(&contract, &contract["paths"][place]["get"]["responses"][status]).clone();
        for name in said["headers"].as_object().expect("headers are said").keys() {
            assert!(!text(&response, name).is_empty() || name == "Retry-After", "{path}: no {name}");
        }
        let media_type = text(&response, "content-type").split(';').next().unwrap_or_default().to_owned();
        let schema = &said["content"][&media_type]["schema"];
        assert!(schema.is_object(), "{path}: {media_type} is not in the contract");
        let body: Value = response.json().await.expect("JSON");
        let found = misfits(&contract, schema, &body, path);
        assert!(found.is_empty(), "{}", found.join("\n"));
        seen.push(place);
    }
    let places = contract["paths"].as_object().expect("paths").keys();
    let untried: Vec<_> = places.filter(|place| !seen.contains(&place.as_str())).collect();
    assert!(untried.is_empty(), "the contract has addresses that no test has tried: {untried:?}");
}

#[tokio::test]
async fn it_is_served_with_the_address_of_the_installation_and_a_tag() {
    let public_url = "https://tavoliere.regione.example".to_owned();
    let settings = Settings { public_url, ..Settings::default() };
    let server = Server::start_with(TestDatabase::sqlite(), settings).await;
    let response = Asker::new(&server).get("/openapi.json").await;
    assert_eq!((response.status().as_u16(), text(&response, "cache-control")), (200, "no-cache"));
    let tag = text(&response, "etag").to_owned();
    let served: Value = response.json().await.expect("JSON");
    let mut expected = committed();
    assert_eq!(expected["servers"][0]["x-sandbox"], false);
    expected["servers"][0]["url"] = json!("https://tavoliere.regione.example/api/rest/v1");
    assert_eq!(served, expected);
    assert_eq!(Asker::new(&server).with("if-none-match", &tag).get("/openapi.json").await.status(), 304);
    problem(Asker::new(&server).with("accept", "text/html").get("/openapi.json").await, 406).await;

    let here = Server::start(TestDatabase::sqlite()).await;
    let served = Asker::new(&here).read("/openapi.json").await;
    assert_eq!(served["servers"][0]["x-sandbox"], true, "an address without https is for trying things");
}

#[test]
fn it_has_what_a_catalogue_of_the_administration_asks_for() {
    let contract = committed();
    assert_eq!(contract["openapi"], "3.0.3");
    let info = &contract["info"];
    for part in ["title", "description", "x-summary", "contact", "license", "version"] {
        assert!(!info[part].is_null(), "info.{part}");
    }
    let paths = contract["paths"].as_object().expect("paths");
    assert!(paths.contains_key("/status"));
    for (path, place) in paths {
        let operation = &place["get"];
        assert_eq!(place.as_object().map(serde_json::Map::len), Some(1), "{path} is only read");
        let both = operation["description"].as_str().is_some_and(|text| text.contains("\n\n"));
        assert!(both, "{path} is described in Italian and in English");
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let response = meant(&contract, response);
            for limit in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] {
                assert!(response["headers"].get(limit).is_some(), "{path} {status} {limit}");
            }
            if status != "200" && status != "304" {
                assert!(response["content"].get("application/problem+json").is_some(), "{path} {status}");
            }
        }
    }
    each(&contract, &mut |part| {
        if matches!(part["type"].as_str(), Some("integer" | "number")) {
            assert!(part["format"].is_string(), "numbers say their format: {part}");
        }
    });
}

fn each(part: &Value, look: &mut impl FnMut(&Value)) {
    look(part);
    match part {
        Value::Object(parts) => parts.values().for_each(|part| each(part, look)),
        Value::Array(parts) => parts.iter().for_each(|part| each(part, look)),
        _ => {}
    }
}
