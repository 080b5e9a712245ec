//! The parts that cargo runs.
//!
//! Each names the same packages with the same profile, so that their dependencies are compiled once: features are
//! resolved over the packages that are named, and another choice would compile another set.

use std::fs;
use std::process::Command;

use crate::checks::counts::Counts;
use crate::checks::machine;
use crate::checks::postgres::Postgres;
use crate::failure::{Done, While as _};
use crate::pages::{WASM_TARGET, wasm_target};
use crate::place::{self, HOST, Place};
use crate::process;
use crate::server;

pub(crate) fn fmt() -> Done<Counts> {
    machine::component("rustfmt")?;
    let mut cargo = place::cargo();
    Ok(Counts::of(process::shown("find all Rust files formatted", cargo.args(["fmt", "--all", "--check"]))))
}

pub(crate) fn clippy() -> Done<Counts> {
    machine::component("clippy")?;
    machine::compilers_of_peers()?;
    wasm_target()?;
    let mut host = place::cargo();
    host.args(["clippy", "--locked"]).args(HOST).args(["--all-targets", "--", "--deny", "warnings"]);
    let host = Counts::of(process::shown("pass clippy for this machine", &mut host));
    let mut browser = place::cargo();
    browser.args(["clippy", "--locked", "--target", WASM_TARGET]);
    browser.args(["--package", "frontend", "--package", "shared", "--package", "browser-bench", "--package", "engine"]);
    browser.args(["--", "--deny", "warnings"]);
    Ok(host.and(&Counts::of(process::shown("pass clippy for the browser", &mut browser))))
}

pub(crate) fn docs() -> Counts {
    let mut cargo = place::cargo();
    cargo.args(["doc", "--locked", "--no-deps", "--document-private-items"]).args(HOST);
    cargo.env("RUSTDOCFLAGS", "--deny warnings");
    Counts::of(process::shown("build the documentation", &mut cargo))
}

pub(crate) fn tidy(only: Option<&str>) -> Done<Counts> {
    libtest("tidy", tests().args(["--test", "tidy"]).args(only))
}

/// Tests within the crates, those that stand in a crate's own `tests` folder, and the examples of the documentation.
pub(crate) fn unit(place: &Place, only: Option<&str>) -> Done<Counts> {
    machine::compilers_of_peers()?;
    let mut within = tests();
    within.args(["--lib", "--bins"]);
    for name in crate_tests(place)? {
        within.args(["--test", &name]);
    }
    let within = libtest("unit", within.args(only))?;
    let mut examples = Counts::default();
    let well =
        process::watched("run the examples", tests().arg("--doc").args(only), |line| examples.read_libtest(line))?;
    Ok(within.and(&if well { examples } else { examples.and(&Counts::failed(1)) }))
}

/// Names of the test programs of `<crate>/tests/*.rs`.
fn crate_tests(place: &Place) -> Done<Vec<String>> {
    let mut names = Vec::new();
    for member in ["backend", "benches", "migrations", "shared", "xtask"] {
        let Ok(listing) = fs::read_dir(place.root.join(member).join("tests")) else { continue };
        for entry in listing {
            let file = entry.doing(|| format!("list {member}/tests"))?.path();
            if file.extension() == Some("rs".as_ref()) {
                names.extend(file.file_stem().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
    names.sort();
    Ok(names)
}

/// The API on both databases. The tests find PostgreSQL, the binary that they kill and start, and the spreadsheet program that
/// edits what they exported, by the environment.
pub(crate) fn api(place: &Place, only: Option<&str>) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let postgres = Postgres::start()?;
    let stoppable = Postgres::start_own()?;
    let office = machine::program("LibreOffice", "libreoffice-calc", || machine::on_path(&["soffice", "libreoffice"]))?;
    libtest(
        "api",
        tests()
            .args(["--test", "api"])
            .args(only)
            .env("TAVOLIERE_TEST_POSTGRES", postgres.url())
            .env("TAVOLIERE_TEST_POSTGRES_STOPPABLE", stoppable.url())
            .env("TAVOLIERE_TEST_POSTGRES_CONTROL", stoppable.control().unwrap_or_default())
            .env("TAVOLIERE_BIN", server)
            .env("TAVOLIERE_SOFFICE", office),
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
