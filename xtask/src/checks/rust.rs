//! The parts that cargo runs.
//!
//! Each names the same packages with the same profile, so that their dependencies are compiled once: features are
//! resolved over the packages that are named, and another choice would compile another set.

use std::process::Command;

use crate::checks::counts::Counts;
use crate::checks::postgres::Postgres;
use crate::failure::Done;
use crate::pages::{WASM_TARGET, wasm_target};
use crate::place::{self, HOST, Place};
use crate::process;
use crate::server;

pub(crate) fn fmt() -> Counts {
    let mut cargo = place::cargo();
    Counts::of(process::shown("find all Rust files formatted", cargo.args(["fmt", "--all", "--check"])))
}

pub(crate) fn clippy() -> Done<Counts> {
    wasm_target()?;
    let mut host = place::cargo();
    host.args(["clippy", "--locked"]).args(HOST).args(["--all-targets", "--", "--deny", "warnings"]);
    let host = Counts::of(process::shown("pass clippy for this machine", &mut host));
    let mut browser = place::cargo();
    browser.args(["clippy", "--locked", "--target", WASM_TARGET]);
    browser.args(["--package", "frontend", "--package", "shared", "--package", "browser-bench"]);
    browser.args(["--", "--deny", "warnings"]);
    Ok(host.and(&Counts::of(process::shown("pass clippy for the browser", &mut browser))))
}

pub(crate) fn docs() -> Counts {
    let mut cargo = place::cargo();
    cargo.args(["doc", "--locked", "--no-deps", "--document-private-items"]).args(HOST);
    cargo.env("RUSTDOCFLAGS", "--deny warnings");
    Counts::of(process::shown("build the documentation", &mut cargo))
}

pub(crate) fn tidy() -> Done<Counts> {
    libtest("tidy", tests().args(["--test", "tidy"]))
}

pub(crate) fn unit() -> Done<Counts> {
    libtest("unit", tests().args(["--lib", "--bins"]))
}

/// The API on both databases. The tests find PostgreSQL, and the binary that they kill and start, by the environment.
pub(crate) fn api(place: &Place) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let postgres = Postgres::start()?;
    libtest(
        "api",
        tests().args(["--test", "api"]).env("TAVOLIERE_TEST_POSTGRES", postgres.url()).env("TAVOLIERE_BIN", server),
    )
}

fn tests() -> Command {
    let mut cargo = place::cargo();
    cargo.args(["test", "--locked", "--no-fail-fast"]).args(HOST);
    cargo
}

fn libtest(what: &str, cargo: &mut Command) -> Done<Counts> {
    let mut counts = Counts::default();
    let well = process::watched(&format!("run the {what} tests"), cargo, |line| counts.read_libtest(line))?;
    counts.told(what, well)
}
