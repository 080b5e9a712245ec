//! `cargo xtask pictures`: takes the pictures of the README anew.

use std::process::Command;

use crate::checks::chromium;
use crate::failure::Done;
use crate::pages;
use crate::place::Place;
use crate::process;
use crate::up;

/// Pages and server as `up` serves them, in Chromium.
pub(crate) fn run() -> Done {
    let place = Place::find()?;
    let chromium = chromium()?;
    pages::npm_install(&place.root.join("tests"))?;
    let server = up::make(&place, true)?;
    let mut node = Command::new("node");
    node.arg(place.root.join("tests/pictures/readme.mjs"));
    process::shown("take the pictures", node.env("TAVOLIERE_BIN", server).env("TAVOLIERE_CHROMIUM", chromium))
}
