//! Words for people: the same keys in both languages, none empty.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::files::{File, files, nothing_found};

#[test]
fn both_languages_say_the_same_things() {
    let mut languages = BTreeMap::<String, BTreeMap<String, String>>::new();
    for file in files("frontend", &["/it.json", "/en.json"]) {
        let language = file.name().trim_end_matches(".json").to_owned();
        languages.entry(language).or_default().extend(texts(&file));
    }
    let of = |name: &str| languages.get(name).cloned().unwrap_or_default();
    let (it, en) = (&of("it"), &of("en"));
    assert!(it.len() > 20, "the texts were found: {}", it.len());
    let lacks = |name: &str, one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let missing = one.keys().filter(|key| !other.contains_key(*key));
        missing.map(|key| format!("{name} lacks {key}")).collect::<Vec<_>>()
    };
    let mut found = lacks("English", it, en);
    found.extend(lacks("Italian", en, it));
    found.extend(
        it.iter().chain(en).filter(|(_, text)| text.trim().is_empty()).map(|(key, _)| format!("{key} is empty")),
    );
    nothing_found("A text exists in both languages:", &found);
}

#[test]
fn a_text_has_places_for_the_same_values_in_both_languages() {
    let of = |name: &str| files("frontend", &[name]).iter().flat_map(texts).collect::<BTreeMap<_, _>>();
    let (it, en) = (of("/it.json"), of("/en.json"));
    let other = it.iter().filter(|(key, text)| en.get(*key).is_some_and(|en| places(en) != places(text)));
    nothing_found("A text has the same {places}:", &other.map(|(key, _)| key.clone()).collect::<Vec<_>>());
}

#[test]
fn the_register_has_words_for_every_mutation() {
    let of = |path: &str| std::fs::read_to_string(crate::files::top().join(path)).expect("it is there");
    let schema = of("schema.graphql");
    let (_, mutations) = schema.split_once("\ntype Mutation {\n").expect("there are mutations");
    let (mutations, _) = mutations.split_once("\n}\n").expect("they end");
    let names: Vec<&str> = mutations
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|line| line.starts_with(char::is_lowercase)))
        .filter_map(|line| line.split(['(', ':']).next().filter(|name| name.chars().all(char::is_alphanumeric)))
        .collect();
    assert!(names.len() > 30, "{names:?}");
    let known = of("frontend/src/identity/actions.rs");
    let found = names.iter().filter(|name| !known.contains(&format!("(\"{name}\","))).map(|name| (*name).to_owned());
    nothing_found("A mutation has words in the register's page:", &found.collect::<Vec<_>>());
}

/// The names in braces, in alphabetical order.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    places.sort_unstable();
    places
}

/// Every text of a file by its path of keys. The forms of a plural may differ between languages; they count as one text.
fn texts(file: &File) -> BTreeMap<String, String> {
    let parsed: Value = serde_json::from_str(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    let mut texts = BTreeMap::new();
    let mut left = vec![(String::new(), &parsed)];
    while let Some((path, value)) = left.pop() {
        match value {
            Value::Object(inner) => {
                left.extend(inner.iter().map(|(key, value)| (format!("{path}.{}", plural(key)), value)));
            }
            Value::String(text) => drop(texts.insert(path, text.clone())),
            other => drop(texts.insert(path, other.to_string())),
        }
    }
    texts
}

fn plural(key: &str) -> &str {
    ["_zero", "_one", "_two", "_few", "_many", "_other"].iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key)
}
