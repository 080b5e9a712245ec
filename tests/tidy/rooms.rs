//! Who may know whom: between crates, between features, between layers.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::files::{File, files, nothing_found, top};

/// Folders of a crate's `src` that serve every feature alike.
const COMMON: [&str; 12] =
    ["audit", "changes", "cli", "db", "graphql", "http", "i18n", "live", "outbox", "session", "shell", "ui"];

#[test]
fn the_model_knows_neither_server_nor_page_nor_database() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "shared", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(top())
        .output()
        .expect("cargo tells the tree of dependencies");
    assert!(tree.status.success(), "cargo: {}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    let forbidden = ["async-graphql", "axum", "leptos", "sea-orm", "sqlx", "tokio", "wasm-bindgen", "web-sys"];
    let found = tree.lines().filter(|line| forbidden.contains(&line.split(' ').next().unwrap_or_default()));
    let found = found.map(str::to_owned).collect::<Vec<_>>();
    nothing_found("`shared` depends on what only one end may know:", &found);
    assert!(tree.lines().any(|line| line.starts_with("serde ")), "the tree was read: {tree}");
}

#[test]
fn the_ends_do_not_know_each_other() {
    let mut found = Vec::new();
    for (crate_name, foreign) in [("backend", "frontend"), ("frontend", "backend"), ("migrations", "backend")] {
        let manifest = fs::read_to_string(top().join(crate_name).join("Cargo.toml")).expect("the crate has a manifest");
        let known = manifest.lines().any(|line| line.starts_with(foreign));
        found.extend(known.then(|| format!("{crate_name}/Cargo.toml depends on {foreign}")));
    }
    nothing_found("Crates depend only on `shared`, never on the other end:", &found);
}

#[test]
fn only_stores_entities_and_the_database_module_speak_sql() {
    let mut found = Vec::new();
    for file in files("backend/src", &[".rs"]) {
        let may =
            file.path.contains("/entity") || file.path.contains("/store") || file.path.starts_with("backend/src/db");
        let speaks = file.lines().filter(|(_, line)| {
            let code = line.trim_start();
            !code.starts_with("//") && (code.contains("sea_orm::") || code.contains("sqlx::"))
        });
        found.extend(speaks.filter(|_| !may).map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())));
    }
    nothing_found("`sea_orm` belongs in entity, store and db:", &found);
}

#[test]
fn a_feature_calls_another_through_its_mod() {
    let mut found = Vec::new();
    for crate_name in ["backend", "frontend", "shared"] {
        let source = format!("{crate_name}/src");
        let features = features(&source);
        for file in files(&source, &[".rs"]) {
            let own = file.path[source.len() + 1..].split('/').next().unwrap_or_default().to_owned();
            for feature in features.iter().filter(|feature| **feature != own && features.contains(&own)) {
                found.extend(reaches_into(&file, &source, feature));
            }
        }
    }
    nothing_found("A feature is entered by its `mod.rs`, not by one of its files:", &found);
}

/// Lines that name a file inside another feature.
fn reaches_into(file: &File, source: &str, feature: &str) -> Vec<String> {
    let path = format!("crate::{feature}::");
    let inside = |rest: &str| {
        let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
        let room = top().join(source).join(feature);
        // `pub mod` is the feature's own word that the name may be entered.
        let public =
            fs::read_to_string(room.join("mod.rs")).is_ok_and(|text| text.contains(&format!("pub mod {name};")));
        !public && !name.is_empty() && (room.join(format!("{name}.rs")).exists() || room.join(name).is_dir())
    };
    let lines = file.lines().filter(|(_, line)| line.split(&path).skip(1).any(inside));
    lines.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())).collect()
}

#[test]
fn a_capability_has_the_same_name_in_every_crate() {
    let known = features("shared/src");
    let mut found = Vec::new();
    for crate_name in ["backend", "frontend"] {
        let own = features(&format!("{crate_name}/src"));
        let strange = own.difference(&known).filter(|name| !may_stand_alone(crate_name, name));
        found.extend(strange.map(|name| format!("{crate_name}/src/{name} has no room of that name in shared/src")));
    }
    nothing_found("One name for a capability, in every crate:", &found);
}

/// A page is named after what a person does there, over one feature or several: it has no model of its own.
fn may_stand_alone(crate_name: &str, name: &str) -> bool {
    crate_name == "frontend" && ["allocation", "dashboard", "demand", "developers", "map"].contains(&name)
}

fn features(source: &str) -> BTreeSet<String> {
    let listing = fs::read_dir(top().join(source)).expect("the crate has a source folder");
    let folders = listing.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !COMMON.contains(&name.as_str())).collect()
}
