//! The pages in Chromium: node's own test runner over `tests/e2e`, against the debug server with the pages as served.

use std::path::PathBuf;

use crate::checks::counts::Counts;
use crate::checks::machine::{on_path, program};
use crate::checks::node::node;
use crate::failure::Done;
use crate::pages::{self, Profile};
use crate::place::Place;
use crate::server;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let chromium = chromium()?;
    pages::build(place, Profile::Small)?;
    let server = server::build(place, server::Profile::Dev)?;
    node(place, "e2e", only, |node| {
        node.env("TAVOLIERE_BIN", &server).env("TAVOLIERE_CHROMIUM", &chromium);
    })
}

/// Chromium's program, installed when it is missing and we may.
pub(crate) fn chromium() -> Done<PathBuf> {
    program("Chromium", "chromium", || on_path(&CHROMIUM))
}
