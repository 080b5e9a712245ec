//! How files are written: their length, their opening words, what they may not contain.

use crate::files::{File, files, nothing_found};

/// Lines of a file that nobody has to justify.
const LONG: usize = 500;
/// Lines of markup that fit a screen.
const SCREEN: usize = 60;

#[test]
fn no_file_outgrows_its_room() {
    let mut found = Vec::new();
    for file in files(".", &[".rs", ".mjs", ".scss"]) {
        let lines = file.text.lines().count();
        let says_why = file.text.starts_with("//! Long because ");
        found.extend((lines > LONG && !says_why).then(|| format!("{}: {lines} lines", file.path)));
    }
    nothing_found("Over 500 lines, and the module's doc does not open with `Long because`:", &found);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = |file: &File| !file.text.starts_with("//!") && !file.text.starts_with("// Generated");
    let found = files(".", &[".rs"]).into_iter().filter(silent).map(|file| file.path).collect::<Vec<_>>();
    nothing_found("A module opens with what it is for:", &found);
}

#[test]
fn a_view_fits_a_screen() {
    let mut found = Vec::new();
    for file in files("frontend/src", &[".rs"]) {
        for (number, lines) in views(&file.text) {
            found.extend((lines > SCREEN).then(|| format!("{}:{number}: {lines} lines", file.path)));
        }
    }
    nothing_found("A `view!` over 60 lines is two components:", &found);
}

/// Where each `view!` begins, and how many lines it has.
fn views(text: &str) -> Vec<(usize, usize)> {
    let mut views = Vec::new();
    for (start, _) in text.match_indices("view! {") {
        let mut depth = 0_i32;
        let end = text[start..].char_indices().find(|(_, letter)| {
            depth += i32::from(*letter == '{') - i32::from(*letter == '}');
            *letter == '}' && depth == 0
        });
        let body = &text[start..end.map_or(text.len(), |(length, _)| start + length + 1)];
        views.push((text[..start].matches('\n').count() + 1, body.lines().count()));
    }
    views
}

#[test]
fn tests_neither_rest_nor_sleep() {
    let bad =
        [concat!("#[", "ignore"), concat!("thread::", "sleep"), concat!("test.", "skip"), concat!("test.", "only")];
    let mut found = Vec::new();
    for file in files(".", &[".rs", ".mjs"]) {
        for (number, line) in file.lines() {
            found.extend(
                bad.iter().any(|bad| line.contains(bad)).then(|| format!("{}:{number}: {}", file.path, line.trim())),
            );
        }
    }
    nothing_found("A test runs, always, and waits for an event instead of a while:", &found);
}

#[test]
fn lock_files_name_no_host() {
    let mut found = Vec::new();
    let locks = files(".", &["package-lock.json"]);
    assert!(!locks.is_empty(), "there are lock files");
    for file in locks {
        let named = file.lines().filter(|(_, line)| line.contains("\"resolved\""));
        found.extend(named.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())));
    }
    nothing_found("A package comes from the registry that the machine is set up with:", &found);
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let places = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
    let mut found = Vec::new();
    for file in
        files(".", &[".rs", ".mjs", ".js", ".json", ".toml", ".md", ".yml", ".scss", ".html", ".graphql", ".csv"])
    {
        let named = file.lines().filter(|(_, line)| places.iter().any(|place| line.contains(place)));
        found.extend(named.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())));
    }
    nothing_found("A path of one machine is nothing to anybody else:", &found);
}

#[test]
fn an_error_leaves_by_one_door() {
    let mut found = Vec::new();
    for file in files("backend/src", &[".rs"]).into_iter().filter(|file| file.path != "backend/src/error.rs") {
        let named = file.lines().filter(|(_, line)| {
            let code = !line.trim_start().starts_with("//") && !line.contains("reason =");
            code && (line.contains("async_graphql::Error") || line.contains("async_graphql::Result"))
        });
        found.extend(named.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())));
    }
    nothing_found("A refusal is a `Problem`; the one `From` stands in error.rs:", &found);
}

#[test]
fn a_view_is_measured_to_its_closing_brace() {
    assert_eq!(views("a\nview! { <p>{b}</p> }\nc"), [(2, 1)]);
    assert_eq!(views("view! {\n<p>\n{move || { 1 }}\n</p>\n}\n"), [(1, 5)]);
}
