//! `publiccode.yml` is what catalogues of public software read: what its standard asks for is there, and is true.

use std::{error::Error, fs};

use serde_json::Value;

use crate::files::top;

/// What version 0.7 of the standard asks for, by the path of its keys.
const ASKED: [&str; 10] = [
    "/publiccodeYmlVersion",
    "/name",
    "/url",
    "/platforms",
    "/developmentStatus",
    "/softwareType",
    "/organisation/uri",
    "/legal/license",
    "/maintenance/type",
    "/localisation/localisationReady",
];

fn described() -> Result<Value, Box<dyn Error>> {
    Ok(serde_saphyr::from_str(&fs::read_to_string(top().join("publiccode.yml"))?)?)
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn what_the_standard_asks_for_is_there() -> Result<(), Box<dyn Error>> {
    let code = described()?;
    let missing: Vec<_> = ASKED.into_iter().filter(|path| code.pointer(path).is_none_or(Value::is_null)).collect();
    assert!(missing.is_empty(), "publiccode.yml: {missing:?}");
    assert_eq!(code["publiccodeYmlVersion"], "0.7");
    assert!(code["supports"].as_array().is_some_and(|all| all.iter().all(|one| one["id"].is_string())));
    assert!(
        code["maintenance"]["contacts"].as_array().is_some_and(|all| all.iter().all(|one| one["name"].is_string()))
    );
    Ok(())
}

#[test]
fn it_is_described_in_each_language_of_the_pages_within_the_lengths_of_the_standard() -> Result<(), Box<dyn Error>> {
    let code = described()?;
    let languages = texts(&code["localisation"]["availableLanguages"]);
    let locales = fs::read_dir(top().join("frontend/locales"))?.count();
    assert_eq!(languages.len(), locales, "the languages are those of the pages");
    for language in languages {
        assert!(top().join(format!("frontend/locales/{language}.json")).exists(), "{language}");
        let told = &code["description"][language];
        let length = |field: &str| told[field].as_str().unwrap_or_default().trim().chars().count();
        assert!((1..=150).contains(&length("shortDescription")), "{language}: {}", length("shortDescription"));
        assert!((150..=10_000).contains(&length("longDescription")), "{language}: {}", length("longDescription"));
        let features = texts(&told["features"]);
        assert!(!features.is_empty() && features.iter().all(|feature| feature.chars().count() <= 100), "{language}");
    }
    let counts: Vec<_> = ["it", "en"].map(|language| texts(&code["description"][language]["features"]).len()).into();
    assert_eq!(counts[0], counts[1], "both languages tell the same features");
    Ok(())
}

#[test]
fn the_licence_is_that_of_the_crates() -> Result<(), Box<dyn Error>> {
    let crates = fs::read_to_string(top().join("Cargo.toml"))?;
    let code = described()?;
    let licence = code["legal"]["license"].as_str().unwrap_or_default();
    assert!(crates.contains(&format!("license = \"{licence}\"")), "{licence}");
    Ok(())
}
