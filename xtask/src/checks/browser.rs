//! The pages in Chromium: node's own test runner over `tests/e2e`, against the debug server with the pages as served.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checks::counts::Counts;
use crate::checks::machine::{on_path, program};
use crate::failure::Done;
use crate::pages::{self, Profile};
use crate::place::Place;
use crate::process;
use crate::server;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let chromium = chromium()?;
    pages::build(place, Profile::Small)?;
    let server = server::build(place, server::Profile::Dev)?;
    let tests = place.root.join("tests");
    pages::npm_install(&tests)?;
    let mut node = Command::new("node");
    // One file at a time: each starts servers and browsers of its own, and their answers are held against a clock.
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    node.args(only.map(|text| format!("--test-name-pattern={text}")));
    node.args(files(&tests.join("e2e")));
    node.current_dir(&tests).env("TAVOLIERE_BIN", server).env("TAVOLIERE_CHROMIUM", chromium);
    let mut counts = Counts::default();
    let well = process::watched("run the browser tests", &mut node, |line| counts.read_node(line))?;
    if only.is_some() {
        // Those that were not asked for are told as skipped.
        counts.skipped = 0;
    }
    counts.told("e2e", well)
}

/// Chromium's program, installed when it is missing and we may.
pub(crate) fn chromium() -> Done<PathBuf> {
    program("Chromium", "chromium", || on_path(&CHROMIUM))
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
