//! The examples of `docs/examples`, as one file for the developers' page. The tests run the same files.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::failure::{Done, While as _};
use crate::place::Place;

/// The programs of an example, by the name that the page shows them under.
const PROGRAMS: [(&str, &str); 3] = [("curl", "curl.sh"), ("javascript", "fetch.mjs"), ("python", "ask.py")];

/// `examples.json`: what is asked in both languages, the query, and the programs.
pub(crate) fn build(place: &Place) -> Done<Vec<u8>> {
    let folder = place.root.join("docs/examples");
    let listing = fs::read_dir(&folder).doing(|| format!("list {}", folder.display()))?;
    let mut folders = listing.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect::<Vec<_>>();
    folders.retain(|path| path.is_dir());
    folders.sort();
    let examples = folders.iter().map(|folder| example(folder)).collect::<Done<Vec<Value>>>()?;
    Ok(Value::from(examples).to_string().into_bytes())
}

fn example(folder: &Path) -> Done<Value> {
    let question = read(&folder.join("question.json"))?;
    let mut example: Value =
        serde_json::from_str(&question).doing(|| format!("read the question of {}", folder.display()))?;
    example["id"] = folder.file_name().unwrap_or_default().to_string_lossy().into();
    example["query"] = read(&folder.join("query.graphql"))?.into();
    let mut programs = json!({});
    for (name, file) in PROGRAMS {
        programs[name] = read(&folder.join(file))?.into();
    }
    example["programs"] = programs;
    Ok(example)
}

fn read(file: &Path) -> Done<String> {
    fs::read_to_string(file).doing(|| format!("read {}", file.display()))
}
