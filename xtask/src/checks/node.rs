//! Tests that node's own runner runs: the files of one folder of `tests`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checks::counts::Counts;
use crate::failure::Done;
use crate::pages;
use crate::place::Place;
use crate::process;

/// Runs the files of `tests/<folder>`, with the environment that `set` gives.
pub(crate) fn node(place: &Place, folder: &str, only: Option<&str>, set: impl FnOnce(&mut Command)) -> Done<Counts> {
    let tests = place.root.join("tests");
    pages::npm_install(&tests)?;
    let mut node = Command::new("node");
    // One file at a time: each starts servers of its own, and their answers are held against a clock.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    node.args(only.map(|text| format!("--test-name-pattern={text}")));
    node.args(files(&tests.join(folder))).current_dir(&tests);
    set(&mut node);
    let mut counts = Counts::default();
    let well = process::watched(&format!("run the tests of {folder}"), &mut node, |line| counts.read_node(line))?;
    if only.is_some() {
        // Those that were not asked for are told as skipped.
        counts.skipped = 0;
    }
    counts.told(folder, well)
}

/// The test files, named one by one: node's patterns differ between versions.
fn files(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).into_iter().flatten();
    let mut files = listing
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .collect::<Vec<_>>();
    files.sort();
    files
}
