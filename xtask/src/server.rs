//! The server's binary.

use std::path::PathBuf;

use crate::failure::Done;
use crate::place::{self, HOST, Place};
use crate::process;

/// How the server is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// What is served.
    Release,
    /// What is tested, and quick to build.
    Dev,
}

/// Compiles the server, the built pages within it, and tells where it lies.
pub(crate) fn build(place: &Place, profile: Profile) -> Done<PathBuf> {
    let mut cargo = place::cargo();
    cargo.args(["build", "--locked", "--bin", "tavoliere"]);
    let folder = match profile {
        // Alone: nothing that only tests need is compiled for it.
        Profile::Release => {
            cargo.args(["--package", "backend", "--release"]);
            "release"
        }
        // With all, as the tests are: features are resolved over the packages that are named, so the same choice
        // compiles the dependencies once.
        Profile::Dev => {
            cargo.args(HOST);
            "debug"
        }
    };
    process::shown("compile the server", &mut cargo)?;
    Ok(place.server(folder))
}
